"""Finds the terms of a termbase in running text, the longest first, and says how sure each hit is.

A hit is *exact* where the text has the citation form (case, quotes, dashes and look-alike letters aside), *inflected*
where a listed ending follows the stem, *uncertain* where the ending may make another word. Words that change inside,
and phrases with a word put between, are not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.core.language import base
from workbench.core.term import Concept, Grade, Term, TermHit, TermStatus
from workbench.terminology.endings import Endings, endings_of, stems
from workbench.text.normalize import comparable, nfc, repair

SHORTEST_STEM = 3
"""Letters that a term of one word must have before an ending may follow it."""

_ARMENIAN_MARKS = {ord(mark): None for mark in "՛՜՞"}
_TOKEN = re.compile(r"\w+(?:[՛՜՞\u00ad\u0300-\u036f]+\w*)*|[^\w\s]")
_GRADES = (Grade.EXACT, Grade.INFLECTED, Grade.UNCERTAIN)
_STATUSES = (TermStatus.PREFERRED, TermStatus.ADMITTED, TermStatus.DEPRECATED, TermStatus.FORBIDDEN)


@dataclass(frozen=True, slots=True)
class _Token:
    key: str
    surface: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Part:
    """One token of a term: its key, and the stems its forms may begin with (none where it does not inflect)."""

    key: str
    surface: str
    stems: tuple[str, ...]
    is_verb: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    order: int
    concept: str
    term: Term
    parts: tuple[_Part, ...]


class TermFinder:
    """A termbase made ready for finding, one language at a time when first asked for."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._concepts = tuple(concepts)
        self._indices: dict[str, dict[str, list[_Entry]]] = {}

    def find(self, text: str, language: str, *, homonyms: bool = False) -> list[TermHit]:
        """Hits in order of place, without overlap; of two that overlap the longer stays.

        Args:
            text: any running text.
            language: BCP 47 tag; terms of the same language with another script or region are found too.
            homonyms: give every concept that has the chosen words, one after the other at the same place; otherwise
                the surest, then the preferred, then the first of the termbase.
        """
        code = base(language)
        index = self._index(code)
        tokens = _tokens(text, code)
        endings = endings_of(code)
        found = [hit for at in range(len(tokens)) for hit in _hits_at(tokens, at, index, endings, text)]
        found.sort(key=_rank)
        chosen: list[TermHit] = []
        taken: dict[int, tuple[int, int]] = {}
        concepts: set[tuple[int, str]] = set()
        for _, hit in found:
            owners = {taken.get(place) for place in (hit.start, hit.end - 1)}
            same_place = homonyms and owners == {(hit.start, hit.end)} and (hit.start, hit.concept) not in concepts
            if owners == {None} or same_place:
                taken.update((place, (hit.start, hit.end)) for place in range(hit.start, hit.end))
                concepts.add((hit.start, hit.concept))
                chosen.append(hit)
        return sorted(chosen, key=lambda hit: hit.start)

    def _index(self, language: str) -> dict[str, list[_Entry]]:
        """Entries by every string that their first token may begin with."""
        if language not in self._indices:
            index: dict[str, list[_Entry]] = {}
            for entry in self._entries(language):
                first = entry.parts[0]
                for key in dict.fromkeys((first.key, *first.stems)):
                    index.setdefault(key, []).append(entry)
            self._indices[language] = index
        return self._indices[language]

    def _entries(self, language: str) -> Iterator[_Entry]:
        endings = endings_of(language)
        for order, concept in enumerate(self._concepts):
            for term in concept.terms:
                if base(term.language) == language and (parts := _parts(term, language, endings)):
                    yield _Entry(order, concept.id, term, parts)


def _rank(found: tuple[int, TermHit]) -> tuple[int, int, int, int, int]:
    order, hit = found
    return hit.start - hit.end, hit.start, _GRADES.index(hit.grade), _STATUSES.index(hit.status), order


def _tokens(text: str, language: str) -> list[_Token]:
    """Words and single marks, with keys for comparing and places in `text`; marks inside Armenian words are dropped."""
    repaired = repair(text, language)
    return [
        _Token(_key(match[0], language), text[match.start() : match.end()], match.start(), match.end())
        for match in _TOKEN.finditer(repaired)
    ]


