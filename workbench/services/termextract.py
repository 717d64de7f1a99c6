"""Candidate terms of a project or of files, with their likely renderings; a person accepts or rejects them one by one.

Versions are taken as blocks: runs of rows of the source that every version renders as a whole, so that any language can
be the one that candidates are looked for in. Drafts of an engine or a memory are no evidence and are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from workbench.core.errors import ConfigError, FormatError, WorkbenchError
from workbench.core.job import Job
from workbench.core.language import base, language_tag
from workbench.core.ports import TermFinder
from workbench.core.project import Cell, OriginKind
from workbench.core.term import Concept, Term
from workbench.services import bootstrap
from workbench.services.check import Pair
from workbench.services.files import write_whole
from workbench.services.termcheck import Words
from workbench.services.termlikely import Likely, Linker
from workbench.services.termmerge import Merge
from workbench.terminology.extract import Phrase, Phrases
from workbench.terminology.wordclass import Lexicon, lexicon_of

if TYPE_CHECKING:  # files need no database
    from pathlib import Path

    from workbench.services.project import Project
    from workbench.services.sheet import Sheet

REJECTED = "glossaries/rejected-terms.tsv"
"""Candidates that a person has said are no terms: language, tab, term; in the project's folder."""

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Block:
    """Texts of several languages that say the same.

    Attributes:
        place: for a person: `talks-on-water row 3`, `file:12`.
        statement: key, or the file.
        texts: by language; a language that has nothing here is not there.
    """

    place: str
    statement: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Example:
    """A place of a candidate: code points in the text, half-open."""

    place: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a term.

    Attributes:
        term: in citation form as far as that is certain.
        frequency: places; statements: how many have it.
        score: NC-value, weighed; comparable within one extraction only.
        known: whether the termbase has it.
        renderings: for each other language the likely ones, the likeliest first.
        examples: its first places in different statements.
    """

    term: str
    language: str
    frequency: int
    statements: int
    score: float
    known: bool = False
    renderings: Mapping[str, tuple[Likely, ...]] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()

    @property
    def sure(self) -> dict[str, str]:
        """The renderings that are likely enough to be taken as they are, by language."""
        return {language: found[0].text for language, found in self.renderings.items() if found[0].sure}


@dataclass(frozen=True, slots=True)
class Wish:
    """What to extract.

    Attributes:
        most: candidates; least: occurrences that each must have.
        known: candidates that the termbase has are given too.
        rejected: pairs of language and folded term that are left out.
    """

    most: int = 50
    least: int = 2
    known: bool = False
    rejected: frozenset[tuple[str, str]] = frozenset()


def candidates(
    project: Project,
    *,
    language: str | None = None,
    languages: Sequence[str] | None = None,
    keys: Sequence[str] | None = None,
    finder: TermFinder | None = None,
    words: Words = lambda source, target: None,
    wish: Wish | None = None,
    job: Job | None = None,
) -> list[Candidate]:
    """Candidate terms of a project, the likeliest first.

    Args:
        language: that they are looked for in, by default the project's source.
        languages: to find renderings in, by default all others of the project.
        keys: only in these statements.
        finder: the termbase.
    Raises: InputError if a statement is none; JobCancelled
    """
    language = language or project.source
    others = [tag for tag in languages or project.languages if tag != language]
    blocks = list(project_blocks(project, [language, *others], keys))
    return extract(blocks, language, others, finder=finder, words=words, wish=wish, job=job)


def extract(
    blocks: Sequence[Block],
    language: str,
    others: Sequence[str] = (),
    *,
    finder: TermFinder | None = None,
    words: Words = lambda source, target: None,
    wish: Wish | None = None,
    job: Job | None = None,
) -> list[Candidate]:
    """Candidate terms of texts with their likely renderings, the likeliest first; arguments as of `candidates`.

    Raises: JobCancelled
    """
    wish, job = wish or Wish(), job or Job()
    own = [block.texts.get(language, "") for block in blocks]
    phrases = Phrases(own, language, lexicon(language), least=wish.least)
    chosen = list(_chosen(phrases, language, finder, wish))
    likely: dict[str, list[tuple[Likely, ...]]] = {}
    for number, other in enumerate(others if chosen else ()):
        job.progress(number, len(others), other)
        texts = [block.texts.get(other, "") if source else "" for block, source in zip(blocks, own, strict=True)]
        linker = Linker(phrases, Phrases(texts, other, lexicon(other), least=_NONE), words(language, other), finder)
        likely[other] = [linker.likely(phrase, job) for phrase, _ in chosen]
    job.progress(len(others), len(others))
    return [
        _candidate(phrase, language, known, blocks, {other: found[at] for other, found in likely.items() if found[at]})
        for at, (phrase, known) in enumerate(chosen)
    ]


_NONE = 1 << 60
"""An occurrence count that no phrase reaches."""


def _chosen(phrases: Phrases, language: str, finder: TermFinder | None, wish: Wish) -> Iterator[tuple[Phrase, bool]]:
    """The best phrases, and whether the termbase has each."""
    count = 0
    for phrase in phrases.ranked():
        known = finder is not None and _is_known(phrase.term, language, finder)
        if (known and not wish.known) or (language, phrase.term.casefold()) in wish.rejected:
            continue
        if count >= wish.most:
            return
        count += 1
        yield phrase, known


def _is_known(term: str, language: str, finder: TermFinder) -> bool:
    return any(hit.start == 0 and hit.end == len(term) for hit in finder.find(term, language))


def _candidate(
    phrase: Phrase, language: str, known: bool, blocks: Sequence[Block], likely: Mapping[str, tuple[Likely, ...]]
) -> Candidate:
    examples: dict[str, Example] = {}
    for place in phrase.places:
        block = blocks[place.text]
        examples.setdefault(block.statement, Example(block.place, block.texts[language], place.start, place.end))
    shown = tuple(examples.values())[:_EXAMPLES]
    return Candidate(phrase.term, language, phrase.frequency, len(examples), phrase.score, known, likely, shown)


# -- texts -----------------------------------------------------------------------------------------------------------


def project_blocks(project: Project, languages: Sequence[str], keys: Sequence[str] | None = None) -> Iterator[Block]:
    """The texts of statements as blocks of these languages.

    Raises: InputError if a statement is none.
    """
    statements = [project.statement(key) for key in keys] if keys else project.statements()
    for statement in statements:
        sheet = project.sheet(statement.key)
        columns = {tag: [c for c in sheet.columns.get(tag, ()) if _is_evidence(c)] for tag in languages}
        for first, end in _runs(sheet, columns.values()):
            texts = {
                tag: "\n".join(cell.text for cell in cells if first <= cell.source_start < end)
                for tag, cells in columns.items()
            }
            if statement.source_language in languages:
                texts[statement.source_language] = "\n".join(sheet.rows[first:end])
            there = {tag: text for tag, text in texts.items() if text.strip()}
            yield Block(f"{statement.key} row {first + 1}", statement.key, there)


def _is_evidence(cell: Cell) -> bool:
    by_machine = cell.origin.kind in (OriginKind.ENGINE, OriginKind.MEMORY)
    return cell.source_start < cell.source_end and bool(cell.text.strip()) and (cell.state.done or not by_machine)


def _runs(sheet: Sheet, columns: Iterable[Sequence[Cell]]) -> Iterator[tuple[int, int]]:
    """Runs of rows that no cell reaches out of."""
    inside = {row for cells in columns for cell in cells for row in range(cell.source_start + 1, cell.source_end)}
    starts = [row for row in range(len(sheet.rows)) if row not in inside]
    return zip(starts, [*starts[1:], len(sheet.rows)], strict=True)


def pair_blocks(pairs: Iterable[Pair], source_language: str, target_language: str, name: str) -> Iterator[Block]:
    """Pairs of texts as blocks."""
    for pair in pairs:
        yield Block(f"{name}:{pair.number}", name, {source_language: pair.source, target_language: pair.target})


def text_blocks(segments: Iterable[str], language: str, name: str) -> Iterator[Block]:
    """Segments of a text in one language as blocks."""
    for number, one in enumerate(segments, 1):
        if one.strip():
            yield Block(f"{name}:{number}", name, {language: one.strip()})


@cache
def lexicon(language: str) -> Lexicon:
    """The common words of a language by the shipped vocabulary; empty without one, since it is evidence only."""
    from workbench.services.termbases import open_termbase

    try:
        concepts = open_termbase(bootstrap.shipped("glossaries") / "vocabulary.tsv").concepts
    except WorkbenchError:
        return {}
    words: dict[str, set[str]] = {}
    for concept in concepts:
        for term in concept.in_language(base(language)):
            words.setdefault(term.text, set()).add(term.part_of_speech)
    return lexicon_of(words, language)


# -- what a person decides -------------------------------------------------------------------------------------------


def concept_of(candidate: Candidate, renderings: Mapping[str, str] | None = None) -> Concept:
    """A candidate as a concept with the renderings given, else those likely enough; a note says where it is from."""
    from workbench.services.termwork import new_id

    if renderings is None:
        renderings = candidate.sure
    terms = (Term(candidate.term, candidate.language), *(Term(text, tag) for tag, text in renderings.items() if text))
    note = f"Extracted; places: {candidate.frequency}, texts: {candidate.statements}."
    return Concept(new_id(terms), terms, note=note)


def accept(project: Project, candidate: Candidate, renderings: Mapping[str, str] | None = None) -> Merge:
    """Take a candidate into the project's termbase, with the renderings given, else those likely enough.

    Raises: TermbaseError, WriteError
    """
    from workbench.services.termwork import add_concept

    return add_concept(project.folder, concept_of(candidate, renderings))


def read_candidates(lines: Iterable[str], name: str) -> Iterator[tuple[Candidate, dict[str, str]]]:
    """Candidates as `terms extract --format jsonl` writes them, perhaps edited, each with its renderings.

    Of a list of renderings the first is meant; a text may stand in the place of the list.
    Raises: FormatError with the line that is no candidate.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line)
            language, term = language_tag(values["language"]), " ".join(values["term"].split())
            renderings = {language_tag(tag): _first(found) for tag, found in values.get("renderings", {}).items()}
            candidate = Candidate(
                term, language, int(values.get("frequency", 0)), int(values.get("statements", 0)), 0.0
            )
        except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, ConfigError) as error:
            raise FormatError(
                "is no candidate; write a JSON object with language, term and renderings, as terms extract does",
                path=name,
                line=number,
            ) from error
        if not term:
            raise FormatError("has no term", path=name, line=number)
        yield candidate, renderings


def _first(found: object) -> str:
    """The text of a rendering, or of the first of a list; empty for an empty list.

    Raises: TypeError, KeyError if it is neither.
    """
    if isinstance(found, list):
        return _first(found[0]["text"]) if found else ""
    if not isinstance(found, str):
        raise TypeError("a rendering is a text")
    return " ".join(found.split())


def reject(folder: Path, candidate: Candidate) -> None:
    """Remember that a candidate is no term, so that it is not proposed again.

    Raises: WriteError
    """
    kept = rejected(folder) | {(candidate.language, candidate.term.casefold())}
    lines = "".join(f"{language}\t{term}\n" for language, term in sorted(kept))
    write_whole(folder / REJECTED, lines.encode(), force=True)


def rejected(folder: Path) -> frozenset[tuple[str, str]]:
    """What a person has rejected in a project: language and term, in small letters; lines that are none are passed."""
    try:
        lines = (folder / REJECTED).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    parts = (line.partition("\t") for line in lines)
    return frozenset((language.strip(), term.strip().casefold()) for language, tab, term in parts if tab)
