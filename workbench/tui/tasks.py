"""What the desk asks of the services in the background; each task is handed a job to report to and to stop by.

Models, detectors and aligners are imported when a task runs, so that the desk opens without them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.core.errors import InputError, PairUnsupportedError, WorkbenchError
from workbench.core.job import Job
from workbench.core.language import FOUR, UNDETERMINED, language_tag
from workbench.core.project import Cell, Origin

if TYPE_CHECKING:
    from workbench.formats.document import Document
    from workbench.services.intake import Intake
    from workbench.services.project import Project

Task = Callable[[Job], Any]


def translate_missing(project: Project, key: str, languages: Sequence[str]) -> Task:
    """Machine drafts for every cell of these versions that is still new; a missing version is begun."""

    def work(job: Job) -> str:
        from workbench.services import bootstrap, drafts

        machine = bootstrap.resident_translator(project.settings)
        summary = drafts.translate_missing(project, machine, languages=languages, keys=[key], job=job)
        missing = _missing(list(summary.missing.values()))
        if missing and not summary.drafted:
            raise PairUnsupportedError(missing)
        told = [
            f"{each.cells} drafts in {each.language} ({'→'.join(each.route)}{', starter package' * each.starter})"
            for each in summary.drafted
        ]
        return "; ".join([*told, missing] if missing else told) or f"nothing is missing in {', '.join(languages)}"

    return work


def translate_cell(project: Project, key: str, language: str, cell: Cell) -> Task:
    """A machine draft for one cell; what a machine wrote before gives place."""

    def work(job: Job) -> str:
        from workbench.services import bootstrap, drafts

        job.progress(0, 1, language)
        machine = bootstrap.resident_translator(project.settings)
        drafted = drafts.translate_cell(project, project.sheet(key), language, cell, machine)
        return f"drafted: {'→'.join(drafted.origin.route)} {drafted.origin.engine}"

    return work


def relearned(project: Project, key: str, language: str, cell: Cell) -> tuple[str, Origin] | None:
    """What a machine's draft would be today, by what was confirmed since it was made; see `drafts.relearned`."""
    from workbench.services import bootstrap, drafts

    machine = bootstrap.resident_translator(project.settings)
    return drafts.relearned(project, project.sheet(key), language, cell, machine)


def _missing(reasons: Sequence[str]) -> str:
    """Why some pairs cannot be translated and the command that helps: the first reason stands for the others."""
    if not reasons:
        return ""
    command = "" if "workbench models" in reasons[0] else "; `workbench models available` shows what there is"
    others = f" (and {len(reasons) - 1} more languages without a route)" if len(reasons) > 1 else ""
    return f"{reasons[0]}{command}{others}"


def import_files(project: Project, paths: Sequence[Path]) -> Task:
    """Statements from files and folders: paired, imported and aligned."""

    def work(job: Job) -> Intake:
        from workbench.services import bootstrap, intake

        finder, _problems = bootstrap.term_finder(project.settings.glossaries)
        method, _ = bootstrap.alignment(project.settings, finder)
        return intake.take_in(project, paths, detector=bootstrap.detector(), method=method, job=job)

    return work


def load_demo(folder: Path) -> Task:
    """The demo project in a folder; the folder is the result."""

    def work(job: Job) -> Path:
        from workbench.services.demo import build_demo

        return build_demo(folder, job).folder

    return work


def language_of(text: str) -> str:
    """Which of the four languages a text is in, empty where it cannot tell."""
    from workbench.services.bootstrap import detector

    language, _score = detector().detect(text, FOUR)
    return "" if language == UNDETERMINED else language


def read_file(path: Path) -> Document:
    """A file as a document.

    Raises: InputError, FormatError
    """
    from workbench.formats.sniff import read_document

    try:
        with path.open("rb") as stream:
            return read_document(stream, path.name)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def wrong_with(language: str, date: str) -> str:
    """Why a statement cannot have this language or date; empty if it can."""
    from workbench.services.project import check_date

    try:
        language_tag(language)
        check_date(date)
    except WorkbenchError as error:
        return str(error)
    return ""
