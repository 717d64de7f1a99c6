"""Whether the versions of statements, or files of translations, carry the terms of their sources.

Every version is matched with its source by itself; a term then links its renderings in all of them. Where a term may
stand for several concepts, the one that most versions carry is meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from workbench.core.job import Job
from workbench.core.link import opposite
from workbench.core.ports import TermFinder, Vocabulary, WordAligner
from workbench.core.project import Cell, State
from workbench.core.term import Grade, TermHit, TermStatus
from workbench.services.check import Pair
from workbench.services.termuse import matched

if TYPE_CHECKING:  # files need no database
    from workbench.services.project import Project
    from workbench.services.sheet import Sheet

VERDICTS = ("exact", "inflected", "admitted", "uncertain", "deprecated", "forbidden", "missing")
"""What may be said of a rendering, from good to bad."""

PROBLEMS = ("uncertain", "deprecated", "forbidden", "missing")
"""The verdicts that somebody should look at."""

_JOINT = "\n"

Words = Callable[[str, str], WordAligner | None]
"""What aligns words between two languages; None where nothing does."""


def word_aligners(vocabulary: Vocabulary | None) -> Words:
    """Aligners of words for any two languages, with what is known of common words."""
    from workbench.alignment.words import BeadWords

    return lambda source, target: BeadWords(source, target, vocabulary=vocabulary)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, in code points, half-open."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rendering:
    """What became of a term in one version.

    Attributes:
        rows: first and last row of the source that the bead covers, from 1.
        concept: what it renders; another one than the place's only where the source's term can mean both.
        hit: the term found; None where the grade is missing or the term was not in the source's bead at all.
        instead: what stands opposite where no term was found, by word alignment; it is no term.
        cell: the cell that the offsets are in; None for files.
        state: of that cell, empty for files.
    """

    grade: Grade
    rows: tuple[int, int]
    concept: str
    hit: TermHit | None = None
    instead: Span | None = None
    cell: int | None = None
    state: str = ""

    @property
    def verdict(self) -> str:
        """One word of `VERDICTS`: the status where it matters more than the grade."""
        if self.grade in (Grade.MISSING, Grade.FORBIDDEN) or self.hit is None:
            return self.grade.value
        if self.hit.status is TermStatus.DEPRECATED or self.grade is Grade.UNCERTAIN:
            return "deprecated" if self.hit.status is TermStatus.DEPRECATED else "uncertain"
        return "admitted" if self.hit.status is TermStatus.ADMITTED else self.grade.value


@dataclass(frozen=True, slots=True)
class TermPlace:
    """One place where a concept stands in a source, and its renderings in every version.

    Attributes:
        place: for a person: `talks-on-water row 3`, or `file:12`.
        statement: key, empty for files; row: of the source, or the line, from 1.
        language: of the source.
        source: the term in that row; None if versions have a term that the source lacks.
    """

    place: str
    statement: str
    row: int
    language: str
    concept: str
    source: TermHit | None
    renderings: Mapping[str, Rendering]

    @property
    def problems(self) -> dict[str, Rendering]:
        """The renderings that somebody should look at, by language."""
        return {language: one for language, one in self.renderings.items() if one.verdict in PROBLEMS}


def check_project_terms(
    project: Project,
    finder: TermFinder,
    *,
    keys: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    words: Words = lambda source, target: None,
    added: bool = False,
    job: Job | None = None,
) -> Iterator[TermPlace]:
    """What became of the terms of every source, by statement and row.

    What nobody has translated yet, and what a version leaves out as a whole, is not told: `check` tells it.

    Args:
        added: tell also of terms that a version has and the source lacks.
    Raises: InputError if a statement is none; JobCancelled
    """
    job = job or Job()
    statements = [project.statement(key) for key in keys] if keys else project.statements()
    for number, statement in enumerate(statements):
        job.progress(number, len(statements), statement.key)
        sheet = project.sheet(statement.key)
        blocks = {
            language: list(_blocks(sheet, cells))
            for language, cells in sheet.columns.items()
            if language != statement.source_language and (languages is None or language in languages)
        }
        check = _Check(finder, words, statement.source_language, statement.key, added=added)
        yield from check.places(sheet.rows, blocks, f"{statement.key} row {{}}".format)
    job.progress(len(statements), len(statements))


def check_pair_terms(
    pairs: Iterable[Pair],
    source_language: str,
    target_language: str,
    finder: TermFinder,
    *,
    name: str = "",
    words: Words = lambda source, target: None,
    added: bool = False,
) -> Iterator[TermPlace]:
    """What became of the terms of pairs of texts, in their order; `name` stands before the line number in the place."""
    check = _Check(finder, words, source_language, "", added=added)
    for pair in pairs:
        if not pair.source.strip() or not pair.target.strip():
            continue
        block = _Block(0, 1, (_Part(pair.target),))
        for place in check.places([pair.source], {target_language: [block]}, lambda row: ""):
            where = f"{name}:{pair.number}" if name else str(pair.number)
            renderings = {tag: replace(one, rows=(pair.number,) * 2) for tag, one in place.renderings.items()}
            yield replace(place, place=where, row=pair.number, renderings=renderings)


@dataclass(frozen=True, slots=True)
class _Part:
    """A cell, or one line of a file."""

    text: str
    cell: int | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows of the source, half-open, and the parts of a version that render them."""

    first: int
    end: int
    parts: tuple[_Part, ...]


