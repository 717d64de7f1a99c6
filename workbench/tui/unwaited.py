"""Threads that nobody waits for at the end: whoever leaves the desk gets the terminal back at once.

A thread may be in the middle of a batch of a large model, for seconds. What it has not handed in by then is not wanted
any more, and what it writes it writes whole or not at all.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress


class Unwaited(ThreadPoolExecutor):
    """As the event loop's own threads, but that the loop's end does not wait for them."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """What has not begun is dropped, what has begun is left to itself."""
        super().shutdown(wait=False, cancel_futures=True)


def end(code: int) -> None:
    """End the process now. Python's own end waits for all threads, and takes the process down where one of a model's
    own comes back from C++ in the middle of it.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
