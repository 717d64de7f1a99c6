"""Word alignment inside a bead: which words of two segments correspond, and how sure that is.

Each side is led through the other by itself, and a link is as sure as both agree (Liang, Taskar and Klein 2006). Links
are then taken one by one, the surest first (competitive linking, Melamed 2000); a word that has one already takes
another only beside it, so that one word of Armenian or Azerbaijani may stand for several of English.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from workbench.alignment.arrays import Floats
from workbench.alignment.lexicon import Learnt
from workbench.alignment.marks import Marker
from workbench.alignment.reading import Words
from workbench.alignment.wordpaths import posteriors
from workbench.alignment.wordreading import Side, SideReader, Word
from workbench.alignment.wordscores import scores
from workbench.core.errors import AlignmentError
from workbench.core.language import base
from workbench.core.link import WordLink, opposite
from workbench.core.ports import Vocabulary
from workbench.core.term import TermHit

__all__ = ["BeadWords", "WordLink", "opposite"]

_MOST_TOKENS = 200
_AGREED, _ONE_SIDED = 0.25, 0.4
_WITHOUT, _LIGHT_WITHOUT = 0.1, 0.85


class BeadWords:
    """Implements `core.ports.WordAligner`. The same segments give the same links, whatever was aligned before.

    Segments of more than 200 tokens are cut into parts of like share that are searched alone, so that for absurd
    ones time grows with their length; codes find each other across the parts.

    Args:
        source_language, target_language: BCP 47 tags.
        vocabulary: knows what words may mean; asked if it has both languages.
        learnt: what the words of each side mean on the other, learnt from other texts.
        words: the words of both sides that the lexicon was learnt with; given with it.
    Raises: AlignmentError for a lexicon without its words.
    """

    def __init__(
        self,
        source_language: str,
        target_language: str,
        *,
        vocabulary: Vocabulary | None = None,
        learnt: tuple[Learnt, Learnt] | None = None,
        words: tuple[Words, Words] | None = None,
    ) -> None:
        if learnt is not None and words is None:
            raise AlignmentError("a learnt lexicon names words by number; give the words that it was learnt with too")
        knows = vocabulary is not None and {base(source_language), base(target_language)} <= vocabulary.languages
        self._learnt = learnt
        numbers = words if words is not None and learnt is not None else (None, None)
        self._source, self._target = (
            SideReader(Marker(tag, alike=True, vocabulary=vocabulary if knows else None), own)
            for tag, own in zip((source_language, target_language), numbers, strict=True)
        )

    def align(
        self,
        source: str,
        target: str,
        source_terms: Sequence[TermHit] = (),
        target_terms: Sequence[TermHit] = (),
    ) -> list[WordLink]:
        """Links in order of place; see `core.ports.WordAligner`."""
        left, right = self._source.read(source, source_terms), self._target.read(target, target_terms)
        places = [(place, right.codes[code], 1.0) for code, place in left.codes.items() if code in right.codes]
        for (row, row_end), (column, column_end) in _parts(len(left.tokens), len(right.tokens)):
            inside = self._linked(left.part(row, row_end), right.part(column, column_end))
            places += [(row + one, column + two, score) for one, two, score in inside]
        return [_link(left, right, *place) for place in sorted(places)]

    def _linked(self, source: Side, target: Side) -> list[tuple[int, int, float]]:
        """Links between the words and punctuation marks of two parts: place in each, and score."""
        told = scores(source, target, self._learnt)
        there = posteriors(told, _without(source.words))
        back = posteriors(np.ascontiguousarray(told.T), _without(target.words)).T
        agreed, likely = np.minimum(np.sqrt(there * back), 1.0), np.maximum(there, back)
        for place in source.codes.values():
            agreed[place] = likely[place] = 0.0
        return [(row, column, float(agreed[row, column])) for row, column in _chosen(agreed, likely)]


def _link(source: Side, target: Side, row: int, column: int, score: float) -> WordLink:
    one, two = source.tokens[row], target.tokens[column]
    return WordLink(one.start, one.end, two.start, two.end, score)


def _parts(rows: int, columns: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Runs of tokens of both sides that are searched together; those with an empty side are left out."""
    count = -(-max(rows, columns) // _MOST_TOKENS)
    for number in range(count):
        runs = [(number * size // count, (number + 1) * size // count) for size in (rows, columns)]
        if all(start < end for start, end in runs):
            yield runs[0], runs[1]


def _without(words: Sequence[Word]) -> Floats:
    """How likely each word has no counterpart."""
    return np.array([_LIGHT_WITHOUT if word.is_function or word.is_sign else _WITHOUT for word in words])


def _chosen(agreed: Floats, likely: Floats) -> list[tuple[int, int]]:
    """The links that stay.

    Args:
        agreed, likely: how sure each link is by both directions, and by the one that is surer.
    """
    cells = np.argwhere((agreed > _AGREED) | (likely > _ONE_SIDED))
    order = np.lexsort((-likely[tuple(cells.T)], -agreed[tuple(cells.T)]))
    of_row: dict[int, list[int]] = {}
    of_column: dict[int, list[int]] = {}
    kept = []
    for row, column in cells[order].tolist():
        columns, rows = of_row.get(row, ()), of_column.get(column, ())
        if columns and rows:
            continue
        if columns or rows:
            stays = any(abs(other - column) == 1 for other in columns) or any(abs(other - row) == 1 for other in rows)
        else:
            stays = agreed[row, column] > _AGREED
        if stays:
            of_row.setdefault(row, []).append(column)
            of_column.setdefault(column, []).append(row)
            kept.append((row, column))
    return kept
