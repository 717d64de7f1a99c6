"""Which words of a name are translated rather than carried over: `languages/translated_names.toml`, for a linguist."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from workbench.core.language import base
from workbench.text.function_words import is_function_word
from workbench.text.normalize import lower

_SHORTEST_OPENING = 4


@lru_cache(maxsize=65536)
def is_translated(word: str, language: str) -> bool:
    """Whether a capitalised word says what it means (`Union`, `Şimali`, `Գերմանիայի`) and so changes in translation.

    True for words that hold a sentence together as well; False throughout for languages that the table does not have.
    """
    return _begins_so(lower(word, language), _openings(base(language))) or is_function_word(word, language)


@lru_cache(maxsize=4096)
def is_title(word: str, language: str) -> bool:
    """Whether a word is what a person is called besides the name (`Mr`, `Senator`, `nazir`)."""
    return _begins_so(lower(word, language), _titles(base(language)))


def _begins_so(small: str, openings: frozenset[str]) -> bool:
    """Whether a word is one of the beginnings or has one; those shorter than four letters count only as a whole."""
    return small in openings or any(small[:size] in openings for size in range(_SHORTEST_OPENING, len(small)))


@cache
def _openings(language: str) -> frozenset[str]:
    return frozenset(_table().get(language, "").split())


@cache
def _titles(language: str) -> frozenset[str]:
    return frozenset(_table()["titles"].get(language, "").split())


@cache
def _table() -> dict[str, Any]:
    source = resources.files("workbench.text.languages").joinpath("translated_names.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)
