"""Marks: what a word of one language can be recognised by in a text of another.

A number, the consonants of a name, a string that both languages write alike, a concept of the vocabulary or of the
termbase, a question mark. A mark of a kind speaks for two pieces that share it, by how often a translation carries that
kind of mark and how rare it is in the text.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum

from workbench.core.ports import Vocabulary
from workbench.text.names import skeleton
from workbench.text.normalize import comparable, nfc


class Kind(IntEnum):
    """Kinds of marks."""

    NUMBER = 0
    DIGIT = 1
    QUESTION = 2
    EXCLAMATION = 3
    QUOTE = 4
    SIGN = 5
    NAME = 6
    SHORT_NAME = 7
    SAME_NAME = 8
    SAME_WORD = 9
    BEGINNING = 10
    VOCABULARY = 11
    TERM = 12
    RENDERED = 13


CARRIED: dict[Kind, float] = {
    Kind.NUMBER: 0.85,
    Kind.DIGIT: 0.7,
    Kind.QUESTION: 0.8,
    Kind.EXCLAMATION: 0.5,
    Kind.QUOTE: 0.5,
    Kind.SIGN: 0.35,
    Kind.NAME: 0.45,
    Kind.SHORT_NAME: 0.2,
    Kind.SAME_NAME: 0.4,
    Kind.SAME_WORD: 0.2,
    Kind.BEGINNING: 0.25,
    Kind.VOCABULARY: 0.5,
    Kind.TERM: 0.6,
    Kind.RENDERED: 0.2,
}
"""How often a translation has a mark that the original has, at most; texts that share less of a kind set it lower."""

TOKEN = re.compile(
    r"[^\W\d_][^\W\d_\u0300-\u036f\u00ad՛՜՞]*(?:[\u0300-\u036f\u00ad՛՜՞]+[^\W\d_]*)*"
    r"|\d+(?:[.,\u00a0\u202f]\d+)*"
    r"|[?!:;()\"«»“”„՞՜%]"
)
_INNER = re.compile("[\u0300-\u036f\u00ad՛՜՞]")
_GROUPED = re.compile(r"[.,\u00a0\u202f](?=\d{3}(?!\d))")
_QUESTIONS, _EXCLAMATIONS, _QUOTES = "?՞", "!՜", '"«»“”„'
_SOUND_LETTERS, _WORD_LETTERS = 4, 5
_LONGEST_WORD = 60

Mark = tuple[str, Kind]


class Marker:
    """Reads the words of one language for comparison with another; remembers each word.

    Args:
        language: BCP 47 tag.
        alike: whether the other language is written in the same letters, so that words written alike may be the same.
        vocabulary: concepts of words; none unless it knows both languages.
    """

    def __init__(self, language: str, *, alike: bool, vocabulary: Vocabulary | None = None) -> None:
        self.language = language
        self._alike = alike
        self._vocabulary = vocabulary

    def marks(self, word: str) -> list[Mark]:
        """The marks of a token as it stands in the text."""
        if word[0].isdigit():
            number = _GROUPED.sub("", word).replace(",", ".")
            return [(f"number {number}", Kind.NUMBER if len(number) > 1 else Kind.DIGIT)]
        if not word[0].isalpha():
            return _sign(word)
        return self._word(word) if len(word) <= _LONGEST_WORD else []

    def stem(self, word: str) -> str:
        """What a word is learnt by: its first letters; empty for what is no word."""
        return self._folded(word)[:_WORD_LETTERS] if word[0].isalpha() else ""

    def _folded(self, word: str) -> str:
        return comparable(_INNER.sub("", nfc(word)) if not word.isascii() else word, self.language)

    def _word(self, word: str) -> list[Mark]:
        folded = self._folded(word)
        found: list[Mark] = [mark for sign in "՞՜" if sign in word for mark in _sign(sign)]
        capital = word[0].isupper()
        sound = skeleton(word, self.language) if capital else ""
        if len(sound) > 2:
            found.append((f"sound {sound[:_SOUND_LETTERS]}", Kind.NAME))
        elif len(sound) == 2:
            found.append((f"short {sound}", Kind.SHORT_NAME))
        if self._alike:
            if capital or len(folded) > 2:
                found.append((f"word {folded}", Kind.SAME_NAME if capital else Kind.SAME_WORD))
            if len(folded) >= _WORD_LETTERS:
                found.append((f"begins {_plain(folded)[:_WORD_LETTERS]}", Kind.BEGINNING))
        if self._vocabulary is not None:
            found += [
                (f"means {concept}", Kind.VOCABULARY) for concept in self._vocabulary.concepts(word, self.language)
            ]
        return found


def _sign(sign: str) -> list[Mark]:
    if sign in _QUESTIONS:
        return [("question", Kind.QUESTION)]
    if sign in _EXCLAMATIONS:
        return [("exclamation", Kind.EXCLAMATION)]
    if sign in _QUOTES:
        return [("quote", Kind.QUOTE)]
    return [(f"sign {sign}", Kind.SIGN)]


def _plain(word: str) -> str:
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
