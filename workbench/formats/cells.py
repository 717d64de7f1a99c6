"""Texts as cells of a table that a spreadsheet may open: none of them is computed there."""

from __future__ import annotations

import re

_GUARDED = re.compile(r"'(?='*[=+\-@\t\r])")


def guarded(text: str) -> str:
    """A cell that no spreadsheet computes, with an apostrophe in front if it needs one; `unguarded` undoes it."""
    return f"'{text}" if _GUARDED.match(f"'{text}") else text


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from computing it."""
    return cell[1:] if _GUARDED.match(cell) else cell
