"""Which words only hold a sentence together: a table that a linguist edits, `languages/function_words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from workbench.core.language import base
from workbench.text.tokenizer import word_key


def is_function_word(word: str, language: str) -> bool:
    """Whether a word as a text has it is an article, adposition, conjunction, pronoun or auxiliary.

    False throughout for languages that the table does not have.
    """
    return word_key(word, language) in _function_words(base(language))


@cache
def _function_words(language: str) -> frozenset[str]:
    table = resources.files("workbench.text.languages").joinpath("function_words.toml").read_text(encoding="utf-8")
    return frozenset(word_key(word, language) for word in tomllib.loads(table).get(language, "").split())
