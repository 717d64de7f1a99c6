"""A haystack finds what a search of each text finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.text.haystack import Haystack

TEXTS = st.lists(st.lists(st.text("aəիև İ\n", max_size=6), max_size=5), max_size=4)


@given(TEXTS, st.text("aəիև İ\n", max_size=3))
def test_the_texts_that_contain_a_text_are_found_in_order(calls: list[list[str]], wanted: str) -> None:
    stack = Haystack()
    for texts in calls:
        stack.add(texts)
    plain = [text.replace("\n", " ") for texts in calls for text in texts]
    assert len(stack) == len(plain)
    assert list(stack.holding(wanted)) == [n for n, text in enumerate(plain) if wanted.replace("\n", " ") in text]


@given(TEXTS, st.text("aə", min_size=1, max_size=2), st.integers(0, 20))
def test_a_search_may_begin_later_and_misses_nothing_from_there(
    calls: list[list[str]], wanted: str, first: int
) -> None:
    stack = Haystack()
    for texts in calls:
        stack.add(texts)
    found = list(stack.holding(wanted))
    assert [n for n in stack.holding(wanted, first) if n >= first] == [n for n in found if n >= first]
