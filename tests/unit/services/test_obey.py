"""Drafts that carry the terms of the termbase, and flags where they do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.link import WordLink
from workbench.core.term import Concept, Term, TermStatus
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.services.obey import FORBIDDEN, MISSING, WAYS, Obedience
from workbench.services.translate import Translation, Translator
from workbench.terminology.enforce import proxies
from workbench.terminology.forms import in_form
from workbench.terminology.lookup import TermFinder
from workbench.text.morphology import Form
from workbench.text.normalize import fold

CONCEPTS = [
    Concept("envoy", (Term("envoy", "en"), Term("elçi", "az"), Term("səfir", "az", TermStatus.FORBIDDEN))),
    Concept("pact", (Term("pact", "en"), Term("pakt", "az"))),
]
TERMS = TermFinder(CONCEPTS)


class Links:
    """Links words by their place."""

    def of(self, segment: str, hypothesis: object) -> list[WordLink]:
        text = hypothesis.text  # type: ignore[attr-defined]
        return [
            WordLink(a.start(), a.end(), b.start(), b.end(), 1.0)
            for a, b in zip(_words(segment), _words(text), strict=False)
        ]


def _words(text: str):  # type: ignore[no-untyped-def]
    import re

    return re.finditer(r"\w+", text)


def translated(say: Callable[[str], str], source: str, **options: object) -> Translation:
    stage = Obedience(TERMS, Links(), lambda word, language: word in ("müqavilə", "adam"), **options)  # type: ignore[arg-type]
    routes = FakeRoutes([FakeEngine(("en", "az"), say)])
    return Translator(routes, finder=TERMS, stages=(stage,)).translate_texts([source], "en", "az")[0]


def test_a_draft_that_has_its_terms_is_left_alone() -> None:
    said = translated(lambda text: "Elçi gəldi.", "The envoy came.")
    assert (said.target, said.flags, said.repairs) == ("Elçi gəldi.", (), ())


def test_a_proxy_brings_the_term_in_its_case() -> None:
    def say(text: str) -> str:
        there = [proxy.words["az"] for proxy in proxies("common") if proxy.words["en"] in text]
        return f"O, {in_form(there[0], 'az', Form(case='genitive'))} adını çəkdi." if there else "O, adını çəkdi."

    said = translated(say, "He named the envoy.", ways=("proxy",))
    assert (said.target, said.flags, said.repairs) == ("O, elçinin adını çəkdi.", (), (("envoy", "proxy"),))


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("Adamların gəldi.", "Elçilərin gəldi."),
        ("Müqavilə gəldi.", "Elçi gəldi."),
        ("Müqaviləni gəldi.", "Elçini gəldi."),
    ],
)
def test_a_rendering_is_replaced_in_its_form(draft: str, expected: str) -> None:
    said = translated(lambda text: draft, "Envoy came.", ways=("replace",))
    assert (said.target, said.flags, said.repairs) == (expected, (), (("envoy", "replace"),))


def test_a_term_in_a_place_of_unknown_form_is_flagged() -> None:
    said = translated(lambda text: "Xyzz gəldi.", "Envoy came.", ways=("replace",))
    assert (said.target, said.flags) == ("Elçi gəldi.", ("term-form",))


def test_an_unsure_form_stays_flagged_when_another_term_is_replaced_after_it() -> None:
    said = translated(lambda text: "Müqavilə gördü xyzz.", "Envoy saw pact.", ways=("replace",))
    assert (said.target, said.flags) == ("Elçi gördü pakt.", ("term-form",))


def test_a_forbidden_term_is_replaced() -> None:
    said = translated(lambda text: "Səfirin adı.", "The envoy.", ways=("replace",))
    assert said.target == "Elçinin adı."
    assert FORBIDDEN not in said.flags


def test_what_stays_missing_is_flagged() -> None:
    said = translated(lambda text: "…", "The pact.")
    assert MISSING in said.flags


@pytest.mark.parametrize("mode", ["flag", "carry"])
@given(st.lists(st.sampled_from(["səfir", "Səfirin", "elçi", "SƏFİR", "ev", "pakt", "."]), max_size=6), st.booleans())
def test_no_forbidden_term_is_unflagged(mode: str, words: list[str], asked: bool) -> None:
    said = translated(lambda text: " ".join(words), "The envoy came." if asked else "He came.", mode=mode)
    assert (FORBIDDEN in said.flags) == ("səfir" in fold(said.target, "az"))


@given(st.text(max_size=40))
def test_without_obedience_the_engine_has_its_own_words(text: str) -> None:
    routes = FakeRoutes([FakeEngine(("en", "az"), lambda segment: "Adam")])
    plain = Translator(routes).translate_texts([text], "en", "az")[0]
    flagged = Translator(routes, finder=TERMS, stages=(Obedience(TERMS, mode="flag"),)).translate_texts(
        [text], "en", "az"
    )
    assert flagged[0].target == plain.target


def test_the_ways_and_the_terms_decide_the_identity() -> None:
    other = TermFinder(CONCEPTS[:1])
    same = Obedience(TermFinder(CONCEPTS)).identity("en", ["az"])
    assert Obedience(TERMS).identity("en", ["az"]) == same
    assert Obedience(other).identity("en", ["az"]) != same
    assert Obedience(TERMS, ways=WAYS[:1]).identity("en", ["az"]) != same
    assert Obedience(TERMS, mode="flag").identity("en", ["az"]) != same
