"""A title line that names several contents of one pane, the one that is shown marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from workbench.tui.drawing import clean, fit, line_sign

Tab = tuple[str, str, str]
"""Name, title, and how much there is to see (`3`, empty for nothing to say)."""


class TabLine(Static):
    """`─ [suggestions 5]  history 2  comments ────`; brackets mark the one that is shown, colour or not."""

    DEFAULT_CSS = "TabLine { height: 1; width: 1fr; }"

    @dataclass
    class Chosen(Message):
        """A title was clicked."""

        name: str

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__("", id=widget_id)
        self._tabs: Sequence[Tab] = ()
        self._current = ""

    def show(self, tabs: Sequence[Tab], current: str) -> None:
        """Set the titles and which of them is shown."""
        if (tabs, current) != (self._tabs, self._current):
            self._tabs, self._current = tabs, current
            self.refresh(layout=False)

    def _titles(self) -> list[tuple[str, str]]:
        """Name and written title of each."""
        shown = []
        for name, title, count in self._tabs:
            written = f"{clean(title)} {count}".rstrip()
            shown.append((name, f"[{written}]" if name == self._current else f" {written} "))
        return shown

    def render(self) -> Content:
        """The titles and a rule as wide as the widget."""
        rule = line_sign("rule")
        parts: list[tuple[str, str]] = [(rule, "bold $desk-accent")]
        used = 1
        for name, written in self._titles():
            room = max(0, self.size.width - used)
            written = written if cell_len(written) <= room else fit(written, room)
            parts.append((written, "bold $desk-accent" if name == self._current else "$desk-dim"))
            used += cell_len(written)
        return Content.assemble(*parts, (rule * max(0, self.size.width - used), "$desk-dim"))

    def on_click(self, event: events.Click) -> None:
        """Show the one that was clicked."""
        right = 1
        for name, written in self._titles():
            right += cell_len(written)
            if event.x < right:
                self.post_message(self.Chosen(name))
                return