def _key(token: str, language: str) -> str:
    return comparable(nfc(token).translate(_ARMENIAN_MARKS), language)


def _parts(term: Term, language: str, endings: Endings) -> tuple[_Part, ...]:
    """The tokens of a term, with the stems of those that inflect."""
    tokens = _tokens(term.text, language)
    verb_at = (0 if endings.every_word else len(tokens) - 1) if term.part_of_speech == "verb" else -1
    parts = []
    for at, token in enumerate(tokens):
        inflects = endings.every_word or at == len(tokens) - 1
        long_enough = len(token.key) >= SHORTEST_STEM and token.key[0].isalpha()
        found: tuple[str, ...] = ()
        if inflects and long_enough and not _is_short_form(term):
            shortest = SHORTEST_STEM if len(tokens) == 1 else 2
            found = tuple(s for s in stems(token.key, endings, is_verb=at == verb_at) if len(s) >= shortest)
        parts.append(_Part(token.key, token.surface, found, at == verb_at))
    return tuple(parts)


def _is_short_form(term: Term) -> bool:
    return term.term_type in ("abbreviation", "acronym", "initialism")


def _hits_at(
    tokens: list[_Token], at: int, index: dict[str, list[_Entry]], endings: Endings, text: str
) -> Iterator[tuple[int, TermHit]]:
    """Every term that begins at a token, with the place of its concept in the termbase."""
    key = tokens[at].key
    entries = {id(entry): entry for length in range(1, len(key) + 1) for entry in index.get(key[:length], ())}
    for entry in entries.values():
        graded = _match(entry, tokens, at, endings)
        if graded is not None:
            grade, last = graded
            start, end = tokens[at].start, tokens[last].end
            term = entry.term
            yield entry.order, TermHit(entry.concept, term.text, start, end, text[start:end], grade, term.status)


def _match(entry: _Entry, tokens: list[_Token], at: int, endings: Endings) -> tuple[Grade, int] | None:
    """How sure the term is at these tokens, and the index of its last one."""
    last, worst = at - 1, 0
    for part in entry.parts:
        last += 1
        if part.is_verb and at < last < len(tokens) and tokens[last].key in endings.auxiliaries:
            last, worst = last + 1, 1
        if last >= len(tokens):
            return None
        grade = _grade(part, tokens[last], endings)
        if grade is None or (entry.term.case_sensitive and not _same_case(part.surface, tokens[last].surface)):
            return None
        worst = max(worst, _GRADES.index(grade))
    if worst == 0 and _is_attached(tokens, last, endings):
        return Grade.INFLECTED, last + 2
    return _GRADES[worst], last


def _grade(part: _Part, token: _Token, endings: Endings) -> Grade | None:
    if token.key == part.key:
        return Grade.EXACT
    best: Grade | None = None
    for stem in part.stems:
        if token.key.startswith(stem):
            ending = token.key[len(stem) :]
            if (endings.verb if part.is_verb else endings.noun).fullmatch(ending):
                return Grade.INFLECTED
            if not part.is_verb and endings.doubtful.fullmatch(ending):
                best = Grade.UNCERTAIN
    return best


def _is_attached(tokens: list[_Token], last: int, endings: Endings) -> bool:
    """Whether an ending follows after a hyphen or an apostrophe, without space: `BMT-nin`, `ՄԱԿ-ի`, `UN’s`."""
    if last + 2 >= len(tokens):
        return False
    mark, ending = tokens[last + 1], tokens[last + 2]
    pattern = endings.attached.get(mark.key)
    touching = tokens[last].end == mark.start and mark.end == ending.start
    return touching and pattern is not None and ending.surface.islower() and bool(pattern.fullmatch(ending.key))


def _same_case(cited: str, written: str) -> bool:
    """Whether a word has capitals where a case-sensitive term has them; text wholly in capitals will do."""
    if len(cited) > 1 and cited.isupper():
        return written[: len(cited)].isupper()
    return not cited[:1].isupper() or written[:1].isupper()
