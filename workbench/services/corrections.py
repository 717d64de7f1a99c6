"""What a person corrected in drafts: which rendering of which words gave place to which.

A correction is used again where the same words of a source come with the same wrong rendering. It is held to be none
where the two are forms of one word, since which form is right depends on the sentence.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.core.hypothesis import Hypothesis
from workbench.core.language import base
from workbench.core.match import MemoryEntry
from workbench.services.linked import Linked, Run, exchanged, linked, rendering, span, written
from workbench.services.wordlinks import WordLinks
from workbench.text.function_words import is_function_word
from workbench.text.normalize import fold
from workbench.text.tokenizer import NUMBER, WORD

_LONGEST = 6
"""Words of a source that are learnt as one."""

_STEM = 4
"""Letters by which the forms of a word are known."""

_ENOUGH, _CLEAR = 2, 2 / 3
"""How often a single word has to be corrected, and the share of its corrections that have to agree."""

_Said = tuple[str, str, tuple[str, ...], str]
"""Languages, words of a source as they are compared, and what the draft said for them."""


@dataclass(slots=True)
class _Fate:
    """What became of a rendering: how often it stayed, and what stood in its place how often."""

    stayed: int
    corrected: Counter[str]


class Corrections:
    """Learns from entries that tell what a machine had written; may be used by several threads.

    Args:
        links: tell which words belong together.
    """

    def __init__(self, links: WordLinks) -> None:
        self._links = links
        self._fates: dict[_Said, _Fate] = {}
        self._learnt: dict[str, list[tuple[_Said, str]]] = {}
        self._lock = threading.Lock()

    def add(self, entries: Iterable[MemoryEntry]) -> None:
        """Learn from what a person made of drafts; an entry with the id of another replaces it."""
        for entry in entries:
            lessons = list(self._lessons(entry)) if entry.draft and entry.reviewed else []
            with self._lock:
                self._forget(entry.id)
                if lessons:
                    self._learnt[entry.id] = lessons
                for said, right in lessons:
                    self._count(said, right, 1)

    def remove(self, ids: Iterable[str]) -> None:
        """Forget what was learnt from entries."""
        with self._lock:
            for each in ids:
                self._forget(each)

    def applied(self, draft: Linked, languages: tuple[str, str]) -> str | None:
        """The draft with what was corrected before corrected again, the longest runs first; None for nothing."""
        pair = base(languages[0]), base(languages[1])
        if not self._fates:
            return None
        found = [
            (run, place, right) for run, place in _runs(draft, pair) if (right := self._right(draft, run, place, pair))
        ]
        found.sort(key=lambda each: each[0][0] - each[0][1])
        taken: list[tuple[Run, str]] = []
        for _, place, right in found:
            if all(place[1] <= other[0] or other[1] <= place[0] for other, _ in taken):
                taken.append((place, right))
        return exchanged(draft.text, [(span(draft, place), right) for place, right in taken]) if taken else None

    def _right(self, draft: Linked, run: Run, place: Run, pair: tuple[str, str]) -> str | None:
        """What stands for a rendering that was corrected before."""
        wrong = written(draft, place)
        keys = tuple(draft.keys[slice(*run)])
        with self._lock:
            fate = self._fates.get((*pair, keys, wrong))
            if fate is None or not fate.corrected:
                return None
            right, times = fate.corrected.most_common(1)[0]
            every = sum(fate.corrected.values())
        sure = len(keys) > 1 or (times >= _ENOUGH and times >= _CLEAR * every)
        return right if sure and times > fate.stayed and _another(wrong, right, pair[1]) else None

    def _lessons(self, entry: MemoryEntry) -> Iterator[tuple[_Said, str]]:
        pair = base(entry.source_language), base(entry.target_language)
        before, after = (
            linked(entry.source, Hypothesis(text, 0.0, "", pair), self._links) for text in (entry.draft, entry.target)
        )
        right = {run: written(after, place) for run, place in _runs(after, pair)}
        for run, place in _runs(before, pair):
            if run in right:
                yield (*pair, tuple(before.keys[slice(*run)]), written(before, place)), right[run]

    def _forget(self, entry_id: str) -> None:
        for said, right in self._learnt.pop(entry_id, ()):
            self._count(said, right, -1)

    def _count(self, said: _Said, right: str, times: int) -> None:
        fate = self._fates.setdefault(said, _Fate(0, Counter()))
        if fold(right, said[1]) == fold(said[3], said[1]):
            fate.stayed += times
        else:
            fate.corrected[right] += times
        fate.corrected = +fate.corrected
        if not fate.stayed and not fate.corrected:
            del self._fates[said]


def _runs(pair: Linked, languages: tuple[str, str]) -> Iterator[tuple[Run, Run]]:
    """Runs of words of a source, at least one of them with a meaning, and where each is rendered by words alone."""
    for first in range(len(pair.source)):
        for end in range(first + 1, min(first + _LONGEST, len(pair.source)) + 1):
            if pair.source[end - 1].kind not in (WORD, NUMBER):
                break
            place = rendering(pair, (first, end)) if _says_something(pair, (first, end), languages[0]) else None
            if place and all(token.kind in (WORD, NUMBER) for token in pair.target[slice(*place)]):
                yield (first, end), place


def _says_something(pair: Linked, run: Run, language: str) -> bool:
    return any(token.kind == WORD and not is_function_word(token.text, language) for token in pair.source[slice(*run)])


def _another(wrong: str, right: str, language: str) -> bool:
    """Whether one is no form of the other, and none of a headline in capitals."""
    one, other = fold(wrong, language), fold(right, language)
    letters = min(len(one), len(other), _STEM)
    forms = " " not in wrong + right and one[:letters] == other[:letters]
    return one != other and not forms and not right.isupper()
