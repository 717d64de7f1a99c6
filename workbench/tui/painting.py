"""Painting before Textual would: what the eye waits for goes to the terminal first."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.widget import Widget


def paint_now(screen: Screen[Any], *widgets: Widget) -> None:
    """Paint what is to be painted of some widgets before this handler goes on.

    Textual paints at the tick after every widget has told the screen that it has changed, which is after the handler
    has returned; the rest of the screen is painted then. What is done here is what the screen does at that tick.
    """
    screen._dirty_widgets.update(widgets)
    screen._on_timer_update()
