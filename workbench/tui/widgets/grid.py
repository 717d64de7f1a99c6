"""The grid of a statement: source rows, and for each language the cells opposite them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.reactive import reactive

from workbench.core.language import own_name
from workbench.core.project import Cell, State
from workbench.tui.actions import Place
from workbench.tui.drawing import clean, fit, glyph, line_sign, wrap
from workbench.tui.keymap import bindings, everywhere_letters
from workbench.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from workbench.services.sheet import CellPlace, DisplayRow

MIN_COLUMN = 30
"""Cells that a column needs at least before one more is shown."""

_GLYPH_FIELD = 3
"""Glyph, finding mark and a space before the text of a cell."""


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
        "grid--border",
        "grid--row",
        "grid--cell",
    }

    language: reactive[str] = reactive("", repaint=False)
    zoom: reactive[Zoom] = reactive(Zoom.ONE, repaint=False)

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(widget_id=widget_id)
        self.rows: Sequence[DisplayRow] = ()
        self.languages: tuple[str, ...] = ()
        self.begun: Collection[str] = ()
        self.source_language = ""
        self.has_finding: Callable[[Cell, str], bool] = lambda _cell, _language: False
        self.shown: list[int] | None = None
        self._styles: dict[str, Style] = {}

    # What is shown.

    def show(
        self, rows: Sequence[DisplayRow], source_language: str, languages: tuple[str, ...], begun: Collection[str]
    ) -> None:
        """Show these rows; cursor, language and place stay where they can.

        Args:
            begun: languages that have cells; the others are missing on every row.
        """
        self.rows, self.source_language, self.languages, self.begun = rows, source_language, languages, begun
        if self.language not in languages:
            self.language = languages[0] if languages else ""
        self.rearrange()

    def filter(self, shown: list[int] | None) -> None:
        """Show only these rows (by index), None for all; the cursor stays on its row if that is among them."""
        at = self.row_index
        self.shown = shown
        self.go_to_row(at if at is not None else 0)
        self.rearrange()

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
        elif self.shown:
            later = [index for index, real in enumerate(self.shown) if real >= row]
            self.go(later[0] if later else len(self.shown) - 1)

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
        room = width - self.number_width
        fitting = max(1, min(len(self.languages), (room + 1) // (MIN_COLUMN + 1) - 1))
        at = self.languages.index(self.language) if self.language in self.languages else 0
        start = max(0, min(at - fitting + 1, len(self.languages) - fitting)) if at >= fitting else 0
        names = [self.source_language, *self.languages[start : start + fitting]]
        each, rest = divmod(room - (len(names) - 1), len(names))
        return [(name, each + (number < rest)) for number, name in enumerate(names)]

    def heading(self, width: int) -> list[tuple[str, int, bool]]:
        """Names of the columns with widths and whether it is the current one, the number column left out."""
        return [(own_name(name), each, name == self.language) for name, each in self.columns(width)]

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
        if place is None or self.shown is not None:
            return range(first, last + 1)
        while first > 0 and not self._is(first, language, "first"):
            first -= 1
        while last < self.count - 1 and not self._is(last, language, "last"):
            last += 1
        return range(first, last + 1)

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
        segments = [self._number(row, line, current, ground)]
        source = wrap(clean(row.source), columns[0][1] - 1)
        shown = _line_of(source, line, self.height_of(index), columns[0][1])
        segments.append(Segment(shown, self._style("source", ground)))
        for language, each in columns[1:]:
            here = language == self.language and index in self._bead(self.cursor, language)
            sign = "▌" if here else line_sign("border")
            segments.append(Segment(sign, self._style("border", "cell" if here else ground)))
            segments.extend(self._cell_line(index, language, line, each, "cell" if here else ground))
        return segments

    def _number(self, row: DisplayRow, line: int, current: bool, ground: str) -> Segment:
        number = "–" if row.source_row is None else str(row.source_row + 1)
        mark = "▸" if current and not line else " "
        text = f"{mark}{number if not line else '':>{self.number_width - 2}} "
        return Segment(text, self._style("number", ground))

    def _cell_line(self, index: int, language: str, line: int, width: int, ground: str) -> list[Segment]:
        place = self._place(index, language)
        if place is None:
            sign = glyph(State.NEW) if not line and language not in self.begun else " "
            return [Segment(fit(sign, width), self._style(State.NEW, ground))]
        cell, bead = place.cell, self._bead(index, language)
        room = sum(self.height_of(row) for row in bead)
        at = sum(self.height_of(row) for row in bead if row < index) + line
        finding = not line and self.has_finding(cell, language)
        text = _line_of(wrap(clean(cell.text), width - _GLYPH_FIELD - 1), at, room, width - _GLYPH_FIELD - 1)
        style = self._style(cell.state, ground)
        return [
            Segment(" " if line else glyph(cell.state), style),
            Segment("!" if finding else " ", self._style("finding", ground)),
            Segment(f" {text}", style),
            Segment(self._tie(bead, at, room), self._style("border", ground)),
        ]

    @staticmethod
    def _tie(bead: range, at: int, room: int) -> str:
        if len(bead) == 1:
            return " "
        return line_sign("top" if at == 0 else "bottom" if at == room - 1 else "middle")

    def draw_empty(self, line: int, width: int) -> list[Segment]:
        """Below the last row; in an empty grid, why it is empty."""
        why = "no row contains that text; Esc in the filter shows all" if self.shown is not None else "no text yet"
        text = f"  {why}" if line == 0 and not self.count else ""
        return [Segment(fit(text, width), self._style(State.NEW))]


def _line_of(lines: Sequence[str], at: int, room: int, width: int) -> str:
    """Line `at` of a text that has `room` lines of space; the last one says with an ellipsis that there is more."""
    if at >= len(lines):
        return " " * width
    if at == room - 1 and len(lines) > room:
        return fit(" ".join(lines[at:]), width)
    return fit(lines[at], width)
