"""How fast the desk answers on a project of 100,000 segments in four versions: keys sent to it on a pseudo-terminal.

    python benchmarks/tui.py [--one FOLDER] [--many FOLDER] [--size 160x48] [--only PART]

Projects are made where there are none (`benchmarks/tui_project.py`, some minutes). A time is that from writing a key to
the terminal until what the screen shows has changed as it has to; what arrives is stamped when it is read and looked
at afterwards, so that looking costs the desk nothing. Parts: start, scroll, jump, filter, type, job, many, peer.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyte

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import tui_project

QUIET_S = 0.03
"""A terminal that writes nothing for so long has painted."""

PATIENCE_S = 60.0
UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END = "\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F"
ENTER, ESCAPE, UNDO, QUIT = "\r", "\x1b", "\x1a", "\x11"

TEXTUAL = "import textual.app, textual.screen, textual.widgets; from textual.widgets import Input, Static, TextArea"
PEER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from textual.app import App
from textual.widgets import DataTable
from workbench.services.project import Project

class Peer(App):
    def compose(self):
        yield DataTable(cursor_type="cell")
    def on_mount(self):
        table = self.query_one(DataTable)
        sheet = Project.open(Path(sys.argv[2])).sheet("talks-0000")
        languages = ("fr", "az", "hy")
        table.add_columns("en", *languages)
        for row in sheet.display_rows:
            table.add_row(row.source, *(row.cells[tag].cell.text if tag in row.cells else "" for tag in languages))

Peer().run()
"""


class Terminal:
    """A program on a pseudo-terminal, and when its screen came to show what.

    Args:
        words: the command.
        size: columns and lines.
    """

    def __init__(self, words: Sequence[str], size: tuple[int, int], environment: dict[str, str]) -> None:
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            words, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)

    @property
    def top(self) -> str:
        """The header."""
        return str(self.screen.display[0])

    @property
    def text(self) -> str:
        """All of the screen in one line, so that a wrapped text is found."""
        return " ".join("".join(self.screen.display).split())

    def press(self, keys: str, shown: Callable[[], bool]) -> float:
        """Seconds from writing keys to the terminal until the screen shows something."""
        started = time.perf_counter()
        os.write(self._master, keys.encode())
        return self.until(shown, keys) - started

    def until(self, shown: Callable[[], bool], what: str = "") -> float:
        """Read until the screen shows something; when what made it so arrived."""
        end = time.perf_counter() + PATIENCE_S
        while time.perf_counter() < end:
            for at, piece in self._burst():
                self._stream.feed(piece)
                if shown():
                    self.settle()
                    return at
        raise SystemExit(f"waited for the screen to change after {what!r}:\n" + "\n".join(self.screen.display))

    def settle(self) -> None:
        """Read until the terminal is quiet."""
        while burst := self._burst():
            for _, piece in burst:
                self._stream.feed(piece)

    def rest(self, seconds: float) -> None:
        """Read for a while, as a person reads."""
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
                raise SystemExit("the program ended:\n" + "\n".join(self.screen.display)) from None
            pieces.append((time.perf_counter(), piece))
            if pieces[-1][0] - begun > 0.3:
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


