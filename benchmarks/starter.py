"""How well the starter packages translate what they were not trained on: chrF beside copying and the first packages.

Four sets: sentences of the phrase book, combinations of the grammar and hand-written sentences, all kept from training,
and the statements of `corpora/` paired by their gold alignments, on which nothing was trained. The last are reported
also by how near the nearest training sentence is. Run: `python benchmarks/starter.py [--packages DIR] [en-fr …]`.
"""

from __future__ import annotations

import argparse
import io
import itertools
import platform
import random
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from sacrebleu.metrics import CHRF

from workbench.core.bead import parse_beads
from workbench.formats.sniff import read_document
from workbench.text.segmenter import segment

ROOT = Path(__file__).parents[1]
CORPORA = ROOT / "corpora"
sys.path.insert(0, str(ROOT))

from tools.starter import build, corpus, guard  # noqa: E402
from tools.starter.grammar import Grammar  # noqa: E402
from tools.starter.law import Law  # noqa: E402
from tools.starter.phrasebook import read_phrasebook  # noqa: E402

Pair = tuple[str, str]

FIRST_COMMIT = "e460cd9"
"""Where git has the first packages; without a git checkout their column stays empty."""

GRAMMAR_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class Output:
    """What a package made of some sources: the texts, their scores, whether each was flagged, and the speed."""

    texts: list[str]
    flagged: list[bool]
    per_second: float


def held_out_sets(grammar: Grammar, source: str, target: str) -> dict[str, list[Pair]]:
    """Held-out sentences of the phrase book, combinations of the grammar and hand-written sentences of a direction."""
    kept = {
        "grammar": corpus.held_out_derivations(grammar, seed=3, size=300),
        "sentences": corpus.held_out_sentences(grammar),
    }
    blocks = [(texts[source], texts[target]) for texts in corpus.held_out_blocks()]
    return {"phrase book": blocks} | {n: [(d.text(source), d.text(target)) for d in found] for n, found in kept.items()}


def statement_pairs(source: str, target: str) -> Iterator[Pair]:
    """Beads of `corpora/` with text on both sides, by its manifest and gold; none if the languages have no gold."""
    return ((one, other) for _, one, other in statement_rows(source, target))


def statement_rows(source: str, target: str) -> Iterator[tuple[str, str, str]]:
    """As `statement_pairs`, with the name of the statement before each."""
    manifest = CORPORA / "manifest.toml"
    entries = tomllib.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else {}
    for slug, entry in entries.items():
        for left, right in ((source, target), (target, source)):
            gold = CORPORA / "gold" / f"{slug}.{left}-{right}.beads"
            if gold.exists():
                sides = {language: sentences_of(CORPORA / entry[language], language) for language in (left, right)}
                for bead in parse_beads(gold.read_text(encoding="utf-8").splitlines()):
                    texts = {
                        left: " ".join(sides[left][i] for i in bead.source),
                        right: " ".join(sides[right][i] for i in bead.target),
                    }
                    if all(texts.values()):
                        yield slug, texts[source], texts[target]


def sentences_of(path: Path, language: str) -> list[str]:
    """The sentences of a statement's file."""
    text = read_document(BytesIO(path.read_bytes()), path.name).text
    return [sentence.strip() for sentence in segment(text, language)]


def folder_in(packages: Path, source: str, target: str) -> Path | None:
    """The package of a direction in a folder, whatever its version."""
    return next(iter(sorted(packages.glob(f"translate-{source}_{target}-*"))), None)


