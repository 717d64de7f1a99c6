"""Hits in their sentences, one below the other with the hit in the same column (keyword in context)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType

from workbench.tui.drawing import clean, empty_line, fit, line_sign
from workbench.tui.widgets.rows import RowList


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a text.

    Attributes:
        where: what stands before it: statement, row, language.
        start, end: code points in `text`, half-open.
        beside: what belongs to it, such as the other language; empty for nothing.
    """

    where: str
    text: str
    start: int
    end: int
    beside: str = ""


def kwic(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """What stands before a hit, the hit, and what stands after it, in exactly `width` cells together.

    Hits begin in the same column whatever their texts are; what does not fit is cut at the outer ends. The texts are
    clean.
    """
    before, hit, after = clean(text[:start]), clean(text[start:end]), clean(text[end:])
    room = width * 2 // 5
    hit = hit if cell_len(hit) <= width - room else fit(hit, width - room)
    return _end_of(before, room), hit, fit(after, width - room - cell_len(hit))


def _end_of(text: str, width: int) -> str:
    """The end of a text in exactly `width` cells, with an ellipsis before it if it was cut."""
    if width <= 0:
        return ""
    if cell_len(text) <= width:
        return " " * (width - cell_len(text)) + text
    kept, used = len(text), 0
    while kept and used + cell_len(text[kept - 1]) <= width - 1:
        kept -= 1
        used += cell_len(text[kept])
    shown = text[kept:]
    return " " * (width - 1 - cell_len(shown)) + line_sign("more") + shown


class KwicList(RowList):
    """Hits, one line each; with `beside` the texts that belong to them stand in the right half."""

    BINDINGS: ClassVar[list[BindingType]] = []
    COMPONENT_CLASSES: ClassVar[set[str]] = {"kwic--text", "kwic--hit", "kwic--where", "kwic--mark", "kwic--row"}
    DEFAULT_CSS = """
    KwicList > .kwic--text { color: $desk-text; }
    KwicList > .kwic--hit { color: $desk-accent; text-style: bold underline; }
    KwicList > .kwic--where { color: $desk-dim; }
    KwicList > .kwic--mark { color: $desk-accent; text-style: bold; }
    KwicList > .kwic--row { background: $desk-cell; }
    """

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(widget_id=widget_id)
        self.hits: Sequence[Hit] = ()
        self.why_empty = ""

    def show(self, hits: Sequence[Hit], why_empty: str) -> None:
        """Show these hits; the cursor stays where it is."""
        self.hits, self.why_empty = hits, why_empty
        self.rearrange()

    @property
    def count(self) -> int:
        """Hits."""
        return len(self.hits)

    def draw(self, index: int, line: int, width: int) -> list[Segment]:
        """One hit in its text."""
        hit, here = self.hits[index], index == self.cursor
        where = min(26, width // 3)
        room = width - where - 2
        texts = room if not hit.beside else room * 3 // 5
        before, found, after = kwic(hit.text, hit.start, hit.end, texts)
        return [
            Segment("▸ " if here else "  ", self._style("mark", here)),
            Segment(fit(clean(hit.where), where - 1) + " ", self._style("where", here)),
            Segment(before, self._style("text", here)),
            Segment(found, self._style("hit", here)),
            Segment(after, self._style("text", here)),
            Segment(fit(f" {clean(hit.beside)}", room - texts), self._style("where", here)),
        ]

    def _style(self, name: str, here: bool) -> Style:
        style = self.get_component_rich_style(f"kwic--{name}")
        return style + Style(bgcolor=self.get_component_rich_style("kwic--row").bgcolor) if here else style

    def draw_empty(self, line: int, width: int) -> list[Segment]:
        """Why there is nothing."""
        why = self.why_empty if not self.hits else ""
        return [Segment(empty_line(why, line, width), self._style("where", False))]
