"""What was said about a cell: read it, answer, say that it is dealt with."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from workbench.core.change import Comment
from workbench.core.errors import WorkbenchError
from workbench.core.project import Cell
from workbench.tui.drawing import COMMENTED, ascii_only, clean
from workbench.tui.i18n import _

if TYPE_CHECKING:
    from workbench.services.project import Project


class CellComments(ModalScreen[bool]):
    """Gives whether anything was written.

    Args:
        project: keeps the comments.
        cell: that they stand at.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, project: Project, cell: Cell) -> None:
        super().__init__()
        self._project, self._cell = project, cell
        self._comments: list[Comment] = []
        self._wrote = False

    def compose(self) -> ComposeResult:
        """The comments, oldest first, and a field for one more."""
        with Vertical(classes="dialog"):
            yield Static(_("Comments on the cell"), classes="dialog-title")
            yield OptionList(id="comments")
            yield Input(placeholder=_("say something about this cell"), compact=True)
            yield Static("", id="wrong")
            keys = _("Enter: add it   Tab: to the comments, Enter there: dealt with, or open again   Esc")
            yield Static(keys, classes="dialog-keys")

    def on_mount(self) -> None:
        """Read, then write."""
        self._reload()
        self.query_one(Input).focus()

    def _reload(self) -> None:
        shown, at = self.query_one(OptionList), self.query_one(OptionList).highlighted
        try:
            self._comments = self._project.comments(self._cell)
        except WorkbenchError as error:
            self._say(str(error))
        shown.clear_options()
        shown.add_options([Option(_told(each)) for each in self._comments])
        if not self._comments:
            shown.add_option(Option(Content.styled(_("nobody has said anything yet"), "$desk-dim"), disabled=True))
        shown.highlighted = at if at is not None and at < len(self._comments) else None

    def _say(self, wrong: str) -> None:
        self.query_one("#wrong", Static).update(Content(clean(wrong)))

    @on(Input.Submitted)
    def added(self, event: Input.Submitted) -> None:
        """Keep what is written."""
        if not event.value.strip():
            self._say(_("a comment needs a text"))
            return
        try:
            self._project.comment(self._cell, event.value.strip())
        except WorkbenchError as error:
            self._say(str(error))
            return
        self._wrote = True
        event.input.value = ""
        self._say("")
        self._reload()

    @on(OptionList.OptionSelected)
    def pointed(self, event: OptionList.OptionSelected) -> None:
        """Say that it is dealt with, or open it again."""
        comment = self._comments[event.option_index]
        try:
            self._project.resolve(comment, not comment.resolved)
        except WorkbenchError as error:
            self._say(str(error))
            return
        self._wrote = True
        self._reload()

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(self._wrote)


def _told(comment: Comment) -> Content:
    """One comment: whether it is open, when, who, what."""
    done = "+" if ascii_only() else "✓"
    mark = done if comment.resolved else COMMENTED
    head = f"{mark} {comment.at[:16].replace('T', ' ')}  {comment.author}  "
    style = "$desk-dim" if comment.resolved else "$desk-text"
    lines = [(clean(head), "$desk-accent"), (clean(comment.text), style)]
    if comment.resolved:
        by = _("dealt with by {who}, {when}").format(who=comment.resolved_by, when=comment.resolved_at[:10])
        lines.append((f"\n  {clean(by)}", "$desk-dim"))
    return Content.assemble(*lines)
