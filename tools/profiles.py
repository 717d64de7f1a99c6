"""Build the language profiles that the detector ships: character n-gram counts in langdetect's own format.

    python tools/profiles.py PARALLEL_DIR workbench/engines/profiles

PARALLEL_DIR is a line-parallel set with one file a language and `documents.txt` naming each line's document, as
NTREX-128 has it. Every third document, in order of first appearance, is left out: `benchmarks/detection.py` scores on
those. The terms of `glossaries/diplomacy.tbx` are added where they have the language. Counts of n-grams are all that is
kept of a text; n-grams seen fewer than three times are dropped.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from workbench.engines.langid import LONGEST, ngrams, words
from workbench.formats.tbx import read_tbx

FILES = {"en": "eng", "fr": "fra", "az": "aze-Latn", "hy": "hye", "tr": "tur", "ru": "rus", "de": "deu"}
TERMBASE = Path(__file__).parent.parent / "glossaries" / "diplomacy.tbx"
LEAST_COUNT = 3
SCORED_EVERY = 3


def scored_documents(names: Iterable[str]) -> set[str]:
    """The documents that the benchmark scores and no profile may see: every third by first appearance."""
    return set(list(dict.fromkeys(names))[::SCORED_EVERY])


def training_lines(folder: Path, language: str) -> Iterator[str]:
    """The lines of one language that are not scored."""
    documents = (folder / "documents.txt").read_text(encoding="utf-8").split("\n")
    scored = scored_documents(name for name in documents if name)
    lines = (folder / f"{FILES[language]}.txt").read_text(encoding="utf-8").split("\n")
    return (line for line, document in zip(lines, documents, strict=False) if document and document not in scored)


def own_terms(language: str) -> Iterator[str]:
    """The terms of the diplomatic termbase in one language, without abbreviations."""
    with TERMBASE.open("rb") as stream:
        for concept in read_tbx(stream, str(TERMBASE)):
            for term in concept.in_language(language):
                if term.term_type not in ("acronym", "abbreviation"):
                    yield term.text


def profile(language: str, lines: Iterable[str]) -> dict[str, object]:
    """The profile of a language in langdetect's format: `freq` by n-gram, `n_words` total by length, `name`."""
    counts: Counter[str] = Counter()
    for line in lines:
        for word in words(line):
            counts.update(ngrams(word))
    totals = [sum(count for gram, count in counts.items() if len(gram) == length) for length in range(1, LONGEST + 1)]
    kept = {gram: count for gram, count in sorted(counts.items()) if count >= LEAST_COUNT}
    return {"name": language, "n_words": totals, "freq": kept}


def main() -> None:
    """Write one profile a language."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("parallel", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    for language in FILES:
        built = profile(language, chain(training_lines(arguments.parallel, language), own_terms(language)))
        path = arguments.out / f"{language}.json"
        path.write_text(json.dumps(built, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"{language}: {built['n_words']} n-grams by length, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
