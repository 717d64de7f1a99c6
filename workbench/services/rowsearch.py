"""Which lines of a large statement are asked for: by what they say, the state of their cell, or what it has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.core.project import Cell, State
from workbench.services import linesearch
from workbench.services.outline import Column

if TYPE_CHECKING:
    from workbench.services.linesearch import LineSearch
    from workbench.services.pages import PagedSheet

_END = 1 << 62


@dataclass(frozen=True, slots=True)
class Asked:
    """What lines are asked for; everything that is said holds together.

    Attributes:
        text: that the source or the cell contains, case and spelling forms aside; empty for any.
        states: that the cell may have; None for any. A place of a version that does not exist yet is new.
        cells: ids of the only cells that may be; None for any.
        accepts: looks at a cell and the source that it renders; None for no look. It is asked last.
    """

    text: str = ""
    states: frozenset[State] | None = None
    cells: Collection[int] | None = None
    accepts: Callable[[Cell, str], bool] | None = None


def lines_asked(sheet: PagedSheet, search: LineSearch, language: str, asked: Asked) -> Iterator[list[int]]:
    """For each piece of a statement from the top the lines asked for, in order; see `LineSearch.pieces`.

    Args:
        search: of the same sheet.
        language: whose cells are looked at.
    """
    texts = search.found(asked.text, language) if asked.text else None
    for number in range(search.pieces):
        start, stop = number * linesearch.PIECE, (number + 1) * linesearch.PIECE
        lines = next(texts) if texts else _lines_at(sheet, start, stop)
        if asked.states is not None or asked.cells is not None:
            fitting = set(_fitting(sheet, language, asked, start, stop))
            lines = [line for line in lines if line in fitting]
        yield [line for line in lines if asked.accepts is None or _accepted(sheet, language, line, asked.accepts)]


def _lines_at(sheet: PagedSheet, start: int, stop: int) -> Sequence[int]:
    """The lines of a run of source rows, those at the end of the statement with the row after the last one."""
    first = sheet.outline.first
    return range(first(start), len(sheet) if stop > sheet.outline.rows else first(stop))


def _fitting(sheet: PagedSheet, language: str, asked: Asked, start: int, stop: int) -> Iterator[int]:
    """The lines of a run of source rows whose cell is one of those asked for and in a state asked for."""
    if not sheet.has_cells(language):
        new = asked.cells is None and asked.states is not None and State.NEW in asked.states
        yield from _lines_at(sheet, start, stop) if new else ()
        return
    outline = sheet.outline
    runs = sheet.store.states_over(sheet.heads[language].id, start, stop if stop <= outline.rows else _END)
    column = Column(language, runs, outline.rows)
    top = outline.first(start)
    for row in range(start, min(stop, outline.rows + 1)):
        for line in outline.lines(row):
            run = column.at(row, line)
            fits = run is not None and (asked.states is None or run.state in asked.states)
            if run is not None and fits and (asked.cells is None or run.id in asked.cells):
                yield top
            top += 1


def _accepted(sheet: PagedSheet, language: str, line: int, accepts: Callable[[Cell, str], bool]) -> bool:
    cell = sheet.cell(line, language)
    return cell is not None and accepts(cell, sheet.source_of(cell))
