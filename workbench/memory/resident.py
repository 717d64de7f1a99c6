"""A memory held in the process: exact and fuzzy lookups over some ten thousand entries, with every match found."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from workbench.core.language import base
from workbench.core.match import Context, Match, MemoryEntry
from workbench.memory.rank import TAKEN_OFF, Reading, joined, ranked, reading
from workbench.text.normalize import as_same

_AT_ONCE = 64
_MOST_TAKEN_OFF = sum(TAKEN_OFF.values())
_LAST_CHARACTER = 0x10FFFF
_NOWHERE = Context()


class ResidentMemory:
    """Implements `core.ports.MemoryStore`; safe to use from several threads.

    A direction is made ready when it is first asked for. Languages are compared without region and script.
    """

    def __init__(self, entries: Iterable[MemoryEntry] = ()) -> None:
        self._entries: dict[str, MemoryEntry] = {}
        self._directions: dict[tuple[str, str], _Direction] = {}
        self._lock = threading.Lock()
        self.add(entries)

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entries: Iterable[MemoryEntry]) -> None:
        """Take entries in; one with the id of another replaces it, one with a blank side is left out."""
        with self._lock:
            for entry in entries:
                self._drop(entry.id)
                if entry.source.strip() and entry.target.strip():
                    self._entries[entry.id] = entry
                    for pair, direction in self._directions.items():
                        if turned := _turned_to(entry, pair):
                            direction.add(turned)

    def remove(self, ids: Iterable[str]) -> None:
        """Forget entries; ids that are not there are passed over."""
        with self._lock:
            for each in ids:
                self._drop(each)

    def lookup(
        self,
        source: str,
        source_language: str,
        target_language: str,
        *,
        context: Context = _NOWHERE,
        least: float = 0.7,
        most: int = 5,
    ) -> list[Match]:
        """Matches for a segment, the best first; see `core.ports.MemoryStore`."""
        pair = base(source_language), base(target_language)
        with self._lock:
            direction = self._directions.get(pair)
            if direction is None:
                direction = self._directions[pair] = _Direction(pair[0])
                for entry in self._entries.values():
                    if turned := _turned_to(entry, pair):
                        direction.add(turned)
            return ranked(direction.candidates(source, least, most), context, least=least, most=most)

    def _drop(self, entry_id: str) -> None:
        if self._entries.pop(entry_id, None) is not None:
            for direction in self._directions.values():
                direction.remove(entry_id)


def _turned_to(entry: MemoryEntry, pair: tuple[str, str]) -> MemoryEntry | None:
    """The entry in that direction; None if it has not both languages."""
    languages = base(entry.source_language), base(entry.target_language)
    if languages == pair:
        return entry
    return entry.turned() if languages == pair[::-1] else None


class _Direction:
    """The entries of one direction, ready to be compared.

    Words are written as characters, one for each different word, so that they are compared as fast as letters. A place
    of an entry that is gone stays empty until the next one takes it.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._characters: dict[str, str] = {}
        self._entries: list[MemoryEntry | None] = []
        self._words: list[str] = []
        self._letters: list[str] = []
        self._same: dict[str, set[int]] = {}
        self._places: dict[str, int] = {}
        self._free: list[int] = []

    def add(self, entry: MemoryEntry) -> None:
        read = reading(entry.source, self._language)
        if self._free:
            place = self._free.pop()
        else:
            place = len(self._entries)
            self._entries.append(None)
            self._words.append("")
            self._letters.append("")
        self._entries[place], self._letters[place] = entry, read.letters
        self._words[place] = "".join(map(self._character, read.words))
        self._same.setdefault(read.text, set()).add(place)
        self._places[entry.id] = place

    def remove(self, entry_id: str) -> None:
        place = self._places.pop(entry_id, None)
        entry = self._entries[place] if place is not None else None
        if place is None or entry is None:
            return
        self._same[as_same(entry.source)].discard(place)
        self._entries[place], self._words[place], self._letters[place] = None, "", ""
        self._free.append(place)

    def candidates(self, source: str, least: float, most: int) -> Iterator[tuple[MemoryEntry, float]]:
        """Entries that may be among the best, and how like their sources are; all that are the segment itself."""
        read = reading(source, self._language)
        same = self._same.get(read.text, set())
        for place in same:
            yield self._at(place), 1.0
        if least < 1 and read.words and self._words:
            for place, likeness in self._alike(read, least, most):
                if place not in same:
                    yield self._at(place), likeness

    def _alike(self, read: Reading, least: float, most: int) -> Iterator[tuple[int, float]]:
        """Places by how like their words are; letters are compared only while they may still matter."""
        words = "".join(self._characters.get(word, "\0") for word in read.words)
        told = cdist([words], self._words, scorer=Levenshtein.normalized_similarity, dtype=np.float64)[0]
        places = np.flatnonzero(told >= max(least**2, 1e-9))
        places = places[np.argsort(-told[places], kind="stable")]
        sure: dict[tuple[str, str], float] = {}
        for first in range(0, len(places), _AT_ONCE):
            some = places[first : first + _AT_ONCE].tolist()
            if len(sure) >= most and joined(told[some[0]], 1.0) < sorted(sure.values(), reverse=True)[most - 1]:
                return
            letters = [self._letters[place] for place in some]
            kept = cdist([read.letters], letters, scorer=Levenshtein.normalized_similarity, dtype=np.float64)[0]
            found = [(place, joined(told[place], other)) for place, other in zip(some, kept.tolist(), strict=True)]
            found = [each for each in found if each[1] >= least]
            for place, likeness in found:
                entry = self._at(place)
                sure[as_same(entry.source), as_same(entry.target)] = likeness - _MOST_TAKEN_OFF
            yield from found

    def _at(self, place: int) -> MemoryEntry:
        entry = self._entries[place]
        assert entry is not None
        return entry

    def _character(self, word: str) -> str:
        return self._characters.setdefault(word, chr(min(len(self._characters) + 1, _LAST_CHARACTER)))
