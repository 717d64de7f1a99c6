"""Precision and recall of alignments, counted by hand."""

from __future__ import annotations

import pytest

from workbench.alignment.score import score
from workbench.core.bead import Bead, parse_beads


def beads(*lines: str) -> list[Bead]:
    return parse_beads(lines)


GOLD = beads("[0]:[0]", "[1]:[1, 2]", "[2]:[]", "[3]:[3]")


def test_the_same_is_perfect() -> None:
    found = score([(GOLD, GOLD)])
    assert (found.strict_f1, found.lax_f1) == (1.0, 1.0)


def test_counts_are_those_of_the_definition() -> None:
    found = score([(GOLD, beads("[0]:[0]", "[1]:[1]", "[2]:[2]", "[3]:[3]"))])
    assert (found.strict_precision, found.lax_precision) == (2 / 4, 3 / 4)
    assert (found.strict_recall, found.lax_recall) == (2 / 3, 3 / 3)
    assert found.strict_f1 == pytest.approx(2 * 0.5 * (2 / 3) / (0.5 + 2 / 3))


def test_empty_sides_count_for_precision_one_sentence_at_a_time() -> None:
    gold = beads("[0]:[0]", "[1]:[]", "[2]:[]")
    assert score([(gold, beads("[0]:[0]", "[1, 2]:[]"))]).strict_precision == 1.0
    assert score([(gold, beads("[0]:[0]", "[1]:[]", "[2]:[]"))]).strict_recall == 1.0


def test_documents_are_added_up() -> None:
    bad = beads("[0]:[]", "[]:[0]")
    found = score([(beads("[0]:[0]"), beads("[0]:[0]")), (beads("[0]:[0]"), bad)])
    assert (found.strict_precision, found.strict_recall) == (1 / 3, 1 / 2)


def test_nothing_scores_nothing() -> None:
    assert score([]).strict_f1 == 0.0
