"""How well sentences are aligned, how sure the aligner may be of it, what it costs, and what peers make of it.

    python benchmarks/align.py quality --kit DIR --data DIR [--seeds 1 2 3] [--pairs en-fr …] [--sets hard.doc …]
    python benchmarks/align.py peers --kit DIR --data DIR [--peer-python PYTHON]     (see align_peers.py)
    python benchmarks/align.py calibration --kit DIR --data DIR
    python benchmarks/align.py speed --kit DIR --data DIR [--core N]
    python benchmarks/align.py pins --kit DIR --data DIR
    python benchmarks/align.py gold --kit DIR

For the kit and the data see align_kit.py; cases are made in a temporary folder. Everything goes through the command, as
a user would call it, except what no option asks for: to leave out the vocabulary or the termbases, and to align again
around accepted beads. With `--api` nothing but `speed` goes through it. Prints Markdown: the tables of RESULTS.md.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import align_peers
from align_cost import pins, speed
from align_kit import (
    ALL,
    NOTHING,
    TERMS,
    WORDS,
    Case,
    Guess,
    Kit,
    Knows,
    Run,
    call,
    header,
    row,
    segments,
    size_of,
    title,
    write_jobs,
)

from workbench.services import bootstrap

FOUR = ("en-fr", "en-az", "en-hy", "fr-az", "fr-hy", "az-hy")
WITHOUT_VOCABULARY = ("de-fr", "en-ka", "en-tr")
BARRED = FOUR[:3]
SETS = ("hard.doc", "hard.cat20", "gap.cat20", "light.cat20")
BARS = {
    "hard.doc": {"en-fr": (0.96, 0.98), "en-az": (0.93, 0.97), "en-hy": (0.92, 0.98)},
    "hard.cat20": {"en-fr": (0.97, 0.975), "en-az": (0.96, 0.97), "en-hy": (0.96, 0.97)},
    "gap.cat20": dict.fromkeys(BARRED, (0.985, 0.99)),
    "light.cat20": dict.fromkeys(BARRED, (0.99, 0.99)),
}
"""Strict F1 to reach: pairs aligned singly, and jointly."""
HUNALIGN = {
    "hard.doc": (0.81, 0.81, 0.76),
    "hard.cat20": (0.78, 0.77, 0.72),
    "gap.cat20": (0.98, 0.94, 0.92),
    "light.cat20": (0.97, 0.98, 0.95),
}
"""Strict F1 of hunalign on en-fr, en-az and en-hy, measured elsewhere on like sets: there is no package to install."""
KNOWN = {ALL: "with vocabulary and termbase", TERMS: "with the termbase alone", NOTHING: "with neither"}
"""What is told apart in the tables of quality."""
BINS = 10


# -- quality -----------------------------------------------------------------------------------------------------------


def quality(run: Run) -> None:
    """Strict F1 by what the aligner knows, pair and set: the mean over the seeds, and seed 1 beside the bar."""
    seeds = " and ".join(map(str, run.seeds))
    for knows in KNOWN:
        title(f"Strict F1, {KNOWN[knows]}")
        print(f"Mean over the seeds {seeds}, the lowest in brackets.\n")
        header("pair", "set", "single", "seed 1", "bar", "joint", "seed 1", "bar")
        for pair in run.pairs:
            for name in run.sets:
                cells = []
                for joint in (False, True):
                    values = {seed: run.f1(pair, name, seed, knows, joint=joint) for seed in run.seeds}
                    mean = f"{statistics.mean(values.values()):.4f} ({min(values.values()):.4f})"
                    cells += [mean, _shown(values.get(1)), _bar(name, pair, joint=joint)]
                row(pair, name.replace(".", " "), *cells)


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def _bar(name: str, pair: str, *, joint: bool) -> str:
    bars = BARS.get(name, {}).get(pair)
    return f"{bars[joint]:.3f}" if bars else "–"


def peers(run: Run) -> None:
    """Strict F1 of other aligners on the same sets."""
    script = str(Path(align_peers.__file__).resolve())
    installed = json.loads(call([run.peer_python, script, "versions"], run.kit.work))
    for seed in run.seeds:
        title(f"Strict F1 beside other aligners, seed {seed}")
        header("set", "aligner", *run.pairs)
        for name in run.sets:
            shown = name.replace(".", " ")
            for label, joint in (("workbench, single", False), ("workbench, joint", True)):
                row(shown, label, *(f"{run.f1(pair, name, seed, ALL, joint=joint):.4f}" for pair in run.pairs))
            for peer, number in installed.items():
                values = (peer_f1(run, peer, pair, name, seed) for pair in run.pairs)
                row(shown, align_peers.PEERS[peer][0].format(number), *(f"{value:.4f}" for value in values))
            quoted = dict(zip(BARRED, HUNALIGN.get(name, ()), strict=False))
            figures = (f"{quoted[pair]:.2f}" if pair in quoted else "–" for pair in run.pairs)
            row(shown, "hunalign, best setting (quoted)", *figures)
    print("\nNot run:\n")
    for peer, (_, package, _) in align_peers.PEERS.items():
        if peer not in installed:
            print(f"- {peer}: {package} is not installed for {Path(run.peer_python).name}")
    for peer, why in align_peers.ABSENT.items():
        print(f"- {peer}: {why}")


def peer_f1(run: Run, peer: str, pair: str, name: str, seed: int) -> float:
    """Strict F1 of a peer on a set."""
    cases = run.kit.cases(pair, name, seed)
    with tempfile.TemporaryDirectory(dir=run.kit.work) as folder:
        jobs, outputs = write_jobs(cases, Path(folder))
        call([run.peer_python, str(Path(align_peers.__file__).resolve()), peer, str(jobs)], run.kit.work)
        found = [[Guess(*sides) for sides in run.kit.beads(output)] for output in outputs]
    return run.kit.f1(cases, found, [size_of(case) for case in cases])


# -- calibration -------------------------------------------------------------------------------------------------------


def calibration(run: Run) -> None:
    """How often beads are right that the aligner is so sure of."""
    for joint in (False, True):
        judged: list[tuple[Guess, bool]] = []
        for pair in run.pairs:
            for name in run.sets:
                for seed in run.seeds:
                    cases = run.kit.cases(pair, name, seed)
                    found = run.found(cases, pair, ALL, joint=joint, form="jsonl")
                    for case, guesses in zip(cases, found, strict=True):
                        judged += run.kit.right(case, guesses)
        title(f"Confidence, {'joint' if joint else 'single'}")
        reliability(judged, [each for each in judged if each[0].source and each[0].target])


def reliability(every: Sequence[tuple[Guess, bool]], paired: Sequence[tuple[Guess, bool]]) -> None:
    """The table of bins, and the expected calibration error of all beads and of those with two sides."""
    header("confidence", "beads", "mean confidence", "right", "paired beads", "mean confidence", "right")
    bins = [_bins(judged) for judged in (every, paired)]
    for at in range(BINS):
        cells = [cell for of in bins for cell in _cells(of[at])]
        row(f"{at / BINS:.1f}–{(at + 1) / BINS:.1f}", *cells)
    errors = [_expected_error(of) for of in bins]
    print(f"\nExpected calibration error: {errors[0]:.4f} over all beads, {errors[1]:.4f} over paired ones.")


def _bins(judged: Sequence[tuple[Guess, bool]]) -> list[list[tuple[float, bool]]]:
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for guess, right in judged:
        bins[min(BINS - 1, int(guess.confidence * BINS))].append((guess.confidence, right))
    return bins


def _means(judged: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    return statistics.fmean(sure for sure, _ in judged), statistics.fmean(right for _, right in judged)


def _cells(judged: Sequence[tuple[float, bool]]) -> tuple[str, ...]:
    if not judged:
        return "0", "–", "–"
    sure, right = _means(judged)
    return f"{len(judged):,}", f"{sure:.3f}", f"{right:.3f}"


def _expected_error(bins: Sequence[Sequence[tuple[float, bool]]]) -> float:
    total = sum(map(len, bins))
    gaps = [(len(judged), *_means(judged)) for judged in bins if judged]
    return sum(count * abs(sure - right) for count, sure, right in gaps) / total if total else math.nan


# -- running text ------------------------------------------------------------------------------------------------------


def gold(run: Run) -> None:
    """Strict F1 on the statements of the corpus, by hand-made beads."""
    title("Strict F1 on running text, hand-made beads")
    ways = [(knows, joint) for knows in (ALL, WORDS, TERMS, NOTHING) for joint in (False, True)]
    header("pair", "versions", *(f"{knows}, {'joint' if joint else 'single'}" for knows, joint in ways))
    groups: dict[str, dict[str, list[Case]]] = {}
    for direction, cases in _statements().items():
        for pair in ("-".join(sorted(direction.split("-"))), "all"):
            groups.setdefault(pair, {})[direction] = cases
    for pair in sorted(groups, key=lambda pair: (pair == "all", pair)):
        values = (_gold_f1(run, groups[pair], knows, joint=joint) for knows, joint in ways)
        row(pair, str(sum(map(len, groups[pair].values()))), *(f"{value:.4f}" for value in values))


def _statements() -> dict[str, list[Case]]:
    """The gold files by direction, with the files that they are about."""
    corpora = bootstrap.shipped("corpora")
    manifest = tomllib.loads((corpora / "manifest.toml").read_text("utf-8"))
    groups: dict[str, list[Case]] = {}
    for path in sorted((corpora / "gold").glob("*.beads")):
        statement, direction, _ = path.name.split(".")
        one, other = (corpora / manifest[statement][language] for language in direction.split("-"))
        groups.setdefault(direction, []).append(Case(one, other, path))
    return groups


def _gold_f1(run: Run, groups: Mapping[str, Sequence[Case]], knows: Knows, *, joint: bool) -> float:
    """Strict F1 over cases of several directions, those of one direction aligned together."""
    every: list[Case] = []
    found: list[list[Guess]] = []
    sizes: list[tuple[int, int]] = []
    for direction, cases in groups.items():
        one, other = direction.split("-")
        every += cases
        found += run.found(cases, direction, knows, joint=joint, lines=False)
        for case in cases:
            source, target = segments(case.source, one, lines=False), segments(case.target, other, lines=False)
            sizes.append((len(source), len(target)))
    return run.kit.f1(every, found, sizes)


# -- choosing ----------------------------------------------------------------------------------------------------------


MEASUREMENTS = {
    "quality": quality,
    "peers": peers,
    "calibration": calibration,
    "speed": speed,
    "pins": pins,
    "gold": gold,
}


def main(arguments: Iterable[str] | None = None) -> None:
    """Runs one of the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=MEASUREMENTS)
    parser.add_argument("--kit", type=Path, required=True, help="folder with make_cases.py and score.py")
    parser.add_argument("--data", type=Path, help="folder with documents.txt and one file a language")
    parser.add_argument("--seeds", type=int, nargs="+", help="default: 1 2 3; of peers, speed and pins 1")
    parser.add_argument("--pairs", nargs="+", help="default: all of quality's, else en-fr en-az en-hy")
    parser.add_argument("--sets", nargs="+", default=SETS, metavar="LEVEL.KIND")
    parser.add_argument("--api", action="store_true", help="do not go through the command")
    parser.add_argument("--peer-python", default=sys.executable, help="the Python that the peers are installed for")
    parser.add_argument("--core", type=int, help="of speed: which core; default: the first")
    parser.add_argument("--level", default="hard", help="of speed and pins: how the text is perturbed")
    parser.add_argument("--sizes", type=int, nargs="+", default=(10_000, 100_000), help="of speed: sentences")
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    if chosen.data is None and chosen.what != "gold":
        parser.error(f"{chosen.what} needs --data")
    pairs = chosen.pairs or ((*FOUR, *WITHOUT_VOCABULARY) if chosen.what == "quality" else BARRED)
    seeds = chosen.seeds or ([1, 2, 3] if chosen.what in ("quality", "calibration") else [1])
    with tempfile.TemporaryDirectory(prefix="align-") as work:
        kit = Kit(chosen.kit.resolve(), chosen.data and chosen.data.resolve(), Path(work))
        options = (chosen.api, pairs, chosen.sets, seeds, chosen.peer_python, chosen.core, chosen.level, chosen.sizes)
        MEASUREMENTS[chosen.what](Run(kit, *options))


if __name__ == "__main__":
    main()
