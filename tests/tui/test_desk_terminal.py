"""The desk on a real pseudo-terminal: letters as keyboards send them, and what is left after a hard end."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

import pyte
import pytest

from workbench.core.project import Cell, State
from workbench.services.project import Project

PATIENCE_S = 20.0


class Terminal:
    """The desk in a terminal of 80×24, as a person sees it."""

    def __init__(self, folder: Path) -> None:
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "workbench", "--project", str(folder)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            start_new_session=True,
        )
        os.close(slave)

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(self.screen.display)

    def type(self, text: str) -> None:
        """Send what a keyboard sends."""
        os.write(self._master, text.encode())

    def until(self, seen: Callable[[], bool], what: str) -> None:
        """Read what the desk writes until something is so."""
        end = monotonic() + PATIENCE_S
        while not seen():
            assert monotonic() < end, f"waited for {what}; on the screen:\n{self.text}"
            if select.select([self._master], [], [], 0.02)[0]:
                try:
                    self._stream.feed(os.read(self._master, 65536))
                except OSError:
                    assert seen(), f"the desk ended while waiting for {what}"

    def until_shown(self, text: str) -> None:
        """Wait until a text is on the screen."""
        self.until(lambda: text in self.text, repr(text))

    def end(self, how: signal.Signals) -> int:
        """End it from outside."""
        self.process.send_signal(how)
        self.until_ended()
        return self.process.returncode

    def until_ended(self) -> None:
        """Wait for its end, reading what it still writes so that it need not wait for us."""
        end = monotonic() + PATIENCE_S
        while self.process.poll() is None:
            assert monotonic() < end, f"did not end; on the screen:\n{self.text}"
            if select.select([self._master], [], [], 0.02)[0]:
                try:
                    self._stream.feed(os.read(self._master, 65536))
                except OSError:
                    self.process.wait(PATIENCE_S)

    def close(self) -> None:
        """Nothing is left behind."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._master)


@pytest.fixture
def terminal_on(project_folder: Path) -> Iterator[Callable[[], Terminal]]:
    """Opens the desk on the small project, again and again."""
    opened: list[Terminal] = []

    def start() -> Terminal:
        opened.append(Terminal(project_folder))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


def journaled(folder: Path) -> list[str]:
    """Half-typed texts, as another program sees them."""
    with Project.open(folder) as project:
        return list(project.store.journaled().values())


def cells(folder: Path, language: str) -> list[Cell]:
    """Cells of the statement on disk."""
    with Project.open(folder) as project:
        return list(project.sheet("talks-on-water").columns[language])


def test_a_day_on_a_real_terminal(terminal_on: Callable[[], Terminal], project_folder: Path) -> None:
    azerbaijani, armenian = "İkinci görüş iyunda: “ə ğ ı”", "Հանդիպումը կլինի հունիսին։ Այո՛, և մյուսները"
    desk = terminal_on()
    desk.until_shown("Talks on water")
    desk.type("\r")
    desk.until_shown("en ▸ az")
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
    desk.until_shown("Talks on water")
    desk.type("\r")
    desk.until_shown("en ▸ az")
    desk.type("\r")
    desk.until_shown("Alt+Enter")
    desk.type("Son söz")
    desk.until_shown("Son söz")
    assert desk.end(how) == code
    assert any("Son söz" in text for text in journaled(project_folder))
