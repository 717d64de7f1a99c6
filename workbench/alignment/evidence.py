"""What speaks for and against holding two runs of sentences for translations: lengths and things both sides name.

A thing is a number, a date, a name, a concept of the termbase or a sign such as a question: anything that can be told
to be the same in both languages. A thing that both sides have speaks for the pair, the more the rarer it is; one
that only one side has speaks a little against it. All in nats, as log-likelihood ratios against chance.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.alignment.length import LengthModel
from workbench.alignment.search import REACH, Array

Things = Mapping[str, float]
"""What one sentence names, each with the probability (0..1) that a translation names it too."""

_MOST = 5.0


@dataclass(frozen=True, slots=True)
class _Shared:
    """Sums over the upper left corner of a part of the table, for sums over any rectangle in it.

    In a bead of two by two sentences a thing that all of them name counts four times, in truth twice.
    """

    row: int
    column: int
    sums: Array

    def runs(self, rows: slice, columns: slice, source_run: int, target_run: int) -> Array:
        top, left = rows.start - self.row, columns.start - self.column
        height, width = rows.stop - rows.start, columns.stop - columns.start

        def part(up: int, back: int) -> Array:
            return self.sums[top - up : top - up + height, left - back : left - back + width]

        rectangle = part(0, 0) - part(source_run, 0) - part(0, target_run) + part(source_run, target_run)
        shared: Array = rectangle * (max(source_run, target_run) / (source_run * target_run))
        return shared


class Evidence:
    """Implements `search.Scores` for two texts.

    Args:
        lengths: the length model of the two.
        source, target: for each sentence the things it names.
    """

    def __init__(self, lengths: LengthModel, source: Sequence[Things], target: Sequence[Things]) -> None:
        self._lengths = lengths
        self._weights, self._places = _weigh(source, target)
        self._source = source
        self._against_source = _running_cost(source)
        self._against_target = _running_cost(target)
        self._shared: tuple[tuple[int, int], _Shared] | None = None

    def beads(self, rows: slice, columns: slice, source_run: int, target_run: int) -> Array:
        """Log-likelihood ratios in nats of beads that end at rows × columns."""
        against_source = self._against_source[rows] - self._against_source[_before(rows, source_run)]
        against_target = self._against_target[columns] - self._against_target[_before(columns, target_run)]
        shared = self._shared_in(rows, columns).runs(rows, columns, source_run, target_run)
        found = self._lengths.ratio_of_runs(rows, columns, source_run, target_run)
        return found + shared - against_source[:, None] - against_target[None, :]

    def _shared_in(self, rows: slice, columns: slice) -> _Shared:
        key = (rows.stop, columns.stop)
        if self._shared is None or self._shared[0] != key:
            first, low = max(0, rows.start - REACH), max(0, columns.start - REACH)
            self._shared = key, self._count(first, rows.stop - 1, low, columns.stop - 1)
        return self._shared[1]

    def _count(self, first: int, last: int, low: int, high: int) -> _Shared:
        table = np.zeros((last - first + 1, high - low + 1))
        for row in range(first, last):
            for thing in self._source[row]:
                places = self._places.get(thing)
                if places is not None:
                    start, end = np.searchsorted(places, (low, high))
                    table[row - first + 1, places[start:end] - low + 1] += self._weights[thing]
        return _Shared(first, low, table.cumsum(axis=0).cumsum(axis=1))


def _before(ends: slice, run: int) -> slice:
    return slice(ends.start - run, ends.stop - run)


def _running_cost(sentences: Sequence[Things]) -> Array:
    costs = [-sum(math.log1p(-carried) for carried in things.values()) for things in sentences]
    return np.concatenate([[0.0], np.cumsum(costs)])


def _weigh(
    source: Sequence[Things], target: Sequence[Things]
) -> tuple[dict[str, float], dict[str, npt.NDArray[np.intp]]]:
    """For each thing that both texts name: what a pair that shares it gains, and the target sentences that name it."""
    places: dict[str, list[int]] = {}
    for column, things in enumerate(target):
        for thing in things:
            places.setdefault(thing, []).append(column)
    times: Counter[str] = Counter()
    carried: dict[str, float] = {}
    for things in source:
        times.update(things.keys())
        carried.update(things)
    weights = {}
    for thing, count in times.items():
        if thing in places:
            chance = max((count + 0.5) / (len(source) + 1), (len(places[thing]) + 0.5) / (len(target) + 1))
            gain = math.log(carried[thing] / chance) if chance < carried[thing] else 0.0
            weights[thing] = min(gain, _MOST) - 2 * math.log1p(-carried[thing])
    return weights, {thing: np.array(places[thing]) for thing in weights}
