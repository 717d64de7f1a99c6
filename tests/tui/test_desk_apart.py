"""A job in its process, on a real terminal with the shipped models: it works, and its death is one line."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.terminals import Terminal, cells
from workbench.core.project import OriginKind

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="children of a process are read from /proc")


def children(process: int) -> list[int]:
    """Processes that one has started, whichever of its threads did."""
    return [
        int(child)
        for of_thread in Path(f"/proc/{process}/task").glob("*/children")
        for child in of_thread.read_text().split()
    ]


def test_a_job_whose_process_is_killed_takes_nothing_with_it(
    terminal_on: Callable[[], Terminal], project_folder: Path
) -> None:
    desk = terminal_on()
    desk.open_statement()
    desk.type("A")
    desk.until(lambda: bool(children(desk.process.pid)), "the process of the job")
    for child in children(desk.process.pid):
        os.kill(child, signal.SIGKILL)
    desk.until_shown("signal 9")
    desk.type("A")
    desk.until(
        lambda: any(cell.origin.kind is OriginKind.ENGINE for cell in cells(project_folder, "hy")), "drafts on disk"
    )
    desk.until_shown("draft")
    desk.type("\x11")
    desk.until_ended()
    assert desk.process.returncode == 0
