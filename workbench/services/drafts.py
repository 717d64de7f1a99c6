"""Drafting the cells of a project that are still new."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from workbench.core.errors import ConflictError, ModelMissingError, PairUnsupportedError
from workbench.core.job import Job
from workbench.core.project import Cell, Origin, OriginKind, Statement
from workbench.services.draftwork import (
    CONFIRMED_PIVOT,
    Learner,
    Task,
    groups_of,
    is_machines,
    is_open,
    questions,
    task_of,
    tasks_of,
)
from workbench.services.learning import ADAPTED
from workbench.services.translate import Translation, Translator, flag_counts

if TYPE_CHECKING:  # a pipe needs no database
    from workbench.services.project import Project
    from workbench.services.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Drafted:
    """What `translate_missing` did for one version of one statement.

    Attributes:
        cells: drafts written; `kept` were changed by somebody while their drafts were made, and stay as they are.
        flags: how many of the drafts carry each flag.
        starter: whether a starter package had part in it.
        terms: what became of the terms of the sources, by grade.
        repaired: terms that were brought in after the engine had left them out, by way.
    """

    statement: str
    language: str
    route: tuple[str, ...]
    cells: int
    kept: int
    flags: Counter[str] = field(default_factory=Counter)
    starter: bool = False
    terms: Counter[str] = field(default_factory=Counter)
    repaired: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """What `translate_missing` did.

    Attributes:
        drafted: one entry for each version that got drafts.
        missing: pairs that no route leads to, each with what would help.
        seconds: spent translating and writing; retried: sentences decoded again because a guard objected; repeated:
            sentences that had been before.
        problems: what was wrong with the memory of the project, which was then left out.
    """

    drafted: tuple[Drafted, ...]
    missing: Mapping[tuple[str, str], str]
    seconds: float = 0.0
    retried: int = 0
    repeated: int = 0
    problems: tuple[str, ...] = ()

    @property
    def cells(self) -> int:
        """Drafts written."""
        return sum(each.cells for each in self.drafted)

    @property
    def flagged(self) -> dict[str, int]:
        """How many drafts carry each flag, most frequent first."""
        counts = sum((each.flags for each in self.drafted), Counter[str]())
        return dict(sorted(counts.items(), key=lambda count: (-count[1], count[0])))

    @property
    def terms(self) -> Counter[str]:
        """What became of the terms of all sources, by grade."""
        return sum((each.terms for each in self.drafted), Counter[str]())

    @property
    def repaired(self) -> Counter[str]:
        """Terms brought in after the engine had left them out, by way."""
        return sum((each.repaired for each in self.drafted), Counter[str]())


def translate_missing(
    project: Project,
    translator: Translator,
    *,
    languages: Sequence[str] | None = None,
    keys: Iterable[str] | None = None,
    job: Job | None = None,
) -> DraftSummary:
    """Draft what is still new in the drafted versions of a project; versions that are wholly missing are made.

    What is confirmed in the project comes before the engine, and its drafts learn from it. They are written in durable
    steps of some rows, so that an interrupted run loses only what it was at, and the next run goes on from there. Cells
    that a person wrote in, or is writing in, are left alone; so are imported versions, where an empty cell may be
    meant.

    Args:
        languages: to draft; None for all of the project's. A statement's own language is left out.
        keys: statements to look at; None for all.
        job: progress counts cells.
    Returns: what was drafted; a pair without a route is reported there and hinders no other.
    Raises: EngineError if a model fails, StorageError, WriteError, JobCancelled
    """
    missing: dict[tuple[str, str], str] = {}
    half_typed = frozenset(project.store.journaled())
    learner = Learner(project, translator)
    wanted = _wanted(project, translator, languages, keys, missing)
    tasks = [task for each in wanted for task in tasks_of(project, *each, is_open, half_typed)]
    drafted: list[Drafted] = []
    started = time.perf_counter()
    retried, repeated = _draft(
        project, learner, tasks, lambda task, made: drafted.append(_write(project, task, made)), job
    )
    seconds = time.perf_counter() - started
    return DraftSummary(tuple(_joined(drafted)), missing, seconds, retried, repeated, tuple(learner.problems))


def renew_drafts(
    project: Project, key: str, language: str, translator: Translator, *, job: Job | None = None
) -> list[Cell]:
    """Draft anew what a machine has drafted in a version, where what was confirmed since makes another draft of it.

    Returns: the cells that have a new text; those that a person has written in or accepted are left alone.
    Raises: InputError if there is no such statement; EngineError and what is below it, JobCancelled
    """
    statement, half_typed = project.statement(key), frozenset(project.store.journaled())
    if project.store.version(statement.id, language) is None:
        return []
    learner, renewed = Learner(project, translator), list[Cell]()
    route = translator.route(statement.source_language, language)

    def write(task: Task, translations: Sequence[Translation]) -> None:
        with project.store.transaction():
            typed = project.store.journaled()
            for place, (cell, made) in enumerate(zip(task.cells, translations, strict=True)):
                origin = task.origin(place, made)
                if _is_learnt(origin) and made.target != cell.text and cell.id not in typed:
                    with suppress(ConflictError):
                        renewed.append(project.machine_draft(cell, made.target, origin))

    tasks = list(tasks_of(project, statement, language, route, is_machines, half_typed))
    _draft(project, learner, tasks, write, job)
    return renewed


def _draft(
    project: Project,
    learner: Learner,
    tasks: list[Task],
    write: Callable[[Task, Sequence[Translation]], object],
    job: Job | None,
) -> tuple[int, int]:
    """Translate the cells of tasks and have each task written; how many segments were retried and repeated."""
    total, done, retried, repeated = sum(len(task.cells) for task in tasks), 0, 0, 0
    if job:
        job.progress(0, total)
    for pair, of_pair in groupby(sorted(tasks, key=lambda task: task.pair), key=lambda task: task.pair):
        groups, known = list(groups_of(of_pair)), dict[int, Translation]()
        with learner.translator.flow(*pair, keep_lines=False, job=job) as stream:
            for group, translations in zip(groups, stream.run(questions(learner, groups, known)), strict=True):
                left = iter(translations)
                for task in group:
                    write(task, [known.get(cell.id) or next(left) for cell in task.cells])
                    done += len(task.cells)
                if job:
                    job.progress(done, total, " → ".join(pair))
            retried, repeated = retried + stream.guard.retried, repeated + stream.flow.repeated
    return retried, repeated


def missing_cells(
    project: Project,
    translator: Translator,
    *,
    languages: Sequence[str] | None = None,
    keys: Iterable[str] | None = None,
) -> DraftSummary:
    """What `translate_missing` would draft now; nothing is written."""
    missing: dict[tuple[str, str], str] = {}
    half_typed = frozenset(project.store.journaled())
    drafted = []
    for statement, language, route in _wanted(project, translator, languages, keys, missing):
        if project.store.version(statement.id, language) is None:
            cells = sum(bool(row) for row in project.sheet(statement.key).rows)
        else:
            tasks = tasks_of(project, statement, language, route, is_open, half_typed)
            cells = sum(len(task.cells) for task in tasks)
        if cells:
            drafted.append(Drafted(statement.key, language, route, cells, 0))
    return DraftSummary(tuple(drafted), missing)


def translate_cell(project: Project, sheet: Sheet, language: str, cell: Cell, translator: Translator) -> Cell:
    """Draft one cell because a person asked; what a machine wrote before gives place.

    Raises: ConflictError if a person wrote or accepted what is there; EngineError and what is below it.
    """
    learner = Learner(project, translator)
    route = translator.route(sheet.statement.source_language, language)
    drafted: list[Cell] = []

    def write(task: Task, translations: Sequence[Translation]) -> None:
        origin = task.origin(0, translations[0])
        drafted.append(project.machine_draft(cell, translations[0].target, origin))

    _draft(project, learner, [task_of(sheet, language, route, cell)], write, None)
    return drafted[0]


def relearned(
    project: Project, sheet: Sheet, language: str, cell: Cell, translator: Translator
) -> tuple[str, Origin] | None:
    """What a machine's draft would be today, if what was confirmed since has taught another; nothing is written.

    Returns: the text and its origin; None for a cell that is no machine's, and where nothing was learnt.
    Raises: EngineError and what is below it
    """
    if not is_machines(cell):
        return None
    learner = Learner(project, translator)
    found: list[tuple[str, Origin]] = []

    def take(task: Task, translations: Sequence[Translation]) -> None:
        origin = task.origin(0, translations[0])
        if _is_learnt(origin) and translations[0].target != cell.text:
            found.append((translations[0].target, origin))

    route = translator.route(sheet.statement.source_language, language)
    _draft(project, learner, [task_of(sheet, language, route, cell)], take, None)
    return found[0] if found else None


def _is_learnt(origin: Origin) -> bool:
    """Whether what is confirmed had part in a draft."""
    return origin.kind is OriginKind.MEMORY or not {ADAPTED, CONFIRMED_PIVOT}.isdisjoint(origin.flags)


def _wanted(
    project: Project,
    translator: Translator,
    languages: Sequence[str] | None,
    keys: Iterable[str] | None,
    missing: dict[tuple[str, str], str],
) -> Iterator[tuple[Statement, str, tuple[str, ...]]]:
    """Statements with a language to look at and the route there; a pair without one goes into `missing`."""
    statements = [project.statement(key) for key in keys] if keys is not None else project.statements()
    for statement in statements:
        for language in languages or project.languages:
            pair = statement.source_language, language
            if language == statement.source_language or pair in missing:
                continue
            try:
                route = translator.route(*pair)
            except (PairUnsupportedError, ModelMissingError) as error:
                missing[pair] = str(error)
                continue
            yield statement, language, route


def _joined(drafted: Iterable[Drafted]) -> Iterator[Drafted]:
    """One entry for each version, also where some of its cells were drafted from another language than others."""
    versions: dict[tuple[str, str], list[Drafted]] = {}
    for each in drafted:
        versions.setdefault((each.statement, each.language), []).append(each)
    for (statement, language), parts in versions.items():
        counts = (
            sum((getattr(part, name) for part in parts), Counter[str]()) for name in ("flags", "terms", "repaired")
        )
        flags, terms, repaired = counts
        cells, kept = sum(part.cells for part in parts), sum(part.kept for part in parts)
        starter = any(part.starter for part in parts)
        yield Drafted(statement, language, parts[0].route, cells, kept, flags, starter, terms, repaired)


def _write(project: Project, task: Task, translations: Sequence[Translation]) -> Drafted:
    """Write the drafts of one task in one transaction; a cell that somebody was faster at, or types in, stays."""
    written = list[Translation]()
    with project.store.transaction():
        typed = project.store.journaled()
        for place, (cell, translation) in enumerate(zip(task.cells, translations, strict=True)):
            if cell.id in typed:
                continue
            with suppress(ConflictError):
                origin = task.origin(place, translation)
                project.machine_draft(cell, translation.target, origin)
                written.append(replace(translation, flags=origin.flags, route=origin.route))
    return Drafted(
        task.statement.key,
        task.language,
        written[0].route if written else task.pair,
        len(written),
        len(task.cells) - len(written),
        Counter(flag_counts(written)),
        any(each.starter for each in written),
        Counter(use.grade.value for each in written for use in each.terms),
        Counter(way for each in written for _, way in each.repairs),
    )
