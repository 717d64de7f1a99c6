"""From sums over all alignments to one: the beads that are right most often, each with its probability.

Candidates are runs of segments between two corners that chains pass often enough. Each gets its posterior
probability; the chain with the largest sum of them has the most right beads in expectation, which is what a translator
corrects and what F1 counts; the single most probable chain has not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from workbench.alignment.arrays import Flags, Floats, Ints, grouped, rank_in_run, spread, totals
from workbench.alignment.evidence import SHAPES
from workbench.alignment.search import NEVER, Lattice, Sums

BEADS = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1))
"""Segments on each side of the beads with two sides that are looked for."""

NULL_WORTH = 0.5
"""What a right null bead counts against a right bead with two sides: F1 looks for it in one text only."""

_PASSED = 1e-3
_CORNERS_A_PIECE = 6
_LOOK_BACK = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A bead of a window, in segments of the texts: half-open runs, and its posterior 0..1."""

    row: int
    row_end: int
    column: int
    column_end: int
    posterior: float


@dataclass(frozen=True, slots=True)
class _Edges:
    """Candidate beads of all windows: where each begins and ends (cells), and its posterior."""

    start: Ints
    end: Ints
    posterior: Floats
    paired: Flags

    def where(self, chosen: Flags) -> _Edges:
        """Some of them."""
        return _Edges(self.start[chosen], self.end[chosen], self.posterior[chosen], self.paired[chosen])


def link_posteriors(lattice: Lattice, sums: Sums) -> list[tuple[Ints, Ints, Floats]]:
    """For each window how likely its segments correspond: rows, columns and probabilities of beads over each two."""
    edges = _edges(lattice, sums, _PASSED)
    edges = edges.where(edges.paired)
    numbers = (edges.start % (len(lattice.windows) * lattice.width)) // lattice.width
    found = []
    for number, window in enumerate(lattice.windows):
        mine = edges.where(numbers == number)
        row = [np.searchsorted(window.row_starts, lattice.row[cells]) for cells in (mine.start, mine.end)]
        column = [np.searchsorted(window.column_starts, lattice.column[cells]) for cells in (mine.start, mine.end)]
        bead, rows = spread(row[0], row[1])
        part, columns = spread(column[0][bead], column[1][bead])
        found.append((rows[part], columns, mine.posterior[bead][part]))
    return found


def decode(lattice: Lattice, sums: Sums) -> list[list[Found]]:
    """The best chain of each window, in order, from its first corner to its last."""
    edges = _edges(lattice, sums, _PASSED)
    cells = len(lattice.windows) * lattice.width
    chains = []
    for number in range(len(lattice.windows)):
        of_window = (edges.start % cells) // lattice.width == number
        chains.append(_chain(lattice, sums, edges.where(of_window), number))
    return chains


def _edges(lattice: Lattice, sums: Sums, least: float) -> _Edges:
    window = (np.arange(lattice.size) % (len(lattice.windows) * lattice.width)) // lattice.width
    # Where no chain leads through, nothing is likely.
    total = np.where(sums.total > NEVER / 2, sums.total, np.inf)[window]
    passed = np.logaddexp.reduce(
        [
            sums.before[:-1] + np.logaddexp(sums.after[:-1], sums.null_after[:-1]),
            sums.gap[:-1] + sums.gap_after[:-1],
            sums.column_gap[:-1] + sums.column_gap_after[:-1],
        ]
    )
    passed -= total
    corners = _most_passed(lattice, window, passed, np.nonzero(lattice.corner[:-1] & (passed > np.log(least)))[0])
    if not len(corners):
        return _Edges(corners, corners, np.zeros(0), np.zeros(0, dtype=bool))
    one, other = _null_edges(lattice, sums, corners, total), _pair_edges(lattice, sums, corners, total)
    merged = _Edges(
        np.concatenate([one.start, other.start]),
        np.concatenate([one.end, other.end]),
        np.concatenate([one.posterior, other.posterior]),
        np.concatenate([one.paired, other.paired]),
    )
    return merged.where(merged.posterior > least / 10)


def _most_passed(lattice: Lattice, window: Ints, passed: Floats, corners: Ints) -> Ints:
    """Of some corners those that chains pass most, so many of each window as it has pieces, times a few."""
    order = np.lexsort((-passed[corners], window[corners]))
    rank = np.empty(len(corners), dtype=np.int64)
    rank[order] = rank_in_run(window[corners][order])
    return corners[rank < _CORNERS_A_PIECE * (lattice.height + lattice.width)]


