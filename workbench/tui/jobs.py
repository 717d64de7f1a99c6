"""Runs a service in a worker thread: progress, time left, cancel; errors become messages and never end the desk."""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

from textual.app import App
from textual.worker import Worker

from workbench.core.errors import JobCancelled, WorkbenchError
from workbench.core.job import Job, Progress
from workbench.tui.i18n import _
from workbench.tui.messages import JobEnded, JobProgressed

log = logging.getLogger(__name__)


class Jobs:
    """The one job that the desk runs at a time, besides short ones that nobody waits for.

    Args:
        app: gets JobProgressed and JobEnded.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._job: Job | None = None
        self.name = ""
        self.latest: JobProgressed | None = None

    @property
    def running(self) -> bool:
        """Whether a job is under way."""
        return self._job is not None

    def start(self, name: str, work: Callable[[Job], Any]) -> Worker[None] | None:
        """Run `work` in a thread; None if another job is under way.

        Args:
            name: what it does, for the state bar (`translating hy`).
            work: gets the job to report to and to look at for a stop.
        """
        if self.running:
            return None
        started = monotonic()

        def report(progress: Progress) -> None:
            left = None
            if progress.total and progress.done:
                left = (monotonic() - started) / progress.done * (progress.total - progress.done)
            self._app.post_message(JobProgressed(name, progress, left))

        self._job, self.name, self.latest = Job(report), name, None
        return self._app.run_worker(
            lambda: self._run(name, work), name=name, group="jobs", thread=True, exit_on_error=False
        )

    def _run(self, name: str, work: Callable[[Job], Any]) -> None:
        job = self._job
        assert job is not None
        try:
            ended = JobEnded(name, result=work(job))
        except JobCancelled:
            ended = JobEnded(name, cancelled=True)
        except WorkbenchError as error:
            ended = JobEnded(name, error=str(error))
        except Exception as error:  # a bug in a service must not take the person's desk away
            log.exception("%s failed", name)
            ended = JobEnded(name, error=_told(name, error))
        self._job = None
        self._app.post_message(ended)

    def cancel(self) -> None:
        """Ask the running job to stop; what it has done stays."""
        if self._job:
            self._job.cancel()

    def describe(self) -> str:
        """The running job for the state bar: `translating hy 38 %, 0:12 left`; empty if there is none."""
        if not self.running:
            return ""
        if self.latest is None or not self.latest.progress.total:
            return f"{self.name} …"
        progress, left = self.latest.progress, self.latest.seconds_left
        percent = 100 * progress.done // progress.total
        if left is None:
            return f"{self.name} {percent} %"
        told = _("{name} {percent} %, {minutes}:{seconds:02} left")
        return told.format(name=self.name, percent=percent, minutes=int(left) // 60, seconds=int(left) % 60)


def _told(name: str, error: Exception) -> str:
    """What a person is told of a fault in a service."""
    told = _("{name} failed ({kind}: {error}); your texts are safe")
    return told.format(name=name, kind=type(error).__name__, error=error)
