"""What is confirmed in a project, read for its memory in parts: which cells, and what has changed of them since."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from workbench.core.page import CellRun
from workbench.core.project import OriginKind, State
from workbench.storage import schema
from workbench.storage.transactions import Transactions

_cell, _revision = schema.cell, schema.revision

_DONE = [str(state) for state in State if state.done]
_BY_STATE = [str(state) for state in (State.REVIEWED, State.LOCKED)]


class Confirmed:
    """The part of a store that the memory of a project reads."""

    _work: Transactions

    def confirmed_runs(self, version_id: int, start: int, stop: int, sure: float) -> list[CellRun]:
        """Cells done in a version whose first source row is among these, surely aligned or by a person; in order."""
        given = {"version": version_id, "start": start, "stop": stop, "sure": sure}
        with self._work.read() as connection:
            return [CellRun(*row) for row in connection.execute(_RUNS, given)]

    def only_sources(self, ids: Collection[int]) -> dict[int, str]:
        """The source row of each of these cells that cover just one, as it is."""
        with self._work.read() as connection:
            found = connection.execute(_ONLY_SOURCES, {"ids": list(ids)})
            return {number: text for number, text in found}

    def texts_of(self, ids: Collection[int]) -> dict[int, str]:
        """The texts of these cells alone."""
        with self._work.read() as connection:
            found = connection.execute(_TEXTS, {"ids": list(ids)})
            return {number: text for number, text in found}

    def cells_changed_since(self, entry: int, most: int) -> list[int]:
        """The cells of the first so many entries in any history after one of `last_entry`, each once."""
        query = select(_revision.c.cell_id).where(_revision.c.id > entry).order_by(_revision.c.id).limit(most)
        with self._work.read() as connection:
            return list(dict.fromkeys(connection.scalars(query)))

    def corrected_cells(self, most: int) -> list[int]:
        """Cells done that a machine has written in before, the ones last drafted first."""
        drafted = and_(_revision.c.origin_kind == str(OriginKind.ENGINE), _revision.c.accepted)
        query = (
            select(_revision.c.cell_id)
            .join(_cell, _cell.c.id == _revision.c.cell_id)
            .where(drafted, _cell.c.retired.is_(False), _in(_DONE))
            .group_by(_revision.c.cell_id)
            .order_by(func.max(_revision.c.id).desc())
            .limit(most)
        )
        with self._work.read() as connection:
            return list(connection.scalars(query))

    def layouts(self) -> int:
        """A number that changes whenever segments are put anew or cells arranged in any version."""
        version = schema.version
        with self._work.read() as connection:
            found = connection.execute(select(func.sum(version.c.layout), func.count())).one()
        return hash(tuple(found))


def _in(states: Collection[str]) -> ColumnElement[bool]:
    return _cell.c.state.in_(states)


_RUNS = (
    select(_cell.c.id, _cell.c.source_start, _cell.c.source_end, _cell.c.text)
    .where(_cell.c.version_id == bindparam("version"), _cell.c.retired.is_(False))
    .where(_cell.c.source_start >= bindparam("start"), _cell.c.source_start < bindparam("stop"))
    .where(_cell.c.source_end > _cell.c.source_start, _in(_DONE), _cell.c.text != "")
    .where(
        or_(
            *(_cell.c.origin_kind == str(OriginKind.PERSON), _cell.c.pinned, _in(_BY_STATE)),
            _cell.c.confidence >= bindparam("sure"),
        )
    )
    .order_by(_cell.c.source_start)
)
"""Made once: a project may have thousands of versions."""

_own, _source, _statement = schema.version.alias("own"), schema.version.alias("source"), schema.statement
_ONLY_SOURCES = (
    select(_cell.c.id, schema.segment.c.text)
    .join(_own, _own.c.id == _cell.c.version_id)
    .join(_statement, _statement.c.id == _own.c.statement_id)
    .join(
        _source,
        and_(_source.c.statement_id == _statement.c.id, _source.c.language == _statement.c.source_language),
    )
    .join(
        schema.segment,
        and_(schema.segment.c.version_id == _source.c.id, schema.segment.c.position == _cell.c.source_start),
    )
    .where(_cell.c.id.in_(bindparam("ids", expanding=True)), _cell.c.source_end == _cell.c.source_start + 1)
)
_TEXTS = select(_cell.c.id, _cell.c.text).where(_cell.c.id.in_(bindparam("ids", expanding=True)))
