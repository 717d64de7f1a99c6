"""Long work on a project that a process of its own can do (`services.apart`): each opens the project for itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.job import Job
from workbench.services import bootstrap
from workbench.services.project import Project

if TYPE_CHECKING:
    from workbench.services.drafts import DraftSummary
    from workbench.services.importing import ImportReport


def draft_missing(folder: Path, keys: Sequence[str] | None, languages: Sequence[str], *, job: Job) -> DraftSummary:
    """As `drafts.translate_missing`, of the project in a folder with its resident translator."""
    from workbench.services.drafts import translate_missing

    with Project.open(folder) as project:
        machine = bootstrap.resident_translator(project.settings)
        return translate_missing(project, machine, languages=languages, keys=keys, job=job)


def take_in_files(folder: Path, paths: Sequence[Path], *, job: Job) -> ImportReport:
    """As `intake.take_in`, of the project in a folder with its termbases."""
    from workbench.services.intake import take_in

    with Project.open(folder) as project:
        finder, _problems = bootstrap.term_finder(project.settings.glossaries)
        method, _left = bootstrap.alignment(project.settings, finder)
        return take_in(project, paths, detector=bootstrap.detector(), method=method, job=job).imported
