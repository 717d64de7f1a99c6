"""How many words of a large source are rendered: counted in slices, then kept up with single edits."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.core.project import Cell, State

if TYPE_CHECKING:
    from workbench.services.pages import PagedSheet

DONE = tuple(state for state in State if state.done)
"""The states that count as done."""

SLICE = 1024
"""Source rows read at once."""


class WordCount:
    """Words of a source, and of its rows whose rendering is done.

    Words are separated by white space. Threads may share it.

    Args:
        sheet: what is counted; when rows come or go, it takes another sheet and another count.
    Attributes:
        done: words of the rows that are done, by language.
        ready: whether these are up to date.
    """

    def __init__(self, sheet: PagedSheet) -> None:
        self._sheet = sheet
        self._ends = array("q", [0])
        self._moves = 0
        self._lock = threading.Lock()
        self.done: dict[str, int] = {}
        self.ready = False

    @property
    def total(self) -> int:
        """Words of the source."""
        return self._ends[-1]

    def count(self, cancelled: Callable[[], bool]) -> bool:
        """Count what is not up to date; False if given up. For a thread of its own: a second for 100,000 rows."""
        while not self.ready:
            moves = self._moves
            done = self._count_done(cancelled) if self._count_source(cancelled) else None
            if done is None:
                return False
            with self._lock:
                if moves == self._moves:
                    self.done, self.ready = done, True
        return True

    def _count_source(self, cancelled: Callable[[], bool]) -> bool:
        source = self._sheet.heads.get(self._sheet.statement.source_language)
        ends = array("q", [0]) if source and len(self._ends) <= source.segments else self._ends
        while source and len(ends) <= source.segments:
            if cancelled():
                return False
            texts = self._sheet.store.segments(source.id, len(ends) - 1, len(ends) - 1 + SLICE)
            for text in texts or [""] * SLICE:  # rows that somebody has just taken away
                ends.append(ends[-1] + len(text.split()))
        self._ends = ends
        return True

    def _count_done(self, cancelled: Callable[[], bool]) -> dict[str, int] | None:
        sheet, words = self._sheet, dict[str, int]()
        for head in [sheet.heads[tag] for tag in sheet.languages if tag in sheet.heads]:
            words[head.language] = 0
            for start in range(0, len(self._ends) - 1, SLICE):
                if cancelled():
                    return None
                runs = sheet.store.runs_in(head.id, DONE, start, start + SLICE)
                words[head.language] += sum(self._between(*run) for run in runs)
        return words

    def _between(self, start: int, end: int) -> int:
        """Words of a run of source rows."""
        last = len(self._ends) - 1
        return self._ends[min(end, last)] - self._ends[min(start, last)]

    def moved(self, language: str, before: Cell, after: Cell) -> None:
        """A cell has another state now."""
        with self._lock:
            self._moves += 1
            if self.ready:
                words = self._between(after.source_start, after.source_end)
                self.done[language] += (after.state.done - before.state.done) * words

    def outdate(self) -> None:
        """Cells have other states now; which is not known."""
        with self._lock:
            self._moves += 1
            self.ready = False
