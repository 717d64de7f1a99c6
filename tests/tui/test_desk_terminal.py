"""The desk on a real pseudo-terminal: letters as keyboards send them, and what is left after a hard end."""

from __future__ import annotations

import resource
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.tui.terminals import Terminal, cells, journaled
from workbench.core.project import State
from workbench.services import lifeboat
from workbench.services.lifeboat import left_behind
from workbench.services.project import Project


def test_a_day_on_a_real_terminal(terminal_on: Callable[[], Terminal], project_folder: Path) -> None:
    azerbaijani, armenian = "İkinci görüş iyunda: “ə ğ ı”", "Հանդիպումը կլինի հունիսին։ Այո՛, և մյուսները"
    desk = terminal_on()
    desk.open_statement()
    desk.type("Ն")  # previous undone, on an Armenian layout
    desk.until_shown("7 of 7")
    desk.type("\r")
    desk.until_shown("Alt+Enter")
    desk.type(azerbaijani)
    desk.until_shown(azerbaijani[-8:])
    desk.type("\r")
    desk.until_shown("3 of 7")
    desk.type("\x1b")
    desk.until_shown("Enter edit")
    desk.type("ջ")  # next language, the same key of an eastern Armenian layout
    desk.until_shown("en ▸ hy")
    desk.type("\r")
    desk.until_shown("Alt+Enter")
    desk.type(armenian)
    desk.until_shown(armenian[-8:])
    desk.until(lambda: armenian in journaled(project_folder), "the journal, within a second")
    desk.end(signal.SIGKILL)

    again = terminal_on()
    again.until_shown("recovered 1 cell")
    assert armenian in [cell.text for cell in cells(project_folder, "hy")]
    last = cells(project_folder, "az")[5]
    assert (last.text, last.state) == (azerbaijani, State.CONFIRMED)
    again.type("\x11")
    again.until_ended()
    assert again.process.returncode == 0
    assert not list(project_folder.glob("*-wal")), "a clean exit leaves the folder ready to be copied"


