"""The list of the models desk: sections of lines, each section under its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType

from workbench.tui.actions import Place
from workbench.tui.drawing import clean, empty_line, fit
from workbench.tui.i18n import _
from workbench.tui.keymap import bindings, everywhere_letters
from workbench.tui.model_rows import SECTIONS, Row
from workbench.tui.widgets.rows import RowList

_MARK = 4
"""Cells of the cursor's mark and of the sign."""


class ModelList(RowList):
    """Pairs, packages and offers; set from above through `show`. The first row of a section carries its name."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.MODELS), *everywhere_letters()]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"models--{sign}" for sign in ("good", "round", "idle", "none", "wrong", "new", "newer")),
        "models--text",
        "models--section",
        "models--mark",
        "models--row",
    }

    def __init__(self) -> None:
        super().__init__(widget_id="list")
        self.rows: Sequence[Row] = ()
        self.why_empty = ""

    def show(self, rows: Sequence[Row], why_empty: str) -> None:
        """Show these rows; the cursor stays on its row where that is still shown."""
        at = self.current
        self.rows, self.why_empty = rows, why_empty
        place = next((n for n, row in enumerate(rows) if at is not None and _is_same(row, at)), None)
        if place is not None:
            self.cursor = place
        self.rearrange()

    @property
    def count(self) -> int:
        """Rows shown."""
        return len(self.rows)

    @property
    def current(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def _first(self, index: int) -> bool:
        return index == 0 or self.rows[index - 1].section is not self.rows[index].section

    def measure(self, index: int) -> int:
        """One line, with a name above it for the first of a section, and a space above that."""
        return 1 if not self._first(index) else 2 if index == 0 else 3

    def draw(self, index: int, line: int, width: int) -> list[Segment]:
        """One row, or the name of its section."""
        row = self.rows[index]
        before = self.measure(index) - 1
        if line < before:
            name = _(SECTIONS[row.section]) if line == before - 1 else ""
            return [Segment(fit(f" {name}", width), self._style("section", False))]
        here = index == self.cursor
        segments = [
            Segment("▸ " if here else "  ", self._style("mark", here)),
            Segment(f"{row.glyph} ", self._style(row.sign, here)),
        ]
        room, parts = width - _MARK, sum(share for _text, share in row.cells)
        for number, (text, share) in enumerate(row.cells):
            last = number == len(row.cells) - 1
            each = room if last else (width - _MARK) * share // parts
            room -= each
            segments.append(Segment(f"{fit(clean(text), each - 1)} " if each else "", self._style("text", here)))
        return segments

    def _style(self, name: str, here: bool) -> Style:
        style = self.get_component_rich_style(f"models--{name}")
        return style + Style(bgcolor=self.get_component_rich_style("models--row").bgcolor) if here else style

    def draw_empty(self, line: int, width: int) -> list[Segment]:
        """In an empty list, why it is empty."""
        why = self.why_empty if not self.rows else ""
        return [Segment(empty_line(why, line, width), self._style("text", False))]


def _is_same(one: Row, other: Row) -> bool:
    return (one.section, one.name, one.cells[0]) == (other.section, other.name, other.cells[0])
