"""A pseudo-terminal with the desk in it, read by a terminal emulator."""

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
from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pyte

from workbench.core.project import Cell
from workbench.services.project import Project

PATIENCE_S = 20.0


class Terminal:
    """The desk in a terminal of 80×24, as a person sees it.

    Args:
        folder: of the project.
        told: whether the desk belongs to the terminal, so that it is told when that is closed.
    """

    def __init__(self, folder: Path, *, told: bool = True) -> None:
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
            preexec_fn=self._as_a_terminal_does if told else os.setsid,
        )
        os.close(slave)

    @staticmethod
    def _as_a_terminal_does() -> None:
        """In the child: this terminal is the one that it belongs to, so that closing it is noticed."""
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

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
                    assert seen(), f"the desk ended while waiting for {what}; on the screen:\n{self.text}"

    def until_shown(self, text: str) -> None:
        """Wait until a text is on the screen."""
        self.until(lambda: text in self.text, repr(text))

    def open_statement(self) -> None:
        """Open the first statement of the list."""
        self.until_shown("Talks on water")
        self.type("\r")
        self.until_shown("en ▸ az")

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

    def hang_up(self) -> int:
        """Close the terminal, as a person closes its window or a connection breaks."""
        os.close(self._master)
        self._master = -1
        return self.process.wait(PATIENCE_S)

    def close(self) -> None:
        """Nothing is left behind."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self._master >= 0:
            os.close(self._master)


def journaled(folder: Path) -> list[str]:
    """Half-typed texts, as another program sees them."""
    with Project.open(folder) as project:
        return list(project.store.journaled().values())


def cells(folder: Path, language: str) -> list[Cell]:
    """Cells of the statement on disk."""
    with Project.open(folder) as project:
        return list(project.sheet("talks-on-water").columns[language])
