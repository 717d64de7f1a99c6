"""Progress of long work and the wish to stop it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from workbench.core.errors import JobCancelled


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: `done` of `total` (0 if unknown) units, and what it works on now."""

    done: int
    total: int
    what: str = ""


class Job:
    """What a long-running service is handed: a place to report to and a wish to look at.

    Args:
        report: called with each Progress, from whatever thread works; None to report nowhere.
    """

    def __init__(self, report: Callable[[Progress], None] | None = None) -> None:
        self._report = report
        self._cancelled = threading.Event()
        self._stops: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def progress(self, done: int, total: int, what: str = "") -> None:
        """Report, and stop here if the person asked for it.

        Raises: JobCancelled
        """
        self.check()
        if self._report:
            self._report(Progress(done, total, what))

    def cancel(self) -> None:
        """Ask the work to stop at the next look; safe from any thread."""
        with self._lock:
            self._cancelled.set()
            stops, self._stops = self._stops, []
        for stop in stops:
            stop()

    def when_cancelled(self, stop: Callable[[], None]) -> None:
        """Call `stop` once a stop is asked for, in that thread, or now if it was; for work that cannot look itself."""
        with self._lock:
            if not self._cancelled.is_set():
                self._stops.append(stop)
                return
        stop()

    @property
    def cancelled(self) -> bool:
        """Whether a stop was asked for."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raises: JobCancelled if a stop was asked for."""
        if self._cancelled.is_set():
            raise JobCancelled("stopped on request; what was done before stays")
