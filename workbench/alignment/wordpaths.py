"""Where each word of one side goes on the other, given that its neighbours go somewhere near: a hidden Markov model.

Source: Vogel, Ney and Tillmann (1996); a word without a counterpart keeps the place of the last one that has one, as in
Och and Ney (2003), section 2.1.
"""

from __future__ import annotations

import numpy as np

from workbench.alignment.arrays import Floats

_REACH, _ANYWHERE, _SAME = 2.0, 0.06, 0.2
_DRIFT = 1.0


def posteriors(scores: Floats, without: Floats) -> Floats:
    """For each word of one side how likely each word of the other is its counterpart; what is missing to 1 is that
    none is.

    Args:
        scores: log-likelihood ratios, one row a word; not empty.
        without: for each row how likely it is that a word like it has no counterpart.
    """
    rows, columns = scores.shape
    places = np.arange(columns)
    drift = np.arange(rows)[:, None] / max(rows - 1, 1) - places / max(columns - 1, 1)
    offered = np.exp(scores - _DRIFT * np.abs(drift)) * (1 - without)[:, None]
    steps = _steps(columns)
    first = np.exp(-places / _REACH) + _ANYWHERE
    forward = np.empty((rows, 2, columns))
    reached, kept = first / first.sum(), np.full(columns, 1 / columns)
    for row in range(rows):
        here = forward[row]
        here[0], here[1] = reached * offered[row], kept * without[row]
        here /= here.sum()
        kept = here[0] + here[1]
        reached = kept @ steps
    back = np.ones(columns)
    found = np.empty((rows, columns))
    for row in range(rows - 1, -1, -1):
        joint = forward[row] * back
        found[row] = joint[0] / joint.sum()
        back = steps @ (offered[row] * back) + without[row] * back
        back /= back.max()
    return found


def _steps(columns: int) -> Floats:
    """How likely the next word goes from each place to each other."""
    places = np.arange(columns)
    step = places - places[:, None]
    likely = np.exp(-np.abs(step - 1) / _REACH) + _ANYWHERE
    likely[step == 0] *= _SAME
    shares: Floats = likely / likely.sum(axis=1, keepdims=True)
    return shares
