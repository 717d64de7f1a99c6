"""How fast the desk answers on a project of 100,000 segments in four versions: keys sent to it on a pseudo-terminal.

    python benchmarks/tui.py [--one FOLDER] [--many FOLDER] [--size 160x48] [--only PART,PART]

Projects are made where there are none (`benchmarks/tui_project.py`, two minutes). A time is that from writing a key to
the terminal until what made its screen show the change has arrived (`benchmarks/tui_terminal.py`).

`start` and `many` are the first paint of one large statement and of 2,000 small ones, over importing Textual alone;
`scroll`, `jump`, `filter`, `type` the statement; `job` typing and scrolling while the starter package translates;
`ghost` completions by a base-size int8 model with random weights (`benchmarks/tui_model.py`); `peer` is Textual's
DataTable with the same rows.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import tui_project
from benchmarks.tui_terminal import NotShown, Terminal, opened

ROOT = Path(__file__).parents[1]
UP, DOWN, PAGE_UP, PAGE_DOWN, HOME, END = "\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F"
ENTER, ESCAPE = "\r", "\x1b"
FIRST = "Talks, part 0"

TEXTUAL = "import textual.app, textual.screen, textual.widgets; from textual.widgets import Input, Static, TextArea"
PEER = """
import sys
from pathlib import Path
from textual.app import App
from textual.widgets import DataTable
from workbench.services.project import Project

class Peer(App):
    def compose(self):
        yield DataTable(cursor_type="cell")
    def on_mount(self):
        table = self.query_one(DataTable)
        sheet = Project.open(Path(sys.argv[1])).sheet("talks-0000")
        languages = ("fr", "az", "hy")
        table.add_columns("en", *languages)
        for row in sheet.display_rows:
            table.add_row(row.source, *(row.cells[tag].cell.text if tag in row.cells else "" for tag in languages))

