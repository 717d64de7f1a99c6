"""The sums of the search against an oracle that goes every way by itself."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.alignment.chains import Oracle, drawn_scores, drawn_window, full_band
from workbench.alignment.band import Band
from workbench.alignment.priors import Priors
from workbench.alignment.search import Sums, Window, lattice, sums

PRIORS = Priors()
EVEN = Priors(
    pair=math.log(0.5),
    null=math.log(0.3),
    border=math.log(0.4),
    inside=math.log(0.6),
    merged=math.log(0.3),
    added=math.log(0.25),
    gap=math.log(0.2),
    gap_on=math.log(0.5),
    gap_end=math.log(0.4),
)
"""Priors under which the rare moves weigh as much as the common ones."""


def searched(*windows: Window, priors: Priors = PRIORS) -> Sums:
    return sums(lattice(windows, priors), priors)


def total_of(window: Window, priors: Priors) -> float:
    return math.log(Oracle(window, priors).total)


@pytest.mark.parametrize("priors", [PRIORS, EVEN], ids=["usual", "even"])
@pytest.mark.parametrize("seed", range(20))
def test_the_total_is_that_of_all_chains(seed: int, priors: Priors) -> None:
    window = drawn_window(seed)
    assert searched(window, priors=priors).total[0] == pytest.approx(total_of(window, priors), abs=1e-9)


@pytest.mark.parametrize(("open_start", "open_end"), [(True, False), (False, True), (True, True)])
def test_open_ends_may_lie_at_any_corner(open_start: bool, open_end: bool) -> None:
    for seed in range(100, 112):
        window = drawn_window(seed, open_start=open_start, open_end=open_end)
        assert searched(window, priors=EVEN).total[0] == pytest.approx(total_of(window, EVEN), abs=1e-9)


def test_a_band_leaves_out_the_chains_that_leave_it() -> None:
    left_out = unreached = 0
    for seed in range(200, 240):
        window = drawn_window(seed, banded=True)
        oracle, found = Oracle(window, EVEN), searched(window, priors=EVEN).total[0]
        left_out += window.band.size < full_band(window.last, int(window.column_starts[-1])).size
        if oracle.total:
            assert found == pytest.approx(math.log(oracle.total), abs=1e-9)
        else:
            unreached += 1
            assert found < -1e20
    assert left_out > 20
    assert unreached < 20


def test_what_follows_the_first_cell_is_all_that_leads_to_the_last() -> None:
    for seed in range(12):
        window = drawn_window(seed)
        laid = lattice([window], EVEN)
        found = sums(laid, EVEN)
        assert found.after[0] == pytest.approx(found.total[0], abs=1e-9)


def test_windows_side_by_side_do_not_feel_each_other() -> None:
    windows = [drawn_window(seed, open_start=seed % 2 == 0, open_end=seed % 3 == 0) for seed in range(300, 308)]
    together = searched(*windows).total
    assert together == pytest.approx([searched(window).total[0] for window in windows], abs=1e-9)


def test_a_window_inside_a_text_is_searched_like_a_text_of_its_own() -> None:
    draw = np.random.default_rng(5)
    band = full_band(6, 5)
    scores = drawn_scores(draw, band)
    row_starts, column_starts = np.array([0, 2, 3, 5, 6]), np.array([0, 1, 3, 5])
    for open_start, open_end in ((True, True), (True, False), (False, True)):
        window = Window(band, scores, 2, 5, row_starts, column_starts, open_start, open_end)
        assert searched(window).total[0] == pytest.approx(total_of(window, PRIORS), abs=1e-9)
    inner = Band.of(2, np.array([1, 1, 1, 3]), np.array([4, 4, 6, 6]))
    window = Window(inner, drawn_scores(draw, inner), 2, 5, row_starts, column_starts, True, True)
    assert searched(window).total[0] == pytest.approx(total_of(window, PRIORS), abs=1e-9)


def test_a_band_as_wide_as_the_table_is_the_table() -> None:
    """Cells that no chain comes through, whatever they score, change nothing."""
    for seed in range(6):
        window = drawn_window(seed)
        rows, columns = window.last, int(window.column_starts[-1])
        wide = Band.of(0, np.zeros(rows + 1, dtype=np.int64), np.full(rows + 1, columns + 4))
        scores = []
        for values in window.scores:
            table = np.full((rows + 1, columns + 4), 50.0)
            table[:, : columns + 1] = values[:-1].reshape(rows + 1, columns + 1)
            scores.append(np.append(table.ravel(), -np.inf))
        assert searched(replace(window, band=wide, scores=scores)).total == pytest.approx(searched(window).total)


def test_a_segment_alone_costs_its_prior_and_a_long_stretch_less() -> None:
    """With nothing opposite there is one chain over null segments, and those through gaps."""
    band = Band.of(0, np.zeros(41, dtype=np.int64), np.ones(41, dtype=np.int64))
    scores = [np.full(band.size + 1, -np.inf) for _ in range(6)]
    window = Window(band, scores, 0, 40, np.arange(41), np.array([0]))
    one_gap = PRIORS.gap + 39 * PRIORS.gap_on + PRIORS.gap_end
    found = searched(window).total[0]
    assert found > one_gap > 40 * PRIORS.null
    assert found == pytest.approx(one_gap, abs=3.0)
