"""What the memory desk asks of the services in the background: memory files in and out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.job import Job
from workbench.tui.i18n import _, ngettext
from workbench.tui.tasks import Task

if TYPE_CHECKING:
    from workbench.services.memorydesk import MemoryIn
    from workbench.services.unittable import Unit, UnitTable

_TOLD_EVERY = 500


@dataclass(frozen=True, slots=True)
class MemoryTold:
    """What came of taking a memory file in: a line, and what else a person should read of it."""

    title: str
    lines: tuple[str, ...]


def take_in(project: Path, file: Path) -> Task:
    """A memory file copied into the project and named in its settings."""

    def work(job: Job) -> MemoryTold:
        from workbench.services import memorydesk

        job.progress(0, 1, file.name)
        came = memorydesk.take_in(project, file, lambda: job.cancelled)
        job.check()
        assert came is not None
        return _told(came, project)

    return work


def _told(came: MemoryIn, project: Path) -> MemoryTold:
    title = ngettext("{n} unit is in {path} now", "{n} units are in {path} now", came.units)
    pairs = [f"{one}–{other}: {number}" for (one, other), number in came.pairs.most_common(12)]
    lines = [*pairs, *(f"{what}: {number}" for what, number in came.losses.items())]
    if came.problem:
        lines.append(_("it breaks off, what comes after is not used: {why}").format(why=came.problem))
    lines.append(_("it is named in workbench.toml, at memories; drafts and searches use it from now on"))
    return MemoryTold(title.format(n=came.units, path=came.path.relative_to(project)), tuple(lines))


def export(table: UnitTable, numbers: Sequence[int], path: Path) -> Task:
    """Units of a table written to a memory file; what is there is replaced."""

    def work(job: Job) -> str:
        from workbench.services.memorydesk import export_units

        def chosen() -> Iterator[Unit]:
            for at, number in enumerate(numbers):
                if at % _TOLD_EVERY == 0:
                    job.progress(at, len(numbers), path.name)
                yield table[number]

        written, losses = export_units(chosen(), table.pair, path, force=True)
        told = ngettext("written: {path}, {n} unit", "written: {path}, {n} units", written)
        lost = "; ".join(f"{what}: {number}" for what, number in losses.items())
        said = told.format(path=path, n=written)
        return _("{said}; not carried as it was: {lost}").format(said=said, lost=lost) if lost else said

    return work
