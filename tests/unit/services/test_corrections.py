"""What a person corrected is corrected again."""

from __future__ import annotations

import pytest

from tests.unit.services.wordbook import FRENCH, Wordbook
from workbench.core.hypothesis import Hypothesis
from workbench.core.match import MemoryEntry
from workbench.services.corrections import Corrections
from workbench.services.linked import linked

LINKS = Wordbook(FRENCH | {"border": "frontière", "commission": "commission"})


def entry(number: int, source: str, draft: str, target: str) -> MemoryEntry:
    return MemoryEntry(str(number), source, target, "en", "fr", draft=draft)


@pytest.fixture
def corrections() -> Corrections:
    return Corrections(Rival())


class Rival(Wordbook):
    """Knows two renderings of `shore`: what the machine says and what the person wants."""

    def of(self, segment: str, hypothesis: Hypothesis):  # type: ignore[no-untyped-def]
        words = FRENCH | ({"shore": "bord"} if "bord" in hypothesis.text else {})
        return Wordbook(words).of(segment, hypothesis)


def again(corrections: Corrections, source: str, draft: str) -> str | None:
    return corrections.applied(linked(source, Hypothesis(draft, 0.0, "", ("en", "fr")), Rival()), ("en", "fr"))


def test_a_phrase_that_was_corrected_once_is_corrected_again(corrections: Corrections) -> None:
    corrections.add([entry(1, "the shore in Baku", "la bord à Baku", "la rive à Baku")])
    assert again(corrections, "yesterday in the shore in Baku", "hier à la bord à Baku") == "hier à la rive à Baku"


def test_the_same_words_with_another_rendering_are_left_alone(corrections: Corrections) -> None:
    corrections.add([entry(1, "the shore in Baku", "la bord à Baku", "la rive à Baku")])
    assert again(corrections, "the shore in Baku", "la rive à Baku") is None


def test_a_single_word_takes_two_corrections(corrections: Corrections) -> None:
    corrections.add([entry(1, "shore: yes", "bord : oui", "rive : oui")])
    assert again(corrections, "shore!", "bord !") is None
    corrections.add([entry(2, "shore, no", "bord, non", "rive, non")])
    assert again(corrections, "shore!", "bord !") == "rive !"


def test_what_stayed_as_often_is_no_mistake(corrections: Corrections) -> None:
    corrections.add([entry(1, "the shore", "la bord", "la rive"), entry(2, "the shore", "la bord", "la bord")])
    assert again(corrections, "the shore", "la bord") is None


def test_what_is_taken_back_is_forgotten(corrections: Corrections) -> None:
    corrections.add([entry(1, "the shore", "la bord", "la rive")])
    corrections.remove(["1", "none"])
    assert again(corrections, "the shore", "la bord") is None
    corrections.add([entry(1, "the shore", "la bord", "la rive")])
    corrections.add([entry(1, "the shore", "", "la rive")])
    assert again(corrections, "the shore", "la bord") is None


def test_another_pair_of_languages_is_another_matter(corrections: Corrections) -> None:
    corrections.add([entry(1, "the shore", "la bord", "la rive")])
    draft = linked("the shore", Hypothesis("la bord", 0.0, "", ("en", "fr")), Rival())
    assert corrections.applied(draft, ("en", "az")) is None
