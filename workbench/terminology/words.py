"""The words of terms and texts as the termbase compares them, with their places in the text as it was typed.

A token's key is what it means: case, quotes, dashes, Unicode form and look-alike letters aside, without soft hyphens
and the Armenian marks that stand inside words. Keys come from tokens, so offsets are always those of the original text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from workbench.text.normalize import comparable, fold, nfc
from workbench.text.tokenizer import LINK_PATTERN

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"
_ARMENIAN_MARKS = "՛՜՞"
_INSIDE = f"[\u0300-\u036f{_INVISIBLE}{_ARMENIAN_MARKS}]"
_TOKEN = re.compile(rf"[^\W_]+(?:{_INSIDE}+[^\W_]*)*|[^\w\s{_INVISIBLE}{_ARMENIAN_MARKS}]|_")
_LINK = re.compile(LINK_PATTERN)
_DROPPED = {ord(mark): None for mark in _INVISIBLE + _ARMENIAN_MARKS}
_SEPARATOR = "\n"
"""Between the terms of one language while all are folded at once."""
_PLAIN_LATIN = re.compile("[0-9A-Za-zÀ-ÖØ-öø-žƏə '-]*")
_PLAIN_ARMENIAN = re.compile("[0-9Ա-Ֆա-և '-]*")
"""Terms that folding alone makes keys of: composed letters of one script, no marks that have variants."""


class Token(NamedTuple):
    """A word or mark of a text: code points, half-open, and what stands there."""

    start: int
    end: int
    surface: str


def tokens_of(text: str) -> list[Token]:
    """Words (letters and figures) and single marks in order, but for what lies inside links."""
    # The plain way to make them costs half as much again, and a text has millions.
    new = tuple.__new__
    found = [new(Token, (*match.span(), match[0])) for match in _TOKEN.finditer(text)]
    if "@" not in text and "www." not in text and "://" not in text:
        return found
    links = [match.span() for match in _LINK.finditer(text)]
    return [token for token in found if not any(start <= token.start < end for start, end in links)]


def key_of(surface: str, language: str) -> str:
    """What a token is looked up by."""
    return comparable(nfc(surface).translate(_DROPPED), language)


def keys_of_terms(texts: Sequence[str], language: str) -> list[list[str]]:
    """The keys of the tokens of each term; as `key_of`, for all at once, since a termbase has many."""
    if not texts:
        return []
    plain = _PLAIN_ARMENIAN if language in ("hy", "hyw") else _PLAIN_LATIN
    whole = _SEPARATOR.join([text if plain.fullmatch(text) else key_of(text, language) for text in texts])
    return [[one] if one.isalpha() else _TOKEN.findall(one) for one in fold(whole, language).split(_SEPARATOR)]
