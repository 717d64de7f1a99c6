"""Drafting the cells of a project that are still new."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from workbench.core.errors import ConflictError, ModelMissingError, PairUnsupportedError
from workbench.core.job import Job
from workbench.core.project import Cell, State, Statement
from workbench.services.translate import Translation, Translator, flag_counts

if TYPE_CHECKING:  # a pipe needs no database
    from workbench.services.project import Project
    from workbench.services.sheet import Sheet

_CELLS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Drafted:
    """What `translate_missing` did for one version of one statement.

    Attributes:
        cells: drafts written; `kept` were changed by somebody while their drafts were made, and stay as they are.
        flags: how many of the drafts carry each flag.
        starter: whether a starter package had part in it.
    """

    statement: str
    language: str
    route: tuple[str, ...]
    cells: int
    kept: int
    flags: Mapping[str, int]
    starter: bool


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """What `translate_missing` did.

    Attributes:
        drafted: one entry for each version that got drafts.
        missing: pairs that no route leads to, each with what would help.
        seconds: spent translating and writing; retried: sentences decoded again because a guard objected; repeated:
            sentences that had been before.
    """

    drafted: tuple[Drafted, ...]
    missing: Mapping[tuple[str, str], str]
    seconds: float = 0.0
    retried: int = 0
    repeated: int = 0

    @property
    def cells(self) -> int:
        """Drafts written."""
        return sum(each.cells for each in self.drafted)

    @property
    def flagged(self) -> dict[str, int]:
        """How many drafts carry each flag, most frequent first."""
        counts: dict[str, int] = {}
        for each in self.drafted:
            for flag, count in each.flags.items():
                counts[flag] = counts.get(flag, 0) + count
        return dict(sorted(counts.items(), key=lambda count: (-count[1], count[0])))


@dataclass(frozen=True, slots=True)
class _Task:
    """The new cells of one version and their sources."""

    statement: Statement
    language: str
    cells: tuple[Cell, ...]
    sources: tuple[str, ...]

    @property
    def pair(self) -> tuple[str, str]:
        return self.statement.source_language, self.language


def translate_missing(
    project: Project,
    translator: Translator,
    *,
    languages: Sequence[str] | None = None,
    keys: Iterable[str] | None = None,
    job: Job | None = None,
) -> DraftSummary:
    """Draft what is still new in the drafted versions of a project; versions that are wholly missing are made.

    Each version is written in one durable step, so that an interrupted run loses only what it was at, and the next run
    goes on from there. Cells that a person wrote in, or is writing in, are left alone; so are imported versions, where
    an empty cell may be meant.

    Args:
        languages: to draft; None for all of the project's. A statement's own language is left out.
        keys: statements to look at; None for all.
        job: progress counts cells.
    Returns: what was drafted; a pair without a route is reported there and hinders no other.
    Raises: EngineError if a model fails, StorageError, WriteError, JobCancelled
    """
    missing: dict[tuple[str, str], str] = {}
    half_typed = frozenset(project.store.journaled())
    wanted = _wanted(project, translator, languages, keys, missing)
    tasks = [task for statement, language, _ in wanted for task in _task(project, statement, language, half_typed)]
    tasks.sort(key=lambda task: task.pair)
    total, done, drafted = sum(len(task.cells) for task in tasks), 0, []
    retried = repeated = 0
    started = time.perf_counter()
    if job:
        job.progress(0, total)
    for pair, of_pair in groupby(tasks, key=lambda task: task.pair):
        groups = list(_groups(of_pair))
        sources = ([source for task in group for source in task.sources] for group in groups)
        with translator.flow(*pair, keep_lines=False, job=job) as stream:
            for group, translations in zip(groups, stream.run(sources), strict=True):
                left = iter(translations)
                for task in group:
                    drafted.append(_write_drafts(project, task, [next(left) for _ in task.cells]))
                    done += len(task.cells)
                if job:
                    job.progress(done, total, " → ".join(pair))
            retried, repeated = retried + stream.guard.retried, repeated + stream.flow.repeated
    return DraftSummary(tuple(drafted), missing, time.perf_counter() - started, retried, repeated)


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
            cells = sum(len(task.cells) for task in _task(project, statement, language, half_typed))
        if cells:
            drafted.append(Drafted(statement.key, language, route, cells, 0, {}, False))
    return DraftSummary(tuple(drafted), missing)


def translate_cell(project: Project, sheet: Sheet, language: str, cell: Cell, translator: Translator) -> Cell:
    """Draft one cell because a person asked; what a machine wrote before gives place.

    Raises: ConflictError if a person wrote or accepted what is there; EngineError and what is below it.
    """
    source = sheet.statement.source_language
    (translation,) = translator.translate_texts([sheet.source_of(cell)], source, language, keep_lines=False)
    return project.machine_draft(cell, translation.target, translation.origin)


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


def _task(project: Project, statement: Statement, language: str, half_typed: frozenset[int]) -> Iterator[_Task]:
    if project.ensure_version(statement, language).kind != "drafted":
        return
    sheet = project.sheet(statement.key)
    new = [cell for cell in sheet.columns.get(language, ()) if _is_open(cell) and cell.id not in half_typed]
    sources = [sheet.source_of(cell) for cell in new]
    wanted = [(cell, source) for cell, source in zip(new, sources, strict=True) if source]
    if wanted:
        cells, texts = zip(*wanted, strict=True)
        yield _Task(statement, language, cells, texts)


def _is_open(cell: Cell) -> bool:
    return cell.state is State.NEW and not cell.text and not cell.by_person


def _groups(tasks: Iterable[_Task]) -> Iterator[list[_Task]]:
    """Whole versions together, until there is enough for full batches."""
    group: list[_Task] = []
    for task in tasks:
        if group and sum(len(each.cells) for each in group) >= _CELLS_AT_ONCE:
            yield group
            group = []
        group.append(task)
    if group:
        yield group


def _write_drafts(project: Project, task: _Task, translations: Sequence[Translation]) -> Drafted:
    """Write the drafts of one version in one transaction; a cell that somebody was faster at keeps its text."""
    written = []
    with project.store.transaction():
        for cell, translation in zip(task.cells, translations, strict=True):
            with suppress(ConflictError):
                project.machine_draft(cell, translation.target, translation.origin)
                written.append(translation)
    return Drafted(
        task.statement.key,
        task.language,
        translations[0].route,
        len(written),
        len(task.cells) - len(written),
        flag_counts(written),
        any(each.starter for each in written),
    )