def _posterior(logarithm: Floats) -> Floats:
    return np.exp(np.minimum(logarithm, 0.0))


def _null_edges(lattice: Lattice, sums: Sums, corners: Ints, total: Floats) -> _Edges:
    """Beads of one segment that has nothing opposite, ending at these corners.

    Such a bead may stand at one place of the other side or the next and is the same bead: its posterior is the sum.
    """
    above, left = lattice.segment_up[corners], _segment_left(lattice, corners)
    over_row = np.logaddexp(
        sums.before[above] + lattice.null + sums.after[corners],
        sums.column_gap[corners] + sums.column_gap_after[corners],
    )
    over_column = np.logaddexp(
        sums.null[corners] + sums.null_after[corners], sums.gap[corners] + sums.gap_after[corners]
    )
    number = (corners % (len(lattice.windows) * lattice.width)) // lattice.width
    columns = int(lattice.column.max()) + 1
    found = []
    for start, likely, segment in (
        (above, over_row, corners // lattice.width),
        (left, over_column, number * columns + lattice.column[corners]),
    ):
        posterior = np.where(start < lattice.size, _posterior(likely - total[corners]), 0.0)
        _, at = grouped(segment)
        found.append((start, np.minimum(totals(at, posterior, len(at)), 1.0)[at]))
    start, posterior = np.concatenate([above, left]), np.concatenate([posterior for _, posterior in found])
    edges = _Edges(start, np.concatenate([corners, corners]), posterior, np.zeros(len(start), dtype=bool))
    return edges.where(start < lattice.size)


def _segment_left(lattice: Lattice, corners: Ints) -> Ints:
    """The corner before each corner in its row."""
    places = np.arange(lattice.size)
    before = np.maximum.accumulate(np.where(lattice.corner[:-1], places, -1).reshape(-1, lattice.width), axis=1)
    moved = np.full_like(before, -1)
    moved[:, 1:] = before[:, :-1]
    found = moved.ravel()[corners]
    return np.where(found < 0, lattice.size, found)


def _pair_edges(lattice: Lattice, sums: Sums, corners: Ints, total: Floats) -> _Edges:
    """Beads with two sides that begin and end at these corners."""
    known = np.zeros(lattice.size + 1, dtype=bool)
    known[corners] = True
    starts, ends = [], []
    row, column = lattice.row[corners], lattice.column[corners]
    number = (corners % (len(lattice.windows) * lattice.width)) // lattice.width
    for height, width in BEADS:
        start = np.full(len(corners), lattice.size)
        for at, window in enumerate(lattice.windows):
            mine = np.nonzero(number == at)[0]
            rows = np.searchsorted(window.row_starts, row[mine]) - height
            columns = np.searchsorted(window.column_starts, column[mine]) - width
            cells = lattice.cells(
                window.row_starts[np.maximum(rows, 0)] - window.first,
                number[mine],
                window.column_starts[np.maximum(columns, 0)],
            )
            start[mine] = np.where((rows >= 0) & (columns >= 0), cells, lattice.size)
        good = known[start]
        starts.append(start[good])
        ends.append(corners[good])
    start, end = np.concatenate(starts), np.concatenate(ends)
    likely = sums.before[start] + sums.after[end] + _between(lattice, start, end) - total[end]
    return _Edges(start, end, _posterior(likely), np.ones(len(start), dtype=bool))


def _between(lattice: Lattice, start: Ints, end: Ints) -> Floats:
    """Logarithms of the sums over all chains from one corner to another that pass no corner between."""
    heights, widths = lattice.row[end] - lattice.row[start], lattice.column[end] - lattice.column[start]
    found = np.full(len(start), NEVER)
    shapes = heights * (lattice.width + 1) + widths
    for shape in np.unique(shapes):
        mine = np.nonzero(shapes == shape)[0]
        found[mine] = _inside(lattice, start[mine], int(heights[mine[0]]), int(widths[mine[0]]))
    return found


def _inside(lattice: Lattice, start: Ints, height: int, width: int) -> Floats:
    """The same for runs of one size in pieces."""
    cells = len(lattice.windows) * lattice.width
    number = (start % cells) // lattice.width
    step, column = start // cells, lattice.column[start]
    sums: dict[tuple[int, int], Floats] = {(0, 0): np.zeros(len(start))}
    for down in range(height + 1):
        for right in range(width + 1):
            if (down, right) == (0, 0):
                continue
            here = lattice.cells(step + down, number, column + right)
            came = np.full(len(start), NEVER)
            for shape, (rows, columns) in enumerate(SHAPES):
                if (before := sums.get((down - rows, right - columns))) is not None:
                    came = np.logaddexp(came, before + lattice.emit[shape, here])
            for axis, before in ((0, sums.get((down - 1, right))), (1, sums.get((down, right - 1)))):
                if before is not None:
                    came = np.logaddexp(came, before + lattice.step[axis][here])
            if (down, right) != (height, width):
                came[lattice.corner[here]] = NEVER
            sums[down, right] = came
    return sums[height, width]


def _chain(lattice: Lattice, sums: Sums, edges: _Edges, number: int) -> list[Found]:
    """The chain of one window with the largest sum of posteriors; null beads of likelihood 0 close what is open."""
    window = lattice.windows[number]
    rows, columns = lattice.row, lattice.column
    outer = _outer(lattice, sums, number)
    if outer is None:
        return []
    first, last = outer
    into: dict[int, list[tuple[int, float, bool]]] = defaultdict(list)
    for start, end, posterior, paired in zip(
        edges.start.tolist(), edges.end.tolist(), edges.posterior.tolist(), edges.paired.tolist(), strict=True
    ):
        into[end].append((start, posterior, paired))
    nodes = sorted({*into, *edges.start.tolist(), first, last})
    best: dict[int, tuple[float, int, float]] = {first: (0.0, -1, 0.0)}
    reached = [first]
    for node in nodes:
        if node == first:
            continue
        offers = [
            (best[start][0] + posterior * (1.0 if paired else NULL_WORTH), start, posterior)
            for start, posterior, paired in into.get(node, ())
            if start in best
        ]
        if not offers:
            offers = [
                (best[start][0], start, 0.0)
                for start in reached[-_LOOK_BACK:]
                if rows[start] <= rows[node] and columns[start] <= columns[node]
            ]
            if node == last and not offers:
                offers = [(0.0, first, 0.0)]
        if offers:
            best[node] = max(offers)
            reached.append(node)
    return _traced(lattice, window.row_starts, window.column_starts, best, last)


def _outer(lattice: Lattice, sums: Sums, number: int) -> tuple[int, int] | None:
    """The first and the last cell of the chain of a window: the likeliest where they are open."""
    window = lattice.windows[number]
    found = []
    for step, is_open, values in (
        (0, window.open_start, sums.after),
        (window.last - window.first, window.open_end, sums.before),
    ):
        start = (step * len(lattice.windows) + number) * lattice.width
        cells = start + np.arange(lattice.widths[step, number])
        corners = cells[lattice.corner[cells]]
        if not len(corners):
            return None
        if is_open:
            found.append(int(corners[np.argmax(values[corners])]))
        else:
            found.append(int(corners[0] if step == 0 else corners[-1]))
    return found[0], found[1]


def _traced(
    lattice: Lattice, row_starts: Ints, column_starts: Ints, best: dict[int, tuple[float, int, float]], last: int
) -> list[Found]:
    nodes = [last]
    while best[nodes[-1]][1] >= 0:
        nodes.append(best[nodes[-1]][1])
    nodes.reverse()
    rows = np.searchsorted(row_starts, lattice.row[nodes]).tolist()
    columns = np.searchsorted(column_starts, lattice.column[nodes]).tolist()
    chain: list[Found] = []
    for at, node in enumerate(nodes[1:], 1):
        chain += _beads(rows[at - 1], rows[at], columns[at - 1], columns[at], best[node][2])
    return chain


def _beads(row: int, row_end: int, column: int, column_end: int, posterior: float) -> list[Found]:
    """A bead, or null beads where a stretch was closed without knowing how."""
    if posterior > 0 or row_end - row + column_end - column == 1:
        return [Found(row, row_end, column, column_end, posterior)]
    across = [Found(row_end, row_end, at, at + 1, 0.0) for at in range(column, column_end)]
    return [Found(at, at + 1, column, column, 0.0) for at in range(row, row_end)] + across
