"""Finds the terms of a termbase in running text, the longest first, and says how sure each hit is.

A hit is *exact* where the text has the citation form (case, quotes, dashes and look-alike letters aside), *inflected*
where it has another form of it, *uncertain* where the form may as well belong to another word.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from workbench.core.language import base
from workbench.core.term import Concept, Term, TermHit
from workbench.terminology.evidence import Evidence, Place
from workbench.terminology.index import STATUS_BITS, STATUSES, UNIT_BITS, Entry, LanguageIndex, build
from workbench.terminology.readings import EXACT, GRADES, INFLECTED, Reader, Reading, Start
from workbench.terminology.words import Token, tokens_of
from workbench.text.endings import VERB
from workbench.text.morphology import morphology

_HYPHENS = frozenset("-‐‑")
_ATTACHING = _HYPHENS | frozenset("'’ʼ")


class _Way(NamedTuple):
    """One way to read a span: the node where its terms end, where it stands, and the grade of its least sure word."""

    node: int
    place: Place
    grade: int


class TermFinder:
    """A termbase made ready for finding, one language at a time when first asked for.

    Finding remembers words it has read; threads that share a finder take turns.

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
        self._by_concept: dict[str, dict[int, list[int]]] = {}
        self._places: dict[str, int] | None = None
        self._finding = threading.RLock()
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

    @property
    def languages(self) -> list[str]:
        """The languages that have terms, by base tag."""
        return sorted({*self._by_language, *self._indices})

    def indices(self) -> list[LanguageIndex]:
        """The indices of all languages of the termbase, for keeping; those not asked for yet are built."""
        return [self._index(language) for language in self.languages]

    def find(self, text: str, language: str, *, homonyms: bool = False) -> list[TermHit]:
        """Hits in order of place, without overlap; of two that overlap the longer stays.

        Args:
            text: any running text; offsets are code points of it as it is, whatever its Unicode form.
            language: BCP 47 tag; terms of the same language with another script or region are found too.
            homonyms: give every concept that has the chosen words, one after the other at the same place; otherwise
                the surest, then the preferred, then the first of the termbase.
        """
        with self._finding:
            return self._found(text, base(language), homonyms)

    def _found(self, text: str, language: str, homonyms: bool) -> list[TermHit]:
        matcher = self._matcher(language)
        spans = matcher.spans(text)
        hits: list[TermHit] = []
        taken: set[int] = set()
        for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
            if start in taken or end - 1 in taken:
                continue
            judged = matcher.judged(spans[start, end])
            if judged:
                taken.update(range(start, end))
                kept = judged if homonyms else judged[:1]
                hits += [self._hit(entry, start, end, grade, text) for entry, grade in kept]
        return sorted(hits, key=lambda hit: hit.start)

    def concepts(self, word: str, language: str) -> tuple[str, ...]:
        """The concepts that one word may stand for, each once: those with a term of one word that it is a form of.

        Args:
            word: one word as a text has it; what stands around it is not asked.
        """
        return tuple(dict.fromkeys(self._ids[concept] for concept in self._matcher(base(language)).concepts(word)))

    def terms(self, concept: str, language: str) -> list[Term]:
        """The terms of a concept in a language: preferred ones first, then as the termbase has them.

        They carry what finding needs: text, status, gender, and as parts of speech `noun`, `verb` and `other`.
        """
        index = self._index(base(language))
        if self._places is None:
            self._places = {name: place for place, name in enumerate(self._ids)}
        found = [index.term(number) for number in self._numbers(index).get(self._places.get(concept, -1), ())]
        return sorted(found, key=lambda term: STATUSES.index(term.status))

    def digest(self, languages: Iterable[str]) -> str:
        """A hash of the terms of some languages, for telling whether two finders say the same."""
        digest = hashlib.blake2b("\0".join(self._ids).encode(), digest_size=16)
        for index in map(self._index, sorted({base(language) for language in languages})):
            digest.update(index.texts.encode() + index.text_ends.tobytes() + index.concepts.tobytes())
            digest.update(index.flags.tobytes())
        return digest.hexdigest()

    def _numbers(self, index: LanguageIndex) -> dict[int, list[int]]:
        """The numbers of the terms of each concept."""
        found = self._by_concept.get(index.language)
        if found is None:
            found = {}
            for number, concept in enumerate(index.concepts):
                found.setdefault(concept, []).append(number)
            self._by_concept[index.language] = found
        return found

    def _hit(self, entry: Entry, start: int, end: int, grade: int, text: str) -> TermHit:
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
        self._entries: dict[int, tuple[Entry, ...]] = {}

    def concepts(self, word: str) -> Iterator[int]:
        """The places of concepts with a term of one word that this may be a form of."""
        for start in self._reader.read(word).starts:
            if start.ends:
                for entry in self._entries_at(start.node):
                    yield entry.concept

    def spans(self, text: str) -> dict[tuple[int, int], list[_Way]]:
        """Every span of a text that reads as a term, with the ways to read it; those that overlap too."""
        tokens = tokens_of(text)
        read = self._reader.read
        known = self._reader.remembered.get
        readings = [known(token[2]) or read(token[2]) for token in tokens]
        found: dict[tuple[int, int], list[_Way]] = {}
        for first, reading in enumerate(readings):
            if not reading.starts:
                continue
            alone = Place(text, tokens, readings, first, first)
            for start in reading.starts:
                if start.ends:
                    self._add(found, _Way(start.node, alone, start.grade))
                if start.goes_on and first + 1 < len(readings):
                    for node, last, grade in self._walk(readings, first + 1, start):
                        place = Place(text, tokens, readings, first, last)
                        self._add(found, _Way(node, place, grade))
        return found

    def _add(self, found: dict[tuple[int, int], list[_Way]], way: _Way) -> None:
        tokens, last = way.place.tokens, way.place.last
        end = tokens[last].end
        if way.grade == EXACT and last + 2 < len(tokens) and tokens[last + 1].surface in _ATTACHING:
            end, grade = self._with_ending(way.place, end)
            way = way._replace(grade=grade)
        found.setdefault((tokens[way.place.first].start, end), []).append(way)

    def _walk(self, readings: Sequence[Reading], second: int, start: Start) -> Iterator[tuple[int, int, int]]:
        """The nodes where longer terms end that begin so, with their last token and the grade of the least sure one."""
        edges, ends = self._index.edges, self._index.ends
        open_paths = [(start.node, second, start.grade)]
        while open_paths:
            node, at, worst = open_paths.pop()
            for unit, grade in readings[at].units:
                child = edges.get(node << UNIT_BITS | unit)
                if child is not None:
                    reached = max(worst, grade)
                    if ends(child):
                        yield child, at, reached
                    if at + 1 < len(readings):
                        open_paths.append((child, at + 1, reached))
            if readings[at].key in self._auxiliaries and at + 1 < len(readings):
                for unit, _ in readings[at + 1].units:
                    child = edges.get(node << UNIT_BITS | unit) if unit in self._verbs else None
                    if child is not None and ends(child):
                        yield child, at + 1, max(worst, INFLECTED)

    def judged(self, ways: Sequence[_Way]) -> list[tuple[Entry, int]]:
        """The terms of a span that its surroundings bear out, best first, each concept once."""
        best: dict[int, tuple[int, int, int, Entry]] = {}
        company = self._evidence.company(ways[0].place)
        if company is None:
            return []
        for node, place, grade in ways:
            for entry in self._entries_at(node):
                sure = self._evidence.judge(entry, place, grade, company)
                if sure is not None:
                    ranked = (sure, entry.flags & STATUS_BITS, entry.concept, entry)
                    held = best.get(entry.concept)
                    if held is None or ranked[:2] < held[:2]:
                        best[entry.concept] = ranked
        ordered = sorted(best.values()) if len(best) > 1 else best.values()
        return [(entry, sure) for sure, _, _, entry in ordered]

    def _entries_at(self, node: int) -> tuple[Entry, ...]:
        entries = self._entries.get(node)
        if entries is None:
            entries = self._entries[node] = tuple(self._index.entries(node))
        return entries

    def _with_ending(self, place: Place, end: int) -> tuple[int, int]:
        """The end and grade of a hit with what follows after a hyphen or apostrophe: `BMT-nin`, `ՄԱԿ-ի`, `UN’s`."""
        tokens, last = place.tokens, place.last
        if not _touch(tokens, last, last + 2):
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
