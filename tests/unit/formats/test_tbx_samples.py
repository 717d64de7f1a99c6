"""Termbases in the shapes that the trade exports, read as `tests/golden/tbx` says."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from workbench.formats.glossary import report
from workbench.formats.glossary.report import RULES

GOLDEN = Path(__file__).parents[2] / "golden" / "tbx"
EXPECTED: dict[str, Any] = json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))


def _outcome(path: Path) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("golden_tbx_expected", GOLDEN / "expected.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, Any] = module.outcome(path)
    return found


def test_every_sample_has_its_expectation() -> None:
    assert {path.name for path in GOLDEN.iterdir() if path.suffix in (".tbx", ".xml")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_is_read_as_expected(name: str) -> None:
    assert _outcome(GOLDEN / name) == EXPECTED[name]


def test_every_rule_that_is_told_says_what_it_asks_for() -> None:
    told = {problem.split()[1] for expected in EXPECTED.values() for problem in expected["problems"]}
    assert told
    assert told <= set(RULES)
    sources = (Path(report.__file__).parents[1]).glob("*/*.py")
    code = " ".join(path.read_text(encoding="utf-8") for path in sources)
    assert not [rule for rule in RULES if f'"{rule}"' not in code.replace(f'    "{rule}": "', "")]
