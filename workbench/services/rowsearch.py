"""Which lines of a large statement are asked for: by what they say, the state of their cell, or what it has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.core.project import Cell, State
from workbench.services import linesearch

if TYPE_CHECKING:
    from workbench.services.linesearch import LineSearch
    from workbench.services.pages import PagedSheet


@dataclass(frozen=True, slots=True)
class Asked:
    """What lines are asked for; everything that is said holds together.

    Attributes:
        text: that the source or the cell contains, case and spelling forms aside; empty for any.
        states: that the cell may have; None for any. A place of a version that does not exist yet is new.
        cells: the only cells that may be; None for any.
        accepts: looks at a cell and the source that it renders; None for no look. It is asked last.
    """

    text: str = ""
    states: frozenset[State] | None = None
    cells: Collection[Cell] | None = None
    accepts: Callable[[Cell, str], bool] | None = None


def lines_asked(sheet: PagedSheet, search: LineSearch, language: str, asked: Asked) -> Iterator[list[int]]:
    """For each piece of a statement from the top the lines asked for, in order; see `LineSearch.pieces`.

    Args:
        search: of the same sheet.
        language: whose cells are looked at.
    """
    texts = search.found(asked.text, language) if asked.text else None
    only = None if asked.cells is None else {line for cell in asked.cells for line in _lines_of(sheet, language, cell)}
    reaching: set[int] = set()
    for number in range(search.pieces):
        start, stop = number * linesearch.PIECE, (number + 1) * linesearch.PIECE
        here = _lines_at(sheet, start, stop)
        lines = set(next(texts)) if texts else set(here)
        if asked.states is not None:
            found = {*_in_states(sheet, language, asked.states, start, stop), *reaching}
            reaching = {line for line in found if line >= here.stop}
            lines &= found
        if only is not None:
            lines &= only
        yield sorted(line for line in lines if asked.accepts is None or _accepted(sheet, language, line, asked.accepts))


def _lines_at(sheet: PagedSheet, start: int, stop: int) -> range:
    """The lines of a run of source rows, those at the end of the statement with the row after the last one."""
    first = sheet.outline.first
    return range(first(start), len(sheet) if stop > sheet.outline.rows else first(stop))


def _in_states(sheet: PagedSheet, language: str, states: Collection[State], start: int, stop: int) -> Iterator[int]:
    """The lines, also further down, of the cells in some states that begin at one of some source rows."""
    if not sheet.has_cells(language):
        yield from _lines_at(sheet, start, stop) if State.NEW in states else ()
        return
    for first, last in sheet.store.runs_in(sheet.heads[language].id, states, start, stop):
        yield from _lines(sheet, language, first, last, lambda cell: cell.state in states)


def _lines_of(sheet: PagedSheet, language: str, cell: Cell) -> Iterator[int]:
    if sheet.language_of(cell) == language:
        yield from _lines(sheet, language, cell.source_start, cell.source_end, lambda found: found.id == cell.id)


def _lines(sheet: PagedSheet, language: str, first: int, last: int, wanted: Callable[[Cell], bool]) -> Iterator[int]:
    """The lines of a cell that covers some source rows; where a row has several lines, those with a wanted cell."""
    outline = sheet.outline
    for row in range(min(first, outline.rows), max(min(last, outline.rows), min(first, outline.rows) + 1)):
        top, height = outline.first(row), outline.height(row)
        if height == 1 and first < last:
            yield top
            continue
        for line in range(top, top + height):
            cell = sheet.cell(line, language)
            if cell is not None and wanted(cell):
                yield line


def _accepted(sheet: PagedSheet, language: str, line: int, accepts: Callable[[Cell, str], bool]) -> bool:
    cell = sheet.cell(line, language)
    return cell is not None and accepts(cell, sheet.source_of(cell))
