"""Before and after a paint: what the eye waits for goes to the terminal first, and what needs places waits for them."""

from __future__ import annotations

from collections.abc import Callable
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


def after_paint(screen: Screen[Any], do: Callable[[], object]) -> None:
    """Do something after the next paint, unless the screen is being taken down by then and has not all its parts."""
    screen.call_after_refresh(lambda: do() if screen.is_attached and screen.display else None)
