"""How like two segments are, and the order of matches; who gives the candidates is not known here."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from workbench.core.match import Context, Match, MatchKind, MemoryEntry, Penalty
from workbench.text.normalize import as_same
from workbench.text.tokenizer import LINK, NUMBER, PLACEHOLDER, TAG, Token, tokens, word_key

MOST_UNLIKE = 0.99
"""What segments are like at most that differ in anything: capitals, quotes, spaces, codes."""

TAKEN_OFF = {Penalty.UNREVIEWED: 0.05, Penalty.SUPERSEDED: 0.01}

_CODE, _FIGURE = "\ufffc", "#"
_CODES = frozenset((LINK, PLACEHOLDER, TAG))


@dataclass(frozen=True, slots=True)
class Reading:
    """A segment as it is compared.

    Attributes:
        text: in one Unicode form, without white space at its ends; equal for the same segment only.
        letters: its tokens as a reader would call them the same (case, kind of quotes and dashes aside), a space
            between them, a sign for each code.
        words: the same tokens one by one, with a sign for each figure as well.
    """

    text: str
    letters: str
    words: tuple[str, ...]


def reading(text: str, language: str) -> Reading:
    """A segment of that language."""
    text = as_same(text)
    read = [_read(token, language) for token in tokens(text, language)]
    return Reading(text, " ".join(letters for _, letters in read), tuple(word for word, _ in read))


def _read(token: Token, language: str) -> tuple[str, str]:
    """A token as a word and in letters."""
    if token.kind in _CODES:
        return _CODE, _CODE
    key = _key(token.text, language)
    return (_FIGURE if token.kind == NUMBER else key), key


@lru_cache(maxsize=100_000)
def _key(word: str, language: str) -> str:
    return word_key(word, language)


def similarity(left: Reading, right: Reading) -> float:
    """0..1, symmetric, and 1 only for the same text.

    The geometric mean of what is kept of the words and of the letters (1 minus the Levenshtein distance over the longer
    length). Words tell what has to be translated anew, letters are kind to inflection; figures count among the letters
    only, since a figure is quickly changed.
    """
    if left.text == right.text:
        return 1.0
    words = Levenshtein.normalized_similarity(left.words, right.words)
    return joined(words, Levenshtein.normalized_similarity(left.letters, right.letters))


def joined(words: float, letters: float) -> float:
    """The similarity of different segments, from that of their words and that of their letters."""
    return min(math.sqrt(words * letters), MOST_UNLIKE)


def ranked(
    candidates: Iterable[tuple[MemoryEntry, float]], context: Context, *, least: float, most: int
) -> list[Match]:
    """Matches, the best first: by score, context before exact before fuzzy, then the latest.

    Of several translations of the same segment the latest stands, others are superseded by it; in the same context one
    stands beside it. The same translation of the same segment is told once.

    Args:
        candidates: entries in the direction asked for, and how like their sources are.
        context: of the segment that was asked for.
        least: of a score, 0..1; most: matches wanted.
    """
    found = sorted(candidates, key=lambda each: (each[0].changed_at, each[0].id), reverse=True)
    standing: dict[str, str] = {}
    for entry, _ in found:
        if entry.reviewed:
            standing.setdefault(as_same(entry.source), as_same(entry.target))
    matches = [_match(entry, likeness, context, standing) for entry, likeness in found]
    matches.sort(key=lambda match: (-match.score, _ORDER[match.kind]))
    told: dict[tuple[str, str], Match] = {}
    for match in matches:
        if match.score >= 100 * least:
            told.setdefault((as_same(match.entry.source), as_same(match.entry.target)), match)
    return list(told.values())[:most]


_ORDER = {kind: place for place, kind in enumerate(MatchKind)}


def _match(entry: MemoryEntry, likeness: float, context: Context, standing: dict[str, str]) -> Match:
    kind = MatchKind.FUZZY
    if likeness == 1:
        kind = MatchKind.CONTEXT if _same_context(entry.context, context) else MatchKind.EXACT
    penalties = {}
    if not entry.reviewed:
        penalties[Penalty.UNREVIEWED] = TAKEN_OFF[Penalty.UNREVIEWED]
    target = as_same(entry.target)
    if kind is not MatchKind.CONTEXT and standing.get(as_same(entry.source), target) != target:
        penalties[Penalty.SUPERSEDED] = TAKEN_OFF[Penalty.SUPERSEDED]
    return Match(entry, kind, likeness, penalties)


def _same_context(one: Context, other: Context) -> bool:
    sides = (as_same(one.before), as_same(one.after))
    return any(sides) and sides == (as_same(other.before), as_same(other.after))
