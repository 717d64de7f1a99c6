"""How good and how fast terms are extracted: shipped terms found again without the termbase, renderings, speed.

    python benchmarks/extract.py quality
    python benchmarks/extract.py list --language en
    python benchmarks/extract.py speed --segments 100000

`quality` and `list` take the statements of `corpora/`, aligned as `workbench demo` aligns them but without translating.
Nobody shows the extraction a termbase. Recall is that of the nouns of the shipped termbases (months left out, which are
in no term by rule) that a version has twice or more; a rendering is right if the termbase has it for the same concept.
`speed` writes sentences of the statements anew with an unknown word in every third; processor time of one core.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from workbench.core.language import FOUR
from workbench.core.ports import TermFinder
from workbench.core.term import Concept, Grade
from workbench.services import bootstrap
from workbench.services.intake import take_in
from workbench.services.project import Project
from workbench.services.termbases import open_termbases, united
from workbench.services.termcheck import word_aligners
from workbench.services.termextract import Block, Candidate, Wish, extract, lexicon, project_blocks
from workbench.terminology.extract import Phrases

MOST = 150
TOPS = (30, 50, 100)


def blocks() -> list[Block]:
    """The shipped statements in all four languages."""
    corpora = bootstrap.shipped("corpora")
    manifest = tomllib.loads((corpora / "manifest.toml").read_text(encoding="utf-8"))
    finder, _ = bootstrap.term_finder(bootstrap.shipped_glossaries())
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder) / "p", source=FOUR[0], targets=FOUR[1:]) as project,
    ):
        take_in(
            project,
            [corpora / "statements", corpora / "unsorted"],
            detector=bootstrap.detector(),
            method=bootstrap.alignment(project.settings, finder)[0],
            sources={key: entry["source"] for key, entry in manifest.items()},
        )
        return list(project_blocks(project, FOUR))


def found_in(texts: Sequence[Block], language: str) -> tuple[list[Candidate], float]:
    """The candidates of one language with renderings in the others, and the processor time they took."""
    start = time.process_time()
    others = [tag for tag in FOUR if tag != language]
    words = word_aligners(bootstrap.vocabulary())
    candidates = extract(texts, language, others, words=words, wish=Wish(most=MOST))
    return candidates, time.process_time() - start


def wanted(texts: Sequence[Block], language: str, finder: TermFinder, concepts: dict[str, Concept]) -> set[str]:
    """The shipped nouns that a language's texts have twice or more, in citation form."""
    counts: Counter[tuple[str, str]] = Counter()
    for block in texts:
        for hit in finder.find(block.texts.get(language, ""), language):
            counts[hit.concept, hit.term] += hit.grade is not Grade.UNCERTAIN
    return {
        term for (concept, term), count in counts.items() if count > 1 and _is_noun(concepts[concept], term, language)
    }


def _is_noun(concept: Concept, text: str, language: str) -> bool:
    kinds = {term.part_of_speech for term in concept.in_language(language) if term.text == text}
    return not concept.id.startswith("month") and bool(kinds & {"noun", "properNoun", ""})


def is_shipped(term: str, language: str, finder: TermFinder) -> set[str]:
    """The concepts of the termbase that a whole term stands for."""
    hits = finder.find(term, language, homonyms=True)
    return {hit.concept for hit in hits if (hit.start, hit.end) == (0, len(term))}


def quality() -> None:
    """Recall, share of shipped terms among the first, and renderings, by language."""
    finder, _ = bootstrap.term_finder(bootstrap.shipped_glossaries())
    assert finder is not None
    concepts = {one.id: one for one in united(open_termbases(bootstrap.shipped_glossaries())[0])}
    texts = blocks()
    _say("lang texts candidates recall known-in-top-" + "/".join(map(str, TOPS)) + " seconds")
    right: dict[tuple[str, str], list[bool]] = {}
    among: dict[tuple[str, str], list[bool]] = {}
    for language in FOUR:
        own = [block.texts.get(language, "") for block in texts]
        phrases = Phrases(own, language, lexicon(language))
        want = wanted(texts, language, finder, concepts)
        recall = [term for term in want if phrases.key_of(term) in phrases.found]
        candidates, seconds = found_in(texts, language)
        known = [bool(is_shipped(one.term, language, finder)) for one in candidates]
        shares = "/".join(str(sum(known[:top])) for top in TOPS)
        _say(f"{language} {sum(map(bool, own))} {len(phrases.found)} {len(recall)}/{len(want)} {shares} {seconds:.1f}")
        for one in candidates:
            ids = is_shipped(one.term, language, finder)
            for other, found in one.renderings.items() if ids else ():
                same = [bool(ids & is_shipped(each.text, other, finder)) for each in found]
                right.setdefault((language, other), []).append(same[0])
                among.setdefault((language, other), []).append(any(same))
    for pair, first in right.items():
        _say(f"{pair[0]}→{pair[1]}: {len(first)} renderings, first {_share(first)}, among three {_share(among[pair])}")
    every = [[flag for flags in shares.values() for flag in flags] for shares in (right, among)]
    _say(f"all: first {_share(every[0])}, among three {_share(every[1])}")


def _share(flags: Sequence[bool]) -> str:
    return f"{sum(flags) / len(flags):.2f}"


def listed(language: str) -> None:
    """The first candidates, to be read by a person; those of the termbase are marked."""
    finder, _ = bootstrap.term_finder(bootstrap.shipped_glossaries())
    assert finder is not None
    for rank, one in enumerate(found_in(blocks(), language)[0][:50], 1):
        known = "termbase" if is_shipped(one.term, language, finder) else ""
        shown = ", ".join(f"{tag} {found[0].text} {found[0].score:.2f}" for tag, found in one.renderings.items())
        _say(f"{rank}\t{one.frequency}\t{one.term}\t{known}\t{shown}")


def speed(segments: int) -> None:
    """Time for so many segments in two languages, and for a quarter of them."""
    base = [block.texts for block in blocks() if {"en", "az"} <= set(block.texts)]
    for count in (segments // 4, segments):
        chance = random.Random(1)
        made = [
            Block(f"s row {at}", f"s{at // 20}", {tag: _renewed(text, at, chance) for tag, text in texts.items()})
            for at, texts in zip(range(count), _endless(base, chance), strict=False)
        ]
        start = time.process_time()
        found = extract(made, "en", ["az"], words=word_aligners(bootstrap.vocabulary()), wish=Wish(most=50))
        seconds = time.process_time() - start
        _say(f"{count} segments en with az: {seconds:.1f} s, {count / seconds:.0f} segments/s, {len(found)} candidates")


def _endless(texts: Sequence[dict[str, str]], chance: random.Random) -> Iterable[dict[str, str]]:
    while True:
        yield chance.choice(texts)


def _renewed(text: str, at: int, chance: random.Random) -> str:
    words = re.findall(r"[^\W\d_]{5,}", text)
    if at % 3 or not words:
        return text
    one, other = chance.choice(words), chance.choice(words)
    return text.replace(
        one, one[: len(one) // 2] + chance.choice("bdgklmnprst") + chance.choice("aeiou") + other[2:], 1
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main(arguments: Iterable[str] | None = None) -> None:
    """Runs one of the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("quality", "list", "speed"))
    parser.add_argument("--language", choices=FOUR, default="en")
    parser.add_argument("--segments", type=int, default=100_000)
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    match chosen.what:
        case "quality":
            quality()
        case "list":
            listed(chosen.language)
        case _:
            speed(chosen.segments)


if __name__ == "__main__":
    main()
