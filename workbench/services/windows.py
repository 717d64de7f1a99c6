"""Cutting a stream into windows: by number and size, and where a pipe pauses.

Windows depend on the input alone, except on a pipe that pauses: there a window closes, so that somebody who types
lines gets answers.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from workbench.core.errors import InputError

RECORDS = 1_024
CHARACTERS = 200_000

_PAUSE_S = 0.02
_IDLE_PAUSE_S = 0.002
_LOOK_S = 0.2

Item = TypeVar("Item")


def windows(
    items: Iterable[Item],
    size: Callable[[Item], int],
    *,
    prompt: bool = False,
    busy: Callable[[], bool] = lambda: True,
) -> Iterator[list[Item]]:
    """Runs of items that together are large enough for full batches and small enough for memory.

    Args:
        size: characters of an item.
        prompt: close a window as well when no item has come for 20 ms, or at once when nothing is under way; an empty
            window then says that the input pauses.
        busy: whether something is under way.
    """
    window: list[Item] = []
    characters = 0
    try:
        for item in _with_pauses(items, busy) if prompt else items:
            if item is not None:
                window.append(item)
                characters += size(item)
            if window and (item is None or len(window) >= RECORDS or characters >= CHARACTERS):
                yield window
                window, characters = [], 0
            if item is None:
                yield []
    except InputError:
        if window:  # what came before a bad line is answered first
            yield window
        raise
    if window:
        yield window


@dataclass(frozen=True, slots=True)
class _Ended:
    """The end of what a reading thread hands over, and the error that ended it."""

    error: BaseException | None = None


def _with_pauses(items: Iterable[Item], busy: Callable[[], bool]) -> Iterator[Item | None]:
    """The items, and None wherever the next one is not there within a moment; reading goes on in a thread."""
    waiting: queue.Queue[Item | _Ended] = queue.Queue(maxsize=2 * RECORDS)
    left = threading.Event()

    def hand_over(item: Item | _Ended) -> None:
        while not left.is_set():
            try:
                return waiting.put(item, timeout=_LOOK_S)
            except queue.Full:
                continue

    def read() -> None:
        try:
            for item in items:
                hand_over(item)
                if left.is_set():
                    return
            hand_over(_Ended())
        except BaseException as error:  # whatever it is, the thread that asked has to hear of it
            hand_over(_Ended(error))

    threading.Thread(target=read, name="reading input", daemon=True).start()
    try:
        yield from _taken(waiting, busy)
    finally:
        left.set()


def _taken(waiting: queue.Queue[Item | _Ended], busy: Callable[[], bool]) -> Iterator[Item | None]:
    paused = False
    while True:
        try:
            item = waiting.get(timeout=None if paused else _PAUSE_S if busy() else _IDLE_PAUSE_S)
        except queue.Empty:
            paused = True
            yield None
            continue
        paused = False
        if not isinstance(item, _Ended):
            yield item
        elif item.error is not None:
            raise item.error
        else:
            return
