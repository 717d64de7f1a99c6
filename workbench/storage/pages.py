"""Reading a large project in parts: what a screen shows, and counts, without reading every cell.

Each query goes by an index, so that its time depends on what it gives and hardly on how much there is; those that
count whole versions read an index alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from workbench.core.page import Extra, Tally, TextRun, VersionHead
from workbench.core.project import Cell, State
from workbench.storage import rows, schema
from workbench.storage.transactions import Transactions

_cell = schema.cell


class Pages:
    """The reading part of a store; see `ProjectStore` for what each method promises."""

    _work: Transactions

    @contextmanager
    def moment(self) -> Iterator[None]:
        """All reads of this thread inside see the project as it was when the first of them began."""
        with self._work.reading():
            yield

    def heads(self, statement_id: int | None = None) -> list[VersionHead]:
        """Versions without their text, of one statement or of all."""
        version, segment = schema.version, schema.segment
        count = select(func.coalesce(func.max(segment.c.position) + 1, 0)).where(segment.c.version_id == version.c.id)
        query = select(
            *(version.c.id, version.c.statement_id, version.c.language, version.c.kind),
            *(count.scalar_subquery(), version.c.layout),
        ).order_by(version.c.statement_id, version.c.language)
        if statement_id is not None:
            query = query.where(version.c.statement_id == statement_id)
        with self._work.read() as connection:
            return [VersionHead(*row) for row in connection.execute(query)]

    def segments(self, version_id: int, start: int, stop: int) -> list[str]:
        """Segments of a version from one position to another, half-open."""
        segment = schema.segment
        query = select(segment.c.text).where(
            segment.c.version_id == version_id, segment.c.position >= start, segment.c.position < stop
        )
        with self._work.read() as connection:
            return list(connection.scalars(query.order_by(segment.c.position)))

    def cells_over(self, version_id: int, start: int, stop: int) -> list[Cell]:
        """Cells that cover any of some source rows (half-open), or stand before one of them; in order."""
        with self._work.read() as connection:
            found = connection.execute(_over(select(_cell), version_id, start, stop)).mappings()
            return [rows.read_cell(row) for row in found]

    def texts_over(self, version_id: int, start: int, stop: int) -> list[TextRun]:
        """The same cells as `cells_over`, their texts alone."""
        query = select(_cell.c.source_start, _cell.c.source_end, _cell.c.text)
        with self._work.read() as connection:
            return list(map(TextRun._make, connection.execute(_over(query, version_id, start, stop)).all()))

    def runs_in(self, version_id: int, states: Collection[State], start: int, stop: int) -> list[tuple[int, int]]:
        """Source rows (half-open) of the cells in some states whose first row is among these."""
        query = select(_cell.c.source_start, _cell.c.source_end).where(
            *_of(version_id), _cell.c.source_start >= start, _cell.c.source_start < stop, _in(states)
        )
        with self._work.read() as connection:
            return [(first, last) for first, last in connection.execute(query).all()]

    def extras(self, version_ids: Sequence[int]) -> list[Extra]:
        """Cells of some versions that need a line of their own, by version and place."""
        query = (
            select(_cell.c.version_id, _cell.c.source_start, _cell.c.shared)
            .where(_cell.c.version_id.in_(version_ids), *schema.ODD_CELLS)
            .where(or_(_cell.c.shared > 0, _cell.c.source_end <= _cell.c.source_start))
            .order_by(_cell.c.version_id, _cell.c.source_start)
        )
        with self._work.read() as connection:
            return [Extra(*row) for row in connection.execute(query).all()]

    def tallies(self, version_ids: Sequence[int] | None = None) -> list[Tally]:
        """Cells by version and state, of some versions or of all."""
        wanted = _cell.c.version_id.in_(version_ids if version_ids is not None else select(schema.version.c.id))
        query = (
            select(_cell.c.version_id, _cell.c.state, func.count())
            .where(wanted, _cell.c.retired.is_(False))
            .group_by(_cell.c.version_id, _cell.c.state)
        )
        with self._work.read() as connection:
            return [Tally(number, State(state), cells) for number, state, cells in connection.execute(query)]

    def lowest_confidence(self, version_id: int) -> float | None:
        """Of the least certain bead of a version, 0..1; None if it has no cells."""
        with self._work.read() as connection:
            found: float | None = connection.scalar(select(func.min(_cell.c.confidence)).where(*_of(version_id)))
            return found

    def nearest(self, version_id: int, position: int, step: int, states: Collection[State]) -> Cell | None:
        """The first cell in one of these states after a position of its version (`step` 1), or before it (-1)."""
        place = _cell.c.position
        beyond, first = (place > position, func.min(place)) if step > 0 else (place < position, func.max(place))
        found: list[int] = []
        with self._work.read() as connection:
            for state in states:  # one at a time each goes to its place in the index
                at = connection.scalar(select(first).where(*_of(version_id), _cell.c.state == str(state), beyond))
                found += [] if at is None else [at]
            if not found:
                return None
            nearest = min(found, key=lambda at: abs(at - position))
            row = connection.execute(select(_cell).where(*_of(version_id), place == nearest)).mappings().first()
            return rows.read_cell(row) if row else None

    def position_before(self, version_id: int, row: int) -> int:
        """The position of the last cell of a version that begins before a source row, -1 if there is none."""
        query = (
            select(_cell.c.position)
            .where(*_of(version_id), _cell.c.source_start < row)
            .order_by(_cell.c.source_start.desc(), _cell.c.position.desc())
            .limit(1)
        )
        with self._work.read() as connection:
            found = connection.scalar(query)
            return -1 if found is None else found

    def last_entry(self) -> int:
        """The number of the newest entry in any cell's history; later ones have higher numbers."""
        with self._work.read() as connection:
            return connection.scalar(select(func.max(schema.revision.c.id))) or 0

    def changed_since(self, entry: int, version_ids: Sequence[int]) -> list[Cell]:
        """Cells of some versions, as they are now, whose history has entries after one of `last_entry`."""
        changed = select(schema.revision.c.cell_id).where(schema.revision.c.id > entry)
        query = select(_cell).where(
            _cell.c.id.in_(changed), _cell.c.version_id.in_(version_ids), _cell.c.retired.is_(False)
        )
        with self._work.read() as connection:
            return [rows.read_cell(row) for row in connection.execute(query).mappings()]

    def versions_changed_since(self, entry: int) -> set[int]:
        """The versions in which any cell's history has entries after one of `last_entry`."""
        changed = select(schema.revision.c.cell_id).where(schema.revision.c.id > entry)
        with self._work.read() as connection:
            return set(connection.scalars(select(_cell.c.version_id).where(_cell.c.id.in_(changed)).distinct()))


def _of(version_id: int) -> tuple[ColumnElement[bool], ...]:
    return _cell.c.version_id == version_id, _cell.c.retired.is_(False)


def _in(states: Collection[State]) -> ColumnElement[bool]:
    return _cell.c.state.in_([str(state) for state in states])


def _over(query: Select[Any], version_id: int, start: int, stop: int) -> Select[Any]:
    """Cells that begin on one of the rows, and those among the few odd ones that reach into the first."""
    begin = and_(*_of(version_id), _cell.c.source_start >= start, _cell.c.source_start < stop)
    reach = and_(
        _cell.c.version_id == version_id, *schema.ODD_CELLS, _cell.c.source_start < start, _cell.c.source_end > start
    )
    return query.where(or_(begin, reach)).order_by(_cell.c.position)
