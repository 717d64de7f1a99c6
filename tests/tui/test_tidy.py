"""Looking for garbage is put off while keys are pressed, and not for ever."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from workbench.tui import tidy


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The generations looked at; the collector of the tests stays as it is."""
    generations: list[int] = []
    monkeypatch.setattr(gc, "set_threshold", lambda *_given: None)
    monkeypatch.setattr(gc, "collect", generations.append)
    yield generations


@pytest.mark.parametrize(
    ("looks", "since_a_key", "generation"), [(9, 9.0, None), (10, 0.1, None), (10, 9.0, 1), (40, 0.1, 1), (200, 9.0, 2)]
)
def test_it_is_looked_in_a_rest_or_when_there_is_much(
    monkeypatch: pytest.MonkeyPatch, looked: list[int], looks: int, since_a_key: float, generation: int | None
) -> None:
    now = 100.0
    monkeypatch.setattr(tidy, "monotonic", lambda: now)
    keeper = tidy.Tidy()
    keeper.pressed()
    now += since_a_key
    monkeypatch.setattr(gc, "get_count", lambda: (0, looks, 0))
    keeper.look()
    assert looked == ([] if generation is None else [generation])


def test_among_all_it_is_looked_now_and_then(monkeypatch: pytest.MonkeyPatch, looked: list[int]) -> None:
    keeper = tidy.Tidy()
    monkeypatch.setattr(gc, "get_count", lambda: (0, 50, 0))
    for _ in range(8):
        keeper.look()
    assert looked == [1, 1, 1, 2] * 2
