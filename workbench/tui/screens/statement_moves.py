"""Moving about in a statement: rows, languages, the next cell that needs work, the filter."""

from __future__ import annotations

from collections.abc import Callable

from textual import on

from workbench.core.project import Cell
from workbench.tui.screens.statement_view import StatementView
from workbench.tui.widgets.filter import Filter
from workbench.tui.widgets.grid import Zoom


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
        languages = self.board.languages
        if languages and self.commit():
            at = languages.index(self.grid.language) + step
            self.grid.language = languages[max(0, min(at, len(languages) - 1))]
            self._show_cell()
            self._refresh_headings()
            self.refresh_bar()

    def action_row_zoom(self) -> None:
        """One line of each row, three, all."""
        self.grid.zoom = {Zoom.ONE: Zoom.THREE, Zoom.THREE: Zoom.ALL, Zoom.ALL: Zoom.ONE}[self.grid.zoom]

    def action_undone_next(self) -> None:
        """Next cell that needs work."""
        self._seek(1, self.board.undone, "nothing left to do in")

    def action_undone_previous(self) -> None:
        """Previous cell that needs work."""
        self._seek(-1, self.board.undone, "nothing left to do in")

    def action_finding_next(self) -> None:
        """Next cell with a finding."""
        self._seek(1, self._has_finding, "no findings in")

    def action_finding_previous(self) -> None:
        """Previous cell with a finding."""
        self._seek(-1, self._has_finding, "no findings in")

    def _has_finding(self, cell: Cell | None) -> bool:
        return cell is not None and self.board.noteworthy(cell, self.grid.language)

    def _seek(self, step: int, wanted: Callable[[Cell | None], bool], nothing: str) -> bool:
        row = self.grid.row_index
        found = None if row is None else self.board.seek(row, self.grid.language, step, wanted)
        if found is None:
            self.desk.say(f"{nothing} {self.grid.language}")
            return False
        if self.grid.shown is not None and found not in self.grid.shown:
            self.action_filter_off()
        self.grid.go_to_row(found)
        return True

    # -- filter ------------------------------------------------------------------------------------------------------

    def action_row_filter(self) -> None:
        """Show the rows that contain a text."""
        self.query_one(Filter).begin()

    @on(Filter.Changed)
    def filter_typed(self) -> None:
        """Filter while typing."""
        wanted = self.query_one(Filter).wanted
        self.grid.filter(self.board.containing(wanted, self.grid.language) if wanted else None)
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
