"""Comments on cells."""

from __future__ import annotations

import pytest

from tests.tui.conftest import AZERBAIJANI, OpenDesk
from workbench.tui.actions import Place
from workbench.tui.drawing import ascii_only
from workbench.tui.screens.comments import CellComments

SAID = "Müqavilə yoxsa պայմանագիր?"


async def test_a_comment_is_added_in_the_grid_and_marks_the_cell(desk: OpenDesk) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 2)
        await hands.press("d")
        assert isinstance(hands.app.screen, CellComments) and "nobody has said anything yet" in hands.screen
        await hands.write(SAID)
        await hands.press("enter")
        assert SAID in hands.screen
        await hands.press("escape")
        assert [each.text for each in hands.project.comments(hands.cells("az")[2])] == [SAID]
        assert f"*{AZERBAIJANI[2][0][:12]}" in hands.screen
        assert hands.screen.count("*") == 1


async def test_a_comment_is_added_from_the_editor_and_editing_goes_on(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 2)
        await hands.press("enter")
        await hands.write(" Yox.")
        await hands.press("ctrl+x", "n")
        await hands.write(SAID)
        await hands.press("enter", "escape")
        assert hands.statement.place is Place.EDITOR
        assert hands.cells("az")[2].text.endswith(" Yox."), "what was typed is written first"
        assert hands.project.comments(hands.cells("az")[2])


async def test_an_empty_comment_is_refused(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 2)
        await hands.press("d", "enter")
        assert "a comment needs a text" in hands.screen
        await hands.press("escape")
        assert not hands.project.comments(hands.cells("az")[2])


async def test_a_comment_is_resolved_and_opened_again(desk: OpenDesk) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 2)
        await hands.press("d")
        await hands.write(SAID)
        await hands.press("enter", "shift+tab", "down", "enter")
        assert "dealt with by" in hands.screen, hands.screen
        await hands.press("escape")
        assert "*" not in hands.screen
        await hands.press("d", "shift+tab", "down", "enter", "escape")
        assert "*" in hands.screen
        assert not hands.project.comments(hands.cells("az")[2])[0].resolved


async def test_going_from_comment_to_comment(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        cells = hands.cells("az")
        for number in (1, 4):
            hands.project.comment(cells[number], SAID)
        hands.app.look_for_changes()
        await hands.settle()
        await hands.go("az", 0)
        grid = hands.statement.grid
        places = []
        for key in ("D", "D", "D", "ctrl+pageup"):
            await hands.press(key)
            assert grid.cell is not None
            places.append([cell.id for cell in cells].index(grid.cell.id))
        assert places == [1, 4, 1, 4]
        await hands.go("fr", 0)
        await hands.press("D")
        assert "no open comments in fr" in hands.said


async def test_the_mark_is_ascii_too(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_ASCII", "1")
    ascii_only.cache_clear()
    async with desk("enter") as hands:
        hands.project.comment(hands.cells("az")[0], SAID)
        hands.app.look_for_changes()
        await hands.settle()
        await hands.go("az", 0)
        assert f"*{AZERBAIJANI[0][0][:8]}" in hands.screen
