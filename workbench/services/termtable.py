"""Concepts as the rows of a table: found by what their terms contain, and by what is wrong with them.

Terms are folded once, a language at a time, so that a filter is a search in one string.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cached_property

from workbench.core.language import base
from workbench.core.term import Concept, Term, TermStatus
from workbench.text.haystack import Haystack
from workbench.text.normalize import fold

_NEXT, _WITHIN = "\n", "\t"
"""Between the terms of a language while they are folded, and between the texts of a row; no term holds them."""

_USED = (TermStatus.PREFERRED, TermStatus.ADMITTED)
_REFUSED = (TermStatus.DEPRECATED, TermStatus.FORBIDDEN)


class Scope(StrEnum):
    """Which rows are of interest."""

    ALL = "all"
    DUPLICATES = "duplicates"
    CONFLICTS = "conflicts"
    GAPS = "gaps"


class TermTable:
    """The concepts of one termbase, or of several.

    Args:
        concepts: in their order; a row is a place among them.
        languages: those that a concept should have a term in.

    Attributes:
        ready: whether `prepare` has been through.
    """

    def __init__(self, concepts: Sequence[Concept], languages: Sequence[str]) -> None:
        self.concepts, self.languages = concepts, tuple(languages)
        self.ready = False

    @cached_property
    def _text(self) -> Haystack:
        """All rows folded."""
        rows = zip(self.concepts, _folded(self.concepts), strict=True)
        return Haystack(_WITHIN.join([*terms, *_about(concept)]) for concept, terms in rows)

    @cached_property
    def _holders(self) -> dict[tuple[str, str], list[tuple[int, Term]]]:
        """Rows and terms by what a term is told apart by."""
        found: dict[tuple[str, str], list[tuple[int, Term]]] = {}
        for row, (concept, terms) in enumerate(zip(self.concepts, _folded(self.concepts), strict=True)):
            for term, folded in zip(concept.terms, terms, strict=True):
                found.setdefault(_key(term, folded), []).append((row, term))
        return found

    def prepare(self) -> TermTable:
        """Have everything ready that filtering needs; for a thread that nobody waits for."""
        _ = self._text, self.wrong
        self.ready = True
        return self

    @cached_property
    def every_language(self) -> tuple[str, ...]:
        """The languages asked for, then others that terms are in."""
        there = dict.fromkeys(term.language for concept in self.concepts for term in concept.terms)
        return tuple(dict.fromkeys([*self.languages, *there]))

    @cached_property
    def wrong(self) -> frozenset[int]:
        """The rows that are among the duplicates or the conflicts."""
        return frozenset((*self.rows(Scope.DUPLICATES), *self.rows(Scope.CONFLICTS)))

    def matching(self, wanted: str, scope: Scope = Scope.ALL) -> list[int]:
        """Rows with a term, id, domain, definition or note that contains a text, case aside, in the order of the table.

        Args:
            wanted: every word of it has to be somewhere in the row.
        """
        rows: Iterable[int] = self.rows(scope)
        for word in wanted.split():
            keys = {fold(word, language) for language in (*self.languages, "en")} | {word.casefold()}
            there = {row for key in keys for row in self._text.holding(key)}
            rows = [row for row in rows if row in there]
        return list(rows)

    def rows(self, scope: Scope) -> Sequence[int]:
        """The rows of a scope, in order."""
        match scope:
            case Scope.DUPLICATES:
                return self._duplicates
            case Scope.CONFLICTS:
                return self._conflicts
            case Scope.GAPS:
                return self._gaps
        return range(len(self.concepts))

    @cached_property
    def _duplicates(self) -> list[int]:
        """Concepts that share a term with another one."""
        shared = (holders for holders in self._holders.values() if len({row for row, _ in holders}) > 1)
        return sorted({row for holders in shared for row, _ in holders})

    @cached_property
    def _conflicts(self) -> list[int]:
        """Concepts that say of a term what another one denies, or prefer two terms of one language."""
        found = {row for row, concept in enumerate(self.concepts) if twice_preferred(concept)}
        for holders in self._holders.values():
            if {term.status in _USED for _, term in holders} == {True, False}:
                found.update(row for row, _ in holders)
        return sorted(found)

    @cached_property
    def _gaps(self) -> list[int]:
        """Concepts without a term to use in one of the languages."""
        return [row for row, concept in enumerate(self.concepts) if self.missing(concept)]

    def missing(self, concept: Concept) -> list[str]:
        """The languages that a concept has no term to use in."""
        there = {base(term.language) for term in concept.terms if term.status in _USED}
        return [language for language in self.languages if base(language) not in there]

    def sharing(self, row: int) -> list[tuple[Term, int, Term]]:
        """The terms of a row that other rows have as well: the term, the other row and its term."""
        concept = self.concepts[row]
        return [
            (term, other, theirs)
            for term, folded in zip(concept.terms, next(_folded([concept])), strict=True)
            for other, theirs in self._holders[_key(term, folded)]
            if other != row
        ]


def _key(term: Term, folded: str) -> tuple[str, str]:
    """What a term is told apart by: its language and its text, case aside where that means nothing."""
    return base(term.language), term.text if term.case_sensitive else folded


def twice_preferred(concept: Concept) -> list[str]:
    """Languages in which a concept prefers more than one term."""
    seen: dict[str, int] = {}
    for term in concept.terms:
        if term.status is TermStatus.PREFERRED:
            seen[term.language] = seen.get(term.language, 0) + 1
    return [language for language, number in seen.items() if number > 1]


def _about(concept: Concept) -> Iterator[str]:
    for text in (concept.id, concept.domain, concept.definition, concept.note):
        yield " ".join(text.casefold().split())


def _folded(concepts: Sequence[Concept]) -> Iterator[list[str]]:
    """The terms of each concept, folded; those of one language all at once, since a termbase has many."""
    by_language: dict[str, list[str]] = {}
    for concept in concepts:
        for term in concept.terms:
            by_language.setdefault(base(term.language), []).append(" ".join(term.text.split()))
    ready = {language: iter(fold(_NEXT.join(texts), language).split(_NEXT)) for language, texts in by_language.items()}
    for concept in concepts:
        yield [next(ready[base(term.language)]) for term in concept.terms]
