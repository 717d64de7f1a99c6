"""The editor of one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar, NamedTuple

from rich.style import Style
from rich.text import Text
from textual.binding import BindingType
from textual.widgets.text_area import Selection

from workbench.tui.actions import Place
from workbench.tui.keymap import bindings
from workbench.tui.widgets.plain import PlainArea

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


class MarkKind(StrEnum):
    """Why a place is marked: it renders a term, it is the term that is lit up, it is misspelt."""

    TERM = "term"
    LIT = "lit"
    WRONG = "wrong"


class Mark(NamedTuple):
    """A place of the text, half-open code points."""

    start: int
    end: int
    kind: MarkKind


class Editor(PlainArea):
    """Every printable key is text; commands are control, Alt and function keys. The screen owns what they do."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.EDITOR), *bindings(Place.EVERYWHERE)]
    """What works everywhere is named too, since a text area has a use of its own for some function keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"editor--{kind}" for kind in MarkKind}
    DEFAULT_CSS = """
    Editor { border: none; padding: 0 1; }
    Editor > .editor--term { text-style: underline; }
    Editor > .editor--lit { text-style: bold reverse; }
    Editor > .editor--wrong { text-style: underline; }
    """

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id, compact=True, highlight_cursor_line=False, tab_behavior="focus")
        self._marks: tuple[str, Sequence[Mark]] = "", ()

    def show(self, text: str) -> None:
        """Load the text of another cell, the cursor at its end, nothing to undo."""
        if text != self.text:
            self.load_text(text)
            self.suggestion = ""
        self.history.clear()
        self.move_cursor(self.document.end)

    def mark(self, text: str, marks: Sequence[Mark]) -> None:
        """Mark places of a text, as long as it is what stands here; terms only while nobody types."""
        if self._marks != (text, marks):
            self._marks = text, marks
            self._repaint()

    def get_line(self, line_index: int) -> Text:
        """A line, with what is marked in it."""
        line = super().get_line(line_index)
        text, marks = self._marks
        if marks and self.text == text:
            begin = len(self.get_text_range((0, 0), (line_index, 0)))
            for start, end, kind in marks:
                if end > begin and not (kind is MarkKind.TERM and self.has_focus):
                    line.stylize(self._mark_style(kind), max(0, start - begin), end - begin)
        return line

    def _mark_style(self, kind: MarkKind) -> Style:
        """Attributes, and of what is wrong the colour; the ground stays that of the line."""
        style = self.get_component_rich_style(f"editor--{kind}")
        colour = style.color if kind is MarkKind.WRONG else None
        return Style(color=colour, bold=style.bold, underline=style.underline, reverse=style.reverse)

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

    @property
    def cursor_index(self) -> int:
        """Code points before the cursor."""
        return len(self.get_text_range((0, 0), self.cursor_location))

    def type(self, text: str) -> None:
        """Insert a text at the cursor, in place of the selection, as one undo step."""
        self.history.checkpoint()
        self._replace_via_keyboard(text, *self.selection)
        self.history.checkpoint()

    def put(self, text: str, place: tuple[int, int] | None = None) -> None:
        """Insert words at the cursor or in place of the selection, with spaces where they would touch others.

        Args:
            place: what they stand in place of, half-open code points; None for the selection.
        """
        if place is not None:
            self.selection = Selection(self._location(place[0]), self._location(place[1]))
        elif self.selection.is_empty:
            before, after = self.text[: self.cursor_index][-1:], self.text[self.cursor_index :][:1]
            text = " " * _touches(before, text[:1]) + text + " " * _touches(text[-1:], after)
        self.type(text)

    def _location(self, index: int) -> tuple[int, int]:
        """Line and column of a code point."""
        before = self.text[:index].split("\n")
        return len(before) - 1, len(before[-1])

    @property
    def span_here(self) -> tuple[int, int] | None:
        """Where the selection is, else the word at the cursor; half-open code points, None between words."""
        if not self.selection.is_empty:
            ends = sorted(self.selection)
            return len(self.get_text_range((0, 0), ends[0])), len(self.get_text_range((0, 0), ends[1]))
        at = self.cursor_index
        return next((word.span() for word in _WORD.finditer(self.text) if word.start() <= at <= word.end()), None)

    @property
    def words_here(self) -> str:
        """What is selected, else the word at the cursor; empty between words."""
        span = self.span_here
        return self.text[slice(*span)] if span else ""

    @property
    def can_undo(self) -> bool:
        """Whether anything was typed here that can be taken back."""
        return bool(self.history.undo_stack)

    @property
    def can_redo(self) -> bool:
        """Whether anything taken back here can return."""
        return bool(self.history.redo_stack)


def _touches(left: str, right: str) -> bool:
    """Whether two characters are parts of words that would run into one."""
    return bool(left and right) and (left.isalnum() or left in ",.;:!?…։)»") and right.isalnum()
