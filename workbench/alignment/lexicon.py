"""What a text teaches about its own words: IBM model 1 on pairs of segments that are sure already.

Words are taken by their first letters, so that the forms of an inflected word are learnt as one. Both directions are
estimated and brought together, since what either finds alone is mostly chance. Source: Brown et al. (1993), model 1;
Liang et al. (2006) for the agreement of the two directions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.alignment.arrays import Flags, Floats, Ints, distinct, grouped, totals, within
from workbench.alignment.reading import Text
from workbench.core.bead import Bead

_CONFIDENT = 0.8
_MOST_BEADS = 2_500
_PASSES = 5
_NULL = 0.3
_DISCOUNT, _SMOOTHED = 0.2, 1.0
_LEAST_RATIO, _TRUST = 1.5, 0.8


@dataclass(frozen=True, slots=True)
class Partners:
    """For each piece of a text the run of pieces opposite when the text taught; empty runs for those that did not."""

    low: Ints
    high: Ints


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the words of one side mean on the other.

    Attributes:
        words: how many stems of this side were known.
        ends: where the meanings of each end, with a 0 before.
        number: the stem on the other side.
        share: part of the word's occurrences that this meaning explains, 0..1.
        ratio: `share` over the chance that the other word is there.
        share_without, ratio_without: the same with one bead fewer, for the beads that taught it.
        trust, least: how much of a share to believe in; the smallest ratio that says anything.
    """

    words: int
    ends: Ints
    number: Ints
    share: Floats
    ratio: Floats
    share_without: Floats
    ratio_without: Floats
    trust: float = _TRUST
    least: float = _LEAST_RATIO


@dataclass(frozen=True, slots=True)
class Lesson:
    """A pair of texts and the beads found so far."""

    source: Text
    target: Text
    beads: Sequence[Bead]


@dataclass(frozen=True, slots=True)
class _Taught:
    """One-to-one beads that are sure: for each side stems and the bead they stand in, sorted by bead; and how many."""

    source: tuple[Ints, Ints]
    target: tuple[Ints, Ints]
    beads: int


def learn(lessons: Sequence[Lesson]) -> tuple[tuple[Learnt, Learnt], list[tuple[Partners, Partners]]] | None:
    """What the one-to-one beads of some pairs teach, and who taught it; None if there is nothing to learn from.

    Returns: what source words and what target words mean; for each lesson the partners of source and target pieces.
    """
    sure = [
        [bead for bead in lesson.beads if bead.shape == "1-1" and bead.confidence > _CONFIDENT] for lesson in lessons
    ]
    total = sum(map(len, sure))
    if not total:
        return None
    if total > _MOST_BEADS:
        every = total / _MOST_BEADS
        kept = {int(number * every) for number in range(_MOST_BEADS)}
        counter = iter(range(total))
        sure = [[bead for bead in beads if next(counter) in kept] for beads in sure]
    partners = [_partners(lesson, beads) for lesson, beads in zip(lessons, sure, strict=True)]
    taught = _taught(lessons, sure)
    learnt = _estimated(taught) if taught.beads > 1 else None
    return (learnt, partners) if learnt else None


def _partners(lesson: Lesson, beads: Sequence[Bead]) -> tuple[Partners, Partners]:
    source, target = lesson.source, lesson.target
    sides = [Partners(*np.zeros((2, text.pieces), dtype=np.int64)) for text in (source, target)]
    for bead in beads:
        rows = slice(source.starts[bead.source_start], source.starts[bead.source_end])
        columns = slice(target.starts[bead.target_start], target.starts[bead.target_end])
        sides[0].low[rows], sides[0].high[rows] = columns.start, columns.stop
        sides[1].low[columns], sides[1].high[columns] = rows.start, rows.stop
    return sides[0], sides[1]


