"""From two texts to beads: the windows of their table, searched side by side and joined.

A long text is searched in overlapping windows, each by itself; where the chains of two neighbours meet, one goes over
into the other. Windows that do not meet are searched again as one.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.pool
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.alignment.anchors import anchors, corridor
from workbench.alignment.arrays import Floats, Ints
from workbench.alignment.band import Band
from workbench.alignment.confidence import calibrated
from workbench.alignment.decode import Found, decode, link_posteriors
from workbench.alignment.pair import Pair
from workbench.alignment.priors import Priors
from workbench.alignment.search import Window, lattice, sums
from workbench.core.bead import Bead, verify
from workbench.core.errors import AlignmentError

_WHOLE_CELLS = 40_000
_CORE, _OVERLAP = 240, 16
_BLOCK_CELLS = 250_000
_MOST_CELLS = 400_000
_NARROW = 8
_LONGEST_WINDOW, _FEW_APART = 800, 4
_WORTH_SHARING = 600_000


@dataclass(slots=True)
class _Task:
    """A stretch of a pair, between pins, with its windows and what was found in each."""

    pair: Pair
    rows: tuple[int, int]
    columns: tuple[int, int]
    low: Ints
    high: Ints
    windows: list[tuple[int, int]]
    found: list[list[Found]]


_Wanted = tuple[_Task, int]
"""A task and the number of one of its windows."""


def find_beads(pairs: Sequence[Pair], priors: Priors, workers: int = 1) -> None:
    """Put the best beads of each pair into it.

    Args:
        workers: processes to share the work with, where it is worth it and processes can be forked; the beads are the
            same whatever it is.
    Raises: AlignmentError if the pins of a pair do not fit it.
    """
    tasks: list[list[_Task]] = [list(_tasks(pair)) for pair in pairs]
    _find([task for each in tasks for task in each], priors, workers)
    for pair, own in zip(pairs, tasks, strict=True):
        pair.beads = _joined(pair, own)
        verify(pair.beads, pair.source.segments, pair.target.segments)


def _tasks(pair: Pair) -> Iterator[_Task]:
    """The stretches of a pair that have something on both sides."""
    row = column = 0
    rows, columns = pair.source.starts, pair.target.starts
    ends = [(pin.source_start, pin.target_start, pin.source_end, pin.target_end) for pin in pair.pins]
    ends.append((pair.source.segments, pair.target.segments, pair.source.segments, pair.target.segments))
    line = _line(pair)
    for row_end, column_end, next_row, next_column in ends:
        if not (row <= row_end <= next_row <= pair.source.segments) or not (
            column <= column_end <= next_column <= pair.target.segments
        ):
            raise AlignmentError("the accepted beads cross each other; take one of them back")
        if row_end > row and column_end > column:
            yield _task(
                pair, (int(rows[row]), int(rows[row_end])), (int(columns[column]), int(columns[column_end])), line
            )
        row, column = next_row, next_column


def _line(pair: Pair) -> list[tuple[int, int]]:
    """Points that the corridor follows: the beads found before, or anchors."""
    if pair.beads:
        rows, columns = pair.source.starts, pair.target.starts
        return [(int(rows[bead.source_end]), int(columns[bead.target_end])) for bead in pair.beads]
    if pair.line is None:
        small = (pair.source.pieces + 1) * (pair.target.pieces + 1) <= _WHOLE_CELLS
        pair.line = [] if small else anchors(pair.source, pair.target, pair.lengths)
    return pair.line


def _task(pair: Pair, rows: tuple[int, int], columns: tuple[int, int], line: Sequence[tuple[int, int]]) -> _Task:
    height, width = rows[1] - rows[0], columns[1] - columns[0]
    if (height + 1) * (width + 1) <= _WHOLE_CELLS:
        low, high = np.zeros(height + 1, dtype=np.int64), np.full(height + 1, width + 1)
    else:
        inside = [(row - rows[0], column - columns[0]) for row, column in line if rows[0] < row < rows[1]]
        low, high = (
            corridor(inside, height, width, (_NARROW, _NARROW)) if pair.beads else corridor(inside, height, width)
        )
    return _Task(pair, rows, columns, low + columns[0], high + columns[0], _windows(pair.source.starts, rows), [])


def _windows(starts: Ints, rows: tuple[int, int]) -> list[tuple[int, int]]:
    """Overlapping runs of rows that begin and end with segments."""
    borders = starts[(starts >= rows[0]) & (starts <= rows[1])]
    if rows[1] - rows[0] <= _CORE + 2 * _OVERLAP:
        return [rows]
    found: list[tuple[int, int]] = []
    for core in range(rows[0], rows[1], _CORE):
        before = int(np.searchsorted(borders, core - _OVERLAP, "right")) - 1
        after = int(np.searchsorted(borders, core + _CORE + _OVERLAP))
        first, last = int(borders[max(0, before)]), int(borders[min(after, len(borders) - 1)])
        if not found or last > found[-1][1]:
            found.append((first, last))
        if last == rows[1]:
            break
    return found


def _find(tasks: Sequence[_Task], priors: Priors, workers: int) -> None:
    """Search every window of every task, and once more as one those few that do not meet."""
    for task in tasks:
        task.found = [[] for _ in task.windows]
    _search([(task, number) for task in tasks for number in range(len(task.windows))], priors, workers)
    again = [(task, number) for task in tasks for number in _merged(task)]
    if again:
        _search(again, priors, workers)


def _search(wanted: Sequence[_Wanted], priors: Priors, workers: int) -> None:
    for (task, number), chain in zip(wanted, _shared(wanted, priors, workers), strict=True):
        task.found[number] = chain


def _merged(task: _Task) -> list[int]:
    """Make windows that do not meet one; their new numbers. Where most do not, the texts have nothing to tell."""
    apart = [at for at in range(len(task.windows) - 1) if _junction(task, at) is None]
    if len(apart) > max(_FEW_APART, len(task.windows) // 10):
        return []
    merged: list[int] = []
    for at in reversed(apart):
        first, last = task.windows[at][0], task.windows[at + 1][1]
        if last - first <= _LONGEST_WINDOW:
            task.windows[at : at + 2] = [(first, last)]
            task.found[at : at + 2] = [[]]
            merged = [at, *(number - 1 for number in merged if number > at + 1)]
    return merged


def links(pair: Pair, priors: Priors) -> Floats:
    """How likely each segment of the source corresponds to each of the target, 0..1: one row a source segment."""
    found = np.zeros((pair.source.segments, pair.target.segments))
    for task in _tasks(pair):
        for block in _blocks([(task, number) for number in range(len(task.windows))]):
            windows = _laid(block)
            laid = lattice(windows, priors)
            for rows, columns, posterior in link_posteriors(laid, sums(laid, priors)):
                own = np.zeros_like(found)
                np.add.at(own, (rows, columns), posterior)
                np.maximum(found, own, out=found)
    for pin in pair.pins:
        found[pin.source_start : pin.source_end, pin.target_start : pin.target_end] = 1.0
    return np.minimum(found, 1.0)


_waiting: tuple[list[list[_Wanted]], Priors] | None = None
"""What forked processes take their share from; nothing else can hand them so much without copying."""


def _shared(wanted: Sequence[_Wanted], priors: Priors, workers: int) -> list[list[Found]]:
    """The chains of windows, searched by several processes if there is enough to do."""
    global _waiting
    blocks = list(_blocks(wanted))
    for task, _ in {id(task): (task, number) for task, number in wanted}.values():
        task.pair.evidence()
    cells = sum(int((task.high - task.low).sum()) for task in {id(task): task for task, _ in wanted}.values())
    workers = min(workers, len(blocks))
    if workers < 2 or cells < _WORTH_SHARING or "fork" not in multiprocessing.get_all_start_methods():
        return _chains(blocks, priors)
    shares = [blocks[len(blocks) * at // workers : len(blocks) * (at + 1) // workers] for at in range(workers)]
    _waiting = [[wanted for block in share for wanted in block] for share in shares], priors
    try:
        with multiprocessing.get_context("fork").Pool(workers, _quiet) as pool:
            return [chain for share in pool.map(_share, range(workers), chunksize=1) for chain in share]
    finally:
        _waiting = None


def _quiet() -> None:
    """A worker ends when it is told to and leaves an interrupt to the process that started it."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _share(number: int) -> list[list[Found]]:
    assert _waiting is not None
    return _chains(list(_blocks(_waiting[0][number])), _waiting[1])


