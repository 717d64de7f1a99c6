"""The beads of one version beside its source: sentences on both sides, joined by lines that say how sure they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.reactive import reactive

from workbench.services.alignwork import Cut, Side
from workbench.tui.actions import Place
from workbench.tui.drawing import empty_line, fit
from workbench.tui.i18n import _
from workbench.tui.keymap import bindings, everywhere_letters
from workbench.tui.widgets.bead_lines import (
    LEVELS,
    Line,
    Spans,
    bracket,
    confidence_text,
    cut_line,
    level_of,
    line_of,
    lines_of,
    lit,
    more,
    sign,
)
from workbench.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from workbench.services.aligndesk import Facing

MIDDLE = 11
"""Cells of the lines between the sides: bracket, line, number, mark, line, bracket."""

STYLES = (
    *(level.name for level in LEVELS),
    *("text", "number", "pin", "empty", "term", "figure", "name", "against", "cut", "row", "side"),
)

_KINDS = {"term": "term", "number": "figure", "name": "name"}
"""Styles of what ties a pair, by the kind of tie."""


class BeadRows(RowList):
    """What the lists of beads share: keys and styles."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.ALIGNMENT), *everywhere_letters()]
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"beads--{name}" for name in STYLES}

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(widget_id=widget_id)
        self.why_empty: Sequence[str] = ()
        self._styles: dict[tuple[str, str], Style] = {}

    def notify_style_update(self) -> None:
        """Colours have changed."""
        super().notify_style_update()
        self._styles.clear()

    def style(self, name: str, ground: str = "") -> Style:
        """A style by name, on the ground of another one."""
        if (name, ground) not in self._styles:
            found = self.get_component_rich_style(f"beads--{name}")
            if ground:
                found += Style(bgcolor=self.get_component_rich_style(f"beads--{ground}").bgcolor)
            self._styles[name, ground] = found
        return self._styles[name, ground]

    def ties(self, ground: str) -> dict[str, Style]:
        """The styles of what ties a pair, by kind."""
        return {kind: self.style(name, ground) for kind, name in _KINDS.items()}

    def _scroll(self, rows: int) -> None:
        super()._scroll(rows)
        self.post_message(self.Moved(self, self.cursor))  # other beads are in sight now

    def draw_empty(self, line: int, width: int) -> list[Segment]:
        """Below the last row; in an empty list, why it is empty."""
        why = "" if self.count else "\n".join(self.why_empty)
        return [Segment(empty_line(why, line, width), self.style("text"))]


