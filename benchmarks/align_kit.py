"""What the benchmarks of alignment share: making and scoring cases, calling the aligner, printing tables.

A kit is a folder with `make_cases.py`, which merges, drops and inserts sentences of line-parallel texts and keeps the
gold, and `score.py`, which counts; the data is a folder of such texts.
"""

from __future__ import annotations

import datetime
import importlib.util
import json
import os
import platform
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

from workbench.core.ports import TermFinder
from workbench.formats.sniff import read_document
from workbench.services import bootstrap
from workbench.services.align import Method, Reading
from workbench.text.segmenter import segment

Side = tuple[int, ...]


@dataclass(frozen=True)
class Knows:
    """What the aligner has beside the two texts."""

    vocabulary: bool
    termbase: bool

    def __str__(self) -> str:
        names = [name for name, has in (("vocabulary", self.vocabulary), ("termbase", self.termbase)) if has]
        return " and ".join(names) or "neither"


ALL, TERMS, WORDS, NOTHING = Knows(True, True), Knows(False, True), Knows(True, False), Knows(False, False)


@dataclass(frozen=True)
class Case:
    """Two files and the file with their gold beads."""

    source: Path
    target: Path
    gold: Path


@dataclass(frozen=True)
class Guess:
    """A bead that was found, and how sure the aligner is of it, 0..1."""

    source: Side
    target: Side
    confidence: float = 1.0


class Kit:
    """Makes cases and scores them.

    Args:
        folder: where `make_cases.py` and `score.py` are.
        data: the line-parallel texts; None where no cases are made.
        work: a folder for cases and results.
    """

    def __init__(self, folder: Path, data: Path | None, work: Path) -> None:
        self.work = work
        self._folder, self._data = folder, data
        self._score = _module(folder / "score.py")

    def cases(self, pair: str, name: str, seed: int) -> list[Case]:
        """The cases of a set named `LEVEL.KIND`; a kind `xN` is one case of N sentences."""
        level, kind = name.split(".")
        folder = self.work / f"seed{seed}" / f"ntrex.{pair}.{name}"
        if not folder.exists():
            size = ["--sets", "--scale", kind[1:]] if kind.startswith("x") else ["--sets", kind]
            words = [str(folder.parent), "--pairs", pair, "--levels", level, "--seed", str(seed), *size]
            call([sys.executable, str(self._folder / "make_cases.py"), *words, "--data", str(self._data)], self.work)
        found = sorted(folder.glob("*.src"))
        return [Case(each, each.with_suffix(".tgt"), each.with_suffix(".gold")) for each in found]

    def beads(self, path: Path) -> list[tuple[Side, Side]]:
        """The beads of a file."""
        found: list[tuple[Side, Side]] = self._score.read_beads(path)
        return found

    def f1(self, cases: Sequence[Case], found: Sequence[Sequence[Guess]], sizes: Sequence[tuple[int, int]]) -> float:
        """Strict F1 over the cases; a line that no bead has counts as standing alone."""
        documents = []
        for case, guesses, size in zip(cases, found, sizes, strict=True):
            beads = [(guess.source, guess.target) for guess in guesses]
            documents.append((self.beads(case.gold), self._score.complete(beads, *size)))
        return float(self._score.score(documents)["f1_strict"])

    def right(self, case: Case, guesses: Iterable[Guess]) -> Iterator[tuple[Guess, bool]]:
        """Each guess with whether the gold has exactly it."""
        gold = self._score.normalise(self.beads(case.gold))
        for guess in guesses:
            yield guess, self._score.normalise([(guess.source, guess.target)]) <= gold


def _module(path: Path) -> ModuleType:
    found = importlib.util.spec_from_file_location(path.stem, path)
    if not path.is_file() or found is None or found.loader is None:
        raise SystemExit(f"{path}: no such part of the kit; give its folder with --kit")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


# -- aligning ----------------------------------------------------------------------------------------------------------


