"""Cells made larger and smaller: merging two neighbours, splitting one. No text is lost on the way."""

from __future__ import annotations

from dataclasses import replace

from workbench.core.errors import ConfigError
from workbench.core.project import Cell, Origin, OriginKind, State
from workbench.services.edits import person

_ORDER = tuple(State)


def carve(text: str) -> tuple[str, str, str]:
    """White space before, the text, white space after; joined they are the text again."""
    body = text.strip()
    start = len(text) - len(text.lstrip()) if body else len(text)
    return text[:start], body, text[start + len(body) :]


def merged(first: Cell, second: Cell, source_break: str) -> Cell:
    """One cell of two neighbours, with the id of the first and the state of the one that needs more work.

    Args:
        source_break: white space at the end of the first one's source; it goes between the texts of a drafted version,
            those of an imported one keep their own.
    """
    between = first.trail + second.lead
    parts_of_one_row = second.source_start < first.source_end
    if first.target_start is None and not between and not parts_of_one_row:
        between = source_break or " "
    both = bool(first.text and second.text)
    keep_space = both or first.target_start is not None  # of an imported text every character stays
    text = first.text + (between if keep_space else "") + second.text
    return replace(
        first,
        source_end=max(first.source_end, second.source_end),
        source_start=min(first.source_start, second.source_start),
        target_end=second.target_end,
        text=text,
        trail=second.trail,
        state=min(first.state, second.state, key=_ORDER.index),
        origin=_common(first.origin, second.origin),
        source_text="\n".join(filter(None, (first.source_text, second.source_text))),
        confidence=min(first.confidence, second.confidence),
        pinned=first.pinned and second.pinned,
    )


def split_at(cell: Cell, at: int, *, imported: bool) -> list[Cell]:
    """Two cells of one; the white space at the cut goes to the first's `trail`.

    Raises: ConfigError if one part would hold no text, or the cell belongs to an imported version, whose segments are
        divided by aligning.
    """
    if imported:
        raise ConfigError("a cell of an imported version is divided by aligning it anew, not by splitting")
    head, tail = cell.text[:at], cell.text[at:]
    if not head.strip() or not tail.strip():
        raise ConfigError("a split needs text on both sides; put the cursor between two words")
    between = head[len(head.rstrip()) :] + tail[: len(tail) - len(tail.lstrip())]
    middle = cell.source_start + 1 if cell.source_end - cell.source_start > 1 else cell.source_end
    rest = middle if cell.source_end - cell.source_start > 1 else cell.source_start
    first = replace(cell, text=head.rstrip(), trail=between, source_end=middle)
    second = replace(cell, id=0, text=tail.lstrip(), lead="", source_start=rest)
    return [first, second]


def _common(one: Origin, other: Origin) -> Origin:
    """The origin of two texts joined: theirs if it is the same or one is empty, else the person who joined them."""
    if one == other or other.kind is OriginKind.NONE:
        return one
    return other if one.kind is OriginKind.NONE else person(one)
