"""Asking for a line of text."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from workbench.tui.drawing import clean
from workbench.tui.i18n import _


class AskText(ModalScreen[str | None]):
    """Gives what was written, without white space at its ends and never empty; None if the person changed their mind.

    Args:
        question: what the text is for.
        needed: what to say where nothing is written.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, question: str, needed: str) -> None:
        super().__init__()
        self._question, self._needed = question, needed

    def compose(self) -> ComposeResult:
        """The question, a field, a line for what is wrong."""
        with Vertical(classes="dialog"):
            yield Static(Content(clean(self._question)), classes="dialog-title")
            yield Input(compact=True)
            yield Static("", id="wrong")
            yield Static(_("Enter: take it   Esc: leave it"), classes="dialog-keys")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what is written."""
        if event.value.strip():
            self.dismiss(event.value.strip())
        else:
            self.query_one("#wrong", Static).update(Content(self._needed))
