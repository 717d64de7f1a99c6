"""Which words of a segment and of a hypothesis belong together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator

from workbench.alignment.words import BeadWords
from workbench.core.hypothesis import Hypothesis
from workbench.core.language import base
from workbench.core.link import WordLink
from workbench.core.ports import Vocabulary, WordAligner

_SURE = 0.5
"""Share of attention from which a link of the model is taken: one that looks everywhere gives none."""

_RENEWED_AFTER = 20_000
"""Pairs of texts; an aligner remembers the words that it has read, and a job may last for days."""


class WordLinks:
    """Word links for any pair of languages; may be used by several threads at once.

    The word aligner comes first, since its links are the better ones wherever it has any. It knows words, names and
    figures, but not what a model has made up: there the model's attention joins words that have no link yet.

    Args:
        vocabulary: gives what knows what single words may mean, when it is first needed; None without any.
    """

    def __init__(self, vocabulary: Callable[[], Vocabulary | None] = lambda: None) -> None:
        self._vocabulary = vocabulary
        self._lock = threading.Lock()
        self._aligners: dict[tuple[str, str], tuple[WordAligner, int]] = {}

    def of(self, segment: str, hypothesis: Hypothesis) -> list[WordLink]:
        """The links of a segment and its hypothesis, in order of place.

        The hypothesis' own links are of use where it was asked for with `Decoding.links`.
        """
        pair = base(hypothesis.route[0]), base(hypothesis.route[-1])
        with self._lock:
            found = self._aligner(pair).align(segment, hypothesis.text)
        return sorted([*found, *_filling(found, hypothesis.links)], key=_place)

    def _aligner(self, pair: tuple[str, str]) -> WordAligner:
        aligner, used = self._aligners.get(pair, (None, 0))
        if aligner is None or used >= _RENEWED_AFTER:
            aligner, used = BeadWords(*pair, vocabulary=self._vocabulary()), 0
        self._aligners[pair] = aligner, used + 1
        return aligner


def _filling(found: Iterable[WordLink], others: Iterable[WordLink]) -> Iterator[WordLink]:
    """Sure links of the others between words that are not in any of those found."""
    sources, targets = set(), set()
    for link in found:
        sources.add((link.source_start, link.source_end))
        targets.add((link.target_start, link.target_end))
    for link in others:
        apart = (link.source_start, link.source_end) not in sources
        if link.score >= _SURE and apart and (link.target_start, link.target_end) not in targets:
            yield link


def _place(link: WordLink) -> tuple[int, int, int, int]:
    return link.source_start, link.source_end, link.target_start, link.target_end
