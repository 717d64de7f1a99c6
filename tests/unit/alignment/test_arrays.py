"""Operations on arrays against what NumPy and plain Python say."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.alignment.arrays import distinct, grouped, rank_in_run, spread, totals, within

VALUES = st.lists(st.integers(-(2**40), 2**40) | st.integers(0, 3), max_size=30)
RUNS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), max_size=12)


def ints(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


@given(VALUES)
def test_distinct_and_grouped_are_unique(values: list[int]) -> None:
    array = ints(values)
    wanted, inverse = np.unique(array, return_inverse=True)
    assert distinct(array).tolist() == wanted.tolist()
    groups, place = grouped(array)
    assert groups.tolist() == wanted.tolist()
    assert place.tolist() == inverse.tolist()
    assert array.tolist() == values, "what is given stays as it is"


@given(st.lists(st.tuples(st.integers(0, 6), st.floats(-1e6, 1e6)), max_size=20))
def test_totals_are_sums(weighted: list[tuple[int, float]]) -> None:
    found = totals(ints([place for place, _ in weighted]), np.array([weight for _, weight in weighted]), 7)
    wanted = np.zeros(7)
    for place, weight in weighted:
        wanted[place] += weight
    assert np.allclose(found, wanted)
    assert found.dtype == np.float64


@given(RUNS)
def test_within_and_spread_go_through_runs(runs: list[tuple[int, int]]) -> None:
    start, length = ints([run[0] for run in runs]), ints([run[1] for run in runs])
    assert within(length).tolist() == [at for _, size in runs for at in range(size)]
    number, place = spread(start, start + length)
    assert number.tolist() == [number for number, (_, size) in enumerate(runs) for _ in range(size)]
    assert place.tolist() == [first + at for first, size in runs for at in range(size)]


@given(VALUES)
def test_rank_counts_what_is_alike(values: list[int]) -> None:
    ordered = sorted(values)
    assert rank_in_run(ints(ordered)).tolist() == [ordered[:at].count(value) for at, value in enumerate(ordered)]
