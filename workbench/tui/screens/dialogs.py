"""Small modal screens: a question, two texts of a conflict, a place to write to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from workbench.tui.drawing import clean
from workbench.tui.i18n import _
from workbench.tui.paths import path_of, unusable


class Choice(ModalScreen[int]):
    """A question with a few answers; gives the number of the answer, or -1."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(-1)", show=False)]

    def __init__(self, question: str, answers: Sequence[str], *, details: str = "") -> None:
        super().__init__()
        self._question, self._answers, self._details = question, answers, details

    def compose(self) -> ComposeResult:
        """The question, then the answers as a list."""
        with Vertical(classes="dialog"):
            yield Static(Content(clean(self._question)), classes="dialog-title")
            if self._details:
                with VerticalScroll(classes="dialog-details", can_focus=False):
                    yield Static(Content("\n").join(Content(clean(line)) for line in self._details.split("\n")))
            yield OptionList(*(Option(Content(clean(answer))) for answer in self._answers))
            yield Static(_("↑ ↓ Enter   Esc: as it was"), classes="dialog-keys")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        self.dismiss(event.option_index)


class AskPath(ModalScreen[Path | None]):
    """Asks for a path; an unusable one is refused here, with the reason below the field.

    Args:
        question: what the path is for.
        value: a proposal.
        refuse: says what is wrong with a path, empty if nothing is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, question: str, value: str, refuse: Callable[[Path], str] = lambda _path: "") -> None:
        super().__init__()
        self._question, self._value, self._refuse = question, value, refuse

    def compose(self) -> ComposeResult:
        """The question, a field, a line for what is wrong."""
        with Vertical(classes="dialog"):
            yield Static(Content(clean(self._question)), classes="dialog-title")
            yield Input(self._value, compact=True, select_on_focus=False)
            yield Static("", id="wrong")
            yield Static(_("Enter: take it   Esc: leave it"), classes="dialog-keys")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the path if it can be used."""
        path = path_of(event.value.strip())
        wrong = self._refuse(path) or unusable(path) if event.value.strip() else _("a path is needed")
        if wrong:
            self.query_one("#wrong", Static).update(Content(clean(wrong)))
        else:
            self.dismiss(path)
