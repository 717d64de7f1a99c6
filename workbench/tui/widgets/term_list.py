"""The list of concepts: one line each, a column for every language."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType

from workbench.core.language import base, own_name
from workbench.core.term import Concept, TermStatus
from workbench.tui.actions import Place
from workbench.tui.drawing import empty_line, fit
from workbench.tui.keymap import bindings, everywhere_letters
from workbench.tui.term_words import in_cell
from workbench.tui.widgets.rows import RowList

_MARK = 3
"""Cells of the cursor's mark and of the sign that something is wrong."""

_LEAST = 14
"""Cells that a column needs at least."""


class TermList(RowList):
    """Concepts by languages; set from above through `show`."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.TERMS), *everywhere_letters()]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"terms--{status}" for status in TermStatus),
        "terms--none",
        "terms--mark",
        "terms--wrong",
        "terms--row",
    }

    def __init__(self) -> None:
        super().__init__(widget_id="list")
        self.concepts: Sequence[Concept] = ()
        self.shown: Sequence[int] = ()
        self.wrong: Collection[int] = ()
        self.languages: tuple[str, ...] = ()
        self.why_empty = ""

    def show(
        self,
        concepts: Sequence[Concept],
        shown: Sequence[int],
        wrong: Collection[int],
        languages: tuple[str, ...],
        why_empty: str,
    ) -> None:
        """Show these rows of these concepts; the cursor stays on its concept where that is still shown.

        Args:
            wrong: rows that get a sign that there is something to look at.
        """
        at = self.current
        self.concepts, self.shown, self.wrong = concepts, shown, wrong
        self.languages, self.why_empty = languages, why_empty
        place = next((n for n, row in enumerate(shown) if at is not None and concepts[row].id == at.id), None)
        if place is not None:
            self.cursor = place
        self.rearrange()

    @property
    def count(self) -> int:
        """Concepts shown."""
        return len(self.shown)

    @property
    def row(self) -> int | None:
        """The place of the current concept among all; None if there is none."""
        return self.shown[self.cursor] if self.cursor < len(self.shown) else None

    @property
    def current(self) -> Concept | None:
        """The concept under the cursor."""
        return self.concepts[self.row] if self.row is not None else None

    def columns(self, width: int) -> list[tuple[str, int]]:
        """The languages that fit, each with its width."""
        room = width - _MARK
        languages = self.languages[: max(1, room // _LEAST)]
        if not languages:
            return []
        each, rest = divmod(room, len(languages))
        return [(tag, each + (number < rest)) for number, tag in enumerate(languages)]

    def heading(self, width: int) -> str:
        """Names of the columns."""
        return " " * _MARK + "".join(fit(own_name(tag), each) for tag, each in self.columns(width))

    def draw(self, index: int, line: int, width: int) -> list[Segment]:
        """One concept."""
        row, here = self.shown[index], index == self.cursor
        concept = self.concepts[row]
        segments = [
            Segment("▸" if here else " ", self._style("mark", here)),
            Segment("! " if row in self.wrong else "  ", self._style("wrong", here)),
        ]
        for tag, each in self.columns(width):
            terms = [term for term in concept.terms if base(term.language) == base(tag)]
            cell = in_cell(terms)
            text, name = cell if cell else ("·", "none")
            segments.append(Segment(f"{fit(text, each - 1)} ", self._style(name, here)))
        return segments

    def _style(self, name: str, here: bool) -> Style:
        style = self.get_component_rich_style(f"terms--{name}")
        return style + Style(bgcolor=self.get_component_rich_style("terms--row").bgcolor) if here else style

    def draw_empty(self, line: int, width: int) -> list[Segment]:
        """In an empty list, why it is empty."""
        why = self.why_empty if not self.count else ""
        return [Segment(empty_line(why, line, width), self._style("none", False))]
