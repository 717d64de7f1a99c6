"""Word alignment: against gold, and what it does with terms, codes, a lexicon and strange input."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations, product
from pathlib import Path

import pytest

from workbench.alignment.lexicon import Learnt, Lesson, learn
from workbench.alignment.marks import Marker
from workbench.alignment.pieces import cut
from workbench.alignment.reading import Numbers, Words, read
from workbench.alignment.words import BeadWords, WordLink, opposite
from workbench.core.bead import Bead
from workbench.core.errors import AlignmentError
from workbench.core.ports import TermFinder, WordAligner
from workbench.core.term import Grade, TermHit, TermStatus
from workbench.services.bootstrap import shipped_glossaries, term_finder, vocabulary
from workbench.text.tokenizer import NUMBER, WORD, Token, tokens

GOLD = Path(__file__).parents[2] / "golden" / "words"

Cells = set[tuple[int, int]]


@dataclass(frozen=True)
class Pair:
    """A pair of gold sentences; links by index of word."""

    languages: tuple[str, str]
    source: str
    target: str
    sure: Cells
    possible: Cells


@cache
def gold(half: str) -> list[Pair]:
    return [_pair(*line.split("\t")) for line in (GOLD / f"{half}.tsv").read_text("utf-8").splitlines()[1:]]


def _pair(source_language: str, target_language: str, source: str, target: str, links: str) -> Pair:
    sure: Cells = set()
    possible: Cells = set()
    for link in links.split():
        row, column = link.replace("?", "-").split("-")
        possible.add((int(row), int(column)))
        if "-" in link:
            sure.add((int(row), int(column)))
    return Pair((source_language, target_language), source, target, sure, possible)


def counted(text: str, language: str) -> list[Token]:
    return [token for token in tokens(text, language) if token.kind in (WORD, NUMBER)]


@cache
def aligner(source: str, target: str) -> BeadWords:
    return BeadWords(source, target, vocabulary=vocabulary())


def terms(text: str, language: str) -> list[TermHit]:
    return _finder().find(text, language)


@cache
def _finder() -> TermFinder:
    finder, _ = term_finder(shipped_glossaries())
    assert finder is not None
    return finder


def cells(pair: Pair, links: Sequence[WordLink]) -> Cells:
    rows, columns = (
        {token.start: number for number, token in enumerate(counted(text, language))}
        for text, language in zip((pair.source, pair.target), pair.languages, strict=True)
    )
    return {
        (rows[link.source_start], columns[link.target_start])
        for link in links
        if link.source_start in rows and link.target_start in columns
    }


def by_aligner(pair: Pair) -> Cells:
    return cells(pair, aligner(*pair.languages).align(pair.source, pair.target))


def by_aligner_and_terms(pair: Pair) -> Cells:
    hits = [terms(text, language) for text, language in zip((pair.source, pair.target), pair.languages, strict=True)]
    return cells(pair, aligner(*pair.languages).align(pair.source, pair.target, *hits))


def by_diagonal(pair: Pair) -> Cells:
    rows, columns = (
        len(counted(text, language)) for text, language in zip((pair.source, pair.target), pair.languages, strict=True)
    )
    return {(row, int((row + 0.5) * columns / rows)) for row in range(rows)}


def by_marks(pair: Pair) -> Cells:
    """Every two words that share a mark."""
    sides = [
        [
            {mark for mark, _ in Marker(language, alike=True, vocabulary=vocabulary()).marks(token.text)}
            for token in counted(text, language)
        ]
        for text, language in zip((pair.source, pair.target), pair.languages, strict=True)
    ]
    return {(row, column) for row, one in enumerate(sides[0]) for column, two in enumerate(sides[1]) if one & two}


def measured(half: str, find: Callable[[Pair], Cells]) -> tuple[float, float, float]:
    """Precision, recall and alignment error rate; Och and Ney (2003), section 5."""
    found = sure = both = allowed = 0
    for pair in gold(half):
        links = find(pair)
        found, sure = found + len(links), sure + len(pair.sure)
        both, allowed = both + len(links & pair.sure), allowed + len(links & pair.possible)
    return allowed / found, both / sure, 1 - (both + allowed) / (found + sure)


@pytest.mark.parametrize(("half", "errors"), [("development", 0.07), ("heldout", 0.085)])
def test_gold_is_met_and_no_shortcut_comes_near(half: str, errors: float) -> None:
    precision, recall, rate = measured(half, by_aligner)
    assert precision > 0.94 and recall > 0.88 and rate < errors
    assert measured(half, by_aligner_and_terms)[2] <= rate
    assert measured(half, by_marks)[2] > 1.7 * rate
    assert measured(half, by_diagonal)[2] > 0.6


def test_a_term_that_was_found_on_one_side_only_leads_to_its_rendering() -> None:
    right = total = 0
    for pair in gold("heldout"):
        links = aligner(*pair.languages).align(pair.source, pair.target)
        own, other = (counted(text, tag) for text, tag in zip((pair.source, pair.target), pair.languages, strict=True))
        for hit in terms(pair.source, pair.languages[0]):
            wanted = [other[column] for row, column in pair.sure if hit.start <= own[row].start < hit.end]
            if wanted:
                span = min(token.start for token in wanted), max(token.end for token in wanted)
                right += opposite(links, hit.start, hit.end) == span
                total += 1
    assert total > 200 and right / total > 0.9


def spoken(source: str, target: str, links: Sequence[WordLink]) -> list[tuple[str, str]]:
    return [
        (source[link.source_start : link.source_end], target[link.target_start : link.target_end]) for link in links
    ]


def test_one_word_may_stand_for_several() -> None:
    source, target = "The foreign minister went home.", "Արտգործնախարարը տուն գնաց։"
    hits = hit("minister", source, "foreign minister"), hit("minister", target, "Արտգործնախարարը")
    links = aligner("en", "hy").align(source, target, [hits[0]], [hits[1]])
    assert {("foreign", "Արտգործնախարարը"), ("minister", "Արտգործնախարարը")} <= set(spoken(source, target, links))
    assert opposite(links, hits[0].start, hits[0].end) == (hits[1].start, hits[1].end)


def hit(concept: str, text: str, surface: str) -> TermHit:
    start = text.index(surface)
    return TermHit(concept, surface, start, start + len(surface), surface, Grade.EXACT, TermStatus.PREFERRED)


def test_terms_tell_what_nothing_else_does() -> None:
    source, target = "aba bibo ceci dudo", "wexa zuzi vovy yky"
    pairs = [("aba", "yky"), ("bibo", "vovy"), ("ceci", "zuzi"), ("dudo", "wexa")]
    links = BeadWords("en", "xx").align(
        source,
        target,
        [hit(one, source, one) for one, _ in pairs],
        [hit(one, target, two) for one, two in pairs],
    )
    assert spoken(source, target, links) == pairs


def test_codes_go_to_the_same_code_in_their_order() -> None:
    source = "The <b>talks</b> with {name} and <b>others</b>: https://example.org &amp; more."
    target = "Danışıqlar {name} ilə: <b>https://example.org</b> &amp; <b>başqaları</b> <i>ilə</i>."
    links = spoken(source, target, aligner("en", "az").align(source, target))
    codes = [(one, two) for one, two in links if one[0] in "<{&" or "://" in one]
    assert codes == [(code, code) for code in ("<b>", "</b>", "{name}", "<b>", "</b>", "https://example.org", "&amp;")]
    assert all(two[0] != "<" or one == two for one, two in links)


def test_punctuation_goes_to_what_has_the_same_use() -> None:
    source, target = "“Are they here?” (he asked)", "«Նրանք այստե՞ղ են» (հարցրեց նա)։"
    links = spoken(source, target, aligner("en", "hy").align(source, target))
    assert {("“", "«"), ("”", "»"), ("(", "("), (")", ")")} <= set(links)
    assert all((one in '“”?()"') == (two in "«»()։") for one, two in links)


@cache
def lexicon() -> tuple[tuple[Learnt, Learnt], tuple[Words, Words]]:
    words = {f"{first}a{last}": f"{first}{last}" * 2 + "i" for first, last in product("bdfgk", "lmnrst")}
    source = [" ".join(pair) for pair in permutations(words, 2)][::5]
    target = [" ".join(words[word] for word in reversed(line.split())) for line in source]
    marks = Numbers()
    sides = Words(Marker("xx", alike=True), marks), Words(Marker("yy", alike=True), marks)
    beads = [Bead(at, at + 1, at, at + 1) for at in range(len(source))]
    found = learn([Lesson(read(cut(source), sides[0]), read(cut(target), sides[1]), beads)])
    assert found is not None
    return found[0], sides


def test_a_learnt_lexicon_is_used() -> None:
    learnt, words = lexicon()
    source, target = "bal dam fas kat", "ktkti fsfsi dmdmi blbli"
    links = spoken(source, target, BeadWords("xx", "yy", learnt=learnt, words=words).align(source, target))
    assert links == [("bal", "blbli"), ("dam", "dmdmi"), ("fas", "fsfsi"), ("kat", "ktkti")]
    assert not set(links) & set(spoken(source, target, BeadWords("xx", "yy").align(source, target)))


def test_a_lexicon_without_its_words_is_refused() -> None:
    with pytest.raises(AlignmentError, match="give the words"):
        BeadWords("xx", "yy", learnt=lexicon()[0])


def test_the_surer_links_are_right_more_often() -> None:
    right: dict[bool, list[bool]] = {True: [], False: []}
    for pair in gold("heldout"):
        links = aligner(*pair.languages).align(pair.source, pair.target)
        for link in links:
            right[link.score > 0.8] += [cell in pair.possible for cell in cells(pair, [link])]
    assert sum(right[True]) / len(right[True]) > 0.97 > 0.9 > sum(right[False]) / len(right[False]) > 0.5


def test_repeated_sentences_stay_in_their_order() -> None:
    times = 40
    source, target = "The delegation met. " * times, "Պատվիրակությունը հանդիպեց։ " * times
    links = aligner("en", "hy").align(source, target)
    assert len(links) > times
    assert all(link.source_start // 20 == link.target_start // 27 for link in links)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("word " * 4000, "բառ " * 4000),
        ("5 " * 4000, "5"),
        ("a" * 100_000, "ա" * 100_000),
        ("<b>" * 3000, "<b>" * 3000),
        (", " * 3000, ""),
    ],
)
def test_absurd_input_takes_bounded_time(source: str, target: str) -> None:
    started = time.perf_counter()
    aligner("en", "hy").align(source, target)
    assert time.perf_counter() - started < 20


def test_opposite_is_the_smallest_span_that_holds_all() -> None:
    links = [WordLink(0, 3, 10, 14, 1.0), WordLink(4, 8, 2, 5, 0.5), WordLink(9, 12, 20, 22, 0.9)]
    assert opposite(links, 0, 8) == (2, 14)
    assert opposite(links, 6, 9) == (2, 5)
    assert opposite(links, 8, 9) is None
    assert opposite([], 0, 100) is None


def test_it_is_the_aligner_that_the_services_ask_for() -> None:
    asked: WordAligner = aligner("en", "fr")
    assert asked.align("", "rien") == [] == asked.align("nothing", "")
