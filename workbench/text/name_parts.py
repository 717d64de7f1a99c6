"""Which words of a name are translated rather than carried over: `languages/translated_names.toml`, for a linguist."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib import resources

from workbench.core.language import base
from workbench.text.function_words import is_function_word
from workbench.text.normalize import lower

_SHORTEST_OPENING = 4


@lru_cache(maxsize=65536)
def is_translated(word: str, language: str) -> bool:
    """Whether a capitalised word says what it means (`Union`, `Şimali`, `Գերմանիայի`) and so changes in translation.

    True for words that hold a sentence together as well; False throughout for languages that the table does not have.
    """
    small = lower(word, language)
    openings = _openings(base(language))
    if small in openings or any(small[:size] in openings for size in range(_SHORTEST_OPENING, len(small))):
        return True
    return is_function_word(word, language)


@cache
def _openings(language: str) -> frozenset[str]:
    """Beginnings of words; those shorter than four letters count only as a whole."""
    source = resources.files("workbench.text.languages").joinpath("translated_names.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(source).get(language, "").split())
