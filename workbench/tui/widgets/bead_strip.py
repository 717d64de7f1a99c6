"""A strip beside the beads: where in the text one is, and where the alignment is unsure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from workbench.tui.drawing import ascii_only
from workbench.tui.widgets.bead_lines import LEVELS, level_of

_SIGNS = dict(zip((level.name for level in LEVELS), "│┆▒█", strict=True))
_ASCII_SIGNS = dict(zip((level.name for level in LEVELS), "|:%#", strict=True))


class BeadStrip(Widget):
    """One line for each part of the text; the whole height stands for the whole text."""

    DEFAULT_CSS = "BeadStrip { width: 2; height: 1fr; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {*(f"strip--{level.name}" for level in LEVELS), "strip--here"}

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self._lowest: Sequence[float] = ()
        self._share = 0.0

    def show(self, lowest: Sequence[float], share: float) -> None:
        """Show the least confidence of each part.

        Args:
            lowest: see `alignwork.lowest`; one for each line.
            share: how far in the text one is, 0..1.
        """
        self._lowest, self._share = lowest, share
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One part of the text."""
        if y >= len(self._lowest):
            return Strip([Segment("  ", self.rich_style)], 2)
        here = min(int(self._share * len(self._lowest)), len(self._lowest) - 1) == y
        name = level_of(self._lowest[y]).name
        return Strip(
            [
                Segment("▸" if here else " ", self.get_component_rich_style("strip--here")),
                Segment(
                    (_ASCII_SIGNS if ascii_only() else _SIGNS)[name], self.get_component_rich_style(f"strip--{name}")
                ),
            ],
            2,
        )
