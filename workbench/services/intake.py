"""From files to aligned versions in one go: pair what belongs together, import it, align what came in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.core.errors import InputError
from workbench.core.job import Job
from workbench.core.ports import Detector
from workbench.core.project import Statement
from workbench.formats.document import Document
from workbench.services.align import Method
from workbench.services.alignproject import AlignedVersion, align_project
from workbench.services.arrivals import Decision, decide_language, given_language, headline
from workbench.services.importing import ImportReport, import_paths
from workbench.services.pairing import PairReport, pair_folder
from workbench.services.project import Project


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of the files.

    Attributes:
        pairs: which files were found to be versions of one statement, and which were left alone.
        imported: what became of each file.
        aligned: versions that were aligned, or were so already; empty for a dry run.
    """

    pairs: PairReport
    imported: ImportReport
    aligned: tuple[AlignedVersion, ...] = ()


def take_in(
    project: Project,
    paths: Sequence[Path],
    *,
    detector: Detector,
    method: Method | None = None,
    language: str | None = None,
    input_format: str | None = None,
    dry_run: bool = False,
    force: bool = False,
    sources: Mapping[str, str] | None = None,
    job: Job | None = None,
) -> Intake:
    """Bring files and folders into a project as statements with aligned versions.

    Args:
        method: what helps to align; its termbase helps to pair as well.
        language, input_format: of all files.
        dry_run: report the same and write nothing.
        force: let a file replace a version that a person has edited; the history keeps theirs.
        sources: source language by statement key, where the files do not say it.
    Raises: ConfigError, WriteError, StorageError, JobCancelled; statements that are in stay.
    """
    method = method or Method()
    pairs = PairReport((), ())
    there = [path for path in paths if path.exists()]
    if language is None and there:
        pairs = pair_folder(
            there, detector, languages=project.languages, finder=method.finder, input_format=input_format, job=job
        )
    imported = import_paths(
        project,
        paths,
        detector=detector,
        language=language,
        input_format=input_format,
        dry_run=dry_run,
        force=force,
        job=job,
        keys={Path(path): key for path, key in pairs.keys().items()},
        sources=sources,
    )
    touched = list(dict.fromkeys(item.statement for item in imported.done))
    if dry_run or not touched:
        return Intake(pairs, imported)
    return Intake(pairs, imported, tuple(align_project(project, keys=touched, method=method, job=job)))


def take_text(
    project: Project, document: Document, *, detector: Detector, language: str | None = None, dry_run: bool = False
) -> Statement:
    """Make a text that is no file, such as standard input, a new statement; its key comes from its title.

    Args:
        dry_run: give the statement that it would be and write nothing.
    Raises: InputError if its language cannot be told; ConfigError, StorageError
    """
    told = given_language(language)
    decision = (
        Decision(told, "given") if told else decide_language(document, "", project.languages, detector, "the text")
    )
    if not decision.language:
        raise InputError(decision.doubt)
    title = document.title or headline(document.text)
    if dry_run:
        return Statement(0, project.key_for(title, decision.language), title, document.date, decision.language)
    return project.new_statement(title, language=decision.language, text=document.text, date=document.date)