def _chains(blocks: Sequence[list[_Wanted]], priors: Priors) -> list[list[Found]]:
    """The chains of windows, in order."""
    chains: list[list[Found]] = []
    batch: list[Window] = []
    for block in blocks:
        batch += _laid(block)
        if sum(_size(window)[0] * _size(window)[1] for window in batch) > _MOST_CELLS:
            chains += _decoded(batch, priors)
            batch = []
    return chains + _decoded(batch, priors)


def _blocks(wanted: Sequence[_Wanted]) -> Iterator[list[_Wanted]]:
    """Windows in runs of neighbours of one task, for which the evidence is looked at together."""
    block: list[_Wanted] = []
    cells = 0
    for task, number in wanted:
        rows = slice(task.windows[number][0] - task.rows[0], task.windows[number][1] - task.rows[0] + 1)
        size = int((task.high[rows] - task.low[rows]).sum())
        if block and (task is not block[-1][0] or number != block[-1][1] + 1 or cells + size > _BLOCK_CELLS):
            yield block
            block, cells = [], 0
        block.append((task, number))
        cells += size
    if block:
        yield block


def _laid(block: Sequence[_Wanted]) -> list[Window]:
    """The windows of a block with what the texts say of them."""
    task = block[0][0]
    first, last = task.windows[block[0][1]][0], task.windows[block[-1][1]][1]
    rows = slice(first - task.rows[0], last - task.rows[0] + 1)
    band = Band.of(first, task.low[rows], task.high[rows])
    scores = task.pair.evidence().scores(band)
    windows = []
    for _, number in block:
        start, end = task.windows[number]
        is_open = start > task.rows[0], end < task.rows[1]
        windows.append(Window(band, scores, start, end, task.pair.source.starts, task.pair.target.starts, *is_open))
    return windows


