"""Finding texts and cells across the statements of a project."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, exists, literal, or_, select

from workbench.core.passage import Passage, Repetition
from workbench.core.project import Cell
from workbench.storage import rows, schema
from workbench.storage.cells import read_cells
from workbench.storage.transactions import Transactions
from workbench.text.normalize import as_same

_cell, _segment, _statement, _version = schema.cell, schema.segment, schema.statement, schema.version


class Lookups:
    """The part of a store that looks across statements; see `ProjectStore` for what each method promises."""

    _work: Transactions

    def cells_of(self, ids: Iterable[int]) -> dict[int, Cell]:
        """Cells by number; those that are none or retired are left out."""
        with self._work.read() as connection:
            found = read_cells(connection, ids)
        return {number: cell for number, (cell, retired) in found.items() if not retired}

    def source_text(self, cell: Cell) -> str:
        """Today's source of a cell: its rows joined, without white space at the ends."""
        return "".join(self.source_segments(cell)).strip()

    def source_segments(self, cell: Cell) -> tuple[str, ...]:
        """The rows of the source version that a cell covers, as they are."""
        with self._work.read() as connection:
            return tuple(text for text, _ in _run(connection, cell))

    def passages(
        self, language: str, keys: Collection[str], *, source: bool, after: tuple[str, int] = ("", -1), most: int
    ) -> list[Passage]:
        """Texts of a language by statement and place, those without text left out.

        Args:
            keys: statements to look at.
            source: rows of those that are written in it; otherwise cells of the others.
            after: statement key and place of the last text that is known.
            most: how many to give.
        """
        query = _rows_of(language) if source else _cells_of(language)
        key, place = _statement.c.key, _segment.c.position if source else _cell.c.position
        query = query.where(key.in_(keys)).order_by(key, place)
        rest = query.where(key == after[0], place > after[1])  # each of the two goes by its index
        others = query.where(key > after[0])
        with self._work.read() as connection:
            found = [Passage(*row) for row in connection.execute(rest.limit(most))]
            if len(found) < most:
                found += [Passage(*row) for row in connection.execute(others.limit(most - len(found)))]
        return found

    def repetitions(self, cell: Cell) -> list[Repetition]:
        """Cells of drafted versions in the same language whose source is that of this one, by statement and place.

        The statements are in the same source language. Left out are the cell itself, cells that share a row with
        another one (and all for one that does), those marked as different, and those in which something is half typed.
        """
        with self._work.read() as connection:
            run = _run(connection, cell)
            offset = next((n for n, (_, alike) in enumerate(run) if alike), None)
            if offset is None or connection.scalar(select(_shares_a_row).where(_cell.c.id == cell.id)):
                return []
            query = _alike(connection, cell, len(run), offset, run[offset][1])
            found = connection.execute(query).mappings().all()
            same = as_same("".join(text for text, _ in run))
            repeated = []
            for row in found:
                here = rows.read_cell(row)
                source = row["said"] if len(run) == 1 else "".join(text for text, _ in _run(connection, here))
                if as_same(source) == same:
                    repeated.append(Repetition(row["key"], here, source.strip()))
            return repeated


def _rows_of(language: str) -> Select[Any]:
    place = _segment.c.position
    return (
        select(_statement.c.key, place, literal(0), place, _segment.c.text)
        .join(_version, _version.c.statement_id == _statement.c.id)
        .join(_segment, _segment.c.version_id == _version.c.id)
        .where(_version.c.language == language, _statement.c.source_language == language)
    )


def _cells_of(language: str) -> Select[Any]:
    return (
        select(_statement.c.key, _cell.c.position, _cell.c.id, _cell.c.source_start, _cell.c.text)
        .join(_version, _version.c.statement_id == _statement.c.id)
        .join(_cell, _cell.c.version_id == _version.c.id)
        .where(_version.c.language == language, _statement.c.source_language != language)
        .where(_cell.c.retired.is_(False), _cell.c.text != "")
    )


_own, _source = _version.alias("own"), _version.alias("source")
_RUN = (
    select(_segment.c.text, _segment.c.alike)
    .join(_source, _source.c.id == _segment.c.version_id)
    .join(_statement, _statement.c.id == _source.c.statement_id)
    .join(_own, _own.c.statement_id == _statement.c.id)
    .where(_own.c.id == bindparam("version"), _source.c.language == _statement.c.source_language)
    .where(_segment.c.position >= bindparam("start"), _segment.c.position < bindparam("stop"))
    .order_by(_segment.c.position)
)


def _run(connection: Connection, cell: Cell) -> list[tuple[str, int]]:
    """The source rows of a cell: what each says, and its likeness."""
    place = {"version": cell.version_id, "start": cell.source_start, "stop": cell.source_end}
    return [(text, alike) for text, alike in connection.execute(_RUN, place)]


def _alike(connection: Connection, cell: Cell, count: int, offset: int, alike: int) -> Select[Any]:
    """Cells over `count` source rows, of which the one at `offset` has a likeness."""
    wanted = select(_statement.c.source_language, _version.c.language).join(
        _version, _version.c.statement_id == _statement.c.id
    )
    source_language, language = connection.execute(wanted.where(_version.c.id == cell.version_id)).one()
    return (
        select(_cell, _statement.c.key, _segment.c.text.label("said"))
        .select_from(_segment)
        .join(_source, _source.c.id == _segment.c.version_id)
        .join(_statement, _statement.c.id == _source.c.statement_id)
        .join(_version, _version.c.statement_id == _statement.c.id)
        .join(_cell, and_(_cell.c.version_id == _version.c.id, _cell.c.source_start == _segment.c.position - offset))
        .where(_segment.c.alike == alike, _source.c.language == _statement.c.source_language)
        .where(_statement.c.source_language == source_language, _version.c.language == language)
        .where(_cell.c.retired.is_(False), _cell.c.source_end - _cell.c.source_start == count, _cell.c.id != cell.id)
        .where(_cell.c.target_start.is_(None), ~_shares_a_row)
        .where(~exists().where(schema.differs.c.cell_id == _cell.c.id))
        .where(~exists().where(schema.journal.c.cell_id == _cell.c.id))
        .order_by(_statement.c.key, _cell.c.position)
    )


def _sharing() -> ColumnElement[bool]:
    """Whether a cell has a source row in common with another one."""
    other = _cell.alias("other")
    begins_inside = exists().where(
        other.c.version_id == _cell.c.version_id,
        other.c.retired.is_(False),
        other.c.source_start >= _cell.c.source_start,
        other.c.source_start < _cell.c.source_end,
        other.c.source_end > other.c.source_start,
        other.c.id != _cell.c.id,
    )
    return or_(_cell.c.shared > 0, begins_inside)


_shares_a_row = _sharing()
