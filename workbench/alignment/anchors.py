"""A rough line through the table of two long texts, for a band to follow."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from workbench.alignment.evidence import Things
from workbench.alignment.length import LengthModel

_NEIGHBOURHOOD, _NEAR = 32, 4


def centre_line(lengths: LengthModel, source: Sequence[Things], target: Sequence[Things]) -> list[int]:
    """For every number of source sentences, from 0, the number of target sentences that belongs there, roughly.

    Goes straight, by characters, from anchor to anchor: things that each text names once, in the order of both, and
    not alone: an anchor counts if another one close by agrees with it.
    """
    anchors = [(0, 0), *_agreeing(_longest_chain(_unique_pairs(source, target))), (len(source), len(target))]
    rows = np.arange(len(source) + 1)
    source_chars = lengths.source
    at_source = [source_chars[row] for row, _ in anchors]
    at_target = [lengths.target[column] for _, column in anchors]
    characters = np.interp(source_chars[rows], at_source, at_target)
    columns = np.searchsorted(lengths.target, characters)
    return [int(column) for column in np.clip(np.maximum.accumulate(columns), 0, len(target))]


def _unique_pairs(source: Sequence[Things], target: Sequence[Things]) -> list[tuple[int, int]]:
    rows, columns = _once(source), _once(target)
    return sorted({(row, columns[thing]) for thing, row in rows.items() if thing in columns})


def _once(sentences: Sequence[Things]) -> dict[str, int]:
    places: dict[str, int] = {}
    repeated = set()
    for place, things in enumerate(sentences):
        for thing in things:
            if thing in places:
                repeated.add(thing)
            places[thing] = place
    return {thing: place for thing, place in places.items() if thing not in repeated}


def _longest_chain(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs` (in order of rows) that rises in both (patience sorting)."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, (_, column) in enumerate(sorted(pairs, key=lambda pair: (pair[0], -pair[1]))):
        at = bisect_left(ends, column)
        before.append(tops[at - 1] if at else -1)
        if at == len(ends):
            ends.append(column)
            tops.append(number)
        else:
            ends[at], tops[at] = column, number
    ordered = sorted(pairs, key=lambda pair: (pair[0], -pair[1]))
    chain, number = [], tops[-1] if tops else -1
    while number >= 0:
        chain.append(ordered[number])
        number = before[number]
    return chain[::-1]


def _agreeing(chain: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Anchors whose neighbour in the chain lies about as far away on both sides."""
    kept = []
    for one, other in pairwise(chain):
        rows, columns = other[0] - one[0], other[1] - one[1]
        if rows <= _NEIGHBOURHOOD and abs(rows - columns) <= _NEAR:
            kept += [one, other]
    return sorted(set(kept))
