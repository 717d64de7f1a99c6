"""Word alignment inside a bead: which words of two segments correspond, and how sure that is.

Both directions are searched by themselves and agree, or a word stays without a link: Liang, Taskar and Klein (2006).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from workbench.alignment.arrays import Flags, Floats
from workbench.alignment.lexicon import Learnt
from workbench.alignment.marks import Marker
from workbench.alignment.reading import Words
from workbench.alignment.wordpaths import posteriors
from workbench.alignment.wordreading import Side, SideReader, Word
from workbench.alignment.wordscores import scores
from workbench.core.language import base
from workbench.core.link import WordLink, opposite
from workbench.core.ports import Vocabulary
from workbench.core.term import TermHit

__all__ = ["BeadWords", "WordLink", "opposite"]

_MOST_TOKENS = 300
_PASSES = 1
_AGREED, _ONE_SIDED = 0.25, 0.4
_WITHOUT, _FUNCTION_WITHOUT, _SIGN_WITHOUT = 0.1, 0.8, 0.5


class BeadWords:
    """Implements `core.ports.WordAligner`.

    Args:
        source_language, target_language: BCP 47 tags.
        vocabulary: knows what words may mean; asked if it has both languages.
        learnt: what source words and target words mean, learnt from other texts.
        words: the words of both sides that `learnt` was learnt with.
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
        both = (source_language, target_language)
        knows = vocabulary is not None and {base(tag) for tag in both} <= vocabulary.languages
        self._learnt = learnt if words is not None else None
        self._readers = tuple(
            SideReader(
                tag,
                Marker(tag, alike=True, vocabulary=vocabulary if knows else None),
                words[side] if words is not None and learnt is not None else None,
            )
            for side, tag in enumerate(both)
        )

    def align(
        self,
        source: str,
        target: str,
        source_terms: Sequence[TermHit] = (),
        target_terms: Sequence[TermHit] = (),
    ) -> list[WordLink]:
        """Links in order of place; see `core.ports.WordAligner`."""
        left, right = self._readers[0].read(source, source_terms), self._readers[1].read(target, target_terms)
        found = []
        for row, column, one, two in _parts(left, right):
            for at, across, score in self._links(one, two):
                here, there = one.tokens[at], two.tokens[across]
                found.append(WordLink(here.start, here.end, there.start, there.end, score))
        return found

    def _links(self, source: Side, target: Side) -> list[tuple[int, int, float]]:
        if not source.tokens or not target.tokens:
            return []
        from workbench.alignment import wordscores as S

        found, functions = S.first(source, target, self._learnt)
        known = [np.clip(found.max(axis=axis, initial=0.0) / S._SURE, 0.0, 1.0) for axis in (1, 0)]
        told = S.combined(found, functions, source, target, known[0][:, None] + known[1], known)
        for n in range(_PASSES):
            if n:
                told = S.again(found, functions, source, target, agreed)
            there = posteriors(told, _without(source.words))
            back = posteriors(np.ascontiguousarray(told.T), _without(target.words)).T
            agreed = np.sqrt(there * back)
        return _chosen(agreed, np.maximum(there, back))


def _parts(source: Side, target: Side):
    yield 0, 0, source, target


def _without(words: Sequence[Word]) -> Floats:
    return np.array(
        [_SIGN_WITHOUT if word.is_sign else _FUNCTION_WITHOUT if word.is_function else _WITHOUT for word in words]
    )


def _extended(linked: Flags, likely: Floats) -> Flags:
    """Words without a link that one direction puts beside the link of a neighbour."""
    beside = np.zeros_like(linked)
    beside[1:] |= linked[:-1]
    beside[:-1] |= linked[1:]
    across = np.zeros_like(linked)
    across[:, 1:] |= linked[:, :-1]
    across[:, :-1] |= linked[:, 1:]
    free = ~linked.any(axis=1), ~linked.any(axis=0)
    return (likely > _ONE_SIDED) & ((beside & free[0][:, None]) | (across & free[1]))


_BOTH = 0.5
_FALLTHROUGH = True


def _chosen(agreed, likely):
    rows, columns = agreed.shape
    cells = np.argwhere((agreed > _AGREED) | (likely > _ONE_SIDED))
    order = np.argsort(-agreed[cells[:, 0], cells[:, 1]], kind="stable")
    ofrow = [[] for _ in range(rows)]
    ofcol = [[] for _ in range(columns)]
    out = []

    def add(i, j):
        ofrow[i].append(j)
        ofcol[j].append(i)
        out.append((i, j, float(agreed[i, j])))

    for i, j in cells[order].tolist():
        r, c = ofrow[i], ofcol[j]
        a, l = agreed[i, j], likely[i, j]
        if not r and not c:
            if a > _AGREED:
                add(i, j)
        elif not r or not c:
            near = any(abs(x - j) == 1 for x in r) or any(abs(x - i) == 1 for x in c)
            if near and (a > _AGREED or l > _ONE_SIDED):
                add(i, j)
        elif a > _BOTH:
            add(i, j)
    return sorted(out)
