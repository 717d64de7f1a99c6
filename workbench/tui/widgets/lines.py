"""One-line widgets: a title with a rule, and the keys that matter here."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widgets import Static

from workbench.tui.actions import Action, Place
from workbench.tui.drawing import clean, fit, line_sign
from workbench.tui.i18n import _
from workbench.tui.keymap import footer, key_name, keys


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
        self._waiting = ""

    def wait(self, shown: str) -> None:
        """Say what the second key of two may be; empty: show the keys of the place again."""
        self._waiting = shown
        self.refresh(layout=False)

    def show(self, place: Place) -> None:
        """Show the keys of another place."""
        if place is not self.place:
            self.place = place
            self.refresh(layout=False)

    def render(self) -> Content:
        """As many as fit, most important first."""
        if self._waiting:
            return Content.styled(fit(f" {clean(self._waiting)}", self.size.width), "bold $desk-accent")
        parts: list[tuple[str, str]] = []
        for _action, key, word in self._shown():
            parts += [(key, "bold $desk-accent"), (word, "$desk-dim")]
        return Content.assemble(*parts)

    def _shown(self) -> list[tuple[Action, str, str]]:
        """Action, key and word of each that fits."""
        shown, used = [], 1
        for entry in footer(self.place):
            key, word = f" {key_name(keys(entry)[0])}", f" {_(entry.short)}  "
            used += cell_len(key + word)
            if used > self.size.width:
                break
            shown.append((entry, key, word))
        return shown

    async def on_click(self, event: events.Click) -> None:
        """A click on a key does what it says."""
        right = 0
        for entry, key, word in self._shown():
            right += cell_len(key + word)
            if event.x < right and not self._waiting:
                await self.app.run_action(entry.method, self.screen)
                return
