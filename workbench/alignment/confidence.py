"""From a posterior of the search to how often such beads are right."""

from __future__ import annotations


def calibrated(posterior: float) -> float:
    """The share of beads with this posterior that are right, 0..1; never falls as the posterior rises."""
    return min(max(posterior, 0.0), 1.0)
