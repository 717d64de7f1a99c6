"""Terms carried through the starter packages: each way to make drafts obey, what it carries, and what it costs.

Statements of `corpora/` by their gold alignments, on which nothing was trained, with the shipped termbases. For each
direction and each set of ways: terms asked, carried as they are or inflected, accuracy, chrF of the drafts against the
human version, share of concepts that are rendered by one term throughout, and time beside free translation. The last
line of a direction is what the human version carries. Run: `python benchmarks/obedience.py [--packages DIR] [en-fr …]`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sacrebleu.metrics import CHRF

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.starter import statement_pairs  # noqa: E402
from workbench.config import load_settings  # noqa: E402
from workbench.core.ports import Terms  # noqa: E402
from workbench.core.term import Grade  # noqa: E402
from workbench.services import bootstrap  # noqa: E402
from workbench.services.obey import ALONE, N_BEST, PROXY, REPLACE, WAYS  # noqa: E402
from workbench.services.termuse import term_pairs  # noqa: E402
from workbench.services.translate import Translator  # noqa: E402
from workbench.terminology.enforce import demand_of  # noqa: E402

PAIRS = (("en", "fr"), ("en", "az"), ("en", "hy"), ("fr", "en"), ("az", "en"), ("hy", "en"))
LADDER = (
    (),
    (N_BEST,),
    (PROXY,),
    (REPLACE,),
    (N_BEST, PROXY, REPLACE),
    (N_BEST, REPLACE, PROXY, ALONE, REPLACE),
    WAYS,
    (N_BEST, PROXY, PROXY, PROXY, PROXY, ALONE, ALONE, REPLACE),
)


@dataclass(frozen=True, slots=True)
class Told:
    """Terms asked of some translations and what became of them; `kinds` are the parts of speech of the missing ones."""

    asked: int
    grades: Counter[str]
    consistent: float
    kinds: Counter[str]

    @property
    def accuracy(self) -> float:
        """Share of the terms asked that are carried."""
        return (self.grades["exact"] + self.grades["inflected"] + self.grades["uncertain"]) / max(1, self.asked)


def told(terms: Terms, sources: Sequence[str], texts: Sequence[str], pair: tuple[str, str]) -> Told:
    """What became of the terms that the termbase has in both languages."""
    grades: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    used: dict[str, Counter[str]] = {}
    for source, text in zip(sources, texts, strict=True):
        for hit, found in term_pairs(terms, source, text, pair):
            demand = demand_of(hit, terms.terms(hit.concept, pair[1]))
            if demand is None:
                continue
            if found is None:
                grades["missing"] += 1
                kinds[demand.term.part_of_speech] += 1
            else:
                grades[found.grade.value if found.status.value in ("preferred", "admitted") else "forbidden"] += 1
                used.setdefault(hit.concept, Counter())[found.term] += 1
    repeated = [counts for counts in used.values() if counts.total() > 1]
    consistent = sum(counts.most_common(1)[0][1] for counts in repeated) / max(1, sum(c.total() for c in repeated))
    return Told(grades.total(), grades, consistent, kinds)


def report(translator: Translator, terms: Terms, pair: tuple[str, str], ladder: Sequence[tuple[str, ...]]) -> None:
    """Prints the lines of one direction."""
    pairs = list(statement_pairs(*pair))
    sources, references = [s for s, _ in pairs], [t for _, t in pairs]
    translator.translate_texts(sources[:5], *pair, keep_lines=False)
    free = 0.0
    for ways in ladder:
        machine = replace(translator, stages=(bootstrap.obedience(terms, ways=ways),) if ways else ())
        started = time.perf_counter()
        texts = [each.target for each in machine.translate_texts(sources, *pair, keep_lines=False)]
        seconds = time.perf_counter() - started
        free = free or seconds
        line(pair, " + ".join(ways) or "free", told(terms, sources, texts, pair), texts, references, free / seconds)
    line(pair, "human version", told(terms, sources, references, pair), references, references, 0.0)


def line(
    pair: tuple[str, str], name: str, what: Told, texts: Sequence[str], references: Sequence[str], speed: float
) -> None:
    """Prints one line."""
    chrf = CHRF().corpus_score(list(texts), [list(references)]).score
    carried = ", ".join(f"{grade} {what.grades[grade]}" for grade in (*Grade,) if what.grades[grade])
    print(
        f"{pair[0]}-{pair[1]}\t{name}\tasked {what.asked}\t{carried}\taccuracy {what.accuracy:.3f}\tchrF {chrf:.1f}"
        f"\tone term a concept {what.consistent:.2f}\tspeed {speed:.2f} of free\tmissing {dict(what.kinds)}",
        flush=True,
    )


def main() -> None:
    """Prints every direction asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", nargs="*", help="directions, as en-fr; all six by default")
    parser.add_argument("--packages", type=Path, help="folder of packages to use instead of the shipped ones")
    parser.add_argument("--ways", action="append", help="only these ways, as n-best,proxy, after free translation")
    arguments = parser.parse_args()
    settings = load_settings(None, {"packages": str(arguments.packages)} if arguments.packages else {})
    terms, _ = bootstrap.term_finder(bootstrap.shipped_glossaries())
    assert terms is not None
    translator = bootstrap.translator(settings, finder=terms)
    ladder = ((), *(tuple(each.split(",")) for each in arguments.ways)) if arguments.ways else LADDER
    for pair in PAIRS:
        if not arguments.pairs or "-".join(pair) in arguments.pairs:
            report(translator, terms, pair, ladder)


if __name__ == "__main__":
    main()