Peer().run()
"""


class Bench:
    """The desk on projects, with settings, models and what it remembers in a folder of its own.

    Args:
        size: of the terminal.
        one, many: projects of one statement and of 2,000.
    """

    def __init__(self, size: tuple[int, int], one: Path, many: Path) -> None:
        self.size, self.one, self.many_folder = size, one, many
        self.home = Path(tempfile.mkdtemp(prefix="bench-desk-"))
        self.packages = self.home / "packages"
        self.environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.home),
            "ARGOS_PACKAGES_DIR": str(self.packages),
            "PYTHONDONTWRITEBYTECODE": "",  # as installed: what is compiled once stays so
            **{f"XDG_{name}_HOME": str(self.home / "xdg" / name) for name in ("DATA", "CONFIG", "CACHE", "STATE")},
        }

    @contextmanager
    def desk(self, folder: Path) -> Iterator[Terminal]:
        """The desk on a project, what it remembers of the last time forgotten."""
        shutil.rmtree(self.home / "xdg", ignore_errors=True)
        words = [sys.executable, "-m", "workbench", "--project", str(folder)]
        with opened(words, self.size, self.environment) as terminal:
            yield terminal

    @contextmanager
    def statement(self) -> Iterator[Terminal]:
        """The desk on the large statement, and time for it to count, to read the terms and to get ready to search."""
        with self.desk(self.one) as terminal:
            terminal.until(lambda: FIRST in terminal.text)
            terminal.press(ENTER, lambda: "en ▸" in terminal.top)
            terminal.rest(8)
            yield terminal

    # -- parts -------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """From the start of the process to the list, from the list to the statement."""
        self._first_paint(self.one, "first paint beyond Textual (bar 500)")
        opening = []
        for _ in range(5):
            with self.desk(self.one) as desk:
                desk.until(lambda desk=desk: FIRST in desk.text)  # type: ignore[misc]
                desk.rest(1)
                opening.append(desk.press(ENTER, lambda desk=desk: "en ▸" in desk.top))  # type: ignore[misc]
        told("opening the statement (bar 500)", opening)

    def _first_paint(self, folder: Path, name: str) -> None:
        alone, over = [], []
        for _ in range(7):
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", TEXTUAL], check=True)
            alone.append(time.perf_counter() - begun)
            with self.desk(folder) as desk:
                over.append(desk.until(lambda desk=desk: FIRST in desk.text) - desk.started - alone[-1])  # type: ignore[misc]
        told("importing Textual", alone)
        told(name, over)

    def scroll(self) -> None:
        """Lines and pages."""
        with self.statement() as desk:
            told("a line down (bar p95 30)", steps(desk, DOWN, 300))
            told("a line up (bar p95 30)", steps(desk, UP, 100))
            told("a page down (bar p95 30)", steps(desk, PAGE_DOWN, 100))
            told("a page up (bar p95 30)", steps(desk, PAGE_UP, 50))
            told_memory(desk, "after scrolling")

    def jump(self) -> None:
        """To rows that were never read."""
        with self.statement() as desk:
            total = place(desk)[1]
            seconds = []
            for keys, row in ((END, total), (HOME, 1)) * 15:
                seconds.append(desk.press(keys, lambda row=row: place(desk)[0] == row))  # type: ignore[misc]
            told("to the last, the first row (bar 50)", seconds)
            told("to the next cell that needs work (bar 50)", steps(desk, "n", 60))
            told("to the next language", [desk.press(key, changed(desk)) for key in ("]", "[") * 5])

    def filter(self) -> None:
        """A text of many rows, one of a few, one near the end, and one while the desk is not ready to search yet."""
        with self.desk(self.one) as desk:
            desk.until(lambda: FIRST in desk.text)
            desk.press(ENTER, lambda: "en ▸" in desk.top)
            filtered(desk, "talks river m", "just opened")
        with self.statement() as desk:
            total = place(desk)[1]
            for text in ("m", "energy talks r", f" {total - 4000}"):
                filtered(desk, text)
            told_memory(desk, "after filtering")

    def type(self) -> None:
        """Letters into a cell."""
        with self.statement() as desk:
            told("a letter (bar p95 30)", typed(desk, 200))

    def job(self) -> None:
        """Typing and scrolling while a version is translated."""
        with self.statement() as desk:
            desk.press("]", changed(desk))
            desk.press("T", lambda: "translating" in desk.text)
            desk.rest(5)
            told("a letter while a job runs (bar p95 30)", typed(desk, 200))
            desk.press(ESCAPE, changed(desk))
            told("a line down while a job runs (bar p95 30)", steps(desk, DOWN, 200))
            told_memory(desk, "with the job's model")
            print(f"{'':4}{desk.top.strip()}")

    def ghost(self) -> None:
        """Completions."""
        from benchmarks.tui_model import random_package

        random_package(self.packages, "en", "az")
        with self.statement() as desk:
            seconds, withdrawn = [], 0
            desk.write("b")  # a cell without a text, so that there is room behind the cursor
            begin_typing(desk)
            for number in range(60):
                word = f"{'abdeghmnoprstuv'[number % 15]}{number:02}"
                desk.write(word[:2])
                desk.rest(0.6)
                with suppress(NotShown):
                    seconds.append(desk.press(word[2], lambda word=word: completed(desk, word), 1.5))  # type: ignore[misc]
                    desk.rest(0.4)
                    withdrawn += not completed(desk, word)
                desk.write(3 * "\x7f")
            told("from a letter to the first words of its completion (median 150)", seconds[5:])
            print(f"{'':4}{withdrawn} of {len(seconds)} withdrawn: random weights often say what goes round in circles")
            told("a letter while completions are made (bar p95 30)", typed(desk, 100))
            told_memory(desk, "with a base-size model")
        shutil.rmtree(self.packages)

    def many(self) -> None:
        """2,000 statements."""
        tui_project.make(self.many_folder, 100_000, 2_000)
        self._first_paint(self.many_folder, "2,000 statements: first paint beyond Textual (bar 500)")
        with self.desk(self.many_folder) as desk:
            desk.until(lambda: FIRST in desk.text)
            desk.rest(3)
            told("a statement down (bar p95 30)", [desk.press(DOWN, changed(desk)) for _ in range(100)])
            told("to the last, the first statement (bar 50)", [desk.press(k, changed(desk)) for k in (END, HOME) * 5])
            told("opening one", [desk.press(ENTER, lambda: "en ▸" in desk.top)])
            told_memory(desk, "after that")

    def peer(self) -> None:
        """Textual's DataTable with the same rows."""
        words = [sys.executable, "-c", PEER, str(self.one)]
        with opened(words, self.size, self.environment) as terminal:
            told(
                "DataTable: first paint, from its start",
                [terminal.until(lambda: len(terminal.text) > 2000) - terminal.started],
            )
            terminal.rest(1)
            told("DataTable: a page down", [terminal.press(PAGE_DOWN, changed(terminal)) for _ in range(10)])
            told_memory(terminal, "of the DataTable")


