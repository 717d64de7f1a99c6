"""However small the terminal becomes while one works, no desk ends, and with room again all is as it was."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tui.conftest import OpenDesk

DESKS: dict[str, tuple[str, ...]] = {
    "statements": (),
    "new statement": ("n",),
    "import": ("i",),
    "grid": ("enter", "enter", "escape"),
    "editor": ("enter", "enter"),
    "history": ("enter", "H"),
    "comments": ("enter", "d"),
    "columns": ("enter", "v"),
    "concordance": ("enter", "f4"),
    "add term": ("enter", "f8"),
    "replace": ("enter", "f5"),
    "alignment": ("enter", "right", "a"),
    "terms": ("f7",),
    "concept": ("f7", "enter"),
    "memory": ("shift+f4",),
    "models": ("shift+f7",),
    "help": ("f1",),
    "palette": ("ctrl+p",),
    "jump": ("enter", "ctrl+g"),
    "leave out": ("enter", "end", "c"),
}
SIZES = ((40, 10), (20, 5), (9, 3), (1, 1))


@pytest.mark.parametrize("keys", DESKS.values(), ids=DESKS)
async def test_a_terminal_of_a_few_cells(desk: OpenDesk, keys: tuple[str, ...], machine: Any) -> None:
    async with desk(*keys, size=(100, 30)) as hands:
        for width, height in (*SIZES, (80, 24)):
            await hands.pilot.resize_terminal(width, height)
            await hands.press("down")
        assert hands.app.is_running
        assert hands.screen.strip()
