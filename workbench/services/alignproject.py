"""Aligning the versions of a project with their sources, around what a person has made or accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from workbench.alignment.consensus import Disagreement, agree, disagreements, doubted
from workbench.alignment.pair import Pair
from workbench.core.errors import InputError
from workbench.core.job import Job
from workbench.core.project import Cell, Statement, Version
from workbench.services.align import Method, Reading, Unit
from workbench.services.beadcells import bead_of, cells_of, covers, is_pin, usable_pins
from workbench.services.project import Project

_TEACHES, _MOST_UNITS = 0.9, 4_000
"""The confidence from which a cell of another statement teaches words, and how many may."""

_AT_ONCE = 200
"""Statements that are aligned before their beads are written."""


@dataclass(frozen=True, slots=True)
class AlignedVersion:
    """What aligning one version came to.

    Attributes:
        statement, language: which version.
        beads: how many.
        shapes: how many of each shape (`1-1`, `2-1` …).
        kept: cells that a person has made or accepted, which stayed as they were.
        confidence: mean over beads, 0..1; lowest: of the least certain.
        reason: why nothing was done, empty if it was.
        disagreements: beads for which another version leads elsewhere: source rows, half-open, and that version.
    """

    statement: str
    language: str
    beads: int = 0
    shapes: tuple[tuple[str, int], ...] = ()
    kept: int = 0
    confidence: float = 0.0
    lowest: float = 0.0
    reason: str = ""
    disagreements: tuple[tuple[int, int, str], ...] = ()


def align_project(
    project: Project,
    *,
    keys: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    method: Method | None = None,
    force: bool = False,
    joint: bool = True,
    job: Job | None = None,
) -> Iterator[AlignedVersion]:
    """Align every imported version of every statement (or of those named) with its source.

    Args:
        force: also versions that are aligned already and whose texts have not changed since.
        joint: what one statement teaches helps the others, those that are aligned already among them.
    Raises: InputError if a statement is none; JobCancelled
    """
    job = job or Job()
    statements = [project.statement(key) for key in keys] if keys else project.statements()
    for first in range(0, len(statements), _AT_ONCE):
        job.progress(first, len(statements))
        some = statements[first : first + _AT_ONCE]
        done: dict[tuple[str, str], AlignedVersion] = {}
        wanted: dict[tuple[str, str], list[_Wanted]] = {}
        for statement in some:
            for found in _to_do(project, statement, languages, force=force):
                if isinstance(found, AlignedVersion):
                    done[found.statement, found.language] = found
                else:
                    wanted.setdefault((statement.source_language, found.version.language), []).append(found)
        for statement, versions in _aligned(project, wanted, method or Method(), joint, job).items():
            job.progress(first, len(statements), statement.key)
            conflicts = _agreed(versions, method or Method())
            for language, ready in versions.items():
                against = [each for each in conflicts if each.language == language]
                done[statement.key, language] = _store(project, ready, against)
        yield from (done[key] for key in sorted(done))
    job.progress(len(statements), len(statements))


def _to_do(
    project: Project, statement: Statement, languages: Sequence[str] | None, *, force: bool
) -> Iterator[_Wanted | AlignedVersion]:
    """The imported versions of a statement that are asked for."""
    for version in project.store.versions(statement.id):
        chosen = languages is None or version.language in languages
        if chosen and version.language != statement.source_language and version.kind == "imported":
            yield _wanted(project, statement, version, force=force)


def _aligned(
    project: Project, wanted: Mapping[tuple[str, str], Sequence[_Wanted]], method: Method, joint: bool, job: Job
) -> dict[Statement, dict[str, _Aligned]]:
    """Versions aligned with their sources, those of two languages together; by statement and language."""
    found: dict[Statement, dict[str, _Aligned]] = {}
    for languages, group in wanted.items():
        job.check()
        reading = Reading(*languages, method)
        if joint:
            reading.learn_from(known_units(project, *languages, {one.statement.id for one in group}))
        pairs = [one.read(reading) for one in group]
        reading.align(pairs, joint=joint)
        for one, pair in zip(group, pairs, strict=True):
            found.setdefault(one.statement, {})[languages[1]] = _Aligned(one, pair, reading)
    return found


def align_statement(
    project: Project, key: str, language: str, method: Method | None = None, *, force: bool = True
) -> AlignedVersion:
    """Align one imported version with its source and make its beads the version's cells.

    What a person wrote or accepted stays as it is, with its place: only the stretches between such cells are aligned.
    Other cells keep their identity as long as they cover the same rows. One transaction.

    Raises: InputError if there is no such statement or version.
    """
    statement = project.statement(key)
    version = project.store.version(statement.id, language)
    if version is None or project.store.version(statement.id, statement.source_language) is None:
        missing = language if version is None else statement.source_language
        raise InputError(f"{key}: has no text in {missing} to align")
    if version.kind != "imported":
        return AlignedVersion(key, language, reason="drafted here cell by cell, so aligned by its making")
    return next(align_project(project, keys=[key], languages=[language], method=method, force=force))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A version to align, as it was when it was read.

    Attributes:
        old: its cells; pins: those of them that stay, in order.
    """

    statement: Statement
    source: Version
    version: Version
    old: tuple[Cell, ...]
    pins: tuple[Cell, ...]

    def read(self, reading: Reading) -> Pair:
        """The two texts with the beads that stay."""
        pair = reading.pair(self.source.segments, self.version.segments)
        pair.pins = [bead_of(pin) for pin in self.pins]
        return pair


