"""Beads shaped by hand: what a person does to an alignment, each as a change of one run of its beads.

Pure: nothing here reads or writes a project. Every change keeps the laws of `core.bead.verify`: beads in order, no
overlap, no sentence of either side lost. What a person has shaped or accepted is pinned: aligning again leaves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from workbench.core.bead import Bead
from workbench.core.errors import AlignmentError

SURE = 0.8
"""The confidence below which a bead is to be looked at, unless a person has accepted it."""

_DOUBT = 0.5
"""By what the confidence of a bead falls whose border somebody has moved from outside."""


FARTHEST = 100
"""Beads over which a shift goes on at most."""


class Side(StrEnum):
    """One of the two texts of an alignment."""

    SOURCE = "source"
    TARGET = "target"

    @property
    def other(self) -> Side:
        """The text opposite."""
        return Side.TARGET if self is Side.SOURCE else Side.SOURCE


Run = tuple[int, int]
"""A half-open run of sentences of one side."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a bead is divided: how many of its sentences on each side go to the first part."""

    source: int
    target: int

    def on(self, side: Side) -> int:
        """The number of one side."""
        return self.source if side is Side.SOURCE else self.target

    def moved(self, side: Side, step: int) -> Cut:
        """The cut with the border of one side so many sentences further down."""
        return Cut(self.source + step, self.target) if side is Side.SOURCE else Cut(self.source, self.target + step)


@dataclass(frozen=True, slots=True)
class Recut:
    """Beads in place of a run of beads, covering the same sentences.

    Attributes:
        start, end: the beads that give place, half-open.
        beads: what stands there instead.
        pinned: for each of them whether a person has shaped or accepted it.
        cursor: which of them the person goes on with.
    """

    start: int
    end: int
    beads: tuple[Bead, ...]
    pinned: tuple[bool, ...]
    cursor: int = 0


@dataclass(frozen=True, slots=True)
class Alignment:
    """Beads in order with what a person has accepted.

    Attributes:
        beads: cover both texts, see `core.bead.verify`.
        pinned: for each bead whether a person has shaped or accepted it.
    """

    beads: tuple[Bead, ...]
    pinned: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.beads)

    @property
    def sizes(self) -> tuple[int, int]:
        """Sentences of the source and of the target."""
        return (self.beads[-1].source_end, self.beads[-1].target_end) if self.beads else (0, 0)

    @property
    def pins(self) -> list[Bead]:
        """The beads that aligning leaves alone."""
        return [bead for bead, pinned in zip(self.beads, self.pinned, strict=True) if pinned]

    def after(self, recut: Recut) -> Alignment:
        """The alignment once a change is made."""
        beads = (*self.beads[: recut.start], *recut.beads, *self.beads[recut.end :])
        return Alignment(beads, (*self.pinned[: recut.start], *recut.pinned, *self.pinned[recut.end :]))

    def at(self, side: Side, sentence: int) -> int:
        """The bead that a sentence belongs to; the nearest one where it is beyond the end. O(log beads)."""
        low, high = 0, max(0, len(self.beads) - 1)
        while low < high:
            middle = (low + high) // 2
            if run_of(self.beads[middle], side)[1] > sentence:
                high = middle
            else:
                low = middle + 1
        return low

    def doubtful(self, at: int) -> bool:
        """Whether a bead is to be looked at: not sure, and nobody has accepted it."""
        return not self.pinned[at] and self.beads[at].confidence < SURE

    def doubts(self) -> list[int]:
        """The beads to look at, the least certain first."""
        found = [at for at in range(len(self.beads)) if self.doubtful(at)]
        return sorted(found, key=lambda at: (self.beads[at].confidence, at))

    def nulls(self) -> int:
        """How many beads have nothing opposite."""
        return sum(not (bead.source and bead.target) for bead in self.beads)


def run_of(bead: Bead, side: Side) -> Run:
    """The sentences of one side of a bead."""
    if side is Side.SOURCE:
        return bead.source_start, bead.source_end
    return bead.target_start, bead.target_end


def _bead(side: Side, own: Run, opposite: Run, confidence: float = 1.0) -> Bead:
    source, target = (own, opposite) if side is Side.SOURCE else (opposite, own)
    return Bead(*source, *target, confidence)


def _size(run: Run) -> int:
    return run[1] - run[0]


def _is_empty(bead: Bead) -> bool:
    return not (bead.source or bead.target)


# -- what a person does ----------------------------------------------------------------------------------------------


