"""The grid of a statement: source rows, and for each language the cells opposite them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive

from workbench.core.language import own_name
from workbench.core.project import Cell, State
from workbench.tui.actions import Place
from workbench.tui.columns import Columns, lay_out
from workbench.tui.drawing import COMMENTED, clean, empty_line, fit, glyph, line_sign, wrap
from workbench.tui.i18n import _
from workbench.tui.keymap import bindings, everywhere_letters
from workbench.tui.lit import Spans, start_of
from workbench.tui.lit import segments as lit_segments
from workbench.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from workbench.services.sheet import CellPlace, DisplayRow

_LONGEST_BEAD = 200
"""Rows above and below that are looked at for the ends of a bead; more than a screen has."""

_GLYPH_FIELD = 3
"""Glyph, finding mark and comment mark before the text of a cell."""


class Zoom(IntEnum):
    """How many lines the rows around the current one may take."""

    ONE = 1
    THREE = 3
    ALL = 1000


class Grid(RowList):
    """Rows of a statement by languages; the cursor is on a row and a language.

    `rows`, `languages` and `findings` are set from above through `show`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.GRID), *everywhere_letters()]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"grid--{state}" for state in State),
        "grid--source",
        "grid--number",
        "grid--finding",
        "grid--comment",
        "grid--border",
        "grid--row",
        "grid--cell",
    }

    @dataclass
    class Pointed(Message):
        """Another column was clicked, in this row."""

        grid: Grid
        index: int
        language: str

        @property
        def control(self) -> Grid:
            """The grid that sent it."""
            return self.grid

    language: reactive[str] = reactive("", repaint=False)
    zoom: reactive[Zoom] = reactive(Zoom.ONE, repaint=False)

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(widget_id=widget_id)
        self.rows: Sequence[DisplayRow] = ()
        self.languages: tuple[str, ...] = ()
        self.begun: Collection[str] = ()
        self.source_language = ""
        self.has_finding: Callable[[Cell, str], bool] = lambda _cell, _language: False
        self.is_commented: Callable[[Cell], bool] = lambda _cell: False
        self.shown: Sequence[int] | None = None
        self.filtering = False
        self.choice = Columns()
        self._laid_out: tuple[object, list[tuple[str, int]]] | None = None
        self._lit: Mapping[int, Spans] = {}
        self._lit_source: Spans = ()
        self._styles: dict[str, Style] = {}

    # What is shown.

    def light(self, cells: Mapping[int, Spans], source: tuple[int, int] | None = None) -> None:
        """Let places of cells, by their number, and of the current row's source stand out; those before no more."""
        lit_source = (source,) if source else ()
        if (cells, lit_source) != (self._lit, self._lit_source):
            self._lit, self._lit_source = cells, lit_source
            self.refresh()

    def show(
        self, rows: Sequence[DisplayRow], source_language: str, languages: tuple[str, ...], begun: Collection[str]
    ) -> None:
        """Show these rows; cursor, language and place stay where they can.

        Args:
            begun: languages that have cells; the others are missing on every row.
        """
        self.rows, self.source_language, self.languages, self.begun = rows, source_language, languages, begun
        if self.language not in languages:
            self.language = self.order[0] if languages else ""
        self.rearrange()

    def filter(self, shown: Sequence[int] | None, *, whole: bool = True) -> None:
        """Show only these rows (by index, in order), None for all; the cursor stays on its row if it is among them.

        Args:
            whole: whether these are all; where more are still looked for, the cursor stays where it is shown.
        """
        at = self.row_index
        self.shown, self.filtering = shown, not whole
        self.go_to_row(at if at is not None else 0)
        self.rearrange()

    def shows(self, row: int) -> bool:
        """Whether the filter leaves a row in sight."""
        if self.shown is None:
            return True
        at = bisect_left(self.shown, row)
        return at < len(self.shown) and self.shown[at] == row

    @property
    def count(self) -> int:
        """Rows shown."""
        return len(self.rows) if self.shown is None else len(self.shown)

    def _real(self, index: int) -> int:
        return index if self.shown is None else self.shown[index]

    @property
    def row_index(self) -> int | None:
        """Index of the current row among all rows, None if there is none."""
        return self._real(self.cursor) if self.count else None

    def go_to_row(self, row: int) -> None:
        """Put the cursor on a row by its index among all rows, or the next one shown."""
        if self.shown is None:
            self.go(row)
        else:
            self.go(bisect_left(self.shown, row))

    @property
    def cell(self) -> Cell | None:
        """The current cell, None where the version does not exist yet."""
        place = self._place(self.cursor, self.language) if self.count else None
        return place.cell if place else None

    def _place(self, index: int, language: str) -> CellPlace | None:
        return self.rows[self._real(index)].cells.get(language)

    def watch_language(self) -> None:
        """Draw with the language in sight."""
        self.rearrange()

    def watch_zoom(self) -> None:
        """Draw with the new heights."""
        self.rearrange()

    # Columns.

    @property
    def number_width(self) -> int:
        """Cells of the column of row numbers."""
        return max(2, len(str(len(self.rows)))) + 3

    def columns(self, width: int) -> list[tuple[str, int]]:
        """The languages that fit, the source first, each with its width; the current language is always there."""
        asked = self.choice, self.source_language, self.languages, self.language, width - self.number_width
        if self._laid_out is None or self._laid_out[0] != asked:
            self._laid_out = asked, lay_out(*asked)
        return self._laid_out[1]

    @property
    def order(self) -> tuple[str, ...]:
        """The languages that the person has not hidden, in the order of their columns."""
        return self.choice.shown(self.languages)

    def choose(self, choice: Columns) -> None:
        """Show these columns from now on."""
        self.choice = choice
        if self.language not in self.order and self.order:
            self.language = self.order[0]
        self.rearrange()

    def heading(self, width: int) -> list[tuple[str, int, bool]]:
        """Names of the columns with widths and whether it is the current one, the number column left out."""
        return [(own_name(name), each, name == self.language) for name, each in self.columns(width)]

    def language_at(self, x: int) -> str:
        """The language of the column at a cell of the width; empty where there is none, and over the source."""
        right = self.number_width
        for language, width in self.columns(self.size.width - 1):
            right += width + 1
            if x < right:
                return language if language != self.source_language else ""
        return ""

    def on_click(self, event: events.Click) -> None:
        """In another column it goes there; in its own, as in any list."""
        language, lines = self.language_at(event.x), self.lines_shown()
        if language and language != self.language and event.y < len(lines):
            event.prevent_default()
            self.post_message(self.Pointed(self, lines[event.y][0], language))

    # Heights.

    def measure(self, index: int) -> int:
        """One line or the zoom's for most rows; the current row opens to its full text."""
        if index == self.cursor:
            return self._needed(index, opened=True)
        return 1 if self.zoom is Zoom.ONE else min(self.zoom, self._needed(index, opened=False))

    def _needed(self, index: int, *, opened: bool) -> int:
        columns = self.columns(self.size.width - 1)
        needed = len(wrap(clean(self.rows[self._real(index)].source), columns[0][1] - 1))
        for language, width in columns[1:]:
            place = self._place(index, language)
            if place is None:
                continue
            lines = len(wrap(clean(place.cell.text), width - _GLYPH_FIELD - 1))
            bead = self._bead(index, language)
            others = len(bead) - 1
            needed = max(needed, lines - others if opened else -(-lines // len(bead)))
        return needed

    def _bead(self, index: int, language: str) -> range:
        """Rows that share the cell of this one; with a filter each row stands for itself."""
        place = self._place(index, language)
        first = last = index
        if place is None or (place.first and place.last) or self.shown is not None:
            return range(first, last + 1)
        least, most = max(0, index - _LONGEST_BEAD), min(self.count - 1, index + _LONGEST_BEAD)
        while first > least and not self._is(first, language, "first"):
            first -= 1
        while last < most and not self._is(last, language, "last"):
            last += 1
        return range(first, last + 1)

    def lively(self) -> Collection[int]:
        """The current row, and those that share a cell with it."""
        if not self.count:
            return ()
        beads = [self._bead(self.cursor, language) for language, _width in self.columns(self.size.width - 1)]
        return range(min(bead.start for bead in beads), max(bead.stop for bead in beads))

    def _is(self, index: int, language: str, end: str) -> bool:
        place = self._place(index, language)
        return place is None or bool(getattr(place, end))

    # Drawing.

    def notify_style_update(self) -> None:
        """Colours have changed."""
        super().notify_style_update()
        self._styles.clear()

    def _style(self, name: str, ground: str = "") -> Style:
        key = f"{name} {ground}"
        if key not in self._styles:
            style = self.get_component_rich_style(f"grid--{name}")
            if ground:
                style += Style(bgcolor=self.get_component_rich_style(f"grid--{ground}").bgcolor)
            self._styles[key] = style
        return self._styles[key]

    def draw(self, index: int, line: int, width: int) -> list[Segment]:
        """One line of a row: number, source, and each cell after a border."""
        current = index == self.cursor
        ground = "row" if current else ""
        columns = self.columns(width)
        row = self.rows[self._real(index)]
        here = index in self._bead(self.cursor, self.language)
        segments = [self._number(row, line, current, ground)]
        source = _Wrapped(clean(row.source), columns[0][1] - 1, line, self.height_of(index))
        lit = self._lit_source if current else ()
        segments += self._with_lit(source, columns[0][1], lit, self._style("source", ground))
        for language, each in columns[1:]:
            mine = here and language == self.language
            sign = "▌" if mine else line_sign("border")
            segments.append(Segment(sign, self._style("border", "cell" if mine else ground)))
            place = row.cells.get(language)
            if place is None:
                sign = glyph(State.NEW) if not line and language not in self.begun else " "
                segments.append(Segment(fit(sign, each), self._style(State.NEW, ground)))
            else:
                segments += self._cell_line(place.cell, index, language, line, each, "cell" if mine else ground)
        return segments

    def _number(self, row: DisplayRow, line: int, current: bool, ground: str) -> Segment:
        number = "–" if row.source_row is None else str(row.source_row + 1)
        mark = "▸" if current and not line else " "
        text = f"{mark}{number if not line else '':>{self.number_width - 2}} "
        return Segment(text, self._style("number", ground))

    def _cell_line(self, cell: Cell, index: int, language: str, line: int, width: int, ground: str) -> list[Segment]:
        bead = self._bead(index, language)
        at, room = line, self.height_of(index)
        if len(bead) > 1:
            at += sum(self.height_of(row) for row in bead if row < index)
            room = sum(self.height_of(row) for row in bead)
        finding = not line and self.has_finding(cell, language)
        text = _Wrapped(clean(cell.text), width - _GLYPH_FIELD - 1, at, room)
        style = self._style(cell.state, ground)
        return [
            Segment(" " if line else glyph(cell.state), style),
            Segment("!" if finding else " ", self._style("finding", ground)),
            Segment(COMMENTED if not line and self.is_commented(cell) else " ", self._style("comment", ground)),
            *self._with_lit(text, text.width, self._lit.get(cell.id, ()), style),
            Segment(self._tie(bead, at, room), self._style("border", ground)),
        ]

    def _with_lit(self, text: _Wrapped, width: int, spans: Spans, style: Style) -> list[Segment]:
        """A line of a text in so many cells; what is lit up stands out, without colour too."""
        shown = text.line.ljust(width - text.width + len(text.line))
        if not spans:
            return [Segment(shown, style)]
        return lit_segments(shown, text.start, spans, style, style + Style(bold=True, reverse=True))

    @staticmethod
    def _tie(bead: range, at: int, room: int) -> str:
        if len(bead) == 1:
            return " "
        return line_sign("top" if at == 0 else "bottom" if at == room - 1 else "middle")

    def draw_empty(self, line: int, width: int) -> list[Segment]:
        """Below the last row; in an empty grid, why it is empty."""
        filtered = _("no row contains that text; Esc in the filter shows all")
        why = filtered if self.shown is not None else _("no text yet")
        return [Segment(empty_line("" if self.count else why, line, width), self._style(State.NEW))]


class _Wrapped:
    """A line of a text that has some lines of space; the last one says with an ellipsis that there is more.

    Args:
        text: without control characters.
        width: cells that the text is wrapped to, and that `line` has.
        at: which of its lines.
        room: how many lines there are for it.
    """

    def __init__(self, text: str, width: int, at: int, room: int) -> None:
        self.text, self.width, self.at = text, width, at
        self._lines = (text,) if room == 1 else wrap(text, width)  # a text in one line is cut, not wrapped
        if at >= len(self._lines):
            self.line = " " * width
        elif at == room - 1 and len(self._lines) > room:
            self.line = fit(text[self.start :], width)
        else:
            self.line = fit(self._lines[at], width)

    @property
    def start(self) -> int:
        """Where the line begins in the text."""
        return start_of(self.text, self._lines, self.at)
