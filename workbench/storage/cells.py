"""Cells in their table: read by number, written, put between others, taken out. All inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy import func as sql

from workbench.core.project import Cell
from workbench.storage import rows, schema
from workbench.storage.folded import fold_cells, fold_new_cells
from workbench.storage.halftyped import drop_half_typed
from workbench.storage.noted import forget_noted

CONTENT = ("text", "state", "origin_kind", "origin", "source_text", "revision", "updated_at")
"""Columns of what a cell says."""

COVERED = tuple(name for name in rows.cell_values(Cell(0, 0, 0, 0, 0)) if name != "position")
"""Columns of what it says and covers, all but where it stands."""

SPACING = 1 << 10
"""Between neighbours once a version had to be numbered anew, so that the next ones find room."""

_AT_ONCE = 500
"""Numbers in one query."""


def content(cell: Cell) -> tuple[object, ...]:
    """What a cell says; a cell that says something else is at another revision."""
    return cell.text, cell.state, cell.origin, cell.source_text


def read_cells(connection: Connection, ids: Iterable[int]) -> dict[int, tuple[Cell, bool]]:
    """Cells by number, and whether each is retired; numbers that are none are left out."""
    wanted = list(dict.fromkeys(ids))
    found: dict[int, tuple[Cell, bool]] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        query = select(schema.cell).where(schema.cell.c.id.in_(wanted[at : at + _AT_ONCE]))
        for row in connection.execute(query).mappings():
            found[row["id"]] = rows.read_cell(row), row["retired"]
    return found


def update_cells(connection: Connection, cells: Sequence[Cell], columns: Collection[str] | None = None) -> None:
    """Write these columns of cells that are there, by default all; those that were retired come back."""
    if not cells:
        return
    names = columns or rows.cell_values(cells[0])
    bound: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    values = [(cell.id, rows.cell_values(cell)) for cell in cells]
    connection.execute(
        update(schema.cell).where(schema.cell.c.id == bindparam("at_id")).values(**bound, retired=False),
        [{"at_id": cell_id, **{f"new_{name}": said[name] for name in names}} for cell_id, said in values],
    )
    fold_cells(connection, cells)
    forget_noted(connection, [cell.id for cell in cells])


def insert_cells(connection: Connection, cells: Sequence[Cell]) -> list[Cell]:
    """Cells of one version with the ids they were given."""
    if not cells:
        return []
    cell_id, version_id = schema.cell.c.id, cells[0].version_id
    last = connection.scalar(select(sql.coalesce(sql.max(cell_id), 0))) or 0
    # Asked to tell the numbers, SQLite takes one row at a time, which is six times slower.
    values = [{"version_id": version_id, **rows.cell_values(cell)} for cell in cells]
    connection.execute(insert(schema.cell), values)
    given = select(cell_id).where(cell_id > last, schema.cell.c.version_id == version_id).order_by(cell_id)
    ids = connection.scalars(given).all()
    made = [replace(cell, id=cell_id) for cell, cell_id in zip(cells, ids, strict=True)]
    fold_new_cells(connection, made)
    return made


def retire(connection: Connection, cells: Collection[Cell], author: str, now: str) -> None:
    """Take cells out of their version; what is half typed in them goes to their history."""
    leaving = {cell.id: cell for cell in cells}
    if not leaving:
        return
    cell = schema.cell
    connection.execute(
        update(cell).where(cell.c.id == bindparam("leaving")).values(retired=True),
        [{"leaving": cell_id} for cell_id in leaving],
    )
    for cell_id in connection.scalars(select(schema.journal.c.cell_id)).all():
        if cell_id in leaving:
            drop_half_typed(connection, cell_id, now, author)


def write_history(connection: Connection, cells: Sequence[Cell], author: str) -> None:
    """Add the cells as they are to their histories."""
    if cells:
        connection.execute(insert(schema.revision), [rows.revision_values(cell, author) for cell in cells])


def copy_history(connection: Connection, from_id: int, to_id: int, *, since: str = "") -> None:
    """Give the history of one cell to another one as well, or what is younger than an instant."""
    revision = schema.revision
    columns = [column for column in revision.c if column.name not in ("id", "cell_id")]
    copies = select(bindparam("to_id", to_id).label("cell_id"), *columns).where(
        revision.c.cell_id == from_id, revision.c.at > since
    )
    connection.execute(
        insert(revision).from_select(
            ["cell_id", *(column.name for column in columns)], copies.order_by(revision.c.at, revision.c.id)
        )
    )


def following(connection: Connection, cell_id: int) -> Cell | None:
    """The cell after one in its version."""
    here, after = schema.cell.alias("here"), schema.cell
    query = (
        select(after)
        .join(here, here.c.version_id == after.c.version_id)
        .where(here.c.id == cell_id, after.c.retired.is_(False), after.c.position > here.c.position)
        .order_by(after.c.position)
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return rows.read_cell(row) if row else None


def position_after(connection: Connection, cell_id: int) -> int:
    """A free position right after a cell; where there is none, its version is numbered anew with room between."""
    here = schema.cell.c
    version_id, position = connection.execute(select(here.version_id, here.position).where(here.id == cell_id)).one()
    after = connection.scalar(
        select(sql.min(here.position)).where(
            here.version_id == version_id, here.retired.is_(False), here.position > position
        )
    )
    if after is None:
        return int(position) + 1
    if after - position > 1:
        return int(position + after) // 2
    _space_out(connection, version_id)
    return position_after(connection, cell_id)


def position_before(connection: Connection, cell_id: int) -> int:
    """A free position right before a cell, found as `position_after` does."""
    here = schema.cell.c
    version_id, position = connection.execute(select(here.version_id, here.position).where(here.id == cell_id)).one()
    before = connection.execute(
        select(here.id)
        .where(here.version_id == version_id, here.retired.is_(False), here.position < position)
        .order_by(here.position.desc())
        .limit(1)
    ).scalar()
    return int(position) - 1 if before is None else position_after(connection, before)


def _space_out(connection: Connection, version_id: int) -> None:
    cell = schema.cell
    order = sql.row_number().over(order_by=cell.c.position)
    ranked = (
        select(cell.c.id, order.label("place"))
        .where(cell.c.version_id == version_id, cell.c.retired.is_(False))
        .subquery()
    )
    connection.execute(update(cell).where(cell.c.id == ranked.c.id).values(position=ranked.c.place * SPACING))
