"""Entries of styled text, one below the other: suggestions, findings, history; to be read and clicked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from workbench.tui.drawing import clean

Piece = tuple[str, str]
"""A stretch of text and what it is: `text`, `dim`, `warn`, `kind`, `number`, `old`, `new`, `lit`."""

STYLES = ("text", "dim", "warn", "kind", "number", "old", "new", "lit")
_INDENT = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Attributes:
        lines: each is wrapped by itself, and stands further right after the first; the first of several is cut.
        number: what a click on it answers with; 0 for nothing.
        shares: it may share its line with another one that does, where both have room.
        cut: it takes one line, whatever it says.
    """

    lines: tuple[tuple[Piece, ...], ...]
    number: int = 0
    shares: bool = False
    cut: bool = False


class Row(NamedTuple):
    """A line as it is shown: its text, and which entry it is of; from the cell `middle` on of the one on the right."""

    text: Text
    number: int
    middle: int = 0
    right: int = 0

    def number_at(self, x: int) -> int:
        """The entry at a cell of the line, 0 for none."""
        return self.right if self.middle and x >= self.middle else self.number


def plain_entry(line: str) -> Entry:
    """A line as an entry; one that begins with `!` is a warning."""
    return Entry((((line, "warn" if line.startswith("!") else "dim"),),))


class Notes(Widget):
    """Shows entries, wrapped to its width; the mouse wheel scrolls. It is set from above through `show`."""

    DEFAULT_CSS = "Notes { height: 1fr; width: 1fr; padding: 0; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"notes--{name}" for name in STYLES}

    @dataclass
    class Picked(Message):
        """An entry with a number was clicked."""

        notes: Notes
        number: int

        @property
        def control(self) -> Notes:
            """The widget that sent it."""
            return self.notes

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self.entries: Sequence[Entry] = ()
        self._top = 0
        self._rows: list[Row] | None = None
        self._styles: dict[str, Style] = {}

    def show(self, entries: Sequence[Entry], *, keep_place: bool = False) -> None:
        """Show these entries, from the first on unless the place is kept."""
        if entries != self.entries:
            self.entries, self._rows = entries, None
            self.refresh()
        if not keep_place:
            self._top = 0

    def notify_style_update(self) -> None:
        """Colours have changed."""
        super().notify_style_update()
        self._styles.clear()
        self._rows = None

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap anew."""
        self._rows = None

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"notes--{name}")
        return self._styles[name]

    @property
    def rows(self) -> list[Row]:
        """Lines as wide as the widget at most."""
        if self._rows is None:
            width = max(1, self.size.width - 1)
            rows: list[Row] = []
            free: Row | None = None  # the line before, where another entry has room beside it
            for entry in self.entries:
                own = self._wrapped(entry, width)
                both = _beside(free, own[0], width) if free and entry.shares and len(own) == 1 else None
                rows[len(rows) - bool(both) :] = [both] if both else own
                free = own[0] if entry.shares and len(own) == 1 and not both else None
            self._rows = rows
        return self._rows

    def _wrapped(self, entry: Entry, width: int) -> list[Row]:
        found: list[Row] = []
        for line in entry.lines:
            text = Text.assemble(*((clean(piece), self._style(name)) for piece, name in line))
            indent = _INDENT if found else 0
            if not found and (entry.cut or len(entry.lines) > 1):  # so that what it is about stays in sight
                text.truncate(width, overflow="ellipsis")
                found.append(Row(text, entry.number))
                continue
            for part in text.wrap(self.app.console, max(1, width - (indent or _INDENT)), overflow="fold"):
                part.rstrip()
                found.append(Row(Text(" " * (_INDENT if found else 0)) + part, entry.number))
        return found

    def render_line(self, y: int) -> Strip:
        """One line; the last one says where there is more."""
        rows, width, ground = self.rows, self.size.width, self.rich_style
        top = min(self._top, max(0, len(rows) - self.size.height))
        at = top + y
        segments = list(rows[at].text.render(self.app.console, end="")) if at < len(rows) else []
        segments = [Segment(each.text, ground + (each.style or Style())) for each in segments if each.text]
        left = len(rows) - at - 1
        strip = Strip(segments).adjust_cell_length(width, ground)
        if y == self.size.height - 1 and left > 0:
            told = f" +{left}"
            strip = Strip([*strip.crop(0, width - len(told)), Segment(told, ground + self._style("dim"))], width)
        return strip

    def on_click(self, event: events.Click) -> None:
        """Say which entry was clicked."""
        rows = self.rows
        at = min(self._top, max(0, len(rows) - self.size.height)) + event.y
        number = rows[at].number_at(event.x) if at < len(rows) else 0
        if number:
            self.post_message(self.Picked(self, number))

    def on_mouse_scroll_down(self, _event: events.MouseScrollDown) -> None:
        """Scroll by three lines."""
        self._scroll(3)

    def on_mouse_scroll_up(self, _event: events.MouseScrollUp) -> None:
        """Scroll by three lines."""
        self._scroll(-3)

    def _scroll(self, lines: int) -> None:
        self._top = max(0, min(self._top + lines, len(self.rows) - self.size.height))
        self.refresh()


def _beside(left: Row, right: Row, width: int) -> Row | None:
    """Both on one line, the right one in the middle or as soon as there is room; None if they are too long."""
    middle = max(width // 2, left.text.cell_len + _INDENT)
    if middle + right.text.cell_len > width:
        return None
    text = Text.assemble(left.text, " " * (middle - left.text.cell_len), right.text)
    return Row(text, left.number, middle, right.number)
