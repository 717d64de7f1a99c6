"""A statement of any size as rows and columns: what is on screen is read, the rest is only numbered and counted.

`PagedSheet` shows the same lines as `services.sheet.Sheet`, which holds a whole statement and serves small uses.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import overload

from workbench.core.page import Extra, VersionHead
from workbench.core.ports import ProjectStore
from workbench.core.project import Cell, State, Statement
from workbench.services.outline import Column, Outline
from workbench.services.sheet import DisplayRow, display

BLOCK = 64
"""Source rows that are read together."""

KEPT = 64
"""Blocks that are kept once read."""

SLICE = 512
"""Source rows whose cells are read together for looking through a version."""

_END = 1 << 62
"""After every row and position there is."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some source rows with the lines on and before them.

    Attributes:
        start: the first source row; first: the first line.
        segments: of the rows, as they are.
        rows: what is on the lines; a cell is put in place there when it changes.
    """

    start: int
    first: int
    segments: Sequence[str]
    rows: list[DisplayRow]


@dataclass(frozen=True, slots=True)
class News:
    """What was written to a statement since it was last looked at.

    Attributes:
        puts: how many cells had been put into the sheet when this was read.
        entry: up to which entry of the histories this goes.
        moved: whether rows or the places of cells have changed, so that lines have other numbers now.
        cells: changed cells as they are now; none where `moved`.
        counts: cells by state, for each language with a changed cell.
    """

    puts: int
    entry: int
    moved: bool = False
    cells: Sequence[Cell] = ()
    counts: dict[str, Counter[State]] = field(default_factory=dict)


class PagedSheet(Sequence[DisplayRow]):
    """The lines of a statement, read in blocks when they are asked for.

    It is as it was read at one moment, but for what is `put` into it. Threads may share it.

    Args:
        store: where it comes from.
        statement: the statement.
        languages: the columns beside the source, in the order of showing.
    Raises: StorageError, also when a line is asked for.
    """

    def __init__(self, store: ProjectStore, statement: Statement, languages: Sequence[str]) -> None:
        self.store, self.statement, self.languages = store, statement, tuple(languages)
        self._blocks: OrderedDict[int, Block] = OrderedDict()
        self._latest: Block | None = None
        self._lock = threading.Lock()
        self._puts = 0
        self._last_put = (0, 0)
        with store.moment():
            self.entry = store.last_entry()
            self.heads = {head.language: head for head in store.heads(statement.id)}
            source = self.heads.get(statement.source_language)
            self.outline = Outline(source.segments if source else 0, self._extras())
            self.counts = self._count(self._begun)

    @property
    def _begun(self) -> list[VersionHead]:
        """The versions beside the source, in the order of the columns."""
        return [self.heads[tag] for tag in self.languages if tag in self.heads]

    def _extras(self) -> Iterator[tuple[str, Extra]]:
        heads = self._begun
        of_version: dict[int, list[Extra]] = {head.id: [] for head in heads}
        for extra in self.store.extras(list(of_version)):
            of_version[extra.version_id].append(extra)
        return ((head.language, extra) for head in heads for extra in of_version[head.id])

    def _count(self, heads: Collection[VersionHead]) -> dict[str, Counter[State]]:
        counts = {head.id: Counter[State]() for head in heads}
        for tally in self.store.tallies(list(counts)):
            counts[tally.version_id][tally.state] = tally.cells
        return {head.language: counts[head.id] for head in heads}

    # -- lines -------------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self.outline)

    @overload
    def __getitem__(self, line: int) -> DisplayRow: ...

    @overload
    def __getitem__(self, line: slice) -> list[DisplayRow]: ...

    def __getitem__(self, line: int | slice) -> DisplayRow | list[DisplayRow]:
        if isinstance(line, slice):
            return [self[number] for number in range(*line.indices(len(self)))]
        latest = self._latest
        if latest is not None and 0 <= line - latest.first < len(latest.rows):
            return latest.rows[line - latest.first]
        if line < 0:
            line += len(self)
        if not 0 <= line < len(self):
            raise IndexError(line)
        block = self._latest = self.block(self.outline.place(line)[0] // BLOCK)
        return block.rows[line - block.first]

    def block(self, number: int) -> Block:
        """A block, kept for the next time."""
        with self._lock:
            if number in self._blocks:
                self._blocks.move_to_end(number)
                return self._blocks[number]
        block = self.read(number)
        with self._lock:
            self._blocks[number] = block
            if len(self._blocks) > KEPT:
                self._blocks.popitem(last=False)
        return block

    def read(self, number: int) -> Block:
        """A block as it is stored now, not kept."""
        start, rows = number * BLOCK, self.outline.rows
        stop = min(start + BLOCK, rows + 1)
        source = self.heads.get(self.statement.source_language)
        with self.store.moment():
            segments = self.store.segments(source.id, start, stop) if source else []
            columns = [
                Column(
                    head.language,
                    self.store.cells_over(head.id, max(0, start - 1), stop + 1 if stop <= rows else _END),
                    rows,
                )
                for head in self._begun
            ]
        segments += [""] * (min(stop, rows) - start - len(segments))  # rows that somebody has just taken away
        texts = [segment.strip() for segment in segments]
        lines = display(self.outline, columns, texts, range(start, stop), offset=start)
        return Block(start, self.outline.first(start), segments, lines)

    # -- cells -------------------------------------------------------------------------------------------------------

    def language_of(self, cell: Cell) -> str | None:
        """The language of a cell; None if it is not of this statement."""
        return self._tags.get(cell.version_id)

    @cached_property
    def _tags(self) -> dict[int, str]:
        return {head.id: head.language for head in self._begun}

    def cell(self, line: int, language: str) -> Cell | None:
        """The cell on a line, None if there is none."""
        place = self[line].cells.get(language) if 0 <= line < len(self) else None
        return place.cell if place else None

    def has_cells(self, language: str) -> bool:
        """Whether a version has cells."""
        return any(self.counts.get(language, {}).values())

    def source_of(self, cell: Cell) -> str:
        """The source that a cell renders, without white space at the ends; empty if nothing is opposite."""
        start, end = cell.source_start, cell.source_end
        if start >= end or start >= self.outline.rows:
            return ""
        block = self.block(start // BLOCK)
        if end - block.start <= len(block.segments):
            return "".join(block.segments[start - block.start : end - block.start]).strip()
        source = self.heads[self.statement.source_language]
        return "".join(self.store.segments(source.id, start, end)).strip()

    def sources_of(self, cells: Sequence[Cell]) -> list[str]:
        """The same for neighbours, read together and not kept."""
        source = self.heads.get(self.statement.source_language)
        if source is None:
            return [""] * len(cells)
        start = min((cell.source_start for cell in cells), default=0)
        segments = self.store.segments(source.id, start, max((cell.source_end for cell in cells), default=0))
        return ["".join(segments[cell.source_start - start : cell.source_end - start]).strip() for cell in cells]

    def line_of(self, cell: Cell) -> int | None:
        """The first line that a cell is on, by its id and the place it has."""
        language = self.language_of(cell)
        row = min(cell.source_start, self.outline.rows)
        if language is None:
            return None
        first = self.outline.first(row)
        for line in range(first, first + self.outline.height(row)):
            found = self.cell(line, language)
            if found is not None and found.id == cell.id:
                return line
        return None

    def put(self, language: str, cell: Cell) -> Cell | None:
        """Show a changed cell that keeps its place, and count it; the cell as it was shown, None if it was not."""
        if self._last_put == (cell.id, cell.revision):
            return cell
        self._puts, self._last_put = self._puts + 1, (cell.id, cell.revision)
        before = self._put(cell, language)
        if before is None or before.revision == cell.revision:  # read since it was written, or not at all
            self.counts |= self._count([self.heads[language]])
            return None
        self.counts[language][before.state] -= 1
        self.counts[language][cell.state] += 1
        return before

    def _put(self, cell: Cell, language: str) -> Cell | None:
        """Put a cell on the lines that are kept; the cell that was there."""
        before = None
        first, last = (min(row, self.outline.rows) for row in (cell.source_start, cell.source_end))
        for number in range(first // BLOCK, last // BLOCK + 1):
            block = self._blocks.get(number)
            for row in block.rows if block else ():
                place = row.cells.get(language)
                if place is not None and place.cell.id == cell.id and place.cell.revision <= cell.revision:
                    before, row.cells[language] = place.cell, replace(place, cell=cell)
        return before

    # -- what others write -------------------------------------------------------------------------------------------

    def news(self) -> News:
        """What was written since this sheet was read or last took news, by whomever."""
        puts = self._puts
        with self.store.moment():
            entry = self.store.last_entry()
            if entry < self.entry or self.heads != {
                head.language: head for head in self.store.heads(self.statement.id)
            }:
                return News(puts, entry, moved=True)
            cells = self.store.changed_since(self.entry, list(self._tags)) if entry > self.entry else []
            heads = [self.heads[tag] for tag in {self._tags[cell.version_id] for cell in cells}]
            return News(puts, entry, cells=cells, counts=self._count(heads))

    def take(self, news: News) -> bool:
        """Show what was written, where it has not `moved` anything; False if a cell was put since it was read."""
        if news.puts != self._puts:
            return False
        self.entry = news.entry
        for cell in news.cells:
            self._put(cell, self._tags[cell.version_id])
        self.counts |= news.counts
        return True

    # -- seeking -----------------------------------------------------------------------------------------------------

    def seek(self, line: int, language: str, step: int, states: Collection[State]) -> int | None:
        """The nearest line in a direction with a cell in one of these states, going round; None if there is none.

        Args:
            line: where to start; its own cell is no answer. -1 starts before the first.
            step: 1 forwards, -1 backwards.
        """
        if not self.has_cells(language):  # every line is new
            return (line + step) % len(self) if State.NEW in states and len(self) > (line >= 0) else None
        version_id, here = self.heads[language].id, self.cell(line, language)
        position = here.position if here else self._position_before(line, language) + (step < 0)
        cell = self.store.nearest(version_id, position, step, states)
        cell = cell or self.store.nearest(version_id, -1 if step > 0 else _END, step, states)
        return None if cell is None or (here and cell.id == here.id) else self.line_of(cell)

    def cells_from(self, line: int, language: str, step: int) -> Iterator[tuple[Cell, str]]:
        """The cells of a language with their sources, in a direction from a line on, going round to where it began.

        The cell on the line itself is left out. They are read in slices and not kept: for a thread of its own.
        """
        if language not in self.heads:
            return
        here, rows = self.cell(line, language), self.outline.rows
        position = here.position if here else self._position_before(line, language) + (step < 0)
        row = min(here.source_start, rows) if here else self.outline.place(max(0, line))[0]
        slices = list(range(0, rows + 1, SLICE))[::step]
        first = slices.index(row // SLICE * SLICE)
        for number, start in enumerate([*slices[first:], *slices[: first + 1]]):
            for cell, source in self._slice(language, start)[::step]:
                beyond = (cell.position - position) * step > 0
                if (beyond or number) and not (beyond and number == len(slices)) and cell.id != (here and here.id):
                    yield cell, source

    def _slice(self, language: str, start: int) -> list[tuple[Cell, str]]:
        """The cells of a language that begin on the rows of a slice, with their sources."""
        stop = start + SLICE if start + SLICE <= self.outline.rows else _END
        cells = self.store.cells_over(self.heads[language].id, start, stop)
        cells = [cell for cell in cells if cell.source_start >= start]
        return list(zip(cells, self.sources_of(cells), strict=True))

    def _position_before(self, line: int, language: str) -> int:
        """The position of the last cell of a language above a line that it has nothing on, -1 if there is none."""
        row, within = self.outline.place(max(0, line))
        for earlier in range(line - 1, line - within - 1, -1):
            own = self.cell(earlier, language)
            if own is not None:
                return own.position
        return -1 if line < 0 else self.store.position_before(self.heads[language].id, row)
