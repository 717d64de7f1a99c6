"""What the shipped termbases promise: valid TBX-Basic, four languages each, right letters, no doubles."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from babel import __version__ as babel_version
from lxml import etree

from tools.places import places_tbx
from workbench.core.term import Concept, TermStatus
from workbench.formats.glossary.report import GlossaryReport
from workbench.formats.tbx import read_tbx

GLOSSARIES = Path(__file__).parents[3] / "glossaries"
FILES = ("diplomacy.tbx", "places.tbx")
LANGUAGES = ("en", "fr", "az", "hy")
TBX = "{urn:iso:std:iso:30042:ed-2}"
PICKLISTS = {
    "administrativeStatus": {
        "preferredTerm-admn-sts",
        "admittedTerm-admn-sts",
        "deprecatedTerm-admn-sts",
        "supersededTerm-admn-sts",
    },
    "partOfSpeech": {"noun", "verb", "adjective", "adverb", "other"},
    "grammaticalGender": {"masculine", "feminine", "neuter", "other"},
    "termType": {"fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase"},
}
LATIN_IN_ARMENIAN = {"COP"}
"""Abbreviations that Armenian texts write in Latin letters."""


def concepts_of(name: str) -> list[Concept]:
    with (GLOSSARIES / name).open("rb") as stream:
        return list(read_tbx(stream, name))


@pytest.fixture(scope="module", params=FILES)
def concepts(request: pytest.FixtureRequest) -> list[Concept]:
    return concepts_of(request.param)


@pytest.fixture(scope="module", params=FILES)
def root(request: pytest.FixtureRequest) -> etree._Element:
    return etree.parse(GLOSSARIES / request.param).getroot()


def test_diplomacy_has_at_least_300_concepts() -> None:
    assert len(concepts_of("diplomacy.tbx")) >= 300


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_left_out_in_reading(name: str) -> None:
    report = GlossaryReport()
    with (GLOSSARIES / name).open("rb") as stream:
        list(read_tbx(stream, name, report))
    assert (report.dialect, report.style) == ("TBX-Basic", "dca")
    assert not report.ignored
    assert {problem.message for problem in report.problems} <= {"status superseded read as deprecated"}


def test_picklists_are_those_of_tbx_basic(root: etree._Element) -> None:
    for note in root.iter(f"{TBX}termNote"):
        assert note.text in PICKLISTS[note.get("type")], note.sourceline


def test_elements_stand_where_the_core_structure_wants_them(root: etree._Element) -> None:
    for section in root.iter(f"{TBX}termSec"):
        names = [etree.QName(child).localname for child in section]
        assert names[0] == "term"
        assert names[1:] == sorted(names[1:], key=("termNote", "note").index)
    for entry in root.iter(f"{TBX}conceptEntry"):
        assert [
            section.get("{http://www.w3.org/XML/1998/namespace}lang") for section in entry.iter(f"{TBX}langSec")
        ] == [*LANGUAGES]
        assert entry[0].get("type") == "subjectField"


def test_every_term_states_part_of_speech_and_status(root: etree._Element) -> None:
    for section in root.iter(f"{TBX}termSec"):
        stated = [note.get("type") for note in section.iter(f"{TBX}termNote")]
        assert {"partOfSpeech", "administrativeStatus"} <= set(stated)
        assert len(stated) == len(set(stated))


def test_every_concept_has_a_domain_and_a_term_in_each_language(concepts: list[Concept]) -> None:
    for concept in concepts:
        assert concept.domain
        assert all(concept.in_language(language) for language in LANGUAGES)


def test_at_most_one_term_a_language_is_preferred(concepts: list[Concept]) -> None:
    for concept in concepts:
        for language in LANGUAGES:
            statuses = Counter(term.status for term in concept.in_language(language))
            assert statuses[TermStatus.PREFERRED] <= 1
            assert statuses[TermStatus.PREFERRED] + statuses[TermStatus.ADMITTED] >= 1


def test_a_concept_without_a_preferred_name_is_contested_and_each_name_has_a_note() -> None:
    contested = [c for c in concepts_of("diplomacy.tbx") if all(t.status is TermStatus.ADMITTED for t in c.terms)]
    assert {"c-karabakh", "c-khankendi", "c-shusha"} <= {concept.id for concept in contested}
    for concept in contested:
        assert concept.note
        assert all(term.note for term in concept.terms)


def test_ids_are_unique_and_in_order(concepts: list[Concept]) -> None:
    ids = [concept.id for concept in concepts]
    assert ids == sorted(set(ids))


def test_no_concept_is_there_twice(concepts: list[Concept]) -> None:
    english = Counter((t.text.casefold(), c.domain) for c in concepts for t in c.in_language("en"))
    assert [key for key, count in english.items() if count > 1] == []


def test_no_term_is_there_twice_in_a_concept(concepts: list[Concept]) -> None:
    for concept in concepts:
        texts = [(term.language, term.text) for term in concept.terms]
        assert len(texts) == len(set(texts)), concept.id


def test_terms_are_composed_and_trimmed(concepts: list[Concept]) -> None:
    for concept in concepts:
        for term in concept.terms:
            assert unicodedata.is_normalized("NFC", term.text)
            assert term.text == " ".join(term.text.split())


def test_terms_are_in_the_script_of_their_language(concepts: list[Concept]) -> None:
    for concept in concepts:
        for term in concept.terms:
            scripts = {unicodedata.name(letter).split()[0] for letter in term.text if letter.isalpha()}
            expected = "ARMENIAN" if term.language == "hy" and term.text not in LATIN_IN_ARMENIAN else "LATIN"
            assert scripts == {expected}, (concept.id, term.text)


def test_azerbaijani_has_no_letters_of_others(concepts: list[Concept]) -> None:
    allowed = set("abcçdeəfgğhxıijkqlmnoöprsştuüvyzABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZ") | {"ā"}  # māori in CLDR
    for concept in concepts:
        for term in concept.in_language("az"):
            assert {letter for letter in term.text if letter.isalpha()} <= allowed, term.text


def test_armenian_is_spelt_with_the_ligature(concepts: list[Concept]) -> None:
    assert not any("եւ" in term.text for concept in concepts for term in concept.in_language("hy"))


def test_forbidden_terms_say_why() -> None:
    forbidden = [t for c in concepts_of("diplomacy.tbx") for t in c.terms if t.status is TermStatus.FORBIDDEN]
    assert forbidden
    assert all(term.note for term in forbidden)


def test_places_are_made_again_byte_for_byte() -> None:
    shipped = (GLOSSARIES / "places.tbx").read_text(encoding="utf-8")
    if f"through Babel {babel_version}," not in shipped:
        pytest.skip("places.tbx was made with another version of Babel than the one installed")
    assert places_tbx() == shipped
