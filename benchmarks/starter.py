"""How well the starter packages translate what they were not trained on: chrF beside copying the source.

Three sets: combinations of the grammar and hand-written sentences kept from training, and the statements of `corpora/`
paired by their gold alignments, on which nothing was trained. Run: `python benchmarks/starter.py [en-fr …]`.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
import tomllib
from collections.abc import Iterator
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

Pair = tuple[str, str]


def grammar_sets(grammar: Grammar, source: str, target: str) -> dict[str, list[Pair]]:
    """Held-out combinations and held-out hand-written sentences of a direction."""
    kept = {
        "grammar": corpus.held_out_derivations(grammar, seed=3, size=300),
        "sentences": corpus.held_out_sentences(grammar),
    }
    return {name: [(d.text(source), d.text(target)) for d in found] for name, found in kept.items()}


def statement_pairs(source: str, target: str) -> Iterator[Pair]:
    """Beads of `corpora/` with text on both sides, by its manifest and gold; none if the languages have no gold."""
    manifest = CORPORA / "manifest.toml"
    entries = tomllib.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else {}
    for slug, entry in entries.items():
        for left, right in ((source, target), (target, source)):
            gold = CORPORA / "gold" / f"{slug}.{left}-{right}.beads"
            if gold.exists():
                sides = {language: _sentences(CORPORA / entry[language], language) for language in (left, right)}
                for bead in parse_beads(gold.read_text(encoding="utf-8").splitlines()):
                    texts = {
                        left: " ".join(sides[left][i] for i in bead.source),
                        right: " ".join(sides[right][i] for i in bead.target),
                    }
                    if all(texts.values()):
                        yield texts[source], texts[target]


def _sentences(path: Path, language: str) -> list[str]:
    text = read_document(BytesIO(path.read_bytes()), path.name).text
    return [sentence.strip() for sentence in segment(text, language)]


def report(source: str, target: str, grammar: Grammar) -> None:
    """Prints the lines of one direction."""
    package = guard.Package(build.folder_of(build.SHIPPED, source, target))
    register = guard.Register(build.folder_of(build.SHIPPED, source, target))
    chrf = CHRF()
    sets = grammar_sets(grammar, source, target)
    sets["corpora"] = list(statement_pairs(source, target))
    for name, pairs in sets.items():
        if not pairs:
            print(f"{source}-{target}\t{name}\tnothing to measure: no gold for these languages")
            continue
        sources, references = [s for s, _ in pairs], [t for _, t in pairs]
        started = time.perf_counter()
        results = package.translate(sources)
        rate = len(pairs) / (time.perf_counter() - started)
        outputs = [text for text, _ in results]
        exact = sum(a == b for a, b in zip(outputs, references, strict=True)) / len(pairs)
        score, copied = chrf.corpus_score(outputs, [references]), chrf.corpus_score(sources, [references])
        passed = [i for i, s in enumerate(sources) if not register.flags(s, results[i][1])]
        kept = chrf.corpus_score([outputs[i] for i in passed], [[references[i] for i in passed]]) if passed else None
        print(
            f"{source}-{target}\t{name}\t{len(pairs)} sentences\tchrF {score.score:.1f}\tcopy {copied.score:.1f}"
            f"\texact {exact:.0%}\tflagged {1 - len(passed) / len(pairs):.0%}"
            f"\tchrF of the rest {f'{kept.score:.1f}' if kept else '-'}\t{rate:.0f} sentences/s"
        )


def main() -> None:
    """Prints every direction asked for, and the signature of the metric."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="*", help="directions, as en-fr; all six by default")
    wanted = parser.parse_args().pairs
    grammar = Grammar()
    for source, target in build.PAIRS:
        if not wanted or f"{source}-{target}" in wanted:
            report(source, target, grammar)
    chrf = CHRF()
    chrf.corpus_score(["a"], [["a"]])
    print(f"{chrf.get_signature()}; {platform.machine()}, Python {platform.python_version()}")


if __name__ == "__main__":
    main()
