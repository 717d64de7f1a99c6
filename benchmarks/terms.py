"""How well and how fast terms are found: gold on real text, sentences made to mislead, speed, load.

    python benchmarks/terms.py quality --ntrex DIR
    python benchmarks/terms.py speed --ntrex DIR

DIR is a folder with `aze-Latn.txt`, `hye.txt`, `fra.txt`, `eng.txt` (NTREX-128, the lines that `tests/golden/terms` has
the numbers of). Baselines: the term as a string, as the beginning of a word, and simplemma where it is installed.
Uncertain hits are no claims: precision is that of the sure ones, recall is given with and without them.
Speed is measured in processor time of one core.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
import time
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from babel import Locale

from workbench.core.term import Concept, Grade, Term
from workbench.terminology.kept import kept, restored
from workbench.terminology.lookup import TermFinder
from workbench.text.normalize import fold

GOLD = Path(__file__).parents[1] / "tests" / "golden" / "terms"
FILES = {"az": "aze-Latn", "hy": "hye", "fr": "fra", "en": "eng"}
NOT_PLACES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
CONCEPTS = 50_000

Span = tuple[int, int, int]
"""Line from 1, start and end in code points."""


def territories(language: str) -> list[Concept]:
    """The territories of CLDR by their names in one language."""
    names = Locale.parse(language).territories
    return [
        Concept(code, (Term(name, language, part_of_speech="noun"),))
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_PLACES
    ]


def lemmas(language: str) -> list[Concept]:
    """The nouns that the gold was read for."""
    words = tomllib.loads((GOLD / "lemmas.toml").read_text("utf-8"))[language].split()
    return [Concept(word, (Term(word, language, part_of_speech="noun"),)) for word in dict.fromkeys(words)]


def by_tables(concepts: Sequence[Concept], lines: Sequence[str], language: str) -> tuple[set[Span], set[Span]]:
    """Sure and uncertain spans of the product's finder."""
    finder = TermFinder(concepts)
    sure: set[Span] = set()
    uncertain: set[Span] = set()
    for number, line in enumerate(lines, 1):
        for hit in finder.find(line, language):
            (uncertain if hit.grade is Grade.UNCERTAIN else sure).add((number, hit.start, hit.end))
    return sure, uncertain


def by_words(
    concepts: Sequence[Concept], lines: Sequence[str], language: str, same: Callable[[str, str], bool]
) -> set[Span]:
    """Spans of a baseline that compares the words of a line with the last word of each term, the rest as strings."""
    found: set[Span] = set()
    terms = [concept.terms[0].text for concept in concepts]
    spoken = {" ".join(re.findall(r"\w+", fold(term, language))): term for term in terms}
    parts = [words.rpartition(" ") for words in spoken]
    for number, line in enumerate(lines, 1):
        words = [(match.start(), match.end(), match[0]) for match in re.finditer(r"\w+", line)]
        folded = [fold(word, language) for _, _, word in words]
        for head, _, last in parts:
            count = len(head.split())
            for at in range(count, len(words)):
                if same(folded[at], last) and " ".join(folded[at - count : at]) == head:
                    name = spoken[f"{head} {last}".strip()]
                    if not name[0].isupper() or words[at - count][2][0].isupper():
                        found.add((number, words[at - count][0], words[at][1]))
    return found


def baselines(language: str) -> dict[str, Callable[[str, str], bool]]:
    """Ways to compare a word of the text with a word of a term."""
    ways: dict[str, Callable[[str, str], bool]] = {
        "string": lambda word, term: word == term,
        "prefix": lambda word, term: word.startswith(term),
    }
    try:
        from simplemma import lemmatize
    except ImportError:
        return ways
    base = {"az": "tr"}.get(language, language)
    cache: dict[str, str] = {}

    def by_lemma(word: str, term: str) -> bool:
        if word not in cache:
            cache[word] = fold(lemmatize(word, lang=base), language)
        return term in (word, cache[word])

    return ways | {"simplemma": by_lemma}


