"""What the models desk asks of the services in the background: installing, removing, verifying."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.core.job import Job
from workbench.tui.i18n import _
from workbench.tui.tasks import Task

if TYPE_CHECKING:
    from workbench.config import Settings


@dataclass(frozen=True, slots=True)
class ModelTold:
    """What came of it, in a line; `bad` if something is wrong with a package."""

    text: str
    bad: bool = False


def install(settings: Settings, what: str, *, accept_licence: bool = False) -> Task:
    """A package from a file, the index or the list of models; progress counts bytes."""

    def work(job: Job) -> ModelTold:
        from workbench.services import bootstrap

        done = bootstrap.models(settings).install(what, accept_licence=accept_licence, job=job)
        told = _("installed: {name}, {source}→{target}")
        return ModelTold(told.format(name=done.name, source=done.source, target=done.target))

    return work


def remove(settings: Settings, name: str) -> Task:
    """A package taken away."""

    def work(job: Job) -> ModelTold:
        from workbench.services import bootstrap

        job.progress(0, 1, name)
        return ModelTold(_("removed: {folder}").format(folder=bootstrap.models(settings).remove(name)))

    return work


def verify(settings: Settings, name: str) -> Task:
    """A package compared with what was noted of it, loaded, and asked for a translation."""

    def work(job: Job) -> ModelTold:
        from workbench.services import bootstrap

        found = bootstrap.models(settings).verify([name], job=job)[0]
        if found.problem:
            return ModelTold(_("{name} does not work: {why}").format(name=name, why=found.problem), bad=True)
        told = _("{name} works; all of its files are as they were installed")
        if found.compared is None:
            told = _("{name} works; no checksums of it were noted, so it was only tried")
        return ModelTold(told.format(name=name))

    return work