class Bench:
    """The desk on projects.

    Args:
        size: of the terminal.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.home = Path(tempfile.mkdtemp(prefix="bench-desk-"))
        self.environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.home),
            **{f"XDG_{name}_HOME": str(self.home / name.lower()) for name in ("DATA", "CONFIG", "CACHE", "STATE")},
        }

    @contextmanager
    def desk(self, folder: Path) -> Iterator[Terminal]:
        """The desk on a project, what it remembers of the last time forgotten."""
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir()
        words = [sys.executable, "-m", "workbench", "--project", str(folder)]
        terminal = Terminal(words, self.size, self.environment)
        try:
            yield terminal
        finally:
            terminal.end()

    @contextmanager
    def statement(self, folder: Path) -> Iterator[Terminal]:
        """The desk on the first statement of a project, and time for it to count and to read the terms."""
        with self.desk(folder) as terminal:
            terminal.until(lambda: "Talks, part 0" in terminal.text)
            terminal.press(ENTER, lambda: "en ▸" in terminal.top)
            terminal.rest(4)
            yield terminal

    def start(self, folder: Path, runs: int = 5) -> None:
        """From the start of the process to the list, from the list to the statement."""
        imports, lists, opened = [], [], []
        for _ in range(runs):
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", TEXTUAL], check=True)
            imports.append(time.perf_counter() - begun)
            with self.desk(folder) as desk:
                lists.append(desk.until(lambda desk=desk: "Talks, part 0" in desk.text) - desk.started)  # type: ignore[misc]
                opened.append(desk.press(ENTER, lambda desk=desk: "en ▸" in desk.top))  # type: ignore[misc]
        over = [1000 * (shown - bare) for shown, bare in zip(lists, imports, strict=True)]
        line("importing Textual", [1000 * each for each in imports])
        line("first paint beyond that (bar 500)", over)
        line("opening the statement", [1000 * each for each in opened])

    def scroll(self, folder: Path) -> None:
        """Lines and pages."""
        with self.statement(folder) as desk:
            desk.press(HOME, lambda: place(desk)[0] == 1)
            line("a line down (bar p95 30)", steps(desk, DOWN, 300, 1))
            line("a line up", steps(desk, UP, 100, -1))
            line("a page down", steps(desk, PAGE_DOWN, 60, 0))
            line("a page up", steps(desk, PAGE_UP, 20, 0))
            told_memory(desk, "after scrolling")

    def jump(self, folder: Path) -> None:
        """To rows that were never read."""
        with self.statement(folder) as desk:
            seconds = []
            total = place(desk)[1]
            for keys, row in ((END, total), (HOME, 1)) * 10:
                seconds.append(desk.press(keys, lambda row=row: place(desk)[0] == row))  # type: ignore[misc]
            line("to the first, the last row (bar 50)", [1000 * each for each in seconds])
            line("the next cell that needs work", steps(desk, "n", 40, 0))
            line("the next language", [1000 * desk.press(key, changed(desk)) for key in ("]", "[") * 5])

    def filter(self, folder: Path) -> None:
        """A text of many rows, one of a few, one of the last row."""
        with self.statement(folder) as desk:
            total = place(desk)[1]
            for text in ("meeting", "energy talks river", f"{total - 3000}"):
                desk.press("/", lambda: "Enter keeps" in desk.text or "contain" in desk.text)
                for letter in text[:-1]:
                    desk.press(letter, found(desk))
                    desk.until_quiet() if hasattr(desk, "until_quiet") else desk.rest(0.3)
                self._filtered(desk, text)
                desk.press(ESCAPE, lambda: "filter" not in desk.top)
            told_memory(desk, "after filtering")

    def _filtered(self, desk: Terminal, text: str) -> None:
        started = time.perf_counter()
        first = desk.press(text[-1], found(desk))
        whole = first
        if "…" in desk.top.partition("filter")[2][:30]:
            whole = desk.until(lambda: "…" not in desk.top.partition("filter")[2][:30]) - started
        count = re.search(r"filter: ([\d,]+)", desk.top)
        line(f"filter {text!r}: first rows (bar 100), {count[1] if count else 0} found", [1000 * first])
        line(f"filter {text!r}: all of them (bar 500)", [1000 * whole])

    def type(self, folder: Path) -> None:
        """Letters into a cell."""
        with self.statement(folder) as desk:
            line("a letter (bar p95 30)", typed(desk, 200))
            told_memory(desk, "after typing")

    def job(self, folder: Path) -> None:
        """Typing and scrolling while a version is translated."""
        with self.statement(folder) as desk:
            desk.press("]", changed(desk))
            desk.press("T", lambda: "translating" in desk.text)
            desk.rest(3)
            line("a letter while a job runs (bar p95 30)", typed(desk, 150))
            desk.press(ESCAPE, changed(desk))
            line("a line down while a job runs", steps(desk, DOWN, 200, 0))
            told_memory(desk, "with the job's model")

    def many(self, folder: Path, runs: int = 5) -> None:
        """2,000 statements."""
        imports, lists = [], []
        for _ in range(runs):
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", TEXTUAL], check=True)
            imports.append(time.perf_counter() - begun)
            with self.desk(folder) as desk:
                lists.append(desk.until(lambda desk=desk: "Talks, part 0" in desk.text) - desk.started)  # type: ignore[misc]
        line("2,000 statements: first paint (500)", [1000 * (a - b) for a, b in zip(lists, imports, strict=True)])
        with self.desk(folder) as desk:
            desk.until(lambda: "Talks, part 0" in desk.text)
            desk.rest(2)
            line("a statement down", [1000 * desk.press(DOWN, changed(desk)) for _ in range(60)])
            line("the last, the first statement", [1000 * desk.press(key, changed(desk)) for key in (END, HOME) * 5])
            line("opening one", [1000 * desk.press(ENTER, lambda: "en ▸" in desk.top)])
            told_memory(desk, "after that")

    def peer(self, folder: Path) -> None:
        """Textual's DataTable with the same rows."""
        words = [sys.executable, "-c", PEER, str(Path(__file__).parents[1]), str(folder)]
        terminal = Terminal(words, self.size, self.environment)
        try:
            shown = terminal.until(lambda: len(terminal.text) > 2000) - terminal.started
            line("DataTable: first paint, all", [1000 * shown])
            told_memory(terminal, "of the DataTable")
        finally:
            terminal.end()


