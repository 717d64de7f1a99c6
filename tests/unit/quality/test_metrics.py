"""Scores and comparisons."""

from __future__ import annotations

import pytest

from workbench.core.errors import ConfigError, EvaluationError
from workbench.quality.metrics import compare, score

REFERENCE = ["The two sides agreed on the next round of talks.", "The road will open in the spring of next year."] * 20
SYSTEM = ["The two sides agreed on a new round of talks.", "The road opens in spring next year."] * 20
WORSE = ["Sides agreed round.", "Road spring."] * 20


def test_a_perfect_translation_has_the_best_scores_with_their_signatures() -> None:
    scores = {one.metric: one for one in score(REFERENCE, [REFERENCE])}
    assert {name: round(one.value, 6) for name, one in scores.items()} == {
        "bleu": 100.0,
        "chrf2": 100.0,
        "chrf2++": 100.0,
        "ter": 0.0,
    }
    assert "tok:13a" in scores["bleu"].signature and "nw:2" in scores["chrf2++"].signature
    assert [name for name, one in scores.items() if one.lower_is_better] == ["ter"]


def test_the_tokenizer_follows_the_language_and_the_signature_says_so() -> None:
    (bleu,) = score(["Լավ է։"] * 4, [["Լավ է։"] * 4], language="hy", metrics=["bleu"])
    assert "tok:intl" in bleu.signature


def test_several_references_help() -> None:
    one = score(SYSTEM, [REFERENCE], metrics=["chrf2"])[0]
    two = score(SYSTEM, [REFERENCE, SYSTEM], metrics=["chrf2"])[0]
    assert two.value > one.value and "nrefs:2" in two.signature


@pytest.mark.parametrize(("hypotheses", "references"), [(["a"], [["a", "b"]]), ([], [[]]), (["a"], [])])
def test_counts_that_differ_are_an_error(hypotheses: list[str], references: list[list[str]]) -> None:
    with pytest.raises(EvaluationError):
        score(hypotheses, references)


def test_an_unknown_metric_is_named() -> None:
    with pytest.raises(ConfigError, match="comet"):
        score(["a"], [["a"]], metrics=["comet"])


def test_the_bootstrap_tells_the_better_system_and_gives_the_same_answer_twice() -> None:
    found = compare({"good": SYSTEM, "bad": WORSE}, [REFERENCE], metrics=["chrf2"], samples=100)
    assert [(one.system, one.p_value is None) for one in found] == [("good", True), ("bad", False)]
    assert found[0].value > found[1].value and (found[1].p_value or 0) < 0.05
    assert found == compare({"good": SYSTEM, "bad": WORSE}, [REFERENCE], metrics=["chrf2"], samples=100)
    with pytest.raises(EvaluationError, match="two systems"):
        compare({"good": SYSTEM}, [REFERENCE])
