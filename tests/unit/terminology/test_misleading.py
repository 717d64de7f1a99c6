"""Sentences made to mislead: names inside words, function words, verbs that look like nouns (`tests/golden/terms`)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from workbench.core.term import Concept, Grade, Term
from workbench.terminology.lookup import TermFinder

GOLD = Path(__file__).parents[2] / "golden" / "terms" / "misleading.tsv"
HOMOGRAPHS = {("hy", "գին"), ("fr", "siège"), ("fr", "cour")}
"""Where nothing in the sentence but its meaning tells the words apart; `benchmarks/terms.py` counts them."""


def rows() -> list[tuple[str, str, str, str]]:
    with GOLD.open(encoding="utf-8", newline="") as stream:
        return [
            (row["language"], row["term"], row["sentence"], row["expected"] or "")
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


@pytest.mark.parametrize(("language", "term", "sentence", "expected"), rows())
def test_only_what_is_meant_is_claimed(language: str, term: str, sentence: str, expected: str) -> None:
    if (language, term) in HOMOGRAPHS:
        pytest.skip("homographs")
    finder = TermFinder([Concept("c", (Term(term, language, part_of_speech="noun"),))])
    sure = [hit.surface for hit in finder.find(sentence, language) if hit.grade is not Grade.UNCERTAIN]
    assert sure == [surface for surface in expected.split("|") if surface]


@pytest.mark.parametrize(
    ("language", "verb", "sentence", "grade"),
    [
        ("en", "support", "We thank them for their support.", Grade.UNCERTAIN),
        ("en", "support", "They support the talks.", Grade.EXACT),
        ("fr", "noter", "Il a reçu une note.", Grade.UNCERTAIN),
        ("fr", "noter", "La commission note ce fait.", Grade.INFLECTED),
    ],
)
def test_a_verb_behind_an_article_or_possessive_may_be_a_noun(
    language: str, verb: str, sentence: str, grade: Grade
) -> None:
    finder = TermFinder([Concept("c", (Term(verb, language, part_of_speech="verb"),))])
    assert [hit.grade for hit in finder.find(sentence, language)] == [grade]
