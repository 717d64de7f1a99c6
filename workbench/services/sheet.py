"""One statement as rows and columns: the segments of its source, and beside them the cells of each version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from workbench.core.project import Cell, Statement


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
        languages: the columns beside the source, in the order of showing.
        columns: cells of each language in order; an empty list where there is no version, or one not aligned yet.
    """

    statement: Statement
    segments: tuple[str, ...]
    languages: tuple[str, ...]
    columns: Mapping[str, Sequence[Cell]] = field(default_factory=dict)

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """The source's segments without white space at their ends."""
        return tuple(segment.strip() for segment in self.segments)

    def source_of(self, cell: Cell) -> str:
        """The source that a cell renders, without white space at the ends; empty if nothing is opposite."""
        return "".join(self.segments[cell.source_start : cell.source_end]).strip()

    def cell_at(self, language: str, row: int) -> Cell | None:
        """The cell of a language that covers a source row; the first one where several share the row."""
        found = self._by_row.get(language, {}).get(row)
        return found[0] if found else None

    @cached_property
    def _by_row(self) -> dict[str, dict[int, list[Cell]]]:
        index: dict[str, dict[int, list[Cell]]] = {}
        for language, cells in self.columns.items():
            rows = index.setdefault(language, {})
            for cell in cells:
                for row in range(cell.source_start, cell.source_end):
                    rows.setdefault(row, []).append(cell)
        return index

    @cached_property
    def display_rows(self) -> list[DisplayRow]:
        """The lines of the sheet.

        Every source row has one; a row that a version has split has one for each part, and text with nothing
        opposite has one of its own, before the row that it stands before. A cell over several lines is on all of them.
        """
        lines = [line for row in range(len(self.rows) + 1) for line in self._lines(row)]
        return [self._display(lines, number) for number in range(len(lines))]

    def _lines(self, row: int) -> list[tuple[int | None, bool, dict[str, Cell]]]:
        """The lines before and on a source row: its index or None, whether it shows the source, its cells."""
        lines: list[tuple[int | None, bool, dict[str, Cell]]] = []
        for language, cell in self._orphans.get(row, ()):
            across = {other: cells[row][0] for other, cells in self._by_row.items() if self._spans(cells, row)}
            lines.append((None, False, {**across, language: cell}))
        if row < len(self.rows):
            here = {language: cells[row] for language, cells in self._by_row.items() if row in cells}
            for part in range(max([1, *map(len, here.values())])):
                cells = {language: parts[min(part, len(parts) - 1)] for language, parts in here.items()}
                lines.append((row, part == 0, cells))
        return lines

    @staticmethod
    def _spans(cells: Mapping[int, list[Cell]], row: int) -> bool:
        """Whether one cell covers both the row and the one before it."""
        return row in cells and cells[row][0].source_start < row

    @cached_property
    def _orphans(self) -> dict[int, list[tuple[str, Cell]]]:
        """Cells with nothing opposite, by the row that they stand before."""
        found: dict[int, list[tuple[str, Cell]]] = {}
        for language in self.languages:
            for cell in self.columns.get(language, ()):
                if cell.source_start == cell.source_end:
                    found.setdefault(min(cell.source_start, len(self.rows)), []).append((language, cell))
        return found

    def _display(self, lines: Sequence[tuple[int | None, bool, dict[str, Cell]]], number: int) -> DisplayRow:
        row, shows_source, cells = lines[number]
        before = lines[number - 1][2] if number else {}
        after = lines[number + 1][2] if number + 1 < len(lines) else {}
        places = {
            language: CellPlace(cell, before.get(language) is not cell, after.get(language) is not cell)
            for language, cell in cells.items()
        }
        return DisplayRow(row, self.rows[row] if row is not None and shows_source else "", places)