def gold(kind: str, language: str) -> tuple[set[Span], set[Span]]:
    """Spans that are the term, and spans read and found to be another word."""
    term: set[Span] = set()
    other: set[Span] = set()
    with (GOLD / f"{kind}.{language}.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            span = (int(row["line"]), int(row["start"]), int(row["end"]))
            (term if row["verdict"] == "term" else other).add(span)
    return term, other


def rates(found: set[Span], term: set[Span]) -> tuple[float, float]:
    """Recall and precision of spans; a span counts by its line and where it begins."""
    have, want = {span[:2] for span in found}, {span[:2] for span in term}
    return len(have & want) / len(want), len(have & want) / max(1, len(have))


def quality(folder: Path) -> None:
    """The tables of recall and precision."""
    _say("set lang method recall precision recall-with-uncertain")
    for kind, make in (("names", territories), ("nouns", lemmas)):
        for language in ("fr", "az", "hy"):
            lines = (folder / f"{FILES[language]}.txt").read_text("utf-8").split("\n")
            term, _ = gold(kind, language)
            concepts = make(language)
            sure, uncertain = by_tables(concepts, lines, language)
            recall, precision = rates(sure, term)
            _say(f"{kind} {language} tables {recall:.3f} {precision:.3f} {rates(sure | uncertain, term)[0]:.3f}")
            for name, same in baselines(language).items():
                recall, precision = rates(by_words(concepts, lines, language, same), term)
                _say(f"{kind} {language} {name} {recall:.3f} {precision:.3f} -")
    misleading()


def misleading(*, verbose: bool = False) -> dict[str, tuple[float, float]]:
    """Recall and precision of sure hits on the sentences made to mislead, by language."""
    counts: dict[str, list[int]] = {}
    with (GOLD / "misleading.tsv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            language = row["language"]
            finder = TermFinder([Concept("c", (Term(row["term"], language, part_of_speech="noun"),))])
            hits = [h.surface for h in finder.find(row["sentence"], language) if h.grade is not Grade.UNCERTAIN]
            wanted = [surface for surface in (row["expected"] or "").split("|") if surface]
            right = sum(min(hits.count(one), wanted.count(one)) for one in set(wanted))
            if verbose and hits != wanted:
                _say(f"{language} {row['term']}: {hits} for {wanted}")
            for at, number in enumerate((right, len(wanted), len(hits))):
                counts.setdefault(language, [0, 0, 0])[at] += number
    found = {language: (right / want, right / have) for language, (right, want, have) in counts.items()}
    for language, (recall, precision) in found.items():
        _say(f"misleading {language} tables {recall:.3f} {precision:.3f} -")
    return found


def termbase(lines: dict[str, Sequence[str]]) -> list[Concept]:
    """Concepts whose terms are made of words of the texts and of words put together from halves of them."""
    chance = random.Random(1)
    words = {
        language: sorted({word.lower() for line in text for word in re.findall(r"[^\W\d_]{3,}", line)})
        for language, text in lines.items()
    }

    def term(language: str) -> Term:
        picked = chance.choices(words[language], k=chance.choice((1, 1, 2, 2, 3)))
        made = [one if chance.random() < 0.5 else one[: len(one) // 2 + 1] + picked[0][-4:] for one in picked]
        kinds = ("noun", "noun", "verb", "adjective", "")
        return Term(" ".join(made), language, part_of_speech=chance.choice(kinds))

    return [Concept(f"c{at}", tuple(term(language) for language in lines)) for at in range(CONCEPTS)]


def speed(folder: Path) -> None:
    """Building, keeping and opening the index of 50,000 concepts in four languages; sentences a second."""
    lines = {
        language: [line for line in (folder / f"{name}.txt").read_text("utf-8").split("\n") if line]
        for language, name in FILES.items()
    }
    concepts = termbase(lines)
    for language in FILES:
        TermFinder(concepts[:1]).find("x", language)  # the tables themselves are read once
    start = time.process_time()
    finder = TermFinder(concepts)
    finder.indices()
    _say(f"build, 4 languages: {time.process_time() - start:.2f} s")
    content = kept(finder, "benchmark")
    start = time.process_time()
    restored(content, "benchmark")
    _say(f"open from kept index, {len(content) / 1e6:.1f} MB: {time.process_time() - start:.3f} s")
    for language, text in lines.items():
        finder = restored(content, "benchmark")
        finder.find("", language)
        cold, hits = _pace(finder, text, language)
        warm, _ = _pace(finder, text, language)
        _say(f"{language}: {cold:.0f} sentences/s cold, {warm:.0f} warm, {hits / len(text):.1f} hits a sentence")


def _pace(finder: TermFinder, lines: Sequence[str], language: str) -> tuple[float, int]:
    start = time.process_time()
    hits = sum(len(finder.find(line, language)) for line in lines)
    return len(lines) / (time.process_time() - start), hits


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main(arguments: Iterable[str] | None = None) -> None:
    """Runs one of the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("quality", "speed", "misleading"))
    parser.add_argument("--ntrex", type=Path, default=Path("ntrex-dev"))
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    if chosen.what == "misleading":
        misleading(verbose=True)
    else:
        {"quality": quality, "speed": speed}[chosen.what](chosen.ntrex)


if __name__ == "__main__":
    main()
