"""The words of a text, found once for all checks that look at it."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=64)
def words(text: str) -> tuple[str, ...]:
    """The runs of letters of `text` in order: `l’ambassadeur` is two, `twenty-five` too."""
    return tuple(_WORD.findall(text))
