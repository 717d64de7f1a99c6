"""Choosing the columns of the grid."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.conftest import Hands, OpenDesk
from workbench.tui.columns import MIN_COLUMN, NARROW_COLUMN, WEIGHTS, Columns, lay_out
from workbench.tui.screens.columns import ChooseColumns

LANGUAGES = ("fr", "az", "hy", "ka", "ru")
SUBSETS = st.lists(st.sampled_from(LANGUAGES), unique=True, max_size=5)
CHOICES = st.builds(
    Columns,
    order=SUBSETS.map(tuple),
    hidden=SUBSETS.map(frozenset),
    weights=st.dictionaries(st.sampled_from(("en", *LANGUAGES)), st.integers(-5, 900), max_size=4),
    fitted=st.booleans(),
)

# -- laws --------------------------------------------------------------------------------------------------------------


@given(CHOICES, SUBSETS, st.integers(8, 400), st.data())
def test_columns_take_all_the_room_with_the_source_first_and_the_current_one_among_them(
    choice: Columns, languages: list[str], room: int, data: st.DataObject
) -> None:
    current = data.draw(st.sampled_from(languages)) if languages else ""
    columns = lay_out(choice, "en", languages, current, room)
    names = [name for name, _width in columns]
    assert names[0] == "en" and len(set(names)) == len(names)
    assert not languages or current in names
    assert set(names[1:]) <= set(languages)
    assert all(width >= 1 for _name, width in columns)
    assert sum(width for _name, width in columns) + len(columns) - 1 == room or room < 2 * len(columns)


@given(CHOICES, SUBSETS, st.integers(60, 400))
def test_as_many_columns_as_have_room(choice: Columns, languages: list[str], room: int) -> None:
    least = MIN_COLUMN if choice.fitted else NARROW_COLUMN
    shown = choice.shown(languages)
    columns = lay_out(choice, "en", languages, shown[0] if shown else "", room)
    assert len(columns) == len(shown) + 1 or (len(columns) + 1) * (least + 1) - 1 > room


@given(CHOICES, SUBSETS)
def test_no_language_is_lost_by_ordering_and_one_is_always_shown(choice: Columns, languages: list[str]) -> None:
    assert sorted(choice.ordered(languages)) == sorted(languages)
    assert set(choice.shown(languages)) <= set(languages)
    assert bool(choice.shown(languages)) == bool(languages)


@given(CHOICES, SUBSETS.filter(bool), st.sampled_from((-1, 1)), st.data())
def test_moving_there_and_back_changes_no_order(
    choice: Columns, languages: list[str], step: int, data: st.DataObject
) -> None:
    language = data.draw(st.sampled_from(languages))
    before = choice.ordered(languages)
    moved = choice.moved(language, step, languages)
    assert sorted(moved.ordered(languages)) == sorted(before)
    at_the_end = before.index(language) + step not in range(len(before))
    back = moved if at_the_end else moved.moved(language, -step, languages)
    assert back.ordered(languages) == before


@given(CHOICES, st.sampled_from(LANGUAGES))
def test_hiding_twice_shows_again_and_the_last_one_stays(choice: Columns, language: str) -> None:
    once = choice.toggled(language, LANGUAGES)
    assert any(each not in once.hidden for each in LANGUAGES) or once == choice
    if once != choice and choice.hidden != frozenset(LANGUAGES):
        assert once.toggled(language, LANGUAGES).hidden == choice.hidden


@given(CHOICES)
def test_a_choice_survives_being_remembered(choice: Columns) -> None:
    again = Columns.of(json.loads(json.dumps(choice.value())))
    assert again == choice


@pytest.mark.parametrize("broken", [None, 3, [], "x", {"order": "az"}, {"weights": [1]}, {"hidden": [1, None]}])
def test_a_broken_memory_says_nothing(broken: object) -> None:
    assert Columns.of(broken) == Columns()


@given(CHOICES, st.sampled_from(("en", *LANGUAGES)), st.integers(-9, 9))
def test_widths_are_those_to_choose_from(choice: Columns, language: str, step: int) -> None:
    assert choice.widened(language, step).weight(language) in WEIGHTS


# -- at the desk -------------------------------------------------------------------------------------------------------


def shown(hands: Hands) -> list[str]:
    """Languages of the columns on the screen."""
    grid = hands.statement.grid
    return [name for name, _width in grid.columns(grid.size.width - 1)]


async def test_a_column_is_hidden_and_shown_again(desk: OpenDesk) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        assert shown(hands) == ["en", "fr", "az", "hy"]
        await hands.press("v", "home")
        assert isinstance(hands.app.screen, ChooseColumns)
        assert "[x] français" in hands.screen and "always first" in hands.screen
        await hands.press("k", "k", "k", "j", "space", "enter")
        assert shown(hands) == ["en", "az", "hy"]
        assert hands.statement.grid.language == "az"
        await hands.press("v", "k", "space", "enter")
        assert shown(hands) == ["en", "fr", "az", "hy"]


async def test_escape_leaves_the_columns_as_they_were(desk: OpenDesk) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.press("v", "space", "J", "plus", "escape")
        assert hands.statement.grid.choice == Columns()


async def test_a_column_moves_and_the_arrows_follow_the_new_order(desk: OpenDesk) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("fr", 0)
        await hands.press("v", "J", "J", "enter")
        assert shown(hands) == ["en", "az", "hy", "fr"]
        await hands.press("left")
        assert hands.statement.grid.language == "hy"


async def test_the_moving_keys_answer_on_an_armenian_layout(desk: OpenDesk) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("fr", 0)
        await hands.press("վ", "Ճ", "enter")
        assert shown(hands) == ["en", "az", "fr", "hy"]


async def test_a_column_grows_at_the_cost_of_the_others(desk: OpenDesk) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 0)
        grid = hands.statement.grid
        before = dict(grid.columns(grid.size.width - 1))
        await hands.press("v", "plus", "plus", "enter")
        after = dict(grid.columns(grid.size.width - 1))
        assert after["az"] > before["az"] and after["fr"] < before["fr"]
        assert sum(after.values()) == sum(before.values())


async def test_the_persons_choice_wins_over_fitting(desk: OpenDesk) -> None:
    async with desk("enter", size=(80, 24)) as hands:
        await hands.go("fr", 0)
        assert shown(hands) == ["en", "fr"]
        await hands.press("v", "f", "enter")
        assert shown(hands) == ["en", "fr", "az", "hy"]
        assert "azər" in hands.screen and "հայ" in hands.screen
        await hands.press("v", "r", "enter")
        assert shown(hands) == ["en", "fr"]


async def test_the_choice_is_there_when_the_statement_is_opened_again(desk: OpenDesk) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("fr", 0)
        await hands.press("v", "J", "enter", "escape", "enter")
        assert shown(hands) == ["en", "az", "fr", "hy"]
    async with desk("enter", size=(150, 40)) as hands:
        assert shown(hands) == ["en", "az", "fr", "hy"]
