"""The main job on the shipped statements: import, pair, align, translate what is missing, check; told in numbers."""

from __future__ import annotations

import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workbench.config import PROJECT_FILE
from workbench.core.errors import InputError, WriteError
from workbench.core.job import Job
from workbench.core.language import FOUR
from workbench.core.ports import Terms
from workbench.core.project import Cell, OriginKind, Statement
from workbench.services import bootstrap
from workbench.services.bitext import SURE
from workbench.services.check import check_project
from workbench.services.drafts import DraftSummary, translate_missing
from workbench.services.intake import Intake, take_in
from workbench.services.project import Project
from workbench.services.termuse import term_uses

_PARTS = ("statements", "unsorted")


@dataclass(frozen=True, slots=True)
class VersionSummary:
    """One language of one statement.

    Attributes:
        kind: `source`, `imported` or `drafted`.
        cells: beads of an imported version, cells of a drafted one, sentences of the source.
        shapes: beads by shape (`1-1`, `2-1` …), for an imported version.
        confidence: of its least certain bead, 0..1, for an imported version; mean: over its beads; unsure: how many are
            less sure than what may enter a memory.
        drafts: cells that hold a machine's draft; done: cells that a person or the import has settled.
        route: languages passed through, for a drafted version; starter: whether a starter package had part in it.
        flags: checks that object to drafts, by id; flagged: drafts that carry one.
        terms: what became of the terms of the source, by grade.
        findings: what the checks say, by id.
    """

    language: str
    kind: str
    cells: int
    shapes: Counter[str] = field(default_factory=Counter)
    confidence: float = 1.0
    mean: float = 1.0
    unsure: int = 0
    drafts: int = 0
    done: int = 0
    route: tuple[str, ...] = ()
    starter: bool = False
    flags: Counter[str] = field(default_factory=Counter)
    flagged: int = 0
    terms: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What the demo did.

    Attributes:
        folder: the project.
        intake: what was imported and paired.
        drafted: what was translated in this run.
        versions: every version by statement.
    """

    folder: Path
    intake: Intake
    drafted: DraftSummary
    versions: dict[str, list[VersionSummary]]


def build_demo(folder: Path, job: Job) -> DemoSummary:
    """Build the demo project, or finish one that was begun; what a person wrote there stays.

    Raises:
        WriteError: the folder holds something else, or cannot be written.
        InputError: the shipped statements are not there.
        EngineError, StorageError, JobCancelled
    """
    corpora = bootstrap.shipped("corpora")
    if not (corpora / "manifest.toml").is_file():
        raise InputError(f"{corpora}: the shipped statements are not there; install the workbench again")
    with _project(folder) as project:
        finder, _ = bootstrap.term_finder(project.settings.glossaries)
        intake = take_in(
            project,
            [corpora / part for part in _PARTS],
            detector=bootstrap.detector(),
            method=bootstrap.alignment(project.settings, finder)[0],
            sources=_sources(corpora),
            job=job,
        )
        drafted = translate_missing(project, bootstrap.translator(project.settings, finder=finder), job=job)
        return DemoSummary(folder, intake, drafted, _versions(project, finder))


def _project(folder: Path) -> Project:
    """The demo's project, made with copies of the shipped termbases if it is not there."""
    if (folder / PROJECT_FILE).is_file():
        return Project.open(folder)
    if folder.is_dir() and any(path.name != "glossaries" and path.name != "project.db" for path in folder.iterdir()):
        raise WriteError(f"{folder}: holds something that is no project; name an empty folder: workbench demo DIR")
    glossaries = [_copied(path, folder / "glossaries") for path in bootstrap.shipped_glossaries()]
    return Project.create(
        folder,
        source=FOUR[0],
        targets=FOUR[1:],
        glossaries=[path.relative_to(folder).as_posix() for path in glossaries],
    )


def _copied(file: Path, folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copyfile(file, folder / file.name))
    except OSError as error:
        raise WriteError(f"{folder}: cannot be written: {error.strerror or error}") from error


def _sources(corpora: Path) -> dict[str, str]:
    """Source language of every shipped statement."""
    manifest = tomllib.loads((corpora / "manifest.toml").read_text(encoding="utf-8"))
    return {key: entry["source"] for key, entry in manifest.items()}


def _versions(project: Project, finder: Terms | None) -> dict[str, list[VersionSummary]]:
    findings: dict[tuple[str, str], Counter[str]] = {}
    for located in check_project(project):
        findings.setdefault((located.statement, located.language), Counter())[located.finding.check] += 1
    return {
        statement.key: list(_of_statement(project, statement, finder, findings)) for statement in project.statements()
    }


def _of_statement(
    project: Project,
    statement: Statement,
    finder: Terms | None,
    findings: dict[tuple[str, str], Counter[str]],
) -> Iterator[VersionSummary]:
    sheet = project.sheet(statement.key)
    yield VersionSummary(statement.source_language, "source", len(sheet.rows))
    for language, cells in sheet.columns.items():
        if language == statement.source_language or not cells:
            continue
        imported = any(cell.target_start is not None for cell in cells)
        engines = [cell.origin for cell in cells if cell.origin.kind is OriginKind.ENGINE]
        yield VersionSummary(
            language,
            "imported" if imported else "drafted",
            len(cells),
            Counter(f"{c.source_end - c.source_start}-{(c.target_end or 0) - (c.target_start or 0)}" for c in cells),
            min(cell.confidence for cell in cells),
            sum(cell.confidence for cell in cells) / len(cells),
            sum(cell.confidence < SURE for cell in cells),
            drafts=sum(not cell.state.done and bool(cell.text) for cell in cells),
            done=sum(cell.state.done for cell in cells),
            route=engines[0].route if engines else (),
            starter=any("starter" in origin.engine for origin in engines),
            flags=Counter(flag for origin in engines for flag in origin.flags),
            flagged=sum(bool(origin.flags) for origin in engines),
            terms=_terms(cells, finder, (statement.source_language, language)),
            findings=findings.get((statement.key, language), Counter()),
        )


def _terms(cells: Sequence[Cell], finder: Terms | None, languages: tuple[str, str]) -> Counter[str]:
    """How many terms of the source of some cells came to which grade."""
    if finder is None:
        return Counter()
    return Counter(
        use.grade.value
        for cell in cells
        if cell.source_text and cell.text
        for use in term_uses(finder, cell.source_text, cell.text, languages)
    )
