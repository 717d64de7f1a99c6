"""The header of a desk: what matters most first, as much as fits."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from workbench.tui.drawing import clean

Part = tuple[str, str]
"""A text and its style."""


class Bar(Static):
    """One line; parts that do not fit are left out from the first such on, `last` always stands at the end."""

    DEFAULT_CSS = "Bar { dock: top; height: 1; width: 1fr; }"

    def __init__(self) -> None:
        super().__init__("", id="bar")
        self._parts: Sequence[Part] = ()
        self._last = ""

    def show(self, parts: Sequence[Part], last: str = "") -> None:
        """Set what it says; empty parts are passed over."""
        self._parts, self._last = [(clean(text), style) for text, style in parts if text], clean(last)
        self.refresh(layout=False)

    def render(self) -> Content:
        """As many parts as fit, three spaces between them."""
        shown: list[Part] = []
        room = self.size.width - cell_len(self._last) - 2
        for text, style in self._parts:
            room -= cell_len(text) + 3
            if room < 0:
                room += cell_len(text) + 3
                break
            shown.append((f" {text}  ", style))
        return Content.assemble(*shown, (" " * max(0, room + 1), ""), (self._last, "$desk-dim"))
