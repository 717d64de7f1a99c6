"""Finds the terms of a termbase in running text, the longest first, and says how sure each hit is.

A hit is *exact* where the text has the citation form (case, quotes, dashes and look-alike letters aside), *inflected*
where it has another form of it, *uncertain* where the form may as well belong to another word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from workbench.core.language import base
from workbench.core.term import Concept, Term, TermHit
from workbench.terminology.evidence import Evidence, Place
from workbench.terminology.index import STATUSES, UNIT_BITS, Entry, LanguageIndex, build
from workbench.terminology.readings import EXACT, GRADES, INFLECTED, Reader, Reading
from workbench.terminology.words import Token, tokens_of
from workbench.text.endings import VERB
from workbench.text.morphology import morphology

_HYPHENS = frozenset("-‐‑")
_ATTACHING = _HYPHENS | frozenset("'’ʼ")


class _Found(NamedTuple):
    """A hit before overlaps are resolved: its tokens, its place in code points, its grade as a number."""

    entry: Entry
    start: int
    end: int
    grade: int

    def rank(self) -> tuple[int, int, int, int, int]:
        """Smaller is better: longer, then earlier, surer, preferred, first in the termbase."""
        return self.start - self.end, self.start, self.grade, STATUSES.index(self.entry.status), self.entry.concept


class TermFinder:
    """A termbase made ready for finding, one language at a time when first asked for.

    Finding remembers words it has read, so that one finder is for one thread at a time.

    Args:
        concepts: the termbase; where two terms are equally good, the concept that comes first wins.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._by_language: dict[str, list[tuple[int, Term]]] = {}
        ids = []
        for place, concept in enumerate(concepts):
            ids.append(concept.id)
            for term in concept.terms:
                self._by_language.setdefault(base(term.language), []).append((place, term))
        self._ids: Sequence[str] = ids
        self._indices: dict[str, LanguageIndex] = {}
        self._matchers: dict[str, _Matcher] = {}

    @classmethod
    def of_indices(cls, ids: Sequence[str], indices: Iterable[LanguageIndex]) -> TermFinder:
        """A finder over indices that were built before, with the ids of the termbase's concepts in order."""
        finder = cls(())
        finder._ids = ids
        finder._indices = {index.language: index for index in indices}
        return finder

    @property
    def ids(self) -> Sequence[str]:
        """The ids of the concepts, in the order of the termbase."""
        return self._ids

    def indices(self) -> list[LanguageIndex]:
        """The indices of all languages of the termbase, for keeping; those not asked for yet are built."""
        return [self._index(language) for language in sorted({*self._by_language, *self._indices})]

    def find(self, text: str, language: str, *, homonyms: bool = False) -> list[TermHit]:
        """Hits in order of place, without overlap; of two that overlap the longer stays.

        Args:
            text: any running text; offsets are code points of it as it is, whatever its Unicode form.
            language: BCP 47 tag; terms of the same language with another script or region are found too.
            homonyms: give every concept that has the chosen words, one after the other at the same place; otherwise
                the surest, then the preferred, then the first of the termbase.
        """
        found = sorted(self._matcher(base(language)).matches(text), key=_Found.rank)
        hits = []
        taken: dict[int, tuple[int, int]] = {}
        seen: set[tuple[int, int]] = set()
        for one in found:
            span = (one.start, one.end)
            owners = {taken.get(one.start), taken.get(one.end - 1)}
            again = homonyms and owners == {span} and (one.start, one.entry.concept) not in seen
            if owners == {None} or again:
                taken.update(dict.fromkeys(range(*span), span))
                seen.add((one.start, one.entry.concept))
                hits.append(self._hit(one, text))
        return sorted(hits, key=lambda hit: hit.start)

    def _hit(self, found: _Found, text: str) -> TermHit:
        entry, start, end, grade = found
        return TermHit(self._ids[entry.concept], entry.text, start, end, text[start:end], GRADES[grade], entry.status)

    def _index(self, language: str) -> LanguageIndex:
        index = self._indices.get(language)
        if index is None:
            index = self._indices[language] = build(self._by_language.get(language, ()), language)
        return index

    def _matcher(self, language: str) -> _Matcher:
        matcher = self._matchers.get(language)
        if matcher is None:
            matcher = self._matchers[language] = _Matcher(self._index(language))
        return matcher


