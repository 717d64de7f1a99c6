"""Which cells of a version take up lines of their own, kept beside them, so that a large sheet can be numbered unread.

Whoever puts cells in or takes them out calls `settle`; `cell.shared` and `version.layout` are written nowhere else.
"""

from __future__ import annotations

import sys

from sqlalchemy import Connection, bindparam, or_, select, update

from workbench.core.page import shared_rows
from workbench.storage import schema

_EVERYTHING = sys.maxsize


def settle(connection: Connection, version_id: int, start: int = 0, stop: int = _EVERYTHING) -> None:
    """Bring up to date what is kept of the cells of a version, once some that begin on these rows came, went or moved.

    Args:
        start, stop: source rows, half-open.
    """
    version, cell = schema.version, schema.cell
    connection.execute(update(version).where(version.c.id == version_id).values(layout=version.c.layout + 1))
    covering = or_(cell.c.source_start >= start, cell.c.source_end > start)
    found = connection.execute(
        select(cell.c.id, cell.c.source_start, cell.c.source_end, cell.c.shared)
        .where(cell.c.version_id == version_id, cell.c.retired.is_(False), covering, cell.c.source_start < stop)
        .order_by(cell.c.position)
    ).all()
    changed = [
        {"cell": row.id, "now": shared}
        for row, shared in zip(found, shared_rows(found), strict=True)
        if row.shared != shared and row.source_start >= start
    ]
    if changed:
        connection.execute(update(cell).where(cell.c.id == bindparam("cell")).values(shared=bindparam("now")), changed)
