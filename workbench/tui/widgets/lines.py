"""One-line widgets: a title with a rule, and the keys that matter here."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from workbench.tui.actions import Place
from workbench.tui.drawing import clean, fit, line_sign
from workbench.tui.i18n import _
from workbench.tui.keymap import footer, key_name


class TitleLine(Static):
    """`─ 14  az  ✎ edited ─────`: what stands below it."""

    DEFAULT_CSS = "TitleLine { height: 1; width: 1fr; }"

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__("", id=widget_id)
        self.title = ""
        self.note = ""

    def show(self, title: str, note: str = "") -> None:
        """Set what it says; the note is dimmer."""
        self.title, self.note = clean(title), clean(note)
        self.refresh(layout=False)

    def render(self) -> Content:
        """The rule as wide as the widget."""
        width, rule = self.size.width, line_sign("rule")
        note = f" {self.note}" if self.note else ""
        title = f"{rule} {self.title}"
        note = note if cell_len(title + note) < width - 2 else fit(note, max(0, width - cell_len(title) - 2))
        rest = rule * max(0, width - cell_len(title + note) - 1)
        return Content.assemble((title, "bold $desk-accent"), (note, "$desk-dim"), (f" {rest}", "$desk-dim"))


class KeyLine(Static):
    """The last line: the six keys that matter here and now, from the registry."""

    DEFAULT_CSS = "KeyLine { dock: bottom; height: 1; width: 1fr; }"

    def __init__(self, place: Place) -> None:
        super().__init__("")
        self.place = place

    def show(self, place: Place) -> None:
        """Show the keys of another place."""
        if place is not self.place:
            self.place = place
            self.refresh(layout=False)

    def render(self) -> Content:
        """As many as fit, most important first."""
        parts: list[tuple[str, str]] = []
        used = 1
        for action in footer(self.place):
            key, word = key_name(action.keys[0]), _(action.short)
            room = cell_len(key) + cell_len(word) + 4
            if used + room > self.size.width:
                break
            parts += [(f" {key}", "bold $desk-accent"), (f" {word}  ", "$desk-dim")]
            used += room
        return Content.assemble(*parts)
