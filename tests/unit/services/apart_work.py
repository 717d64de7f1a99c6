"""What test_apart has done in another process, which finds it by this module's name."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from workbench.core.errors import ConflictError, FormatError
from workbench.core.job import Job


def count(top: int, *, job: Job) -> int:
    for number in range(top):
        job.progress(number, top, f"ə{number}")
    return os.getpid()


def fail(kind: str, *, job: Job) -> None:
    if kind == "format":
        raise FormatError("no such thing", path="a.txt", line=3)
    if kind == "conflict":
        raise ConflictError("somebody else was here")
    if kind == "fault":
        raise KeyError("missing")
    os.kill(os.getpid(), signal.SIGKILL)


def chatter(*, job: Job) -> str:
    """Writes where the answer goes, as libraries do, at a level below Python too."""
    sys.stdout.write("a warning\n")
    os.write(1, b"and another")
    sys.stdout.flush()
    return "said"


def wait_for_the_end(ready: Path, *, job: Job) -> None:
    ready.touch()
    job.progress(0, 1)
    waiting = threading.Event()
    job.when_cancelled(waiting.set)
    waiting.wait()
    job.check()


def hear_nothing(*, job: Job) -> None:
    job.progress(0, 1)
    threading.Event().wait()
