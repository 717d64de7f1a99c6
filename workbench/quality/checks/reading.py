"""The words and figures of a text, found once for all checks that look at it."""

from __future__ import annotations

import re
from functools import lru_cache

from workbench.text.normalize import comparable

_RUN = re.compile(r"\w+")
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=64)
def words(text: str) -> tuple[str, ...]:
    """The runs of letters of `text` in order: `l’ambassadeur` is two, `twenty-five` too."""
    return _read(text)[0]


@lru_cache(maxsize=64)
def digits(text: str) -> tuple[str, ...]:
    """The runs of digits of `text` in order: `1,234` is two."""
    return _read(text)[1]


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Both in one go: nearly every run is letters alone, and looking for these is slow."""
    letters: list[str] = []
    figures: list[str] = []
    for run in _RUN.findall(text):
        if run.isalpha():
            letters.append(run)
        else:
            letters += _WORD.findall(run)
            figures += _DIGITS.findall(run)
    return tuple(letters), tuple(figures)


@lru_cache(maxsize=16384)
def word_key(word: str, language: str) -> str:
    """`text.normalize.comparable` of a word, worked out once for the many times that it comes."""
    return comparable(word, language)
