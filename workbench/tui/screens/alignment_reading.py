"""What the alignment desk has open: the versions of a statement, read in the background, and where one was in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import work
from textual.worker import get_current_worker

from workbench.core.errors import WorkbenchError
from workbench.services import aligndesk
from workbench.services.aligndesk import Facing, Standing
from workbench.services.alignwork import Side
from workbench.tui.actions import Place
from workbench.tui.aligning import Against, Aligning
from workbench.tui.remembered import Value
from workbench.tui.screens.desk_screen import DeskScreen

if TYPE_CHECKING:
    from workbench.core.bead import Bead
    from workbench.services.project import Project

Sentence = tuple[Side, int]
"""A sentence of either side, by which a bead is found again."""

_Opened = Mapping[str, tuple[Standing, Facing | None]]

_MOST_REMEMBERED = 200
"""Places that are remembered, beside the one where one is."""


class AlignmentReading(DeskScreen):
    """Reads the versions; how they are shown and what is done to them is added by the classes below it.

    Args:
        project: the open project.
        key: of the statement.
        language: of the version to begin with, empty for the one with most to look at.
        row: of the source to begin with; None for where one was last, else the least certain.
    Attributes:
        standings: whether each version can be shaped; empty while nothing is read.
        facings: those that can.
        pivot: whether all of them are shown at once.
    """

    place = Place.ALIGNMENT

    def __init__(self, project: Project, key: str, language: str = "", row: int | None = None) -> None:
        super().__init__()
        self.project, self.key, self.language = project, key, language
        self.statement = project.statement(key)
        self.standings: dict[str, Standing] = {}
        self.facings: dict[str, Facing] = {}
        self.pivot = False
        self.aligning = Aligning(project)
        self.against: Against = {}
        self._searched: dict[str, frozenset[Bead]] = {}
        self._row = row
        self._seen = -1
        self._writes = 0

    @property
    def facing(self) -> Facing | None:
        """The version that is worked on; None if it is not aligned, or not read yet."""
        return self.facings.get(self.language)

    # What the classes below give.

    @property
    def at(self) -> int | None:
        """The bead under the cursor; None if there is none."""
        raise NotImplementedError

    def show(self, bead: int) -> None:
        """Show the version that is worked on, the cursor on one of its beads."""
        raise NotImplementedError

    def show_against(self) -> None:
        """Show where versions disagree."""
        raise NotImplementedError

    # -- reading -----------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Somebody else, or a job, has written: read again, unless it was this desk itself."""
        if self.project.store.change_count() != self._seen:
            self.read(self.here())

    def wrote(self) -> None:
        """What this desk has written is shown here, not yet on the screens behind."""
        self.desk.stale()
        self._seen = self.project.store.change_count()
        self._writes += 1

    def read(self, find: Sentence | None) -> None:
        """Read the versions in the background, the one that is worked on first.

        Args:
            find: the sentence that the cursor is to be on then; None for where to begin.
        """
        self._read(self.language, find, self._writes)

    @work(thread=True, exclusive=True, group="reading", exit_on_error=False)
    def _read(self, first: str, find: Sentence | None, writes: int) -> None:
        worker, found = get_current_worker(), {}
        try:
            seen = self.project.store.change_count()
            languages = aligndesk.languages_of(self.project, self.key)
            for language in sorted(languages, key=lambda tag: tag != first):
                if worker.is_cancelled:
                    return
                found[language] = aligndesk.opened(self.project, self.key, language)
                if language == first:
                    self.app.call_from_thread(self._took, dict(found), find, writes)
        except WorkbenchError as error:
            self.app.call_from_thread(self.desk.say, str(error), bad=True)
            return
        in_order = {language: found[language] for language in languages}
        self.app.call_from_thread(self._took_all, in_order, find, writes, seen)

    def _took(self, found: _Opened, find: Sentence | None, writes: int) -> bool:
        """Show what was read, unless this desk has written meanwhile: then it is read again."""
        if not self.is_attached:
            return False
        if writes != self._writes:
            self.read(self.here())
            return False
        changed = self._take(found)
        if self.language in found and (self.language in changed or find is None or find != self.here()):
            self._show_read(find)
        return True

    def _took_all(self, found: _Opened, find: Sentence | None, writes: int, seen: int) -> None:
        if not self.is_attached or writes != self._writes:
            self._took(found, find, writes)
            return
        self._seen = seen
        changed = self._take(found)
        self.standings = {language: standing for language, (standing, _facing) in found.items()}
        self.facings = {language: self.facings[language] for language in found if language in self.facings}
        if self.language not in found:
            self.language = self._most_to_do()
            self._show_read(find)
        elif changed and self.pivot:
            self.stay(self.here())
        self.make_ready()

    def _take(self, found: _Opened) -> set[str]:
        """Keep what was read; the versions that are other than they were."""
        changed = set()
        for language, (standing, facing) in found.items():
            if standing is not self.standings.get(language) or facing != self.facings.get(language):
                changed.add(language)
                self.standings[language] = standing
                self.facings.pop(language, None)
                if facing is not None:
                    self.facings[language] = facing
                    self._searched.setdefault(language, frozenset(facing.alignment.pins))
        return changed

    def _show_read(self, find: Sentence | None) -> None:
        self.show(self._first_bead() if find is None else self._bead_of(find))

    def _most_to_do(self) -> str:
        """The version with most to look at; where none is aligned, one that can be, else the first."""
        if self.facings:
            return max(self.facings, key=lambda tag: len(self.facings[tag].alignment.doubts()))
        unaligned = [tag for tag, standing in self.standings.items() if standing is Standing.UNALIGNED]
        return (unaligned or [*self.standings, ""])[0]

    @work(thread=True, exclusive=True, group="crossing", exit_on_error=False)
    def make_ready(self) -> None:
        """Let the aligner read the version in the background, so that it is quick then; see where versions disagree."""
        facing, facings = self.facing, dict(self.facings)
        try:
            if facing is not None:
                self.aligning.prepare(facing)
            if not get_current_worker().is_cancelled:
                self.app.call_from_thread(self._take_against, self.aligning.against(facings))
        except WorkbenchError:  # nobody has asked; asked to align, the desk says what is wrong
            return

    def _take_against(self, against: Against) -> None:
        if self.is_attached:
            self.against = against
            self.show_against()

    # -- places ------------------------------------------------------------------------------------------------------

    def here(self) -> Sentence:
        """A sentence of the bead under the cursor, by which it is found again."""
        if self.facing is None or self.at is None:
            return Side.SOURCE, 0
        bead = self.facing.alignment.beads[self.at]
        return (Side.SOURCE, bead.source_start) if bead.source else (Side.TARGET, bead.target_start)

    def _bead_of(self, sentence: Sentence) -> int:
        return self.facing.alignment.at(*sentence) if self.facing else 0

    def stay(self, sentence: Sentence) -> None:
        """Show the version as it is now, the cursor on the bead of a sentence."""
        self.show(self._bead_of(sentence))

    def _first_bead(self) -> int:
        """Where one wants to be, where one was, or what is least certain."""
        if self.facing is None:
            return 0
        row = self._remembered().get(self._place_name(), -1) if self._row is None else self._row
        if isinstance(row, int) and row >= 0:
            return self.facing.alignment.at(Side.SOURCE, row)
        return (self.facing.alignment.doubts() or [0])[0]

    def _place_name(self) -> str:
        return f"{self.key} {self.language}"

    def _remembered(self) -> dict[str, Value]:
        """Source rows where one was, by statement and language, the latest last."""
        nowhere: dict[str, Value] = {}
        return self.desk.remembered_here.get("alignment", nowhere)

    def keep_place(self) -> None:
        """Remember where one is."""
        for name, value in self.to_remember().items():
            self.desk.remembered_here.set(name, value)

    def to_remember(self) -> dict[str, Value]:
        """Where one is."""
        if self.facing is None or self.at is None:
            return {}
        others = {name: row for name, row in self._remembered().items() if name != self._place_name()}
        latest = list(others.items())[-_MOST_REMEMBERED:]
        return {"alignment": {**dict(latest), self._place_name(): self.facing.alignment.beads[self.at].source_start}}
