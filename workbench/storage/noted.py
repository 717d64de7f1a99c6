"""In which cells the checks have noticed something: kept, since looking at all cells of a large version takes seconds.

What is noted of a cell goes with every write of it, with every change of the texts of its statement, and when one of
its findings is ignored or heeded again. What nothing is noted of has to be looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Select, and_, bindparam, delete, insert, select

from workbench.core.page import VersionHead
from workbench.core.project import Cell
from workbench.storage import rows, schema
from workbench.storage.transactions import Transactions

_cell, _noted = schema.cell, schema.noted

_AT_ONCE = 500
"""Numbers in one query."""


def forget_noted(connection: Connection, cell_ids: Sequence[int]) -> None:
    """Drop what is noted of some cells."""
    if cell_ids:
        one = delete(_noted).where(_noted.c.cell_id == bindparam("written"))
        connection.execute(one, [{"written": cell_id} for cell_id in cell_ids])


def forget_noted_in(connection: Connection, statement_id: int) -> None:
    """Drop what is noted of all cells of a statement."""
    version = schema.version
    cells: Select[tuple[int]] = select(_cell.c.id).join(version, version.c.id == _cell.c.version_id)
    connection.execute(delete(_noted).where(_noted.c.cell_id.in_(cells.where(version.c.statement_id == statement_id))))


class Noted:
    """The part of a store that keeps in which cells something was noticed."""

    _work: Transactions

    def unnoted(self, version_id: int, start: int, stop: int, by: int, most: int) -> list[Cell]:
        """The first cells that begin on some source rows (half-open) and have nothing noted by these checks."""
        query = (
            select(_cell)
            .outerjoin(_noted, and_(_noted.c.cell_id == _cell.c.id, _noted.c.by == by))
            .where(_cell.c.version_id == version_id, _cell.c.retired.is_(False), _noted.c.cell_id.is_(None))
            .where(_cell.c.source_start >= start, _cell.c.source_start < stop)
        )
        with self._work.read() as connection:
            found = connection.execute(query.order_by(_cell.c.source_start).limit(most)).mappings()
            return [rows.read_cell(row) for row in found]

    def note(self, found: Mapping[Cell, bool], by: int, heads: Sequence[VersionHead]) -> None:
        """Keep of cells whether the checks notice something, unless they or the texts around have changed meanwhile.

        Args:
            by: the number of the checks.
            heads: the version and its source as they were when the cells were read.
        """
        version = schema.version
        with self._work.write() as connection:
            layouts = select(version.c.id, version.c.layout).where(version.c.id.in_([head.id for head in heads]))
            if {(head.id, head.layout) for head in heads} != {tuple(row) for row in connection.execute(layouts)}:
                return
            cells = list(found)
            for at in range(0, len(cells), _AT_ONCE):
                part = {cell.id: cell for cell in cells[at : at + _AT_ONCE]}
                now = select(_cell.c.id, _cell.c.revision).where(_cell.c.id.in_(part))
                same = [number for number, revision in connection.execute(now) if revision == part[number].revision]
                if same:
                    connection.execute(delete(_noted).where(_noted.c.cell_id.in_(same)))
                    connection.execute(
                        insert(_noted), [{"cell_id": n, "by": by, "worth": found[part[n]]} for n in same]
                    )
