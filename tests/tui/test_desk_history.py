"""The history of a cell, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.conftest import AZERBAIJANI, OpenDesk
from workbench.core.project import State
from workbench.tui.actions import Place
from workbench.tui.diff import diff, diff_pieces
from workbench.tui.drawing import clean
from workbench.tui.screens.history import CellHistory

TEXTS = st.text("Tərəflər razı. ՀՅ\n\x1b", max_size=30)


@given(TEXTS, TEXTS)
def test_a_diff_holds_both_texts_and_no_controls(old: str, new: str) -> None:
    pieces = diff_pieces(old, new)
    kept_old = "".join(text[2:-2] if name == "old" else text for text, name in pieces if name != "new")
    kept_new = "".join(text[2:-2] if name == "new" else text for text, name in pieces if name != "old")
    assert (kept_old, kept_new) == (clean(old), clean(new))


def test_a_diff_in_signs() -> None:
    assert diff("the two sides", "the three sides").plain == "the [−two−]{+three+} sides"


async def test_the_history_shows_what_differs_and_brings_a_text_back(desk: OpenDesk) -> None:
    async with desk("enter", size=(100, 30)) as hands:
        await hands.go("az", 2)
        await hands.press("enter")
        await hands.write(" Sonra.")
        await hands.press("escape", "H")
        assert isinstance(hands.app.screen, CellHistory)
        assert "[− Sonra.−]" in hands.screen or "[−Sonra" in hands.screen
        await hands.press("enter")
        assert hands.cells("az")[2].text == AZERBAIJANI[2][0]
        assert "takes it away again" in hands.said
        await hands.press("ctrl+z")
        assert hands.cells("az")[2].text == f"{AZERBAIJANI[2][0]} Sonra."


async def test_escape_changes_nothing(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 2)
        before = hands.cells("az")
        await hands.press("H", "down", "j", "k", "escape")
        assert hands.cells("az") == before


async def test_from_the_editor_with_what_is_being_typed_written_first(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 5)
        await hands.press("enter")
        await hands.write("!")
        await hands.press("ctrl+x", "h")
        assert isinstance(hands.app.screen, CellHistory)
        await hands.press("enter")
        cell = hands.cells("az")[4]
        assert (cell.text, cell.state) == AZERBAIJANI[4]
        assert hands.statement.place is Place.EDITOR
        assert hands.statement.pane.editor.text == AZERBAIJANI[4][0]


async def test_a_locked_cell_keeps_its_text(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 2)
        await hands.press("L", "H", "end", "enter")
        assert hands.cells("az")[2].state is State.LOCKED
        assert "locked" in hands.said


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_long_histories_and_letters_fit(desk: OpenDesk, size: tuple[int, int]) -> None:
    async with desk("enter", size=size) as hands:
        await hands.go("az", 3)
        cell = hands.cells("az")[3]
        for number in range(30):
            cell = hands.project.edit(cell, f"Տարբերակ {number} — ən son qərar \x1b[31m")
        hands.app.look_for_changes()
        await hands.settle()
        await hands.press("H", *["down"] * 12)
        assert "Տարբերակ" in hands.screen and "\x1b" not in hands.screen
        assert "Enter: bring this text back" in hands.screen
