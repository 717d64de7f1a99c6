"""Who goes first: work that nobody waits for stands still while a person waits for an answer, and goes on afterwards.

Threads of Python take turns at one processor, so that what counts and reads ahead delays what was asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

LONGEST_S = 1.0
"""So long after it was last asked for something goes first, in seconds; longer work shares the processor."""

AFTER_S = 0.2
"""So long others stand still after that, in seconds: what was found has still to be shown."""


class Precedence:
    """Threads share one. Whoever goes first must not need what a thread that gives way has locked."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._first = 0
        self._until = 0.0

    @contextmanager
    def first(self) -> Iterator[None]:
        """Others stand still while the body runs, `LONGEST_S` at most, and `AFTER_S` more."""
        with self._changed:
            self._first += 1
            self._until = monotonic() + LONGEST_S
        try:
            yield
        finally:
            with self._changed:
                self._first -= 1
                if not self._first:
                    self._until = min(self._until, monotonic()) + AFTER_S
                    self._changed.notify_all()

    def give_way(self) -> None:
        """Stand still as long as somebody goes first; asked between two pieces of work of a few milliseconds."""
        with self._changed:
            while (left := self._until - monotonic()) > 0:
                self._changed.wait(left)
