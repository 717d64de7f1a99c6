"""One statement in linear mode: while a cell is edited, only plain lines and the text are on the screen.

Everything else is hidden, so nothing else is painted; the terminal's own cursor stands where one types.
"""

from __future__ import annotations

from textual import events, on
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static, TextArea

from workbench.core.errors import WorkbenchError
from workbench.tui.drawing import wrap
from workbench.tui.linear import lines_after, lines_before
from workbench.tui.painting import after_paint
from workbench.tui.screens.statement_view import StatementView


class StatementLinear(StatementView):
    """Shows the cell being edited as lines, where the desk is linear."""

    _lined = False

    def on_mount(self) -> None:
        """The terminal's cursor follows the text wherever it is laid out."""
        self.screen_layout_refresh_signal.subscribe(self, self._put_cursor)
        editor, parent = self.pane.editor, self.pane.editor.parent
        assert isinstance(parent, Widget)
        parent.mount(Static(classes="linear-line", id="linear-before"), before=editor)
        parent.mount(Static(classes="linear-line", id="linear-after"), after=self.pane.picker)

    def line_up(self) -> None:
        """Show lines, or the panes again, as the desk and the focus want it."""
        wanted = self.desk.linear and self.editing
        if wanted and not self._lined:
            self._mark_way()
        self._lined = wanted
        self.set_class(wanted, "linear")
        self.refresh(layout=True)
        self.pane.editor.cursor_blink = not wanted
        if not wanted:
            self.pane.editor.styles.height = None
        self.desk.show_cursor(wanted)
        if wanted:
            self.pane.editor.suggestion = ""
            self._show_lines()

    def _mark_way(self) -> None:
        """Find what leads to the editor, and hide whatever stands beside it."""
        node: DOMNode = self.pane.editor
        while node is not self and node.parent is not None:
            for beside in node.parent.children:
                if beside is not node and beside is not self.pane.picker and not beside.has_class("linear-line"):
                    beside.add_class("linear-off")
            node = node.parent
            node.set_class(node is not self, "linear-way")

    def _show_cell(self) -> None:
        super()._show_cell()
        if self._lined:
            self._show_lines()

    def _show_lines(self) -> None:
        row, language = self.grid.row_index, self.grid.language
        if row is None:
            return
        board, cell = self.board, self.board.cell(row, language)
        source = board.source_of(row, language)
        languages = (board.statement.source_language, language)
        before = lines_before((self._number(), len(board.rows)), languages, source, cell)
        try:
            findings = board.findings(cell, language) if cell is not None else []
        except WorkbenchError as error:
            self.desk.say(str(error), bad=True)
            findings = []
        self._fit_text()
        self._fill("#linear-before", before)
        self._fill("#linear-after", lines_after(cell, source, findings))

    def _fill(self, selector: str, lines: list[str]) -> None:
        """Show lines, wrapped here, in as much height as they need.

        An automatic height stays that of the text before, where Textual 8.2.8 lays out between two updates.
        """
        wrapped = [part for line in lines for part in wrap(line, max(1, self.size.width))]
        for place in self.query(selector).results(Static):
            place.update(Content("\n".join(wrapped)))
            place.styles.height = len(wrapped)

    @on(TextArea.Changed)
    def _fit_text(self) -> None:
        """As many lines as the text has, and at most half of the screen."""
        if self._lined:
            editor = self.pane.editor
            editor.styles.height = max(1, min(editor.wrapped_document.height, self.size.height // 2))

    def _put_cursor(self, _screen: Screen[object]) -> None:
        """The lines above have moved the text: the terminal's cursor goes with it, at the next paint of the text."""
        editor = self.pane.editor
        if self._lined and editor.has_focus and self.app.cursor_position != editor.cursor_screen_offset:
            self.app.cursor_position = editor.cursor_screen_offset
            editor.refresh()

    def complete(self) -> None:
        """No completion is shown where there is only what is written."""
        if not self.desk.linear:
            super().complete()

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap again."""
        if self._lined:
            self._show_lines()

    def on_descendant_focus(self) -> None:
        """Into the editor, or out of it."""
        self.line_up()

    def on_screen_resume(self) -> None:
        """Back from a dialog; the field that had the focus gets it back after this."""
        after_paint(self, self.line_up)

    def on_screen_suspend(self) -> None:
        """A dialog is in front: its fields have a cursor of their own."""
        self.desk.show_cursor(False)
