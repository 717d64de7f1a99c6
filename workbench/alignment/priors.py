"""How often what happens in translated texts: the priors of the search, and what a text says of its own."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.core.bead import Bead

_STRENGTH = 150.0
_LONG_NULL = 8


@dataclass(frozen=True, slots=True)
class Priors:
    """Natural logarithms of probabilities.

    Attributes:
        pair: a bead of segments that has both sides ends here.
        null: a segment has nothing opposite.
        border: the border of a segment lies inside a bead, where the other side has none.
        inside: two pieces of a segment correspond, and the segment goes on.
        merged: the border of a piece lies inside a pair of pieces.
        added: a piece of a segment that has something opposite has nothing opposite itself.
        gap, gap_on, gap_end: a long stretch begins that one side does not have; it goes on; it ends.
    """

    pair: float = math.log(0.80)
    null: float = math.log(0.05)
    border: float = math.log(0.05)
    inside: float = math.log(0.97)
    merged: float = math.log(0.03)
    added: float = math.log(0.01)
    gap: float = math.log(1e-4)
    gap_on: float = math.log(0.97)
    gap_end: float = math.log(0.03)

    def learnt(self, documents: Iterable[Iterable[Bead]]) -> Priors:
        """These priors, moved towards what was found in some documents; long stretches of one side alone aside."""
        pairs = nulls = borders = 0
        for beads in documents:
            run = 0
            for bead in beads:
                if bead.source and bead.target:
                    pairs += 1
                    borders += len(bead.source) + len(bead.target) - 2
                    nulls, run = nulls + (run if run < _LONG_NULL else 0), 0
                else:
                    run += 1
            nulls += run if run < _LONG_NULL else 0
        total = pairs + nulls + _STRENGTH
        crossed = (borders + _STRENGTH * 2 * math.exp(self.border)) / (2 * pairs + _STRENGTH * 2) * 2
        return Priors(
            pair=math.log((pairs + _STRENGTH * math.exp(self.pair)) / total),
            null=math.log((nulls + _STRENGTH * 2 * math.exp(self.null)) / total / 2),
            border=math.log(crossed / 2) if crossed else self.border,
            inside=self.inside,
            merged=self.merged,
            added=self.added,
            gap=self.gap,
            gap_on=self.gap_on,
            gap_end=self.gap_end,
        )
