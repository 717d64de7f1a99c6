"""The project store: statements, versions and cells in a database, every write one durable transaction.

Safe from several threads and several processes. Each use takes a connection of its own, so reading never waits for
writing; the writers of this process take turns at a lock, those of others at the database's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, and_, delete, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from workbench.core.errors import ConflictError, StorageError, WorkbenchError
from workbench.core.project import Cell, Revision, Statement, Version
from workbench.storage import rows, schema
from workbench.storage.cells import copy_history, insert_cells, retire, update_cells, write_history
from workbench.storage.changes import Changes
from workbench.storage.confirmed import Confirmed
from workbench.storage.folded import Folded, fold_segments
from workbench.storage.halftyped import keep_half_typed
from workbench.storage.layout import settle
from workbench.storage.likeness import likeness
from workbench.storage.lookups import Lookups
from workbench.storage.noted import Noted, forget_noted_in
from workbench.storage.pages import Pages
from workbench.storage.remarks import Remarks
from workbench.storage.search import TextSearch
from workbench.storage.sqlite import SqliteBackend
from workbench.storage.transactions import Backend, Transactions, write_option

_WRITES_REVISION = ("text", "state", "origin", "source_text")


def utc_now() -> str:
    """This instant, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def open_project_store(path: Path, *, create: bool = False, now: Callable[[], str] = utc_now) -> SqlProjectStore:
    """The store in an SQLite file, brought up to today's schema.

    Args:
        path: the file, `project.db` in a project's folder.
        create: make it if it is missing or empty.
        now: the clock, ISO 8601 in UTC.
    Raises:
        SchemaVersionError: a newer workbench has written it.
        StorageError: it is missing, damaged, locked or no project.
        WriteError: it may not be written.
    """
    if not create:
        _check_there(path)
    backend = SqliteBackend(path, create=create)
    try:
        with backend.engine.connect().execution_options(**write_option(True)) as connection, connection.begin():
            if create and not inspect(connection).get_table_names():
                schema.create(connection, now())
            else:
                schema.migrate(connection, now(), str(path))
    except SQLAlchemyError as error:
        backend.close()
        raise backend.explain(error) from error
    except WorkbenchError:
        backend.close()
        raise
    return SqlProjectStore(backend, now=now)


def _check_there(path: Path) -> None:
    try:
        missing = "is empty" if path.stat().st_size == 0 else ""
    except FileNotFoundError:
        missing = "is missing"
    except OSError as error:
        raise StorageError(f"{path}: cannot be opened: {error.strerror}; check the permissions") from error
    if missing:
        raise StorageError(f"{path} {missing}; restore it from a copy or a snapshot of the project")


