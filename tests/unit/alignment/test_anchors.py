"""The corridor of long texts."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.alignment.invented import read_pair, translated
from workbench.alignment.anchors import Points, anchors, corridor
from workbench.alignment.arrays import Ints

WIDEST = 1_250
"""Columns that a row of a corridor has at most."""

PAGE, LINES = 120, 1_200


@cache
def lines(count: int = LINES) -> list[tuple[str, str]]:
    return translated(21, count)


def missing(
    side: int | None, at: int, page: int = PAGE, count: int = LINES + PAGE
) -> tuple[list[str], list[str], Points]:
    """Two texts, one of them without a page, and the true line: cells between sentences that correspond."""
    texts = [[line[number] for line in lines(count)] for number in (0, 1)]
    true, row, column = [(0, 0)], 0, 0
    for number in range(count):
        gone = at <= number < at + page
        row += not (gone and side == 0)
        column += not (gone and side == 1)
        if not (gone and side is not None):
            true += [(row - 1, column - 1), (row, column)]
    if side is not None:
        del texts[side][at : at + page]
    return texts[0], texts[1], true


def bounds(source: list[str], target: list[str]) -> tuple[Ints, Ints, Points]:
    pair = read_pair(source, target)
    assert (pair.source.pieces, pair.target.pieces) == (len(source), len(target))
    points = anchors(pair.source, pair.target, pair.lengths)
    return *corridor(points, len(source), len(target)), points


def rises(points: Points) -> bool:
    return all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(points))


@pytest.mark.parametrize(("side", "at"), [(None, 0), (0, 0), (1, 0), (0, 555), (1, 555), (0, 1200), (1, 1200)])
def test_the_true_line_lies_in_the_corridor(side: int | None, at: int) -> None:
    source, target, true = missing(side, at)
    low, high, points = bounds(source, target)
    assert rises(points)
    assert all(low[row] <= column < high[row] for row, column in true)
    assert (high - low).max() <= WIDEST
    assert (high - low).mean() < 200, "most of it is narrow"
    wrong = [point for point in points if point not in set(true)]
    assert len(points) > 200
    assert len(wrong) < 0.05 * len(points)


def test_its_area_grows_as_the_texts_do() -> None:
    areas = []
    for count in (300, 600, 1200):
        low, high, _ = bounds([line[0] for line in lines()[:count]], [line[1] for line in lines()[:count]])
        areas.append(int((high - low).sum()))
    assert areas[2] < 2.5 * areas[1] < 6.25 * areas[0]


def test_texts_that_share_nothing_have_a_corridor_of_bounded_width() -> None:
    source = [line[0] for line in translated(1, 1000, ("az", "hy"))]
    target = [line[1] for line in translated(2, 700, ("az", "hy"))]
    pair = read_pair(source, target, ("az", "hy"))
    points = anchors(pair.source, pair.target, pair.lengths)
    assert rises(points)
    low, high = corridor(points, len(source), len(target))
    assert (high - low).max() <= WIDEST
    assert (low[0], high[-1]) == (0, 701)


def test_a_text_that_repeats_itself_has_anchors() -> None:
    """A refrain every twenty lines; what is between tells them apart."""
    source = [line[0] if at % 20 else "The refrain comes again." for at, line in enumerate(lines()[:600])]
    target = [line[1] if at % 20 else "Le refrain revient." for at, line in enumerate(lines()[:600])]
    low, high, points = bounds(source, target)
    assert len(points) > 100
    assert all(low[at] <= at < high[at] for at in range(601))


@pytest.mark.parametrize("sizes", [(0, 5), (5, 0), (1, 1), (700, 1), (1, 700), (3, 2000), (2000, 3)])
def test_any_sizes_have_anchors(sizes: tuple[int, int]) -> None:
    source, target = ["One 17."] * sizes[0], ["Un 17."] * sizes[1]
    low, high, points = bounds(source, target)
    assert rises(points)
    assert len(low) == sizes[0] + 1
    assert (low >= 0).all() and (high <= sizes[1] + 1).all() and (low < high).all()


CELLS = st.tuples(st.integers(-3, 70), st.integers(-3, 90))


@given(st.lists(CELLS, max_size=30), st.integers(1, 60), st.integers(1, 80), st.sampled_from([(8, 24), (0, 0), (2, 9)]))
def test_a_corridor_leads_from_corner_to_corner(
    points: Points, rows: int, columns: int, margins: tuple[int, int]
) -> None:
    """Whatever the points, its bounds never fall, and each row can be reached from the one above."""
    points = sorted(points)
    low, high = corridor(points, rows, columns, margins)
    assert (len(low), low[0], high[-1]) == (rows + 1, 0, columns + 1)
    assert (np.diff(low) >= 0).all() and (np.diff(high) >= 0).all()
    assert (low >= 0).all() and (high <= columns + 1).all() and (low < high).all()
    assert (low[1:] < high[:-1]).all()


@pytest.mark.parametrize(
    ("rows", "columns", "points"), [(1, 5000, []), (400, 3000, [(200, 200), (201, 2801)])], ids=["one row", "a page"]
)
def test_a_long_step_to_the_right_leaves_a_corridor_whole(rows: int, columns: int, points: Points) -> None:
    low, high = corridor(points, rows, columns)
    assert (low[1:] < high[:-1]).all()


@pytest.mark.parametrize("side", [0, 1])
def test_a_page_of_six_hundred_is_a_step_in_the_line(side: int) -> None:
    source, target, true = missing(side, 200, 600, 1_800)
    low, high, points = bounds(source, target)
    assert all(low[row] <= column < high[row] for row, column in true)
    assert len(points) > 400
    assert (high - low).mean() < 200
