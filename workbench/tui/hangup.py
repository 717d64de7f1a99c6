"""Noticing that the terminal is gone where nobody says so.

A terminal that is closed sends SIGHUP only to programs that it belongs to; one that was started in another session (by
`setsid`, in a container) would go on without a reader, and Textual would ask for keys as fast as it can.
"""

from __future__ import annotations

import os
import select
import signal
import threading


def watch_terminal(fileno: int) -> None:
    """Send this process SIGHUP once nobody holds the other end of a terminal; waits for that in a thread."""
    threading.Thread(target=_wait, args=(fileno,), name="hangup", daemon=True).start()


def _wait(fileno: int) -> None:
    waiting = select.poll()
    waiting.register(fileno, 0)  # a hang-up is told in any case, and nothing else is asked for
    if any(what & select.POLLHUP for _fileno, what in waiting.poll()):
        os.kill(os.getpid(), signal.SIGHUP)
