"""The console script: hands the command line what opens and examines the desk, so that the two stay strangers.

What it needs is imported inside its functions: loading the command line takes a tenth of a second, in which a signal
would show a trace.
"""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from workbench.services.doctor import Symptom


_PAINTS_A_SECOND = "120"
"""How often the desk paints at most: a key that is painted in two steps shall not wait long for the second."""


def open_desk(folder: Path | None) -> None:
    """Open the terminal UI on a project, or its start screen."""
    import gc

    os.environ.setdefault("TEXTUAL_FPS", _PAINTS_A_SECOND)
    gc.disable()  # what is loaded stays: to look for garbage among it takes a sixth of the start, and again later on
    from workbench.tui.app import run_desk

    gc.freeze()
    gc.enable()
    run_desk(folder)


def look_over_desk(folder: Path | None) -> list[Symptom]:
    """What of the terminal UI works here, for `doctor`."""
    from workbench.tui.health import look_over

    return look_over(folder)


def main() -> None:
    """Run the `workbench` command."""
    _leave_on_signals()
    from workbench.cli.main import run

    code = run(sys.argv[1:], open_desk, look_over_desk)
    _leave_on_signals()
    if "workbench.tui.unwaited" in sys.modules:  # the desk was open, and some of its threads may still be at work
        from workbench.tui.unwaited import end

        end(code)
    sys.exit(code)


def _leave_on_signals() -> None:
    """Let a signal end the process at once, before anything is open and after all is closed.

    The exception of another handler would show as a trace then, out of an import or out of Python's own end.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _leave)


def _leave(number: int, _frame: FrameType | None) -> None:
    os._exit(128 + number)


if __name__ == "__main__":
    main()
