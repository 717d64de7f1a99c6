"""What lengths say."""

from __future__ import annotations

import numpy as np
import pytest

from workbench.alignment.length import LengthModel, expected_ratio

DRAW = np.random.default_rng(3)
SOURCE = np.exp(DRAW.normal(4.2, 0.6, 200))


def ratios(source: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For texts of as many pieces what speaks for each with its own and with the one 50 pieces on."""
    model = LengthModel.of(source, target, 1.0)
    ends = np.arange(1, len(source) - 50)
    return model.ratio_of_runs(ends, ends, 1, 1), model.ratio_of_runs(ends, ends + 50, 1, 1)


def test_ratios_of_languages_are_inverse_and_know_scripts_and_regions_apart() -> None:
    for one in ("en", "fr", "az", "hy", "xx"):
        assert expected_ratio(one, one) == 1.0
        for other in ("en", "fr", "az", "hy", "xx"):
            assert expected_ratio(one, other) * expected_ratio(other, one) == pytest.approx(1.0)
    assert expected_ratio("en-GB", "fr-CA") == expected_ratio("en", "fr") > 1


def test_lengths_that_go_together_speak_for_a_pair() -> None:
    own, other = ratios(SOURCE, SOURCE * 1.1 * np.exp(DRAW.normal(0, 0.1, 200)))
    assert own.mean() > 0.5
    assert other.mean() < -0.2
    assert np.isfinite(own).all() and np.isfinite(other).all()


def test_the_ratio_is_the_texts_own_where_they_are_long() -> None:
    assert LengthModel.of(SOURCE * 50, SOURCE * 55, 1.0).ratio == pytest.approx(1.1, abs=0.01)
    assert LengthModel.of(np.array([10.0]), np.array([100.0]), 1.0).ratio == pytest.approx(1.0, abs=0.05)
    assert 1 / 1.25 <= LengthModel.of(SOURCE * 50, SOURCE * 500, 1.0).ratio <= 1.25


def test_the_ratio_of_a_text_and_a_part_of_its_translation_is_the_usual() -> None:
    """How long the two are says how much is missing, and nothing of how long translations are."""
    assert LengthModel.of(SOURCE[:20] * 50, SOURCE * 50, 1.1).ratio == pytest.approx(1.1)
    assert LengthModel.of(SOURCE * 50, SOURCE[:20] * 50, 1.1).ratio == pytest.approx(1.1)


def test_runs_are_as_long_as_their_pieces_together() -> None:
    whole = LengthModel.of(np.array([100.0, 40.0]), np.array([60.0, 42.0, 41.0]), 1.0)
    divided = whole.ratio_of_runs(np.array([1]), np.array([2]), 1, 2)[0]
    assert divided > whole.ratio_of_runs(np.array([1]), np.array([1]), 1, 1)[0]
    assert divided > whole.ratio_of_runs(np.array([1]), np.array([3]), 1, 3)[0]


@pytest.mark.parametrize("sizes", [([], []), ([0.0], [0.0]), ([0.0, 0.0], [1e6]), ([1e6], [0.0, 5.0]), ([5.0], [])])
def test_nothing_and_much_are_survived(sizes: tuple[list[float], list[float]]) -> None:
    model = LengthModel.of(np.array(sizes[0]), np.array(sizes[1]), 1.1)
    for run in (1, 2, 3):
        rows = np.arange(1, len(sizes[0]) + 1)
        columns = np.full(len(rows), len(sizes[1]))
        if run <= len(sizes[1]):
            assert np.isfinite(model.ratio_of_runs(rows, columns, 1, run)).all()
