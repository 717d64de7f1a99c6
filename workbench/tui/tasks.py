"""What the desk asks of the services in the background; each task is handed a job to report to and to stop by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.core.errors import ConflictError, InputError, WorkbenchError
from workbench.core.finding import Finding
from workbench.core.job import Job
from workbench.core.language import UNDETERMINED, language_tag
from workbench.core.project import Cell, State

if TYPE_CHECKING:
    from workbench.formats.document import Document
    from workbench.services.project import Project
    from workbench.tui.board import Board

Task = Callable[[Job], Any]

_WINDOW = 8
"""Cells translated between two looks at the wish to stop; drafts appear that many at a time."""


def translate_missing(project: Project, key: str, language: str) -> Task:
    """Machine drafts for every cell of a version that is still new; the version is begun where there is none."""

    def work(job: Job) -> str:
        project.ensure_version(project.statement(key), language)
        cells = [cell for cell in project.sheet(key).columns[language] if cell.state is State.NEW and not cell.text]
        return str(translate_cells(project, key, language, cells)(job))

    return work


def translate_cells(project: Project, key: str, language: str, cells: Sequence[Cell]) -> Task:
    """Machine drafts for these cells; a cell that a person writes meanwhile is left alone."""

    def work(job: Job) -> str:
        from workbench.services.bootstrap import translator

        sheet, made = project.sheet(key), 0
        source = sheet.statement.source_language
        wanted = [cell for cell in cells if sheet.source_of(cell)]
        job.progress(0, len(wanted), language)
        machine = translator(project.settings)
        for start in range(0, len(wanted), _WINDOW):
            window = wanted[start : start + _WINDOW]
            texts = [sheet.source_of(cell) for cell in window]
            for cell, said in zip(window, machine.translate_texts(texts, source, language), strict=True):
                made += _drafted(project, cell, said.target, said.origin)
            job.progress(min(start + _WINDOW, len(wanted)), len(wanted), language)
        return f"{made} of {len(wanted)} cells drafted in {language}" if wanted else f"nothing is missing in {language}"

    return work


def _drafted(project: Project, cell: Cell, text: str, origin: Any) -> bool:
    try:
        project.machine_draft(cell, text, origin)
    except ConflictError:
        return False
    return True


def import_files(project: Project, paths: Sequence[Path], language: str = "") -> Task:
    """Statements from files and folders."""

    def work(job: Job) -> Any:
        from workbench.services.bootstrap import detector
        from workbench.services.importing import import_paths

        return import_paths(project, paths, detector=detector(), language=language or None, job=job)

    return work


def findings_of(project: Project, board: Board, cell: Cell, language: str) -> list[Finding]:
    """What the checks notice about one cell."""
    return []


def translate_statement(project: Project, key: str, languages: Sequence[str]) -> Task:
    """Machine drafts for what is missing of a statement, one language after the other."""

    def work(job: Job) -> str:
        return (
            "; ".join(translate_missing(project, key, language)(job) for language in languages) or "nothing is missing"
        )

    return work


def load_demo(folder: Path) -> Task:
    """The demo project in a folder; the folder is the result."""

    def work(job: Job) -> Path:
        from workbench.services.demo import build_demo

        build_demo(folder, job=job)
        return folder

    return work


def language_of(text: str) -> str:
    """The language of a text, empty where it cannot tell."""
    from workbench.services.bootstrap import detector

    language, _score = detector().detect(text)
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
