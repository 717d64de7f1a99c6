"""Guards with models made to fail in each way that checks look for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.hypothesis import Decoding, Hypothesis
from workbench.engines.fake import FakeEngine
from workbench.quality.checks import registry
from workbench.services.guards import CUT_OFF, OUTSIDE_REGISTER, Guard
from workbench.services.retries import HEADLINES, STRATEGIES

CHECKS = registry().values()
SOURCE = "On 14 March the two ministers met in the capital, and they agreed to go on with the talks next month."
GOOD = "Le 14 mars, les deux ministres se sont rencontrés dans la capitale et ont décidé de poursuivre les entretiens."
ANGELA = "The president thanked Angela Merkel for her help, and the delegations went on with the work in the afternoon."
WITHOUT_ANGELA = (
    "Le président a remercié pour son aide et les délégations ont continué leurs travaux dans l’après-midi."
)

FAILURES = {
    "empty": (SOURCE, ""),
    "same-as-source": (SOURCE, SOURCE),
    "script": (
        SOURCE,
        "Մարտի 14-ին երկու նախարարները հանդիպեցին մայրաքաղաքում և որոշեցին շարունակել բանակցությունները։",
    ),
    "language": (SOURCE, "On 14 March both of the ministers have met in the city and would go on with it."),
    "codes": ("Read the text at https://example.org/a_b today.", "Lisez le texte aujourd’hui sur notre site."),
    "numbers": (SOURCE, GOOD.replace("14", "15")),
    "names": (ANGELA, WITHOUT_ANGELA),
    "length": (SOURCE, "Le 14 mars."),
    "repetition": (SOURCE, GOOD.replace("les entretiens", "les entretiens les entretiens les entretiens")),
}


class Choosy(FakeEngine):
    """An engine whose answer depends on how it is asked to search: the best text first, then its alternatives."""

    def __init__(self, answer: Callable[[str, Decoding], Sequence[str]]) -> None:
        super().__init__(("en", "fr"))
        self._answer = answer

    def translate(self, segments: Sequence[str], decoding: Decoding = Decoding()) -> list[Hypothesis]:  # noqa: B008
        plain = super().translate(segments, decoding)
        pairs = zip(plain, segments, strict=True)
        return [self._with_alternatives(each, self._answer(segment, decoding)) for each, segment in pairs]

    def _with_alternatives(self, hypothesis: Hypothesis, texts: Sequence[str]) -> Hypothesis:
        first, *others = (replace(hypothesis, text=text) for text in texts)
        return replace(first, alternatives=tuple(others))


def searches(engine: FakeEngine) -> list[Decoding]:
    return [decoding for _, decoding in engine.calls]


@pytest.mark.parametrize("check", list(FAILURES))
def test_what_stays_wrong_is_flagged(check: str) -> None:
    source, said = FAILURES[check]
    engine = FakeEngine(("en", "fr"), lambda segment: said)
    (guarded,) = Guard(CHECKS, "flag").translate(engine, [source])
    assert check in guarded.flags
    if check != "codes":  # pieces carry a code over whatever the model says
        assert Guard(CHECKS).translate(engine, [source])[0].flags


@pytest.mark.parametrize("check", list(FAILURES))
def test_every_failure_is_decoded_again_and_a_good_alternative_taken(check: str) -> None:
    source, said = FAILURES[check]
    right = (
        GOOD
        if source == SOURCE
        else {
            ANGELA: WITHOUT_ANGELA.replace("remercié", "remercié Angela Merkel"),
        }.get(source, "Lisez le texte aujourd’hui sur https://example.org/a_b.")
    )
    engine = Choosy(lambda segment, decoding: [said, right][: decoding.n_best])
    guard = Guard(CHECKS)
    (guarded,) = guard.translate(engine, [source])
    assert (guarded.hypothesis.text, guarded.flags, guard.retried) == (right, (), 1)
    assert [search.n_best for search in searches(engine)] == [1, 4]


def test_what_is_right_is_decoded_once() -> None:
    engine = FakeEngine(("en", "fr"), lambda segment: GOOD)
    guard = Guard(CHECKS)
    (guarded,) = guard.translate(engine, [SOURCE], Decoding(beam=2))
    assert (guarded.flags, guard.retried, searches(engine)) == ((), 0, [Decoding(beam=2)])


def test_strategies_come_in_order_with_all_doubtful_segments_together() -> None:
    engine = FakeEngine(("en", "fr"), lambda segment: "oui " * 60)
    guard = Guard(CHECKS)
    guard.translate(engine, [SOURCE, "", ANGELA], Decoding(beam=3))
    first, n_best, other, no_repeat, penalty, pieces = engine.calls
    assert first == ((SOURCE, "", ANGELA), Decoding(beam=3))
    assert n_best == ((SOURCE, ANGELA), Decoding(beam=4, n_best=4))
    assert other == ((SOURCE, ANGELA), Decoding(beam=1))
    assert no_repeat == ((SOURCE, ANGELA), Decoding(beam=3, no_repeat_ngram=3))
    assert penalty == ((SOURCE, ANGELA), Decoding(beam=3, repetition_penalty=1.2))
    assert pieces[0][:2] == ("On 14 March the two ministers met in the capital,", SOURCE.partition(", ")[2])
    assert guard.retried == 2


def test_repetition_limits_are_for_what_lost_the_thread() -> None:
    engine = FakeEngine(("en", "fr"), lambda segment: GOOD.replace("14", "15"))
    Guard(CHECKS).translate(engine, [SOURCE])
    assert not any(search.no_repeat_ngram or search.repetition_penalty > 1 for search in searches(engine))


@pytest.mark.parametrize(
    ("name", "right_when"),
    [
        ("other-beam", lambda decoding: decoding.beam == 1),
        ("no-repeat", lambda decoding: decoding.no_repeat_ngram > 0),
        ("penalty", lambda decoding: decoding.repetition_penalty > 1),
    ],
)
def test_each_search_can_save_a_segment(name: str, right_when: Callable[[Decoding], bool]) -> None:
    assert name in [strategy.name for strategy in STRATEGIES]
    engine = Choosy(lambda segment, decoding: [GOOD if right_when(decoding) else "oui " * 60])
    (guarded,) = Guard(CHECKS).translate(engine, [SOURCE])
    assert (guarded.hypothesis.text, guarded.flags) == (GOOD, ())


def test_pieces_carry_codes_over_and_keep_the_white_space() -> None:
    said = {"Write to": "Écrivez à.", "or read": "Ou lisez", "before you come to the talks.": "avant de venir."}
    engine = FakeEngine(("en", "fr"), lambda segment: said.get(segment, "Écrivez, lisez et venez nous voir."))
    source = "Write to press@example.org  or read {0}\tbefore you come to the talks."
    (guarded,) = Guard(CHECKS).translate(engine, [source])
    assert guarded.hypothesis.text == "Écrivez à press@example.org  ou lisez {0}\tavant de venir."
    assert guarded.flags == ()


def test_pieces_do_not_replace_a_whole_that_is_no_worse() -> None:
    engine = FakeEngine(("en", "fr"), lambda segment: GOOD.replace("14", "15"))
    (guarded,) = Guard(CHECKS).translate(engine, [SOURCE])
    assert guarded.hypothesis.text == GOOD.replace("14", "15")


def test_a_warning_is_not_worth_pieces() -> None:
    engine = FakeEngine(("en", "fr"), lambda segment: WITHOUT_ANGELA)
    (guarded,) = Guard(CHECKS).translate(engine, [ANGELA])
    assert guarded.flags == ("names",)
    assert all(texts == (ANGELA,) for texts, _ in engine.calls)


def test_headlines_are_read_in_sentence_case_and_written_in_capitals() -> None:
    said = {"Joint statement of the parties": "Déclaration commune des parties"}
    engine = FakeEngine(("en", "fr"), lambda segment: said.get(segment, segment))
    guard = Guard(CHECKS)
    (guarded,) = guard.translate(engine, ["JOINT STATEMENT OF THE PARTIES"])
    assert (guarded.hypothesis.text, guarded.flags) == ("DÉCLARATION COMMUNE DES PARTIES", ())
    assert guard.retried == 1


def test_a_headline_that_is_likelier_as_it_is_stays() -> None:
    def answer(segment: str, decoding: Decoding) -> list[str]:
        return ["DÉCLARATION DES PARTIES" if segment.isupper() else ""]

    (guarded,) = Guard(CHECKS).translate(Choosy(answer), ["STATEMENT OF THE PARTIES"])
    assert guarded.hypothesis.text == "DÉCLARATION DES PARTIES"


def test_codes_in_a_headline_keep_their_case() -> None:
    attempt = HEADLINES.attempt("READ WWW.EXAMPLE.ORG/A AND {0} NOW", "en", "az")
    assert attempt is not None
    assert attempt.texts == ("Read WWW.EXAMPLE.ORG/A and {0} now",)


def test_outside_the_register_is_said_and_not_decoded_again() -> None:
    engine = FakeEngine(("en", "fr"), lambda segment: segment, outside=True)
    guard = Guard(CHECKS)
    (guarded,) = guard.translate(engine, [SOURCE])
    assert OUTSIDE_REGISTER in guarded.flags
    assert len(engine.calls) == 1


def test_a_hypothesis_that_was_cut_off_gives_way_to_one_that_was_not() -> None:
    class Short(Choosy):
        def translate(self, segments: Sequence[str], decoding: Decoding = Decoding()) -> list[Hypothesis]:  # noqa: B008
            said = super().translate(segments, decoding)
            return said if decoding.n_best > 1 else [replace(each, remarks=(CUT_OFF,)) for each in said]

    (guarded,) = Guard(CHECKS).translate(Short(lambda segment, decoding: [GOOD]), [SOURCE])
    assert guarded.flags == ()


@pytest.mark.parametrize(
    ("mode", "calls", "flags"), [("off", 1, ()), ("flag", 1, ("same-as-source", "language", "numbers"))]
)
def test_modes_that_decode_once(mode: str, calls: int, flags: tuple[str, ...]) -> None:
    engine = FakeEngine(("en", "fr"), lambda segment: segment)
    guard = Guard(CHECKS, mode)
    (guarded,) = guard.translate(engine, [SOURCE])
    assert (len(engine.calls), guarded.flags, guard.retried) == (calls, flags, 0)


@given(st.text(max_size=80))
def test_pieces_join_to_the_segment_when_nothing_is_translated(segment: str) -> None:
    pieces = next(strategy for strategy in STRATEGIES if strategy.in_pieces)
    attempt = pieces.attempt(segment, "en", "en")
    if attempt:
        said = [Hypothesis(text, 0.0, "fake", ("en", "en")) for text in attempt.texts]
        assert attempt.whole(said)[0].text == segment


@given(st.lists(st.sampled_from([SOURCE, ANGELA, "PRESS STATEMENT", "", " ", "Hello."]), max_size=6))
def test_one_answer_for_each_segment_in_order_and_the_same_every_time(segments: list[str]) -> None:
    def run() -> list[tuple[str, tuple[str, ...]]]:
        engine = FakeEngine(("en", "fr"), lambda segment: f"{segment} oui oui oui")
        return [(each.hypothesis.text, each.flags) for each in Guard(CHECKS).translate(engine, segments)]

    found = run()
    assert found == run()
    assert len(found) == len(segments)
