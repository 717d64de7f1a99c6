"""Finding terms: longest first, whole words, inflection in four languages, case, places in the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.ports import TermFinder as TermFinderPort
from workbench.core.term import Concept, Grade, Term, TermStatus
from workbench.terminology.lookup import TermFinder


def finder(*texts: str, language: str = "en", part_of_speech: str = "noun", **more: object) -> TermFinder:
    return TermFinder(
        Concept(f"c{at}", (Term(text, language, part_of_speech=part_of_speech, **more),))  # type: ignore[arg-type]
        for at, text in enumerate(texts)
    )


def grades(term: str, text: str, language: str, part_of_speech: str = "noun") -> list[tuple[str, Grade]]:
    found = finder(term, language=language, part_of_speech=part_of_speech).find(text, language)
    return [(hit.surface, hit.grade) for hit in found]


def test_it_answers_to_the_port() -> None:
    port: TermFinderPort = finder("treaty")
    assert [hit.term for hit in port.find("A treaty.", "en")] == ["treaty"]


def test_the_longest_wins_and_hits_come_in_order() -> None:
    found = finder("peace", "peace treaty", "treaty").find("A treaty, a peace treaty and peace.", "en")
    assert [hit.term for hit in found] == ["treaty", "peace treaty", "peace"]
    assert [(hit.start, hit.end) for hit in found] == [(2, 8), (12, 24), (29, 34)]


def test_whole_words_only() -> None:
    assert finder("art").find("party, start, art", "en")[0].start == 14


@pytest.mark.parametrize(
    ("language", "term", "text", "surface"),
    [
        ("az", "Bakı", "BAKIDA GÖRÜŞ", "BAKIDA"),
        ("az", "nümayəndə heyəti", "nümayəndə heyətinə", "nümayəndə heyətinə"),
        ("az", "nümayəndə heyəti", "NÜMAYƏNDƏ HEYƏTLƏRİNİN", "NÜMAYƏNDƏ HEYƏTLƏRİNİN"),
        ("az", "Azərbaycan", "Azərbaycanın", "Azərbaycanın"),
        ("az", "torpaq", "öz torpağında", "torpağında"),
        ("az", "BMT", "BMT-nin qətnaməsi", "BMT-nin"),
        ("hy", "Հայաստան", "ՀԱՅԱՍՏԱՆԻ", "ՀԱՅԱՍՏԱՆԻ"),
        ("hy", "անվտանգություն", "անվտանգության մասին", "անվտանգության"),
        ("hy", "համաձայնագիր", "համաձայնագրով", "համաձայնագրով"),
        ("hy", "Բաքու", "Բաքվից", "Բաքվից"),
        ("hy", "Անվտանգության խորհուրդ", "Անվտանգության խորհրդի", "Անվտանգության խորհրդի"),
        ("hy", "ՄԱԿ", "ՄԱԿ-ի", "ՄԱԿ-ի"),
        ("hy", "Վիեննա", "Վիեննայում", "Վիեննայում"),
        ("fr", "accord de paix", "les accords de paix", "accords de paix"),
        ("fr", "relation bilatérale", "relations bilatérales", "relations bilatérales"),
        ("en", "member state", "member states", "member states"),
        ("en", "treaty", "two treaties", "treaties"),
        ("en", "UN", "the UN’s envoy", "UN’s"),
    ],
)
def test_inflected_nouns(language: str, term: str, text: str, surface: str) -> None:
    assert grades(term, text, language) == [(surface, Grade.INFLECTED)]


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("az", "Bakı", "BAKI"),
        ("az", "İrəvan", "İRƏVAN"),
        ("az", "atəşkəs", "atәşkәs"),
        ("hy", "Երևան", "ԵՐԵՎԱՆ"),
        ("hy", "պայմանագիր", "պայմանագի՞ր"),
        ("fr", "ambassadeur", "l’ambassadeur"),
        ("fr", "chargé d’affaires", "le chargé d'affaires"),
        ("en", "cease-fire", "the Cease‑fire"),
    ],
)
def test_spellings_that_differ_only_on_paper_are_exact(language: str, term: str, text: str) -> None:
    assert [grade for _, grade in grades(term, text, language)] == [Grade.EXACT]


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [("az", "sabitlik", "sabitlikdir"), ("az", "Azərbaycan", "azərbaycanlı"), ("hy", "պատերազմ", "պատերազմական")],
)
def test_other_words_of_the_stem_are_uncertain(language: str, term: str, text: str) -> None:
    assert [grade for _, grade in grades(term, text, language)] == [Grade.UNCERTAIN]


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("en", "condemn", "strongly condemned"),
        ("en", "welcome", "welcomes"),
        ("fr", "condamner", "condamnait"),
        ("fr", "exprimer sa préoccupation", "exprima sa préoccupation"),
        ("az", "rədd etmək", "rədd etdi"),
        ("az", "təklif etmək", "təklif edilir"),
        ("hy", "վերահաստատել", "վերահաստատեցին"),
        ("hy", "կոչ անել", "կոչ անում"),
        ("hy", "շնորհակալություն հայտնել", "շնորհակալություն է հայտնում"),
    ],
)
def test_inflected_verbs(language: str, term: str, text: str) -> None:
    assert [grade for _, grade in grades(term, text, language, "verb")] == [Grade.INFLECTED]


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("az", "su", "sual"),
        ("hy", "գետ", "գետնին"),
        ("en", "war", "warm"),
        ("fr", "mer", "merci"),
        ("en", "cease-fire", "cease fire"),
    ],
)
def test_words_that_only_begin_alike_are_not_found(language: str, term: str, text: str) -> None:
    assert grades(term, text, language) == []


def test_case_sensitive_terms_want_their_capitals() -> None:
    who = finder("WHO", "March", case_sensitive=True)
    assert [hit.surface for hit in who.find("Who may march to the WHO in March? MARCH!", "en")] == [
        "WHO",
        "March",
        "MARCH",
    ]


def test_terms_of_another_language_are_not_found_but_a_region_is() -> None:
    found = finder("traité", language="fr")
    assert found.find("traité", "en") == []
    assert found.find("traité", "fr-CA") != []


def test_a_language_without_a_table_matches_as_written() -> None:
    assert grades("Vertrag", "vertrag, Vertrags", "de") == [("vertrag", Grade.EXACT)]


def test_homonyms_come_on_request() -> None:
    both = TermFinder(
        [
            Concept("a", (Term("protocol", "en", TermStatus.ADMITTED),)),
            Concept("b", (Term("protocol", "en"),)),
            Concept("c", (Term("protocol officer", "en"),)),
        ]
    )
    assert [hit.concept for hit in both.find("a protocol", "en")] == ["b"]
    assert [hit.concept for hit in both.find("a protocol", "en", homonyms=True)] == ["b", "a"]
    assert [hit.concept for hit in both.find("a protocol officer", "en", homonyms=True)] == ["c"]


def test_status_is_that_of_the_term() -> None:
    found = finder("chairman", status=TermStatus.DEPRECATED).find("The chairman", "en")
    assert [hit.status for hit in found] == [TermStatus.DEPRECATED]


TERMS = {
    "en": ("treaty", "peace treaty", "UN", "border"),
    "fr": ("traité", "traité de paix", "ONU"),
    "az": ("sülh", "sülh müqaviləsi", "BMT", "İrəvan"),
    "hy": ("խաղաղություն", "խաղաղության պայմանագիր", "ՄԱԿ", "Երևան"),
}


@given(
    language=st.sampled_from(sorted(TERMS)),
    text=st.lists(st.one_of(st.sampled_from([t for ts in TERMS.values() for t in ts]), st.text(max_size=6))).map(
        " ".join
    ),
)
def test_hits_lie_inside_and_do_not_overlap(language: str, text: str) -> None:
    found = finder(*TERMS[language], language=language).find(text, language)
    for hit in found:
        assert 0 <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.surface
    assert all(first.end <= second.start for first, second in pairwise(found))


@pytest.mark.parametrize(
    ("language", "term", "text", "expected"),
    [
        ("az", "Qana", "Qana susayan düşmən", Grade.UNCERTAIN),
        ("az", "Qana", "Bu il Qana ilə", Grade.EXACT),
        ("hy", "Կատար", "Կատարում է իր գործը", Grade.UNCERTAIN),
        ("hy", "Կատար", "Նա Կատարում է", Grade.INFLECTED),
        ("hy", "որոշում", "նա որոշում է", Grade.UNCERTAIN),
        ("hy", "որոշում", "լավ որոշում չէր", Grade.EXACT),
        ("en", "Jordan", "so Michael Jordan won", Grade.UNCERTAIN),
        ("en", "Jordan", "the King of Jordan won", Grade.EXACT),
        ("en", "order", "they order tea", Grade.UNCERTAIN),
        ("fr", "président", "le vice-président", Grade.UNCERTAIN),
        ("en", "United Nations", "the united nations", Grade.UNCERTAIN),
        ("hy", "Միացյալ Նահանգներ", "Միացյալ նահանգների դեսպանը", Grade.INFLECTED),
    ],
)
def test_the_words_around_say_how_sure_a_hit_is(language: str, term: str, text: str, expected: Grade) -> None:
    assert [one for _, one in grades(term, text, language)] == [expected]


@pytest.mark.parametrize(
    ("language", "term", "text"),
    [
        ("az", "Mali", "mali yardım"),
        ("en", "Mexico", "New Mexico"),
        ("en", "peace", "see www.peace.org or write to peace@example.org"),
        ("en", "cease-fire", "to cease - fire broke out"),
        ("fr", "La Réunion", "après la réunion"),
        ("en", "WHO", "who knows"),
    ],
)
def test_what_is_another_word_is_not_found(language: str, term: str, text: str) -> None:
    assert grades(term, text, language) == []


@pytest.mark.parametrize(
    ("language", "term", "text", "surface"),
    [
        ("fr", "Le Caire", "il rentre du Caire", "du Caire"),
        ("fr", "État", "les Etats membres", "Etats"),
        ("az", "COP29", "COP29-un", "COP29-un"),
        ("az", "Rusiya", "Rusiya-Ukrayna", "Rusiya"),
        ("az", "Myanma (Birma)", "Myanmanın paytaxtı", "Myanmanın"),
        ("hy", "Մյանմա (Բիրմա)", "Մյանմա (Բիրմա) երկիրը", "Մյանմա (Բիրմա)"),
        ("en", "Congo - Kinshasa", "in Congo – Kinshasa", "Congo – Kinshasa"),
        ("hy", "ՆԱՏՕ", "ՆԱՏՕ-ի", "ՆԱՏՕ-ի"),
        ("az", "müqavilə", "mü\u00adqavi\u00adləsinin", "mü\u00adqavi\u00adləsinin"),
        ("fr", "é" + "tat", "e\u0301tats", "e\u0301tats"),
    ],
)
def test_the_surface_is_what_stands_in_the_text(language: str, term: str, text: str, surface: str) -> None:
    assert [found for found, _ in grades(term, text, language)] == [surface]
