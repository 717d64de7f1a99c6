"""Laws of finding and inflecting terms, with texts and termbases made up."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.language import FOUR
from workbench.core.term import Concept, Grade, Term
from workbench.terminology.kept import kept, restored
from workbench.terminology.lookup import TermFinder
from workbench.text.endings import NOUN
from workbench.text.morphology import CASES, Form, analyse, inflect
from workbench.text.normalize import fold

TERMS = {
    "en": ("treaty", "peace treaty", "member state", "UN", "Georgia", "cease-fire", "policy", "minister of state"),
    "fr": ("traité", "traité de paix", "État", "Égypte", "relation bilatérale", "cheval", "journal", "ONU", "Le Caire"),
    "az": ("sülh", "sülh müqaviləsi", "BMT", "İrəvan", "torpaq", "oğul", "ölkə", "su", "görüş", "nümayəndə heyəti"),
    "hy": ("խաղաղություն", "խաղաղության պայմանագիր", "ՄԱԿ", "Երևան", "տուն", "օր", "որոշում", "Բաքու", "երկիր"),
}
NOUNS = {
    "az": "torpaq çörək oğul fikir şəhər ölkə heyət səfir xalq hüquq görüş söz gün su ordu məktəb İran Bakı Gürcüstan",
    "hy": "տուն տարի օր ամիս կին մարդ հայր մայր ջուր գիր համաձայնագիր խորհուրդ անվտանգություն "
    "որոշում քաղաքացի լեզու երկիր տղա Թուրքիա Բաքու Երևան Հայաստան Մալի ընկեր անուն խնդիր",
    "fr": "accord journal travail cheval bureau réseau pays voix festival État œil détail général",
    "en": "treaty policy church box crisis child woman hero day bus boundary state wife",
}
LANGUAGES = st.sampled_from(FOUR)


@cache
def finder(language: str) -> TermFinder:
    return TermFinder(Concept(text, (Term(text, language, part_of_speech="noun"),)) for text in TERMS[language])


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, str]:
    """A language and a text of its terms, forms of them, marks and anything else."""
    language = draw(LANGUAGES)
    number, case = st.sampled_from(("singular", "plural")), st.sampled_from(CASES)
    form = st.builds(Form, number=number, case=case)
    inflected = st.builds(lambda term, form: inflect(term, language, form), st.sampled_from(TERMS[language]), form)
    marks = st.sampled_from([" ", "-", "’", "'", ".", "\u00ad", "«", "\n", "՞", "\u0301", "ilə", "է", "un", "ON"])
    pieces = draw(st.lists(st.one_of(inflected, marks, st.text(max_size=5)), max_size=12))
    return language, draw(st.sampled_from(("", " "))).join(pieces)


@given(texts())
def test_a_hit_lies_inside_and_says_what_stands_there(case: tuple[str, str]) -> None:
    language, text = case
    hits = finder(language).find(text, language)
    for hit in hits:
        assert 0 <= hit.start < hit.end <= len(text)
        assert hit.surface == text[hit.start : hit.end]
    assert all(first.end <= second.start for first, second in pairwise(hits))


@given(texts())
def test_finding_does_not_depend_on_the_unicode_form(case: tuple[str, str]) -> None:
    language, text = case
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

    def found(typed: str) -> list[tuple[str, str, Grade]]:
        hits = finder(language).find(typed, language)
        return [(hit.term, unicodedata.normalize("NFC", hit.surface), hit.grade) for hit in hits]

    assert found(composed) == found(decomposed)


@given(LANGUAGES, st.text(max_size=12))
def test_stripping_never_empties_a_stem(language: str, word: str) -> None:
    assert all(reading.citation for reading in analyse(word, language))


@given(st.data())
def test_a_form_leads_back_to_its_word(data: st.DataObject) -> None:
    language = data.draw(LANGUAGES)
    word = data.draw(st.sampled_from(NOUNS[language].split()))
    possessives = ("", "first", "third", "first_plural") if language == "az" else ("",)
    form = Form(
        data.draw(st.sampled_from(("singular", "plural"))),
        data.draw(st.sampled_from(CASES)) if language in ("az", "hy") else "nominative",
        data.draw(st.sampled_from(possessives)),
        definite=language == "hy" and data.draw(st.booleans()),
    )
    written = inflect(word, language, form)
    readings = {reading.citation: reading.grade for reading in analyse(written, language, NOUN)}
    assert readings.get(fold(word, language)) in (Grade.EXACT, Grade.INFLECTED), written


@settings(max_examples=60)
@given(texts())
def test_the_trie_finds_what_trying_every_term_finds(case: tuple[str, str]) -> None:
    """One finder a term, all at every place, longest first: slow and obvious."""
    language, text = case
    single = [hit for term in TERMS[language] for hit in _alone(term, language).find(text, language)]
    chosen: list[tuple[int, int]] = []
    for hit in sorted(single, key=lambda hit: (hit.start - hit.end, hit.start)):
        if all(hit.end <= start or hit.start >= end for start, end in chosen):
            chosen.append((hit.start, hit.end))
    together = finder(language).find(text, language)
    assert {(hit.start, hit.end) for hit in together} == set(chosen)


@cache
def _alone(term: str, language: str) -> TermFinder:
    return TermFinder([Concept(term, (Term(term, language, part_of_speech="noun"),))])


@st.composite
def termbases(draw: st.DrawFn) -> list[Concept]:
    text = st.one_of(st.sampled_from([term for terms in TERMS.values() for term in terms]), st.text(max_size=8))
    term = st.builds(Term, text, LANGUAGES, part_of_speech=st.sampled_from(("", "noun", "verb")))
    return [
        Concept(f"c{at}", tuple(terms))
        for at, terms in enumerate(draw(st.lists(st.lists(term, max_size=3), max_size=6)))
    ]


@given(termbases(), texts())
def test_a_kept_index_finds_the_same(concepts: list[Concept], case: tuple[str, str]) -> None:
    language, text = case
    made = TermFinder(concepts)
    again = restored(kept(made, "key"), "key")
    for homonyms in (False, True):
        assert again.find(text, language, homonyms=homonyms) == made.find(text, language, homonyms=homonyms)


def _whole_words(text: str, language: str) -> Iterator[str]:
    for hit in finder(language).find(text, language):
        yield text[max(0, hit.start - 1) : hit.start] + text[hit.end : hit.end + 1]


@given(texts())
def test_words_are_never_cut(case: tuple[str, str]) -> None:
    language, text = case
    for around in _whole_words(text, language):
        assert not any(letter.isalnum() for letter in around)


@pytest.mark.parametrize("language", FOUR)
def test_every_term_is_found_in_itself(language: str) -> None:
    for term in TERMS[language]:
        assert [hit.term for hit in finder(language).find(term, language)] == [term]


@given(st.sampled_from(("az", "hy")), st.data())
def test_single_words_are_found_as_their_analysis_says(language: str, data: st.DataObject) -> None:
    """Against the analysis of each word by itself, without index, cache or trie."""
    terms = {fold(word, language): word for word in NOUNS[language].split() if word.islower()}
    alone = TermFinder(Concept(word, (Term(word, language, part_of_speech="noun"),)) for word in terms.values())
    letters = st.text(alphabet=sorted(set("".join(terms))), max_size=5)
    word = st.builds(
        lambda start, end: start + end, st.one_of(st.sampled_from(sorted(terms.values())), letters), letters
    )
    for written in data.draw(st.lists(word, max_size=5)):
        grades = {r.citation: r.grade for r in reversed(analyse(written, language, NOUN)) if r.citation in terms}
        hits = {hit.term for hit in alone.find(written, language, homonyms=True)}
        assert {fold(hit, language) for hit in hits} == set(grades), written
