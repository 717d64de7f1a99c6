"""A version as running text: what is exported, copied and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.project import Cell, State, Version
from workbench.services.reshape import carve


@dataclass(frozen=True, slots=True)
class Export:
    """A version as text.

    Attributes:
        text: the running text; nothing stands in it for what is missing.
        missing: cells without a text that nobody has accepted as empty.
        drafts: cells whose text no person has accepted: machine drafts, and matches whose source differs.
    """

    text: str
    missing: int
    drafts: int


def finished_text(version: Version, cells: Sequence[Cell], source_segments: Sequence[str]) -> Export:
    """The text of a version.

    An imported version keeps its own white space, and a version without cells is the text that came in. A drafted one
    takes its breaks from the source: the white space around the rows that a cell covers.
    """
    missing = sum(not cell.text and not cell.state.done for cell in cells)
    drafts = sum(bool(cell.text) and cell.state in (State.DRAFT, State.FUZZY) for cell in cells)
    if not cells:
        return Export(version.text, missing, drafts)
    if version.kind == "imported":
        return Export("".join(cell.lead + cell.text + cell.trail for cell in cells), missing, drafts)
    return Export(_drafted(cells, source_segments), missing, drafts)


def _drafted(cells: Sequence[Cell], source_segments: Sequence[str]) -> str:
    text = ""
    behind = 0
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        lead, _, trail = carve("".join(source_segments[cell.source_start : cell.source_end]))
        if following is not None and following.source_start < cell.source_end:
            trail = cell.trail  # parts of one row are divided by what stood between them
        trail = cell.trail or trail
        if cell.text:
            text += (lead if cell.source_start >= behind else "") + cell.text + trail
        elif "\n" in trail or "\r" in trail:  # a missing sentence leaves its paragraph's break, not a hole
            text = text.rstrip(" \u00a0\u202f") + trail if text else text
        behind = cell.source_end
    return text