def _taught(lessons: Sequence[Lesson], sure: Sequence[Sequence[Bead]]) -> _Taught:
    sides: tuple[list[tuple[Ints, Ints]], list[tuple[Ints, Ints]]] = ([], [])
    number = 0
    for lesson, beads in zip(lessons, sure, strict=True):
        starts = np.array([(bead.source_start, bead.target_start) for bead in beads], dtype=np.int64).reshape(-1, 2)
        for side, text, start in zip(sides, (lesson.source, lesson.target), starts.T, strict=True):
            bead_of = np.full(text.pieces, -1, dtype=np.int64)
            lengths = text.starts[start + 1] - text.starts[start]
            at = np.repeat(text.starts[start], lengths) + within(lengths)
            bead_of[at] = np.repeat(np.arange(len(start)), lengths)
            stem, bead = text.words.table()[3][text.word], bead_of[text.piece]
            good = (stem >= 0) & (bead >= 0)
            stems = text.words.stems
            code = distinct(bead[good] * stems + stem[good])
            side.append((code % stems, code // stems + number))
        number += len(beads)
    source, target = (
        (np.concatenate([part[0] for part in side]), np.concatenate([part[1] for part in side])) for side in sides
    )
    return _Taught(source, target, number)


def _estimated(taught: _Taught) -> tuple[Learnt, Learnt] | None:
    (source, source_bead), (target, target_bead) = taught.source, taught.target
    source_count, target_count = np.bincount(source, minlength=1), np.bincount(target, minlength=1)
    # A word that stood in one bead alone teaches nothing that is not that bead itself.
    often, other = source_count[source] > 1, target_count[target] > 1
    one, two, bead = _crossed(source[often], source_bead[often], target[other], target_bead[other])
    if not len(one):
        return None
    words = len(source_count), len(target_count)
    pair, at = grouped(one * words[1] + two)
    times = np.bincount(at)
    left, right = pair // words[1], pair % words[1]
    forward = _expected(at, times, bead * words[1] + two, source_count[left], target_count[right], taught.beads)
    back = _expected(at, times, bead * words[0] + one, target_count[right], source_count[left], taught.beads)
    expected = np.sqrt(forward * back)
    counts = source_count[left], target_count[right]
    source_side = _Estimate.of(expected, times, *counts, taught.beads)
    target_side = _Estimate.of(expected, times, counts[1], counts[0], taught.beads)
    telling = (source_side.ratio > _LEAST_RATIO) | (target_side.ratio > _LEAST_RATIO)
    return source_side.table(left, right, telling, words[0]), target_side.table(right, left, telling, words[1])


def _crossed(one: Ints, one_bead: Ints, two: Ints, two_bead: Ints) -> tuple[Ints, Ints, Ints]:
    """Every pair of a source and a target stem of the same bead, and the bead."""
    beads = int(max(one_bead.max(initial=-1), two_bead.max(initial=-1))) + 1
    here = np.bincount(two_bead, minlength=beads)
    start = np.cumsum(here) - here
    times = here[one_bead]
    return np.repeat(one, times), two[np.repeat(start[one_bead], times) + within(times)], np.repeat(one_bead, times)


def _expected(at: Ints, times: Ints, place: Ints, given: Ints, told: Ints, beads: int) -> Floats:
    """How often each pair of words corresponds, where the words of one side explain each word of the other.

    Args:
        at: for each meeting the number of its pair; times: meetings of each pair.
        place: for each meeting the word that is explained and its bead, as one number.
        given, told: beads that have the explaining and the explained word of each pair.
    """
    _, group = grouped(place)
    share = times / given / 8.0
    by_chance = np.bincount(group, (told / beads)[at]) / np.bincount(group)
    expected = np.zeros(len(times))
    for _ in range(_PASSES):
        offered = share[at]
        explained = np.bincount(group, offered) + _NULL * by_chance
        expected = totals(at, offered / explained[group], len(times))
        share = expected / given
    return expected


@dataclass(frozen=True, slots=True)
class _Estimate:
    """Shares and ratios of pairs of words, with all beads and with one bead fewer."""

    share: Floats
    ratio: Floats
    share_without: Floats
    ratio_without: Floats

    @classmethod
    def of(cls, expected: Floats, times: Ints, own: Ints, other: Ints, beads: int) -> _Estimate:
        share = np.maximum(expected - _DISCOUNT, 0) / (own + _SMOOTHED)
        fewer = np.maximum(expected - expected / times - _DISCOUNT, 0) / (own - 1 + _SMOOTHED)
        return cls(
            share,
            share * (beads + 1) / (other + 0.5),
            fewer,
            fewer * beads / (np.maximum(other - 1, 0) + 0.5),
        )

    def table(self, own: Ints, other: Ints, telling: Flags, words: int) -> Learnt:
        order = np.nonzero(telling)[0]
        order = order[np.argsort(own[order], kind="stable")]
        ends = np.concatenate([[0], np.cumsum(np.bincount(own[order], minlength=words))])
        columns = (self.share, self.ratio, self.share_without, self.ratio_without)
        share, ratio, share_without, ratio_without = (column[order] for column in columns)
        return Learnt(words, ends, other[order], share, ratio, share_without, ratio_without)
