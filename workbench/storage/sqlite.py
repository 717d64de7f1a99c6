"""What SQLite does in its own way: connections, transactions, the write-ahead log, copies, and its error codes.

Threads: every use takes a connection of its own from a pool, so that threads read at the same time; writers of one
process wait for each other at a lock (in `storage.transactions`), those of several processes at SQLite's.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import cast
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from workbench.core.errors import StorageError, WorkbenchError, WriteError
from workbench.storage.transactions import WRITE

BUSY_SECONDS = 10.0
"""How long a writer waits for another process before it gives up."""

_CLOSE_S, _LOOK_S = 0.5, 0.002
"""Who closes waits so long for other threads that read, and looks so often, in seconds."""

_NETWORK = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "fuse.glusterfs", "lustre", "beegfs")
)

_ADVICE = {
    sqlite3.SQLITE_FULL: (WriteError, "the disk is full; free some space and do it again, nothing was half written"),
    sqlite3.SQLITE_READONLY: (WriteError, "it may not be written; check the permissions of the file and its folder"),
    sqlite3.SQLITE_PERM: (WriteError, "access is denied; check the permissions of the file and its folder"),
    sqlite3.SQLITE_IOERR: (WriteError, "reading or writing failed; check the disk, its free space and any size limit"),
    sqlite3.SQLITE_CANTOPEN: (StorageError, "it cannot be opened; check that its folder exists and may be written"),
    sqlite3.SQLITE_CORRUPT: (StorageError, "it is damaged; restore project.db from a copy or a snapshot"),
    sqlite3.SQLITE_NOTADB: (StorageError, "it is not a project database; restore project.db from a copy or a snapshot"),
    sqlite3.SQLITE_BUSY: (StorageError, "another program keeps it locked; close that program or try again later"),
    sqlite3.SQLITE_LOCKED: (StorageError, "another program keeps it locked; close that program or try again later"),
}


def explain(error: Exception, path: Path) -> WorkbenchError:
    """Our error for one of SQLite's or SQLAlchemy's: path, cause, advice."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
    if code in _ADVICE:
        kind, advice = _ADVICE[code]
        return kind(f"{path}: {advice} ({cause})")
    if isinstance(error, PoolTimeout):
        return StorageError(f"{path}: too many uses of the project at once; try again")
    return StorageError(f"{path}: {cause}")


@contextlib.contextmanager
def _explaining(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise explain(error, path) from error


def on_network(path: Path, mounts: Iterable[str]) -> bool:
    """Whether a path lies on a network file system, where shared memory between machines, and so WAL, cannot work.

    Args:
        path: absolute and resolved.
        mounts: lines of `/proc/mounts`: device, mount point, type and more, blanks in names written as `\\040`.
    """
    best, kind = "", ""
    for line in mounts:
        parts = line.split()
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        if path.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind in _NETWORK


def _mounts() -> list[str]:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # not Linux: SQLite's own answer has to do
        return []


def _identity(path: Path) -> tuple[int, int] | None:
    """Device and number of a file, None if there is none."""
    try:
        about = path.stat()
    except OSError:
        return None
    return about.st_dev, about.st_ino


class SqliteBackend:
    """One database file.

    Args:
        path: the file.
        create: make it if it is missing.
    Attributes:
        path: the file.
        engine: connections to it; transactions begin as readers, or as writers under the option `WRITE`.
        journal_mode: `wal`, or `delete` where the write-ahead log cannot work.
    Raises: StorageError or WriteError if it cannot be opened.
    """

    def __init__(self, path: Path, *, create: bool) -> None:
        self.path = path
        self._mode = "rwc" if create else "rw"
        self._watch_lock = threading.Lock()
        self._closed = False
        with _explaining(path):
            # A connection that never writes: `data_version` on it counts everybody's commits, ours included.
            self._watch = self._connect()
        try:
            with _explaining(path):
                self.journal_mode = self._choose_journal()
        except WorkbenchError:
            self._watch.close()
            raise
        self.engine = self._make_engine()
        self._file = _identity(path)

    @property
    def is_there(self) -> bool:
        """Whether the file that is open is the one at its path: not deleted, moved away or replaced since.

        Network file systems may number a file anew, so there it is enough that a file is there.
        """
        found = _identity(self.path)
        return found is not None and (found == self._file or self.journal_mode != "wal")

    def _connect(self) -> sqlite3.Connection:
        if self._closed:  # after a transaction was let in, by another thread: a new connection would bring the log back
            raise sqlite3.ProgrammingError("it has been closed")
        connection = sqlite3.connect(
            f"file:{quote(str(self.path))}?mode={self._mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,  # we say BEGIN ourselves
            check_same_thread=False,  # the pool hands a connection to one thread at a time
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _choose_journal(self) -> str:
        wanted = "delete" if on_network(self.path.resolve(), _mounts()) else "wal"
        # SQLite answers with the mode that is in force, which is another one where it cannot do what is asked.
        return str(self._watch.execute(f"PRAGMA journal_mode = {wanted}").fetchone()[0])

    def _make_engine(self) -> Engine:
        engine = create_engine(
            "sqlite://",
            creator=self._connect,
            poolclass=QueuePool,
            json_serializer=partial(json.dumps, ensure_ascii=False),
        )

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            # A reader that turns writer half-way can only fail, so a writer takes its lock at once.
            immediate = connection.get_execution_options().get(WRITE)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

        return engine

    def explain(self, error: SQLAlchemyError) -> WorkbenchError:
        """Our error for one of the database's."""
        return explain(error, self.path)

    def change_count(self) -> int:
        """A number that changes with every commit of any connection in any process."""
        with self._watch_lock, _explaining(self.path):
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def snapshot(self, target: Path) -> None:
        """Copy the database as it is now to a new file, while others read and write.

        Raises: WriteError if `target` exists or cannot be written; nothing is left of it then.
        """
        if target.exists():
            raise WriteError(f"{target} exists; choose another name for the snapshot")
        partial_copy = target.with_name(target.name + ".part")
        try:
            with self._to_copy() as source, contextlib.closing(sqlite3.connect(partial_copy)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, ready to be sent
            partial_copy.replace(target)
        except (sqlite3.Error, OSError) as error:
            partial_copy.unlink(missing_ok=True)
            raise WriteError(f"{target}: the snapshot cannot be written: {error}") from error

    @contextlib.contextmanager
    def _to_copy(self) -> Iterator[sqlite3.Connection]:
        """A connection to read everything from; a file that is gone from its path can only be read by an old one."""
        if self.is_there:
            with contextlib.closing(self._connect()) as connection:
                yield connection
        else:
            with self._watch_lock:
                yield self._watch

    def close(self) -> None:
        """Fold the write-ahead log into the file, so that the folder can be copied.

        Where this is the last connection of any process, SQLite then takes the log away. Nothing is begun any more;
        threads that are in the middle of something are waited for, half a second at most.
        """
        self._closed = True
        until = monotonic() + _CLOSE_S
        while cast(QueuePool, self.engine.pool).checkedout() and monotonic() < until:
            sleep(_LOOK_S)
        self.engine.dispose()
        with self._watch_lock:  # a connection that is closed while a thread uses it takes the process down
            with contextlib.suppress(sqlite3.Error):  # what was committed is safe in the log, too
                self._watch.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            self._watch.close()
