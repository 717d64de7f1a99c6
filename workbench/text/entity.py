"""What an entity is: something in a text that has the same value in every language."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

NUMBER, PERCENT, ORDINAL, DATE, TIME, LINK = "number", "percent", "ordinal", "date", "time", "link"


@dataclass(frozen=True, slots=True)
class Entity:
    """A number, date, time or link found in a text.

    `start` and `end` are code points, half-open. `value` is the same for every spelling and language: numbers as
    digits with a decimal point (`1234567.5`), dates as ISO 8601 with `--05-03` for a date without a year and
    `2024-05` for a month, times as `HH:MM`. `vague` marks a word such as `one` or French `neuf` that is more often
    something else than a number.
    """

    start: int
    end: int
    kind: str
    value: str
    surface: str
    vague: bool = False


def composed(text: str) -> tuple[str, Sequence[int]]:
    """`text` in NFC with, for each of its code points and its end, the offset in `text` that it comes from."""
    if unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    pieces: list[str] = []
    offsets: list[int] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not unicodedata.combining(text[at]):
            piece = unicodedata.normalize("NFC", text[start:at])
            pieces.append(piece)
            offsets += [start + min(place, at - start - 1) for place in range(len(piece))]
            start = at
    return "".join(pieces), [*offsets, len(text)]
