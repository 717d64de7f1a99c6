"""The places of a concept in the statements of the project, each in its sentence."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.worker import get_current_worker

from workbench.core.errors import WorkbenchError
from workbench.core.term import Concept, Grade
from workbench.services.project import Project
from workbench.tui.drawing import clean
from workbench.tui.i18n import _, ngettext
from workbench.tui.widgets.kwic import Hit, KwicList
from workbench.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from workbench.services.termplaces import TermPlace

MOST = 5_000
"""Places that are listed."""

_AT_ONCE = 200


class TermUses(ModalScreen["TermPlace | None"]):
    """Gives the place to open, or None.

    Args:
        project: whose statements are looked through, in a worker; hits come as they are found.
        concept: whose terms are looked for.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("enter", "open", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    def __init__(self, project: Project, concept: Concept) -> None:
        super().__init__()
        self._project, self._concept = project, concept
        self._places: list[TermPlace] = []
        self._ended = False

    def compose(self) -> ComposeResult:
        """A title with the count above the list."""
        with Vertical(classes="dialog tall wide"):
            yield Static(id="uses-title", classes="dialog-title")
            yield KwicList(widget_id="uses")
            yield Static(_("↑ ↓   Enter opens the statement there   Esc"), classes="dialog-keys")

    def on_mount(self) -> None:
        """Look for them."""
        self.set_focus(self.query_one(KwicList))
        self._show()
        self._look()

    @work(thread=True, group="termuses", exit_on_error=False)
    def _look(self) -> None:
        from workbench.services.termplaces import places

        worker = get_current_worker()
        found = islice(places(self._project, self._concept, lambda: worker.is_cancelled), MOST)
        try:
            while some := list(islice(found, _AT_ONCE)):
                self.app.call_from_thread(self._found, some, ended=False)
        except WorkbenchError as error:
            self.app.call_from_thread(self.notify, str(error), severity="error", markup=False)
        self.app.call_from_thread(self._found, [], ended=True)

    def _found(self, some: list[TermPlace], *, ended: bool) -> None:
        if self.is_attached:
            self._places += some
            self._ended = ended
            self._show()

    def _show(self) -> None:
        count = len(self._places)
        told = ngettext("{concept}: {n} place", "{concept}: {n} places", count).format(
            concept=self._concept.id, n=count
        )
        title = told if self._ended and count < MOST else f"{told} …"
        self.query_one("#uses-title", Static).update(Content(clean(title)))
        hits = [
            Hit(
                f"{place.statement_key} {place.row + 1} {place.language}{'?' * (place.grade is Grade.UNCERTAIN)}",
                place.text,
                place.start,
                place.end,
            )
            for place in self._places
        ]
        why = _("in no statement of this project") if self._ended else _("looking …")
        self.query_one(KwicList).show(hits, why)

    def action_move(self, rows: int) -> None:
        """Another row."""
        self.query_one(KwicList).move(rows)

    def action_page(self, direction: int) -> None:
        """A page up or down."""
        self.query_one(KwicList).page(direction)

    @on(RowList.Opened)
    def action_open(self) -> None:
        """Open the statement there."""
        at = self.query_one(KwicList).cursor
        if at < len(self._places):
            self.dismiss(self._places[at])
