"""Who may read and write when: one transaction for each thread at a time, writers of a process one after the other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import SQLAlchemyError

from workbench.core.errors import InputError, StorageError, WorkbenchError
from workbench.core.project import Cell
from workbench.storage import rows, schema
from workbench.storage.halftyped import drop_half_typed

WRITE = "workbench_write"
"""Execution option of a connection that is going to write, for a backend that locks when a transaction begins."""


class Backend(Protocol):
    """What differs between databases."""

    path: Path
    engine: Engine
    journal_mode: str

    def explain(self, error: SQLAlchemyError) -> WorkbenchError:
        """Our error for one of the database's."""
        ...

    @property
    def is_there(self) -> bool:
        """Whether what is open still lies where it was opened."""
        ...

    def change_count(self) -> int:
        """A number that changes with every commit of anybody."""
        ...

    def snapshot(self, target: Path) -> None:
        """A consistent copy while others write."""
        ...

    def close(self) -> None:
        """Leave everything in one place."""
        ...


class _Turn(threading.local):
    """The transactions that this thread writes or reads in, and the history entries of the texts that it refused."""

    connection: Connection | None = None
    reader: Connection | None = None

    def __init__(self) -> None:
        self.refused: list[rows.Values] = []


class Transactions:
    """Transactions on a database, safe from several threads.

    Each takes a connection of its own, so reading never waits for writing. Writers wait here for each other, which is
    fair and quick, and at the database only for other processes.

    Args:
        backend: the database.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._turn = _Turn()
        self._next, self._writing = threading.Lock(), threading.RLock()
        self._closed = False
        self.typed: dict[int, str] = {}
        """What was half typed through these transactions, by cell; what else is in the journal is another process's."""

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """The connection of the transaction that this thread is in, or of a new one for reading."""
        current = self._turn.connection or self._turn.reader
        if current is not None:
            yield current
            return
        with self._begun(write=False) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One transaction for all reads of this thread inside."""
        if self._turn.connection or self._turn.reader:
            yield
            return
        with self._begun(write=False) as self._turn.reader:
            try:
                yield
            finally:
                self._turn.reader = None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The connection of a transaction for writing, within one that this thread is in already a savepoint."""
        if self._turn.connection is not None:
            with self._turn.connection.begin_nested():
                yield self._turn.connection
            return
        with self._its_turn():
            try:
                with self._begun(write=True) as connection:
                    self._turn.connection = connection
                    yield connection
            finally:
                self._turn.connection = None
                self._write_refused()

    @contextmanager
    def _its_turn(self) -> Iterator[None]:
        """The only writer of this process; whoever waits comes before a thread that writes again and again."""
        with self._next:
            self._writing.acquire()
        try:
            yield
        finally:
            self._writing.release()

    def keep_refused(self, cell: Cell, author: str) -> None:
        """Have a text that did not get into its cell written to the history, also if this transaction is undone."""
        self._turn.refused.append(rows.revision_values(cell, author, accepted=False))

    def close(self) -> None:
        """Wait for the writer at work, then close the database; a second time does nothing."""
        with self._writing:
            if not self._closed:
                self._closed = True
                self._backend.close()

    @contextmanager
    def _begun(self, *, write: bool) -> Iterator[Connection]:
        """A transaction on a connection of its own, with the database's errors turned into ours."""
        if self._closed:
            raise StorageError(f"{self._backend.path}: the project is closed")
        try:
            with self._backend.engine.connect() as connection:
                connection.execution_options(**write_option(write))
                with connection.begin():
                    yield connection
        except SQLAlchemyError as error:
            raise self._backend.explain(_first(error)) from error
        except UnicodeEncodeError as error:
            raise InputError(f"the text holds half a character (U+{ord(error.object[error.start]):04X})") from error

    def _write_refused(self) -> None:
        refused, self._turn.refused = self._turn.refused, []
        if not refused:
            return
        with self._begun(write=True) as connection:
            connection.execute(insert(schema.revision), refused)
            for entry in refused:
                known = entry["text"], self.typed.get(entry["cell_id"])
                drop_half_typed(connection, entry["cell_id"], entry["at"], known=known)


def write_option(write: bool) -> dict[str, Any]:
    """The execution options of a connection that is going to write, or not."""
    return {WRITE: write}


def _first(error: SQLAlchemyError) -> SQLAlchemyError:
    """What went wrong first: a full disk undoes the whole transaction, so that savepoints in it are missed then."""
    before: BaseException | None = error
    while before is not None and "no such savepoint" in str(error):
        if isinstance(before, SQLAlchemyError):
            error = before
        before = before.__context__
    return error