def _wanted(project: Project, statement: Statement, version: Version, *, force: bool) -> _Wanted | AlignedVersion:
    """What is to be aligned, or what is known of it where it is aligned already."""
    source = project.store.version(statement.id, statement.source_language)
    if source is None:
        return AlignedVersion(statement.key, version.language, reason="there is no source text")
    old = project.store.cells(version.id)
    if old and not force and covers(old, source, version):
        return _summary(statement, version.language, old, kept=sum(map(is_pin, old)))
    pins = usable_pins(old, len(source.segments), len(version.segments))
    return _Wanted(statement, source, version, tuple(old), tuple(pins))


def known_units(project: Project, source_language: str, language: str, without: set[int]) -> list[Unit]:
    """Translation units of the statements that are aligned already: what is sure or a person's."""
    units: list[Unit] = []
    for statement in project.statements():
        if len(units) >= _MOST_UNITS:
            break
        version = project.store.version(statement.id, language)
        if statement.source_language != source_language or statement.id in without or version is None:
            continue
        units += [
            (cell.source_text, cell.text.strip())
            for cell in project.store.cells(version.id)
            if cell.source_text and cell.text.strip() and cell.state.done and cell.confidence >= _TEACHES
        ]
    return units


@dataclass(frozen=True, slots=True)
class _Aligned:
    """A version with its alignment, and what it was read by."""

    wanted: _Wanted
    pair: Pair
    reading: Reading


def _agreed(versions: Mapping[str, _Aligned], method: Method) -> list[Disagreement]:
    """Let the versions of a statement agree on where sentences belong; what they cannot agree on."""
    if len(versions) < 2:
        return []
    source = next(iter(versions.values())).wanted.statement.source_language
    pairs = {(source, language): one.pair for language, one in versions.items()}
    for one, other in combinations(sorted(versions), 2):
        # Engines are asked for the source only; there may be no route between two others.
        reading = Reading(one, other, replace(method, render=lambda source, target: None))
        pairs[one, other] = reading.pair(versions[one].wanted.version.segments, versions[other].wanted.version.segments)
        reading.align([pairs[one, other]])
    agree(pairs)
    return disagreements({languages: pair.beads for languages, pair in pairs.items()}, source)


def _store(project: Project, aligned: _Aligned, doubts: Sequence[Disagreement]) -> AlignedVersion:
    """Make beads the cells of a version; if it has changed meanwhile, align it as it is now."""
    wanted, pair, reading = aligned.wanted, aligned.pair, aligned.reading
    statement, language = wanted.statement, wanted.version.language
    doubted_beads = {doubt.bead for doubt in doubts}
    with project.store.transaction():
        source = project.store.version(statement.id, statement.source_language)
        version = project.store.version(statement.id, language)
        if source is None or version is None:
            return AlignedVersion(statement.key, language, reason="was taken away meanwhile")
        now = _wanted(project, statement, version, force=True)
        assert isinstance(now, _Wanted)
        if now != wanted:
            wanted = now
            pair = now.read(reading)
            reading.align([pair], joint=False)
        beads = [doubted(bead) if bead in doubted_beads else bead for bead in pair.beads]
        cells = cells_of(beads, wanted.pins, wanted.old, source, version)
        stored = project.store.put_cells(version.id, cells, project.settings.author)
    summary = _summary(statement, language, stored, kept=len(wanted.pins))
    told = tuple((doubt.bead.source_start, doubt.bead.source_end, doubt.through) for doubt in doubts)
    return replace(summary, disagreements=told)


def _summary(statement: Statement, language: str, cells: Sequence[Cell], *, kept: int) -> AlignedVersion:
    sizes = Counter(f"{cell.source_end - cell.source_start}-{_target_count(cell)}" for cell in cells)
    sure = [cell.confidence for cell in cells] or [0.0]
    shapes = tuple(sizes.most_common())
    return AlignedVersion(statement.key, language, len(cells), shapes, kept, sum(sure) / len(sure), min(sure))


def _target_count(cell: Cell) -> int:
    return (cell.target_end or 0) - (cell.target_start or 0)
