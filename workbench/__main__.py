"""The console script: hands the command line a callable that opens the desk, so that the two stay strangers."""

from __future__ import annotations

import sys
from pathlib import Path

from workbench.cli.main import run


def open_desk(folder: Path | None) -> None:
    """Open the terminal UI on a project, or its start screen."""
    from workbench.tui.app import run_desk

    run_desk(folder)


def main() -> None:
    """Run the `workbench` command."""
    sys.exit(run(sys.argv[1:], open_desk))


if __name__ == "__main__":
    main()
