"""Text as terminal cells: glyphs of states, safe characters, truncation and wrapping by width, bars of states."""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from rich.cells import cell_len, chop_cells, set_cell_size

from workbench.core.project import State

GLYPHS = {
    State.NEW: "·",
    State.DRAFT: "◌",
    State.FUZZY: "◐",
    State.EDITED: "✎",
    State.CONFIRMED: "✓",
    State.REVIEWED: "◆",
    State.LOCKED: "■",
}
ASCII_GLYPHS = dict(zip(State, ".m~e+#=", strict=True))
TIES = {"top": "┐", "middle": "│", "bottom": "┘", "rule": "─", "border": "│", "more": "…"}
ASCII_TIES = {"top": "\\", "middle": "|", "bottom": "/", "rule": "-", "border": "|", "more": "~"}

COMMENTED = "*"
"""Stands before the text of a cell that has an open comment."""

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""C0 and C1 controls, direction controls that would turn a line around, and lone surrogates."""


_EACH_ONE_CELL = re.compile(
    "[ -~\xa0-\xac\xae-\u02ff\u0391-\u03a1\u03a3-\u0482\u048a-\u052f\u0531-\u0556\u0559-\u058a"
    "\u10d0-\u10ff\u2010-\u2027\u2190-\u2199\u2500-\u25fc\u2713\u270e]*"
)
"""Latin, Greek, Cyrillic, Armenian and Georgian letters and the signs with them: text whose width is its length."""


@lru_cache(maxsize=1)
def ascii_only() -> bool:
    """Whether the terminal gets ASCII glyphs: no UTF-8 in the locale, the bare console, or WORKBENCH_ASCII is set."""
    if "WORKBENCH_ASCII" in os.environ:
        return os.environ["WORKBENCH_ASCII"] not in ("", "0")
    return os.environ.get("TERM") == "linux" or "utf" not in locale.getpreferredencoding(False).lower()


def glyph(state: State) -> str:
    """The one-cell sign of a state."""
    return (ASCII_GLYPHS if ascii_only() else GLYPHS)[state]


def line_sign(name: str) -> str:
    """A tie, rule or border by name, in what the terminal can show."""
    return (ASCII_TIES if ascii_only() else TIES)[name]


def clean(text: str) -> str:
    """The text with every control character replaced by one visible sign, so that none reaches the terminal."""
    return _UNSAFE.sub(lambda found: _visible(found.group()), text) if _UNSAFE.search(text) else text


def _visible(character: str) -> str:
    if character == "\n":
        return "↵"
    if character == "\t":
        return " "
    return chr(0x2400 + ord(character)) if ord(character) < 0x20 else "\N{REPLACEMENT CHARACTER}"


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells: padded, or cut with an ellipsis."""
    if width <= 0:
        return ""
    text = text[: width * 8]
    if _EACH_ONE_CELL.fullmatch(text):
        return (text if len(text) <= width else text[: width - 1].rstrip() + line_sign("more")).ljust(width)
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + line_sign("more"), width)


@lru_cache(maxsize=4096)
def wrap(text: str, width: int) -> tuple[str, ...]:
    """The text in lines of at most `width` cells, broken at spaces where there are any; at least one line.

    Where there is no room at all, as in a terminal of a few cells, the lines are as for one cell.
    """
    width = max(1, width)
    cells: Callable[[str], int] = len if _EACH_ONE_CELL.fullmatch(text) else cell_len
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        room = cells(word)
        if line and used + 1 + room <= width:
            line, used = f"{line} {word}", used + 1 + room
            continue
        if line:
            lines.append(line)
        if room > width:
            *full, word = chop_cells(word, width)
            lines.extend(full)
            room = cells(word)
        line, used = word, room
    return (*lines, line)


def empty_line(why: str, line: int, width: int) -> str:
    """A line of what stands in an empty list: why it is empty, wrapped, two cells from the left; blank after that."""
    lines = [part for each in why.split("\n") for part in wrap(each, max(1, width - 2))]
    return fit(f"  {lines[line]}" if line < len(lines) else "", width)


def counts_text(counts: Mapping[State, int]) -> str:
    """How many cells are in each state, most finished first: `9✓ 5◌ 8·`."""
    return " ".join(f"{counts[state]}{glyph(state)}" for state in reversed(State) if counts.get(state))


def state_bar(counts: Mapping[State, int], width: int) -> str:
    """The states as a bar of glyphs, most finished first; every state that occurs is seen, if there is room."""
    total = sum(counts.values())
    present = [state for state in reversed(State) if counts.get(state)]
    if not total or len(present) > width:
        return "".join(glyph(state) for state in present)[:width]
    shares = {state: max(1, counts[state] * width // total) for state in present}
    largest = max(present, key=lambda state: counts[state])
    shares[largest] += width - sum(shares.values())
    return "".join(glyph(state) * max(0, shares[state]) for state in present)
