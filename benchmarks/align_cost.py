"""What aligning costs: time and memory of long texts, and the time to align again around accepted beads."""

from __future__ import annotations

import os
import random
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from align_kit import Case, Guess, Run, environment, finder, header, row, segments, size_of, title, workbench

from workbench.alignment.aligner import Aids, SentenceAligner
from workbench.alignment.pair import Pair
from workbench.core.bead import Bead, parse_beads
from workbench.services import bootstrap

LEAST_S = 0.001
"""Taken for texts so short that start-up is all there is."""
PINS_BAR_MS = 100
SENTENCES, AGAIN = 300, 20
"""Of the text that is aligned again, and how often."""


@dataclass(frozen=True)
class Cost:
    """What a run of the command took: wall and processor seconds, peak memory in MiB."""

    wall_s: float
    processor_s: float
    peak_mib: float


def timed(words: Sequence[str], work: Path) -> Cost:
    """Run the command and tell what it took.

    Raises: SystemExit if it fails.
    """
    with tempfile.TemporaryFile(dir=work) as said:
        start = time.perf_counter()
        child = subprocess.Popen(words, cwd=work, env=environment(work), stdout=said, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        if child.returncode:
            raise SystemExit(f"{shlex.join(words)}\nfailed: {said.read().decode(errors='replace').strip()}")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / scale)


def speed(run: Run) -> None:
    """Seconds, sentences a second and peak memory of the command on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0)) if run.core is None else run.core})
    title(f"Speed, {run.level}, one core")
    starts = {pair: start_up(run, pair) for pair in run.pairs}
    header("pair", "source sentences", "seconds", "of a processor", "sentences/s", "of a processor", "peak MiB", "F1")
    ratios: list[str] = []
    for pair in run.pairs:
        took = [_scaled(run, pair, size, starts[pair]) for size in run.sizes]
        ratios += [f"{pair} {took[-1] / took[0]:.1f}"] if len(took) > 1 else []
    costs = ", ".join(f"{pair} {cost.wall_s:.2f} s, {cost.peak_mib:.0f} MiB" for pair, cost in starts.items())
    print(f"\nStart-up, taken off above (two sentences, median of 5): {costs}.")
    if ratios:
        print(f"Time of {run.sizes[-1]:,} over {run.sizes[0]:,} sentences: {', '.join(ratios)}.")


def _scaled(run: Run, pair: str, size: int, start: Cost) -> float:
    """Print the row of a text of this size and give its seconds after start-up."""
    [case] = cases = run.kit.cases(pair, f"{run.level}.x{size}", run.seeds[0])
    output = run.kit.work / "speed.beads"
    cost = timed(_one(case, pair, output), run.kit.work)
    wall, processor = (
        max(whole - before, LEAST_S)
        for whole, before in ((cost.wall_s, start.wall_s), (cost.processor_s, start.processor_s))
    )
    sizes = size_of(case)
    f1 = run.kit.f1(cases, [[Guess(*sides) for sides in run.kit.beads(output)]], [sizes])
    rates = f"{sizes[0] / wall:,.0f}", f"{sizes[0] / processor:,.0f}"
    row(pair, f"{sizes[0]:,}", f"{wall:.1f}", f"{processor:.1f}", *rates, f"{cost.peak_mib:,.0f}", f"{f1:.4f}")
    return wall


def start_up(run: Run, pair: str) -> Cost:
    """What two sentences take, the median of five runs after one that fills the caches."""
    [case] = run.kit.cases(pair, f"{run.level}.x300", run.seeds[0])
    few = Case(run.kit.work / "few.src", run.kit.work / "few.tgt", case.gold)
    for path, whole in ((few.source, case.source), (few.target, case.target)):
        path.write_text("".join(f"{line}\n" for line in segments(whole, "", lines=True)[:2]), "utf-8")
    costs = [timed(_one(few, pair, run.kit.work / "few.beads"), run.kit.work) for _ in range(6)][1:]
    return sorted(costs, key=lambda cost: cost.wall_s)[2]


def _one(case: Case, pair: str, output: Path) -> list[str]:
    one, other = pair.split("-")
    form = ("--presegmented", "--format", "beads", "--out", output, "--force")
    return workbench(case.source, case.target, "--from", one, "--to", other, *form)


def pins(run: Run) -> None:
    """How long it takes to align a text of 300 sentences again around accepted beads."""
    title(f"Aligning again around accepted beads, {run.level}")
    header("pair", "sentences", f"again, median of {AGAIN}, ms", "longest, ms", "bar, ms", "from the beginning, ms")
    for pair in run.pairs:
        source, target, beads = _short(run, pair)
        aligner, read = _read(pair, source, target)
        aligner.align_pairs([read])
        accepted = [bead for bead in beads if bead.shape != "1-1"]
        chance = random.Random(1)
        again: list[float] = []
        whole: list[float] = []
        for number in range(1, AGAIN + 1):
            read.pins = sorted(chance.sample(accepted, number), key=lambda bead: (bead.source_end, bead.target_end))
            again.append(_milliseconds(lambda: aligner.realign(read)))  # noqa: B023
            if not {_place(pin) for pin in read.pins} <= {_place(bead) for bead in read.beads}:
                raise SystemExit(f"{pair}: an accepted bead did not come back")
            whole.append(_milliseconds(lambda: aligner.align_pairs([read])))  # noqa: B023
        cells = f"{statistics.median(again):.0f}", f"{max(again):.0f}", str(PINS_BAR_MS)
        row(pair, f"{len(source)} and {len(target)}", *cells, f"{statistics.median(whole):.0f}")


def _milliseconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - start)


def _read(pair: str, source: Sequence[str], target: Sequence[str]) -> tuple[SentenceAligner, Pair]:
    """An aligner, and two texts that it has read with their terms."""
    aligner = SentenceAligner(Aids(bootstrap.vocabulary()))
    sides = zip((source, target), pair.split("-"), strict=True)
    terms = [[finder().find(text, language) for text in texts] for texts, language in sides]
    return aligner, aligner.reader(*pair.split("-")).pair(source, target, *terms)


def _short(run: Run, pair: str) -> tuple[list[str], list[str], list[Bead]]:
    """A text of 300 source sentences, and its gold beads."""
    [case] = run.kit.cases(pair, f"{run.level}.x{2 * SENTENCES}", run.seeds[0])
    beads = parse_beads(case.gold.read_text("utf-8").splitlines())
    beads = [bead for bead in beads if bead.source_end <= SENTENCES]
    source, target = (segments(path, "", lines=True) for path in (case.source, case.target))
    return source[: beads[-1].source_end], target[: beads[-1].target_end], beads


def _place(bead: Bead) -> tuple[int, int, int, int]:
    return bead.source_start, bead.source_end, bead.target_start, bead.target_end
