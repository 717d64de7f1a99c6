"""The dynamic programme against an oracle that tries every chain of beads."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest

from workbench.alignment.search import SHAPES, Array, Block, band, full_table, search

Chain = tuple[tuple[int, int, int], ...]
PRIORS = np.log(np.array([0.05, 0.05, 0.7, 0.06, 0.06, 0.02, 0.03, 0.03]))


class Drawn:
    """Scores drawn once for every bead."""

    def __init__(self, rows: int, columns: int, seed: int) -> None:
        draw = np.random.default_rng(seed)
        self.scores = {shape: draw.normal(0, 1.5, (rows + 1, columns + 1)) for shape in SHAPES}

    def beads(self, rows: slice, columns: slice, source_run: int, target_run: int) -> Array:
        return self.scores[source_run, target_run][rows, columns]


def chains(rows: int, columns: int) -> Iterator[Chain]:
    """Every chain of beads (row and column of the end, number of the shape) over the whole table."""
    if rows == columns == 0:
        yield ()
    for number, (source_run, target_run) in enumerate(SHAPES):
        if source_run <= rows and target_run <= columns:
            for before in chains(rows - source_run, columns - target_run):
                yield (*before, (rows, columns, number))


def weight(chain: Chain, scores: Drawn) -> float:
    return sum(
        float(PRIORS[shape]) + (float(scores.scores[SHAPES[shape]][row, column]) if all(SHAPES[shape]) else 0.0)
        for row, column, shape in chain
    )


@pytest.mark.parametrize(
    ("rows", "columns", "seed"), [(3, 3, 1), (4, 3, 2), (2, 5, 3), (4, 4, 4), (0, 2, 5), (5, 1, 6)]
)
def test_posteriors_and_the_best_chain_are_those_of_the_oracle(rows: int, columns: int, seed: int) -> None:
    scores = Drawn(rows, columns, seed)
    every = list(chains(rows, columns))
    weights = np.exp([weight(chain, scores) for chain in every])
    weights /= weights.sum()
    posterior: dict[tuple[int, int, int], float] = {}
    for chain, share in zip(every, weights, strict=True):
        for bead in chain:
            posterior[bead] = posterior.get(bead, 0.0) + share
    for height in (1, 2, 64):
        found = search(scores, PRIORS, full_table(rows, columns, height=height))
        for one in found:
            assert one.posterior == pytest.approx(posterior[one.row, one.column, SHAPES.index(one.shape)], abs=1e-5)
        best = max(sum(posterior[bead] for bead in chain) for chain in every)
        assert sum(one.posterior for one in found) == pytest.approx(best, abs=1e-4)


def test_an_open_end_stops_where_it_is_best() -> None:
    scores = Drawn(3, 8, 7)
    for row in range(1, 4):
        scores.scores[1, 1][row, row] = 9.0
    found = search(scores, PRIORS, full_table(3, 8), open_end=True)
    assert [(one.row, one.column) for one in found][:3] == [(1, 1), (2, 2), (3, 3)]


def test_a_wide_band_gives_what_the_whole_table_gives() -> None:
    scores = Drawn(40, 40, 8)
    whole = search(scores, PRIORS, full_table(40, 40))
    assert search(scores, PRIORS, band(range(41), 40, 40, height=7)) == whole


def test_a_band_is_never_broken_and_reaches_both_ends() -> None:
    steep = [0, 0, 0, 900, 900, 950, 1000]
    blocks = band(steep, 1000, 5, height=2)
    assert (blocks[0].low, blocks[-1].high) == (0, 1001)
    assert all(
        isinstance(one, Block) and one.low < other.high and other.low < one.high
        for one, other in itertools.pairwise(blocks)
    )
