"""Laws of beads as cells: shaping an alignment moves sentences between cells and changes none of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.property.test_alignwork_laws import ACTS, SIDES, alignments
from workbench.core.bead import verify
from workbench.core.errors import AlignmentError
from workbench.core.project import Origin, OriginKind, State, Statement, Version
from workbench.services.aligndesk import Facing, recut_cells, why_not
from workbench.services.alignwork import Alignment, Recut, Side, difference
from workbench.services.beadcells import bead_of, imported_cell, is_pin

BREAKS = st.sampled_from([" ", "\n\n", "", " \u00a0"])


@st.composite
def facings(draw: st.DrawFn) -> Facing:
    """A version in which a person has rewritten, locked or reviewed some cells; some are fuzzy."""
    alignment = draw(alignments())
    rows, segments = alignment.sizes
    source = Version(1, 1, "en", "imported", tuple(f"Row {n}.{draw(BREAKS)}" for n in range(rows)))
    target = Version(2, 1, "hy", "imported", tuple(f"Նախադասություն {n}։{draw(BREAKS)}" for n in range(segments)))
    cells = []
    for number, (bead, pinned) in enumerate(zip(alignment.beads, alignment.pinned, strict=True)):
        cell = replace(imported_cell(bead, None, source, target), id=number + 1, position=number, pinned=pinned)
        match draw(st.sampled_from(["imported"] * 6 + ["rewritten", "locked", "reviewed", "fuzzy"])):
            case "rewritten":
                cell = replace(cell, text="Վերաշարադրված։", state=State.EDITED, origin=Origin(OriginKind.PERSON))
            case "locked":
                cell = replace(cell, state=State.LOCKED)
            case "reviewed":
                cell = replace(cell, state=State.REVIEWED)
            case "fuzzy":
                cell = replace(cell, state=State.FUZZY, source_text="what the source was before")
        cells.append(cell)
    shaped = Alignment(tuple(map(bead_of, cells)), tuple(map(is_pin, cells)))
    return Facing(Statement(1, "talks", "", "", "en"), source, target, tuple(cells), shaped)


def change_of(facing: Facing, data: st.DataObject, act: str, side: Side) -> Recut | None:
    at = data.draw(st.integers(0, len(facing.alignment) - 1))
    try:
        return ACTS[act](facing.alignment, at, side, data.draw(st.integers(0, 3)), data.draw(st.integers(0, 3)))
    except AlignmentError:
        return None


@given(facings(), st.data(), st.sampled_from(sorted(ACTS)), SIDES)
def test_no_text_is_lost_or_moved_out_of_order(facing: Facing, data: st.DataObject, act: str, side: Side) -> None:
    change = change_of(facing, data, act, side)
    if change is None or why_not(facing, change):
        return
    cells, leaving = recut_cells(facing, change)
    after = [*facing.cells[: change.start], *cells, *facing.cells[change.end :]]
    verify([bead_of(cell) for cell in after], *facing.alignment.sizes)
    assert "".join(cell.lead + cell.text + cell.trail for cell in after) == "".join(
        cell.lead + cell.text + cell.trail for cell in facing.cells
    )
    kept = [cell.id for cell in cells if cell.id]
    assert kept == sorted(set(kept)), "cells stay in their order"
    old = {cell.id for cell in facing.cells[change.start : change.end]}
    assert {*kept, *(cell.id for cell in leaving)} == old
    assert not set(kept) & {cell.id for cell in leaving}


@given(facings(), st.data(), st.sampled_from(sorted(ACTS)), SIDES)
def test_a_cell_stays_itself_over_the_same_rows(facing: Facing, data: st.DataObject, act: str, side: Side) -> None:
    change = change_of(facing, data, act, side)
    if change is None or why_not(facing, change):
        return
    before = {
        (cell.source_start, cell.source_end): cell.id for cell in facing.cells if cell.source_end > cell.source_start
    }
    for cell in recut_cells(facing, change)[0]:
        rows = cell.source_start, cell.source_end
        if rows[1] > rows[0] and rows in before:
            assert cell.id == before[rows]


@given(facings(), st.data(), st.sampled_from(sorted(ACTS)), SIDES)
def test_locked_and_rewritten_texts_stay_whole(facing: Facing, data: st.DataObject, act: str, side: Side) -> None:
    change = change_of(facing, data, act, side)
    if change is None or why_not(facing, change):
        return
    cells, _ = recut_cells(facing, change)
    for number, cell in enumerate(facing.cells[change.start : change.end]):
        if cell.state is State.LOCKED:
            assert any(replace(one, pinned=cell.pinned, confidence=cell.confidence) == cell for one in cells)
        if facing.is_rewritten(change.start + number):
            assert any(cell.text in one.text for one in cells)


@given(facings(), st.data(), SIDES)
def test_text_that_was_fuzzy_is_not_made_confirmed_by_moving_it(
    facing: Facing, data: st.DataObject, side: Side
) -> None:
    change = change_of(facing, data, data.draw(st.sampled_from(["merged", "moved down", "moved up"])), side)
    if change is None or why_not(facing, change):
        return
    cells, _ = recut_cells(facing, change)
    stale = {
        segment
        for cell in facing.cells[change.start : change.end]
        if cell.state is State.FUZZY
        for segment in range(cell.target_start or 0, cell.target_end or 0)
    }
    for cell in cells:
        if stale & set(range(cell.target_start or 0, cell.target_end or 0)):
            assert not cell.state.done


@given(facings(), facings())
def test_what_differs_becomes_cells_too(one: Facing, other: Facing) -> None:
    rows, segments = one.alignment.sizes
    if other.alignment.sizes != (rows, segments):
        return
    change = difference(one.alignment, other.alignment)
    if change is not None and not why_not(one, change):
        cells, _ = recut_cells(one, change)
        verify(
            [bead_of(cell) for cell in [*one.cells[: change.start], *cells, *one.cells[change.end :]]], rows, segments
        )
