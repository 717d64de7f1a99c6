"""Priors, and what documents say of their own."""

from __future__ import annotations

import math

import pytest

from workbench.alignment.priors import Priors
from workbench.core.bead import Bead

USUAL = Priors()


def document(*shapes: tuple[int, int]) -> list[Bead]:
    beads, row, column = [], 0, 0
    for height, width in shapes:
        beads.append(Bead(row, row + height, column, column + width))
        row, column = row + height, column + width
    return beads


def learnt(*shapes: tuple[int, int]) -> Priors:
    return USUAL.learnt([document(*shapes)])


def test_priors_are_probabilities() -> None:
    for priors in (USUAL, learnt(*[(1, 1)] * 500), learnt(*[(1, 0)] * 5, *[(2, 2)] * 100), learnt(*[(0, 1)] * 900)):
        shares = [math.exp(getattr(priors, name)) for name in Priors.__dataclass_fields__]
        assert all(0 < share < 1 for share in shares)
        assert shares[0] + 2 * shares[1] <= 1 + 1e-9


def test_beads_of_one_to_one_make_the_rest_rare() -> None:
    found = learnt(*[(1, 1)] * 3000)
    assert found.pair > USUAL.pair
    assert found.null < USUAL.null - 1
    assert found.border < USUAL.border - 1
    assert math.exp(found.pair) == pytest.approx(1.0, abs=0.02)


def test_what_is_found_often_becomes_likely() -> None:
    alone = learnt(*[(1, 1), (1, 0), (1, 1), (0, 1)] * 500)
    assert math.exp(alone.null) == pytest.approx(0.25, abs=0.02)
    assert math.exp(alone.pair) == pytest.approx(0.5, abs=0.03)
    joined = learnt(*[(1, 1), (1, 2)] * 1000)
    assert joined.border > USUAL.border
    assert math.exp(joined.border) == pytest.approx(0.25, abs=0.03), "one border in two beads of two sides"


def test_little_is_believed_of_little() -> None:
    few, many = learnt((1, 1), (1, 0)), learnt(*[(1, 1), (1, 0)] * 2000)
    assert USUAL.null < few.null < many.null
    assert few.null - USUAL.null < 0.1


def test_documents_count_together() -> None:
    one, other = document((1, 1), (2, 1), (1, 0)), document(*[(1, 1)] * 9, (0, 1))
    assert USUAL.learnt([one, other]) == USUAL.learnt([other, one])
    assert USUAL.learnt([one, other]) == USUAL.learnt([document((1, 1), (2, 1), (1, 0), *[(1, 1)] * 9, (0, 1))])


def test_a_long_stretch_of_one_side_is_a_page_and_no_habit() -> None:
    page = learnt(*[(1, 1)] * 50, *[(1, 0)] * 100, *[(1, 1)] * 50)
    assert page == learnt(*[(1, 1)] * 100)
    assert learnt(*[(1, 1)] * 50, *[(0, 1)] * 100) == learnt(*[(1, 1)] * 50)
    short = learnt(*[(1, 1)] * 50, *[(1, 0)] * 4, *[(1, 1)] * 50)
    assert short.null > page.null


def test_what_does_not_depend_on_shapes_stays() -> None:
    found = learnt(*[(2, 3)] * 100)
    for name in ("inside", "merged", "added", "gap", "gap_on", "gap_end"):
        assert getattr(found, name) == getattr(USUAL, name)


@pytest.mark.parametrize("name", ["pair", "null", "border"])
def test_nothing_found_changes_nothing(name: str) -> None:
    for nothing in (USUAL.learnt([]), USUAL.learnt([[], []])):
        assert getattr(nothing, name) == pytest.approx(getattr(USUAL, name))
