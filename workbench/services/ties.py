"""What ties a text to its translation: terms, numbers and names that stand on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.core.ports import TermFinder
from workbench.services.termuse import term_pairs
from workbench.text.entities import Entity, countable, entities
from workbench.text.names import Name, name_candidates, name_similarity, skeleton

Span = tuple[int, int]
"""Offsets in code points, half-open."""

_ALIKE = 0.7
"""How alike two names must sound, 0..1."""

_LONGEST_SHORT = 5
"""Letters of an abbreviation in capitals."""

_SOUNDS = 2
"""Consonants that a name needs to be told by its sound."""


_WORD = re.compile(r"\S+")


class TieKind(StrEnum):
    """What ties."""

    TERM = "term"
    NUMBER = "number"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Tie:
    """Something that stands in both texts."""

    kind: TieKind
    source: Span
    target: Span


def ties(source: str, target: str, languages: tuple[str, str], finder: TermFinder | None = None) -> list[Tie]:
    """What ties two texts, in the order of the source; no place of either text is in two ties.

    Some milliseconds for a sentence. Numbers go before terms, terms before names.
    """
    if not (source and target):
        return []
    kept: list[Tie] = []
    for tie in (
        *_numbers(entities(source, languages[0]), entities(target, languages[1])),
        *_terms(source, target, languages, finder),
        *_names(_name_words(source, languages[0]), _name_words(target, languages[1]), languages),
    ):
        if not any(_meet(tie.source, one.source) or _meet(tie.target, one.target) for one in kept):
            kept.append(tie)
    return sorted(kept, key=lambda tie: tie.source)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _terms(source: str, target: str, languages: tuple[str, str], finder: TermFinder | None) -> Iterator[Tie]:
    for hit, rendering in term_pairs(finder, source, target, languages) if finder else ():
        if rendering is not None:
            yield Tie(TieKind.TERM, (hit.start, hit.end), (rendering.start, rendering.end))


def _numbers(source: Sequence[Entity], target: Sequence[Entity]) -> Iterator[Tie]:
    """Numbers, dates, times and links of one worth; a date is tied to one that shares its parts."""
    free = list(target)
    for whole in (True, False):
        for one in source:
            other = next((each for each in free if _same_worth(one, each, whole=whole)), None)
            if other is not None:
                free.remove(other)
                yield Tie(TieKind.NUMBER, (one.start, one.end), (other.start, other.end))


def _same_worth(one: Entity, other: Entity, *, whole: bool) -> bool:
    if one.vague or other.vague:
        return False
    if whole:
        return one.value == other.value
    return len(set(countable([one])) & set(countable([other]))) > 1


def _name_words(text: str, language: str) -> list[Name]:
    """The words of what looks like names: of a person, a language may leave out the first name or the title.

    A long word all in capitals is no name but part of a headline.
    """
    return [
        Name(name.start + word.start(), name.start + word.end(), word.group())
        for name in name_candidates(text, language)
        for word in _WORD.finditer(name.text)
        if len(word.group()) <= _LONGEST_SHORT or not word.group().isupper()
    ]


def _names(source: Sequence[Name], target: Sequence[Name], languages: tuple[str, str]) -> Iterator[Tie]:
    """Names that sound alike, those that are most alike first; each once."""
    alike = [
        (likeness, one, other)
        for one in source
        for other in target
        if (likeness := _likeness(one.text, other.text, languages)) >= _ALIKE
    ]
    taken: set[tuple[str, int]] = set()
    for _, one, other in sorted(alike, key=lambda found: (-found[0], found[1].start, found[2].start)):
        places = {("source", one.start), ("target", other.start)}
        if not places & taken:
            taken |= places
            yield Tie(TieKind.NAME, (one.start, one.end), (other.start, other.end))


def _likeness(one: str, other: str, languages: tuple[str, str]) -> float:
    if one == other:
        return 1.0
    if min(len(skeleton(one, languages[0])), len(skeleton(other, languages[1]))) < _SOUNDS:
        return 0.0
    return name_similarity(one, other, *languages)
