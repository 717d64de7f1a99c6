"""The history of a cell: every text it has had, how each differs from today's, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from workbench.core.project import Cell, Revision
from workbench.tui.diff import diff
from workbench.tui.drawing import clean, glyph
from workbench.tui.i18n import _
from workbench.tui.keymap import any_of
from workbench.tui.wording import origin_words


class CellHistory(ModalScreen[Revision | None]):
    """Gives the revision to bring back, or None.

    Args:
        cell: as it is now.
        revisions: of the cell, oldest first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding(any_of("j"), "go(1)", show=False),
        Binding(any_of("k"), "go(-1)", show=False),
    ]

    def __init__(self, cell: Cell, revisions: Sequence[Revision]) -> None:
        super().__init__()
        self._cell = cell
        self._revisions = list(reversed(revisions))

    def compose(self) -> ComposeResult:
        """A line for each revision, newest first; below them the text of the one pointed at."""
        with Vertical(classes="dialog tall"):
            yield Static(_("History of the cell"), classes="dialog-title")
            yield OptionList(*(Option(Content(self._line(each))) for each in self._revisions), id="revisions")
            with VerticalScroll(can_focus=False):
                yield Static(id="revision")
            yield Static(_("↑ ↓ look   Enter: bring this text back   Esc"), classes="dialog-keys")

    def on_mount(self) -> None:
        """Point at the newest text that is not today's."""
        others = [n for n, each in enumerate(self._revisions) if each.text != self._cell.text]
        self.query_one(OptionList).highlighted = others[0] if others else 0

    def _line(self, revision: Revision) -> str:
        parts = [revision.at[:16].replace("T", " "), glyph(revision.state), revision.author]
        parts.append(origin_words(revision.origin))
        if not revision.accepted:
            parts.append(_("offered, never in the cell"))
        return clean("  ".join(part for part in parts if part))

    @on(OptionList.OptionHighlighted)
    def pointed(self, event: OptionList.OptionHighlighted) -> None:
        """Show that text, marked by what today's has in its place."""
        revision = self._revisions[event.option_index]
        if not revision.text:
            shown = Content.styled(_("(empty)"), "$desk-dim")
        elif revision.text == self._cell.text:
            shown = Content.assemble((clean(revision.text), "$desk-text"), (_("   (as it is now)"), "$desk-dim"))
        else:
            shown = diff(self._cell.text, revision.text)
        self.query_one("#revision", Static).update(shown)

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Bring it back."""
        self.dismiss(self._revisions[event.option_index])

    def action_go(self, step: int) -> None:
        """The line above or below."""
        revisions = self.query_one(OptionList)
        if step > 0:
            revisions.action_cursor_down()
        else:
            revisions.action_cursor_up()
