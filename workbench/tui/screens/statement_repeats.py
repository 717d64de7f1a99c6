"""What reaches beyond one cell of a statement: repetitions, search and replace, translating what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from textual import work

from workbench.core.change import Change, ChangeKind
from workbench.core.errors import WorkbenchError
from workbench.core.project import Cell, State
from workbench.tui import tasks
from workbench.tui.changes import left_words
from workbench.tui.i18n import _, ngettext
from workbench.tui.keymap import key_of
from workbench.tui.screens.dialogs import Choice
from workbench.tui.screens.replace import ReplaceScreen
from workbench.tui.screens.statement_cells import StatementCells


class StatementRepeats(StatementCells):
    """The keys that change, or look at, more than the current cell."""

    _offered: Cell | None = None
    """The cell confirmed last whose text could go to its repetitions, where the person wants to be asked."""

    # -- repetitions -------------------------------------------------------------------------------------------------

    def spread(self, cell: Cell | None) -> None:
        """Look in the background where else the source of a cell stands that was just confirmed."""
        self._offered = None
        wish = self.project.settings.propagate
        if cell is not None and cell.state.done and wish != "off":
            self._spread(cell, ask=wish == "ask")

    @work(thread=True, group="cells", exit_on_error=False)
    def _spread(self, cell: Cell, *, ask: bool, told: bool = False) -> None:
        """Give the text to its repetitions in a thread; `told` says so too where there are none."""
        from workbench.services.propagate import propagate, repetitions

        try:
            if not told and self.project.differs(cell):
                return
            if ask:
                count = len(repetitions(self.project, cell))
                self.desk.call_from_thread(self._offer, cell, count)
                return
            change = propagate(self.project, cell)
        except WorkbenchError as error:
            self.desk.call_from_thread(self.desk.say, str(error), bad=True)
            return
        if told or change.count or change.left:
            self.desk.call_from_thread(self._spread_done, change)

    def _offer(self, cell: Cell, count: int) -> None:
        if count and self.is_attached:
            self._offered = cell
            text = ngettext(
                "{n} other place has this source; {key} puts the text there too",
                "{n} other places have this source; {key} puts the text there too",
                count,
            )
            self.desk.say(text.format(n=count, key=key_of("editor.propagate" if self.editing else "cell.propagate")))

    def _spread_done(self, change: Change) -> None:
        self.desk.look_for_changes()
        n = change.count
        text = ngettext(
            "also put into {n} other place; {key} takes it back",
            "also put into {n} other places; {key} takes it back",
            n,
        )
        words = [text.format(n=n, key=key_of("desk.undo"))] if n else []
        words += left_words(change)
        self.desk.say("; ".join(words) or _("no other place has this source without a person's work in it"))

    def action_cell_propagate(self) -> None:
        """Put the text wherever the source is the same: that of the cell offered last, else of the current one."""
        cell = self._offered or self._settled()
        self._offered = None
        if cell is None:
            return
        if not cell.state.done:
            self.desk.say(_("only a confirmed text goes to its repetitions; confirm it first"))
        else:
            self._spread(cell, ask=False, told=True)

    def action_editor_propagate(self) -> None:
        """Put the text wherever the source is the same."""
        self.action_cell_propagate()

    def action_cell_differs(self) -> None:
        """Mark the cell as different from its repetitions, or take the mark away."""
        cell = self._settled()
        if cell is None:
            return
        differs = self.desk.attempt(lambda: self.project.differs(cell))
        if differs is None:
            return
        done = self.did(lambda: self.project.set_differs(cell, not differs))
        self.look_up()
        if done and differs:
            self.desk.say(_("the mark is gone: what is confirmed elsewhere may come here again"))
        elif done:
            self.desk.say(_("this one differs: no other text comes here, and this one goes nowhere"))

    def action_editor_differs(self) -> None:
        """Mark the cell as different from its repetitions, or take the mark away."""
        self.action_cell_differs()

    # -- all that is shown -------------------------------------------------------------------------------------------

    def action_cells_lock(self) -> None:
        """Lock what the filter shows of this language; unlock it where all of it is locked."""
        if not self.commit():
            return
        language, shown = self.grid.language, self.grid.shown
        rows = range(len(self.board.rows)) if shown is None else shown
        told = ngettext(
            "Lock {language} in {n} row, or unlock it where it is locked?",
            "Lock {language} in {n} rows, or unlock it where all of it is locked?",
            len(rows),
        )

        def decide(answer: int | None) -> None:
            if answer == 1:
                self._lock_all(rows, language)

        question = told.format(language=language, n=len(rows))
        self.app.push_screen(Choice(question, [_("no"), _("yes; one step for the undo")]), decide)

    @work(thread=True, group="cells", exit_on_error=False)
    def _lock_all(self, rows: Sequence[int], language: str) -> None:
        """Lock or unlock in a thread."""
        try:
            found = (self.board.cell(row, language) for row in rows)
            cells = list({cell.id: cell for cell in found if cell is not None}.values())
            locked = bool(cells) and all(cell.state is State.LOCKED for cell in cells)
            change = self.project.unlock(cells) if locked else self.project.lock(cells)
        except WorkbenchError as error:
            self.desk.call_from_thread(self.desk.say, str(error), bad=True)
            return
        self.desk.call_from_thread(self._locked_all, change)

    def _locked_all(self, change: Change) -> None:
        self.desk.look_for_changes()
        if change.kind is ChangeKind.LOCK:
            told = ngettext("{n} cell locked", "{n} cells locked", change.count)
        else:
            told = ngettext("{n} cell unlocked", "{n} cells unlocked", change.count)
        self.desk.say("; ".join([told.format(n=change.count), *left_words(change)]))

    # -- the whole statement -----------------------------------------------------------------------------------------

    def action_text_replace(self) -> None:
        """Search and replace, what is selected to begin with."""
        selected = self.pane.editor.selected_text if self.editing else ""
        if self.commit():
            languages = self._languages_here()
            text = selected if "\n" not in selected else ""
            self.app.push_screen(ReplaceScreen(self.project, self.board.key, languages, self.desk.searched, text))

    def action_editor_replace(self) -> None:
        """Search and replace, what is selected to begin with."""
        self.action_text_replace()

    def _languages_here(self) -> Sequence[str]:
        """The languages of the statement, the current one first, the source last."""
        others = [language for language in self.board.languages if language != self.grid.language]
        return [self.grid.language, *others, self.board.statement.source_language]

    def action_version_translate_all(self) -> None:
        """Translate what is missing of the statement, in every language."""
        if self.commit():
            name = _("translating {what}").format(what=self.board.key)
            self.desk.work(name, tasks.translate_missing(self.project, self.board.key, self.board.languages))
