"""What ties a sentence to its translation: numbers, terms, names, in all four languages."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.services import bootstrap
from workbench.services.ties import TieKind, ties

ENGLISH = "On 3 May President Macron met 1,200 delegates in Geneva; 14 per cent of the OSCE budget was at stake."
VERSIONS = {
    "fr": "Le 3 mai, le président Macron a vu 1 200 délégués à Genève ; il s’agit de 14 % du budget de l’OSCE.",
    "az": "Mayın 3-də prezident Makron Cenevrədə 1200 nümayəndə ilə görüşüb; söhbət ATƏT büdcəsinin 14 faizindəndir.",
    "hy": "Մայիսի 3-ին նախագահ Մակրոնը Ժնևում հանդիպեց 1200 պատվիրակի. խոսքը ԵԱՀԿ բյուջեի 14 տոկոսի մասին էր։",
}
WORDS = st.sampled_from(
    ["Geneva", "Genève", "Ժնև", "3 May", "mai", "1,200", "14 %", "per cent", "OSCE", "ATƏT", "և.", ";"]
)
TEXTS = st.lists(WORDS, max_size=9).map(" ".join)


@pytest.mark.parametrize("language", sorted(VERSIONS))
def test_numbers_and_names_are_found_without_a_termbase(language: str) -> None:
    target = VERSIONS[language]
    found = {
        (tie.kind, ENGLISH[slice(*tie.source)]): target[slice(*tie.target)]
        for tie in ties(ENGLISH, target, ("en", language))
    }
    assert (TieKind.NUMBER, "1,200") in found
    assert (TieKind.NUMBER, "14 per cent") in found
    assert found[TieKind.NAME, "Macron"][:3] in ("Mac", "Mak", "Մակ")


def test_terms_go_before_names() -> None:
    finder, _ = bootstrap.term_finder(bootstrap.shipped_glossaries())
    found = {ENGLISH[slice(*tie.source)]: tie.kind for tie in ties(ENGLISH, VERSIONS["az"], ("en", "az"), finder)}
    assert found["Geneva"] is TieKind.TERM
    assert found["Macron"] is TieKind.NAME


def test_a_headline_in_capitals_has_no_names() -> None:
    assert not ties("EXPERTS AGREE. Yes.", "EXPERTS CONVIENNENT. Oui.", ("en", "fr"))


@given(TEXTS, TEXTS, st.sampled_from(["fr", "az", "hy"]))
def test_ties_lie_inside_and_do_not_meet(source: str, target: str, language: str) -> None:
    found = ties(source, target, ("en", language))
    for text, spans in ((source, [tie.source for tie in found]), (target, sorted(tie.target for tie in found))):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert not (bool(found) and not (source and target))
