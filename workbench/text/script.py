"""Which scripts a text is written in, by ISO 15924 code."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

UNKNOWN = "Zzzz"
"""The code for letters of a script that is not listed here (ISO 15924)."""

_CODES = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "CJK": "Hani",
    "HIRAGANA": "Hira",
    "KATAKANA": "Kana",
    "HANGUL": "Hang",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "THAI": "Thai",
    "ETHIOPIC": "Ethi",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "GUJARATI": "Gujr",
    "GURMUKHI": "Guru",
    "KANNADA": "Knda",
    "MALAYALAM": "Mlym",
    "FULLWIDTH": "Latn",
    "FEMININE": "Latn",
    "MASCULINE": "Latn",
}


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    """The script of one character; empty for what is no letter (figures, marks, spaces, symbols)."""
    if not letter.isalpha():
        return ""
    return _CODES.get(unicodedata.name(letter, "").partition(" ")[0], UNKNOWN)


def scripts(text: str) -> dict[str, float]:
    """The scripts of the letters of `text` with their shares (0–1, adding up to 1), largest first."""
    counts: Counter[str] = Counter()
    for letter, times in Counter(text).items():
        if code := script_of(letter):
            counts[code] += times
    total = sum(counts.values())
    return {code: count / total for code, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))}


def main_script(text: str) -> str:
    """The script of most letters of `text`; empty without letters."""
    return next(iter(scripts(text)), "")