def place(desk: Terminal) -> tuple[int, int]:
    """The row of the cursor and how many there are, by the header."""
    said = re.search(r"(\d+) of (\d+)", desk.top.replace(",", ""))
    return (int(said[1]), int(said[2])) if said else (0, 0)


def changed(desk: Terminal) -> Callable[[], bool]:
    """Whether the screen is another one than now."""
    before = desk.lines
    return lambda: desk.lines != before


def steps(desk: Terminal, key: str, count: int) -> list[float]:
    """Seconds of each press of a key until the header tells another row."""
    seconds = []
    for _ in range(count):
        here = place(desk)[0]
        seconds.append(desk.press(key, lambda here=here: place(desk)[0] not in (here, 0)))  # type: ignore[misc]
    return seconds


def filtered(desk: Terminal, text: str, when: str = "") -> None:
    """Filter by a text, told for its last letter, which has to make a difference."""
    desk.press("/", changed(desk))
    for letter in text[:-1]:
        desk.press(letter, changed(desk))
        desk.rest(0 if when else 0.4)
    begun = time.perf_counter()
    first = desk.press(text[-1], counting(desk))
    whole = first
    if not is_counted(desk):
        whole = desk.until(lambda: is_counted(desk)) - begun
    count = re.search(r"filter: ([\d,]+)", desk.top)
    name = " ".join(filter(None, ("filter", repr(text), when)))
    told(f"{name}: first rows (bar 100)", [first])
    told(f"{name}: all {count[1] if count else 0} (bar 500)", [whole])
    desk.press(ESCAPE, lambda: "filter" not in desk.top)


def counting(desk: Terminal) -> Callable[[], bool]:
    """Whether the header tells another count of the filter than now."""
    before = desk.top.partition("filter")[2][:30]
    return lambda: desk.top.partition("filter")[2][:30] not in ("", before)


def is_counted(desk: Terminal) -> bool:
    """Whether the count of the filter is whole."""
    said = re.search(r"filter: [\d,]+ of [\d,]+( …)?", desk.top)
    return said is not None and not said[1]


def begin_typing(desk: Terminal) -> None:
    """Open the editor of the current cell, the cursor at its end."""
    desk.press(ENTER, changed(desk))
    desk.write("\x1b[F")


def typed(desk: Terminal, count: int) -> list[float]:
    """Seconds of each letter typed into the current cell, in words of five that stand nowhere else."""
    if "Esc" not in desk.lines[-1]:
        begin_typing(desk)
    seconds, word = [], ""
    for number in range(count):
        if number % 5 == 0:
            word = ""
            desk.write(" ")
        word += "zqxwjkvy"[(number + number // 5) % 8]
        seconds.append(desk.press(word[-1], lambda word=word: f" {word}" in desk.text))  # type: ignore[misc]
    return seconds


def completed(desk: Terminal, word: str) -> bool:
    """Whether a piece that only the random model says stands behind a word in the editor."""
    return any(re.search(rf"{word}.*q\d{{3,5}}", line.partition("│")[0]) for line in desk.lines)


def told(name: str, seconds: Sequence[float]) -> None:
    """One line of the table, in milliseconds."""
    ordered = sorted(1000 * second for second in seconds)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(
        f"{name:62} n {len(ordered):3}  median {statistics.median(ordered):7.1f}  p95 {p95:7.1f}"
        f"  most {ordered[-1]:7.1f} ms",
        flush=True,
    )


def told_memory(desk: Terminal, when: str) -> None:
    """One line of the table."""
    now, most = desk.memory()
    print(f"{f'resident memory {when} (bar 250 without a model)':62} {now:.0f} MB, at most {most:.0f} MB", flush=True)


PARTS = ("start", "scroll", "jump", "filter", "type", "job", "ghost", "many", "peer")


def main() -> None:
    """Run the parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--one", type=Path, default=Path(tempfile.gettempdir(), "bench-desk-one"))
    parser.add_argument("--many", type=Path, default=Path(tempfile.gettempdir(), "bench-desk-many"))
    parser.add_argument("--size", default="160x48")
    parser.add_argument("--only", default=",".join(PARTS))
    arguments = parser.parse_args()
    tui_project.make(arguments.one, 100_000, 1)
    columns, lines = map(int, arguments.size.split("x"))
    bench = Bench((columns, lines), arguments.one, arguments.many)
    try:
        for part in arguments.only.split(","):
            getattr(bench, part)()
    finally:
        shutil.rmtree(bench.home, ignore_errors=True)


if __name__ == "__main__":
    main()
