"""Jumping: a letter on everything one could go to, and the letter goes there.

A screen may say where by `jump_targets()`; else it is every row in sight and every field that takes keys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from workbench.tui.layouts import twins
from workbench.tui.widgets.rows import RowList

LETTERS = "asdfjklghewriptnmvxbz"
"""Those that are told apart on every keyboard layout: no two of them send the same Armenian letter."""

_LATIN = {key: letter for letter in LETTERS for own in (letter, letter.upper()) for key in (own, *twins(own))}


@dataclass(frozen=True, slots=True)
class Target:
    """Somewhere to go.

    Attributes:
        x, y: cell of the screen where its letter stands.
        go: goes there.
    """

    x: int
    y: int
    go: Callable[[], object]


def targets(screen: Screen[Any]) -> list[Target]:
    """Where one can jump to on a screen, from top to bottom."""
    own = getattr(screen, "jump_targets", None)
    found: list[Target] = own() if own else everything(screen)
    return sorted(found, key=lambda target: (target.y, target.x))


def everything(screen: Screen[Any]) -> list[Target]:
    """Every row of every list in sight, and every other widget that takes keys."""
    found: list[Target] = []
    for widget in screen.focus_chain:
        if isinstance(widget, RowList):
            found += rows_of(widget)
        else:
            found.append(Target(widget.region.x, widget.region.y, widget.focus))
    return found


def rows_of(rows: RowList) -> list[Target]:
    """The rows in sight, each at its first line in sight."""
    lines = rows.lines_shown()
    first = {index: line for line, (index, _line) in reversed(list(enumerate(lines)))}
    region = rows.content_region
    return [Target(region.x, region.y + line, partial(_go_to_row, rows, index)) for index, line in first.items()]


def _go_to_row(rows: RowList, index: int) -> None:
    rows.focus()
    rows.go(index)


def labels(count: int) -> list[str]:
    """So many labels, none the beginning of another: one letter each, or two where there are more targets."""
    if count <= len(LETTERS):
        return list(LETTERS[:count])
    return ["".join(pair) for pair in product(LETTERS, repeat=2)][:count]


class Jump(ModalScreen[Callable[[], object] | None]):
    """Shows the letters and gives where to go; any other key gives None.

    Args:
        found: the targets, of which the first 441 get a label.
    """

    DEFAULT_CSS = """
    Jump > Static { position: absolute; width: auto; height: 1; background: $desk-accent; color: $desk-ground;
                    text-style: bold; }
    Jump:nocolor > Static, Jump:ansi > Static { text-style: bold reverse; }
    Jump:ansi > Static { background: ansi_default; color: ansi_default; }
    """

    def __init__(self, found: Sequence[Target]) -> None:
        super().__init__()
        self._targets = dict(zip(labels(len(found)), found, strict=False))
        self._typed = ""

    def compose(self) -> ComposeResult:
        """A label at each target."""
        for label, target in self._targets.items():
            sign = Static(Content(label))
            sign.styles.offset = (target.x, target.y)
            yield sign

    def on_key(self, event: events.Key) -> None:
        """A letter narrows down or goes; anything else gives up."""
        event.stop()
        event.prevent_default()
        self._typed += _LATIN.get(event.character or "", "\0")
        if self._typed in self._targets:
            self.dismiss(self._targets[self._typed].go)
            return
        left = [label for label in self._targets if label.startswith(self._typed)]
        if not left:
            self.dismiss(None)
        for label, sign in zip(self._targets, self.query(Static), strict=True):
            sign.display = label in left

    def on_click(self) -> None:
        """A click gives up."""
        self.dismiss(None)
