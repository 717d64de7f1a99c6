"""Which language a text is in, by its frequent words alone: a few microseconds, and silent where it cannot tell.

No detector: it knows few languages and serves to tell that a translation came out in another language than was asked
for. Which language any text is in, a `Detector` says.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources

_AZERBAIJANI, _TURKIC = ("az",), ("az", "tr")


def common_words(words: Iterable[str]) -> dict[str, int]:
    """For each language, how many of `words` (as written) are frequent in it; a language that has none is left out.

    Words with `ə` count for Azerbaijani, with `ğ ı ş` for Turkish as well.
    """
    counts: dict[str, int] = {}
    for word in words:
        for language in _languages_told_by(word):
            counts[language] = counts.get(language, 0) + 1
    return counts


@lru_cache(maxsize=16384)
def _languages_told_by(word: str) -> tuple[str, ...]:
    languages = _languages_of().get(word.lower())
    if languages is not None:
        return languages
    return () if word.isascii() else _by_letter(word)


def _by_letter(word: str) -> tuple[str, ...]:
    """By letters that tell as much as a frequent word; names have them in any language."""
    if word[0].isupper():
        return ()
    if "ə" in word:
        return _AZERBAIJANI
    return _TURKIC if "ğ" in word or "ı" in word or "ş" in word else ()


@cache
def _table() -> dict[str, str]:
    source = resources.files("workbench.text.languages").joinpath("common_words.toml").read_text(encoding="utf-8")
    table: dict[str, str] = tomllib.loads(source)
    return table


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language, words in _table().items():
        for word in dict.fromkeys(words.split()):
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}
