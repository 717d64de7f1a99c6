"""Two texts as one: what was taken out and what came in, by sign and by colour."""

from __future__ import annotations

from textual.content import Content

from workbench.tui.drawing import ascii_only, clean

Piece = tuple[str, str]
"""A stretch of text, safe to show, and what it is: `text`, `hit`, `old` or `new`."""

_COLOURS = {"text": "$desk-text", "old": "$desk-bad", "new": "$desk-done"}


def diff_pieces(old: str, new: str) -> list[Piece]:
    """How `old` becomes `new`, word by word; what goes and what comes stands in `[−…−]` and `{+…+}`."""
    from workbench.text.similarity import changes

    minus = "-" if ascii_only() else "−"
    shown: list[Piece] = []
    for change in changes(old, new):
        if change.kind == "equal":
            shown.append((clean(new[change.new_start : change.new_end]), "text"))
        elif change.kind == "delete":
            shown.append((f"[{minus}{clean(old[change.old_start : change.old_end])}{minus}]", "old"))
        else:
            shown.append((f"{{+{clean(new[change.new_start : change.new_end])}+}}", "new"))
    return shown


def diff(old: str, new: str) -> Content:
    """How `old` becomes `new`: `the [−Two−]{+three+} sides`."""
    return Content.assemble(*((text, _COLOURS[name]) for text, name in diff_pieces(old, new)))
