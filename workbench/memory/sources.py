"""Which of many sources are like a segment, by their words alone: what is kept of each is some bytes, and no text.

It gives candidates for whoever holds the texts to compare: words are told apart more coarsely here than where matches
are scored, so candidates are asked for with a little less likeness than is wanted.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from workbench.text.normalize import fold

_PIECE = re.compile(r"\d[\d.,:]*|[^\W\d_]+|[^\w\s]")
_FIGURE, _UNKNOWN = "#", "\0"
_LAST_CHARACTER = 0x10FFFF


class SourceIndex:
    """Sources of one language by a number of the caller's; about 130 bytes each.

    Words are written as characters, one for each different word, and so compared as fast as letters: among 100,000
    sources in some 20 ms.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._characters: dict[str, str] = {}
        self._words: list[str] = []
        self._keys = array("Q")
        self._hashes = array("q")

    def __len__(self) -> int:
        return len(self._words)

    def add(self, sources: Iterable[tuple[int, str]]) -> None:
        """Take in sources under their numbers; a number may be given several texts, and stays with all of them."""
        known = self._characters.get
        for key, text in sources:
            words = "".join([known(piece) or self._new(piece) for piece in self._pieces(text)])
            self._words.append(words)
            self._keys.append(key)
            self._hashes.append(hash(words))

    def has(self, key: int, text: str) -> bool:
        """Whether a text with the same words is there under this number."""
        return key in self.same(text)

    def same(self, text: str) -> list[int]:
        """The numbers of the sources with the same words, in the order in which they came."""
        wanted = hash(self._known(text))
        return [self._keys[place] for place in np.flatnonzero(np.frombuffer(self._hashes, np.int64) == wanted)]

    def near(self, text: str, least: float) -> list[tuple[int, float]]:
        """Numbers of sources and how like their words are (0..1, at least `least`), the likest first."""
        words = self._known(text)
        if not words or not self._words:
            return []
        told = cdist([words], self._words, scorer=Levenshtein.normalized_similarity, dtype=np.float32)[0]
        places = np.flatnonzero(told >= least)
        places = places[np.argsort(-told[places], kind="stable")]
        return [(self._keys[place], float(told[place])) for place in places]

    def _known(self, text: str) -> str:
        return "".join([self._characters.get(piece, _UNKNOWN) for piece in self._pieces(text)])

    def _pieces(self, text: str) -> list[str]:
        return [_FIGURE if piece[0].isdigit() else piece for piece in _PIECE.findall(fold(text, self._language))]

    def _new(self, piece: str) -> str:
        made = self._characters[piece] = chr(min(len(self._characters) + 1, _LAST_CHARACTER))
        return made
