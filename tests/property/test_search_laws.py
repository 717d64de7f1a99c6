"""Laws of looking for a text: what is found is what was looked for, and offsets are those of the text."""

from __future__ import annotations

import unicodedata
from functools import partial
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workbench.text import search
from workbench.text.normalize import fold, nfc
from workbench.text.search import find_spans, stands_alone

LETTERS = "aAeEiIİıəƏßşŞÇçéÉ\u0301\u0307\u0327 \u00a0և եԵւվՎ։հՀﬁǅ각\u1100\u1161\u11a8_.1"
texts = st.text(st.one_of(st.sampled_from(LETTERS), st.characters(codec="utf-8")), max_size=20)
languages = st.sampled_from(("en", "fr", "az", "hy"))


@given(texts, languages)
def test_the_key_of_the_pieces_is_the_key_of_the_whole(text: str, language: str) -> None:
    for key in (nfc, partial(fold, language=language)):
        assert key("".join(key(text[start:end]) for start, end in search._characters(text))) == key(text)
        assert search._places(text, key)[len(key(text))] == len(text)


@given(texts, languages)
def test_the_quick_way_finds_what_the_slow_one_does(text: str, language: str) -> None:
    key = partial(fold, language=language)
    folded, places = key(text), search._places(text, key)
    for start in range(len(folded)):
        for end in range(start + 1, len(folded) + 1):
            span = search._as_it_stands(text, folded, start, end, key)
            assert span is None or span == (places.get(start), places.get(end))


@given(texts, texts, languages, st.booleans())
def test_what_is_found_is_what_was_looked_for(text: str, wanted: str, language: str, whole_word: bool) -> None:
    key = partial(fold, language=language)
    spans = find_spans(text, wanted, key, whole_word=whole_word)
    assert all(key(text[start:end]) == key(wanted) and start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert not whole_word or all(stands_alone(text, start, end) for start, end in spans)


@given(texts, texts, texts, languages)
def test_a_text_between_spaces_is_always_found(before: str, wanted: str, after: str, language: str) -> None:
    wanted = wanted.strip()
    if not wanted or unicodedata.combining(nfc(wanted)[0]):
        return
    text = f"{before} {wanted} {after}"
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, text)
        for spelling in (wanted, fold(wanted, language)):
            assert find_spans(written, spelling, partial(fold, language=language))
