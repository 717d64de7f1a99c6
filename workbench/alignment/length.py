"""What the lengths of two runs of sentences say about their being translations of each other.

The observation of Gale and Church (1993), that lengths in characters go together, as a likelihood ratio: the
probability of the target run's length given the source run, over that of a target run of as many sentences taken at
random. So a pair can speak against itself, and leaving sentences unpaired costs their prior alone (after Moore 2002).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

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
        source, target: characters before each sentence, one entry more than sentences (a running sum).
        ratio: target characters for one source character.
        background: for runs of 1, 2 and 3 target sentences, mean and deviation of the logarithm of their length.
    """

    source: Array
    target: Array
    ratio: float
    background: tuple[tuple[float, float], ...]

    @classmethod
    def of(
        cls, source: Sequence[str], target: Sequence[str], source_language: str, target_language: str
    ) -> LengthModel:
        """The model of two texts; the ratio is the texts' own, drawn towards the languages' where texts are short."""
        source_sums, target_sums = _running_sum(source), _running_sum(target)
        known = expected_ratio(source_language, target_language)
        own = (target_sums[-1] + _PRIOR_CHARACTERS * known) / (source_sums[-1] + _PRIOR_CHARACTERS)
        ratio = min(max(own, known / 1.25), known * 1.25)
        return cls(source_sums, target_sums, float(ratio), tuple(_background(target_sums, run) for run in (1, 2, 3)))

    def part(self, rows: slice, columns: slice) -> LengthModel:
        """The model of a part of the two texts, with what is known of the whole."""
        source = self.source[rows.start : rows.stop + 1] - self.source[rows.start]
        target = self.target[columns.start : columns.stop + 1] - self.target[columns.start]
        return LengthModel(source, target, self.ratio, self.background)

    def ratio_of_runs(self, rows: slice, columns: slice, source_run: int, target_run: int) -> Array:
        """Log-likelihood ratio of pairing runs that end at each row and column.

        Args:
            rows, columns: ends of runs (numbers of sentences before the end), no smaller than the runs.
            source_run, target_run: sentences in a run, 1 to 3.
        Returns: nats, of shape (rows, columns).
        """
        lengths = self.source[rows] - self.source[rows.start - source_run : rows.stop - source_run]
        expected = lengths[:, None] * self.ratio
        found = (self.target[columns] - self.target[columns.start - target_run : columns.stop - target_run])[None, :]
        logarithm = np.log(found + _SOFTENED)
        surprise = logarithm - np.log(expected + _SOFTENED)
        deviation = np.sqrt(_VARIANCE + _VARIANCE_PER_CHARACTER / (np.minimum(expected, found) + _SOFTENED))
        close = (1 - _FREE) * _density(surprise, deviation) + _FREE * _density(surprise, _FREE_WIDTH * deviation)
        mean, width = self.background[target_run - 1]
        ratio: Array = np.log(close + 1e-30) + 0.5 * ((logarithm - mean) / width) ** 2 + math.log(width)
        return ratio


def _running_sum(sentences: Sequence[str]) -> Array:
    return np.concatenate([[0.0], np.cumsum([float(len(sentence.strip())) for sentence in sentences])])


def _background(sums: Array, run: int) -> tuple[float, float]:
    """Mean and deviation of the logarithm of the length of a run, drawn towards the usual where there are few runs."""
    average = math.log(run * sums[-1] / (len(sums) - 1) + _SOFTENED)
    usual = _USUAL_WIDTH / math.sqrt(run)
    lengths = np.log(sums[run:] - sums[:-run] + _SOFTENED) if len(sums) > run else np.zeros(0)
    count = len(lengths) + _PRIOR_RUNS
    mean = (lengths.sum() + _PRIOR_RUNS * average) / count
    variance = (((lengths - mean) ** 2).sum() + _PRIOR_RUNS * usual**2) / count
    return float(mean), math.sqrt(float(variance))


def _density(distance: Array, deviation: Array) -> Array:
    density: Array = np.exp(-0.5 * (distance / deviation) ** 2) / deviation
    return density
