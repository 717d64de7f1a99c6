"""A near match made to fit."""

from __future__ import annotations

import pytest

from tests.unit.services.wordbook import Wordbook
from workbench.core.hypothesis import Hypothesis
from workbench.services.linked import Linked, exchanged, linked
from workbench.services.repair import Repaired, repaired


def pair(source: str, target: str) -> Linked:
    return linked(source, Hypothesis(target, 0.0, "", ("en", "fr")), Wordbook())


def fitted(source: str, draft: str, *others: tuple[str, str]) -> Repaired:
    match, *donors = (pair(*other) for other in others)
    return repaired(pair(source, draft), match, donors, "fr")


def test_the_same_words_need_no_repair() -> None:
    made = fitted("The delegation arrived.", "?", ("the delegation arrived.", "La délégation est arrivée."))
    assert (made.text, made.trust, made.whole, made.drafted) == ("La délégation est arrivée.", 1, True, False)


def test_what_differs_comes_from_another_translation_before_the_draft() -> None:
    made = fitted(
        "The delegation arrived in Paris yesterday.",
        "Délégation Parisse arrivée hier.",
        ("The delegation arrived in Baku yesterday.", "La délégation est arrivée à Baku hier."),
        ("The delegation left Paris.", "La délégation est partie de Paris."),
    )
    assert made.text == "La délégation est arrivée à Paris hier."
    assert made.whole and not made.drafted and 0.9 < made.trust < 1


def test_else_from_the_draft_with_less_trust() -> None:
    made = fitted(
        "The delegation arrived in Paris yesterday.",
        "Délégation à Paris arrivée hier.",
        ("The delegation arrived in Baku yesterday.", "La délégation est arrivée à Baku hier."),
    )
    assert made.text == "La délégation est arrivée à Paris hier." and made.whole and made.drafted


def test_a_figure_is_not_taken_from_a_draft_that_has_another() -> None:
    lexicon = {"12": "12", "14": "41"}
    match, draft = (
        linked(source, Hypothesis(target, 0.0, "", ("en", "fr")), Wordbook(lexicon))
        for source, target in (("Article 12", "L’article 12"), ("Article 14", "Article 41"))
    )
    made = repaired(draft, match, [], "fr")
    assert made.text == "L’article 12" and not made.whole


def test_what_cannot_be_placed_stays_and_is_told() -> None:
    made = fitted(
        "The delegation was applauded yesterday.",
        "Tout autre chose.",
        ("The delegation was booed yesterday.", "La délégation a été huée hier."),
    )
    assert made.text == "La délégation a été huée hier." and not made.whole and made.trust < 0.9


def test_what_the_segment_does_not_say_goes() -> None:
    made = fitted(
        "The delegation arrived.", "?", ("The delegation arrived yesterday.", "La délégation est arrivée hier.")
    )
    assert made.text == "La délégation est arrivée."


def test_a_sentence_keeps_its_capital() -> None:
    made = fitted(
        "Delegations arrived yesterday.",
        "?",
        ("Delegation arrived yesterday.", "Délégation arrivée hier."),
        ("The delegations left.", "Les délégations sont parties."),
    )
    assert made.text == "Délégations arrivée hier."


@pytest.mark.parametrize(
    ("text", "span", "other", "expected"),
    [
        ("il l’a dit hier soir", (15, 20), "", "il l’a dit hier"),
        ("l’ambassadeur", (0, 2), "le", "le ambassadeur"),
        ("le consul", (0, 2), "l’", "l’consul"),
        ("un deux trois", (3, 7), "", "un trois"),
    ],
)
def test_seams_keep_their_spaces(text: str, span: tuple[int, int], other: str, expected: str) -> None:
    assert exchanged(text, [(span, other)]) == expected
