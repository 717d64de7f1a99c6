"""One statement as rows and columns: the segments of its source, and beside them the cells of each version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from workbench.core.page import Extra, shared_rows
from workbench.core.project import Cell, Statement
from workbench.services.outline import Column, Outline


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell on one display row; `first` and `last` tell whether it begins and ends there."""

    cell: Cell
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class DisplayRow:
    """One line of the sheet.

    Attributes:
        source_row: index of the source segment; None for a line that exists for text with nothing opposite.
        source: the source segment without white space at its ends; empty where `source_row` is None, and on the
            second and later lines of a row that some version has split into several cells.
        cells: what each language has here; a language without an entry has nothing.
    """

    source_row: int | None
    source: str
    cells: dict[str, CellPlace]


@dataclass(frozen=True)
class Sheet:
    """A statement to be read and worked on, as it was in the store at one moment.

    Attributes:
        statement: the statement.
        segments: the source's segments as they are, with their separators.
        first: the source row of the first of them; not 0 for a part of a statement, whose lines are not numbered.
        languages: the columns beside the source, in the order of showing.
        columns: cells of each language in order; an empty list where there is no version, or one not aligned yet.
    """

    statement: Statement
    segments: tuple[str, ...]
    languages: tuple[str, ...]
    columns: Mapping[str, Sequence[Cell]] = field(default_factory=dict)
    first: int = 0

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """The source's segments without white space at their ends."""
        return tuple(segment.strip() for segment in self.segments)

    def source_of(self, cell: Cell) -> str:
        """The source that a cell renders, without white space at the ends; empty if nothing is opposite."""
        return "".join(self.segments[cell.source_start - self.first : cell.source_end - self.first]).strip()

    def row(self, number: int) -> str:
        """A source row without white space at its ends; empty for one that is not here."""
        return self.rows[number - self.first] if 0 <= number - self.first < len(self.rows) else ""

    def cell_at(self, language: str, row: int) -> Cell | None:
        """The cell of a language that covers a source row; the first one where several share the row."""
        column = self._lookup.get(language)
        return column.on(row) if column else None

    @cached_property
    def _lookup(self) -> dict[str, Column[Cell]]:
        rows = len(self.rows)
        return {language: Column(language, self.columns.get(language, ()), rows) for language in self.languages}

    @cached_property
    def display_rows(self) -> list[DisplayRow]:
        """The lines of the sheet.

        Every source row has one; a row that a version has split has one for each part, and text with nothing
        opposite has one of its own, before the row that it stands before. A cell over several lines is on all of them.
        """
        outline = Outline(len(self.rows), self._extras())
        return display(outline, list(self._lookup.values()), self.rows, range(len(self.rows) + 1))

    def _extras(self) -> Iterator[tuple[str, Extra]]:
        for language in self.languages:
            cells = self.columns.get(language, ())
            for cell, shared in zip(cells, shared_rows(cells), strict=True):
                if shared or cell.source_start >= cell.source_end:
                    yield language, Extra(cell.version_id, cell.source_start, shared)


def display(
    outline: Outline, columns: Sequence[Column[Cell]], texts: Sequence[str], rows: range, *, offset: int = 0
) -> list[DisplayRow]:
    """The lines of a run of source rows.

    Args:
        columns: with what covers or stands before the rows, the one before the run and the one after it.
        texts: of the rows, without white space at their ends; the first one is that of row `offset`.
        rows: the row after the last one stands for the lines at the end.
    """
    around = range(max(0, rows.start - 1), min(rows.stop + 1, outline.rows + 1))
    lines = [(row, line) for row in around for line in outline.lines(row)]
    held = [{column.language: cell for column in columns if (cell := column.at(*place))} for place in lines]
    shown = []
    for number, (row, line) in enumerate(lines):
        if row in rows:
            before = held[number - 1] if number else {}
            after = held[number + 1] if number + 1 < len(lines) else {}
            places = {
                language: CellPlace(cell, before.get(language) is not cell, after.get(language) is not cell)
                for language, cell in held[number].items()
            }
            source = "" if line.owner or line.number else texts[row - offset]
            shown.append(DisplayRow(None if line.owner else row, source, places))
    return shown
