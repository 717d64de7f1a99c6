"""Cutting a segment that is too long for a model at the places where it hurts least."""

from __future__ import annotations

import re
from collections.abc import Callable

_CUTS = (
    re.compile(r"[.!?…։:][»”\"’)]*\s+"),
    re.compile(r"[;,՝—–][»”\"’)]*\s+"),
    re.compile(r"\s+"),
)
"""Where to cut, best first: after a sentence, after a clause, between words."""


def parts(text: str, fits: Callable[[str], bool], *, most_characters: int) -> list[str]:
    """The text in parts that all fit; they join to the text.

    Args:
        fits: whether a part is short enough; one character always counts as fitting.
        most_characters: longer parts are cut without asking `fits`, so that a huge text is not encoded whole.
    """
    waiting, done = [text], []
    while waiting:
        part = waiting.pop()
        if len(part) < 2 or (len(part) <= most_characters and fits(part)):
            done.append(part)
        else:
            at = _best_cut(part)
            waiting += [part[at:], part[:at]]
    return done


def _best_cut(text: str) -> int:
    """Where to cut near the middle, in code points: after the best kind of break within the middle half."""
    middle, reach = len(text) // 2, min(len(text) // 4, 2_000)
    for kind in _CUTS:
        ends = [found.end() for found in kind.finditer(text, middle - reach, middle + reach)]
        if ends:
            return min(ends, key=lambda end: abs(end - middle))
    return middle