class SqlProjectStore(Pages, Folded, Noted, Confirmed, Changes, Lookups, TextSearch):
    """A `ProjectStore` in an SQL database; see there for what each method promises.

    Args:
        backend: the database, its schema up to date.
        now: the clock, ISO 8601 in UTC.
    """

    def __init__(self, backend: Backend, *, now: Callable[[], str] = utc_now) -> None:
        self._backend = backend
        self._now = now
        self._work = Transactions(backend)
        self.remarks = Remarks(self._work, now)

    @property
    def path(self) -> Path:
        """Where the project is stored."""
        return self._backend.path

    @property
    def is_there(self) -> bool:
        """Whether what is open still lies where it was opened; if not, what is written is found by nobody."""
        return self._backend.is_there

    @property
    def journal_mode(self) -> str:
        """`wal`, or `delete` where a write-ahead log cannot work, such as network homes."""
        return self._backend.journal_mode

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes of this thread inside succeed together or leave no trace; may be nested."""
        with self._work.write():
            yield

    # -- statements and versions -------------------------------------------------------------------------------------

    def statements(self) -> list[Statement]:
        """All statements by key."""
        with self._work.read() as connection:
            found = connection.execute(select(schema.statement).order_by(schema.statement.c.key))
            return [rows.read_statement(row) for row in found.mappings()]

    def statement(self, key: str) -> Statement | None:
        """The statement of that key."""
        with self._work.read() as connection:
            found = connection.execute(select(schema.statement).where(schema.statement.c.key == key)).mappings().first()
            return rows.read_statement(found) if found else None

    def add_statement(self, statement: Statement) -> Statement:
        """Store a new one; StorageError if the key is taken."""
        with self._work.write() as connection:
            try:
                made = connection.execute(insert(schema.statement).values(rows.statement_values(statement)))
            except IntegrityError as error:
                raise StorageError(
                    f"{self.path}: there is a statement {statement.key!r} already; choose another key"
                ) from error
            return replace(statement, id=_new_id(made.inserted_primary_key))

    def update_statement(self, statement: Statement) -> None:
        """Store changed key, title, date or source language."""
        with self._work.write() as connection:
            changed = connection.execute(
                update(schema.statement)
                .where(schema.statement.c.id == statement.id)
                .values(rows.statement_values(statement))
            )
            if not changed.rowcount:
                raise StorageError(f"{self.path}: there is no statement number {statement.id}")
            forget_noted_in(connection, statement.id)

    def versions(self, statement_id: int) -> list[Version]:
        """Versions of a statement, source first, then by language."""
        version, statement = schema.version, schema.statement
        query = (
            select(version)
            .join(statement, statement.c.id == version.c.statement_id)
            .where(version.c.statement_id == statement_id)
            .order_by(version.c.language != statement.c.source_language, version.c.language)
        )
        with self._work.read() as connection:
            found = connection.execute(query).mappings().all()
            return [rows.read_version(row, _segments(connection, row["id"])) for row in found]

    def version(self, statement_id: int, language: str) -> Version | None:
        """The version in that language."""
        version = schema.version
        query = select(version).where(version.c.statement_id == statement_id, version.c.language == language)
        with self._work.read() as connection:
            row = connection.execute(query).mappings().first()
            return rows.read_version(row, _segments(connection, row["id"])) if row else None

    def put_version(self, version: Version) -> Version:
        """Store a version and its segments, replacing those of the same statement and language; its cells stay."""
        table, segment = schema.version, schema.segment
        same = and_(table.c.statement_id == version.statement_id, table.c.language == version.language)
        with self._work.write() as connection:
            version_id = connection.scalar(select(table.c.id).where(same))
            if version_id is None:
                made = connection.execute(insert(table).values(rows.version_values(version)))
                version_id = _new_id(made.inserted_primary_key)
            else:
                values = {**rows.version_values(version), "layout": table.c.layout + 1}
                connection.execute(update(table).where(same).values(values))
                connection.execute(delete(segment).where(segment.c.version_id == version_id))
            if version.segments:
                connection.execute(
                    insert(segment),
                    [
                        {"version_id": version_id, "position": n, "text": t, "alike": likeness(t)}
                        for n, t in enumerate(version.segments)
                    ],
                )
            stored = replace(version, id=version_id)
            fold_segments(connection, stored)
            forget_noted_in(connection, version.statement_id)
            return stored

    # -- cells -------------------------------------------------------------------------------------------------------

    def cells(self, version_id: int) -> list[Cell]:
        """Cells in order."""
        cell = schema.cell
        query = select(cell).where(cell.c.version_id == version_id, cell.c.retired.is_(False)).order_by(cell.c.position)
        with self._work.read() as connection:
            return [rows.read_cell(row) for row in connection.execute(query).mappings()]

    def cell(self, cell_id: int) -> Cell | None:
        """One cell; None if there is none or it is retired."""
        query = select(schema.cell).where(schema.cell.c.id == cell_id, schema.cell.c.retired.is_(False))
        with self._work.read() as connection:
            row = connection.execute(query).mappings().first()
            return rows.read_cell(row) if row else None

    def retired_cells(self, version_id: int) -> list[Cell]:
        """Cells that are no longer part of a version, as they were when they left, the first made first."""
        cell = schema.cell
        query = select(cell).where(cell.c.version_id == version_id, cell.c.retired).order_by(cell.c.id)
        with self._work.read() as connection:
            return [rows.read_cell(row) for row in connection.execute(query).mappings()]

    def put_cells(self, version_id: int, cells: Sequence[Cell], author: str) -> list[Cell]:
        """Make these the cells of a version, in this order.

        A cell with an id keeps it and its history: a changed text, state, origin or source text adds a revision, a
        new place or bead does not. One with id 0 is new. Those left out are retired; their history stays, and what
        was half typed in them goes there. A retired cell may come back by its id.
        Raises:
            ConflictError: a cell has been changed since it was read; nothing is written.
            StorageError: an id is not one of this version's, or stands twice.
        """
        now = self._now()
        with self._work.write() as connection:
            stored = self._all_cells(connection, version_id)
            placed = [replace(cell, position=n, version_id=version_id) for n, cell in enumerate(cells)]
            self._check_ids(placed, stored)
            kept_ids = {cell.id for cell in placed}
            leaving = [cell for cell, retired in stored.values() if not retired and cell.id not in kept_ids]
            retire(connection, leaving, author, now)
            kept = [_moved_on(stored[cell.id][0], cell, now) for cell in placed if cell.id]
            new = [replace(cell, revision=1, updated_at=now) for cell in placed if not cell.id]
            entries = [cell for cell in kept if cell.revision != stored[cell.id][0].revision]
            update_cells(connection, kept)
            new = insert_cells(connection, new)
            write_history(connection, [*entries, *new], author)
            settle(connection, version_id)
            return sorted([*kept, *new], key=lambda cell: cell.position)

    def _all_cells(self, connection: Connection, version_id: int) -> dict[int, tuple[Cell, bool]]:
        """Every cell a version has or had, by id, and whether it is retired."""
        found = connection.execute(select(schema.cell).where(schema.cell.c.version_id == version_id)).mappings()
        return {row["id"]: (rows.read_cell(row), row["retired"]) for row in found}

    def _check_ids(self, cells: Sequence[Cell], stored: dict[int, tuple[Cell, bool]]) -> None:
        ids = [cell.id for cell in cells if cell.id]
        if len(set(ids)) != len(ids):
            raise StorageError(f"{self.path}: a cell stands twice in its version")
        for cell in cells:
            if cell.id and cell.id not in stored:
                raise StorageError(f"{self.path}: cell {cell.id} is not one of this version")
            if cell.id and cell.revision != stored[cell.id][0].revision:
                raise ConflictError(f"{self.path}: cell {cell.id} has been changed meanwhile; read it again")

    # -- history and journal -----------------------------------------------------------------------------------------

    def history(self, cell_id: int) -> list[Revision]:
        """Every revision, oldest first, refused texts among them."""
        revision = schema.revision
        query = select(revision).where(revision.c.cell_id == cell_id).order_by(revision.c.at, revision.c.id)
        with self._work.read() as connection:
            return [rows.read_revision(row) for row in connection.execute(query).mappings()]

    def copy_history(self, from_id: int, to_id: int) -> None:
        """Give the history of one cell to another one as well; the two are then told in the order of time."""
        with self._work.write() as connection:
            copy_history(connection, from_id, to_id)

    def journal(self, cell_id: int, text: str) -> None:
        """Keep a half-typed text; one that another process has kept there goes to the history."""
        with self._work.write() as connection:
            keep_half_typed(connection, cell_id, text, self._now(), known=[self._work.typed.get(cell_id)])
        self._work.typed[cell_id] = text

    def journaled(self) -> dict[int, str]:
        """Half-typed texts by cell that no edit has followed."""
        with self._work.read() as connection:
            found = connection.execute(select(schema.journal.c.cell_id, schema.journal.c.text))
            return {cell_id: text for cell_id, text in found}

    # -- the whole ---------------------------------------------------------------------------------------------------

    def change_count(self) -> int:
        """A number that changes whenever anybody, in any process, has written."""
        return self._backend.change_count()

    def snapshot(self, target: Path) -> None:
        """Copy the project as it is now to a new file, while others read and write.

        Raises: WriteError if `target` exists or cannot be written.
        """
        self._backend.snapshot(target)

    def close(self) -> None:
        """Checkpoint and close, so that the folder can be copied; a second time does nothing."""
        self._work.close()


def _new_id(primary_key: Sequence[int] | None) -> int:
    if not primary_key:
        raise StorageError("the database gave no number to a new row")
    return int(primary_key[0])


def _segments(connection: Connection, version_id: int) -> tuple[str, ...]:
    segment = schema.segment
    query = select(segment.c.text).where(segment.c.version_id == version_id).order_by(segment.c.position)
    return tuple(connection.scalars(query))


def _moved_on(before: Cell, after: Cell, now: str) -> Cell:
    """The cell as it is stored: at the next revision if its text or what is said of it changed, else at the same."""
    if all(getattr(before, name) == getattr(after, name) for name in _WRITES_REVISION):
        return replace(after, revision=before.revision, updated_at=before.updated_at)
    return replace(after, revision=before.revision + 1, updated_at=now)
