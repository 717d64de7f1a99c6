"""Moving about in a statement: rows, languages, the next cell that needs work, the filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic

from textual import on, work
from textual.worker import get_current_worker

from workbench.core.errors import WorkbenchError
from workbench.core.project import Cell
from workbench.services.rowsearch import Asked, lines_asked
from workbench.tui.board import InState, Wanted
from workbench.tui.i18n import _
from workbench.tui.screens.statement_view import StatementView
from workbench.tui.widgets.filter import Filter
from workbench.tui.widgets.grid import Zoom

TELL_S = 0.1
"""How often the rows that a filter has found are shown while it looks for more, in seconds."""


class StatementMoves(StatementView):
    """The keys that move and change nothing."""

    def action_row_up(self) -> None:
        """The row above."""
        self.grid.move(-1)

    def action_row_down(self) -> None:
        """The row below."""
        self.grid.move(1)

    def action_row_page_up(self) -> None:
        """A page up."""
        self.grid.page(-1)

    def action_row_page_down(self) -> None:
        """A page down."""
        self.grid.page(1)

    def action_row_first(self) -> None:
        """The first row."""
        self.grid.go(0)

    def action_row_last(self) -> None:
        """The last row."""
        self.grid.go(self.grid.count - 1)

    def action_language_next(self) -> None:
        """The language to the right."""
        self._turn_language(1)

    def action_language_previous(self) -> None:
        """The language to the left."""
        self._turn_language(-1)

    def _turn_language(self, step: int) -> None:
        languages = self.grid.order
        if languages and self.commit():
            here = self.grid.language
            at = languages.index(here) + step if here in languages else 0
            self.grid.language = languages[max(0, min(at, len(languages) - 1))]
            self._show_cell()
            self._refresh_headings()
            self.refresh_bar()

    def action_row_zoom(self) -> None:
        """One line of each row, three, all."""
        self.grid.zoom = {Zoom.ONE: Zoom.THREE, Zoom.THREE: Zoom.ALL, Zoom.ALL: Zoom.ONE}[self.grid.zoom]

    def action_undone_next(self) -> None:
        """Next cell that needs work."""
        self._seek(1, self.board.undone, _("nothing left to do in {language}"))

    def action_undone_previous(self) -> None:
        """Previous cell that needs work."""
        self._seek(-1, self.board.undone, _("nothing left to do in {language}"))

    def action_finding_next(self) -> None:
        """Next cell with a finding."""
        self._look(1, self._has_finding, _("no findings in {language}"))

    def action_finding_previous(self) -> None:
        """Previous cell with a finding."""
        self._look(-1, self._has_finding, _("no findings in {language}"))

    def _has_finding(self, cell: Cell | None, source: str) -> bool:
        return cell is not None and self.board.noteworthy(cell, self.grid.language, source)

    def _seek(self, step: int, wanted: Callable[[Cell | None], bool], nothing: str) -> bool:
        """Go to the next place that is wanted; whether it was reached at once: a state is, else it is looked for."""
        row = self.grid.row_index
        if not isinstance(wanted, InState):
            self._look(step, lambda cell, _source: wanted(cell), nothing)
            return False
        found = None if row is None else self.board.seek(row, self.grid.language, step, wanted)
        self._found(found, nothing)
        return found is not None

    def _look(self, step: int, wanted: Wanted, nothing: str) -> None:
        if self.grid.row_index is None:
            self._found(None, nothing)
        else:
            self._look_through(self.grid.row_index, self.grid.language, step, wanted, nothing)

    @work(thread=True, exclusive=True, group="looking", exit_on_error=False)
    def _look_through(self, row: int, language: str, step: int, wanted: Wanted, nothing: str) -> None:
        """Look at one cell after the other, in a thread that the next key stops."""
        worker = get_current_worker()
        try:
            found = self.board.look(row, language, step, wanted, lambda: worker.is_cancelled)
        except WorkbenchError as error:
            self.desk.call_from_thread(self.desk.say, str(error), bad=True)
            return
        if not worker.is_cancelled:
            self.desk.call_from_thread(self._found, found, nothing)

    def stop_looking(self) -> None:
        """Any key stops looking through the cells."""
        self.workers.cancel_group(self, "looking")

    def _found(self, row: int | None, nothing: str) -> None:
        if row is None:
            self.desk.say(nothing.format(language=self.grid.language))
        elif self.is_attached:
            if not self.grid.shows(row):
                self.action_filter_off()
            self.grid.go_to_row(row)

    # -- filter ------------------------------------------------------------------------------------------------------

    def action_row_filter(self) -> None:
        """Show the rows that contain a text."""
        self.query_one(Filter).begin()

    @on(Filter.Changed)
    def filter_typed(self) -> None:
        """Filter while typing."""
        wanted = self.query_one(Filter).wanted
        if wanted:
            self._filter(wanted, self.grid.language)
        else:
            self._show_found(wanted, None, True)

    def asked(self, typed: str, language: str) -> Asked:
        """What the words in the filter ask for; it may read, in a thread."""
        return Asked(typed)

    @work(thread=True, exclusive=True, group="filter", exit_on_error=False)
    def _filter(self, wanted: str, language: str) -> None:
        """Look for rows in a thread: the first ones are shown at once, the others as they are found."""
        worker, found, told = get_current_worker(), list[int](), 0.0
        try:
            with self.project.precedence.first():
                for rows in lines_asked(self.board.sheet, language, self.asked(wanted, language)):
                    if worker.is_cancelled:
                        return
                    found += rows
                    if found and monotonic() - told > TELL_S:
                        self.desk.call_from_thread(self._show_found, wanted, found[:], False)
                        told = monotonic()
        except WorkbenchError as error:
            self.desk.call_from_thread(self.desk.say, str(error), bad=True)
        else:
            self.desk.call_from_thread(self._show_found, wanted, found, True)

    def _show_found(self, wanted: str, rows: Sequence[int] | None, whole: bool) -> None:
        if self.is_attached and wanted == self.query_one(Filter).wanted:
            self.grid.filter(rows, whole=whole)
            self.refresh_bar()

    @on(Filter.Submitted)
    def filter_kept(self) -> None:
        """Back to the grid with the filter on."""
        self.set_focus(self.grid)
        self.query_one(Filter).settle()

    def action_filter_off(self) -> None:
        """Show all rows again."""
        if not self.editing:
            self.set_focus(self.grid)
        self.query_one(Filter).off()
        self.grid.filter(None)
        self.refresh_bar()
