"""Concordance over what one works on: hits centred, inserted or gone to."""

from __future__ import annotations

from typing import Any

from workbench.core.project import State
from workbench.tui.screens.concordance import ConcordanceScreen


async def test_the_word_at_the_cursor_is_looked_for_and_what_is_found_is_inserted(desk: Any) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 3)
        await hands.press("enter", "home", "f4")
        assert isinstance(hands.app.screen, ConcordanceScreen)
        assert "Tərəflər razılaşdılar." in hands.screen and "1 text" in hands.screen
        await hands.press("tab", "enter")
        assert hands.statement.pane.editor.text == "Tərəflər razılaşdılar. Tərəflər razılaşdılar."


async def test_what_renders_the_hit_is_found_opposite(desk: Any) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 6)
        await hands.press("enter", "f4")
        await hands.write("GENEVA")
        assert "inserts: Cenevrədə" in hands.screen
        await hands.press("enter", "escape")
        assert hands.cells("az")[5].text == "Cenevrədə"


async def test_from_the_grid_it_asks_and_goes_to_the_place(desk: Any) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 6)
        await hands.press("f4")
        assert "type what to look for" in hands.screen
        await hands.write("heyət")
        await hands.press("f2")
        assert (hands.statement.grid.language, hands.statement.grid.row_index) == ("az", 1)


async def test_all_languages_are_looked_in_on_request_and_another_statement_opens(desk: Any) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.press("f4")
        await hands.write("նախադաս")
        assert "says it nowhere" in hands.screen and "F3 looks in all languages" in hands.screen
        await hands.press("f3")
        assert "all languages" in hands.screen and "1 text" in hands.screen
        await hands.press("f2")
        assert hands.statement.board.key == "հայտարարություն"


async def test_a_locked_cell_gets_nothing_inserted(desk: Any) -> None:
    async with desk("enter", size=(80, 24)) as hands:
        cell = hands.cells("az")[2]
        hands.project.set_state(cell, State.LOCKED)
        hands.app.look_for_changes()
        await hands.settle()
        await hands.press("f4")
        await hands.write("Cenevrə")
        assert "Enter: go there" in hands.screen and "inserts" not in hands.screen
        await hands.press("escape", "f4", "f4")
        assert hands.statement.grid.has_focus


async def test_many_hits_are_moved_through_with_the_arrows(desk: Any) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.press("f4")
        await hands.write("the")
        screen = hands.app.screen
        assert len(screen._hits) > 3
        await hands.press("down", "down", "up", "pagedown")
        assert screen.hits.cursor == len(screen._hits) - 1
        await hands.press(*["backspace"] * 3)
        assert "type what to look for" in hands.screen
