"""What the alignment desk does in the background: aligning again, what ties a pair, where versions disagree.

Nothing here touches a widget. The aligner and the termbases are imported and read when they are first needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from workbench.core.job import Job
from workbench.services.aligndesk import recut
from workbench.services.alignwork import Recut, Side, difference
from workbench.tui.i18n import _, ngettext
from workbench.tui.terms import finder_for

if TYPE_CHECKING:
    from workbench.core.bead import Bead
    from workbench.core.ports import TermFinder
    from workbench.services.align import Method
    from workbench.services.alignagain import Crossing, Realigner
    from workbench.services.aligndesk import Facing
    from workbench.services.project import Project
    from workbench.tui.tasks import Task
    from workbench.tui.widgets.bead_lines import Spans

Against = Mapping[str, Mapping[tuple[int, int], str]]
"""By language the beads that lead elsewhere: source rows, half-open → the version through which they do."""


class Aligning:
    """The helpers of one statement, made once; safe to use from several worker threads, one after the other.

    Args:
        project: the open project.
    Attributes:
        problems: what was wrong with termbases, told once.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lock = Lock()
        self._method: Method | None = None
        self._finder: TermFinder | None = None
        self._has_finder = False
        self._realigners: dict[str, Realigner] = {}
        self._crossing: Crossing | None = None
        self.problems: list[str] = []

    def prepare(self, facing: Facing) -> None:
        """Read a version, so that aligning it again takes no longer than a key press."""
        with self._lock:
            self._realigner(facing)

    def around(self, facing: Facing, searched: frozenset[Bead], *, everything: bool) -> Recut | None:
        """What changes when the rest is aligned around the pins; None if nothing does.

        Args:
            searched: the pins that stood when it was aligned last.
            everything: search all that is unsure, not only where pins have come or gone.
        Raises: WorkbenchError
        """
        with self._lock:
            again = self._realigner(facing).around(facing.alignment, searched, everything=everything)
        return difference(facing.alignment, again)

    def anew(self, facing: Facing) -> Task:
        """The version aligned from the beginning, around what a person has made or accepted; it can be undone."""

        def work(job: Job) -> str:
            with self._lock:
                realigner = self._realigner(facing)
                job.check()
                change = difference(facing.alignment, realigner.anew(facing.alignment))
            job.check()
            language = facing.version.language
            if change is None:
                return _("{language}: nothing changes").format(language=language)
            done = recut(self._project, facing, change)
            told = ngettext("{language}: {n} bead", "{language}: {n} beads", len(done.alignment))
            return told.format(language=language, n=len(done.alignment))

        return work

    def _realigner(self, facing: Facing) -> Realigner:
        from workbench.services.alignagain import Realigner

        language = facing.version.language
        made = self._realigners.get(language)
        if made is None or not made.fits(facing):
            made = self._realigners[language] = Realigner(self._project, facing, self._helps(facing.languages))
        return made

    def _helps(self, languages: Sequence[str]) -> Method:
        from workbench.services import bootstrap

        if self._method is None:
            self._method, _problems = bootstrap.alignment(self._project.settings, self._terms(languages))
        return self._method

    def _terms(self, languages: Sequence[str]) -> TermFinder | None:
        if not self._has_finder:
            self._finder, self.problems = finder_for(self._project.settings, languages)
            self._has_finder = True
        return self._finder

    def ties(self, facing: Facing, bead: int) -> tuple[Spans, Spans]:
        """What ties the two sides of a bead, in the offsets of each side's sentences joined by a space."""
        from workbench.services.ties import ties

        with self._lock:
            finder = self._terms(facing.languages)
        source, target = (" ".join(text for _number, text in facing.sentences(bead, side)) for side in Side)
        found = ties(source, target, facing.languages, finder)
        sides = [(*tie.source, tie.kind) for tie in found], sorted((*tie.target, tie.kind) for tie in found)
        return sides[0], sides[1]

    def against(self, facings: Mapping[str, Facing]) -> Against:
        """Where versions lead to different places; nothing where there is only one."""
        from workbench.services.alignagain import Crossing

        if len(facings) < 2:
            return {}
        with self._lock:
            if self._crossing is None or not self._crossing.fits(facings):
                languages = next(iter(facings.values())).languages
                self._crossing = Crossing(facings, self._helps(languages))
            return self._crossing.against(facings)


def align_version(project: Project, key: str, language: str) -> Task:
    """A version aligned with its source for the first time, or after its text has changed."""

    def work(job: Job) -> str:
        from workbench.services import bootstrap
        from workbench.services.alignproject import align_project

        finder, _problems = bootstrap.term_finder(project.settings.glossaries)
        method, _left = bootstrap.alignment(project.settings, finder)
        for done in align_project(project, keys=[key], languages=[language], method=method, force=True, job=job):
            if done.reason:
                return done.reason
            told = ngettext("{language}: {n} bead", "{language}: {n} beads", done.beads)
            return told.format(language=language, n=done.beads)
        return _("{language}: there is nothing to align").format(language=language)

    return work
