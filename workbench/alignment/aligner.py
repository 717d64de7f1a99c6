"""The aligner: reads two texts, searches them window by window, learns from what it found, searches again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from workbench.alignment.anchors import anchors, corridor
from workbench.alignment.arrays import Ints
from workbench.alignment.band import Band
from workbench.alignment.confidence import calibrated
from workbench.alignment.decode import Found, decode
from workbench.alignment.evidence import Evidence
from workbench.alignment.length import LengthModel, expected_ratio
from workbench.alignment.lexicon import Lesson, learn
from workbench.alignment.marks import Marker
from workbench.alignment.pieces import cut
from workbench.alignment.priors import Priors
from workbench.alignment.reading import Numbers, Text, Words, read
from workbench.alignment.search import Window, lattice, sums
from workbench.core.bead import Bead, verify
from workbench.core.errors import AlignmentError
from workbench.core.language import base
from workbench.core.ports import Vocabulary
from workbench.core.term import TermHit
from workbench.text.script import main_script

_WHOLE_CELLS = 40_000
_CORE, _OVERLAP = 160, 24
_BLOCK_WINDOWS = 24
_MOST_CELLS = 400_000
_LEARNING_BEADS = 150
_NARROW = 8
_LOOKED_AT = 20_000
_LONGEST_WINDOW = 2_000


@dataclass(slots=True)
class Pair:
    """Two texts, read.

    Attributes:
        source, target: the sides.
        lengths: their length model.
        pins: beads that stay as they are, in order.
        evidence: what they say.
        line: points near which the alignment passes.
        beads: the alignment as far as it is known.
    """

    source: Text
    target: Text
    lengths: LengthModel
    pins: Sequence[Bead] = ()
    evidence: Evidence | None = None
    line: list[tuple[int, int]] | None = None
    beads: list[Bead] = field(default_factory=list)


class SentenceAligner:
    """Implements `core.ports.Aligner`. The same texts give the same beads, whatever was aligned before.

    Time and memory grow with the number of sentences: a table of all pairs is made for short texts only, longer ones
    are searched in a corridor, window by window.

    Args:
        vocabulary: knows what words may mean; asked if it has both languages of a pair.
    """

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self._vocabulary = vocabulary

    def align(
        self,
        source: Sequence[str],
        target: Sequence[str],
        source_language: str,
        target_language: str,
        *,
        source_terms: Sequence[Sequence[TermHit]] | None = None,
        target_terms: Sequence[Sequence[TermHit]] | None = None,
        pins: Sequence[Bead] = (),
    ) -> list[Bead]:
        """Beads in order that cover every segment of both sides once; see `core.ports.Aligner`."""
        reader = self.reader(source_language, target_language)
        pair = reader.pair(source, target, source_terms, target_terms)
        pair.pins = pins
        return next(iter(self.align_pairs([pair], joint=False)))

    def reader(self, source_language: str, target_language: str) -> PairReader:
        """Reads pairs of texts in two languages; the pairs of one reader can learn from each other."""
        both = {base(source_language), base(target_language)}
        knows = self._vocabulary is not None and both <= self._vocabulary.languages
        return PairReader(source_language, target_language, self._vocabulary if knows else None)

    def align_pairs(self, pairs: Sequence[Pair], *, joint: bool = True) -> list[list[Bead]]:
        """The alignments of some pairs.

        Args:
            joint: what one pair teaches helps the others.
        Raises: AlignmentError if the pins of a pair do not fit it.
        """
        priors = Priors()
        _search(pairs, priors)
        groups = [list(pairs)] if joint else [[pair] for pair in pairs]
        for group in groups:
            own = priors.learnt(pair.beads for pair in group)
            if sum(len(pair.beads) for pair in group) >= _LEARNING_BEADS:
                found = learn([Lesson(pair.source, pair.target, pair.beads) for pair in group])
                if found:
                    for pair, partners in zip(group, found[1], strict=True):
                        pair.evidence = pair.evidence and pair.evidence.taught(found[0], partners)
            _search(group, own)
        return [pair.beads for pair in pairs]


class PairReader:
    """Reads pairs of texts of two languages, with words and marks numbered the same in all of them."""

    def __init__(self, source_language: str, target_language: str, vocabulary: Vocabulary | None) -> None:
        self._languages = source_language, target_language
        self._vocabulary = vocabulary
        self._words: tuple[Words, Words] | None = None

    def pair(
        self,
        source: Sequence[str],
        target: Sequence[str],
        source_terms: Sequence[Sequence[TermHit]] | None = None,
        target_terms: Sequence[Sequence[TermHit]] | None = None,
    ) -> Pair:
        """Two texts, read."""
        if self._words is None:
            alike = main_script("".join(source)[:_LOOKED_AT]) == main_script("".join(target)[:_LOOKED_AT])
            marks = Numbers()
            one, other = (Marker(tag, alike=alike, vocabulary=self._vocabulary) for tag in self._languages)
            self._words = Words(one, marks), Words(other, marks)
        left = read(cut(source), self._words[0], source_terms)
        right = read(cut(target), self._words[1], target_terms)
        return Pair(left, right, LengthModel.of(left.characters, right.characters, expected_ratio(*self._languages)))


# -- searching ---------------------------------------------------------------------------------------------------------


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


def _search(pairs: Sequence[Pair], priors: Priors) -> None:
    """Put the best beads of each pair into it."""
    tasks: list[list[_Task]] = [list(_tasks(pair)) for pair in pairs]
    _find([task for each in tasks for task in each], priors)
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
        if row_end < row or column_end < column:
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
    found = []
    for core in range(rows[0], rows[1], _CORE):
        first = int(borders[max(0, np.searchsorted(borders, core - _OVERLAP, "right") - 1)])
        last = int(borders[min(np.searchsorted(borders, core + _CORE + _OVERLAP), len(borders) - 1)])
        if not found or last > found[-1][1]:
            found.append((first, last))
        if last == rows[1]:
            break
    return found


def _find(tasks: Sequence[_Task], priors: Priors) -> None:
    """Search every window of every task, and again as one those that do not meet."""
    for task in tasks:
        task.found = [[] for _ in task.windows]
    open_windows = [(task, number) for task in tasks for number in range(len(task.windows))]
    while open_windows:
        _find_windows(open_windows, priors)
        open_windows = []
        for task in {id(task): task for task in tasks}.values():
            apart = next((at for at in range(len(task.windows) - 1) if _junction(task, at) is None), None)
            if apart is not None and task.windows[apart + 1][1] - task.windows[apart][0] <= _LONGEST_WINDOW:
                task.windows[apart : apart + 2] = [(task.windows[apart][0], task.windows[apart + 1][1])]
                task.found[apart : apart + 2] = [[]]
                open_windows.append((task, apart))


def _find_windows(wanted: Sequence[tuple[_Task, int]], priors: Priors) -> None:
    batch: list[tuple[_Task, int, Window]] = []
    for block in _blocks(wanted):
        task = block[0][0]
        first, last = task.windows[block[0][1]][0], task.windows[block[-1][1]][1]
        rows = slice(first - task.rows[0], last - task.rows[0] + 1)
        band = Band.of(first, task.low[rows], task.high[rows])
        pair = task.pair
        if pair.evidence is None:
            pair.evidence = Evidence(pair.source, pair.target, pair.lengths)
        scores = pair.evidence.scores(band)
        for _, number in block:
            start, end = task.windows[number]
            is_open = start > task.rows[0], end < task.rows[1]
            window = Window(band, scores, start, end, pair.source.starts, pair.target.starts, *is_open)
            batch.append((task, number, window))
        if sum(_cells(window) for _, _, window in batch) > _MOST_CELLS:
            _decode(batch, priors)
            batch = []
    _decode(batch, priors)


def _blocks(wanted: Sequence[tuple[_Task, int]]) -> Iterator[list[tuple[_Task, int]]]:
    """Windows in runs of neighbours of one task, for which the evidence is looked at together."""
    block: list[tuple[_Task, int]] = []
    for task, number in wanted:
        if block and (task is not block[-1][0] or number != block[-1][1] + 1 or len(block) == _BLOCK_WINDOWS):
            yield block
            block = []
        block.append((task, number))
    if block:
        yield block


def _cells(window: Window) -> int:
    rows = slice(window.first - window.band.first, window.last - window.band.first + 1)
    return (window.last - window.first + 1) * int((window.band.high[rows] - window.band.low[rows]).max())


def _decode(batch: Sequence[tuple[_Task, int, Window]], priors: Priors) -> None:
    """Search windows side by side, those of like size together."""
    sizes: dict[tuple[int, int], list[tuple[_Task, int, Window]]] = {}
    for entry in batch:
        window = entry[2]
        rows = slice(window.first - window.band.first, window.last - window.band.first + 1)
        width = int((window.band.high[rows] - window.band.low[rows]).max())
        size = (window.last - window.first).bit_length() * 2 + 1, int(np.log2(width + 1) * 2)
        sizes.setdefault(size, []).append(entry)
    for entries in sizes.values():
        laid = lattice([window for _, _, window in entries], priors)
        for (task, number, _), found in zip(entries, decode(laid, sums(laid, priors)), strict=True):
            task.found[number] = found


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


def _forced(task: _Task, at: int) -> tuple[int, int]:
    """Where a window has to stop though the next one does not meet it."""
    middle = (task.windows[at][1] + task.windows[at + 1][0]) // 2
    starts = task.pair.source.starts
    passed = [corner for corner in sorted(_corners(task.found[at])) if starts[corner[0]] <= middle]
    return passed[-1] if passed else min(_corners(task.found[at]))


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
    cost = -float(np.log(max(found.posterior, 1e-300)))
    return Bead(found.row, found.row_end, found.column, found.column_end, confidence, cost)