def first_packages(into: Path) -> Path | None:
    """The first packages, unpacked from git; None where git does not have them."""
    command = ["git", "-C", str(ROOT), "archive", FIRST_COMMIT, "workbench/engines/starter"]
    try:
        archive = subprocess.run(command, check=True, capture_output=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")
    return into / "workbench" / "engines" / "starter"


def translate(folder: Path, sources: list[str]) -> Output:
    """Sources through a package, and through its guard."""
    package, register = guard.Package(folder), guard.Register(folder)
    started = time.perf_counter()
    results = package.translate(sources)
    rate = len(sources) / (time.perf_counter() - started)
    flagged = [register.flags(text, score) for text, (_, score) in zip(sources, results, strict=True)]
    return Output([text for text, _ in results], flagged, rate)


def chrf(outputs: Sequence[str], references: Sequence[str]) -> str:
    """The score to one decimal, or a dash where there is nothing."""
    return f"{CHRF().corpus_score(list(outputs), [list(references)]).score:.1f}" if outputs else "-"


def report(source: str, target: str, grammar: Grammar, packages: Path, first: Path | None) -> None:
    """Prints the lines of one direction."""
    folder = folder_in(packages, source, target)
    if folder is None:
        print(f"{source}-{target}\tno package in {packages}")
        return
    sets = held_out_sets(grammar, source, target) | {"corpora": list(statement_pairs(source, target))}
    before = first and folder_in(first, source, target)
    for name, pairs in sets.items():
        if not pairs:
            print(f"{source}-{target}\t{name}\tnothing to measure")
            continue
        sources, references = [s for s, _ in pairs], [t for _, t in pairs]
        made = translate(folder, sources)
        old = translate(before, sources).texts if before else []
        exact = sum(a == b for a, b in zip(made.texts, references, strict=True)) / len(pairs)
        passed = [i for i, flagged in enumerate(made.flagged) if not flagged]
        rest = chrf([made.texts[i] for i in passed], [references[i] for i in passed])
        print(
            f"{source}-{target}\t{name}\t{len(pairs)} sentences\tchrF {chrf(made.texts, references)}"
            f"\tfirst packages {chrf(old, references)}\tcopy {chrf(sources, references)}\texact {exact:.0%}"
            f"\tflagged {1 - len(passed) / len(pairs):.0%}\tchrF of the rest {rest}\t{made.per_second:.0f} sentences/s"
        )
        if name == "corpora":
            report_by_nearness(source, target, grammar, pairs, made, old)


def report_by_nearness(
    source: str, target: str, grammar: Grammar, pairs: list[Pair], made: Output, old: list[str]
) -> None:
    """Prints the score of each quarter of the sentences, from the farthest from training to the nearest."""
    near = Law(source, [[s] for s, _ in pairs]).nearness(training_texts(grammar, source))
    order = sorted(range(len(pairs)), key=lambda i: near[i])
    bounds = [len(order) * quarter // 4 for quarter in range(5)]
    for start, end in itertools.pairwise(bounds):
        kept = order[start:end]
        references = [pairs[i][1] for i in kept]
        shares = f"{near[kept[0]]:.0%} to {near[kept[-1]]:.0%}"
        print(
            f"{source}-{target}\tcorpora, nearest training sentence has {shares} of the 5-grams"
            f"\tchrF {chrf([made.texts[i] for i in kept], references)}"
            f"\tfirst packages {chrf([old[i] for i in kept] if old else [], references)}"
        )


def training_texts(grammar: Grammar, source: str) -> Iterable[str]:
    """Every combination of the phrase book that is trained on, and a sample of the grammar."""
    for block in read_phrasebook():
        if not block.held_out:
            yield from (block.text(source, picks) for picks in block.combinations())
    chance = random.Random(9)
    for _ in range(GRAMMAR_SAMPLE):
        yield corpus.draw(grammar, chance).text(source)


def main() -> None:
    """Prints every direction asked for, and the signature of the metric."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="*", help="directions, as en-fr; all six by default")
    parser.add_argument("--packages", type=Path, default=build.SHIPPED, help="folder of the packages to measure")
    arguments = parser.parse_args()
    grammar = Grammar()
    with tempfile.TemporaryDirectory() as folder:
        first = first_packages(Path(folder))
        for source, target in build.PAIRS:
            if not arguments.pairs or f"{source}-{target}" in arguments.pairs:
                report(source, target, grammar, arguments.packages, first)
    metric = CHRF()
    metric.corpus_score(["a"], [["a"]])
    print(f"{metric.get_signature()}; {platform.machine()}, Python {platform.python_version()}")


if __name__ == "__main__":
    main()
