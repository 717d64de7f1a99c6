"""SQLite's own ways: journals, and what its errors become."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from workbench.core.errors import StorageError, WorkbenchError, WriteError
from workbench.core.project import Statement
from workbench.storage import sqlite
from workbench.storage.project import SqlProjectStore, open_project_store

MOUNTS = (
    "/dev/sda1 / ext4 rw 0 0",
    "server:/home /home nfs4 rw 0 0",
    "/dev/sdb1 /home/ani/disk ext4 rw 0 0",
    "//server/team /mnt/the\\040team cifs rw 0 0",
    "broken",
)


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/srv/p", False),
        ("/home/ani/p", True),
        ("/home/ani/disk/p", False),
        ("/mnt/the team/p", True),
        ("/homestead/p", False),
    ],
)
def test_network_homes_are_told_from_disks(path: str, remote: bool) -> None:
    assert sqlite.on_network(Path(path), MOUNTS) is remote


def test_a_project_on_a_network_home_has_a_rollback_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_mounts", lambda: [f"server:/x {tmp_path.resolve()} nfs rw 0 0"])
    store = open_project_store(tmp_path / "project.db", create=True)
    assert store.journal_mode == "delete"
    seen = store.change_count()
    store.add_statement(Statement(0, "a", "", "", "en"))
    assert store.change_count() != seen
    assert [path.name for path in tmp_path.iterdir()] == ["project.db"]
    store.close()


def test_elsewhere_it_has_a_write_ahead_log_and_full_durability(tmp_path: Path) -> None:
    store = open_project_store(tmp_path / "project.db", create=True)
    assert store.journal_mode == "wal"
    with store._work.read() as connection:
        for name, value in (("synchronous", 2), ("foreign_keys", 1)):
            assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == value
    store.close()


@pytest.mark.parametrize("content", [None, b""])
def test_a_missing_database_is_said_and_not_made(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "project.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StorageError, match=r"project\.db is (missing|empty); restore it"):
        open_project_store(path)
    assert path.exists() is (content is not None)


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    path.write_bytes(b"not a database at all, but long enough to be looked at" * 40)
    with pytest.raises(StorageError, match=r"project\.db: it is not a project database"):
        open_project_store(path)


def test_a_damaged_database_is_said(tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    store = open_project_store(path, create=True)
    for number in range(200):
        store.add_statement(Statement(0, f"key-{number}", "title " * 20, "", "en"))
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xa5" * (len(whole) - 8192))
    with pytest.raises(StorageError, match=r"project\.db: it is damaged.*restore"):
        opened = open_project_store(path)
        try:
            opened.statements()
        finally:
            opened.close()


def test_a_lock_that_is_not_given_back_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    store = open_project_store(tmp_path / "project.db", create=True)
    with closing(sqlite3.connect(tmp_path / "project.db", isolation_level=None)) as greedy:
        greedy.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="another program keeps it locked"):
            store.add_statement(Statement(0, "a", "", "", "en"))
        assert store.statements() == []
    store.add_statement(Statement(0, "a", "", "", "en"))
    store.close()


def test_a_full_disk_is_a_write_error_and_leaves_what_was_there(tmp_path: Path) -> None:
    store = open_project_store(tmp_path / "project.db", create=True)
    store.add_statement(Statement(0, "a", "", "", "en"))
    with store._work.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")  # of this pooled connection, the next one used
    with pytest.raises(WriteError, match=r"project\.db: the disk is full; free some space"):
        store.add_statement(Statement(0, "b", "x" * 100_000, "", "en"))
    assert [each.key for each in store.statements()] == ["a"]
    store.close()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, WriteError),
        (sqlite3.SQLITE_READONLY_DIRECTORY, WriteError),
        (sqlite3.SQLITE_IOERR_WRITE, WriteError),
        (sqlite3.SQLITE_PERM, WriteError),
        (sqlite3.SQLITE_CANTOPEN, StorageError),
        (sqlite3.SQLITE_CORRUPT, StorageError),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, StorageError),
        (sqlite3.SQLITE_MISUSE, StorageError),
    ],
)
def test_errors_are_told_apart_by_code(code: int, kind: type[WorkbenchError]) -> None:
    error = sqlite3.OperationalError("cause")
    error.sqlite_errorcode = code
    ours = sqlite.explain(error, Path("p/project.db"))
    assert type(ours) is kind and "p/project.db" in str(ours) and "cause" in str(ours)


def test_a_folder_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be opened"):
        open_project_store(tmp_path / "none" / "project.db", create=True)


def test_a_snapshot_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    store = open_project_store(tmp_path / "project.db", create=True)
    with pytest.raises(WriteError, match="cannot be written"):
        store.snapshot(tmp_path / "none" / "copy.db")
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["project.db"]


def test_who_closes_waits_for_threads_that_read_and_lets_none_begin(tmp_path: Path) -> None:
    store = open_project_store(tmp_path / "project.db", create=True)
    store.add_statement(Statement(0, "a", "", "", "en"))
    reading, closed = threading.Event(), threading.Event()

    def read() -> None:
        with store._work.read():
            reading.set()
            closed.wait(0.05)  # it is closed only once this has given up waiting

    reader = threading.Thread(target=read)
    reader.start()
    reading.wait()
    store.close()
    closed.set()
    assert [path.name for path in tmp_path.iterdir()] == ["project.db"]
    reader.join()
    for use in (store.statements, store.change_count, lambda: store.add_statement(Statement(0, "b", "", "", "en"))):
        with pytest.raises(StorageError, match=r"project\.db.*closed"):
            use()
    assert [path.name for path in tmp_path.iterdir()] == ["project.db"]


def test_a_project_is_closed_under_the_hands_of_other_threads(tmp_path: Path) -> None:
    """It used to take the process down now and then."""
    open_project_store(tmp_path / "project.db", create=True).close()
    for _ in range(20):
        store = open_project_store(tmp_path / "project.db")
        asking = threading.Barrier(4)
        said: list[WorkbenchError] = []

        def ask(store: SqlProjectStore, asking: threading.Barrier, said: list[WorkbenchError]) -> None:
            asking.wait()
            try:
                while True:
                    store.change_count()
            except WorkbenchError as refused:
                said.append(refused)

        threads = [threading.Thread(target=ask, args=(store, asking, said)) for _ in range(3)]
        for thread in threads:
            thread.start()
        asking.wait()
        store.close()
        for thread in threads:
            thread.join()
        assert all(isinstance(error, StorageError) for error in said) and len(said) == 3
