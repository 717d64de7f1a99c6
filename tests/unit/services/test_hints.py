"""What terms and matches foretell, and when the engine is believed instead."""

from __future__ import annotations

import math

import pytest

from workbench.services.hints import Hint, Sources, better, hinted

MATCH = "Tərəflər razılaşdılar ki, çayın axını iki ayda bir ölçülsün."
SOURCES = Sources(("çay axını", "ölçmə", "İclas"), ((MATCH, 78.0),))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Bu çay ax", "ını"),
        ("Ölç", "mə"),
        ("Növbəti icl", "as"),
        ("İC", "las"),
        ("Tərəflər razıl", MATCH[14:]),
        ("Onlar dedi ki, çayın axını ", "iki"),
        ("Onlar dedi ki, çayın axını", " iki"),
        ("gölç", None),
        ("q", None),
    ],
)
def test_what_begins_as_typed_goes_on(typed: str, text: str | None) -> None:
    found = hinted(typed, SOURCES, "az")
    assert (found.text if found else None) == text


def test_without_anything_typed_the_match_is_whole() -> None:
    found = hinted("", SOURCES, "az")
    assert found == Hint(MATCH, 0.78)
    assert hinted("", Sources(), "az") is None


@pytest.mark.parametrize(
    ("engine", "probability", "shown"),
    [
        ("ını ölçülür", 0.1, "ını ölçülür"),
        ("larının", 0.9, "larının"),
        ("larının", 0.3, "ını"),
        ("", 0.9, "ını"),
    ],
)
def test_the_engine_counts_where_it_says_more_or_is_surer(engine: str, probability: float, shown: str) -> None:
    assert better(Hint("ını", 0.7), engine, math.log(probability), "az") == shown


def test_without_a_hint_the_engine_counts() -> None:
    assert better(None, "abc", -3.0, "az") == "abc"
    assert better(None, "", -3.0, "az") == ""
