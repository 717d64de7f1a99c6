"""A statement as rows and columns."""

from __future__ import annotations

from workbench.core.project import Cell, Statement
from workbench.services.sheet import Sheet

TALKS = Statement(1, "talks", "Talks", "", "en")


def cell(number: int, start: int, end: int) -> Cell:
    return Cell(number, 1, number, start, end, f"cell {number}")


def drawing(sheet: Sheet) -> list[tuple[int | None, str, dict[str, str]]]:
    """Each line: row, source, and by language the cell's number, with `┌ │ └` where it covers several lines."""
    ties = {(True, True): "─", (True, False): "┌", (False, False): "│", (False, True): "└"}
    return [
        (
            line.source_row,
            line.source,
            {tag: f"{ties[place.first, place.last]}{place.cell.id}" for tag, place in line.cells.items()},
        )
        for line in sheet.display_rows
    ]


def test_a_cell_over_two_rows_is_on_both() -> None:
    sheet = Sheet(TALKS, ("A. ", "B.\n", "C."), ("fr",), {"fr": [cell(1, 0, 2), cell(2, 2, 3)]})
    assert drawing(sheet) == [(0, "A.", {"fr": "┌1"}), (1, "B.", {"fr": "└1"}), (2, "C.", {"fr": "─2"})]
    first = sheet.cell_at("fr", 1)
    assert first is not None and first.id == 1 and sheet.source_of(first) == "A. B."
    assert sheet.cell_at("fr", 3) is None and sheet.cell_at("hy", 0) is None


def test_text_with_nothing_opposite_has_a_line_of_its_own() -> None:
    columns = {"fr": [cell(1, 0, 1), cell(2, 1, 1), cell(3, 1, 2), cell(4, 2, 2)], "az": [cell(5, 0, 2)]}
    sheet = Sheet(TALKS, ("A. ", "B."), ("fr", "az"), columns)
    assert drawing(sheet) == [
        (0, "A.", {"fr": "─1", "az": "┌5"}),
        (None, "", {"fr": "─2", "az": "│5"}),
        (1, "B.", {"fr": "─3", "az": "└5"}),
        (None, "", {"fr": "─4"}),
    ]
    assert sheet.source_of(columns["fr"][1]) == ""


def test_a_row_that_is_split_has_a_line_for_each_part() -> None:
    columns = {"fr": [cell(1, 0, 1), cell(2, 0, 1)], "az": [cell(3, 0, 1)], "hy": []}
    sheet = Sheet(TALKS, ("A.",), ("fr", "az", "hy"), columns)
    assert drawing(sheet) == [(0, "A.", {"fr": "─1", "az": "┌3"}), (0, "", {"fr": "─2", "az": "└3"})]


def test_a_statement_without_versions_shows_its_source() -> None:
    assert drawing(Sheet(TALKS, (" A. ", "B."), ("fr",), {"fr": []})) == [(0, "A.", {}), (1, "B.", {})]