class _Matcher:
    """Walks the words of a text through the trie of one language."""

    def __init__(self, index: LanguageIndex) -> None:
        self._index = index
        self._reader = Reader(index)
        self._evidence = Evidence(index.language)
        self._morphology = morphology(index.language)
        self._auxiliaries = self._evidence.auxiliaries
        self._verbs = frozenset(unit for key, unit in index.units.items() if key[0] == VERB)

    def matches(self, text: str) -> Iterator[_Found]:
        """Every hit in a text, those that overlap too, each as far as the text around speaks for it."""
        tokens = tokens_of(text)
        readings = [self._reader.read(token.surface) for token in tokens]
        for first, reading in enumerate(readings):
            if reading.starts:
                for node, last, grade in self._walk(readings, first):
                    yield from self._judged(Place(text, tokens, readings, first, last), node, grade)

    def _walk(self, readings: Sequence[Reading], first: int) -> Iterator[tuple[int, int, int]]:
        """The nodes where terms end that begin at a token, with their last token and the grade of the least sure word."""
        edges, ends = self._index.edges, self._index.ends
        open_paths = [(0, first, EXACT, readings[first].starts)]
        while open_paths:
            node, at, worst, units = open_paths.pop()
            following = readings[at + 1] if at + 1 < len(readings) else None
            for unit, grade in units:
                child = edges.get(node << UNIT_BITS | unit)
                if child is None:
                    continue
                reached = max(worst, grade)
                if ends(child):
                    yield child, at, reached
                if following is None:
                    continue
                if following.units:
                    open_paths.append((child, at + 1, reached, following.units))
                if following.key in self._auxiliaries and at + 2 < len(readings):
                    verbs = tuple(pair for pair in readings[at + 2].units if pair[0] in self._verbs)
                    open_paths.append((child, at + 2, max(reached, INFLECTED), verbs))

    def _judged(self, place: Place, node: int, grade: int) -> Iterator[_Found]:
        if not _hyphens_touch(place):
            return
        start, end = place.tokens[place.first].start, place.tokens[place.last].end
        if grade == EXACT:
            end, grade = self._with_ending(place, end)
        for entry in self._index.entries(node):
            judged = self._evidence.judge(entry, place, grade)
            if judged is not None:
                yield _Found(entry, start, end, judged)

    def _with_ending(self, place: Place, end: int) -> tuple[int, int]:
        """The end and grade of a hit with what follows after a hyphen or apostrophe: `BMT-nin`, `ՄԱԿ-ի`, `UN’s`."""
        tokens, last = place.tokens, place.last
        if last + 2 >= len(tokens) or tokens[last + 1].surface not in _ATTACHING or not _touch(tokens, last, last + 2):
            return end, EXACT
        ending = tokens[last + 2].surface
        if not (ending.islower() or place.text.isupper()):
            return end, EXACT
        key = place.readings[last + 2].key
        if self._index.language == "en":
            is_possessive = key == "s" and tokens[last + 1].surface not in _HYPHENS
            return (tokens[last + 2].end, INFLECTED) if is_possessive else (end, EXACT)
        grade = self._morphology.follows(key)
        if grade is None or self._index.language == "fr":
            return end, EXACT
        return tokens[last + 2].end, GRADES.index(grade)


def _touch(tokens: Sequence[Token], first: int, last: int) -> bool:
    return all(tokens[at].end == tokens[at + 1].start for at in range(first, last))


def _hyphens_touch(place: Place) -> bool:
    """Whether hyphens inside a hit join words; with spaces around they are dashes."""
    inner = range(place.first + 1, place.last)
    return all(_touch(place.tokens, at - 1, at + 1) for at in inner if place.tokens[at].surface in _HYPHENS)


