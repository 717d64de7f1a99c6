"""What the lengths of two runs of pieces say about their being translations of each other.

The observation of Gale and Church (1993), that lengths in characters go together, as a likelihood ratio: the
probability of the target run's length given the source run, over that of a target run of as many pieces taken at
random. So a pair can speak against itself, and leaving pieces unpaired costs their prior alone (after Moore 2002).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from workbench.alignment.arrays import Floats, Ints

_CHARACTERS_FOR_ENGLISH = {
    "en": 1.0, "fr": 1.19, "az": 1.08, "hy": 1.07, "ru": 1.10, "tr": 1.07, "de": 1.19, "ka": 1.08,
}  # fmt: skip
_PRIOR_CHARACTERS = 2000.0
_SOFTENED = 3.0
_VARIANCE, _VARIANCE_PER_CHARACTER = 0.01, 1.5
_FREE, _FREE_WIDTH = 0.05, 3.0
_USUAL_WIDTH, _PRIOR_RUNS = 0.6, 5


def expected_ratio(source_language: str, target_language: str) -> float:
    """Target characters for one source character as measured on news text; 1 for languages that were not measured."""
    source, target = (language.partition("-")[0] for language in (source_language, target_language))
    table = _CHARACTERS_FOR_ENGLISH
    return table.get(target, 1.08) / table.get(source, 1.08)


@dataclass(frozen=True, slots=True)
class LengthModel:
    """Lengths of two texts in characters and what goes with what.

    Attributes:
        source, target: characters before each piece, one entry more than pieces (a running sum).
        ratio: target characters for one source character.
        background: for runs of 1, 2 and 3 target pieces, mean and deviation of the logarithm of their length.
    """

    source: Floats
    target: Floats
    ratio: float
    background: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, source: Floats, target: Floats, known_ratio: float) -> LengthModel:
        """The model of two texts; the ratio is the texts' own, drawn towards the languages' where texts are short.

        Args:
            source, target: characters of each piece.
            known_ratio: of the two languages, see `expected_ratio`.
        """
        sums = [np.concatenate([[0.0], np.cumsum(side)]) for side in (source, target)]
        own = (sums[1][-1] + _PRIOR_CHARACTERS * known_ratio) / (sums[0][-1] + _PRIOR_CHARACTERS)
        ratio = own if known_ratio / 1.25 <= own <= known_ratio * 1.25 else known_ratio
        return cls(sums[0], sums[1], float(ratio), tuple(_background(sums[1], run) for run in (1, 2, 3)))

    def ratio_of_runs(self, rows: Ints, columns: Ints, source_run: int, target_run: int) -> Floats:
        """Log-likelihood ratio of pairing the runs that end at each row and column, in nats.

        Args:
            rows, columns: ends of runs (numbers of pieces before the end), of one shape; no smaller than the runs.
            source_run, target_run: pieces in a run, 1 to 3.
        """
        expected = (self.source[rows] - self.source[rows - source_run]) * self.ratio
        found = self.target[columns] - self.target[columns - target_run]
        logarithm = np.log(found + _SOFTENED)
        surprise = logarithm - np.log(expected + _SOFTENED)
        precision = 1 / (_VARIANCE + _VARIANCE_PER_CHARACTER / (np.minimum(expected, found) + _SOFTENED))
        squared = 0.5 * surprise * surprise * precision
        narrow = (1 - _FREE) * np.exp(-squared)
        wide = _FREE / _FREE_WIDTH * np.exp(-squared / _FREE_WIDTH**2)
        mean, usual = self.background[target_run - 1]
        # Lengths that hardly vary must not make every pair look worse than chance.
        width = np.maximum(usual, precision**-0.5)
        away = (logarithm - mean) / width
        ratio: Floats = np.log(narrow + wide + 1e-30) + 0.5 * np.log(precision) + 0.5 * away * away + np.log(width)
        return ratio


def _background(sums: Floats, run: int) -> tuple[float, float]:
    """Mean and deviation of the logarithm of the length of a run, drawn towards the usual where there are few runs."""
    average = math.log(run * sums[-1] / max(len(sums) - 1, 1) + _SOFTENED)
    usual = _USUAL_WIDTH / math.sqrt(run)
    lengths = np.log(sums[run:] - sums[:-run] + _SOFTENED) if len(sums) > run else np.zeros(0)
    count = len(lengths) + _PRIOR_RUNS
    mean = (lengths.sum() + _PRIOR_RUNS * average) / count
    variance = (((lengths - mean) ** 2).sum() + _PRIOR_RUNS * usual**2) / count
    return float(mean), math.sqrt(float(variance))
