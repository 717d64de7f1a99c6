"""Whether it pays to carry several outputs through the language on the way: chrF and time of one and of four.

Held-out blocks of the phrase book (every third, or `--each N`), starter packages, by way of English. With four, each of
the first leg's four best is translated on, and the way with the best sum of both scores is kept, the first leg's
weighted. Run: `python benchmarks/pivot.py`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

from sacrebleu.metrics import CHRF

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.starter import corpus
from workbench.config import load_settings
from workbench.core.hypothesis import Decoding
from workbench.core.ports import Engine
from workbench.services import bootstrap

WIDTH = 4
WEIGHTS = (0.25, 0.5, 1.0, 2.0)
"""Of the first leg's score, the second leg's being 1."""


def chrf(outputs: Sequence[str], references: Sequence[str]) -> float:
    """The score of some outputs."""
    return float(CHRF().corpus_score(list(outputs), [list(references)]).score)


def several(first: Engine, second: Engine, sources: Sequence[str]) -> dict[float, list[str]]:
    """The outputs of the best ways by the weight of the first leg."""
    ways = [
        (at, each)
        for at, best in enumerate(first.translate(sources, Decoding(beam=WIDTH, n_best=WIDTH)))
        for each in (best, *best.alternatives)
    ]
    ends = second.translate([each.text for _, each in ways])
    found: dict[float, list[str]] = {}
    for weight in WEIGHTS:
        best_of: dict[int, tuple[float, str]] = {}
        for (at, begun), end in zip(ways, ends, strict=True):
            best_of[at] = max(best_of.get(at, (float("-inf"), "")), (weight * begun.score + end.score, end.text))
        found[weight] = [best_of[at][1] for at in range(len(sources))]
    return found


def main() -> None:
    """Prints a line for every pair without English."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=3, help="every how many blocks")
    blocks = corpus.held_out_blocks()[:: parser.parse_args().each]
    routes = bootstrap.translator(load_settings(None, {})).routes
    for source, target in permutations(("fr", "az", "hy"), 2):
        first, second = routes.engine(source, "en"), routes.engine("en", target)
        sources, references = [block[source] for block in blocks], [block[target] for block in blocks]
        started = time.perf_counter()
        one = second.translate([each.text for each in first.translate(sources)])
        between = time.perf_counter()
        found = several(first, second, sources)
        ratio = (time.perf_counter() - between) / (between - started)
        told = ", ".join(f"{weight} {chrf(texts, references):.1f}" for weight, texts in found.items())
        single = chrf([each.text for each in one], references)
        print(f"{source}-{target}\tone {single:.1f}\tfour by weight {told}\t{ratio:.1f} times the time")


if __name__ == "__main__":
    main()
