"""Concepts, their terms in each language, and the hits of terms in a text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TermStatus(StrEnum):
    """What a termbase says of using a term."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    FORBIDDEN = "forbidden"


class Grade(StrEnum):
    """How sure a hit is, or what became of a term in a version."""

    EXACT = "exact"
    INFLECTED = "inflected"
    UNCERTAIN = "uncertain"
    MISSING = "missing"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase for a concept in one language, in citation form."""

    text: str
    language: str
    status: TermStatus = TermStatus.PREFERRED
    part_of_speech: str = ""
    gender: str = ""
    term_type: str = ""
    note: str = ""
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """One meaning with its terms in several languages."""

    id: str
    terms: tuple[Term, ...]
    domain: str = ""
    definition: str = ""
    note: str = ""

    def in_language(self, language: str) -> tuple[Term, ...]:
        """The terms in one language, in the termbase's order."""
        return tuple(term for term in self.terms if term.language == language)


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term found in a text: code point offsets, half-open; `surface` is what stands there."""

    concept: str
    term: str
    start: int
    end: int
    surface: str
    grade: Grade
    status: TermStatus