def call(words: Sequence[str], work: Path) -> str:
    """What a program prints, run in a folder without settings of anybody.

    Raises: SystemExit with what it said if it fails.
    """
    done = subprocess.run(words, cwd=work, env=environment(work), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{shlex.join(words)}\nfailed with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def environment(work: Path) -> dict[str, str]:
    """The variables of this process without settings of anybody."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WORKBENCH_")}
    return kept | {"XDG_CONFIG_HOME": str(work / "no-settings")}


def workbench(*words: object) -> list[str]:
    """The command line of `workbench align`."""
    return [sys.executable, "-m", "workbench", "align", *map(str, words)]


def by_command(
    cases: Sequence[Case], pair: str, kit: Kit, *, joint: bool, lines: bool, form: str = "beads"
) -> list[list[Guess]]:
    """The beads that the command finds; with the form `jsonl` they have their confidence."""
    one, other = pair.split("-")
    with tempfile.TemporaryDirectory(dir=kit.work) as folder:
        jobs, outputs = write_jobs(cases, Path(folder))
        words = ["--jobs", jobs, "--from", one, "--to", other, "--format", form, "--quiet"]
        words += ["--presegmented"] if lines else []
        call(workbench(*words, "--joint" if joint else "--no-joint"), kit.work)
        if form == "beads":
            return [[Guess(*sides) for sides in kit.beads(output)] for output in outputs]
        return [[_guess(line) for line in output.read_text("utf-8").splitlines()] for output in outputs]


def write_jobs(cases: Sequence[Case], folder: Path) -> tuple[Path, list[Path]]:
    """A jobs file of all cases, and the files that the beads will be in."""
    outputs = [folder / f"{at}.out" for at in range(len(cases))]
    jobs = folder / "jobs.tsv"
    pairs = zip(cases, outputs, strict=True)
    jobs.write_text("".join(f"{case.source}\t{case.target}\t{output}\n" for case, output in pairs), "utf-8")
    return jobs, outputs


def _guess(line: str) -> Guess:
    bead = json.loads(line)
    return Guess(tuple(bead["source"]), tuple(bead["target"]), bead["score"])


def by_api(cases: Sequence[Case], pair: str, knows: Knows, *, joint: bool, lines: bool) -> list[list[Guess]]:
    """The beads that the aligner finds when it is called from a program."""
    one, other = pair.split("-")
    reading = Reading(one, other, method(knows))
    pairs = [
        reading.pair(segments(case.source, one, lines=lines), segments(case.target, other, lines=lines))
        for case in cases
    ]
    reading.align(pairs, joint=joint)
    return [[Guess(tuple(bead.source), tuple(bead.target), bead.confidence) for bead in each.beads] for each in pairs]


def segments(path: Path, language: str, *, lines: bool) -> list[str]:
    """The segments of a file: its lines, or the sentences of its text."""
    if lines:
        return path.read_text("utf-8").split("\n")[:-1]
    with path.open("rb") as stream:
        return segment(read_document(stream, path.name).text, language)


@cache
def finder() -> TermFinder:
    """The finder over the shipped termbases."""
    found, problems = bootstrap.term_finder(bootstrap.shipped_glossaries())
    if found is None:
        raise SystemExit(f"no termbase could be read: {'; '.join(problems)}")
    return found


def method(knows: Knows) -> Method:
    """What helps to align."""
    return Method(finder() if knows.termbase else None, bootstrap.vocabulary() if knows.vocabulary else None)


@dataclass(frozen=True)
class Run:
    """What a measurement works with.

    Attributes:
        api: go through the command nowhere.
        pairs, sets, seeds: which cases; a set is `LEVEL.KIND`.
        peer_python: the Python that the peers are installed for.
        core: the core that speed is measured on, the first if None.
        level, sizes: how texts for speed are perturbed, and their sentences.
    """

    kit: Kit
    api: bool
    pairs: Sequence[str]
    sets: Sequence[str]
    seeds: Sequence[int]
    peer_python: str
    core: int | None
    level: str
    sizes: Sequence[int]

    def found(
        self, cases: Sequence[Case], pair: str, knows: Knows, *, joint: bool, lines: bool = True, form: str = "beads"
    ) -> list[list[Guess]]:
        """What the aligner finds: by the command where it has the option."""
        if self.api or knows != ALL:
            return by_api(cases, pair, knows, joint=joint, lines=lines)
        return by_command(cases, pair, self.kit, joint=joint, lines=lines, form=form)

    def f1(self, pair: str, name: str, seed: int, knows: Knows, *, joint: bool) -> float:
        """Strict F1 of the aligner on a set."""
        cases = self.kit.cases(pair, name, seed)
        return self.kit.f1(cases, self.found(cases, pair, knows, joint=joint), [size_of(case) for case in cases])


def size_of(case: Case) -> tuple[int, int]:
    """How many lines its files have."""
    return len(segments(case.source, "", lines=True)), len(segments(case.target, "", lines=True))


# -- output ------------------------------------------------------------------------------------------------------------


def title(text: str) -> None:
    """A heading with the date, and the machine below it."""
    print(f"\n### {text}, {datetime.date.today().isoformat()}\n\n{machine()}\n", flush=True)


def header(*names: str) -> None:
    """The first two lines of a table."""
    row(*names)
    print("|" + "---|" * len(names), flush=True)


def row(*cells: str) -> None:
    """A line of a table."""
    print(f"| {' | '.join(cells)} |", flush=True)


def machine() -> str:
    """What it runs on, and how busy that is."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text("utf-8").splitlines() if about.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = f"{os.cpu_count()} cores of {model or platform.processor() or platform.machine()}, {memory:.0f} GiB"
    return f"{cores}, {platform.system()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}."
