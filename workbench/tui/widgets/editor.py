"""The editor of one cell."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from workbench.tui.keymap import Place, bindings
from workbench.tui.widgets.plain import PlainArea


class Editor(PlainArea):
    """Every printable key is text; commands are control, Alt and function keys. The screen owns what they do."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.EDITOR)
    DEFAULT_CSS = "Editor { border: none; padding: 0 1; }"

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id, compact=True, highlight_cursor_line=False, tab_behavior="focus")

    def show(self, text: str) -> None:
        """Load the text of another cell, the cursor at its end, nothing to undo."""
        if text != self.text:
            self.load_text(text)
        self.history.clear()
        self.move_cursor(self.document.end)

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
