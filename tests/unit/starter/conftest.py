"""Makes `tools/` importable: it is part of the project, and of no wheel."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))