def place(desk: Terminal) -> tuple[int, int]:
    """The row of the cursor and how many there are, by the header."""
    told = re.search(r"([\d,]+) of ([\d,]+)", desk.top)
    return (int(told[1].replace(",", "")), int(told[2].replace(",", ""))) if told else (0, 0)


def changed(desk: Terminal) -> Callable[[], bool]:
    """Whether the screen is another one than now."""
    before = list(desk.screen.display)
    return lambda: list(desk.screen.display) != before


def found(desk: Terminal) -> Callable[[], bool]:
    """Whether a filter tells another number than now."""
    before = desk.top
    return lambda: "filter" in desk.top and desk.top != before


def steps(desk: Terminal, key: str, count: int, by: int) -> list[float]:
    """Milliseconds of each press of a key that moves the cursor by so many rows, 0 for any number."""
    seconds = []
    for _ in range(count):
        here = place(desk)[0]
        seconds.append(desk.press(key, lambda here=here: place(desk)[0] not in (here, 0) if not by else place(desk)[0] == here + by))  # type: ignore[misc]
    return [1000 * each for each in seconds]


def typed(desk: Terminal, count: int) -> list[float]:
    """Milliseconds of each letter typed into the current cell, in words of their own."""
    desk.press(ENTER, changed(desk))
    desk.press(" ", changed(desk))
    seconds, word = [], ""
    for number in range(count):
        letter = "qwxyz"[number % 5]
        word += letter
        seconds.append(desk.press(letter, lambda word=word: word in desk.text))  # type: ignore[misc]
        if len(word) == 5:
            desk.press(" ", lambda: True)
            word = ""
            for _ in range(number):
                pass
    return [1000 * each for each in seconds]


def line(name: str, milliseconds: Sequence[float]) -> None:
    """One line of the table."""
    ordered = sorted(milliseconds)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(
        f"{name:62} n {len(ordered):4}  median {statistics.median(ordered):8.1f} ms  p95 {p95:8.1f} ms"
        f"  most {ordered[-1]:8.1f} ms",
        flush=True,
    )


def told_memory(desk: Terminal, when: str) -> None:
    """One line of the table."""
    now, most = desk.memory()
    print(f"{f'memory {when} (bar 250 without a model)':62} {now:.0f} MB, at most {most:.0f} MB", flush=True)


def main() -> None:
    """Run the parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--one", type=Path, default=Path(tempfile.gettempdir(), "bench-desk-one"))
    parser.add_argument("--many", type=Path, default=Path(tempfile.gettempdir(), "bench-desk-many"))
    parser.add_argument("--size", default="160x48")
    parser.add_argument("--only", default="start,scroll,jump,filter,type,job,many,peer")
    arguments = parser.parse_args()
    tui_project.make(arguments.one, 100_000, 1)
    columns, lines = arguments.size.split("x")
    bench = Bench((int(columns), int(lines)))
    for part in arguments.only.split(","):
        if part == "many":
            tui_project.make(arguments.many, 100_000, 2_000)
        getattr(bench, part)(arguments.many if part == "many" else arguments.one)


if __name__ == "__main__":
    main()