def _blocks(sheet: Sheet, cells: Sequence[Cell]) -> Iterator[_Block]:
    """The cells that have a text and a source, those that share a row together."""
    held: list[Cell] = []
    for cell in sorted(cells, key=lambda cell: cell.position):
        if cell.source_start == cell.source_end or not cell.text.strip() or cell.state is State.NEW:
            continue
        if held and cell.source_start >= max(one.source_end for one in held):
            yield _block(held)
            held = []
        held.append(cell)
    if held:
        yield _block(held)


def _block(cells: Sequence[Cell]) -> _Block:
    first, end = min(cell.source_start for cell in cells), max(cell.source_end for cell in cells)
    return _Block(first, end, tuple(_Part(cell.text, cell.id, cell.state.value) for cell in cells))


class _Joined:
    """Texts as one, and the way back from its offsets."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = _JOINT.join(texts)
        self._starts = [0, *accumulate(len(text) + len(_JOINT) for text in texts)]

    def whole(self, hit: TermHit, part: int) -> TermHit:
        """A hit in one of the texts, in the whole."""
        start = self._starts[part]
        return replace(hit, start=hit.start + start, end=hit.end + start) if start else hit

    def part(self, hit: TermHit) -> tuple[int, TermHit]:
        """Which text a hit in the whole is in, and the hit there."""
        number, start, end = self.span(hit.start, hit.end)
        return number, replace(hit, start=start, end=end)

    def span(self, start: int, end: int) -> tuple[int, int, int]:
        """Which text a stretch of the whole begins in, and the stretch there, cut off at its end."""
        number = next(at for at, after in enumerate(self._starts[1:]) if start < after)
        offset, last = self._starts[number], self._starts[number + 1] - len(_JOINT)
        return number, start - offset, min(end, last) - offset


_Key = tuple[int, int, int]
"""A place of the source: row from 0, start and end in it."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What one block came to.

    Attributes:
        targets, sources: the hits in each side.
        pairs: for each place of the source the reading that is meant and its rendering.
        left: hits of the target that answer for none.
    """

    block: _Block
    source: _Joined
    target: _Joined
    targets: Sequence[TermHit]
    sources: Sequence[TermHit] = ()
    pairs: Mapping[_Key, tuple[TermHit, TermHit | None]] = field(default_factory=dict)
    left: Sequence[TermHit] = ()

    def with_source(self, hits: Sequence[Sequence[TermHit]]) -> _Found:
        """The same matched with these hits of every row of the source."""
        first = self.block.first
        sources = [self.source.whole(hit, row - first) for row in range(first, self.block.end) for hit in hits[row]]
        pairs, left = matched(sources, self.targets)
        keyed: dict[_Key, tuple[TermHit, TermHit | None]] = {}
        for hit, rendering in pairs:
            row, inside = self.source.part(hit)
            keyed[row + first, inside.start, inside.end] = hit, rendering
        return replace(self, sources=sources, pairs=keyed, left=left)


@dataclass(slots=True)
class _Check:
    """Looks at one source and its versions."""

    finder: TermFinder
    words: Words
    language: str
    statement: str
    added: bool = False
    _aligners: dict[str, WordAligner | None] = field(default_factory=dict)

    def places(
        self, rows: Sequence[str], blocks: Mapping[str, Sequence[_Block]], told: Callable[[int], str]
    ) -> list[TermPlace]:
        """Every term of the rows with its renderings, in order; `told` names a row."""
        hits = [self.finder.find(row, self.language, homonyms=True) for row in rows]
        found = [(tag, self._match(rows, hits, block, tag)) for tag, each in blocks.items() for block in each]
        votes: dict[_Key, Counter[str]] = {}
        for _, one in found:
            for key, (hit, rendering) in one.pairs.items():
                votes.setdefault(key, Counter())[hit.concept] += rendering is not None
        hits = [_voted(row, each, votes) for row, each in enumerate(hits)]
        seen: dict[_Key, dict[str, Rendering]] = {}
        places: list[TermPlace] = []
        for tag, one in found:
            again = one.with_source(hits)
            for key, pair in again.pairs.items():
                seen.setdefault(key, {})[tag] = self._rendering(again, pair, tag)
            places += self._left(again, tag, told)
        for key, renderings in seen.items():
            hit, row = next(hit for hit in hits[key[0]] if (hit.start, hit.end) == key[1:]), key[0] + 1
            if hit.grade is not Grade.UNCERTAIN or any(one.hit for one in renderings.values()):
                places.append(TermPlace(told(row), self.statement, row, self.language, hit.concept, hit, renderings))
        return sorted(places, key=lambda place: (place.row, place.source is None, place.source and place.source.start))

    def _match(self, rows: Sequence[str], hits: Sequence[Sequence[TermHit]], block: _Block, tag: str) -> _Found:
        target = _Joined([part.text for part in block.parts])
        others = [
            target.whole(hit, number)
            for number, part in enumerate(block.parts)
            for hit in self.finder.find(part.text, tag, homonyms=True)
        ]
        return _Found(block, _Joined(rows[block.first : block.end]), target, others).with_source(hits)

    def _rendering(self, found: _Found, pair: tuple[TermHit, TermHit | None], tag: str) -> Rendering:
        hit, rendering = pair
        rows = found.block.first + 1, found.block.end
        if rendering is None:
            return self._instead(found, hit, tag, Rendering(Grade.MISSING, rows, hit.concept))
        return _in_part(found, rendering, rows)

    def _instead(self, found: _Found, hit: TermHit, tag: str, missing: Rendering) -> Rendering:
        """What stands opposite a term without a rendering, where word alignment can tell."""
        if tag not in self._aligners:
            self._aligners[tag] = self.words(self.language, tag)
        aligner = self._aligners[tag]
        texts = found.source.text, found.target.text
        links = aligner.align(*texts, found.sources, found.targets) if aligner else ()
        span = opposite(links, hit.start, hit.end)
        if span is None:
            return missing
        number, start, end = found.target.span(*span)
        part = found.block.parts[number]
        for inner in self.finder.find(part.text[start:end], tag, homonyms=True):
            if inner.concept == hit.concept:  # it was part of a longer term
                return _in_part(
                    found, replace(inner, start=span[0] + inner.start, end=span[0] + inner.end), missing.rows
                )
        return replace(missing, instead=Span(part.text[start:end], start, end), cell=part.cell, state=part.state)

    def _left(self, found: _Found, tag: str, told: Callable[[int], str]) -> Iterator[TermPlace]:
        """Terms of a version that answer for none of the source: forbidden ones of its concepts, all if asked."""
        asked = {hit.concept for hit in found.sources}
        rows = found.block.first + 1, found.block.end
        allowed = {(hit.start, hit.end) for hit in found.left if hit.status is not TermStatus.FORBIDDEN}
        seen: set[tuple[int, int]] = set()
        for hit in found.left:
            place = hit.start, hit.end
            forbidden = hit.status is TermStatus.FORBIDDEN and hit.concept in asked and place not in allowed
            if place not in seen and (forbidden or (self.added and hit.concept not in asked)):
                seen.add(place)
                rendering = _in_part(found, hit, rows)
                name = told(rows[0])
                yield TermPlace(name, self.statement, rows[0], self.language, hit.concept, None, {tag: rendering})


def _in_part(found: _Found, hit: TermHit, rows: tuple[int, int]) -> Rendering:
    number, inside = found.target.part(hit)
    part = found.block.parts[number]
    grade = Grade.FORBIDDEN if hit.status is TermStatus.FORBIDDEN else hit.grade
    return Rendering(grade, rows, hit.concept, inside, cell=part.cell, state=part.state)


def _voted(row: int, hits: Sequence[TermHit], votes: Mapping[_Key, Counter[str]]) -> list[TermHit]:
    """The readings of each term, those that more versions carry first."""

    def order(hit: TermHit) -> tuple[int, int]:
        return hit.start, -votes.get((row, hit.start, hit.end), Counter())[hit.concept]

    return sorted(hits, key=order)


@dataclass(frozen=True, slots=True)
class Mixed:
    """A term that versions in one language render by several terms.

    Attributes:
        source: the term in citation form.
        terms: how often each was used, in citation form, the most usual first.
        statements: those that use more than one of them.
    """

    concept: str
    source_language: str
    language: str
    source: str
    terms: tuple[tuple[str, int], ...]
    statements: tuple[str, ...]


class TermTally:
    """Counts what became of terms, and which are rendered in more than one way."""

    def __init__(self) -> None:
        self.places = 0
        self.verdicts: dict[str, Counter[str]] = {}
        self._used: dict[tuple[str, str, str, str], dict[str, Counter[str]]] = {}

    def add(self, place: TermPlace) -> None:
        """Count one place; terms that the source lacks are no part of the counts, but for forbidden ones."""
        self.places += place.source is not None
        for language, one in place.renderings.items():
            if place.source is not None or one.grade is Grade.FORBIDDEN:
                self.verdicts.setdefault(language, Counter())[one.verdict] += 1
            if place.source is not None and one.hit is not None:
                key = one.concept, place.language, language, place.source.term
                self._used.setdefault(key, {}).setdefault(place.statement, Counter())[one.hit.term] += 1

    @property
    def total(self) -> Counter[str]:
        """Renderings by verdict, in all languages."""
        return sum(self.verdicts.values(), Counter())

    def mixed(self) -> list[Mixed]:
        """The terms with several renderings in one language, by concept."""
        found = []
        for (concept, source_language, language, source), statements in sorted(self._used.items()):
            terms = sum(statements.values(), Counter[str]())
            if len(terms) > 1:
                within = tuple(sorted(key for key, used in statements.items() if key and len(used) > 1))
                found.append(Mixed(concept, source_language, language, source, tuple(terms.most_common()), within))
        return found
