"""Linear mode: plain lines while a cell is edited, and the terminal's own cursor where one types."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.tui.terminals import Terminal
from workbench.tui.drawing import GLYPHS

BOXES = "─│┌┐└┘▌▸┤├▐◌◐✎✓◆■·"


async def test_a_cell_is_edited_as_plain_lines(desk: Any, monkeypatch: pytest.MonkeyPatch, completions: Any) -> None:
    monkeypatch.setenv("WORKBENCH_LINEAR", "on")
    completions.whole = "Onlar çayın birgə idarə olunmasını müzakirə etdilər. Və sonra."
    async with desk("enter") as hands:
        assert "▸" in hands.screen, "the grid is as ever"
        await hands.press("enter")
        lines = [line.rstrip() for line in hands.screen.splitlines() if line.strip()]
        assert lines == [
            "Row 3 of 7, English to azərbaycanca.",
            "Source: They discussed the joint management of the river.",
            "State: edited, not confirmed, by a person.",
            "Text:",
            "Onlar çayın birgə idarə olunmasını müzakirə etdilər.",
            "No findings.",
        ]
        await hands.write(" Və")
        assert hands.statement.pane.editor.suggestion == ""
        assert not set(BOXES) & set(hands.screen)
        await hands.press("ctrl+k", "e", "ctrl+down")
        assert "Row 4 of 7" in hands.screen and "findings:" in hands.screen and "numbers" in hands.screen
        assert not set(GLYPHS.values()) & set(hands.screen)
        assert hands.cells("az")[2].text.endswith("Vəə")
        await hands.press("escape")
        assert "▸" in hands.screen and "Row 4" not in hands.screen


async def test_a_text_over_many_lines_and_a_small_screen(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_LINEAR", "on")
    async with desk("enter", "enter", size=(40, 12)) as hands:
        await hands.write(" sözlər" * 60)
        assert hands.statement.pane.editor.size.height <= 8
        assert "Source:" in hands.screen and "sözlər" in hands.screen


async def test_the_palette_turns_it_on_and_off(desk: Any) -> None:
    async with desk("enter", "enter") as hands:
        for shown in (True, False):
            await hands.press("ctrl+p")
            await hands.write("desk.linear")
            await hands.press("enter")
            assert ("Source:" in hands.screen) is shown
            assert hands.statement.editing
        assert "linear = on" in hands.said


def test_the_terminals_cursor_stands_where_one_types(
    terminal_on: Callable[[], Terminal], project_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_LINEAR", "on")
    desk = terminal_on()
    desk.open_statement()
    assert desk.screen.cursor.hidden
    desk.type("\r")
    desk.until_shown("State: edited")
    before = "Onlar çayın birgə idarə olunmasını müzakirə etdilər."
    desk.until(lambda: not desk.screen.cursor.hidden, "the cursor")
    desk.until(lambda: (desk.screen.cursor.y, desk.screen.cursor.x) == (4, len(before)), "the cursor behind the text")
    desk.type(" və")
    desk.until(lambda: desk.screen.cursor.x == len(before) + 3, "the cursor behind what is typed")
    desk.type("\x1b")
    desk.until(lambda: desk.screen.cursor.hidden, "no cursor in the grid")
