"""The editor of one cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType

from workbench.tui.actions import Place
from workbench.tui.keymap import bindings
from workbench.tui.widgets.plain import PlainArea


class Editor(PlainArea):
    """Every printable key is text; commands are control, Alt and function keys. The screen owns what they do."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.EDITOR)
    DEFAULT_CSS = "Editor { border: none; padding: 0 1; }"

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id, compact=True, highlight_cursor_line=False, tab_behavior="focus")
        self._marks: tuple[str, Sequence[tuple[int, int]]] = "", ()

    def show(self, text: str) -> None:
        """Load the text of another cell, the cursor at its end, nothing to undo."""
        if text != self.text:
            self.load_text(text)
            self.suggestion = ""
        self.history.clear()
        self.move_cursor(self.document.end)

    def mark(self, text: str, spans: Sequence[tuple[int, int]]) -> None:
        """Underline places (offsets, half-open) of a text, as long as it is what stands here."""
        if self._marks != (text, spans):
            self._marks = text, spans
            self._repaint()

    def get_line(self, line_index: int) -> Text:
        """A line, with what is marked in it; nothing is marked while the person types."""
        line = super().get_line(line_index)
        text, spans = self._marks
        if spans and not self.has_focus and self.text == text:
            start = len(self.get_text_range((0, 0), (line_index, 0)))
            for first, end in spans:
                line.stylize("underline", max(0, first - start), max(0, end - start))
        return line

    def watch_has_focus(self, has_focus: bool) -> None:
        """Marks come and go with the focus."""
        super().watch_has_focus(has_focus)
        self._repaint()

    def _repaint(self) -> None:
        self._line_cache.clear()  # lines are kept drawn, whatever is marked in them
        self.refresh()

    def update_suggestion(self) -> None:
        """A completion belongs to the end of the text."""
        if not self.at_end:
            self.suggestion = ""

    def watch_selection(self) -> None:
        """The cursor has moved, by a key or the mouse."""
        self.update_suggestion()

    @property
    def at_end(self) -> bool:
        """Whether the cursor stands behind the text, with nothing selected."""
        return self.selection.is_empty and self.cursor_location == self.document.end

    def type(self, text: str) -> None:
        """Insert a text at the cursor, in place of the selection, as one undo step."""
        self.history.checkpoint()
        self._replace_via_keyboard(text, *self.selection)
        self.history.checkpoint()

    @property
    def can_undo(self) -> bool:
        """Whether anything was typed here that can be taken back."""
        return bool(self.history.undo_stack)

    @property
    def can_redo(self) -> bool:
        """Whether anything taken back here can return."""
        return bool(self.history.redo_stack)
