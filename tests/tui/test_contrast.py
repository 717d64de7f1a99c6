"""Every pair of colours that a text is shown in keeps a contrast of 4.5, on every screen and in every dialog."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color, ColorType
from rich.segment import Segment

from workbench.tui import themes
from workbench.tui.drawing import GLYPHS
from workbench.tui.remembered import Remembered

STYLES = Path(themes.__file__).parent / "styles"
LEAST = 4.5
_VARIABLE = re.compile(r"(?<![-\w])(background|color|background-tint)\s*:\s*\$([a-z-]+)")

WAYS: tuple[tuple[str, ...], ...] = (
    (),
    ("/", "t:nothing has this"),
    ("escape", "n"),
    ("escape", "i"),
    ("escape", "Y"),
    ("escape", "ctrl+p", "t:editor"),
    ("escape", "enter"),
    ("f",),
    ("z", "z"),
    ("?",),
    ("escape", "ctrl+p", "down"),
    ("escape", "shift+f2"),
    ("escape", "w"),
    ("escape", "v"),
    ("escape", "f5"),
    ("escape", "/", "t:nothing has this"),
    ("escape", "ctrl+s", "ctrl+c"),
    ("enter", "t: abc", "shift+home"),
    ("ctrl+k",),
    ("escape", "escape", "right"),
)
"""Keys from one screen to the next: the list and its dialogs, then a statement and its own."""


@pytest.mark.parametrize("theme", ["desk-dark", "desk-light"])
async def test_text_on_screen_has_contrast(desk: Any, theme: str) -> None:
    remembered = Remembered()
    remembered.set("theme", theme)
    assert remembered.save()
    async with desk(size=(120, 36)) as hands:
        for way in WAYS:
            for key in way:
                await (hands.write(key[2:]) if key.startswith("t:") else hands.press(key))
            low = {(segment.text.strip()[:30], ratio) for segment, ratio in _shown(hands) if ratio < LEAST}
            assert not low, way
        assert hands.statement.grid.language == "hy"


def _shown(hands: Any) -> Iterator[tuple[Segment, float]]:
    """What is shown as text, with its contrast."""
    app = hands.app
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            if not any(each.isalnum() or each in GLYPHS.values() for each in segment.text):
                continue
            style = segment.style
            assert style is not None and style.color is not None and style.bgcolor is not None, segment
            front, ground = style.color, style.bgcolor
            if style.reverse:
                front, ground = ground, front
            yield segment, 1.0 if style.dim else round(_contrast(front, ground), 2)


def _contrast(one: Color, other: Color) -> float:
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    """WCAG 2.1, relative luminance."""
    assert colour.type is ColorType.TRUECOLOR and colour.triplet is not None
    parts = [part / 255 for part in colour.triplet]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_styles_use_the_colours_that_are_held_to_it() -> None:
    """Their pairs are in `test_desk_parts`: every text colour on every ground."""
    for file in STYLES.glob("*.tcss"):
        for name, variable in _VARIABLE.findall(file.read_text(encoding="utf-8")):
            inverse = ("desk-accent", "desk-ground")  # cursors and labels: the ground's colour on the accent
            allowed = themes.TEXT_COLOURS if name == "color" else themes.GROUNDS
            assert variable in (*allowed, *inverse), f"{file.name}: {name}: ${variable}"