def accepted(alignment: Alignment, at: int) -> Recut:
    """The bead as it is, accepted."""
    return Recut(at, at + 1, (replace(alignment.beads[at], confidence=1.0, cost=0.0),), (True,))


def released(alignment: Alignment, at: int) -> Recut:
    """The bead as it is, no longer accepted: to be looked at.

    Raises: AlignmentError if nobody has accepted it.
    """
    if not alignment.pinned[at]:
        raise AlignmentError("this bead is not pinned")
    return Recut(at, at + 1, (_doubted(alignment.beads[at]),), (False,))


def _doubted(bead: Bead) -> Bead:
    return replace(bead, confidence=min(bead.confidence, 1.0) * _DOUBT, cost=0.0)


def _touched(alignment: Alignment, at: int, bead: Bead) -> tuple[Bead, bool]:
    """A bead changed from outside: a pin stays one, else it is to be looked at again."""
    pinned = alignment.pinned[at]
    return (bead if pinned else _doubted(replace(bead, confidence=alignment.beads[at].confidence))), pinned


def merged(alignment: Alignment, at: int) -> Recut:
    """One bead of this and the next one.

    Raises: AlignmentError if it is the last.
    """
    if at + 1 >= len(alignment):
        raise AlignmentError("this is the last bead; there is none after it to merge with")
    first, second = alignment.beads[at : at + 2]
    return Recut(at, at + 2, (_joined(first, second),), (True,))


def _joined(first: Bead, second: Bead) -> Bead:
    return Bead(first.source_start, second.source_end, first.target_start, second.target_end)


def split(alignment: Alignment, at: int, cut: Cut) -> Recut:
    """Two beads of one.

    Raises: AlignmentError if the cut is not inside, or leaves nothing for one part.
    """
    bead = alignment.beads[at]
    middle = bead.source_start + cut.source, bead.target_start + cut.target
    inside = 0 <= cut.source <= len(bead.source) and 0 <= cut.target <= len(bead.target)
    parts = (
        Bead(bead.source_start, middle[0], bead.target_start, middle[1]),
        Bead(middle[0], bead.source_end, middle[1], bead.target_end),
    )
    if not inside or any(map(_is_empty, parts)):
        raise AlignmentError("a split needs a sentence in each part; move the border of one side")
    return Recut(at, at + 1, parts, (True, True))


def best_cut(source: Sequence[int], target: Sequence[int]) -> Cut | None:
    """The cut after which the two parts are most alike in length; None where a bead has one sentence in all.

    Args:
        source, target: lengths of the sentences of each side, in code points.
    """
    whole = max(1, sum(source)), max(1, sum(target))
    cuts = [
        Cut(up, down)
        for up in range(len(source) + 1)
        for down in range(len(target) + 1)
        if 0 < up + down < len(source) + len(target)
    ]

    def cost(cut: Cut) -> float:
        if not (source and target):
            return abs(len(source) - 2 * cut.source) + abs(len(target) - 2 * cut.target)
        return abs(sum(source[: cut.source]) / whole[0] - sum(target[: cut.target]) / whole[1])

    return min(cuts, key=cost, default=None)


def moved(alignment: Alignment, at: int, side: Side, step: int) -> Recut:
    """The border of one side moved: its last sentence goes to the next bead (step 1), its first to the one before (-1).

    Where there is no such bead, the sentence gets one of its own. A bead that is left with nothing is gone.

    Raises: AlignmentError if the bead has no sentence there, or nothing would change.
    """
    bead = alignment.beads[at]
    own = run_of(bead, side)
    if not _size(own):
        raise AlignmentError("this side of the bead has no sentence that could go elsewhere")
    gone = (own[1] - 1, own[1]) if step > 0 else (own[0], own[0] + 1)
    rest = (own[0], gone[0]) if step > 0 else (gone[1], own[1])
    left = _bead(side, rest, run_of(bead, side.other))
    to = at + step
    if 0 <= to < len(alignment):
        neighbour = alignment.beads[to]
        run = run_of(neighbour, side)
        grown = (gone[0], run[1]) if step > 0 else (run[0], gone[1])
        taken, pinned = _touched(alignment, to, _bead(side, grown, run_of(neighbour, side.other)))
    else:
        if _is_empty(left):
            raise AlignmentError("there is no other bead in this direction")
        border = run_of(bead, side.other)[1 if step > 0 else 0]
        taken, pinned = _doubted(_bead(side, gone, (border, border))), False
    return _two(alignment, at, step, (left, taken), pinned)


