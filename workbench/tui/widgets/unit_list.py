"""The list of a memory: source beside target; of units that were looked for, the hit in the middle of its side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType

from workbench.services.unittable import Unit, UnitTable
from workbench.text.normalize import fold
from workbench.text.search import find_spans
from workbench.tui.actions import Place
from workbench.tui.drawing import ascii_only, clean, empty_line, fit
from workbench.tui.keymap import bindings, everywhere_letters
from workbench.tui.widgets.kwic import kwic
from workbench.tui.widgets.rows import RowList

_MARK = 4
"""Cells of the cursor's mark and of the sign of where a unit comes from."""


class UnitList(RowList):
    """Units of a table; set from above through `show`."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.MEMORY), *everywhere_letters()]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "units--text",
        "units--hit",
        "units--file",
        "units--note",
        "units--mark",
        "units--row",
    }

    def __init__(self) -> None:
        super().__init__(widget_id="list")
        self.table = UnitTable(("", ""))
        self.shown: Sequence[int] = ()
        self.wanted = ""
        self.why_empty = ""

    def show(self, table: UnitTable, shown: Sequence[int], wanted: str, why_empty: str) -> None:
        """Show these units; the cursor stays on its place while the same are looked for.

        Args:
            wanted: what they were looked for by, to be centred; empty for nothing.
        """
        same = table.pair == self.table.pair and wanted == self.wanted
        self.table, self.shown, self.wanted, self.why_empty = table, shown, wanted, why_empty
        if not same:
            self.cursor = 0
        self.rearrange()

    @property
    def count(self) -> int:
        """Units shown."""
        return len(self.shown)

    @property
    def number(self) -> int | None:
        """The current unit by its number in the table."""
        return self.shown[self.cursor] if self.cursor < len(self.shown) else None

    @property
    def current(self) -> Unit | None:
        """The unit under the cursor."""
        return self.table[self.number] if self.number is not None else None

    def sides(self, width: int) -> tuple[int, int]:
        """Cells of source and target."""
        source = (width - _MARK - 1) // 2
        return source, width - _MARK - 1 - source

    def draw(self, index: int, line: int, width: int) -> list[Segment]:
        """One unit."""
        unit, here = self.table[self.shown[index]], index == self.cursor
        sides = self.sides(width)
        sign = ("#" if ascii_only() else "▤") if unit.file else " "
        return [
            Segment("▸ " if here else "  ", self._style("mark", here)),
            Segment(f"{sign} ", self._style("file", here)),
            *self._side(unit.source, self.table.pair[0], sides[0], here),
            Segment(" ", self._style("text", here)),
            *self._side(unit.target, self.table.pair[1], sides[1], here),
        ]

    def _side(self, text: str, language: str, width: int, here: bool) -> list[Segment]:
        spans = find_spans(text, self.wanted, lambda each: fold(each, language)) if self.wanted else []
        if not spans:
            return [Segment(fit(clean(text), width), self._style("text", here))]
        before, hit, after = kwic(text, *spans[0], width)
        return [
            Segment(before, self._style("text", here)),
            Segment(hit, self._style("hit", here)),
            Segment(after, self._style("text", here)),
        ]

    def _style(self, name: str, here: bool) -> Style:
        style = self.get_component_rich_style(f"units--{name}")
        return style + Style(bgcolor=self.get_component_rich_style("units--row").bgcolor) if here else style

    def draw_empty(self, line: int, width: int) -> list[Segment]:
        """In an empty list, why it is empty."""
        why = self.why_empty if not self.count else ""
        return [Segment(empty_line(why, line, width), self._style("note", False))]
