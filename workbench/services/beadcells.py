"""Beads as the cells of a version: which cell a bead keeps, what text it gets, and what aligning leaves alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbench.core.bead import Bead, verify
from workbench.core.errors import AlignmentError
from workbench.core.project import Cell, Origin, OriginKind, State, Version
from workbench.services.reshape import carve

Extent = tuple[int, int, int, int]
"""Half-open runs of source rows and of target segments."""


def bead_of(cell: Cell) -> Bead:
    """The bead that a cell stands for."""
    return Bead(cell.source_start, cell.source_end, cell.target_start or 0, cell.target_end or 0, cell.confidence)


def extent(one: Bead | Cell) -> Extent:
    """Where a bead or cell stands."""
    return one.source_start, one.source_end, one.target_start or 0, one.target_end or 0


def covers(cells: Sequence[Cell], source: Version, version: Version) -> bool:
    """Whether cells are a finished alignment of the two texts as they are now."""
    try:
        verify([bead_of(cell) for cell in cells], len(source.segments), len(version.segments))
    except AlignmentError:
        return False
    return all(cell.confidence > 0 and cell.state is not State.NEW for cell in cells)


def is_pin(cell: Cell) -> bool:
    """Whether aligning must leave a cell alone: a person's, or text that did not come with the import."""
    foreign = cell.origin.kind not in (OriginKind.NONE, OriginKind.IMPORTED) and bool(cell.text)
    return cell.pinned or cell.by_person or foreign


def usable_pins(cells: Sequence[Cell], rows: int, segments: int) -> list[Cell]:
    """The pins in order that stand inside both texts and do not cross the one before."""
    pins: list[Cell] = []
    row = at = 0
    for cell in cells:
        start, end = cell.target_start or 0, cell.target_end or 0
        inside = row <= cell.source_start <= cell.source_end <= rows and at <= start <= end <= segments
        if is_pin(cell) and inside:
            pins.append(cell)
            row, at = cell.source_end, end
    return pins


def cells_of(
    beads: Sequence[Bead], pins: Sequence[Cell], old: Sequence[Cell], source: Version, version: Version
) -> list[Cell]:
    """A cell for each bead: a pin's own, else the old one over the same rows, else a new one.

    Text that was fuzzy, since its source has changed under it, stays fuzzy.
    """
    places = {extent(pin): pin for pin in pins}
    pinned = {pin.id for pin in pins}
    free = {(cell.source_start, cell.source_end): cell for cell in old if cell.id not in pinned}
    stale = stale_segments(old)
    cells = []
    for bead in beads:
        cell = places.get(extent(bead))
        if cell is None:
            before = free.pop((bead.source_start, bead.source_end), None) if bead.source else None
            cell = imported_cell(bead, before, source, version, stale)
        cells.append(cell)
    return cells


def stale_segments(cells: Sequence[Cell]) -> dict[int, str]:
    """The segments whose text was fuzzy, each with the source that it was made for."""
    return {
        segment: cell.source_text
        for cell in cells
        if cell.state is State.FUZZY
        for segment in range(cell.target_start or 0, cell.target_end or 0)
    }


def imported_cell(
    bead: Bead, before: Cell | None, source: Version, version: Version, stale: dict[int, str] | None = None
) -> Cell:
    """The cell of a bead, with the text as it was imported.

    Args:
        before: the cell whose identity it keeps.
        stale: see `stale_segments`.
    """
    lead, text, trail = carve("".join(version.segments[bead.target_start : bead.target_end]))
    source_text = "".join(source.segments[bead.source_start : bead.source_end]).strip()
    meant = next((stale[segment] for segment in bead.target if segment in stale), source_text) if stale else source_text
    return replace(
        before or Cell(0, version.id, 0, bead.source_start, bead.source_end),
        source_start=bead.source_start,
        source_end=bead.source_end,
        target_start=bead.target_start,
        target_end=bead.target_end,
        lead=lead,
        text=text,
        trail=trail,
        state=State.CONFIRMED if meant == source_text else State.FUZZY,
        origin=Origin(OriginKind.IMPORTED),
        source_text=meant,
        confidence=bead.confidence,
    )
