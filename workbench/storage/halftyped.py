"""Texts that are half typed: one for each cell, kept while somebody types, gone once it is an edit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Connection, delete, insert, select

from workbench.storage import rows, schema


def keep_half_typed(
    connection: Connection, cell_id: int, text: str, now: str, *, known: Collection[str | None] = ()
) -> None:
    """Keep a text in place of the one that is there; see `drop_half_typed`."""
    drop_half_typed(connection, cell_id, now, known=known)
    connection.execute(insert(schema.journal).values(cell_id=cell_id, text=text, at=now))


def drop_half_typed(
    connection: Connection, cell_id: int, now: str, author: str = "", *, known: Collection[str | None] = ()
) -> None:
    """Drop what is half typed in a cell; a text that nobody else has, since another process typed it, goes to the
    history of the cell.

    Args:
        now: ISO 8601 in UTC.
        author: of what is half typed, as far as it is known.
        known: texts that whoever drops it has typed there, or has just written.
    """
    journal, cell = schema.journal, schema.cell
    text = connection.scalar(select(journal.c.text).where(journal.c.cell_id == cell_id))
    if text is None:
        return
    connection.execute(delete(journal).where(journal.c.cell_id == cell_id))
    here = rows.read_cell(connection.execute(select(cell).where(cell.c.id == cell_id)).mappings().one())
    if text != here.text and text not in known:
        half_typed = replace(here, text=text, updated_at=now)
        connection.execute(insert(schema.revision).values(rows.revision_values(half_typed, author, accepted=False)))
