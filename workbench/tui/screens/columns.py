"""Choosing the columns of the grid: which languages, in which order, how wide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from workbench.core.language import own_name
from workbench.tui.columns import Columns
from workbench.tui.drawing import clean, fit
from workbench.tui.i18n import _
from workbench.tui.keymap import any_of


class ChooseColumns(ModalScreen[Columns | None]):
    """Gives the choice, or None for leaving everything as it was.

    Args:
        choice: as it is.
        source: language of the first column, which stays.
        languages: the others.
        current: where to begin.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding(any_of("enter", "v"), "take", show=False),
        Binding(any_of("up", "k"), "go(-1)", show=False),
        Binding(any_of("down", "j"), "go(1)", show=False),
        Binding(any_of("space", "x"), "show_or_hide", show=False),
        Binding(any_of("K", "ctrl+up"), "move(-1)", show=False),
        Binding(any_of("J", "ctrl+down"), "move(1)", show=False),
        Binding("plus,equals_sign,right", "widen(1)", show=False),
        Binding("minus,left", "widen(-1)", show=False),
        Binding(any_of("f", "f3"), "fitted", show=False),
        Binding(any_of("r", "f5"), "reset", show=False),
    ]

    def __init__(self, choice: Columns, source: str, languages: Sequence[str], current: str) -> None:
        super().__init__()
        self.choice, self._source, self._languages = choice, source, tuple(languages)
        self._language = current if current in languages else source

    def compose(self) -> ComposeResult:
        """A line for each column."""
        with Vertical(classes="dialog"):
            yield Static(_("Columns of the grid"), classes="dialog-title")
            yield Static(id="columns")
            keys = _("Space: show or hide   J K: move   + −: width   f: as they fit   r: as at first   Enter   Esc")
            yield Static(keys, classes="dialog-keys")

    def on_mount(self) -> None:
        """Show the choice."""
        self._draw()

    @property
    def _names(self) -> tuple[str, ...]:
        return (self._source, *self.choice.ordered(self._languages))

    def _draw(self) -> None:
        lines = [self._line(name) for name in self._names]
        fitted = _("as many as have room, at least 30 cells each") if self.choice.fitted else _("all that are marked")
        told = Content.styled("\n" + _("shown: {which}").format(which=fitted), "$desk-dim")
        self.query_one("#columns", Static).update(Content("\n").join([*lines, told]))

    def _line(self, name: str) -> Content:
        here = name == self._language
        if name == self._source:
            mark, note = "[x]", _("the source, always first")
        else:
            mark, note = ("[ ]" if name in self.choice.hidden else "[x]"), ""
        width = _("width {percent} %").format(percent=self.choice.weight(name))
        text = f"{'▸' if here else ' '} {mark} {fit(clean(own_name(name)), 22)} {width:<14} {note}"
        return Content.styled(text, "bold $desk-accent" if here else "$desk-text")

    def _set(self, choice: Columns) -> None:
        self.choice = choice
        self._draw()

    def action_go(self, step: int) -> None:
        """The column above or below."""
        names = self._names
        self._language = names[max(0, min(names.index(self._language) + step, len(names) - 1))]
        self._draw()

    def action_show_or_hide(self) -> None:
        """Show or hide it; the source and the last language shown stay."""
        if self._language != self._source:
            self._set(self.choice.toggled(self._language, self._languages))

    def action_move(self, step: int) -> None:
        """Further left or right in the grid."""
        if self._language != self._source:
            self._set(self.choice.moved(self._language, step, self._languages))

    def action_widen(self, step: int) -> None:
        """Wider or narrower."""
        self._set(self.choice.widened(self._language, step))

    def action_fitted(self) -> None:
        """Only as many as have room, or all that are marked."""
        choice = self.choice
        self._set(Columns(choice.order, choice.hidden, choice.weights, not choice.fitted))

    def action_reset(self) -> None:
        """As at first."""
        self._set(Columns())

    def action_take(self) -> None:
        """Take the choice."""
        self.dismiss(self.choice)
