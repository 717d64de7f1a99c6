"""Noticing that the terminal is gone where nobody says so, and ending though it is gone.

A terminal that is closed sends SIGHUP only to programs that it belongs to; one that was started in another session (by
`setsid`, in a container) would go on without a reader, and Textual would ask for keys as fast as it can.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading

from textual.drivers._writer_thread import WriterThread


def watch_terminal(fileno: int) -> None:
    """Send this process SIGHUP once nobody holds the other end of a terminal; waits for that in a thread."""
    threading.Thread(target=_wait, args=(fileno,), name="hangup", daemon=True).start()


def _wait(fileno: int) -> None:
    waiting = select.poll()
    waiting.register(fileno, 0)  # a hang-up is told in any case, and nothing else is asked for
    if any(what & select.POLLHUP for _fileno, what in waiting.poll()):
        os.kill(os.getpid(), signal.SIGHUP)


class Writer(WriterThread):
    """Textual's own, but that what is written to a terminal that is gone is dropped.

    Textual's ends there; with the queue full, the desk would then wait for it to take a paint, and never end.
    """

    def run(self) -> None:
        """Write what is handed in until `stop`."""
        try:
            super().run()
        except OSError:
            while self._queue.get() is not None:
                pass

    def stop(self) -> None:
        """Stop, and wait for the end of it."""
        self._queue.put(None)  # where the last flush fails, the first one is taken already
        super().stop()


def guard() -> None:
    """Write through `Writer`, from the next time that a driver begins to."""
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        linux_driver.WriterThread = Writer  # type: ignore[attr-defined]
