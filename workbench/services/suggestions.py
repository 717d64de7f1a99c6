"""What may be put into a cell: matches of the memory, a machine's draft, terms, numbers and names, in one list.

What is quick to find comes from `quick`; names (the whole project is looked through) and the machine (a model may have
to be loaded) are asked for one by one, by whoever shows the list, and take the places that are kept for them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from workbench.core.job import Job
from workbench.core.match import Context, Match, MatchKind
from workbench.core.ports import Terms
from workbench.core.project import Cell, Origin, OriginKind, Revision
from workbench.core.term import Grade
from workbench.services.projectmemory import project_memory
from workbench.services.termuse import term_pairs, term_use
from workbench.text.entities import entities, signature
from workbench.text.localized import localized

if TYPE_CHECKING:
    from workbench.services.namehints import NameHints
    from workbench.services.project import Project

SURE = 95.0
"""Per cent from which a match stands before the machine's draft."""

_LEAST, _MOST = 0.6, 5
_NOWHERE = Context()


class Kind(StrEnum):
    """What a suggestion comes from."""

    MEMORY = "memory"
    MACHINE = "machine"
    TERM = "term"
    NUMBER = "number"
    NAME = "name"
    SPELLING = "spelling"

    @property
    def whole(self) -> bool:
        """Whether it renders the whole segment; the others are words in it."""
        return self in (Kind.MEMORY, Kind.MACHINE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to insert.

    Attributes:
        text: what is inserted; empty while it is still looked for.
        percent: of a match 0..100, of a machine's draft its confidence in per cent; None where there is none.
        match: how a match was found; None for the others.
        origin: the statement of a match, the package of a draft.
        at: ISO 8601 date that a match was made on; empty where unknown.
        route: languages that a draft has passed through.
        source: the source of a match; for words what stands for them in the source, for a misspelt word the word.
        grade: what became of a term, number or name in the text as it is; None where it is not known.
        concept: of a term.
        place: of words in the source, of a misspelt word in the text; half-open, code points.
        made: the origin of a cell that gets exactly this.
    """

    kind: Kind
    text: str
    percent: float | None = None
    match: MatchKind | None = None
    origin: str = ""
    at: str = ""
    route: tuple[str, ...] = ()
    source: str = ""
    grade: Grade | None = None
    concept: str = ""
    place: tuple[int, int] = (0, 0)
    made: Origin = field(default_factory=Origin)

    @property
    def is_pending(self) -> bool:
        """Whether it is still looked for."""
        return not self.text


def in_order(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """The one list: matches from `SURE` on, the machine, other matches, terms, numbers and names, words misspelt.

    A text that was there before is left out, so a draft that is a match word for word is told as the match.
    """
    ranked = sorted(suggestions, key=_rank)
    seen: set[tuple[bool, str]] = set()
    kept = []
    for each in ranked:
        known = each.kind is Kind.SPELLING, each.text
        if each.is_pending or known not in seen:
            kept.append(each)
        seen.add(known)
    return kept


def _rank(suggestion: Suggestion) -> tuple[int, float]:
    kind, percent = suggestion.kind, suggestion.percent or 0.0
    if kind is Kind.MEMORY:
        return (0 if percent >= SURE else 2), -percent - (suggestion.match is MatchKind.CONTEXT)
    order = {Kind.MACHINE: 1, Kind.TERM: 3, Kind.NUMBER: 4, Kind.NAME: 5, Kind.SPELLING: 6}
    return order[kind], suggestion.place[0]


def quick(
    project: Project,
    source: str,
    pair: tuple[str, str],
    *,
    cell: Cell | None = None,
    context: Context = _NOWHERE,
    finder: Terms | None = None,
) -> list[Suggestion]:
    """Matches, the draft that a machine has made of this source before, terms and numbers; in no order.

    Args:
        cell: the one to fill; it is no match for itself.
        context: what stands around the source.
    Raises: StorageError
    """
    if not source:
        return []
    target = cell.text if cell else ""
    history = project.store.history(cell.id) if cell else []
    numbers = number_suggestions(source, target, pair)
    terms = term_suggestions(finder, source, target, pair) if finder else []
    return [
        *memory_suggestions(project, source, pair, cell, context),
        *drafted_before(history, source),
        *(term for term in terms if not any(_inside(term.place, number.place) for number in numbers)),
        *numbers,
    ]


def _inside(place: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a place lies in another one: a month in a date needs no suggestion of its own."""
    return other[0] <= place[0] and place[1] <= other[1]


def memory_suggestions(
    project: Project, source: str, pair: tuple[str, str], cell: Cell | None = None, context: Context = _NOWHERE
) -> list[Suggestion]:
    """What is confirmed in the project of segments like this one, the best first.

    Raises: StorageError
    """
    own = str(cell.id) if cell else ""
    memory = project_memory(project).memory
    found = memory.lookup(source, *pair, context=context, least=_LEAST, most=_MOST + 1)
    return [_of_match(match) for match in found if own not in match.entry.id.split("-")][:_MOST]


def _of_match(match: Match) -> Suggestion:
    entry = match.entry
    return Suggestion(
        Kind.MEMORY,
        entry.target,
        match.score,
        match.kind,
        origin=entry.origin,
        at=entry.changed_at[:10],
        source=entry.source,
        made=Origin(OriginKind.MEMORY, score=round(match.score, 1)),
    )


def drafted_before(history: Sequence[Revision], source: str) -> list[Suggestion]:
    """The last draft that a machine has made of this source, by the history of a cell; at most one."""
    drafts = [
        each
        for each in history
        if each.origin.kind is OriginKind.ENGINE and each.accepted and each.source_text == source and each.text
    ]
    return [of_machine(drafts[-1].text, drafts[-1].origin)] if drafts else []


def of_machine(text: str, origin: Origin) -> Suggestion:
    """A machine's draft as a suggestion."""
    percent = None if origin.score is None else 100 * math.exp(min(0.0, origin.score))
    return Suggestion(Kind.MACHINE, text, percent, origin=origin.engine, route=origin.route, made=origin)


def machine_suggestion(project: Project, source: str, pair: tuple[str, str]) -> Suggestion:
    """What the engine makes of a source today, with what is confirmed in the project; loads the model if need be.

    Raises: EngineError and what is below it
    """
    from workbench.services.bootstrap import resident_translator

    problems: list[str] = []
    translator = project_memory(project).teaching(resident_translator(project.settings), problems)
    made = replace(translator, known=None).translate_texts([source], *pair, keep_lines=False)[0]
    return of_machine(made.target, made.origin)


def term_suggestions(finder: Terms, source: str, target: str, pair: tuple[str, str]) -> list[Suggestion]:
    """The preferred term for each one of the source, in order of place, and what became of it."""
    found = []
    for hit, rendering in term_pairs(finder, source, target, pair):
        wanted = finder.terms(hit.concept, pair[1])
        if wanted:
            use = term_use(hit, rendering)
            place = hit.start, hit.end
            found.append(
                Suggestion(
                    *(Kind.TERM, wanted[0].text), source=hit.surface, grade=use.grade, concept=hit.concept, place=place
                )
            )
    return found


def number_suggestions(source: str, target: str, pair: tuple[str, str]) -> list[Suggestion]:
    """Numbers, dates, times and links of the source as the target's language writes them."""
    there = signature(target, pair[1])
    return [
        Suggestion(
            Kind.NUMBER,
            localized(entity, pair[1], pair[0]),
            source=entity.surface,
            grade=Grade.EXACT if not signature(entity.surface, pair[0]) - there else Grade.MISSING,
            place=(entity.start, entity.end),
        )
        for entity in entities(source, pair[0])
        if not entity.vague
    ]


def name_suggestions(
    names: NameHints, source: str, target: str, pair: tuple[str, str], job: Job | None = None
) -> list[Suggestion]:
    """Names of the source as the project has rendered them before.

    Raises: StorageError, JobCancelled
    """
    return [
        Suggestion(
            *(Kind.NAME, rendered),
            source=name.text,
            grade=Grade.EXACT if rendered in target else None,
            place=(name.start, name.end),
        )
        for name, rendered in names.of(source, pair, job)
    ]
