"""Looking for garbage while nobody presses a key: a look at all that has come up costs more than a key may."""

from __future__ import annotations

import gc
from time import monotonic

YOUNG = 5_000
"""After so many new objects Python looks among these, 3 ms; it looks no further by itself."""

LOOK_S = 0.5
"""How often it is seen whether there is anything to do, in seconds."""

_REST_S = 0.3
"""Nobody has pressed a key for so long."""

_SOME, _MUCH, _MANY = 10, 40, 200
"""After so many looks among the new ones it is looked among those that stayed since the last time: in a rest, and
without one; and after so many among all."""


class Tidy:
    """Takes over Python's own looking for garbage."""

    def __init__(self) -> None:
        self._at = monotonic()
        self._looks = 0
        gc.set_threshold(YOUNG, 1_000_000, 1_000_000)

    def pressed(self) -> None:
        """A key has been pressed."""
        self._at = monotonic()

    def look(self) -> None:
        """Look for garbage, if there may be much and nobody is at work."""
        looks = gc.get_count()[1]
        if looks < _SOME or (looks < _MUCH and monotonic() - self._at < _REST_S):
            return
        self._looks += looks
        gc.collect(2 if self._looks >= _MANY else 1)
        self._looks %= _MANY
