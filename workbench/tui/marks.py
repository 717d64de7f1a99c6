"""Which cells on the screen have a finding: told at once where it is known, else worked out once they are painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from textual.worker import get_current_worker

from workbench.core.errors import WorkbenchError
from workbench.core.project import Cell
from workbench.tui.painting import after_paint

if TYPE_CHECKING:
    from workbench.tui.board import Board
    from workbench.tui.widgets.grid import Grid


class Marks:
    """Marks of the cells of a grid. A hundred cells take as long to check as half a screen to paint.

    Args:
        screen: runs the thread.
        board: knows the findings.
        grid: drawn again when there are new ones.
    """

    def __init__(self, screen: Screen[Any], board: Board, grid: Grid) -> None:
        self._screen, self._board, self._grid = screen, board, grid
        self._asked: list[tuple[Cell, str]] = []

    def marked(self, cell: Cell, language: str) -> bool:
        """Whether a cell has a finding, as far as is known; what is not is worked out after the next refresh."""
        known = self._board.known_noteworthy(cell)
        if known is None:
            if not self._asked:
                after_paint(self._screen, self._start)
            self._asked.append((cell, language))
        return bool(known)

    def _start(self) -> None:
        asked, self._asked = self._asked, []
        self._screen.run_worker(
            lambda: self._work_out(asked), thread=True, group="marks", exclusive=True, exit_on_error=False
        )

    def _work_out(self, asked: list[tuple[Cell, str]]) -> None:
        worker, found = get_current_worker(), False
        try:
            for cell, language in asked:
                if worker.is_cancelled:  # other cells are on the screen by now
                    return
                found |= self._board.noteworthy(cell, language)
        except WorkbenchError:  # what is wrong with the project is said where somebody reads or writes
            return
        if found:
            self._screen.app.call_from_thread(self._grid.refresh)
