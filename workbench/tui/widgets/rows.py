"""A virtual list: rows of any height, of which only the visible ones are ever measured or drawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Self

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

_MOST_DRAWN = 2000
"""Lines that are kept drawn."""


class RowList(Widget, can_focus=True):
    """Rows one below the other with a cursor on one of them; subclasses say how many there are and draw them.

    The place in the list is a row and the lines of it that are scrolled off, so that no height above or below the
    visible part has to be known. A resize keeps cursor and place.
    """

    DEFAULT_CSS = "RowList { height: 1fr; width: 1fr; }"
    MARGIN = 1
    """Rows kept in sight above and below the cursor."""

    cursor: reactive[int] = reactive(0, repaint=False)

    @dataclass
    class Moved(Message):
        """The cursor is on another row."""

        rows: RowList
        index: int

        @property
        def control(self) -> RowList:
            """The list that sent it."""
            return self.rows

    class Opened(Moved):
        """A row was clicked that already had the cursor."""

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self.top = 0
        self._skipped = 0
        self._shown: list[tuple[int, int]] | None = None
        self._heights: dict[int, int] = {}
        self._measured_in = Size(0, 0)
        self._drawn: dict[tuple[int, int], list[Segment]] = {}
        self._lively: Collection[int] | None = None
        self._ground: Style | None = None

    @property
    def ground(self) -> Style:
        """The widget's own style, worked out once for each theme."""
        if self._ground is None:
            self._ground = self.rich_style
        return self._ground

    def notify_style_update(self) -> None:
        """Colours have changed."""
        super().notify_style_update()
        self._ground = None
        self.forget_drawn()

    # What a subclass gives.

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def measure(self, index: int) -> int:
        """How many lines a row takes, at least 1."""
        return 1

    def draw(self, index: int, line: int, width: int) -> list[Segment]:
        """One line of a row, in exactly `width` cells."""
        raise NotImplementedError

    def lively(self) -> Collection[int] | None:
        """Rows that look as they do because the cursor is where it is; None where that may be all of them.

        The others are drawn once and kept so until `refresh`, so that moving the cursor costs little.
        """
        return None

    def draw_empty(self, line: int, width: int) -> list[Segment]:
        """A line below the last row; of an empty list, why it is empty."""
        return [Segment(" " * width, self.ground)]

    # The place in the list.

    def height_of(self, index: int) -> int:
        """How many lines a row takes now, never more than fit."""
        if index not in self._heights:
            self._heights[index] = max(1, min(self.measure(index), max(1, self.size.height)))
        return self._heights[index]

    def rearrange(self) -> None:
        """Measure and draw again: rows, widths, heights or the cursor have changed."""
        self._measure_anew()
        self.cursor = max(0, min(self.cursor, self.count - 1))
        self._keep_cursor_in_sight()
        self.refresh()

    def _measure_anew(self) -> None:
        """Keep nothing of what was measured and drawn."""
        self.forget_drawn()
        self._heights.clear()
        self._shown = self._lively = None
        self._measured_in = self.size

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Without regions every row is drawn anew; with them those that are kept are only painted again."""
        if not regions:
            self.forget_drawn()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def forget_drawn(self) -> None:
        """Keep nothing of what was drawn: rows have changed, or how they look."""
        self._drawn.clear()

    def move(self, rows: int) -> None:
        """Move the cursor by so many rows."""
        self.go(self.cursor + rows)

    def page(self, direction: int) -> None:
        """Move the cursor by what is visible."""
        shown = {index for index, _ in self.lines_shown()}
        self.move(direction * max(1, len(shown) - 2))

    def go(self, index: int) -> None:
        """Put the cursor on a row."""
        self.cursor = max(0, min(index, self.count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Keep the row in sight and tell whoever listens."""
        if old != new:
            lines, mark = self._shown, self._scroll_mark() if self._shown else range(0)
            self._heights.clear()
            self._shown = None
            self._keep_cursor_in_sight()
            self._repaint(lines, mark)
            self.post_message(self.Moved(self, new))

    def _repaint(self, lines: list[tuple[int, int]] | None, mark: range) -> None:
        """Paint the lines that are not as they were.

        Args:
            lines, mark: those shown and the place of the scroll mark before the cursor moved; None if not known.
        """
        before, self._lively = self._lively, self.lively()
        if lines is None or before is None or self._lively is None:
            self.refresh()
            return
        now, mark_now = self.lines_shown(), self._scroll_mark()
        changed = [
            y
            for y, (old, new) in enumerate(zip_longest(lines, now))
            if old != new or (new and (new[0] in before or new[0] in self._lively)) or (y in mark) != (y in mark_now)
        ]
        if changed:  # each region costs as much as some lines do
            self.refresh(*(Region(0, y, self.size.width, count) for y, count in _runs(changed)))

    def lines_shown(self) -> list[tuple[int, int]]:
        """For each line of the widget the row and the line within it; shorter than the widget at the end."""
        if self._measured_in != self.size:  # it may be painted in a new size before it hears of that
            self._measure_anew()
        if self._shown is None:
            lines: list[tuple[int, int]] = []
            index, skip = self.top, self._skipped
            while index < self.count and len(lines) < self.size.height:
                lines.extend((index, line) for line in range(skip, self.height_of(index)))
                index, skip = index + 1, 0
            self._shown = lines[: self.size.height]
        return self._shown

    def _keep_cursor_in_sight(self) -> None:
        height, count = self.size.height, self.count
        if not height or not count:
            self.top = self._skipped = 0
            return
        self.top = max(0, min(self.top, count - 1))
        first, last = max(0, self.cursor - self.MARGIN), min(count - 1, self.cursor + self.MARGIN)
        if first < self.top or (first == self.top and self._skipped):
            self.top, self._skipped = first, 0
        self.top = max(self.top, last - height)
        used = sum(self.height_of(index) for index in range(self.top, last + 1)) - self._skipped
        while used > height and self.top < self.cursor:
            used -= self.height_of(self.top) - self._skipped
            self.top, self._skipped = self.top + 1, 0
        self._fill_the_end(height, count)

    def _fill_the_end(self, height: int, count: int) -> None:
        """Leave no gap below the last row while rows above are hidden."""
        if self.top + height < count:
            return
        room = height - sum(self.height_of(index) for index in range(self.top, count)) + self._skipped
        while self.top > 0 and self.height_of(self.top - 1) <= room:
            self.top, self._skipped = self.top - 1, 0
            room -= self.height_of(self.top)
        if self.top > 0 and room > 0:
            self.top -= 1
            self._skipped = self.height_of(self.top) - room
        self._shown = None

    # Drawing and the mouse.

    def render_line(self, y: int) -> Strip:
        """One line of the widget, the scroll mark in its last column."""
        width = self.size.width - 1
        lines = self.lines_shown()
        segments = self._line(*lines[y], width) if y < len(lines) else self.draw_empty(y - len(lines), width)
        return Strip([*segments, Segment("▐" if y in self._scroll_mark() else " ", self.ground)], width + 1)

    def _line(self, index: int, line: int, width: int) -> list[Segment]:
        """A line of a row, as it was drawn before where nothing can have changed it."""
        if self._lively is None:
            self._lively = self.lively()
        if self._lively is None or index in self._lively:
            return self.draw(index, line, width)
        if (index, line) not in self._drawn:
            if len(self._drawn) > _MOST_DRAWN:
                self._drawn.clear()
            self._drawn[index, line] = self.draw(index, line, width)
        return self._drawn[index, line]

    def _scroll_mark(self) -> range:
        """The lines that the scroll mark is on; none where every row is in sight."""
        lines, height = self.lines_shown(), self.size.height
        shown = lines[-1][0] - lines[0][0] + 1 if lines else 0
        if not shown or shown >= self.count:
            return range(0)
        length = max(1, shown * height // self.count)
        start = min(self.top * height // self.count, height - length)
        return range(start, start + length)

    def on_resize(self, _event: events.Resize) -> None:
        """Keep cursor and place."""
        self.rearrange()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; a click on the current row opens it."""
        lines = self.lines_shown()
        if event.y < len(lines):
            index = lines[event.y][0]
            if index == self.cursor:
                self.post_message(self.Opened(self, index))
            self.go(index)

    def on_mouse_scroll_down(self, _event: events.MouseScrollDown) -> None:
        """Scroll by three rows, the cursor stays."""
        self._scroll(3)

    def on_mouse_scroll_up(self, _event: events.MouseScrollUp) -> None:
        """Scroll by three rows, the cursor stays."""
        self._scroll(-3)

    def _scroll(self, rows: int) -> None:
        self.top = max(0, min(self.top + rows, self.count - 1))
        self._skipped = 0
        self._shown = None
        self._fill_the_end(self.size.height, self.count)
        self.refresh(Region(0, 0, self.size.width, self.size.height))


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Ascending numbers as runs of consecutive ones: the first of each, and how many."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == sum(runs[-1]):
            runs[-1] = runs[-1][0], runs[-1][1] + 1
        else:
            runs.append((number, 1))
    return runs
