"""Translating texts, and the cells of a project that are still new.

Texts are cut into segments, each different segment is translated once, and the translations go back where the
segments stood, with all white space and every line end in place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from workbench.core.errors import ConfigError, ConflictError, ModelMissingError, PairUnsupportedError
from workbench.core.hypothesis import Hypothesis
from workbench.core.job import Job
from workbench.core.ports import Check, Engine, TermFinder
from workbench.core.project import Cell, Origin, OriginKind, State, Statement
from workbench.core.term import Grade, TermHit, TermStatus
from workbench.services.guards import MODES, Guard, Guarded
from workbench.text.segmenter import segment

if TYPE_CHECKING:  # a pipe needs no database
    from workbench.services.project import Project
    from workbench.services.sheet import Sheet

_WINDOW = 1_024
_CELLS_AT_ONCE = 256
_LINE_ENDS = re.compile(r"(\r\n|[\n\r\v\f\x85\u2028\u2029])")
_BREAKS = re.compile(r"[^\S\r\n]*[\r\n]+\s*")


class RouteFinder(Protocol):
    """Where engines come from; `engines.routes.Routes` is one."""

    def engine(self, source: str, target: str, via: str | None = None) -> Engine:
        """The engine for a pair.

        Raises: PairUnsupportedError, ModelMissingError
        """
        ...


@dataclass(frozen=True, slots=True)
class TermUse:
    """What became of a term of the source: `grade` of its rendering, `missing` with target None if there is none."""

    concept: str
    source: str
    target: str | None
    grade: Grade


@dataclass(frozen=True, slots=True)
class Translation:
    """The translation of one text.

    Attributes:
        source, target: the text and its translation, white space included.
        engine: names of the packages, empty for a blank text.
        route: languages passed through, source first.
        score: mean log-probability per token in nats over the segments, weighted by the length of their translations;
            None for a blank text.
        flags: ids of the checks that still object to one of the segments.
        pivot: the text on the way, one for each language between.
        terms: what became of the terms of the source, in order; empty without a termbase.
        starter: whether a starter package had part in it.
        known_share: least share of known words of any segment, 0..1.
    """

    source: str
    target: str
    engine: str
    route: tuple[str, ...]
    score: float | None = None
    flags: tuple[str, ...] = ()
    pivot: tuple[str, ...] = ()
    terms: tuple[TermUse, ...] = ()
    starter: bool = False
    known_share: float = 1.0

    @property
    def origin(self) -> Origin:
        """The origin of a cell that gets this text; it says so where a starter package had part in it."""
        engine = f"{self.engine} (starter package)" if self.starter else self.engine
        return Origin(OriginKind.ENGINE, engine, self.route, self.score, self.flags, self.pivot)


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates texts by the routes there are.

    Attributes:
        routes: gives the engine for a pair.
        checks: the guards, by id; findings from warning on count.
        guards: `retry`, `flag` or `off`.
        beam: hypotheses kept while decoding, None for the package's own.
        via: language that routes must pass through.
        finder: finds terms, so that translations tell what became of them.
    Raises: ConfigError if `guards` is none of the three.
    """

    routes: RouteFinder
    checks: Mapping[str, Check] = field(default_factory=dict)
    guards: str = "retry"
    beam: int | None = None
    via: str | None = None
    finder: TermFinder | None = None

    def __post_init__(self) -> None:
        if self.guards not in MODES:
            raise ConfigError(f"guards {self.guards!r}: use one of {', '.join(MODES)}")

    def route(self, source: str, target: str) -> tuple[str, ...]:
        """The languages a text from `source` to `target` passes through.

        Raises: PairUnsupportedError, ModelMissingError
        """
        return self.routes.engine(source, target, self.via).route

    def translate_texts(
        self,
        texts: Sequence[str],
        source: str,
        target: str,
        *,
        keep_lines: bool = True,
        job: Job | None = None,
    ) -> list[Translation]:
        """One translation for each text, in their order.

        Args:
            source, target: language tags.
            keep_lines: every line is translated by itself and stays a line; else a line end inside a sentence counts
                as a space.
            job: looked at between windows; progress counts segments.
        Raises: EngineError and what is below it, JobCancelled
        """
        engine = self.routes.engine(source, target, self.via)
        layouts = [_Layout(text, source, keep_lines) for text in texts]
        wanted = list(dict.fromkeys(core for layout in layouts for core in layout.cores))
        said = dict(zip(wanted, self._guarded(engine, wanted, job), strict=True))
        return [self._assembled(layout, said, engine.route) for layout in layouts]

    def _guarded(self, engine: Engine, segments: list[str], job: Job | None) -> Iterator[Guarded]:
        guard = Guard(self.checks.values(), self.guards)
        for start in range(0, len(segments), _WINDOW):
            if job:
                job.progress(start, len(segments), "→".join(engine.route))
            yield from guard.translate(engine, segments[start : start + _WINDOW], beam=self.beam)

    def _assembled(self, layout: _Layout, said: Mapping[str, Guarded], route: tuple[str, ...]) -> Translation:
        used = [said[core] for core in layout.cores]
        hypotheses = [each.hypothesis for each in used]
        target = layout.filled(lambda core: said[core].hypothesis.text)
        return Translation(
            source=layout.text,
            target=target,
            engine=hypotheses[0].engine if hypotheses else "",
            route=route,
            score=_mean_score(hypotheses),
            flags=tuple(dict.fromkeys(flag for each in used for flag in each.flags)),
            pivot=tuple(" ".join(texts) for texts in zip(*(each.pivot for each in hypotheses), strict=False)),
            terms=tuple(term_uses(self.finder, layout.text, target, route)) if self.finder and hypotheses else (),
            starter=any(each.starter for each in hypotheses),
            known_share=min((each.known_share for each in hypotheses), default=1.0),
        )


