"""What the desks of terms, memory and models have in common: a long list, a filter, and details of the current row."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import PurePath
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from workbench.services.project import Project
from workbench.tui.drawing import fit
from workbench.tui.i18n import _
from workbench.tui.painting import after_paint
from workbench.tui.screens.desk_screen import DeskScreen
from workbench.tui.widgets.bar import Bar, Part
from workbench.tui.widgets.filter import Filter
from workbench.tui.widgets.lines import KeyLine, TitleLine
from workbench.tui.widgets.rows import RowList

WIDE = 120
"""Cells from which the details stand beside the list."""

PAUSE_S = 0.003
"""How long a worker that goes through a whole project lets others work after each part, in seconds."""

REST_S = 0.12
"""How long the cursor has to rest on a row before its details are worked out, in seconds."""


class BrowseScreen(DeskScreen):
    """A list above its details, or beside them where there is room.

    Subclasses give the list, fill it, and say what the bar, the headings and the details show. What takes longer than a
    frame is done in a worker that first asks `rested`, so that running through the rows starts none of it.

    Args:
        project: the open project.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = ["../styles/browse.tcss"]
    FILTERED: ClassVar[str] = ""
    """What the filter shows (`concepts`), as it is translated."""

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self._moved = threading.Event()
        self._as_of = project.store.change_count()

    def on_screen_resume(self) -> None:
        """Back from another screen: what was written there is seen here."""
        now = self.project.store.change_count()
        changed, self._as_of = now != self._as_of, now
        self.come_back(changed=changed)

    def come_back(self, *, changed: bool) -> None:
        """The screen is in front again.

        Args:
            changed: whether anybody has written in the project meanwhile.
        """
        if changed:
            self.reload()

    def make_list(self) -> RowList:
        """The list; made once."""
        raise NotImplementedError

    def show_rows(self) -> None:
        """Give the list the rows that the filter leaves."""
        raise NotImplementedError

    def bar_parts(self) -> list[Part]:
        """What the header says, most important first."""
        raise NotImplementedError

    def heading(self, width: int) -> str:
        """Names of the columns."""
        return ""

    def show_details(self) -> None:
        """Say at once what is known of the current row; start what has to be worked out."""
        raise NotImplementedError

    # -- building ----------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Header, list with its filter, details, keys."""
        yield Bar()
        with Container(id="browse"):
            with Vertical(id="browse-list"):
                yield Static(id="headings")
                yield self.make_list()
                yield Filter(_(self.FILTERED))
            with Vertical(id="browse-details"):
                yield TitleLine(widget_id="details-title")
                with VerticalScroll(id="details-scroll", can_focus=False):
                    yield Static(id="details")
        yield KeyLine(self.place)

    @property
    def list(self) -> RowList:
        """The list."""
        return self.query_one(RowList)

    @property
    def filter(self) -> Filter:
        """The field of the filter."""
        return self.query_one(Filter)

    def on_resize(self, event: events.Resize) -> None:
        """List and details side by side where there is room."""
        self.set_class(event.size.width >= WIDE, "beside")
        after_paint(self, self.refresh_headings)
        self.refresh_bar()

    def refresh_headings(self) -> None:
        """The headings follow the width of the list."""
        width = max(1, self.list.size.width - 1)
        self.query_one("#headings", Static).update(Content(fit(self.heading(width), width)), layout=False)

    def refresh_bar(self) -> None:
        """The header, with the job under way."""
        job = self.desk.jobs.describe()
        parts = [*self.bar_parts(), *([(job, "$desk-warn")] if job else [])]
        self.query_one(Bar).show(parts, _("F1 help"))

    def tell(self, title: str, note: str, lines: Sequence[Content]) -> None:
        """Show details, from their beginning."""
        self.query_one("#details-title", TitleLine).show(title, note)
        self.query_one("#details", Static).update(Content("\n").join(lines))

    # -- moving ------------------------------------------------------------------------------------------------------

    def go_up(self) -> None:
        """The row above."""
        self.list.move(-1)

    def go_down(self) -> None:
        """The row below."""
        self.list.move(1)

    def go_page_up(self) -> None:
        """A page up."""
        self.list.page(-1)

    def go_page_down(self) -> None:
        """A page down."""
        self.list.page(1)

    def go_first(self) -> None:
        """The first row."""
        self.list.go(0)

    def go_last(self) -> None:
        """The last row."""
        self.list.go(self.list.count - 1)

    def read_on(self) -> None:
        """Further down in the details."""
        self.query_one("#details-scroll").scroll_page_down(animate=False)

    def read_back(self) -> None:
        """Further up in the details."""
        self.query_one("#details-scroll").scroll_page_up(animate=False)

    def close_desk(self) -> None:
        """Back: first out of the filter, then to where one was."""
        if self.filter.wanted:
            self.action_filter_off()
        else:
            self.dismiss()

    @on(RowList.Moved)
    def moved(self) -> None:
        """Another row: its details."""
        self.query_one("#details-scroll").scroll_home(animate=False)
        self.look_again()

    def look_again(self) -> None:
        """The current row is another one, or has changed."""
        self._moved.set()
        self._moved = threading.Event()
        self.show_details()
        self.refresh_bar()

    def rest(self) -> threading.Event:
        """What a worker on the current row watches: it is set when the cursor has moved on."""
        return self._moved

    # -- filter ------------------------------------------------------------------------------------------------------

    def begin_filter(self) -> None:
        """Type what rows are to contain."""
        self.filter.begin()

    @on(Filter.Changed)
    def filter_typed(self) -> None:
        """Filter while typing."""
        self.show_rows()
        self.look_again()

    @on(Filter.Submitted)
    def filter_kept(self) -> None:
        """Back to the list with the filter on."""
        self.set_focus(self.list)
        self.filter.settle()

    def action_filter_off(self) -> None:
        """Show all rows again."""
        self.set_focus(self.list)
        self.filter.off()
        self.show_rows()
        self.look_again()


def rested(moved: threading.Event) -> bool:
    """Whether the cursor stays where it is; for a worker to ask before it begins."""
    return not moved.wait(REST_S)