class BeadList(BeadRows):
    """One bead a row. Set from above through `show`; `side` is the one that borders and gaps are made on."""

    side: reactive[Side] = reactive(Side.TARGET, repaint=False)
    cut: reactive[Cut | None] = reactive(None, repaint=False)

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(widget_id=widget_id)
        self.facing: Facing | None = None
        self.against: Mapping[tuple[int, int], str] = {}
        self._spans: dict[int, tuple[Spans, Spans]] = {}

    def show(self, facing: Facing | None, cursor: int) -> None:
        """Show an alignment, the cursor on one of its beads; what was lit up is not any more."""
        self.facing = facing
        self._spans = {}
        self.cursor = max(0, min(cursor, self.count - 1))
        self.rearrange()

    def mark(self, against: Mapping[tuple[int, int], str]) -> None:
        """Mark the beads that lead elsewhere through another version: source rows, half-open → that version."""
        self.against = against
        self.refresh()

    def light(self, spans: Mapping[int, tuple[Spans, Spans]]) -> None:
        """Light up what ties the two sides of some beads."""
        self._spans.update(spans)
        self.refresh()

    def unlit(self) -> list[int]:
        """Beads in sight of which nobody has said yet what ties them, the current one first."""
        seen = dict.fromkeys(index for index, _line in self.lines_shown())
        return sorted((index for index in seen if index not in self._spans), key=lambda index: index != self.cursor)

    @property
    def count(self) -> int:
        """How many beads there are."""
        return len(self.facing.alignment) if self.facing else 0

    def watch_side(self) -> None:
        """Show which side is worked on."""
        self.refresh()

    def watch_cut(self) -> None:
        """The current bead is higher while it is split."""
        self.rearrange()

    # -- measures ----------------------------------------------------------------------------------------------------

    def widths(self, width: int) -> tuple[int, int, int]:
        """Cells of a sentence number with its mark and space, of the source's text and of the version's."""
        sizes = self.facing.alignment.sizes if self.facing else (0, 0)
        number = len(str(max(1, *sizes))) + 2
        room = max(2, width - 2 * number - MIDDLE)
        return number, room // 2, room - room // 2

    def _lines(self, index: int, side: Side, width: int) -> tuple[Line, ...]:
        assert self.facing is not None
        cut = self.cut.on(side) if self.cut and index == self.cursor else None
        return lines_of(tuple(self.facing.sentences(index, side)), width, cut)

    def _sides(self, index: int, width: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
        _number, left, right = self.widths(width)
        return self._lines(index, Side.SOURCE, left - 1), self._lines(index, Side.TARGET, right - 1)

    def measure(self, index: int) -> int:
        """As many lines as the longer side takes."""
        return max(1, *map(len, self._sides(index, self.size.width - 1)))

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, index: int, line: int, width: int) -> list[Segment]:
        """One line of a bead: the source, what joins the sides, the version."""
        number, left, right = self.widths(width)
        sides = self._sides(index, width)
        spans = self._spans.get(index, ((), ()))
        return [
            *self._side(index, line, Side.SOURCE, sides[0], spans[0], (number, left)),
            *self._middle(index, line, sides),
            *self._side(index, line, Side.TARGET, sides[1], spans[1], (number, right)),
        ]

    def _row_ground(self, index: int, side: Side | None = None) -> str:
        if index != self.cursor:
            return ""
        return "side" if side is self.side else "row"

    def _side(
        self, index: int, line: int, side: Side, lines: tuple[Line, ...], spans: Spans, widths: tuple[int, int]
    ) -> list[Segment]:
        ground, (number, width) = self._row_ground(index, side), widths
        here = lines[line] if line < len(lines) else None
        mark = "▸" if ground == "side" and not line else " "
        shown = here.number if here else "–" if not line and not lines else ""
        segments = [Segment(f"{mark}{shown:>{number - 2}} ", self.style("number", ground))]
        if here is None:
            text = _("(nothing opposite)") if not line and not lines else ""
            return [*segments, Segment(fit(text, width), self.style("empty", ground))]
        if here.cut:
            return [*segments, Segment(cut_line(width, active=side is self.side), self.style("cut", ground))]
        if line == self.height_of(index) - 1 and line < len(lines) - 1:
            return [*segments, Segment(more(here.text, width), self.style("text", ground))]
        return [*segments, *lit(here, width, spans, self.style("text", ground), self.ties(ground))]

    def _middle(self, index: int, line: int, sides: tuple[tuple[Line, ...], tuple[Line, ...]]) -> list[Segment]:
        assert self.facing is not None
        bead, pinned = self.facing.alignment.beads[index], self.facing.alignment.pinned[index]
        ground = self._row_ground(index)
        level = level_of(1.0 if pinned else bead.confidence)
        style = self.style("pin" if pinned else level.name, ground)
        left, right = (_bracketed(lines, line, right=lines is sides[1]) for lines in sides)
        if line:
            return [Segment(f"{left}{' ' * (MIDDLE - 2)}{right}", style)]
        bar = line_of(level) * 2
        against = (bead.source_start, bead.source_end) in self.against
        number = f" {sign('pin')} " if pinned else confidence_text(bead.confidence)
        return [
            Segment(f"{left}{bar} {number}", style),
            Segment(sign("against") if against else " ", self.style("against", ground)),
            Segment(f"{bar}{right}", style),
        ]


def _bracketed(lines: tuple[Line, ...], line: int, *, right: bool) -> str:
    """The bracket of one line of a side that has several sentences."""
    if not lines or lines[-1].sentence == 0 or line >= len(lines):
        return " "
    return bracket(line, len(lines), right=right)
