"""Areas for text: what Textual's own does wrong."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult

from workbench.tui.widgets.plain import PlainArea


class _AreaApp(App[None]):
    def compose(self) -> ComposeResult:
        yield PlainArea()


@pytest.mark.parametrize("lines", [6, 30])
async def test_lines_are_taken_back_and_come_again_though_the_scrollbar_comes_and_goes(lines: int) -> None:
    async with _AreaApp().run_test(size=(30, 5)) as pilot:
        area, text = pilot.app.query_one(PlainArea), "\n".join("ə" * 40 for _ in range(lines))
        area.insert(text)
        await pilot.pause()
        area.history.checkpoint()
        await pilot.press("ctrl+z")
        assert area.text == "" and area.cursor_location == (0, 0)
        await pilot.press("ctrl+y")
        assert area.text == text
        area.select_all()
        await pilot.press("backspace", "ctrl+z", "ctrl+y", "ctrl+z")
        assert area.text == text
        await pilot.pause()
        assert area.scroll_offset.y <= area.cursor_location[0] * 2


async def test_what_was_pasted_into_a_cell_is_taken_back(desk: Any) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 6)
        await hands.press("enter")
        editor = hands.statement.pane.editor
        before = editor.text
        editor.type("İkinci görüş\n" * 30)
        await hands.settle()
        await hands.press("ctrl+z")
        assert editor.text == before
        await hands.press("ctrl+y")
        assert len(editor.text) > 300
