"""The field of a filter: shown while it is used, gone with Esc."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from workbench.tui.i18n import _


class Filter(Input):
    """Filters while typing; Enter keeps the filter, Esc runs the screen's `filter_off`.

    Args:
        what: is filtered (`rows`), in the language of the interface.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "screen.filter_off", show=False)]
    DEFAULT_CSS = "Filter { display: none; height: 1; border: none; }"

    def __init__(self, what: str) -> None:
        told = _("{what} that contain …   Enter keeps it, Esc shows all").format(what=what)
        super().__init__(placeholder=told, compact=True)

    def begin(self) -> None:
        """Show it and type into it."""
        self.display = True
        self.focus()

    @property
    def wanted(self) -> str:
        """What is typed, without white space around it."""
        return self.value.strip()

    def settle(self) -> None:
        """Keep it in sight if it filters, else hide it."""
        self.display = bool(self.wanted)

    def off(self) -> None:
        """Empty it and hide it; whoever asks has moved the focus away before."""
        self.value = ""
        self.display = False
