"""Every desk as a picture at 80×24 and 160×48, held against the one that somebody has looked at.

A picture that has changed on purpose is written anew with `DESK_PICTURES=accept`; look at it before it goes in.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from tests.tui.conftest import Hands, OpenDesk
from tools.screenshots import self_contained
from workbench.tui.screens.start import StartScreen

PICTURES = Path(__file__).parent.parent / "golden" / "desk"
SIZES = ((80, 24), (160, 48))
SCENES: dict[str, tuple[str, ...]] = {
    "statements": (),
    "grid": ("enter",),
    "editor": ("enter", "enter"),
    "help": ("enter", "f1"),
    "alignment": ("enter", "a"),
    "search": ("enter", "f5"),
    "columns": ("enter", "v"),
    "terms": ("f7",),
    "memory": ("shift+f4",),
    "models": ("shift+f7",),
}
"""The keys that lead to each, from the list of statements."""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", SCENES)
async def test_a_desk_looks_as_it_did(desk: OpenDesk, scene: str, size: tuple[int, int]) -> None:
    async with desk(*SCENES[scene], size=size) as hands:
        _hold(await _picture(hands), f"{scene}-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_start_looks_as_it_did(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr("workbench.tui.app.StartScreen", lambda _here: StartScreen(Path("/home/translator")))
    async with desk(folder=None, size=size) as hands:
        _hold(await _picture(hands), f"start-{size[0]}x{size[1]}")


async def _picture(hands: Hands) -> str:
    """What is on screen, with a cursor that does not blink."""
    for field in hands.app.screen.query("TextArea, Input"):
        assert isinstance(field, TextArea | Input)
        field.cursor_blink = False
        if isinstance(field, TextArea):  # a line is kept as it was drawn while the cursor was off
            field._line_cache.clear()
        field.refresh()
    await hands.settle()
    return self_contained(hands.app.export_screenshot(title="workbench"))


def _hold(picture: str, name: str) -> None:
    file = PICTURES / f"{name}.svg"
    if os.environ.get("DESK_PICTURES") == "accept":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(picture, encoding="utf-8")
    assert file.exists(), f"{name}: no picture yet; make it with DESK_PICTURES=accept"
    if picture != file.read_text(encoding="utf-8"):
        seen = Path(os.environ.get("TMPDIR", "/tmp")) / f"desk-{name}.svg"
        seen.write_text(picture, encoding="utf-8")
        pytest.fail(f"{name} looks different: compare {file} with {seen}, or accept it with DESK_PICTURES=accept")
