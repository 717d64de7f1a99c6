"""What terms and matches of the memory say of how a translation being typed goes on, beside what the engine says."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.text.normalize import fold

_WORD = re.compile(r"\S+")
_NEXT = re.compile(r"\S+|\s+\S+")
_SHORTEST = 2
_SURE_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Hint:
    """How the text may go on.

    Attributes:
        text: what follows what was typed, to the letter.
        sure: how likely it is meant, 0..1, on the scale of an engine's probability per token.
    """

    text: str
    sure: float


@dataclass(frozen=True, slots=True)
class Sources:
    """What may be foretold from.

    Attributes:
        terms: the terms that the source asks for.
        matches: texts of like segments with their scores, 0..100.
    """

    terms: tuple[str, ...] = ()
    matches: tuple[tuple[str, float], ...] = ()


def hinted(typed: str, sources: Sources, language: str) -> Hint | None:
    """The surest hint for a text that ends here; None if nothing begins as it ends."""
    found = [*_of_matches(typed, sources.matches, language), *_of_terms(typed, sources.terms, language)]
    return max(found, key=lambda hint: hint.sure, default=None)


def better(hint: Hint | None, text: str, score: float, language: str) -> str:
    """The hint or what the engine says: the engine where it says the same and more, or is surer.

    Args:
        score: of the engine, mean log-probability per token in nats.
    """
    if hint is None or not text:
        return text or (hint.text if hint else "")
    goes_on = fold(text, language).startswith(fold(hint.text.rstrip(), language))
    return text if goes_on or math.exp(min(0.0, score)) > hint.sure else hint.text


def _of_terms(typed: str, terms: Sequence[str], language: str) -> Iterator[Hint]:
    """Terms that begin as the text ends, the more of them is typed the surer."""
    for term in terms:
        for letters in range(min(len(term) - 1, len(typed)), _SHORTEST - 1, -1):
            begins_word = letters == len(typed) or not typed[-letters - 1].isalnum()
            if begins_word and _same(typed[-letters:], term[:letters], language):
                yield Hint(term[letters:], 0.5 + 0.4 * min(1.0, letters / _SURE_LETTERS))
                break


def _of_matches(typed: str, matches: Sequence[tuple[str, float]], language: str) -> Iterator[Hint]:
    """The rest of a match that begins as all of the text, or the next word after the words that it ends with."""
    for text, percent in matches:
        if len(text) > len(typed) and _same(text[: len(typed)], typed, language):
            yield Hint(text[len(typed) :], percent / 100)
            continue
        at = _behind(typed, text, language)
        found = _NEXT.match(text, at) if at else None
        if found and found[0].strip():
            yield Hint(found[0], 0.6 * percent / 100)


def _behind(typed: str, text: str, language: str) -> int:
    """Where a text goes on after the last two words that are typed; 0 where it does not have them, or several times."""
    words = [found.start() for found in _WORD.finditer(typed)]
    if len(words) < 2:
        return 0
    wanted = fold(typed[words[-2] :], language)
    folded = fold(text, language)
    at = folded.find(wanted)
    if at < 0 or folded.find(wanted, at + 1) >= 0 or len(folded) != len(text):
        return 0
    return at + len(wanted)


def _same(left: str, right: str, language: str) -> bool:
    return fold(left, language) == fold(right, language)
