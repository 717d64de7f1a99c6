"""One statement, as far as habits go: what cannot be done and why, where one was, the person's own editor."""

from __future__ import annotations

from textual import on
from textual.app import SuspendNotSupported

from workbench.core.project import State
from workbench.tui.columns import Columns
from workbench.tui.external import edit_outside
from workbench.tui.i18n import _
from workbench.tui.jump import Target, everything
from workbench.tui.keymap import key_of
from workbench.tui.remembered import Value
from workbench.tui.screens.statement_linear import StatementLinear
from workbench.tui.widgets.grid import Grid, Zoom

_WRITES = {
    "cell.edit", "cell.confirm", "cell.review", "cell.source", "cell.translate", "cell.split", "cell.merge",
    "cell.send_back",
}  # fmt: skip
_NEEDS_CELL = _WRITES | {
    "cell.lock",
    "cell.comment",
    "cell.history",
    "cell.propagate",
    "cell.differs",
    "finding.ignore",
}
_BEGINS_VERSION = {"cell.edit", "cell.confirm", "cell.review", "cell.translate", "cell.source"}
"""What makes a cell for each row of a version that does not exist yet."""


class StatementHabits(StatementLinear):
    """What the desk asks of the statement in front."""

    # -- why not -----------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> str:
        """Why something cannot be done here now; empty if it can."""
        if self.grid.row_index is None and action_id.partition(".")[0] in ("cell", "finding", "undone", "row"):
            return _("this statement has no row in sight")
        if action_id in _NEEDS_CELL and (why := self._why_no_cell_for(action_id)):
            return why
        if action_id in ("version.copy", "version.export") and not self.board.has_cells(self.grid.language):
            return self._not_begun()
        if action_id.startswith("language.") and len(self.board.languages) < 2:
            return _("this statement has no other language")
        if action_id == "editor.word" and not self.pane.editor.suggestion:
            return _("no completion is shown here")
        return super().why_not(action_id)

    def _why_no_cell_for(self, action_id: str) -> str:
        cell = self.grid.cell
        if cell is None and self.board.has_cells(self.grid.language):
            return _("nothing here: this row belongs to another version")
        if cell is None:
            return "" if action_id in _BEGINS_VERSION else self._not_begun()
        if cell.state is State.LOCKED and action_id in _WRITES:
            return _("this cell is locked; {key} unlocks it").format(key=key_of("cell.lock"))
        if action_id == "cell.translate" and (cell.by_person or cell.state.done):
            return _("a person has written or accepted this cell; the machine does not replace it")
        return ""

    def _not_begun(self) -> str:
        told = _("there is no {language} version yet; {key} begins one")
        return told.format(language=self.grid.language, key=key_of("cell.edit"))

    # -- going somewhere ---------------------------------------------------------------------------------------------

    def jump_targets(self) -> list[Target]:
        """Rows and fields; the editor is entered as by its key, since a locked cell has no editing."""
        editor = self.pane.editor
        found = [target for target in everything(self) if target.go != editor.focus]
        return [*found, Target(editor.region.x, editor.region.y, self._edit)]

    def _edit(self) -> None:
        self.run_worker(self.desk.action_do("cell.edit"), group="jump")

    @on(Grid.Pointed)
    def pointed(self, event: Grid.Pointed) -> None:
        """A click in another column: the cursor goes to that cell."""
        if self.commit():
            self.grid.language = event.language
            self.grid.go(event.index)
            self._show_cell()
            self._refresh_headings()
            self.refresh_bar()

    def to_remember(self) -> dict[str, Value]:
        """Where one is, and how much of the rows one sees."""
        row = self.grid.row_index
        source_row = self.board.rows[row].source_row if row is not None else None
        return {
            "statement": self.board.key,
            "language": self.grid.language,
            "row": -1 if source_row is None else source_row,
            "zoom": self.grid.zoom.name,
            "columns": self.grid.choice.value(),
            "tab": self.pane.tab,
            "open": True,
        }

    def on_mount(self) -> None:
        """The rows are as high, and the columns as wide, as they were."""
        here = self.desk.remembered_here
        name = here.get("zoom", "")
        if name in Zoom.__members__:
            self.grid.zoom = Zoom[name]
        self.grid.choice = Columns.of(here.get("columns", {}))
        tab = here.get("tab", "")
        if tab in self.pane.tabs:
            self.pane.tab = tab

    # -- the person's own editor -------------------------------------------------------------------------------------

    def action_editor_external(self) -> None:
        """The cell in the person's own editor; what comes back is one change."""
        editor, name = self.pane.editor, f"{self.board.key}-{self._number()}-{self.grid.language}"
        self.journal()
        before = editor.text
        self.desk.show_cursor(False)  # hidden again when the desk comes back, whatever it was
        try:
            after = edit_outside(before, name, self.app.suspend)
        except SuspendNotSupported:
            self.desk.say(_("this terminal cannot be handed to another program, so no editor can open"), bad=True)
            return
        finally:
            self.line_up()
        if after == before:
            self.desk.say(_("the text is as it was"))
            return
        editor.select_all()
        editor.type(after)
