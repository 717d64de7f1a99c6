"""One statement: what the keys do to its cells and versions."""

from __future__ import annotations

from textual import on, work

from workbench.core.change import Change
from workbench.core.errors import WorkbenchError
from workbench.core.project import Cell, Origin, State
from workbench.tui import tasks
from workbench.tui.changes import restored_words
from workbench.tui.i18n import _
from workbench.tui.keymap import key_of
from workbench.tui.painting import after_paint
from workbench.tui.screens.dialogs import Choice
from workbench.tui.screens.finished import copy_version, export_version
from workbench.tui.screens.statement_habits import StatementHabits
from workbench.tui.screens.statement_repeats import StatementRepeats
from workbench.tui.widgets.lines import KeyLine
from workbench.tui.widgets.picker import Picker
from workbench.tui.widgets.rows import RowList


class StatementScreen(StatementHabits, StatementRepeats):
    """The desk on one statement. It owns what happens; the widgets show and tell."""

    # -- grid --------------------------------------------------------------------------------------------------------

    @on(RowList.Opened)
    def row_opened(self) -> None:
        """A click on the current row edits it."""
        self.action_cell_edit()

    def action_cell_edit(self) -> None:
        """Keys go into the text of the cell."""
        cell = self._cell_to_work_on()
        if cell is None:
            return
        if cell.state is State.LOCKED:
            self.desk.say(_("this cell is locked; {key} unlocks it").format(key=key_of("cell.lock")))
            return
        self.set_focus(self.pane.editor)
        self._show_place()
        after_paint(self, self.complete)

    def action_cell_confirm(self) -> None:
        """Confirm the cell and go on."""
        self._accept(State.CONFIRMED)

    def action_cell_review(self) -> None:
        """Mark the cell as reviewed and go on."""
        self._accept(State.REVIEWED)

    def _accept(self, state: State) -> None:
        cell = self._cell_to_work_on()
        if cell is None:
            return
        if self.session.text.strip():
            self._accept_now(state)
            return
        question = _("The cell is empty. Leave this out of the version?")
        answers = [_("no, there is work to do"), _("yes, it is meant to be empty")]
        self.app.push_screen(Choice(question, answers), lambda answer: self._accept_now(state) if answer == 1 else None)

    def _accept_now(self, state: State) -> None:
        if self.commit(state):
            self.spread(self.session.cell)
            self.action_undone_next()
            after_paint(self, self._learn)  # once the next cell is open

    def _learn(self) -> None:
        """Look in the background whether what was just confirmed makes another draft of the cell that is open now."""
        cell = self.session.cell
        if cell is not None and cell.state in (State.DRAFT, State.FUZZY) and not self.session.dirty:
            self._draft_again(cell, self.grid.language)

    @work(thread=True, exclusive=True, group="learning", exit_on_error=False)
    def _draft_again(self, cell: Cell, language: str) -> None:
        try:
            found = tasks.relearned(self.project, self.board.key, language, cell)
        except WorkbenchError:  # nobody has asked; asked for a translation, the desk says what is wrong
            return
        if found:
            self.desk.call_from_thread(self._take_draft, cell, language, *found)

    def _take_draft(self, cell: Cell, language: str, text: str, origin: Origin) -> None:
        """Put a better draft into the open cell, unless somebody has begun to type."""
        if not self.is_attached or self.session.cell != cell or self.session.dirty:
            return
        changed = self.desk.attempt(lambda: self.desk.own(lambda: self.project.machine_draft(cell, text, origin)))
        if changed:
            self._show_changed(language, changed)
            self.desk.say(_("this draft has learnt from what was confirmed"))

    def action_cell_translate(self) -> None:
        """Translate this cell in the background."""
        cell = self._cell_to_work_on()
        if cell is None or not self.commit():
            return
        if cell.by_person or cell.state.done:
            self.desk.say(_("a person has written or accepted this cell; the machine does not replace it"))
            return
        language = self.grid.language
        name = _("translating {what}").format(what=language)
        self.desk.work(name, tasks.translate_cell(self.project, self.board.key, language, cell))

    def action_version_translate(self) -> None:
        """Translate what is missing of this version in the background."""
        language = self.grid.language
        if self.commit():
            name = _("translating {what}").format(what=language)
            self.desk.work(name, tasks.translate_missing(self.project, self.board.key, [language]))

    def action_version_copy(self) -> None:
        """Copy this version to the clipboard."""
        if self.commit():
            copy_version(self.desk, self.project, self.board.key, self.grid.language)

    def action_version_align(self) -> None:
        """The alignment desk, on this version and row."""
        row = self.grid.row_index
        source_row = self.board.rows[row].source_row if row is not None else None
        self.desk.open_alignment(self.board.key, self.grid.language, source_row)

    def action_version_export(self) -> None:
        """Write this version to a file."""
        if self.commit():
            export_version(self.desk, self.project, self.board.key, self.grid.language)

    def action_statement_close(self) -> None:
        """Back: first out of the filter, then to the statements."""
        if self.grid.shown is not None:
            self.action_filter_off()
        elif self.commit():
            self.desk.show_statements()

    # -- editor ------------------------------------------------------------------------------------------------------

    def action_editor_confirm(self) -> None:
        """Confirm and go on to the next cell that needs work, still editing."""
        if not self.session.text.strip():
            told = _("nothing to confirm yet: the cell is empty; {next} goes on, {leave} then {confirm} leaves it out")
            keys = {"next": "editor.next", "leave": "editor.leave", "confirm": "cell.confirm"}
            self.desk.say(told.format(**{name: key_of(action) for name, action in keys.items()}))
            return
        if self.commit(State.CONFIRMED):
            self.spread(self.session.cell)
            if self._seek(1, self.board.undone, _("all done in {language}")):
                self._go_on_editing()
                after_paint(self, self._learn)
            else:
                self.action_editor_leave()

    def action_editor_leave(self) -> None:
        """Back to the grid; the text stays, as an edit."""
        if self.commit():
            self.set_focus(self.grid)
            self._show_place()

    def action_editor_newline(self) -> None:
        """A line break in the text."""
        self.pane.editor.type("\n")

    def action_editor_next(self) -> None:
        """The row below."""
        if self.commit():
            self.grid.move(1)
            self._go_on_editing()

    def action_editor_previous(self) -> None:
        """The row above."""
        if self.commit():
            self.grid.move(-1)
            self._go_on_editing()

    def _go_on_editing(self) -> None:
        """Edit the cell the cursor has come to, or return to the grid if there is nothing to edit."""
        cell = self.grid.cell
        if cell is None or cell.state is State.LOCKED:
            self.set_focus(self.grid)
            self._show_place()

    def action_editor_source(self) -> None:
        """Put the source in place of the text, as one undo step."""
        row = self.grid.row_index
        if row is not None:
            self.pane.editor.select_all()
            self.pane.editor.type(self.board.source_of(row, self.grid.language))

    def action_editor_undo(self) -> None:
        """Undo typing; when there is none left, the last edit."""
        if self.pane.editor.can_undo:
            self.pane.editor.undo()
        elif self.commit():
            self.desk.action_desk_undo()

    def action_editor_redo(self) -> None:
        """Redo typing, or an edit."""
        if self.pane.editor.can_redo:
            self.pane.editor.redo()
        elif self.commit():
            self.desk.action_desk_redo()

    def action_editor_copy(self) -> None:
        """Copy the selection; with none, ask to stop the work in the background."""
        selected = self.pane.editor.selected_text
        if selected:
            self.desk.copy(selected)
        else:
            self.desk.action_desk_cancel()

    def action_editor_word(self) -> None:
        """Take a word of the completion that is shown."""
        editor, word = self.pane.editor, self.ghost.word()
        if word:
            editor.type(word)
        else:
            self.desk.say(_("no completion is shown here"))

    def action_editor_pick(self) -> None:
        """Open the picker of letters and signs."""
        self.pane.picker.open(self.grid.language)

    @on(Picker.Picked)
    def picked(self, event: Picker.Picked) -> None:
        """Type what was picked."""
        self.set_focus(self.pane.editor)
        if event.character:
            self.pane.editor.type(event.character)

    def restored(self, change: Change) -> bool:
        """Go to what undo or redo has changed; False if it is in another statement."""
        here = change.statement_key == self.board.key
        if not here or change.count > 1 or change.kind.reshapes:
            self.reload()  # some of its cells may be here all the same
        if not here:
            return False
        self._go_to_cell(change.language, change.cells[0])
        told = restored_words(change)
        if told:
            self.desk.say(told)
        return True

    def _go_to_cell(self, language: str, cell: Cell) -> None:
        """Show a cell as it is written now, the cursor on it."""
        self.board.replace(language, cell)
        found = self.board.find(cell)
        if found is None:
            return
        self.session.open(cell)
        self.grid.language = language
        self._go_to_row(found[0])
        self._show_changed(language, cell)
        self._refresh_headings()

    # -- keys that matter here ---------------------------------------------------------------------------------------

    def _show_place(self) -> None:
        self.query_one(KeyLine).show(self.place)

    def on_descendant_focus(self) -> None:
        """The last line follows the focus."""
        self._show_place()
