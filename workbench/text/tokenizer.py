"""A text as tokens with offsets: words, figures, punctuation, links, and codes that a translation carries over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from workbench.core.language import base
from workbench.text.languages import words
from workbench.text.normalize import comparable

WORD, NUMBER, PUNCTUATION, LINK, PLACEHOLDER, TAG = "word", "number", "punctuation", "link", "placeholder", "tag"

LINK_PATTERN = (
    r"(?:https?|ftp)://[^\s<>\"«»“”]+|(?<![\w.@])www\.[^\s<>\"«»“”]+"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
)
_TAG_PATTERN = r"</?[A-Za-z][^<>]{0,400}>|&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,6});"
_PLACEHOLDER_PATTERN = (
    r"\$?\{\{?[\w.:!-]{0,80}\}?\}|%\(\w{1,80}\)[#0+-]*\d*[sdifgr]"
    r"|(?<!\d)%(?:\d+\$)?[#0+-]*\d*(?:\.\d+)?[sdifgu](?!\w)|%%"
)
_ARMENIAN_MARKS = "՛՜՞"
_LETTER = r"[^\W\d_]"
_REST = rf"[\w\u0300-\u036f\u00ad{_ARMENIAN_MARKS}]"
_TOKEN = re.compile(
    rf"(?P<tag>{_TAG_PATTERN})|(?P<placeholder>{_PLACEHOLDER_PATTERN})|(?P<link>{LINK_PATTERN})"
    rf"|(?P<word>{_LETTER}{_REST}*+(?:['’ʼ‐‑-](?=[\w]){_REST}++)*+)"
    r"|(?P<number>\d++(?:[.,:\u00a0\u202f]\d++)*+(?:[-‐‑]?[^\W\d_][\w\u0300-\u036f]*+)?+)"
    r"|(?P<punctuation>\.{2,}|[^\w\s]|_)"
)
_TRAILING = re.compile(r"[.,;:!?…։)\]'’*_]+$")


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a text: offsets in code points, half-open; `kind` is one of the constants of this module."""

    start: int
    end: int
    kind: str
    text: str


def tokens(text: str, language: str) -> list[Token]:
    """The tokens of `text` in order; what lies between them is white space and control characters.

    Inner apostrophes and hyphens stay in their word (`BMT-nin`, `don’t`), except French elision, which is a word of its
    own (`l’` `ambassadeur`). The Armenian marks `՞ ՜ ՛` belong to the word that they stand in.
    """
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or PUNCTUATION
        if kind == WORD:
            found += _split_elision(match, base(language))
        elif kind == LINK:
            found += _trim_link(match)
        else:
            found.append(Token(match.start(), match.end(), kind, match[0]))
    return found


def words_of(text: str, language: str) -> list[Token]:
    """The words of `text` alone."""
    return [token for token in tokens(text, language) if token.kind == WORD]


def word_key(word: str, language: str) -> str:
    """A word as it is looked up: `comparable`, without Armenian intonation marks."""
    return comparable(word.translate(_NO_MARKS), language)


_NO_MARKS = {ord(mark): None for mark in _ARMENIAN_MARKS}


def _split_elision(match: re.Match[str], language: str) -> list[Token]:
    word, at = match[0], match.start()
    elisions, unsplit = _elisions(language)
    cut = 0
    if elisions and word.lower().replace("’", "'") not in unsplit:
        head, apostrophe, _ = word.replace("’", "'").partition("'")
        cut = len(head) + 1 if apostrophe and head.lower() in elisions else 0
    if not cut:
        return [Token(at, match.end(), WORD, word)]
    return [Token(at, at + cut, WORD, word[:cut]), Token(at + cut, match.end(), WORD, word[cut:])]


@cache
def _elisions(language: str) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(words(language, "tokens", "elisions")), frozenset(words(language, "tokens", "unsplit"))


def _trim_link(match: re.Match[str]) -> list[Token]:
    """A link without the punctuation of the sentence around it, which follows as tokens."""
    tail = _TRAILING.search(match[0])
    end = match.start() + tail.start() if tail else match.end()
    kept = [Token(match.start(), end, LINK, match.string[match.start() : end])]
    return kept + [Token(at, at + 1, PUNCTUATION, match.string[at]) for at in range(end, match.end())]
