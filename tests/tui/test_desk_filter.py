"""Filtering rows by what their cells are, not only by what they say."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.conftest import Hands, OpenDesk
from workbench.core.project import State
from workbench.services.pages import PagedSheet
from workbench.services.rowsearch import Asked, lines_asked
from workbench.tui import rowfilter
from workbench.tui.rowfilter import NAMES, STEPS, read, stepped
from workbench.tui.screens import statement_moves

# -- what is typed -----------------------------------------------------------------------------------------------------


def test_conditions_and_words() -> None:
    wanted = read("IS:fuzzy çay is:draft has:comment suyu")
    assert wanted.text == "çay suyu"
    assert wanted.states == {State.FUZZY, State.DRAFT}
    assert wanted.comment and not wanted.finding and not wanted.unknown


def test_every_state_has_a_condition() -> None:
    assert {state for state in State if read(f"is:{state}").states == {state}} == set(State)
    assert read("is:undone").states | read("is:done").states == set(State)  # type: ignore[operator]


def test_what_is_no_condition_is_told_and_a_text_in_quotes_is_a_text() -> None:
    assert read("is:nothing x").unknown == ("is:nothing",)
    assert read('"is:fuzzy"').text == "is:fuzzy"


@given(st.text("ab iə ՀÇ", max_size=20))
def test_words_are_themselves(text: str) -> None:
    assert read(text).text == " ".join(text.split(" ")).strip()


@given(st.text("ab ə", max_size=10), st.sampled_from(("", *NAMES)))
def test_steps_go_round_and_keep_the_words(text: str, condition: str) -> None:
    typed = f"{condition} {text}".strip()
    seen = []
    for _step in STEPS:
        typed = stepped(typed)
        seen.append(typed.split(" ")[0] if typed.split(" ")[0] in NAMES else "")
        assert read(typed).text == text.strip()
    assert set(seen) == set(STEPS)


# -- at the desk -------------------------------------------------------------------------------------------------------


def places(hands: Hands) -> list[int]:
    """Rows that are shown."""
    shown = hands.statement.grid.shown
    return list(range(len(hands.statement.board.rows))) if shown is None else list(shown)


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("is:fuzzy", [5]),
        ("is:draft is:fuzzy", [3, 5]),
        ("is:undone", [2, 3, 5, 6]),
        ("is:done", [0, 1]),
        ("is:new", [6]),
        ("has:finding", [3]),
        ("is:undone the", [2, 3, 5]),
        ("is:fuzzy zzz", []),
    ],
)
async def test_conditions_show_their_rows(desk: OpenDesk, typed: str, rows: list[int]) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 0)
        await hands.press("/")
        await hands.write(typed)
        assert places(hands) == rows
        assert f"{len(rows)} of 7" in hands.screen
        await hands.press("escape")
        assert len(places(hands)) == 7


async def test_what_is_counted_and_read_ahead_stands_still_while_rows_are_looked_for(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk("enter") as hands:
        stood_still: list[bool] = []
        ahead = threading.Thread(target=hands.project.precedence.give_way)

        def looked_for(sheet: PagedSheet, language: str, asked: Asked) -> Iterator[list[int]]:
            ahead.start()
            ahead.join(0.02)
            stood_still.append(ahead.is_alive())
            yield from lines_asked(sheet, language, asked)

        monkeypatch.setattr(statement_moves, "lines_asked", looked_for)
        await hands.press("/", "z")
        await hands.settle()
        ahead.join()
        assert stood_still == [True]


async def test_comments_and_a_version_that_is_not_begun(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        hands.project.comment(hands.cells("az")[1], "?")
        hands.app.look_for_changes()
        await hands.settle()
        await hands.go("az", 0)
        await hands.press("/")
        await hands.write("has:comment")
        assert places(hands) == [1]
        await hands.press("escape")
        await hands.go("hy", 0)
        await hands.press("/")
        await hands.write("is:new")
        assert len(places(hands)) == 7


async def test_one_key_goes_through_the_conditions(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 0)
        await hands.press("/", "down")
        assert places(hands) == [2, 3, 5, 6]
        await hands.press("down", "enter")
        assert places(hands) == [6]
        await hands.press("/", *["down"] * (len(STEPS) - 2))
        assert len(places(hands)) == 7


async def test_a_condition_that_is_none_is_told_when_it_is_kept(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 0)
        await hands.press("/")
        await hands.write("is:mine")
        assert "no such condition" not in hands.said
        await hands.press("enter")
        assert "no such condition: is:mine" in hands.said and all(name in hands.said for name in rowfilter.NAMES)
