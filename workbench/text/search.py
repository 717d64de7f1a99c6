"""Where a text holds another one, spellings that a key makes equal being the same; offsets are those of the text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

Span = tuple[int, int]
"""Half-open, code points."""

Key = Callable[[str], str]
"""What makes spellings equal, as `normalize.nfc` and `normalize.fold` do; its result may have another length."""


def find_spans(text: str, wanted: str, key: Key, *, whole_word: bool = False) -> list[Span]:
    """Where `wanted` stands in a text, in order and without overlap.

    A hit begins and ends between whole characters of the text: `s` is not found in the middle of `ß`, nor `e` in `é`,
    however that is written.
    """
    if not wanted:
        return []
    wanted, folded = key(wanted), key(text)
    places: dict[int, int] | None = None
    spans: list[Span] = []
    at = folded.find(wanted)
    while at >= 0:
        span = _as_it_stands(text, folded, at, at + len(wanted), key)
        if span is None:
            places = places or _places(text, key)
            span = _whole(places.get(at), places.get(at + len(wanted)))
        if span and (not whole_word or stands_alone(text, *span)):
            spans.append(span)
            at = folded.find(wanted, at + len(wanted))
        else:
            at = folded.find(wanted, at + 1)
    return spans


def _as_it_stands(text: str, folded: str, start: int, end: int, key: Key) -> Span | None:
    """The span of a place in the key if it is the same one in the text, which is quick to tell and nearly always so."""
    parts = (text[:start], text[start:end], text[end:])
    same = tuple(map(key, parts)) == (folded[:start], folded[start:end], folded[end:])
    if not same or not unicodedata.is_normalized("NFC", text):
        return None
    return None if any(unicodedata.combining(part[0]) for part in parts[1:] if part) else (start, end)


def _whole(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else (start, end)


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter or figure stands right before or after a span."""
    return not (_in_word(text[start - 1 : start]) or _in_word(text[end : end + 1]))


def _in_word(character: str) -> bool:
    return bool(character) and (character.isalnum() or character == "_" or unicodedata.combining(character) != 0)


def _places(text: str, key: Key) -> dict[int, int]:
    """The place in the text for each place in its key that is between whole characters."""
    places, length = {0: 0}, 0
    for start, end in _characters(text):
        length += len(key(text[start:end]))
        places[length] = end
    return places


def _characters(text: str) -> list[Span]:
    """Characters as one reads them: a letter with its marks, and whatever composes with what is before it."""
    spans: list[Span] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _joins(text[start:at], text[at]):
            spans.append((start, at))
            start = at
    return spans


def _joins(before: str, character: str) -> bool:
    if character.isascii():
        return False
    if unicodedata.combining(character):
        return True
    return unicodedata.normalize("NFC", before + character) != (
        unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", character)
    )
