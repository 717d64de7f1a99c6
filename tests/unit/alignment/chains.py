"""A slow oracle for the search: every chain through a small window of the lattice, one by one, in plain Python.

Moves, as `search` and `priors` define them, each with its probability:

- a *pair* of so many pieces on each side (`SHAPES`), by its score and prior;
- a step over an *added* piece of one side; never from one corner straight to another;
- over a whole segment of one side from a corner to a corner, as a *null* segment or inside a *gap*.

Along a row the order is fixed, so that one alignment is one chain: added pieces, null segments of the target, one gap,
added pieces again. Where the row is left, any of the moves down may follow.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from workbench.alignment.arrays import Floats, Ints
from workbench.alignment.band import Band
from workbench.alignment.decode import BEADS, NULL_WORTH, Found
from workbench.alignment.evidence import SHAPES
from workbench.alignment.priors import Priors
from workbench.alignment.search import Window

Cell = tuple[int, int]
Run = tuple[int, int, int, int]
"""Source segments and target segments, half-open."""

FREE, NULL, GAP, LATE, ROW_GAP = range(5)
"""How a chain stands at a cell: as it likes; behind a null target segment; inside a gap of the target; behind either of
them with nothing but added pieces left in this row; inside a gap of the source."""


class Move(NamedTuple):
    """Where a chain goes on, how, and with what probability; `paired` if a pair, `alone` if over a whole segment."""

    cell: Cell
    state: int
    weight: float
    paired: bool = False
    alone: bool = False


@dataclass(frozen=True)
class Chain:
    """Cells in order, for each step whether it is a segment that stands alone, and the probability."""

    cells: tuple[Cell, ...]
    alone: tuple[bool, ...]
    weight: float


class Oracle:
    """All chains of a window."""

    def __init__(self, window: Window, priors: Priors) -> None:
        self.window, self.priors = window, priors
        self._rows = window.row_starts.tolist()
        self._columns = window.column_starts.tolist()
        self.chains = list(self._all())
        self.total = math.fsum(chain.weight for chain in self.chains)

    # -- the lattice

    def inside(self, cell: Cell) -> bool:
        """Whether the window has this cell."""
        row, column = cell
        if not self.window.first <= row <= self.window.last:
            return False
        place = row - self.window.band.first
        return bool(self.window.band.low[place] <= column < self.window.band.high[place])

    def corner(self, cell: Cell) -> bool:
        """Whether a segment ends on both sides."""
        return cell[0] in self._rows and cell[1] in self._columns

    def _arrival(self, cell: Cell) -> float:
        ends = (cell[0] in self._rows) + (cell[1] in self._columns)
        return (self.priors.inside, self.priors.border, self.priors.pair)[ends]

    def _pairs(self, cell: Cell) -> Iterator[Move]:
        row, column = cell
        for shape, (height, width) in enumerate(SHAPES):
            end = row + height, column + width
            if not self.inside(end):
                continue
            place = self.window.band.cells(np.array([end[0]]), np.array([end[1]]))[0]
            borders = [at in self._rows for at in range(row + 1, end[0])]
            borders += [at in self._columns for at in range(column + 1, end[1])]
            prior = sum(self.priors.border if border else self.priors.merged for border in borders)
            score = float(self.window.scores[shape][place])
            yield Move(end, FREE, math.exp(score + prior + self._arrival(end)), paired=True)

    def _added(self, cell: Cell, end: Cell, state: int) -> Iterator[Move]:
        if self.inside(end) and not (self.corner(cell) and self.corner(end)):
            yield Move(end, state, math.exp(self.priors.added + self._arrival(end)))

    def _segment_on(self, cell: Cell, side: int) -> Cell | None:
        starts = (self._rows, self._columns)[side]
        if not self.corner(cell) or cell[side] == starts[-1]:
            return None
        on = starts[starts.index(cell[side]) + 1]
        end = (on, cell[1]) if side == 0 else (cell[0], on)
        return end if self.inside(end) else None

    def _moves(self, cell: Cell, state: int) -> Iterator[Move]:
        priors = self.priors
        down, right = self._segment_on(cell, 0), self._segment_on(cell, 1)
        if state in (FREE, NULL, LATE):
            yield from self._pairs(cell)
            yield from self._added(cell, (cell[0] + 1, cell[1]), FREE)
            yield from self._added(cell, (cell[0], cell[1] + 1), FREE if state == FREE else LATE)
            if down:
                yield Move(down, FREE, math.exp(priors.null), alone=True)
                yield Move(down, ROW_GAP, math.exp(priors.gap), alone=True)
            if right and state in (FREE, NULL):
                yield Move(right, NULL, math.exp(priors.null), alone=True)
                yield Move(right, GAP, math.exp(priors.gap), alone=True)
        elif state == GAP:
            yield Move(cell, LATE, math.exp(priors.gap_end))
            if right:
                yield Move(right, GAP, math.exp(priors.gap_on), alone=True)
        else:
            yield Move(cell, FREE, math.exp(priors.gap_end))
            if down:
                yield Move(down, ROW_GAP, math.exp(priors.gap_on), alone=True)

    # -- chains

    def _outer(self, row: int, is_open: bool, at: int) -> list[Cell]:
        corners = [(row, column) for column in self._columns if self.inside((row, column)) and row in self._rows]
        return corners if is_open else [corners[at]]

    def _all(self) -> Iterator[Chain]:
        window = self.window
        ends = set(self._outer(window.last, window.open_end, -1))
        for start in self._outer(window.first, window.open_start, 0):
            yield from self._from([start], [], FREE, 1.0, ends)

    def _from(
        self, cells: list[Cell], alone: list[bool], state: int, weight: float, ends: set[Cell]
    ) -> Iterator[Chain]:
        if cells[-1] in ends and state in (FREE, NULL, LATE):
            yield Chain(tuple(cells), tuple(alone), weight)
        for move in self._moves(cells[-1], state):
            if move.cell == cells[-1]:
                yield from self._from(cells, alone, move.state, weight * move.weight, ends)
            else:
                yield from self._from([*cells, move.cell], [*alone, move.alone], move.state, weight * move.weight, ends)

    # -- beads

    def _run(self, start: Cell, end: Cell) -> Run:
        rows, columns = self._rows, self._columns
        return rows.index(start[0]), rows.index(end[0]), columns.index(start[1]), columns.index(end[1])

    def beads(self, chain: Chain) -> Iterator[tuple[Run, bool]]:
        """What lies between the corners of a chain, and whether it is a segment that stands alone."""
        corners = [at for at, cell in enumerate(chain.cells) if self.corner(cell)]
        for one, other in pairwise(corners):
            yield self._run(chain.cells[one], chain.cells[other]), any(chain.alone[one:other])

    def posteriors(self) -> tuple[dict[Run, float], dict[tuple[int, int], float]]:
        """The probability of each bead with two sides, and of each (side, segment) to stand alone, wherever it does."""
        paired: dict[Run, float] = defaultdict(float)
        alone: dict[tuple[int, int], float] = defaultdict(float)
        for chain in self.chains:
            share = chain.weight / self.total
            for run, is_alone in self.beads(chain):
                if is_alone:
                    alone[(0, run[0]) if run[1] > run[0] else (1, run[2])] += share
                elif run[1] > run[0] and run[3] > run[2]:
                    paired[run] += share
        return paired, alone

    def worth(self, found: Sequence[Found]) -> float:
        """What a chain of beads is worth: the probabilities of its beads, null beads counting `NULL_WORTH`."""
        paired, alone = self.posteriors()
        return sum(
            paired.get((bead.row, bead.row_end, bead.column, bead.column_end), 0.0)
            if bead.row_end > bead.row and bead.column_end > bead.column
            else NULL_WORTH * alone.get((0, bead.row) if bead.row_end > bead.row else (1, bead.column), 0.0)
            for bead in found
        )

    def best_worth(self) -> float:
        """The worth of the best chain of beads; for windows whose ends are not open."""
        paired, alone = self.posteriors()
        start, last = self._outer(self.window.first, False, 0)[0], self._outer(self.window.last, False, -1)[0]
        first_row, last_row, first_column, last_column = self._run(start, last)
        best: dict[Cell, float] = {(first_row, first_column): 0.0}
        for row in range(first_row, last_row + 1):
            for column in range(first_column, last_column + 1):
                offers = [best[row, column]] if (row, column) in best else []
                for height, width in (*BEADS, (1, 0), (0, 1)):
                    before = row - height, column - width
                    if before not in best or not self.inside((self._rows[row], self._columns[column])):
                        continue
                    if height and width:
                        offers.append(best[before] + paired.get((before[0], row, before[1], column), 0.0))
                    else:
                        segment = (0, before[0]) if height else (1, before[1])
                        offers.append(best[before] + NULL_WORTH * alone.get(segment, 0.0))
                if offers:
                    best[row, column] = max(offers)
        return best[last_row, last_column]


def full_band(rows: int, columns: int, first: int = 0) -> Band:
    """The band that holds the whole table of `rows` and `columns` pieces, its rows numbered from `first` on."""
    return Band.of(first, np.zeros(rows + 1, dtype=np.int64), np.full(rows + 1, columns + 1, dtype=np.int64))


def drawn_starts(draw: np.random.Generator, pieces: int, segments: int) -> Ints:
    """Where so many segments of so many pieces begin, with the end."""
    inner = draw.permutation(np.arange(1, pieces))[: segments - 1]
    return np.array([0, *sorted(inner.tolist()), pieces], dtype=np.int64)


def drawn_scores(draw: np.random.Generator, band: Band) -> list[Floats]:
    """A score of every shape at every cell; minus infinity where there are too few pieces before it."""
    scores = []
    for height, width in SHAPES:
        values = np.append(draw.normal(0.0, 2.0, band.size), -np.inf)
        values[:-1][(band.row - band.first < height) | (band.column < width)] = -np.inf
        scores.append(values)
    return scores


def drawn_window(seed: int, *, open_start: bool = False, open_end: bool = False, banded: bool = False) -> Window:
    """A window of 1 to 4 pieces a side in 1 to 3 segments; where it is `banded`, without some cells at the edges."""
    draw = np.random.default_rng(seed)
    rows, columns = (int(size) for size in draw.integers(1, 5, 2))
    starts = [drawn_starts(draw, pieces, int(draw.integers(1, 4))) for pieces in (rows, columns)]
    band = full_band(rows, columns)
    if banded:
        low = np.sort(draw.integers(0, columns + 1, rows + 1))
        high = np.sort(np.maximum(low + 1, draw.integers(1, columns + 2, rows + 1)))
        low[0], high[-1] = 0, columns + 1
        band = Band.of(0, low, high)
    return Window(band, drawn_scores(draw, band), 0, rows, starts[0], starts[1], open_start, open_end)
