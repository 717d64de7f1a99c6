"""A program on a pseudo-terminal, and when its screen came to show what.

What arrives is stamped when it is read and looked at once the terminal is quiet, so that looking costs the program
nothing.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyte

QUIET_S = 0.03
"""A terminal that writes nothing for so long has painted."""

BURST_S = 0.3
"""Longest time until what has arrived is looked at, for a program that never rests."""

PATIENCE_S = 120.0


class NotShown(SystemExit):
    """The screen did not come to show something in time; ends the benchmark where nobody expects it."""


class Terminal:
    """A program on a terminal; use `opened`.

    Attributes:
        started: when the process was started, as `time.perf_counter` has it.
    """

    def __init__(self, words: Sequence[str], size: tuple[int, int], environment: Mapping[str, str]) -> None:
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            words, stdin=slave, stdout=slave, stderr=slave, env=dict(environment), start_new_session=True
        )
        os.close(slave)

    @property
    def lines(self) -> list[str]:
        """What is on the screen."""
        return list(self.screen.display)

    @property
    def top(self) -> str:
        """The header."""
        return self.lines[0]

    @property
    def text(self) -> str:
        """All of the screen in one line, so that a wrapped text is found."""
        return " ".join("".join(self.lines).split())

    def write(self, keys: str) -> None:
        """Press keys and take no time."""
        os.write(self._master, keys.encode())
        self.rest(0.1)

    def press(self, keys: str, shown: Callable[[], bool], patience: float = PATIENCE_S) -> float:
        """Seconds from writing keys to the terminal until the screen shows something; raises `NotShown`."""
        started = time.perf_counter()
        os.write(self._master, keys.encode())
        return self.until(shown, repr(keys), patience) - started

    def until(self, shown: Callable[[], bool], what: str = "the start", patience: float = PATIENCE_S) -> float:
        """Read until the screen shows something; when that which made it so arrived. Raises `NotShown`."""
        end = time.perf_counter() + patience
        while time.perf_counter() < end:
            arrived = None
            for at, piece in self._burst():
                self._stream.feed(piece)
                if arrived is None and shown():
                    arrived = at
            if arrived is not None:
                self.settle()
                return arrived
        raise NotShown(f"waited for the screen after {what}:\n" + "\n".join(self.lines))

    def settle(self) -> None:
        """Read until the terminal is quiet, or it has become plain that it will not be."""
        for _ in range(3):
            burst = self._burst()
            for _at, piece in burst:
                self._stream.feed(piece)
            if not burst:
                return

    def rest(self, seconds: float) -> None:
        """Read for a while, as a person does."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self._master], [], [], left)[0]:
                self.settle()

    def _burst(self) -> list[tuple[float, bytes]]:
        """What arrives until nothing does for a moment, each piece with its time."""
        pieces: list[tuple[float, bytes]] = []
        begun = time.perf_counter()
        while select.select([self._master], [], [], QUIET_S)[0]:
            try:
                piece = os.read(self._master, 1 << 16)
            except OSError:
                raise SystemExit("the program ended:\n" + "\n".join(self.lines)) from None
            pieces.append((time.perf_counter(), piece))
            if pieces[-1][0] - begun > BURST_S:
                break
        return pieces

    def memory(self) -> tuple[float, float]:
        """Resident memory now and at most, in megabytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        now, most = (re.search(rf"{name}:\s+(\d+) kB", status) for name in ("VmRSS", "VmHWM"))
        assert now and most
        return int(now[1]) / 1024, int(most[1]) / 1024

    def end(self) -> None:
        """Leave nothing behind."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        os.close(self._master)


@contextmanager
def opened(words: Sequence[str], size: tuple[int, int], environment: Mapping[str, str]) -> Iterator[Terminal]:
    """A program on a terminal of its own, ended at the end."""
    terminal = Terminal(words, size, environment)
    try:
        yield terminal
    finally:
        terminal.end()
