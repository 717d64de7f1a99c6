"""The alignment desk: what the keys do to the beads of a version."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import work
from textual.worker import get_current_worker

from workbench.core.change import Change, ChangeKind
from workbench.core.errors import AlignmentError, ConflictError, WorkbenchError
from workbench.core.language import own_name
from workbench.services import aligndesk, alignwork
from workbench.services.aligndesk import Facing, Standing
from workbench.services.alignwork import Alignment, Recut, Side
from workbench.tui.aligning import align_version
from workbench.tui.bead_words import standing_words
from workbench.tui.i18n import _
from workbench.tui.messages import JobEnded
from workbench.tui.screens.alignment_view import AlignmentView
from workbench.tui.screens.dialogs import Choice

if TYPE_CHECKING:
    from workbench.core.bead import Bead

_ON_A_BEAD = ("bead.accept", "bead.merge", "bead.split", "bead.empty", "bead.insert", "bead.release", "bead.open")
_LOOKS = ("doubt.next", "doubt.previous", "versions.all", "side.switch")


class AlignmentScreen(AlignmentView):
    """The alignment desk. It owns what happens; the widgets show and tell."""

    _left_at: tuple[Side, int] | None = None
    """Where accepting has led."""

    def why_not(self, action_id: str) -> str:
        """Why something cannot be done here now; empty if it can."""
        of_bead = action_id in _ON_A_BEAD or action_id.startswith("border.")
        if self.facing is None and (of_bead or action_id in _LOOKS or action_id == "version.anew"):
            told = _("the {language} version: {standing}")
            standing = standing_words(self.standings.get(self.language, Standing.MISSING))
            return told.format(language=self.language, standing=standing)
        if of_bead and self.at is None:
            return _("this row belongs to another version")
        if action_id == "version.realign" and self.standings.get(self.language) is Standing.DRAFTED:
            return standing_words(Standing.DRAFTED)
        if action_id == "version.switch" and len(self.standings) < 2:
            return _("this statement has no other version")
        return ""

    # -- changes -----------------------------------------------------------------------------------------------------

    def _change(self, make: Callable[[Alignment, int], Recut]) -> bool:
        """Change the bead under the cursor, durably; says whether it was done."""
        facing, at = self.facing, self.at
        if facing is None or at is None:
            return False
        try:
            change = make(facing.alignment, at)
        except AlignmentError as error:
            self.desk.say(str(error))
            return False
        done = self._write(facing, change, ChangeKind.ALIGN)
        if done is not None:
            self.facings[self.language] = done
            self.show(change.start + change.cursor)
            self.make_ready()
        return done is not None

    def _write(self, facing: Facing, change: Recut, kind: ChangeKind) -> Facing | None:
        """Make a change of beads one of cells; where somebody else was quicker, show theirs and say so."""
        try:
            done = self.desk.own(lambda: aligndesk.recut(self.project, facing, change, kind))
        except ConflictError as error:
            self.desk.say(str(error), bad=True)
            self.read(self.here())
        except WorkbenchError as error:
            self.desk.say(str(error), bad=True)
        else:
            self.wrote()
            return done
        return None

    def action_bead_accept(self) -> None:
        """Accept and pin; the rest aligns around it, the cursor goes to what is least certain."""
        at = self.at
        if self.facing is None or at is None:
            return
        before = (self.facing.alignment.beads[at].confidence, at)
        if self.facing.alignment.pinned[at] or self._change(alignwork.accepted):
            self._look(before, 1)
            self._left_at = self.here()
            self._realign(ChangeKind.REALIGN)

    def action_bead_release(self) -> None:
        """Take the pin away."""
        self._change(alignwork.released)

    def action_bead_merge(self) -> None:
        """Merge with the next bead."""
        self._change(alignwork.merged)

    def action_border_down(self) -> None:
        """The last sentence of this side goes to the next bead."""
        self._change(lambda alignment, at: alignwork.moved(alignment, at, self.pair.side, 1))

    def action_border_up(self) -> None:
        """The first sentence of this side goes to the bead before."""
        self._change(lambda alignment, at: alignwork.moved(alignment, at, self.pair.side, -1))

    def action_bead_empty(self) -> None:
        """Nothing opposite, or an empty bead gone."""
        self._change(lambda alignment, at: alignwork.emptied(alignment, at, self.pair.side))

    def action_bead_insert(self) -> None:
        """Nothing on this side here; what follows moves down."""
        self._change(lambda alignment, at: alignwork.inserted(alignment, at, self.pair.side))

    def action_change_undo(self) -> None:
        """Undo the last change."""
        self.desk.action_desk_undo()

    def restored(self, change: Change) -> bool:
        """Show what undo or redo has changed; False if it is in another statement."""
        self.wrote()
        if change.statement_key != self.key or not change.cells:
            return False
        cell = change.cells[0]
        self.language = change.language
        rows = cell.source_start < cell.source_end
        self.read((Side.SOURCE, cell.source_start) if rows else (Side.TARGET, cell.target_start or 0))
        return True

    # -- splitting ---------------------------------------------------------------------------------------------------

    def action_bead_split(self) -> None:
        """Begin to split: the arrows choose where."""
        facing, at = self.facing, self.at
        if facing is None or at is None:
            return
        lengths = [[len(text) for _number, text in facing.sentences(at, side)] for side in Side]
        cut = alignwork.best_cut(*lengths)
        if cut is None:
            self.desk.say(_("this bead has one sentence in all; there is nothing to split"))
            return
        if self.pivot:
            self.action_versions_all()
        self.pair.cut = cut
        self.show_words()

    def _move_cut(self, step: int) -> None:
        cut, facing, at = self.pair.cut, self.facing, self.at
        if cut is None or facing is None or at is None:
            return
        side = self.pair.side
        if 0 <= cut.on(side) + step <= len(facing.sentences(at, side)):
            self.pair.cut = cut.moved(side, step)

    def _end_split(self, *, take: bool) -> None:
        cut, self.pair.cut = self.pair.cut, None
        if take and cut is not None:
            self._change(lambda alignment, at: alignwork.split(alignment, at, cut))
        self.show_words()

    # -- aligning again ----------------------------------------------------------------------------------------------

    def action_version_realign(self) -> None:
        """Align around the pins at once; where there are no beads yet, align in the background."""
        if self.facing is None:
            self.desk.work(self._job_name(), align_version(self.project, self.key, self.language))
        else:
            self._realign(ChangeKind.ALIGN)

    def action_version_anew(self) -> None:
        """Align from the beginning, in the background."""
        if self.facing is not None:
            self.desk.work(self._job_name(), self.aligning.anew(self.facing))

    def _job_name(self) -> str:
        return _("aligning {language}").format(language=self.language)

    def _realign(self, kind: ChangeKind) -> None:
        if self.facing is not None:
            self._around(self.facing, self._searched.get(self.language, frozenset()), kind)

    @work(thread=True, exclusive=True, group="beads", exit_on_error=False)
    def _around(self, facing: Facing, searched: frozenset[Bead], kind: ChangeKind) -> None:
        """Align around the pins and write it; a change that was made meanwhile in the same place goes before."""
        done: Facing | None = facing
        try:
            change = self.aligning.around(facing, searched, everything=kind is ChangeKind.ALIGN)
            if get_current_worker().is_cancelled:
                return
            if change is not None:
                done = aligndesk.recut(self.project, facing, change, kind)
        except ConflictError:
            done = None
        except WorkbenchError as error:
            self.app.call_from_thread(self.desk.say, str(error), bad=True)
            return
        self.app.call_from_thread(self._realigned, facing, done, kind)

    def _realigned(self, facing: Facing, done: Facing | None, kind: ChangeKind) -> None:
        """Show how the rest aligns around the pins; the cursor stays on its sentence."""
        if not self.is_attached:
            return
        if done is None or facing is not self.facing:
            if facing is self.facing:
                self.desk.say(_("somebody else has changed these sentences meanwhile; they are read again"), bad=True)
            self.read(self.here())
        elif done is facing:
            self._searched[self.language] = frozenset(facing.alignment.pins)
            if kind is ChangeKind.ALIGN:
                self.desk.say(_("nothing changes: the rest is aligned around the pins"))
        else:
            here = self.here()
            self.wrote()
            self._searched[self.language] = frozenset(facing.alignment.pins)
            self.facings[self.language] = done
            self.stay(here)
            self._look_on(kind)
            self.make_ready()

    def _look_on(self, kind: ChangeKind) -> None:
        """Where accepting has led to a bead that has become certain meanwhile, and nobody has moved: to the next."""
        at, facing = self.at, self.facing
        waits = kind is ChangeKind.REALIGN and self.here() == self._left_at and self.pair.cut is None
        if waits and facing and at is not None and not facing.alignment.doubtful(at) and facing.alignment.doubts():
            self._look((1.0, at), 1)

    def job_ended(self, message: JobEnded) -> None:
        """A version may be aligned now."""
        self.read(self.here())

    # -- moving ------------------------------------------------------------------------------------------------------

    def _step(self, rows: int) -> None:
        if self.pair.cut is not None:
            self._move_cut(1 if rows > 0 else -1)
        else:
            self.shown.move(rows)

    def action_bead_up(self) -> None:
        """The bead above; while splitting the border up."""
        self._step(-1)

    def action_bead_down(self) -> None:
        """The bead below; while splitting the border down."""
        self._step(1)

    def action_bead_page_up(self) -> None:
        """A page up."""
        self._go(lambda: self.shown.page(-1))

    def action_bead_page_down(self) -> None:
        """A page down."""
        self._go(lambda: self.shown.page(1))

    def action_bead_first(self) -> None:
        """The first bead."""
        self._go(lambda: self.shown.go(0))

    def action_bead_last(self) -> None:
        """The last bead."""
        self._go(lambda: self.shown.go(self.shown.count - 1))

    def _go(self, go: Callable[[], None]) -> None:
        """Go elsewhere, out of splitting."""
        self._end_split(take=False)
        go()

    def action_doubt_next(self) -> None:
        """The next least certain bead."""
        self._seek(1)

    def action_doubt_previous(self) -> None:
        """The previous least certain bead."""
        self._seek(-1)

    def _seek(self, step: int) -> None:
        if self.facing is not None:
            at = self.at or 0
            self._look((self.facing.alignment.beads[at].confidence, at), step)

    def _look(self, before: tuple[float, int], step: int) -> None:
        """Go to the bead that is next in certainty to one that was; from what is certain, to the least certain."""
        assert self.facing is not None
        self._end_split(take=False)
        doubts = self.facing.alignment.doubts()
        if not doubts:
            self.desk.say(_("nothing to look at: every bead is certain or accepted"))
            return
        keys = [(self.facing.alignment.beads[at].confidence, at) for at in doubts]
        later = [at for at, key in zip(doubts, keys, strict=True) if (key > before if step > 0 else key < before)]
        if before[0] >= alignwork.SURE:
            later = []
        found = (later or doubts)[0] if step > 0 else (later or doubts)[-1]
        self.show(found)

    # -- sides and versions ------------------------------------------------------------------------------------------

    def action_side_switch(self) -> None:
        """Work on the other side."""
        self.pair.side = self.pair.side.other
        self.moved()

    def action_column_left(self) -> None:
        """The source, or the version to the left."""
        self._turn(-1)

    def action_column_right(self) -> None:
        """The version, or the one to the right."""
        self._turn(1)

    def _turn(self, step: int) -> None:
        if not self.pivot:
            self.pair.side = Side.TARGET if step > 0 else Side.SOURCE
            self.moved()
            return
        languages = list(self.facings)
        at = languages.index(self.language) + step
        self._work_on(languages[max(0, min(at, len(languages) - 1))])

    def _work_on(self, language: str) -> None:
        """Work on another version, near where one was in the source."""
        facing, at = self.facing, self.at
        row = facing.alignment.beads[at].source_start if facing and at is not None else 0
        self.keep_place()
        self.language = language
        self.stay((Side.SOURCE, row))
        self.make_ready()

    def action_version_switch(self) -> None:
        """Choose the version, or all of them."""
        languages = list(self.standings)
        answers = [
            f"{own_name(tag)}   {standing_words(standing)}{'   ◂' * (tag == self.language)}"
            for tag, standing in self.standings.items()
        ]
        if len(self.facings) > 1:
            answers.append(_("all versions beside the source"))

        def decide(answer: int | None) -> None:
            if answer is None or answer < 0:
                return
            if answer == len(languages):
                self._show_all(True)
            else:
                self._work_on(languages[answer])

        self._end_split(take=False)
        self.app.push_screen(Choice(_("Which version?"), answers), decide)

    def action_versions_all(self) -> None:
        """All versions beside the source, or one."""
        self._end_split(take=False)
        self._show_all(not self.pivot)

    def _show_all(self, pivot: bool) -> None:
        here = self.here()
        self.turn(pivot=pivot)
        self.stay(here)

    # -- leaving -----------------------------------------------------------------------------------------------------

    def action_bead_open(self) -> None:
        """To this row of the statement; while splitting, split here."""
        if self.pair.cut is not None:
            self._end_split(take=True)
        elif self.facing is not None and self.at is not None:
            row = self.facing.alignment.beads[self.at].source_start
            self.keep_place()
            self.desk.look_for_changes()
            self.desk.open_statement(self.key, self.language, row)

    def action_alignment_close(self) -> None:
        """Back; while splitting, do not split."""
        if self.pair.cut is not None:
            self._end_split(take=False)
            return
        self.keep_place()
        self.app.pop_screen()
        self.desk.look_for_changes()
