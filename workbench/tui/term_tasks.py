"""What the terms desk asks of the services in the background: whole glossaries in and out."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.errors import InputError
from workbench.core.job import Job
from workbench.tui.i18n import _, ngettext
from workbench.tui.tasks import Task

if TYPE_CHECKING:
    from workbench.services.termdesk import Book, TermDesk
    from workbench.services.termwork import GlossaryIn

_MOST_TOLD = 200


@dataclass(frozen=True, slots=True)
class GlossaryTold:
    """What came of an import: the termbase it went into, and what a person should read of it."""

    path: Path
    title: str
    lines: tuple[str, ...]


def import_glossary(desk: TermDesk, file: Path, files: threading.Lock) -> Task:
    """A glossary taken into the project's own termbase; one step to take back.

    Args:
        files: held while termbases are read or written.
    """

    def work(job: Job) -> GlossaryTold:
        from workbench.services.termwork import OWN, import_glossaries

        job.progress(0, 1, file.name)
        with files:
            own = desk.open(desk.project / OWN)
            done = import_glossaries(desk.project, [file])
            desk.took(own)
        only = done.files[0]
        if only.error is not None:
            raise InputError(str(only.error))
        counts = ngettext("{n} concept in the termbase now", "{n} concepts in the termbase now", done.concepts)
        lines = [counts.format(n=done.concepts), *_told(only)]
        lines += [f"{what}: {number}" for what, number in done.losses.items()]
        lines += [_("{file}: copied into the project").format(file=copy.name) for copy in done.copied]
        return GlossaryTold(desk.project / OWN, _("{file} is imported").format(file=file.name), tuple(lines))

    return work


def _told(glossary: GlossaryIn) -> list[str]:
    """What was new, what was left out and why, by line."""
    report, merge = glossary.report, glossary.merge
    told = []
    if merge is not None:
        counts = _("{added} new, {changed} changed, {unchanged} there already")
        told.append(counts.format(added=merge.added, changed=merge.changed, unchanged=merge.unchanged))
        told += [
            _("kept as the termbase has it ({what}): {n}").format(what=what, n=number)
            for what, number in merge.kept.items()
        ]
    told += [
        _("left out: {kind}, {reason}: {n}").format(kind=kind, reason=reason, n=number)
        for (kind, reason), number in report.skipped.items()
    ]
    told += [f"{what}: {number}" for what, number in report.read_as.items()]
    told += [_("no place for {what}: {n}").format(what=what, n=number) for what, number in report.ignored.items()]
    told += [
        _("line {line}: {concept} {message}").format(line=each.line, concept=each.concept, message=each.message)
        for each in report.problems[:_MOST_TOLD]
    ]
    return told


def export_glossary(book: Book, path: Path) -> Task:
    """A termbase written to a file whose name says in what form; what is there is replaced."""

    def work(job: Job) -> str:
        from workbench.services.files import written_whole
        from workbench.services.termwork import write_glossary

        job.progress(0, 1, path.name)
        with written_whole(path, force=True) as stream:
            losses = write_glossary(book.concepts, stream, path.suffix.lower().lstrip("."))
        lost = "; ".join(f"{what}: {number}" for what, number in losses.items())
        told = ngettext("written: {path}, {n} concept", "written: {path}, {n} concepts", len(book.concepts))
        said = told.format(path=path, n=len(book.concepts))
        return _("{said}; not carried as it was: {lost}").format(said=said, lost=lost) if lost else said

    return work
