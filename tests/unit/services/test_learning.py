"""The stage that learns: what it changes, what it says of it, and that it stops nothing."""

from __future__ import annotations

from typing import Any

from tests.unit.services.wordbook import Wordbook
from workbench.core.errors import StorageError
from workbench.core.finding import Finding, Severity
from workbench.core.match import Match, MemoryEntry
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.formats.tmx import TmxUnit
from workbench.memory.resident import ResidentMemory
from workbench.services.learning import ADAPTED, FUZZY_MATCH, Learning, memory_of
from workbench.services.translate import Translation, Translator

ARRIVED = MemoryEntry(
    "1", "The delegation arrived in Baku yesterday.", "La délégation est arrivée à Baku hier.", "en", "fr"
)


class NoBaku:
    """A check that objects to a city."""

    id = "no-paris"

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        return [Finding(self.id, Severity.ERROR, "Paris")] if "Paris" in target and "est" in target.split() else []


def drafted(text: str, draft: str, memory: Any, **options: Any) -> Translation:
    engine = FakeEngine(("en", "fr"), lambda segment: draft, **options.pop("engine", {}))
    translator = Translator(FakeRoutes([engine]), guards="flag", stages=(Learning(memory, Wordbook()),), **options)
    return translator.translate_texts([text], "en", "fr")[0]


def test_a_near_match_becomes_the_draft_and_says_so() -> None:
    made = drafted("The delegation arrived in Paris yesterday.", "Délégation à Paris hier.", ResidentMemory([ARRIVED]))
    assert made.target == "La délégation est arrivée à Paris hier." and made.flags == (ADAPTED,)


def test_what_does_not_fit_is_told_apart() -> None:
    made = drafted("The delegation arrived in Tbilisi yesterday.", "Autre chose.", ResidentMemory([ARRIVED]))
    assert made.target == "La délégation est arrivée à Baku hier." and made.flags == (ADAPTED, FUZZY_MATCH)


def test_a_match_whole_from_the_memory_is_not_outside_of_a_packages_register() -> None:
    memory = ResidentMemory([ARRIVED])
    made = drafted(
        "the Delegation arrived in Baku yesterday.", "Quoi ?", memory, engine={"outside": True, "starter": True}
    )
    assert made.flags == (ADAPTED,) and not made.starter
    assert drafted("Hello there, dear friends.", "Quoi ?", memory, engine={"outside": True}).flags == (
        "outside-register",
    )


def test_what_is_far_from_all_is_left_to_the_engine() -> None:
    made = drafted("The delegation went home.", "Partie.", ResidentMemory([ARRIVED]))
    assert (made.target, made.flags) == ("Partie.", ())


def test_checks_that_object_more_heavily_keep_the_draft() -> None:
    text, draft = "The delegation arrived in Paris yesterday.", "Délégation à Paris hier."
    made = drafted(text, draft, ResidentMemory([ARRIVED]), checks={"no-paris": NoBaku()})
    assert (made.target, made.flags) == (draft, ())


class Broken:
    """A memory on a disk that is gone."""

    def lookup(self, *texts: str, **options: Any) -> list[Match]:
        raise StorageError("memory.db: cannot be read")


def test_a_broken_memory_stops_nothing_and_is_told_once() -> None:
    stage = Learning(Broken(), Wordbook())  # type: ignore[arg-type]
    translator = Translator(FakeRoutes([FakeEngine(("en", "fr"))]), guards="flag", stages=(stage,))
    made = translator.translate_texts(["One.", "Two."], "en", "fr")
    assert [each.target for each in made] == ["[fr] One.", "[fr] Two."]
    assert stage.problems == ["memory.db: cannot be read"]


def test_with_the_guards_off_the_engines_own_output_stands() -> None:
    engine = FakeEngine(("en", "fr"), lambda segment: "Quoi ?")
    translator = Translator(
        FakeRoutes([engine]), guards="off", stages=(Learning(ResidentMemory([ARRIVED]), Wordbook()),)
    )
    assert translator.translate_texts(["the delegation arrived in Baku yesterday."], "en", "fr")[0].target == "Quoi ?"


def test_units_of_files_answer_for_every_two_of_their_languages() -> None:
    memory = memory_of([TmxUnit({"EN-US": "Yes.", "fr": "Oui.", "az_AZ": "Bəli."})])
    assert memory.lookup("Oui.", "fr", "az")[0].entry.target == "Bəli."
    assert memory.lookup("Bəli.", "az", "en")[0].entry.target == "Yes."


def test_two_words_in_common_are_too_few() -> None:
    memory = ResidentMemory([MemoryEntry("1", "One delegation arrived.", "Une délégation est arrivée.", "en", "fr")])
    assert drafted("Two delegation arrived.", "Deux.", memory).flags == ()
