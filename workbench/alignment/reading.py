"""Texts as arrays: which tokens stand in which piece, and which marks a token has.

Numbers stand for words and marks, the same ones in all texts that a pair of `Words` has read, so that what is learnt in
one document holds in the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from workbench.alignment.arrays import Floats, Ints, spread
from workbench.alignment.marks import TOKEN, Kind, Marker
from workbench.alignment.pieces import Pieces
from workbench.core.term import TermHit


class Numbers:
    """Gives each string a number, from 0 in the order in which they come."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def __call__(self, name: str) -> int:
        return self._given.setdefault(name, len(self._given))

    def __len__(self) -> int:
        return len(self._given)


class Words:
    """The words of one language that were read, each with its marks; grows while texts are read.

    Args:
        marker: knows the marks of a word.
        marks: numbers of marks, shared by the two languages of a pair.
        hears: the marker of the other language, if texts of this one come with renderings into it.
        heard: whether texts of the other language come with renderings into this one.
    """

    def __init__(self, marker: Marker, marks: Numbers, *, hears: Marker | None = None, heard: bool = False) -> None:
        self._marker = marker
        self._marks = marks
        self._hears, self._heard = hears, heard
        self._numbers: dict[str, int] = {}
        self._stems = Numbers()
        self._stem: list[int] = []
        self._mark: list[int] = []
        self._kind: list[int] = []
        self._ends: list[int] = [0]
        self._table: tuple[Ints, Ints, Ints, Ints] | None = None

    @property
    def marks(self) -> int:
        """How many marks there are, of both languages of the pair."""
        return len(self._marks)

    @property
    def stems(self) -> int:
        """How many stems there are."""
        return len(self._stems)

    def numbers(self, words: Sequence[str]) -> list[int]:
        """The numbers of tokens."""
        known = self._numbers.get
        found = [known(word) for word in words]
        return [self.number(word) for word in words] if None in found else cast("list[int]", found)

    def number(self, word: str) -> int:
        """The number of a token."""
        found = self._numbers.get(word)
        if found is not None:
            return found
        marks, stem = self._marker.marks(word), self._marker.stem(word)
        return self._add(word, [*marks, *_rendered(stem)] if self._heard else marks, stem)

    def rendering(self, word: str) -> int:
        """The number of a token of a rendering into the other language, as a token of this one."""
        assert self._hears is not None
        name = f"\1{word}"
        found = self._numbers.get(name)
        return self._add(name, _rendered(self._hears.stem(word)), "") if found is None else found

    def concept(self, concept: str) -> int:
        """The number of a concept of the termbase that was found in a text, as a token of its own."""
        name = f"\0{concept}"
        found = self._numbers.get(name)
        return self._add(name, [(f"concept {concept}", Kind.TERM)], "") if found is None else found

    def _add(self, name: str, marks: Sequence[tuple[str, Kind]], stem: str) -> int:
        self._stem.append(self._stems(stem) if stem else -1)
        self._mark += [self._marks(mark) for mark, _ in marks]
        self._kind += [kind for _, kind in marks]
        self._ends.append(len(self._mark))
        self._table = None
        return self._numbers.setdefault(name, len(self._numbers))

    def table(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Marks and kinds of all words, one after the other, where each word's end (with a 0 before), and its stem."""
        if self._table is None:
            columns = (self._mark, self._kind, self._ends, self._stem)
            mark, kind, ends, stem = (np.array(column, dtype=np.int64) for column in columns)
            self._table = mark, kind, ends, stem
        return self._table


def _rendered(stem: str) -> list[tuple[str, Kind]]:
    return [(f"rendered {stem}", Kind.RENDERED)] if stem else []


@dataclass(frozen=True, slots=True)
class Text:
    """One side of a pair.

    Attributes:
        starts: the number of pieces before each segment, and of all.
        characters: of each piece, without white space at its ends.
        word, piece: for each token its number and the piece it stands in, in order of pieces.
        words: the table of its words.
    """

    starts: Ints
    characters: Floats
    word: Ints
    piece: Ints
    words: Words

    @property
    def pieces(self) -> int:
        """How many pieces."""
        return len(self.characters)

    def tokens(self, pieces: slice) -> slice:
        """The tokens that stand in some pieces."""
        start, end = np.searchsorted(self.piece, (pieces.start, pieces.stop))
        return slice(int(start), int(end))

    def marks(self, tokens: slice) -> tuple[Ints, Ints, Ints]:
        """Token (from 0), mark and kind of every mark of some tokens, in the order of tokens."""
        marks, kinds, ends, _ = self.words.table()
        word = self.word[tokens]
        token, at = spread(ends[word], ends[word + 1])
        return token, marks[at], kinds[at]

    @property
    def segments(self) -> int:
        """How many segments."""
        return len(self.starts) - 1


_LOOKED_AT = 20_000


def read(
    pieces: Pieces,
    words: Words,
    terms: Sequence[Sequence[TermHit]] | None = None,
    renderings: Sequence[str] | None = None,
) -> Text:
    """A text as arrays.

    Args:
        terms: for each segment the terms found in it.
        renderings: for each piece what an engine or a memory makes of it in the other language, empty if nothing.
    """
    found: list[int] = []
    counts: list[int] = []
    hits = _by_piece(pieces, terms) if terms is not None else None
    for place, piece in enumerate(pieces.texts):
        before = len(found)
        found += words.numbers(TOKEN.findall(piece[:_LOOKED_AT]))
        if hits:
            found += [words.concept(concept) for concept in hits.get(place, ())]
        if renderings is not None:
            found += [words.rendering(token) for token in TOKEN.findall(renderings[place][:_LOOKED_AT])]
        counts.append(len(found) - before)
    return Text(
        np.array(pieces.starts, dtype=np.int64),
        np.array([len(piece.strip()) for piece in pieces.texts], dtype=np.float64),
        np.array(found, dtype=np.int64),
        np.repeat(np.arange(len(counts), dtype=np.int64), counts),
        words,
    )


def _by_piece(pieces: Pieces, terms: Sequence[Sequence[TermHit]]) -> dict[int, list[str]]:
    places: dict[int, list[str]] = {}
    for segment, hits in enumerate(terms):
        if not hits:
            continue
        piece, end = pieces.starts[segment], 0
        end = len(pieces.texts[piece])
        for hit in hits:
            while hit.start >= end and piece + 1 < pieces.starts[segment + 1]:
                piece += 1
                end += len(pieces.texts[piece])
            places.setdefault(piece, []).append(hit.concept)
    return places
