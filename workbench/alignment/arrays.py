"""Small operations on arrays that NumPy lacks or does slowly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def distinct(values: Ints) -> Ints:
    """The different values, rising."""
    ordered = np.sort(values)
    return ordered[_firsts(ordered)]


def grouped(values: Ints) -> tuple[Ints, Ints]:
    """The different values, rising, and for each value the place of its like among them."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    first = _firsts(ordered)
    place = np.empty(len(values), dtype=np.int64)
    place[order] = np.cumsum(first) - 1
    return ordered[first], place


def _firsts(ordered: Ints) -> Flags:
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return first


def totals(places: Ints, weights: Floats, size: int) -> Floats:
    """For each of `size` places the sum of the weights that fall on it."""
    return np.bincount(places, weights, size).astype(np.float64)


def starts_of(ordered: Ints) -> Ints:
    """Where each run of like values begins."""
    return np.nonzero(_firsts(ordered))[0]


def within(lengths: Ints) -> Ints:
    """0, 1 … for each of several runs of these lengths, one run after the other."""
    total = np.cumsum(lengths)
    return np.arange(total[-1] if len(total) else 0) - np.repeat(total - lengths, lengths)


def spread(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Every place in several half-open runs: the number of the run, and the place."""
    lengths = end - start
    return np.repeat(np.arange(len(lengths)), lengths), within(lengths) + np.repeat(start, lengths)


def rank_in_run(ordered: Ints) -> Ints:
    """For each of some sorted values how many like it stand before it."""
    return within(np.diff(np.append(starts_of(ordered), len(ordered))))
