"""How like two segments are, and which match goes first."""

from __future__ import annotations

import pytest

from workbench.core.match import Context, MatchKind, MemoryEntry, Penalty
from workbench.memory.rank import MOST_UNLIKE, ranked, reading, similarity

MET = "The parties met in Baku."


def alike(left: str, right: str, language: str = "en") -> float:
    return similarity(reading(left, language), reading(right, language))


def entry(
    number: str, target: str, *, source: str = MET, context: Context | None = None, reviewed: bool = True
) -> MemoryEntry:
    return MemoryEntry(
        number, source, target, "en", "fr", context=context or Context(), reviewed=reviewed, changed_at=number
    )


def test_white_space_and_unicode_form_make_no_other_segment() -> None:
    assert alike("Élysée  met\n", "E\u0301lyse\u0301e met") == 1


@pytest.mark.parametrize(
    ("left", "right", "language"),
    [
        ("The parties met.", "THE PARTIES MET.", "en"),
        ("He said “no”.", 'He said "no".', "en"),
        ("See <b>this</b> page.", "See <i>this</i> page.", "en"),
        ("BAKI", "Bakı", "az"),
        ("Նրանք հանդիպեցին։", "Նրանք հանդիպեցին:", "hy"),
    ],
)
def test_what_a_reader_would_call_the_same_is_nearly_so(left: str, right: str, language: str) -> None:
    assert alike(left, right, language) == MOST_UNLIKE


def test_another_figure_costs_less_than_another_word() -> None:
    assert alike("Article 12 was agreed.", "Article 13 was agreed.") > 0.95
    assert alike("Article 12 was agreed.", "Chapter 12 was agreed.") < 0.85


def test_an_ending_costs_less_than_another_word() -> None:
    inflected = alike("Azərbaycan nümayəndə heyəti gəldi.", "Azərbaycanın nümayəndə heyəti gəldi.", "az")
    assert inflected > alike("Azərbaycan nümayəndə heyəti gəldi.", "Gürcüstan nümayəndə heyəti gəldi.", "az")


def test_nothing_in_common_is_nothing() -> None:
    assert alike("Danışıqlar başa çatıb.", "Görüş keçirildi", "az") == 0


def test_a_match_in_its_context_goes_before_a_later_one() -> None:
    here = Context("Before.", "After.")
    found = ranked([(entry("1", "ici", context=here), 1.0), (entry("2", "là"), 1.0)], here, least=0.5, most=5)
    assert [(match.entry.target, match.kind, match.score) for match in found] == [
        ("ici", MatchKind.CONTEXT, 100),
        ("là", MatchKind.EXACT, 100),
    ]


def test_of_several_translations_the_latest_stands() -> None:
    found = ranked([(entry("1", "ancien"), 1.0), (entry("2", "nouveau"), 1.0)], Context(), least=0.5, most=5)
    assert [(match.entry.target, round(match.score)) for match in found] == [("nouveau", 100), ("ancien", 99)]
    assert Penalty.SUPERSEDED in found[1].penalties


def test_what_nobody_has_reviewed_never_scores_100() -> None:
    (match,) = ranked([(entry("1", "vu", reviewed=False), 1.0)], Context(), least=0.5, most=5)
    assert match.kind is MatchKind.EXACT and match.similarity == 1 and match.score == pytest.approx(95)


def test_the_same_pair_is_told_once() -> None:
    found = ranked([(entry("1", "vu"), 1.0), (entry("2", " vu"), 1.0)], Context(), least=0.5, most=5)
    assert [match.entry.id for match in found] == ["2"]
