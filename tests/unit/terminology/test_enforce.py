"""Proxies in a source, and terms in place of them."""

from __future__ import annotations

import pytest

from workbench.core.language import FOUR
from workbench.core.term import Grade, Term, TermHit, TermStatus
from workbench.terminology.enforce import Demand, demand_of, kind_of, proxies, restored, with_proxies
from workbench.terminology.forms import form_of, in_form
from workbench.terminology.verbs import ending_of
from workbench.text.morphology import CASES, Form


def demand(segment: str, surface: str, cited: str, wanted: str, target: str, part: str = "noun") -> Demand:
    start = segment.index(surface)
    hit = TermHit("c", cited, start, start + len(surface), surface, Grade.INFLECTED, TermStatus.PREFERRED)
    return Demand(hit, (Term(wanted, target, part_of_speech=part),))


def test_a_proxy_takes_number_and_article_of_the_term() -> None:
    segment = "An envoy met the envoys."
    wanted = demand(segment, "envoys", "envoy", "elçi", "az")
    proxied = with_proxies(segment, [wanted], "en", "az")
    assert proxied is not None
    assert proxied.text in (
        "An envoy met the commissions.",
        "An envoy met the initiatives.",
        "An envoy met the agreements.",
    )


def test_a_proxy_that_is_in_the_text_already_is_not_taken() -> None:
    segment = "The commission met the envoy."
    proxied = with_proxies(segment, [demand(segment, "envoy", "envoy", "elçi", "az")], "en", "az")
    assert proxied is not None
    assert proxied.text.count("commission") == 1


def test_several_terms_get_different_proxies() -> None:
    segment = "Les émissaires ont visité Erevan."
    demands = [
        demand(segment, "émissaires", "émissaire", "elçi", "az"),
        demand(segment, "Erevan", "Erevan", "İrəvan", "az"),
    ]
    proxied = with_proxies(segment, demands, "fr", "az")
    assert proxied is not None
    words = {proxy.words["fr"] for _, proxy in proxied.stands}
    assert len(words) == 2
    assert "Erevan" not in proxied.text and "émissaires" not in proxied.text


@pytest.mark.parametrize(
    ("target", "kind", "wanted", "said", "expected"),
    [
        (
            "az",
            "common",
            "elçi",
            "Tərəflər {commission:genitive} fikrini dinlədi.",
            "Tərəflər elçinin fikrini dinlədi.",
        ),
        ("hy", "common", "բանագնաց", "Նա հանդիպեց {commission:dative}։", "Նա հանդիպեց բանագնացի։"),
        ("fr", "common", "émissaire", "La commission est arrivée.", "L’émissaire est arrivée."),
        ("en", "common", "envoy", "A commission came.", "An envoy came."),
        ("az", "name", "İrəvan", "Gürcüstanda görüş oldu.", "İrəvanda görüş oldu."),
    ],
)
def test_the_term_takes_the_form_of_its_proxy(target: str, kind: str, wanted: str, said: str, expected: str) -> None:
    proxy = proxies(kind)[0]
    for case in CASES:
        said = said.replace(f"{{commission:{case}}}", in_form(proxy.words[target], target, Form(case=case)))
    asked = demand("the envoy", "envoy", "envoy", wanted, target)
    assert restored(said, [(asked, proxy)], target) == expected


def test_a_verb_takes_the_ending_of_its_proxy() -> None:
    proxy = proxies("verb")[0]
    asked = demand("they accuse", "accuse", "accuse", "ittiham etmək", "az", "verb")
    assert restored("Onlar bizi dəvət ediblər.", [(asked, proxy)], "az") == "Onlar bizi ittiham ediblər."


@pytest.mark.parametrize("said", ["Heç nə yoxdur.", "Komissiya komissiyanı gördü.", "Komissiyaçı gəldi."])
def test_a_proxy_that_is_lost_doubled_or_changed_carries_nothing(said: str) -> None:
    asked = demand("the envoy", "envoy", "envoy", "elçi", "az")
    assert restored(said, [(asked, proxies("common")[0])], "az") is None


def test_an_abbreviation_asks_for_an_abbreviation() -> None:
    hit = TermHit("c", "OSCE", 0, 4, "OSCE", Grade.EXACT, TermStatus.PREFERRED)
    long = Term("Avropada Təhlükəsizlik və Əməkdaşlıq Təşkilatı", "az")
    short = Term("ATƏT", "az", TermStatus.ADMITTED)
    found = demand_of(hit, [long, short])
    assert found is not None
    assert found.term == short


def test_forbidden_and_deprecated_terms_are_never_asked_for() -> None:
    hit = TermHit("c", "envoy", 0, 5, "envoy", Grade.EXACT, TermStatus.PREFERRED)
    bad = [Term("a", "az", TermStatus.FORBIDDEN), Term("b", "az", TermStatus.DEPRECATED)]
    assert demand_of(hit, bad) is None


@pytest.mark.parametrize(
    ("term", "kind"), [("UN", "short"), ("Erevan", "name"), ("peace treaty", "common"), ("UN Charter", "name")]
)
def test_kinds(term: str, kind: str) -> None:
    assert kind_of(term) == kind


@pytest.mark.parametrize("language", FOUR)
@pytest.mark.parametrize("kind", ["common", "name", "short"])
def test_every_proxy_can_be_read_back_in_every_form(language: str, kind: str) -> None:
    for proxy in proxies(kind):
        for case in CASES:
            word = in_form(proxy.words[language], language, Form(case=case))
            form = form_of(proxy.words[language], word, language)
            assert form is not None
            assert in_form(proxy.words[language], language, form) == word


@pytest.mark.parametrize("language", FOUR)
def test_proxy_verbs_are_regular_and_begin_differently(language: str) -> None:
    words = [proxy.words[language] for proxy in proxies("verb")]
    assert all(ending_of(word, word, language) is not None for word in words)
    assert len({word[:5] for word in words}) == len(words)