@pytest.mark.parametrize(("how", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_told_to_end_while_typing(
    terminal_on: Callable[[], Terminal], project_folder: Path, how: signal.Signals, code: int
) -> None:
    desk = terminal_on()
    desk.open_statement()
    desk.type("\r")
    desk.until_shown("Alt+Enter")
    desk.type("Son söz")
    desk.until_shown("Son söz")
    assert desk.end(how) == code
    assert any("Son söz" in text for text in journaled(project_folder))


def type_in_azerbaijani(desk: Terminal, text: str) -> None:
    """Open the first cell to work on, which is Azerbaijani, and type at its end."""
    desk.open_statement()
    desk.type("\r")
    desk.until_shown("Alt+Enter")
    desk.type(text)
    desk.until_shown(text)


@pytest.mark.parametrize("told", [True, False])
def test_the_terminal_is_closed(terminal_on: Callable[..., Terminal], project_folder: Path, told: bool) -> None:
    desk = terminal_on(told=told)
    type_in_azerbaijani(desk, "Son söz")
    assert desk.hang_up() == 129
    assert any("Son söz" in text for text in journaled(project_folder))
    again = terminal_on()
    again.until_shown("recovered 1 cell")
    assert any(cell.text.endswith("Son söz") for cell in cells(project_folder, "az"))


def test_two_desks_on_one_project(terminal_on: Callable[[], Terminal], project_folder: Path) -> None:
    one, other = terminal_on(), terminal_on()
    type_in_azerbaijani(one, "Birinci")
    type_in_azerbaijani(other, "İkinci")
    one.type("\r")  # confirms
    one.until(lambda: any("Birinci" in cell.text for cell in cells(project_folder, "az")), "the first text on disk")
    other.type("\r")
    other.until_shown("Somebody else changed this cell")
    other.until_shown("Birinci")
    other.type("\x1b[B\r")  # put yours in its place
    other.until(lambda: any("İkinci" in cell.text for cell in cells(project_folder, "az")), "the second text on disk")
    with Project.open(project_folder) as project:
        (cell,) = [each for each in project.sheet("talks-on-water").columns["az"] if "İkinci" in each.text]
        texts = [revision.text for revision in project.store.history(cell.id)]
    assert any("Birinci" in text for text in texts), "both stay in the history"
    one.type("\x1b[1;5A")  # the row above again
    one.until(lambda: "İkinci" in one.text, "the other's edit, by itself")


@pytest.fixture
def long_log(project_folder: Path) -> Iterator[None]:
    """Makes the database's log longer than the limit of these tests, and keeps it from being begun anew."""
    with Project.open(project_folder) as project:
        cell = project.sheet("talks-on-water").columns["fr"][0]
        project.set_state(project.edit(project.edit(cell, "x" * 150_000), cell.text), cell.state)
        assert (project_folder / "project.db-wal").stat().st_size > 400_000
        with closing(sqlite3.connect(project_folder / "project.db", isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM cell").fetchall()  # who reads keeps the log from being begun anew
            yield


def test_the_disk_takes_nothing_more(terminal_on: Callable[[], Terminal], project_folder: Path, long_log: None) -> None:
    """As on a full disk: no file may grow any more; what is typed is kept in the room taken before."""
    desk = terminal_on()
    desk.until_shown("Talks on water")
    nothing_may_grow_beyond(desk, 400_000)
    desk.type("\r")
    desk.until_shown("en ▸ az")
    desk.type("\r")
    desk.until_shown("Alt+Enter")
    desk.type("Son söz")
    desk.until_shown("space")  # the advice; its line breaks depend on the path before it
    desk.until(lambda: any("Son söz" in text for text in left_in(project_folder)), "the text in the room taken before")
    desk.end(signal.SIGKILL)

    again = terminal_on()
    again.until_shown("recovered 1 cell")
    assert any(cell.text.endswith("Son söz") for cell in cells(project_folder, "az"))
    assert not left_behind(project_folder)


def test_room_on_the_disk_again(terminal_on: Callable[[], Terminal], project_folder: Path, long_log: None) -> None:
    desk = terminal_on()
    desk.until_shown("Talks on water")
    hard = nothing_may_grow_beyond(desk, 400_000)
    desk.type("\r")
    desk.until_shown("en ▸ az")
    desk.type("\r")
    desk.until_shown("Alt+Enter")
    desk.type("Son söz")
    desk.until_shown("space")  # the advice; its line breaks depend on the path before it
    resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
    desk.until(lambda: any("Son söz" in text for text in journaled(project_folder)), "the journal, without a key")
    desk.until_shown("kept again")


def nothing_may_grow_beyond(desk: Terminal, size: int) -> int:
    """Limit the files of a desk to a size in bytes; the limit before."""
    hard = resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE, (size, hard))
    return hard


def left_in(folder: Path) -> list[str]:
    """Texts in the files of desks, running ones too."""
    found = (lifeboat._read(path) for path in folder.glob(".typed-*"))
    return [kept[1] for kept in found if kept]


def test_what_is_pasted_is_text_though_it_has_escapes(
    terminal_on: Callable[[], Terminal], project_folder: Path
) -> None:
    desk = terminal_on()
    desk.open_statement()
    desk.type("Ն")
    desk.until_shown("7 of 7")
    desk.type("\r")
    desk.until_shown("Alt+Enter")
    desk.type("\x1b[200~İkinci \x1b\rgörüş\x1b[B ա\x07\x1b[201~ iyunda")
    desk.until_shown("ա iyunda")
    desk.type("\x1b")
    desk.until_shown("edited, not confirmed")
    written = cells(project_folder, "az")[5]
    assert (written.text, written.state) == ("İkinci \ngörüş[B ա iyunda", State.EDITED)
