"""Laws of the cells: nothing is lost when a text comes in again, or when cells are merged and split."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workbench.core.bead import Bead, verify
from workbench.core.project import Cell, Origin, OriginKind, State, Version
from workbench.services.finished import finished_text
from workbench.services.reimport import SegmentMap, carve, follow_source, follow_target, map_segments
from workbench.services.reshape import merged, split_at
from workbench.text.segmenter import segment

WORDS = ("talks", "su", "ջուր", "le fleuve", "2024", "sözü", "gül", "և")
bodies = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
segments = st.lists(st.tuples(bodies, st.sampled_from((" ", "\n", "\r\n\r\n", "", "\u00a0"))).map("".join), max_size=9)
texts = st.text(st.characters(codec="utf-8"), max_size=60)


def drafted(rows: list[str]) -> list[Cell]:
    return [
        Cell(row + 1, 1, row, row, row + 1, f"cell {row}", State.CONFIRMED, Origin(OriginKind.PERSON))
        for row in range(len(rows))
    ]


@st.composite
def alignments(draw: st.DrawFn) -> tuple[list[str], list[str], list[Cell]]:
    """Rows, segments of an imported version, and its cells: beads over both, in order, of any shape."""
    rows: list[str] = []
    target: list[str] = []
    cells: list[Cell] = []
    shapes = st.sampled_from(((1, 1), (1, 1), (2, 1), (1, 2), (1, 0), (0, 1)))
    for number, (left, right) in enumerate(draw(st.lists(shapes, max_size=7))):
        new_rows = draw(st.lists(bodies, min_size=left, max_size=left))
        new_target = [body + " " for body in draw(st.lists(bodies, min_size=right, max_size=right))]
        lead, text, trail = carve("".join(new_target))
        bounds = (len(rows), len(rows) + left, len(target), len(target) + right)
        cells.append(
            Cell(
                *(number + 1, 1, number, bounds[0], bounds[1], text, State.CONFIRMED, Origin(OriginKind.IMPORTED)),
                *(lead, trail, bounds[2], bounds[3]),
            )
        )
        rows += new_rows
        target += new_target
    return rows, target, cells


def beads(cells: list[Cell]) -> list[Bead]:
    found = [Bead(c.source_start, c.source_end, c.target_start or 0, c.target_end or 0) for c in cells]
    return [bead for bead in found if bead.source or bead.target]


def joined(cells: list[Cell]) -> str:
    return "".join(cell.lead + cell.text + cell.trail for cell in cells)


@given(texts, st.sampled_from(("en", "fr", "az", "hy")))
def test_cells_of_an_imported_text_join_to_it(text: str, language: str) -> None:
    assert "".join("".join(carve(piece)) for piece in segment(text, language)) == text


@given(segments, segments)
def test_a_map_keeps_the_order_and_loses_nothing(old: list[str], new: list[str]) -> None:
    found = map_segments(old, new)
    placed = [to for to in found.to if to is not None]
    assert all(left < right for left, right in pairwise(placed))
    assert sorted([*placed, *found.added]) == list(range(len(new)))
    for at, (to, same) in enumerate(zip(found.to, found.same, strict=True)):
        assert not same or (to is not None and old[at].strip() == new[to].strip())


@given(segments)
def test_the_same_text_maps_to_itself(old: list[str]) -> None:
    assert map_segments(old, old) == SegmentMap(tuple(range(len(old))), (True,) * len(old), len(old))


@given(segments, segments)
def test_as_many_segments_stay_as_can(old: list[str], new: list[str]) -> None:
    left, right = [text.strip() for text in old], [text.strip() for text in new]
    longest = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, a in enumerate(left, 1):
        for j, b in enumerate(right, 1):
            longest[i][j] = longest[i - 1][j - 1] + 1 if a == b else max(longest[i - 1][j], longest[i][j - 1])
    assert sum(map_segments(old, new).same) == longest[-1][-1]


@given(segments, segments)
def test_drafted_cells_follow_their_rows(old: list[str], new: list[str]) -> None:
    before, rows = drafted(old), map_segments(old, new)
    after = follow_source(before, rows, old, imported=False)
    assert [row for cell in after for row in range(cell.source_start, cell.source_end)] == list(range(len(new)))
    kept = {cell.id: cell for cell in after if cell.id}
    for cell in before:
        to, same = rows.to[cell.source_start], rows.same[cell.source_start]
        assert (cell.id in kept) is (to is not None)
        if to is None:
            continue
        assert kept[cell.id].text == cell.text and kept[cell.id].source_start == to
        assert (kept[cell.id].state is State.CONFIRMED) is same
        assert same or (kept[cell.id].state, kept[cell.id].source_text) == (
            State.FUZZY,
            old[cell.source_start].strip(),
        )
    assert all(cell == Cell(0, 0, 0, cell.source_start, cell.source_end) for cell in after if not cell.id)


@given(alignments(), segments)
def test_an_imported_version_loses_no_text_when_its_source_changes(
    aligned: tuple[list[str], list[str], list[Cell]], new: list[str]
) -> None:
    rows, target, cells = aligned
    after = follow_source(cells, map_segments(rows, new), rows, imported=True)
    assert joined(after) == "".join(target)
    verify(beads(after), len(new), len(target))
    assert {cell.id for cell in cells if cell.text} <= {cell.id for cell in after}


@given(alignments(), segments)
def test_an_imported_version_becomes_the_text_that_came_in(
    aligned: tuple[list[str], list[str], list[Cell]], new: list[str]
) -> None:
    rows, target, cells = aligned
    after = follow_target(cells, map_segments(target, new), new)
    assert joined(after) == "".join(new)
    verify(beads(after), len(rows), len(new))
    runs = {cell.id: (cell.source_start, cell.source_end) for cell in cells}
    assert all(runs[cell.id] == (cell.source_start, cell.source_end) for cell in after if cell.id)
    assert {cell.id for cell in cells if cell.source_start < cell.source_end} <= {cell.id for cell in after}


@given(alignments())
def test_the_same_text_again_changes_no_cell(aligned: tuple[list[str], list[str], list[Cell]]) -> None:
    rows, target, cells = aligned
    assert follow_target(cells, map_segments(target, target), target) == cells
    assert follow_source(cells, map_segments(rows, rows), rows, imported=True) == cells


DRAFTED = Version(1, 1, "fr", "drafted")


@given(segments)
def test_a_draft_takes_its_breaks_from_the_source(rows: list[str]) -> None:
    cells = [replace(cell, text=rows[cell.source_start].strip()) for cell in drafted(rows)]
    assert finished_text(DRAFTED, cells, rows).text == "".join(rows)


@given(segments.filter(lambda rows: len(rows) > 1), st.data())
def test_merging_and_splitting_leave_the_text_as_it_is(rows: list[str], data: st.DataObject) -> None:
    rows = [row if row[-1:].isspace() else row + " " for row in rows]  # a break is what makes two segments of one
    cells = drafted(rows)
    whole = finished_text(DRAFTED, cells, rows).text
    at = data.draw(st.integers(0, len(cells) - 2))
    run = rows[cells[at].source_end - 1]
    cells[at : at + 2] = [merged(cells[at], cells[at + 1], carve(run)[2])]
    assert finished_text(DRAFTED, cells, rows).text == whole
    cut = data.draw(st.sampled_from([place for place, letter in enumerate(cells[at].text) if letter.isspace()]))
    cells[at : at + 1] = split_at(cells[at], cut, imported=False)
    assert finished_text(DRAFTED, cells, rows).text == whole
    covered = [row for cell in cells for row in range(cell.source_start, cell.source_end)]
    assert sorted(set(covered)) == list(range(len(rows)))