def _size(window: Window) -> tuple[int, int]:
    """Rows and columns of a window."""
    rows = slice(window.first - window.band.first, window.last - window.band.first + 1)
    return window.last - window.first + 1, int((window.band.high[rows] - window.band.low[rows]).max())


def _decoded(batch: Sequence[Window], priors: Priors) -> list[list[Found]]:
    """The chains of windows, those of like size searched side by side."""
    sizes: dict[tuple[int, int], list[int]] = {}
    for number, window in enumerate(batch):
        height, width = _size(window)
        sizes.setdefault((int(np.log2(height) * 2), int(np.log2(width) * 2)), []).append(number)
    chains: list[list[Found]] = [[] for _ in batch]
    for numbers in sizes.values():
        laid = lattice([batch[number] for number in numbers], priors)
        for number, chain in zip(numbers, decode(laid, sums(laid, priors)), strict=True):
            chains[number] = chain
    return chains


# -- joining -----------------------------------------------------------------------------------------------------------


def _corners(found: Sequence[Found]) -> set[tuple[int, int]]:
    return {(bead.row, bead.column) for bead in found} | {(bead.row_end, bead.column_end) for bead in found}


def _junction(task: _Task, at: int) -> tuple[int, int] | None:
    """A corner that a window and the next both pass, near the middle of what they share; None if there is none."""
    starts = task.pair.source.starts
    middle = (task.windows[at][1] + task.windows[at + 1][0]) // 2
    common = _corners(task.found[at]) & _corners(task.found[at + 1])
    return min(common, key=lambda corner: (abs(int(starts[corner[0]]) - middle), corner), default=None)


def _joined(pair: Pair, tasks: Sequence[_Task]) -> list[Bead]:
    """The beads of a pair: those of its stretches, its pins, and null beads for what stands alone."""
    beads: list[Bead] = []
    stretches = [[_bead(found) for found in _path(task)] for task in tasks]
    for part in sorted(
        [*stretches, *([pin] for pin in pair.pins)], key=lambda part: (part[0].source_start, part[0].target_start)
    ):
        _close(beads, part[0].source_start, part[0].target_start)
        beads += part
    _close(beads, pair.source.segments, pair.target.segments)
    return beads


def _close(beads: list[Bead], row: int, column: int) -> None:
    """Null beads up to a corner."""
    at, across = (beads[-1].source_end, beads[-1].target_end) if beads else (0, 0)
    beads += [Bead(one, one + 1, across, across) for one in range(at, row)]
    beads += [Bead(row, row, one, one + 1) for one in range(across, column)]


def _path(task: _Task) -> list[Found]:
    """The beads of a stretch, each window's up to where the next one takes over."""
    path: list[Found] = []
    begin = None
    for number, found in enumerate(task.found):
        last = number == len(task.found) - 1
        end = None if last else _junction(task, number)
        if not last and end is None:
            end = _forced(task, number)
        path += [
            bead
            for bead in found
            if (begin is None or ((bead.row, bead.column) >= begin and bead.column >= begin[1]))
            and (end is None or (bead.row_end <= end[0] and bead.column_end <= end[1]))
        ]
        begin = end
    return _whole(task, path)


def _forced(task: _Task, at: int) -> tuple[int, int] | None:
    """Where a window has to stop though the next one does not meet it."""
    middle = (task.windows[at][1] + task.windows[at + 1][0]) // 2
    starts = task.pair.source.starts
    passed = [corner for corner in sorted(_corners(task.found[at])) if starts[corner[0]] <= middle]
    return passed[-1] if passed else min(_corners(task.found[at]), default=None)


def _whole(task: _Task, path: Sequence[Found]) -> list[Found]:
    """A path without holes: null beads of likelihood 0 in them; what would run backwards is left out."""
    rows, columns = (
        [int(np.searchsorted(text.starts, place)) for place in places]
        for text, places in ((task.pair.source, task.rows), (task.pair.target, task.columns))
    )
    whole: list[Found] = []
    row, column = rows[0], columns[0]
    for bead in [*path, Found(rows[1], rows[1], columns[1], columns[1], 0.0)]:
        if bead.row < row or bead.column < column:
            continue
        whole += [Found(at, at + 1, column, column, 0.0) for at in range(row, bead.row)]
        whole += [Found(bead.row, bead.row, at, at + 1, 0.0) for at in range(column, bead.column)]
        if bead.row_end > bead.row or bead.column_end > bead.column:
            whole.append(bead)
        row, column = bead.row_end, bead.column_end
    return whole


def _bead(found: Found) -> Bead:
    confidence = calibrated(found.posterior)
    cost = max(0.0, -float(np.log(max(found.posterior, 1e-300))))  # rounding takes a sure one beyond 1
    return Bead(found.row, found.row_end, found.column, found.column_end, confidence, cost)
