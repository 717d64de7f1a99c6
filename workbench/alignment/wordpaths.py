"""Where each word of one side goes on the other, given that its neighbours go somewhere near: a hidden Markov model.

Source: Vogel, Ney and Tillmann (1996); a word without a counterpart keeps the place of the one before it, as in
Och and Ney (2003), section 2.1.
"""

from __future__ import annotations

import numpy as np

from workbench.alignment.arrays import Floats

_REACH, _ANYWHERE, _SAME = 2.0, 0.15, 0.2
"""Over how many words a step becomes e times as rare; what part of the steps goes anywhere; how staying compares with
stepping as far back."""
_DRIFT = 0.04
"""Nats for each word that a link lies off the diagonal: little in a sentence, much among sentences that are alike."""


def posteriors(scores: Floats, without: Floats) -> Floats:
    """For each word of one side how likely each word of the other is its counterpart.

    The rest to 1 of a row is that it has none. Takes as many steps as there are rows, each with the square of the
    columns.

    Args:
        scores: log-likelihood ratios, one row a word; neither side empty.
        without: for each row how likely a word like it has no counterpart, above 0.
    """
    rows, columns = scores.shape
    offered = np.exp(scores - _DRIFT * _off_diagonal(rows, columns)) * (1 - without)[:, None]
    steps = _steps(columns)
    forward = np.empty((rows, 2, columns))
    reached, kept = _first(columns), np.full(columns, 1 / columns)
    for row, here in enumerate(forward):
        here[0], here[1] = reached * offered[row], kept * without[row]
        here /= here.sum()
        kept = here.sum(axis=0)
        reached = kept @ steps
    back = np.ones(columns)
    found = np.empty((rows, columns))
    for row in range(rows - 1, -1, -1):
        joint = forward[row] * back
        found[row] = joint[0] / joint.sum()
        back = steps @ (offered[row] * back) + without[row] * back
        back /= back.max()
    return found


def _off_diagonal(rows: int, columns: int) -> Floats:
    """How many words each pair lies off the diagonal, on a scale between those of the two sides."""
    row, column = ((np.arange(size) + 0.5) / size for size in (rows, columns))
    apart: Floats = np.abs(row[:, None] - column) * np.sqrt(rows * columns)
    return apart


def _first(columns: int) -> Floats:
    """How likely the first word goes to each place."""
    likely: Floats = _mixed(np.exp(-np.arange(columns) / _REACH)[None])[0]
    return likely


def _steps(columns: int) -> Floats:
    """How likely the next word goes from each place to each other."""
    places = np.arange(columns)
    step = places - places[:, None]
    return _mixed(np.where(step == 0, _SAME, 1.0) * np.exp(-np.abs(step - 1) / _REACH))


def _mixed(near: Floats) -> Floats:
    """Probabilities of the places, row by row: mostly as `near` has them, and a little for any."""
    shares: Floats = (1 - _ANYWHERE) * near / near.sum(axis=1, keepdims=True) + _ANYWHERE / near.shape[1]
    return shares
