"""What texts say with case and spelling forms aside, kept beside them, so that the database itself finds them.

Every segment (without white space at its ends) and every cell has a text as `text.normalize.fold` gives it, written
in the same transaction. Should `fold` ever give something else, a migration has to write them anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from workbench.core.page import CellHits, OddRun
from workbench.core.project import Cell, State, Version
from workbench.storage import schema
from workbench.storage.transactions import Transactions
from workbench.text.normalize import fold

_cell, _of_cell, _of_segment = schema.cell, schema.folded_cell, schema.folded_segment


def fold_segments(connection: Connection, version: Version) -> None:
    """Keep what the segments of a version say, in the place of what was kept of it."""
    connection.execute(delete(_of_segment).where(_of_segment.c.version_id == version.id))
    if version.segments:
        texts = (fold(segment.strip(), version.language) for segment in version.segments)
        connection.execute(
            insert(_of_segment),
            [{"version_id": version.id, "position": position, "text": text} for position, text in enumerate(texts)],
        )


def fold_new_cells(connection: Connection, cells: Sequence[Cell]) -> None:
    """Keep what cells say that have just come in."""
    connection.execute(
        insert(_of_cell), [{"cell_id": number, "text": text} for number, text in _said(connection, cells)]
    )


def fold_cells(connection: Connection, cells: Sequence[Cell]) -> None:
    """Keep what cells say now."""
    connection.execute(
        update(_of_cell).where(_of_cell.c.cell_id == bindparam("number")).values(text=bindparam("now")),
        [{"number": number, "now": text} for number, text in _said(connection, cells)],
    )


def _said(connection: Connection, cells: Sequence[Cell]) -> Iterable[tuple[int, str]]:
    version = schema.version
    query = select(version.c.id, version.c.language).where(version.c.id.in_({cell.version_id for cell in cells}))
    tags = {number: language for number, language in connection.execute(query)}
    return ((cell.id, fold(cell.text, tags[cell.version_id])) for cell in cells)


class Folded:
    """The part of a store that finds rows by what they say and the states of their cells.

    Each query gives its numbers as one text: taken one by one they would cost many times the search itself, and the
    threads of the process would wait for each other at every one.
    """

    _work: Transactions

    def rows_saying(self, version_id: int, folded: str, start: int, stop: int) -> list[int]:
        """Positions, among these (half-open), of the segments of a version that contain a folded text; in order."""
        place = _of_segment.c.position
        query = _numbers(place).where(
            _of_segment.c.version_id == version_id, place >= start, place < stop, _contains(_of_segment, folded)
        )
        return sorted(self._read_numbers(query))

    def cell_hits(
        self,
        version_id: int,
        start: int,
        stop: int,
        *,
        folded: str = "",
        states: Collection[State] | None = None,
        noted: int | None = None,
    ) -> CellHits:
        """Cells over some source rows (half-open) of which everything holds that is asked.

        Args:
            folded: a text that they contain; states: in one of which they are; noted: the number of the checks that
                have noticed something, as far as it is noted.
        """
        source: Any = _cell
        wanted: list[ColumnElement[bool]] = [_cell.c.version_id == version_id]
        if folded:
            source = source.join(_of_cell, _of_cell.c.cell_id == _cell.c.id)
            wanted.append(_contains(_of_cell, folded))
        if noted is not None:
            source = source.join(schema.noted, schema.noted.c.cell_id == _cell.c.id)
            wanted += [schema.noted.c.by == noted, schema.noted.c.worth]
        if states is not None:
            wanted.append(_cell.c.state.in_([str(state) for state in states]))
        place = _cell.c.source_start
        begin = _cell.c.retired.is_(False), place >= start, place < stop
        reach = *schema.ODD_CELLS, place < start, _cell.c.source_end > start
        told = case((schema.ODD_CELLS[1], -_cell.c.id), else_=place)  # numbers of cells are above 0, rows not below
        found = self._read_numbers(_numbers(told).select_from(source).where(*wanted, *begin))
        more = self._read_numbers(_numbers(-_cell.c.id).select_from(source).where(*wanted, *reach)) if start else []
        return CellHits([row for row in found if row >= 0], [-odd for odd in (*found, *more) if odd < 0])

    def odd_runs(self, version_id: int, start: int, stop: int) -> list[OddRun]:
        """The odd cells over some source rows (half-open), in order."""
        query = select(_cell.c.id, _cell.c.source_start, _cell.c.source_end, _cell.c.shared).where(
            *(_cell.c.version_id == version_id, *schema.ODD_CELLS, _cell.c.source_start < stop),
            or_(_cell.c.source_start >= start, _cell.c.source_end > start),
        )
        with self._work.read() as connection:
            return list(map(OddRun._make, connection.execute(query.order_by(_cell.c.position)).all()))

    def _read_numbers(self, query: Select[Any]) -> list[int]:
        with self._work.read() as connection:
            found: str | None = connection.scalar(query)
            return list(map(int, found.split(","))) if found else []


def _numbers(column: Any) -> Select[Any]:
    return select(func.aggregate_strings(cast(column, Text), ","))


def _contains(table: Any, folded: str) -> Any:
    # SQLite's LIKE looks past the case of A to Z, which makes no difference: folded texts have no capitals.
    return table.c.text.contains(folded, autoescape=True)
