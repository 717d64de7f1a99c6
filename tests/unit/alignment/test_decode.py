"""The beads that are chosen, against an oracle that has the probability of each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.alignment.chains import Oracle, drawn_window, full_band
from workbench.alignment.band import Band
from workbench.alignment.decode import BEADS, Found, decode, link_posteriors
from workbench.alignment.evidence import SHAPES
from workbench.alignment.priors import Priors
from workbench.alignment.search import Window, lattice, sums

PRIORS = Priors()
CLOSE = 1e-3
"""How near a null bead's probability has to be: what passes a corner hardly ever is not counted."""


def decoded(*windows: Window) -> list[list[Found]]:
    laid = lattice(windows, PRIORS)
    return decode(laid, sums(laid, PRIORS))


def paired(bead: Found) -> bool:
    return bead.row_end > bead.row and bead.column_end > bead.column


def covers(chain: list[Found], start: tuple[int, int], end: tuple[int, int]) -> bool:
    at = start
    for bead in chain:
        if (bead.row, bead.column) != at:
            return False
        at = bead.row_end, bead.column_end
    return at == end


@pytest.mark.parametrize("seed", range(30))
def test_posteriors_and_the_choice_are_those_of_the_oracle(seed: int) -> None:
    window = drawn_window(seed)
    oracle = Oracle(window, PRIORS)
    pairs, alone = oracle.posteriors()
    (chain,) = decoded(window)
    assert covers(chain, (0, 0), (len(window.row_starts) - 1, len(window.column_starts) - 1))
    for bead in chain:
        if paired(bead):
            true = pairs[bead.row, bead.row_end, bead.column, bead.column_end]
            assert bead.posterior == pytest.approx(true, abs=1e-9)
        else:
            true = alone[(0, bead.row) if bead.row_end > bead.row else (1, bead.column)]
            assert bead.posterior == pytest.approx(true, abs=CLOSE)
    assert oracle.worth(chain) == pytest.approx(oracle.best_worth(), abs=CLOSE)


def test_open_ends_give_the_probabilities_of_the_oracle_too() -> None:
    for seed in range(400, 412):
        window = drawn_window(seed, open_start=True, open_end=seed % 2 == 0)
        pairs, _ = Oracle(window, PRIORS).posteriors()
        (chain,) = decoded(window)
        for bead in filter(paired, chain):
            true = pairs[bead.row, bead.row_end, bead.column, bead.column_end]
            assert bead.posterior == pytest.approx(true, abs=1e-9)


def test_an_open_window_begins_and_ends_where_it_is_likeliest() -> None:
    band = full_band(3, 8)
    scores = [np.where(np.arange(band.size + 1) < band.size, -3.0, -np.inf) for _ in SHAPES]
    for row in (1, 2, 3):
        scores[0][band.cells(np.array([row]), np.array([row + 2]))] = 9.0
    window = Window(band, scores, 0, 3, np.arange(4), np.arange(9), open_start=True, open_end=True)
    (chain,) = decoded(window)
    assert [(bead.row, bead.column) for bead in chain] == [(0, 2), (1, 3), (2, 4)]
    assert all(bead.posterior > 0.9 for bead in chain)
    (closed,) = decoded(replace(window, open_start=False, open_end=False))
    assert covers(closed, (0, 0), (3, 8))


def test_windows_side_by_side_are_decoded_as_each_alone() -> None:
    windows = [drawn_window(seed, open_start=seed % 2 == 0) for seed in range(500, 508)]
    for window, together in zip(windows, decoded(*windows), strict=True):
        (alone,) = decoded(window)
        places = [(bead.row, bead.row_end, bead.column, bead.column_end) for bead in alone]
        assert [(bead.row, bead.row_end, bead.column, bead.column_end) for bead in together] == places
        assert [bead.posterior for bead in together] == pytest.approx([bead.posterior for bead in alone], abs=1e-9)


def test_links_are_the_probabilities_of_the_beads_over_them() -> None:
    for seed in range(600, 612):
        window = drawn_window(seed)
        laid = lattice([window], PRIORS)
        ((rows, columns, posterior),) = link_posteriors(laid, sums(laid, PRIORS))
        found = np.zeros((len(window.row_starts) - 1, len(window.column_starts) - 1))
        np.add.at(found, (rows, columns), posterior)
        true = np.zeros_like(found)
        for (row, row_end, column, column_end), share in Oracle(window, PRIORS).posteriors()[0].items():
            if (row_end - row, column_end - column) in BEADS:
                true[row:row_end, column:column_end] += share
        assert found == pytest.approx(true, abs=CLOSE)


def test_sentences_divided_otherwise_are_one_bead() -> None:
    """Two segments of two pieces opposite three and one: the pieces correspond, the borders do not."""
    band = full_band(4, 4)
    scores = [np.where(np.arange(band.size + 1) < band.size, -8.0, -np.inf) for _ in SHAPES]
    for place in (1, 2, 3, 4):
        scores[0][band.cells(np.array([place]), np.array([place]))] = 6.0
    (chain,) = decoded(Window(band, scores, 0, 4, np.array([0, 2, 4]), np.array([0, 3, 4])))
    assert [(bead.row, bead.row_end, bead.column, bead.column_end) for bead in chain] == [(0, 2, 0, 2)]


def test_a_band_without_a_way_through_gives_no_certainty() -> None:
    band = Band.of(0, np.array([0, 0, 0, 20, 20]), np.array([3, 3, 3, 26, 26]))
    scores = [np.where(np.arange(band.size + 1) < band.size, 0.0, -np.inf) for _ in SHAPES]
    (chain,) = decoded(Window(band, scores, 0, 4, np.arange(5), np.arange(26)))
    assert covers(chain, (0, 0), (4, 25))
    assert max(bead.posterior for bead in chain) < 0.9


def test_an_open_row_without_a_corner_is_survived() -> None:
    """A target segment so long that the band of a row lies inside it."""
    band = Band.of(0, np.array([10, 10, 10]), np.array([20, 20, 20]))
    scores = [np.where(np.arange(band.size + 1) < band.size, 0.0, -np.inf) for _ in SHAPES]
    decoded(Window(band, scores, 0, 2, np.arange(3), np.array([0, 60]), open_start=True, open_end=True))
