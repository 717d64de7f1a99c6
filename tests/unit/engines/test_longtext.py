"""Cutting segments that are too long."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from workbench.engines.longtext import parts

LETTERS = st.text(alphabet="ab .,;։՝\n\u00a0»", max_size=200)


@given(LETTERS, st.integers(1, 30), st.integers(2, 50))
def test_parts_fit_and_join_to_the_text(text: str, most: int, most_characters: int) -> None:
    found = parts(text, lambda part: len(part) <= most, most_characters=most_characters)
    assert "".join(found) == text
    assert all(len(part) <= max(1, min(most, most_characters)) for part in found)


def test_cuts_after_a_sentence_before_a_clause_before_a_word() -> None:
    text = "One, two and three. Four and five, six seven"
    assert parts(text, lambda part: len(part) < 30, most_characters=1000) == [
        "One, two and three. ",
        "Four and five, six seven",
    ]
    assert parts("One two, three four", lambda part: len(part) < 15, most_characters=1000) == [
        "One two, ",
        "three four",
    ]


def test_a_huge_line_takes_time_in_proportion() -> None:
    started = time.perf_counter()
    found = parts("word " * 400_000, lambda part: len(part) < 800, most_characters=2400)
    assert "".join(found) == "word " * 400_000
    assert time.perf_counter() - started < 5
