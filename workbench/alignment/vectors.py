"""Vectors of sentences as evidence: how much nearer two runs of pieces are than any two."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from workbench.alignment.arrays import Floats, Ints

_WEIGHT, _HALF_WAY, _MOST = 12.0, 0.3, 6.0
_AT_ONCE = 50_000

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""A vector of length 1 for each text, one row each; zeros for an empty one."""


class Vectors:
    """Implements `evidence.Further` with the cosine of the vectors of two runs.

    A run of several pieces has the sum of their vectors for a vector. What counts is by how much the cosine is above
    that of pieces that do not belong together.

    Args:
        source, target: vectors of the pieces of each side, one row each, of length 1.
    """

    def __init__(self, source: npt.NDArray[np.float32], target: npt.NDArray[np.float32]) -> None:
        self._sums = tuple(
            np.concatenate([np.zeros((1, side.shape[1])), np.cumsum(side, axis=0)]) for side in (source, target)
        )
        self._usual = _usual(source, target)

    def scores(self, rows: Ints, columns: Ints, source_run: int, target_run: int) -> Floats:
        """What speaks for pairing the runs that end at each row and column, in nats."""
        found = np.zeros(len(rows))
        for start in range(0, len(rows), _AT_ONCE):
            here = slice(start, start + _AT_ONCE)
            one = self._run(0, rows[here], source_run)
            other = self._run(1, columns[here], target_run)
            found[here] = np.einsum("ij,ij->i", one, other)
        gain: Floats = np.clip(_WEIGHT * (found - self._usual - _HALF_WAY), -_MOST, _MOST)
        return gain

    def _run(self, side: int, ends: Ints, run: int) -> Floats:
        vectors = self._sums[side][ends] - self._sums[side][ends - run]
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Floats = vectors / np.maximum(length, 1e-9)
        return unit


def _usual(source: npt.NDArray[np.float32], target: npt.NDArray[np.float32]) -> float:
    """The mean cosine of any two pieces."""
    return float(np.dot(source.mean(axis=0), target.mean(axis=0))) if len(source) and len(target) else 0.0
