"""What a sentence names that can be told to be the same in another language."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from workbench.alignment.evidence import Things
from workbench.text.entities import signature
from workbench.text.names import skeleton
from workbench.text.tokenizer import WORD, tokens

_NUMBER, _NAME, _QUESTION, _QUOTATION = 0.5, 0.2, 0.3, 0.3
_WORD_ALIKE, _WORD_ALIKE_IN_KIN = 0.01, 0.05
_KIN = ({"en", "fr", "es", "it", "pt"}, {"az", "tr"})
_SHORTEST_SOUND, _LONGEST_SOUND = 3, 4
_LOOKED_AT = 20_000
_QUESTIONS = re.compile(r"[?՞？]")
_QUOTES = re.compile('[«»“”„"]')


def things_of(sentence: str, language: str, other_language: str) -> Things:
    """Numbers and dates, words that sound alike in many languages (names above all), questions and quotations.

    Each with the probability that a translation into the other language names it too. The true rates are about twice
    as high (measured on news text: numbers 0.9, names 0.45 to 0.7), but a sentence that is translated freely misses
    several things at once, and with the true rates the search trusts such sentences too little. Ordinary words sound
    alike in related languages only.
    """
    sentence = sentence[:_LOOKED_AT]
    things = {f"number {value}": _NUMBER for value in signature(sentence, language)}
    alike = _alike(language.partition("-")[0], other_language.partition("-")[0])
    for token in tokens(sentence, language):
        if token.kind == WORD and (sound := _sound(token.text, language)):
            carried = _NAME if token.text[0].isupper() else alike
            things[f"sound {sound}"] = max(carried, things.get(f"sound {sound}", 0.0))
    if _QUESTIONS.search(sentence):
        things["question"] = _QUESTION
    if _QUOTES.search(sentence):
        things["quotation"] = _QUOTATION
    return things


@cache
def _alike(language: str, other: str) -> float:
    return _WORD_ALIKE_IN_KIN if any({language, other} <= family for family in _KIN) else _WORD_ALIKE


@lru_cache(maxsize=1 << 16)
def _sound(word: str, language: str) -> str:
    """The first consonants of a word, empty where there are too few to mean anything."""
    sound = skeleton(word, language)
    return sound[:_LONGEST_SOUND] if len(sound) >= _SHORTEST_SOUND else ""
