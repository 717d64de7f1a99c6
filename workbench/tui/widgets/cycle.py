"""A choice among a few values on one line: the arrows or the space bar turn it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from workbench.tui.drawing import clean


class Cycle(Static, can_focus=True):
    """Shows one value and turns to the next.

    Args:
        values: what each is called in front of a person; the first is chosen at the beginning.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right,down", "turn(1)", show=False),
        Binding("left,up", "turn(-1)", show=False),
    ]
    DEFAULT_CSS = "Cycle { height: 1; width: auto; }"

    value: reactive[str] = reactive("", layout=True)

    class Turned(Message):
        """Another value is chosen."""

    def __init__(self, values: Mapping[str, str], value: str = "", *, widget_id: str | None = None) -> None:
        super().__init__("", id=widget_id)
        self.values = dict(values)
        if value and value not in self.values:
            self.values[value] = value
        self.set_reactive(Cycle.value, value if value in self.values else next(iter(self.values)))

    def action_turn(self, step: int) -> None:
        """The next value, or the one before."""
        names = list(self.values)
        self.value = names[(names.index(self.value) + step) % len(names)]
        self.post_message(self.Turned())

    def on_click(self) -> None:
        """The next value."""
        self.action_turn(1)

    def render(self) -> Content:
        """The value, between marks while the keys go here."""
        word = clean(self.values[self.value])
        style = "bold $desk-accent" if self.has_focus else "$desk-text"
        return Content.styled(f"‹{word}›" if self.has_focus else f" {word} ", style)
