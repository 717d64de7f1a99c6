"""`repetition`: the translation says the same thing over and over, as neural models do when they lose the thread."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from workbench.core.finding import Finding, Severity
from workbench.core.said import Said
from workbench.quality.checks.reading import word_key, words

_WORD = re.compile(r"[\w\u0300-\u036f]+(?:[’'-]\w+)*")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{4,}|([^\W\d_]{2,4}?)\2{3,}", re.IGNORECASE)
_LONGEST_RUN = 60
_SPREAD = 4


class Repetition:
    """Words in a row repeated at once, a phrase that comes back three times, or a letter drawn out.

    What the source repeats, the translation may repeat.
    """

    id = "repetition"

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        """A warning at the place where the repetition is, or nothing."""
        drawn_out = _DRAWN_OUT.search(target) if _has_drawn_out_word(target) else None
        if drawn_out and not _DRAWN_OUT.search(source):
            return [self._finding(target, drawn_out.start(), drawn_out.end())]
        if not _may_repeat(target):
            return []
        places = [(found.start(), found.end()) for found in _WORD.finditer(target)]
        keys = [word_key(target[start:end], target_language) for start, end in places]
        run = _stutter(keys)
        if run and not _stutter(_words(source, source_language)):
            return [self._finding(target, places[run[0]][0], places[run[1] - 1][1])]
        if _most_frequent(keys, _SPREAD) >= 3 and _most_frequent(_words(source, source_language), _SPREAD - 1) < 3:
            return [self._finding(target, 0, len(target))]
        return []

    def _finding(self, target: str, start: int, end: int) -> Finding:
        shown = target[start:end]
        shown = shown if len(shown) <= 60 else shown[:57] + "…"
        return Finding(self.id, Severity.WARNING, Said("repeats itself: {shown}", shown=shown), start, end)


def _has_drawn_out_word(text: str) -> bool:
    return any(map(_is_drawn_out, words(text)))


@lru_cache(maxsize=65536)
def _is_drawn_out(word: str) -> bool:
    return len(word) - len(set(word)) >= 4 and _DRAWN_OUT.search(word) is not None


def _may_repeat(text: str) -> bool:
    """Whether words come back at once, or two words in a row three times; most texts have no such place."""
    found = [word.lower() for word in words(text)]
    if len(set(found)) == len(found):
        return False
    pairs = list(pairwise(found))
    if len(set(pairs)) == len(pairs):
        return False
    last: dict[tuple[str, str], int] = {}
    for at, pair in enumerate(pairs):
        before = last.get(pair)
        if before is not None and at - before <= _LONGEST_RUN and found[before:at] == found[at : 2 * at - before]:
            return True
        last[pair] = at
    return max(Counter(pairs).values()) >= 3


def _words(text: str, language: str) -> list[str]:
    return [word_key(word, language) for word in _WORD.findall(text)]


def _stutter(words: Sequence[str]) -> tuple[int, int] | None:
    """The first run of words (half-open) that is one word three times or some words twice, at once."""
    for length in range(1, min(_LONGEST_RUN, len(words) // 2) + 1):
        needed = length * (2 if length == 1 else 1)
        same = 0
        for at in range(len(words) - length):
            same = same + 1 if words[at] == words[at + length] else 0
            if same >= needed and (length > 1 or not words[at].isdecimal()):
                return at + 1 - same, at + 1 + length
    return None


def _most_frequent(words: Sequence[str], length: int) -> int:
    """How often the most frequent run of `length` words stands there."""
    runs = Counter(tuple(words[at : at + length]) for at in range(len(words) - length + 1))
    return max(runs.values(), default=0)
