"""Which lines of a large statement are asked for: by what they say, the state of their cell, or what it has.

The database looks for texts and states. Nothing of the statement is held here, so that nothing gets out of date.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from workbench.core.errors import StorageError, WriteError
from workbench.core.page import CellHits, OddRun
from workbench.core.project import Cell, State
from workbench.services.outline import Column, Line
from workbench.text.normalize import fold

if TYPE_CHECKING:
    from workbench.services.pages import PagedSheet

FIRST = 2048
"""Source rows that are searched first; each time after that twice as many."""

MOST = 16_384
"""Source rows that are searched at once: while what is found among them is put together, a key may be waiting."""

LOOKED_AT = 256
"""Cells that are checked one by one before what was found is told."""

NOTED = 4096
"""Cells checked of which it is noted together what was noticed."""

_END = 1 << 62


@dataclass(frozen=True, slots=True)
class Look:
    """Checks that notice something in a cell or do not; the project keeps it.

    Attributes:
        by: a number of its own for whatever may notice something else.
        notices: looks at a cell and the source that it renders.
    """

    by: int
    notices: Callable[[Cell, str], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """What lines are asked for; everything that is said holds together.

    Attributes:
        text: that the source or the cell contains, case and spelling forms aside; empty for any.
        states: that the cell may have; None for any. A place of a version that does not exist yet is new.
        cells: ids of the only cells that may be; None for any.
        look: in whose cells something is noticed; None for any.
    """

    text: str = ""
    states: frozenset[State] | None = None
    cells: Collection[int] | None = None
    look: Look | None = None


def lines_asked(sheet: PagedSheet, language: str, asked: Asked) -> Iterator[list[int]]:
    """For each piece of a statement from the top the lines asked for, in order.

    Args:
        language: whose cells are looked at.
    Raises: StorageError.
    """
    chosen = None if asked.cells is None else list(sheet.store.cells_of(asked.cells).values())
    look = _Looking(sheet, language, asked.look) if asked.look and sheet.has_cells(language) else None
    alone = look is not None and asked == Asked(look=asked.look)
    start, step = 0, FIRST
    try:
        while start <= sheet.outline.rows:
            stop = min(start + step, sheet.outline.rows + 1)
            with sheet.store.moment():
                lines = [] if alone else _Piece(sheet, language, start, stop).lines(asked, chosen)
                if look and (alone or lines):
                    upto, noticed = look.at(start, stop)
                    lines = _Piece(sheet, language, start, upto).lines(asked, chosen, noticed)
                    step, stop = step if upto == stop else FIRST // 2, upto
            yield lines
            start, step = stop, min(2 * step, MOST)
            if look:
                look.keep(NOTED)
    finally:
        if look:
            look.keep(1)


class _Looking:
    """Looks at the cells of which nothing is noted while a statement is searched from the top."""

    def __init__(self, sheet: PagedSheet, language: str, look: Look) -> None:
        self._store, self._sheet, self._look = sheet.store, sheet, look
        self._heads = [sheet.heads[tag] for tag in (language, sheet.statement.source_language) if tag in sheet.heads]
        self._found: dict[Cell, bool] = {}

    def at(self, start: int, stop: int) -> tuple[int, list[Cell]]:
        """Look at the cells that begin on some source rows (half-open), and at the few that reach into the first.

        Returns: the row up to which that has come, and the cells in which something was noticed.
        """
        cells = self._unnoted(start, stop, LOOKED_AT)
        if len(cells) == LOOKED_AT:  # the last row may have more of them
            stop = max(start + 1, min(stop, cells[-1].source_start))
            whole = [cell for cell in cells if cell.source_start < stop]
            cells = whole if len(whole) < LOOKED_AT else self._unnoted(start, stop, _END)
        reaching = self._store.odd_runs(self._heads[0].id, start, start)
        cells += self._store.cells_of(run.id for run in reaching).values()
        sources = self._sheet.sources_of(cells)
        found = {cell: self._look.notices(cell, source) for cell, source in zip(cells, sources, strict=True)}
        self._found |= found
        return stop, [cell for cell in cells if found[cell]]

    def _unnoted(self, start: int, stop: int, most: int) -> list[Cell]:
        end = stop if stop <= self._sheet.outline.rows else _END
        return self._store.unnoted(self._heads[0].id, start, end, self._look.by, most)

    def keep(self, least: int) -> None:
        """Have the project keep what was noticed, if it is of so many cells."""
        if len(self._found) >= least:
            with suppress(StorageError, WriteError):  # a project that cannot be written is searched all the same
                self._store.note(self._found, self._look.by, self._heads)
            self._found = {}


class _Piece:
    """A run of source rows, the lines at the end of the statement with the last of them.

    Most rows have one line and one cell in a language; there finding rows is enough. The few others are looked at line
    by line, with the odd cells and one more that stands for the ordinary cell of a row.

    Attributes:
        stop: the row after the last one; of the last piece one more than there is.
    """

    def __init__(self, sheet: PagedSheet, language: str, start: int, stop: int) -> None:
        self._sheet, self._outline, self._language = sheet, sheet.outline, language
        self.start, self.stop = start, stop
        self._end = stop if stop <= sheet.outline.rows else _END
        self._version = sheet.heads[language].id if sheet.has_cells(language) else None

    @cached_property
    def odd(self) -> list[OddRun]:
        """The odd cells of the language over these rows."""
        return [] if self._version is None else self._sheet.store.odd_runs(self._version, self.start, self._end)

    def covered(self, run: OddRun) -> Sequence[int]:
        """The rows of the piece that an odd cell is on, if only on a line before one."""
        if run.source_start >= run.source_end:
            return (min(run.source_start, self._outline.rows),)
        return self.within(run.source_start, run.source_end)

    def within(self, start: int, stop: int) -> range:
        """Those of some rows (half-open) that are in the piece."""
        return range(max(self.start, start), min(self.stop, stop))

    def lines(self, asked: Asked, chosen: Sequence[Cell] | None, noticed: Sequence[Cell] | None = None) -> list[int]:
        """The lines asked for.

        Args:
            chosen: the only cells that may be; None for any.
            noticed: cells in which something was noticed just now; None for lines whatever is noticed there.
        """
        new = asked.states is None or State.NEW in asked.states
        if self._version is None and not (new and chosen is None and asked.look is None):
            return []
        conditions = [] if self._version is None else list(self._conditions(self._version, asked, chosen, noticed))
        if not all(hits.covered for hits in conditions):
            return []
        source = self._source_saying(asked.text) if asked.text else set[int]()
        said = self._cells_saying(asked.text) if asked.text else None
        sets = [hits.covered for hits in conditions] + ([] if said is None else [source | said.covered])
        rows = set.intersection(*sets) if sets else set(range(self.start, self.stop))
        strange = [row for row in self._outline.odd_rows(self.start, self.stop) if row in rows]
        rows.difference_update(strange, (self._outline.rows,))
        found = self._outline.firsts(sorted(rows))
        for number, row, line, cell in self._one_by_one(strange):
            fits = said is None or said.has(row, cell) or (row in source and line == Line("", 0))
            if fits and all(hits.has(row, cell) for hits in conditions):
                found.append(number)
        return sorted(found)

    def _source_saying(self, text: str) -> set[int]:
        """The rows whose source contains a text."""
        tag = self._sheet.statement.source_language
        head = self._sheet.heads.get(tag)
        found = head and self._sheet.store.rows_saying(head.id, fold(text, tag), self.start, self.stop)
        return set(found or ())

    def _cells_saying(self, text: str) -> _Hits:
        if self._version is None:
            return _Hits(self, CellHits([], []))
        folded = fold(text, self._language)
        return _Hits(self, self._sheet.store.cell_hits(self._version, self.start, self._end, folded=folded))

    def _conditions(
        self, version: int, asked: Asked, chosen: Sequence[Cell] | None, noticed: Sequence[Cell] | None
    ) -> Iterator[_Hits]:
        """What the other conditions find, one by one."""
        hits = partial(self._sheet.store.cell_hits, version, self.start, self._end)
        if asked.states is not None:
            yield _Hits(self, hits(states=asked.states))
        if chosen is not None:
            yield _Hits(self, self._of([cell for cell in chosen if cell.version_id == version]))
        if asked.look and noticed is not None:
            known, new = hits(noted=asked.look.by), self._of(noticed)
            yield _Hits(self, CellHits(known.rows + new.rows, known.odd + new.odd))

    def _of(self, cells: Sequence[Cell]) -> CellHits:
        """Some cells as if they had been found."""
        odd = {run.id for run in self.odd}
        rows = [cell.source_start for cell in cells if cell.id not in odd]
        return CellHits(rows, [cell.id for cell in cells if cell.id in odd])

    def _one_by_one(self, rows: Sequence[int]) -> Iterator[tuple[int, int, Line, OddRun | None]]:
        """The lines of some rows, and what stands there: an odd cell, or number 0 for the ordinary one of the row."""
        if not rows:
            return
        begun = {row for run in self.odd for row in self.within(run.source_start + run.shared, run.source_end)}
        ordinary = [OddRun(0, row, row + 1, 0) for row in rows if row not in begun]
        column = Column(self._language, [*ordinary, *self.odd], self._outline.rows)
        for row in rows:
            for number, line in enumerate(self._outline.lines(row), self._outline.first(row)):
                yield number, row, line, column.at(row, line)


class _Hits:
    """What one condition finds in a piece.

    Attributes:
        covered: the rows on whose lines there is something of it.
    """

    def __init__(self, piece: _Piece, found: CellHits) -> None:
        self._rows = {row for row in found.rows if piece.start <= row < piece.stop}
        self._odd = set(found.odd)
        runs = [run for run in piece.odd if run.id in self._odd] if self._odd else []
        self.covered = self._rows.union(*map(piece.covered, runs))

    def has(self, row: int, cell: OddRun | None) -> bool:
        """Whether what stands on a line of a row is among what was found."""
        return cell is not None and (cell.id in self._odd if cell.id else row in self._rows)
