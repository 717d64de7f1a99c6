"""What the desk asks of the services in the background; each task is handed a job to report to and to stop by.

Models, detectors and aligners are imported when a task runs, so that the desk opens without them. What may take minutes
runs in a process of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.core.errors import InputError, PairUnsupportedError, WorkbenchError
from workbench.core.job import Job
from workbench.core.language import FOUR, UNDETERMINED, language_tag
from workbench.core.project import Cell, Origin
from workbench.tui.i18n import _, ngettext

if TYPE_CHECKING:
    from workbench.formats.document import Document
    from workbench.services.importing import ImportReport
    from workbench.services.project import Project

Task = Callable[[Job], Any]


def translate_missing(project: Project, key: str | None, languages: Sequence[str]) -> Task:
    """Machine drafts for every cell of these versions that is still new; a missing version is begun.

    Args:
        key: of the statement, None for all of them.
    """

    def work(job: Job) -> str:
        from workbench.services import apart, errands

        keys = None if key is None else [key]
        summary = apart.run_apart(errands.draft_missing, project.folder, keys, list(languages), job=job)
        missing = _missing(list(summary.missing.values()))
        if missing and not summary.drafted:
            raise PairUnsupportedError(missing)
        told = [_drafted(each.cells, each.language, each.route, starter=each.starter) for each in summary.drafted]
        nothing = _("nothing is missing in {languages}").format(languages=", ".join(languages))
        return "; ".join([*told, missing] if missing else told) or nothing

    return work


def translate_cell(project: Project, key: str, language: str, cell: Cell) -> Task:
    """A machine draft for one cell; what a machine wrote before gives place."""

    def work(job: Job) -> str:
        from workbench.services import bootstrap, drafts

        job.progress(0, 1, language)
        machine = bootstrap.resident_translator(project.settings)
        drafted = drafts.translate_cell(project, project.part(key, language, cell), language, cell, machine)
        return _("drafted: {route} {engine}").format(route="→".join(drafted.origin.route), engine=drafted.origin.engine)

    return work


def relearned(project: Project, key: str, language: str, cell: Cell) -> tuple[str, Origin] | None:
    """What a machine's draft would be today, by what was confirmed since it was made; see `drafts.relearned`."""
    from workbench.services import bootstrap, drafts

    machine = bootstrap.resident_translator(project.settings)
    return drafts.relearned(project, project.part(key, language, cell), language, cell, machine)


def _drafted(cells: int, language: str, route: Sequence[str], *, starter: bool) -> str:
    """How many drafts a version got, and by which way."""
    told = (
        ngettext(
            "{n} draft in {language} ({route}, starter package)",
            "{n} drafts in {language} ({route}, starter package)",
            cells,
        )
        if starter
        else ngettext("{n} draft in {language} ({route})", "{n} drafts in {language} ({route})", cells)
    )
    return told.format(n=cells, language=language, route="→".join(route))


def _missing(reasons: Sequence[str]) -> str:
    """Why some pairs cannot be translated and the command that helps: the first reason stands for the others."""
    if not reasons:
        return ""
    told = [reasons[0]]
    if "workbench models" not in reasons[0]:
        told.append(_("`workbench models available` shows what there is"))
    if len(reasons) > 1:
        more = len(reasons) - 1
        told.append(ngettext("{n} more language has no route", "{n} more languages have no route", more).format(n=more))
    return "; ".join(told)


def import_files(project: Project, paths: Sequence[Path]) -> Task:
    """Statements from files and folders: paired, imported and aligned."""

    def work(job: Job) -> ImportReport:
        from workbench.services import apart, errands

        return apart.run_apart(errands.take_in_files, project.folder, list(paths), job=job)

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
        told = _("{path}: cannot be read: {why}")
        raise InputError(told.format(path=path, why=error.strerror)) from error


def wrong_with(language: str, date: str) -> str:
    """Why a statement cannot have this language or date; empty if it can."""
    from workbench.services.project import check_date

    try:
        language_tag(language)
        check_date(date)
    except WorkbenchError as error:
        return str(error)
    return ""