class _Layout:
    """A text as white space and segments; `cores` are the segments without white space around them, in order."""

    def __init__(self, text: str, language: str, keep_lines: bool) -> None:
        self.text = text
        lines = _LINE_ENDS.split(text) if keep_lines else [text]
        segments = [each for line in lines for each in segment(line, language)]
        self._parts = [_around(each) for each in segments]
        self.cores = [core for _, core, _ in self._parts if core]

    def filled(self, say: Callable[[str], str]) -> str:
        """The text with every segment replaced by what `say` gives for its core."""
        return "".join(f"{lead}{say(core) if core else ''}{trail}" for lead, core, trail in self._parts)


def _around(part: str) -> tuple[str, str, str]:
    """White space before, the text in one line, white space after."""
    core = part.strip()
    at = part.find(core) if core else len(part)
    return part[:at], _BREAKS.sub(" ", core), part[at + len(core) :]


def _mean_score(hypotheses: Sequence[Hypothesis]) -> float | None:
    """The scores weighted by the length of the translations; None where nothing was translated."""
    if not hypotheses:
        return None
    weights = [max(1, len(each.text)) for each in hypotheses]
    return sum(each.score * weight for each, weight in zip(hypotheses, weights, strict=True)) / sum(weights)


def term_pairs(
    finder: TermFinder, source: str, target: str, route: Sequence[str]
) -> Iterator[tuple[TermHit, TermHit | None]]:
    """Each term that the source holds, with its rendering; a rendering answers for one term only.

    An uncertain hit counts only where there is a rendering to bear it out: else it may be another word.
    """
    renderings: dict[str, list[TermHit]] = {}
    for hit in finder.find(target, route[-1]):
        renderings.setdefault(hit.concept, []).append(hit)
    for hit in finder.find(source, route[0]):
        rendering = renderings[hit.concept].pop(0) if renderings.get(hit.concept) else None
        if rendering or hit.grade is not Grade.UNCERTAIN:
            yield hit, rendering


def term_use(hit: TermHit, rendering: TermHit | None) -> TermUse:
    """What became of one term of the source."""
    if rendering is None:
        return TermUse(hit.concept, hit.surface, None, Grade.MISSING)
    forbidden = rendering.status is TermStatus.FORBIDDEN
    return TermUse(hit.concept, hit.surface, rendering.surface, Grade.FORBIDDEN if forbidden else rendering.grade)


def term_uses(finder: TermFinder, source: str, target: str, route: Sequence[str]) -> Iterator[TermUse]:
    """What became of each term that the source holds; see `term_pairs`."""
    return (term_use(*pair) for pair in term_pairs(finder, source, target, route))


def as_record(translation: Translation, record_id: object, fields: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """One line of `translate --format jsonl`; other `fields` are copied through."""
    record: dict[str, Any] = {
        "id": record_id,
        "source": translation.source,
        "target": translation.target,
        "engine": translation.engine,
        "route": list(translation.route),
        "origin": OriginKind.ENGINE.value,
        "score": None if translation.score is None else round(translation.score, 6),
        "terms": [
            {"concept": use.concept, "source": use.source, "target": use.target, "grade": use.grade.value}
            for use in translation.terms
        ],
        "flags": list(translation.flags),
    }
    return record | {name: value for name, value in (fields or {}).items() if name not in record}


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
    """

    drafted: tuple[Drafted, ...]
    missing: Mapping[tuple[str, str], str]

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
    for group in _groups(tasks):
        if job:
            job.progress(done, total, " → ".join(group[0].pair))
        sources = [source for task in group for source in task.sources]
        translations = iter(translator.translate_texts(sources, *group[0].pair, keep_lines=False))
        for task in group:
            drafted.append(_write_drafts(project, task, [next(translations) for _ in task.cells]))
            done += len(task.cells)
    if job:
        job.progress(done, total)
    return DraftSummary(tuple(drafted), missing)


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
    """Tasks of one pair together, whole versions at a time, until there is enough for full batches."""
    group: list[_Task] = []
    for task in tasks:
        if group and (task.pair != group[0].pair or sum(len(each.cells) for each in group) >= _CELLS_AT_ONCE):
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


def flag_counts(translations: Iterable[Translation]) -> dict[str, int]:
    """How many texts carry each flag, most frequent first."""
    counts: dict[str, int] = {}
    for translation in translations:
        for flag in translation.flags:
            counts[flag] = counts.get(flag, 0) + 1
    return dict(sorted(counts.items(), key=lambda count: (-count[1], count[0])))
