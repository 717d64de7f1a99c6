"""Threads that nobody waits for at the end: whoever leaves the desk gets the terminal back at once.

A thread may be in the middle of a batch of a large model, for seconds. What it has not handed in by then is not wanted
any more, and what it writes it writes whole or not at all.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

_MOST = 256
"""More than ever work at once: of the loop's own, a few for each core, many only rest until it is known whether a key
follows, and what is typed would wait behind them for its way to the disk.
"""


class Unwaited(ThreadPoolExecutor):
    """As the event loop's own threads, but that none waits for another and the loop's end for none of them."""

    def __init__(self) -> None:
        super().__init__(_MOST, thread_name_prefix="desk")

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
