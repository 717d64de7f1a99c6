"""The sums over all ways to align two texts, inside a band of their table.

Pieces are paired in a lattice; what a user sees are beads of segments. A chain of paired pieces passes *corners*, cells
where a segment ends on both sides; between two corners it forms one bead. So a bead of two segments with three, whose
sentences correspond one by one but are divided otherwise, is seen for what it is.

Windows of many texts are searched side by side, a row of each at a time, since a row alone is too little work for
NumPy. A cell of window w in its row t stands at `(t * windows + w) * width + column - low`; one more stands for all
that is outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.alignment.arrays import Flags, Floats, Ints
from workbench.alignment.band import Band
from workbench.alignment.evidence import SHAPES
from workbench.alignment.priors import Priors

NEVER = -1e30
_NO_STEP = -60.0


@dataclass(frozen=True, slots=True)
class Window:
    """Rows of a band that are searched as one.

    Attributes:
        band, scores: the band and the evidence in it, as `Evidence.scores` gives it.
        first, last: rows, both included; segments end there.
        row_starts, column_starts: where the segments of both texts begin, in pieces, with the end of the text.
        open_start, open_end: whether the chain may begin and end at any corner of the first and last row, since the
            text goes on there; else at the first and the last column of the band there.
    """

    band: Band
    scores: Sequence[Floats]
    first: int
    last: int
    row_starts: Ints
    column_starts: Ints
    open_start: bool = False
    open_end: bool = False


@dataclass(slots=True)
class Lattice:
    """Windows laid side by side, with all that is known of each cell.

    Attributes:
        windows: what is searched.
        height, width: rows and columns of the largest window.
        row, column: of each cell, as in the texts.
        corner: whether a segment of each side ends there.
        emit: for each of `SHAPES` the score of a pair that ends there, with its prior.
        step: the cost of coming there over a piece of the row or column that has nothing opposite.
        source: for each of `SHAPES` the cell where such a pair begins.
        up, segment_up: the cell a row, and for corners a segment, above.
        null: the prior of a segment that has nothing opposite.
        low, widths: for each row of each window its first column and how many there are.
    """

    windows: Sequence[Window]
    height: int
    width: int
    row: Ints
    column: Ints
    corner: Flags
    emit: Floats
    step: tuple[Floats, Floats]
    source: Ints
    up: Ints
    segment_up: Ints
    null: float
    low: Ints
    widths: Ints

    @property
    def size(self) -> int:
        """How many cells; also the number of the one outside."""
        return self.height * len(self.windows) * self.width

    def at(self, step: int) -> slice:
        """The cells of one row of all windows."""
        cells = len(self.windows) * self.width
        return slice(step * cells, (step + 1) * cells)

    def cells(self, step: Ints, window: Ints, column: Ints) -> Ints:
        """The numbers of cells by row (from the first of the window), window and column."""
        inside = (step >= 0) & (step < self.height)
        step = np.where(inside, step, 0)
        place = column - self.low[step, window]
        inside &= (place >= 0) & (place < self.widths[step, window])
        return np.where(inside, (step * len(self.windows) + window) * self.width + place, self.size)


def lattice(windows: Sequence[Window], priors: Priors) -> Lattice:
    """The windows side by side."""
    height = max(window.last - window.first for window in windows) + 1
    low, widths = np.zeros((2, height, len(windows)), dtype=np.int64)
    for number, window in enumerate(windows):
        rows = slice(window.first - window.band.first, window.last - window.band.first + 1)
        low[: rows.stop - rows.start, number] = window.band.low[rows]
        widths[: rows.stop - rows.start, number] = window.band.high[rows] - window.band.low[rows]
    width = int(widths.max())
    count, size = len(windows), height * len(windows) * width
    found = Lattice(
        windows,
        height,
        width,
        row=np.zeros(size + 1, dtype=np.int64),
        column=np.zeros(size + 1, dtype=np.int64),
        corner=np.zeros(size + 1, dtype=bool),
        emit=np.full((len(SHAPES), size + 1), NEVER),
        step=(np.full(size + 1, NEVER), np.full(size + 1, NEVER)),
        source=np.full((len(SHAPES), size), size),
        up=np.full(size, size),
        segment_up=np.full(size, size),
        null=priors.null,
        low=low,
        widths=widths,
    )
    step, number, place = (axis.ravel() for axis in np.indices((height, count, width)))
    inside = np.nonzero(place < widths[step, number])[0]
    _fill(found, priors, inside, step[inside], number[inside], place[inside])
    return found


def _fill(found: Lattice, priors: Priors, cells: Ints, step: Ints, number: Ints, place: Ints) -> None:
    first = np.array([window.first for window in found.windows])[number]
    row, column = first + step, found.low[step, number] + place
    found.row[cells], found.column[cells] = row, column
    row_ends, rows_passed, row_back = _borders(found, number, row, 0)
    column_ends, columns_passed, _ = _borders(found, number, column, 1)
    corner = row_ends & column_ends
    found.corner[cells] = corner
    arrival = np.where(corner, priors.pair, np.where(row_ends | column_ends, priors.border, priors.inside))
    scores = [np.empty(len(cells)) for _ in SHAPES]
    for at, window in enumerate(found.windows):
        mine = np.nonzero(number == at)[0]
        places = window.band.before[row[mine] - window.band.first] + place[mine]
        for shape, held in enumerate(scores):
            held[mine] = window.scores[shape][places]
    for shape, (height, width) in enumerate(SHAPES):
        borders = rows_passed[height - 1] + columns_passed[width - 1]
        cost = borders * priors.border + (height + width - 2 - borders) * priors.merged + arrival
        found.emit[shape, cells] = np.maximum(scores[shape] + cost, NEVER)
        found.source[shape, cells] = found.cells(step - height, number, column - width)
    up, left = found.cells(step - 1, number, column), found.cells(step, number, column - 1)
    found.up[cells] = up
    found.segment_up[cells] = np.where(corner, found.cells(step - row_back, number, column), found.size)
    # A segment of one piece that has nothing opposite is a null bead, not a piece added inside one.
    found.step[0][cells] = np.where(corner & found.corner[up], NEVER, priors.added + arrival)
    found.step[1][cells] = np.where(corner & found.corner[left], _NO_STEP, priors.added + arrival)


def _borders(found: Lattice, number: Ints, places: Ints, side: int) -> tuple[Flags, list[Ints], Ints]:
    """Whether a segment ends at each place, how many end strictly inside runs of 1, 2, 3 before it, and its length."""
    ends = np.zeros(len(places), dtype=bool)
    passed = [np.zeros(len(places), dtype=np.int64) for _ in range(3)]
    back = np.zeros(len(places), dtype=np.int64)
    for at, window in enumerate(found.windows):
        starts = window.column_starts if side else window.row_starts
        mine = np.nonzero(number == at)[0]
        place = places[mine]
        before = np.searchsorted(starts, place, "left")
        own = starts[np.minimum(before, len(starts) - 1)] == place
        ends[mine] = own
        back[mine] = np.where(own & (before > 0), place - starts[np.maximum(before - 1, 0)], 1 << 40)
        for run in (2, 3):
            passed[run - 1][mine] = before - np.searchsorted(starts, place - run, "right")
    return ends, [np.maximum(each, 0) for each in passed], back


@dataclass(slots=True)
class Sums:
    """Logarithms of sums over all chains, by cell.

    Attributes:
        before: over what leads to a cell.
        after: over what follows once a pair has ended there.
        null, null_after: over what leads to a corner, the last segment of the target having nothing opposite, and over
            what follows then; gap, gap_after: the same inside a long stretch.
        column_gap, column_gap_after: the same inside a long stretch of the source.
        total: for each window over all chains.
    """

    before: Floats
    after: Floats
    null: Floats
    null_after: Floats
    gap: Floats
    gap_after: Floats
    column_gap: Floats
    column_gap_after: Floats
    total: Floats


def sums(lattice: Lattice, priors: Priors) -> Sums:
    """Forward and backward sums."""
    cells = lattice.size + 1
    found = Sums(
        before=np.full(cells, NEVER),
        after=np.full(cells, NEVER),
        null=np.full(cells, NEVER),
        null_after=np.full(cells, NEVER),
        gap=np.full(cells, NEVER),
        gap_after=np.full(cells, NEVER),
        column_gap=np.full(cells, NEVER),
        column_gap_after=np.full(cells, NEVER),
        total=np.full(len(lattice.windows), NEVER),
    )
    starts, ends = _ends(lattice)
    passes = _Passes(lattice, priors, found)
    passes.forward(starts)
    passes.backward(ends)
    for number, final in enumerate(ends):
        found.total[number] = np.logaddexp.reduce(found.before[final])
    return found


def _ends(lattice: Lattice) -> tuple[list[Ints], list[Ints]]:
    """For each window the cells where chains may begin and where they may end."""
    starts: list[Ints] = []
    ends: list[Ints] = []
    for number, window in enumerate(lattice.windows):
        last = window.last - window.first
        for step, is_open, found in ((0, window.open_start, starts), (last, window.open_end, ends)):
            first = (step * len(lattice.windows) + number) * lattice.width
            cells = first + np.arange(lattice.widths[step, number])
            corners = cells[lattice.corner[cells]]
            found.append(corners if is_open else (corners[:1] if step == 0 else corners[-1:]))
    return starts, ends


class _Passes:
    """The two passes; all values are logarithms of sums."""

    def __init__(self, lattice: Lattice, priors: Priors, found: Sums) -> None:
        self._lattice, self._priors, self._found = lattice, priors, found
        shape = (lattice.height, len(lattice.windows), lattice.width)
        self._corner = lattice.corner[:-1].reshape(shape)
        segments = np.cumsum(self._corner, axis=2)
        self._nulls, self._gaps = segments * priors.null, segments * priors.gap_on
        self._steps = np.cumsum(np.maximum(lattice.step[1][:-1].reshape(shape), _NO_STEP), axis=2)
        size = lattice.size
        down, segment_down = np.full((2, size + 1), size, dtype=np.int64)
        places = np.arange(size)
        down[lattice.up], segment_down[lattice.segment_up] = places, places
        down[size] = segment_down[size] = size
        self._down, self._segment_down = down[:-1], segment_down[:-1]
        target = np.full((len(SHAPES), size + 1), size, dtype=np.int64)
        for shape_number in range(len(SHAPES)):
            target[shape_number, lattice.source[shape_number]] = places
        target[:, size] = size
        self._target = target[:, :-1]

    def forward(self, starts: Sequence[Ints]) -> None:
        lattice, priors, found = self._lattice, self._priors, self._found
        before, column_gap = found.before, found.column_gap
        for step in range(lattice.height):
            here = lattice.at(step)
            if step == 0:
                came = np.full(here.stop - here.start, NEVER)
                for cells in starts:
                    came[cells] = 0.0
            else:
                came = np.logaddexp.reduce(before[lattice.source[:, here]] + lattice.emit[:, here], axis=0)
                np.logaddexp(came, before[lattice.up[here]] + lattice.step[0][here], out=came)
                above = lattice.segment_up[here]
                column_gap[here] = np.logaddexp(before[above] + priors.gap, column_gap[above] + priors.gap_on)
                np.logaddexp(came, before[above] + priors.null, out=came)
                np.logaddexp(came, column_gap[here] + priors.gap_end, out=came)
            before[here] = self._along(step, came.reshape(len(lattice.windows), lattice.width)).ravel()

    def _along(self, step: int, came: Floats) -> Floats:
        """What leads to the cells of a row, with the ways along the row."""
        priors, found, here = self._priors, self._found, self._lattice.at(step)
        steps, nulls, gaps, corner = self._steps[step], self._nulls[step], self._gaps[step], self._corner[step]
        reached = _onward(came, steps)
        if not corner.any():
            return reached
        at_corner = np.where(corner, reached, NEVER)
        null = _beyond(_onward(at_corner, nulls), nulls)
        either = np.where(corner, np.logaddexp(at_corner, null), NEVER)
        gap = _beyond(_onward(either + priors.gap - priors.gap_on, gaps), gaps)
        null, gap = np.where(corner, null, NEVER), np.where(corner, gap, NEVER)
        found.null[here], found.gap[here] = null.ravel(), gap.ravel()
        return np.logaddexp(reached, _onward(np.logaddexp(null, gap + priors.gap_end), steps))

    def backward(self, ends: Sequence[Ints]) -> None:
        lattice, priors, found = self._lattice, self._priors, self._found
        after, column_gap_after = found.after, found.column_gap_after
        final = np.full(lattice.size, NEVER)
        for cells in ends:
            final[cells] = 0.0
        numbers = np.arange(len(SHAPES))[:, None]
        for step in range(lattice.height - 1, -1, -1):
            here = lattice.at(step)
            target, down, below = self._target[:, here], self._down[here], self._segment_down[here]
            left = np.logaddexp.reduce(after[target] + lattice.emit[numbers, target], axis=0)
            np.logaddexp(left, after[down] + lattice.step[0][down], out=left)
            np.logaddexp(left, after[below] + priors.null, out=left)
            np.logaddexp(left, column_gap_after[below] + priors.gap, out=left)
            np.logaddexp(left, final[here], out=left)
            after[here] = self._along_back(step, left.reshape(len(lattice.windows), lattice.width)).ravel()
            ended = after[here] + priors.gap_end
            gone_on = np.logaddexp(ended, column_gap_after[below] + priors.gap_on)
            column_gap_after[here] = np.where(lattice.corner[here], gone_on, NEVER)

    def _along_back(self, step: int, left: Floats) -> Floats:
        """What follows the cells of a row once a pair has ended there, with the ways along the row."""
        priors, found, here = self._priors, self._found, self._lattice.at(step)
        steps, nulls, gaps, corner = self._steps[step], self._nulls[step], self._gaps[step], self._corner[step]
        if not corner.any():
            return _onward_back(left, steps)
        beyond = _onward_back(left, steps)
        gap = _onward_back(np.where(corner, beyond + priors.gap_end, NEVER), gaps)
        opened = np.where(corner, _beyond_back(gap, gaps) + priors.gap - priors.gap_on, NEVER)
        null = _onward_back(np.where(corner, np.logaddexp(beyond, opened), NEVER), nulls)
        found.null_after[here] = np.where(corner, null, NEVER).ravel()
        found.gap_after[here] = np.where(corner, gap, NEVER).ravel()
        leaving = np.logaddexp(opened, np.where(corner, _beyond_back(null, nulls), NEVER))
        return _onward_back(np.logaddexp(left, leaving), steps)


def _onward(values: Floats, cost: Floats) -> Floats:
    """Along each row the sum over all cells up to each, less the cost between; `cost` is a running sum."""
    return np.maximum(np.logaddexp.accumulate(values - cost, axis=1) + cost, NEVER)


def _onward_back(values: Floats, cost: Floats) -> Floats:
    """The same from the right."""
    return np.maximum(np.logaddexp.accumulate((values + cost)[:, ::-1], axis=1)[:, ::-1] - cost, NEVER)


def _beyond(sums: Floats, cost: Floats) -> Floats:
    """Of sums from the left what comes from other cells than each itself."""
    moved = np.full_like(sums, NEVER)
    moved[:, 1:] = sums[:, :-1] + cost[:, 1:] - cost[:, :-1]
    return moved


def _beyond_back(sums: Floats, cost: Floats) -> Floats:
    """The same from the right."""
    moved = np.full_like(sums, NEVER)
    moved[:, :-1] = sums[:, 1:] + cost[:, 1:] - cost[:, :-1]
    return moved
