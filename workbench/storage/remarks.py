"""What is said beside a cell: comments, findings that are all right, and that it differs from its repetitions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update
from sqlalchemy import func as sql

from workbench.core.change import Comment
from workbench.core.errors import ConflictError
from workbench.storage import rows, schema
from workbench.storage.noted import forget_noted
from workbench.storage.transactions import Transactions


class Remarks:
    """The remarks of a project; implements `core.ports.RemarkStore`.

    Args:
        work: transactions on its database.
        now: the clock, ISO 8601 in UTC.
    """

    def __init__(self, work: Transactions, now: Callable[[], str]) -> None:
        self._work, self._now = work, now

    def comment(self, cell_id: int, text: str, author: str) -> Comment:
        """Add a comment; ConflictError if the cell is no longer part of its version."""
        with self._work.write() as connection:
            there = select(schema.cell.c.id).where(schema.cell.c.id == cell_id, schema.cell.c.retired.is_(False))
            if connection.scalar(there) is None:
                raise ConflictError(f"cell {cell_id} is no longer part of its version; open the statement again")
            now = self._now()
            return Comment(add_comment(connection, cell_id, text, author, now), cell_id, text, author, now)

    def comments(self, cell_id: int) -> list[Comment]:
        """Comments at a cell, oldest first."""
        comment = schema.comment
        query = select(comment).where(_stands_at(cell_id)).order_by(comment.c.at, comment.c.id)
        with self._work.read() as connection:
            return [rows.read_comment(row) for row in connection.execute(query).mappings()]

    def commented(self, statement_id: int) -> dict[int, int]:
        """How many open comments the cells of a statement have, by cell."""
        comment, cell, version = schema.comment, schema.cell, schema.version
        query = (
            select(comment.c.cell_id, sql.count())
            .join(cell, cell.c.id == comment.c.cell_id)
            .join(version, version.c.id == cell.c.version_id)
            .where(version.c.statement_id == statement_id, cell.c.retired.is_(False))
            .where(comment.c.resolved_at == "", comment.c.withdrawn.is_(False))
            .group_by(comment.c.cell_id)
        )
        with self._work.read() as connection:
            return {cell_id: number for cell_id, number in connection.execute(query)}

    def resolve(self, comment: Comment, author: str, *, resolved: bool) -> Comment:
        """Close a comment, or open it again."""
        changed = replace(comment, resolved_by=author if resolved else "", resolved_at=self._now() if resolved else "")
        with self._work.write() as connection:
            connection.execute(
                update(schema.comment)
                .where(schema.comment.c.id == comment.id)
                .values(resolved_by=changed.resolved_by, resolved_at=changed.resolved_at)
            )
        return changed

    def set_differs(self, cell_id: int, differs: bool) -> None:
        """Mark a cell as different from its repetitions, or not."""
        with self._work.write() as connection:
            connection.execute(delete(schema.differs).where(schema.differs.c.cell_id == cell_id))
            if differs:
                connection.execute(insert(schema.differs).values(cell_id=cell_id))

    def differs(self, cell_id: int) -> bool:
        """Whether a cell is marked as different."""
        with self._work.read() as connection:
            query = select(schema.differs.c.cell_id).where(schema.differs.c.cell_id == cell_id)
            return connection.scalar(query) is not None

    def set_ignored(self, cell_id: int, check: str, mark: str | None) -> None:
        """Ignore a check in a cell as long as `mark` says so; None to heed it again."""
        table = schema.ignored
        with self._work.write() as connection:
            connection.execute(delete(table).where(table.c.cell_id == cell_id, table.c.check == check))
            if mark is not None:
                connection.execute(insert(table).values(cell_id=cell_id, check=check, mark=mark))
            forget_noted(connection, [cell_id])

    def ignored(self, cell_id: int) -> dict[str, str]:
        """The checks that are ignored in a cell, each with its mark."""
        table = schema.ignored
        with self._work.read() as connection:
            query = select(table.c.check, table.c.mark).where(table.c.cell_id == cell_id)
            return {check: mark for check, mark in connection.execute(query)}

    def ignored_in(self, statement_id: int) -> dict[int, dict[str, str]]:
        """The same for all cells of a statement that have any, by cell."""
        table, cell, version = schema.ignored, schema.cell, schema.version
        query = (
            select(table)
            .join(cell, cell.c.id == table.c.cell_id)
            .join(version, version.c.id == cell.c.version_id)
            .where(version.c.statement_id == statement_id)
        )
        found: dict[int, dict[str, str]] = {}
        with self._work.read() as connection:
            for cell_id, check, mark in connection.execute(query):
                found.setdefault(cell_id, {})[check] = mark
        return found


def add_comment(connection: Connection, cell_id: int, text: str, author: str, now: str) -> int:
    """The number of a new comment."""
    values = {"cell_id": cell_id, "text": text, "author": author, "at": now}
    made = connection.execute(insert(schema.comment).values(values))
    return int((made.inserted_primary_key or (0,))[0])


def comments_at(connection: Connection, cell_id: int) -> tuple[int, ...]:
    """Numbers of the comments at a cell."""
    return tuple(connection.scalars(select(schema.comment.c.id).where(_stands_at(cell_id))))


def move_comments(connection: Connection, comment_ids: Sequence[int], cell_id: int) -> None:
    """Have comments stand at another cell."""
    for comment_id in comment_ids:
        connection.execute(update(schema.comment).where(schema.comment.c.id == comment_id).values(cell_id=cell_id))


def withdraw(connection: Connection, comment_id: int, *, withdrawn: bool) -> None:
    """Hide a comment whose step is taken back, or show it again."""
    connection.execute(update(schema.comment).where(schema.comment.c.id == comment_id).values(withdrawn=withdrawn))


def _stands_at(cell_id: int) -> ColumnElement[bool]:
    return and_(schema.comment.c.cell_id == cell_id, schema.comment.c.withdrawn.is_(False))
