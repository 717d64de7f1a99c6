"""Scoring files."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.core.errors import EvaluationError, InputError
from workbench.services.score import compare_files, score_files

LINES = "The sides agreed on the next round of talks.\nThe road opens in spring.\n" * 10


def test_a_file_is_scored_against_references(tmp_path: Path) -> None:
    (tmp_path / "hyp").write_text(LINES)
    (tmp_path / "ref").write_text(LINES.replace("spring", "autumn"))
    found = score_files(tmp_path / "hyp", [tmp_path / "ref", tmp_path / "hyp"], language="en")
    assert found.segments == 20 and [one.metric for one in found.scores] == ["bleu", "chrf2", "chrf2++", "ter"]
    assert found.scores[0].value == pytest.approx(100)


def test_counts_that_differ_name_both_files(tmp_path: Path) -> None:
    (tmp_path / "hyp").write_text("a\nb\n")
    (tmp_path / "ref").write_text("a\n")
    with pytest.raises(EvaluationError, match=r"hyp has 2 lines and .*ref has 1"):
        score_files(tmp_path / "hyp", [tmp_path / "ref"])
    with pytest.raises(InputError, match="cannot be read"):
        score_files(tmp_path / "missing", [tmp_path / "ref"])


def test_systems_are_compared(tmp_path: Path) -> None:
    (tmp_path / "ref").write_text(LINES)
    (tmp_path / "one").write_text(LINES)
    (tmp_path / "two").write_text("Talks.\nRoad.\n" * 10)
    found = compare_files([tmp_path / "one", tmp_path / "two"], [tmp_path / "ref"], names=["chrf2"], samples=50)
    assert [one.system for one in found] == [str(tmp_path / "one"), str(tmp_path / "two")]
    assert (found[1].p_value or 0) < 0.05
    with pytest.raises(EvaluationError, match="named twice"):
        compare_files([tmp_path / "one", tmp_path / "one"], [tmp_path / "ref"])