def _two(alignment: Alignment, at: int, step: int, beads: tuple[Bead, Bead], pinned: bool) -> Recut:
    """A bead that is shaped and the one beside it that is touched, in the order of the text."""
    left, taken = beads
    start, end = max(0, min(at, at + step)), min(len(alignment), max(at, at + step) + 1)
    if _is_empty(left):
        return Recut(start, end, (replace(taken, confidence=1.0),), (True,))
    if step > 0:
        return Recut(start, end, (left, taken), (True, pinned), 0)
    return Recut(start, end, (taken, left), (pinned, True), 1)


def emptied(alignment: Alignment, at: int, side: Side) -> Recut:
    """Nothing opposite the sentences of one side; those opposite are free for others.

    A bead with one side empty goes away instead: its sentences join those that had to leave them, if they stand beside
    them, else the bead before.

    Raises: AlignmentError if it is the only bead.
    """
    bead = alignment.beads[at]
    if not (bead.source and bead.target):
        return _absorbed(alignment, at)
    alone = (
        Bead(bead.source_start, bead.source_end, bead.target_start, bead.target_start),
        Bead(bead.source_end, bead.source_end, bead.target_start, bead.target_end),
    )
    cursor = 0 if side is Side.SOURCE else 1
    beads = tuple(one if number == cursor else _doubted(one) for number, one in enumerate(alone))
    return Recut(at, at + 1, beads, (cursor == 0, cursor == 1), cursor)


def _absorbed(alignment: Alignment, at: int) -> Recut:
    if len(alignment) < 2:
        raise AlignmentError("this is the only bead; there is none that could take its sentences")
    beads = alignment.beads
    full = Side.SOURCE if beads[at].source else Side.TARGET
    beside = [to for to in (at + 1, at - 1) if 0 <= to < len(beads)]
    lonely = [to for to in beside if not _size(run_of(beads[to], full))]
    to = lonely[0] if lonely else beside[-1]
    first = min(at, to)
    return Recut(first, first + 2, (_joined(*beads[first : first + 2]),), (True,))


def inserted(alignment: Alignment, at: int, side: Side) -> Recut:
    """Nothing on one side of this bead; what it had there goes to the next bead, what that had to the one after, …

    The shift ends at a bead that has nothing on that side, before a pinned one, or at the end of the text; after
    `FARTHEST` beads the next one takes what comes beside its own.

    Raises: AlignmentError if the bead has nothing on that side already, or nothing on the other.
    """
    bead = alignment.beads[at]
    carried = run_of(bead, side)
    if not (bead.source and bead.target):
        raise AlignmentError("this bead has an empty side already")
    beads = [_bead(side, (carried[0], carried[0]), run_of(bead, side.other))]
    end = at + 1
    while end < len(alignment) and not alignment.pinned[end] and _size(carried):
        following = alignment.beads[end]
        own = run_of(following, side)
        here, carried = (carried, own) if end - at < FARTHEST else ((carried[0], own[1]), (own[1], own[1]))
        beads.append(_doubted(_bead(side, here, run_of(following, side.other), following.confidence)))
        end += 1
    if _size(carried):
        border = run_of(beads[-1], side.other)[1]
        beads.append(_doubted(_bead(side, carried, (border, border))))
    return Recut(at, end, tuple(beads), (True, *[False] * (len(beads) - 1)))


def difference(before: Alignment, after: Alignment) -> Recut | None:
    """What another alignment of the same texts changes, as one change; None if it is the same."""
    start = 0
    both = list(zip(before.beads, before.pinned, strict=True)), list(zip(after.beads, after.pinned, strict=True))
    shorter = min(map(len, both))
    while start < shorter and both[0][start] == both[1][start]:
        start += 1
    back = 0
    while back < shorter - start and both[0][-1 - back] == both[1][-1 - back]:
        back += 1
    end, stop = len(before) - back, len(after) - back
    if start == end == stop:
        return None
    return Recut(start, end, after.beads[start:stop], after.pinned[start:stop])


def lowest(alignment: Alignment, parts: int) -> list[float]:
    """The least confidence in each of so many parts of the text, equal in beads; 1 for what is accepted."""
    sure = [1.0 if pin else bead.confidence for bead, pin in zip(alignment.beads, alignment.pinned, strict=True)]
    starts = [part * len(sure) // parts for part in range(parts + 1)]
    return [min(sure[start : max(end, start + 1)]) for start, end in pairwise(starts)] if sure else []
