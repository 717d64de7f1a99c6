"""Laws of large statements: read in parts, they are what they are read whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.page import shared_rows
from workbench.core.project import Cell, State, Statement, Version
from workbench.services import pages, rowsearch, wordcount
from workbench.services.outline import Outline
from workbench.services.pages import PagedSheet
from workbench.services.project import Project
from workbench.services.rowsearch import Asked, Look, lines_asked
from workbench.services.sheet import DisplayRow, Sheet
from workbench.services.wordcount import WordCount
from workbench.storage.project import SqlProjectStore
from workbench.text.normalize import fold

LANGUAGES = ("fr", "az", "hy")
WORDS = ("Talks", "SU", "ջուր ԵՎ", "İl", "ı", "le fleuve\n", "e\u0301")
bodies = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
STEPS = st.sampled_from(("one", "one", "one", "wide", "split", "again", "orphan", "gap"))


@st.composite
def columns(draw: st.DrawFn, rows: int) -> list[Cell]:
    """Cells of one version, in order: beads over rows, split ones, some with nothing opposite, some rows left out."""
    cells: list[tuple[int, int]] = []
    row = 0
    for step in draw(st.lists(STEPS, max_size=rows + 4)):
        left = rows - row
        if step == "orphan":
            cells.append((row, row))
        elif step == "again" and cells and cells[-1][0] < cells[-1][1]:
            cells.append((cells[-1][1] - 1, cells[-1][1]))
        elif step == "again" or left <= 0:
            continue
        elif step == "wide":
            cells.append((row, row + min(left, draw(st.integers(2, 5)))))
        elif step == "split":
            cells += [(row, row + 1)] * draw(st.integers(2, 3))
        elif step == "one":
            cells.append((row, row + 1))
        row = row + 1 if step == "gap" else max([row, *(end for _, end in cells[-1:])])
    states = draw(st.lists(st.sampled_from(State), min_size=len(cells), max_size=len(cells)))
    return [
        Cell(0, 0, number, start, end, draw(bodies), state)
        for number, ((start, end), state) in enumerate(zip(cells, states, strict=True))
    ]


@st.composite
def statements(draw: st.DrawFn) -> tuple[list[str], dict[str, list[Cell]]]:
    """Source segments, and cells of some languages."""
    segments = draw(st.lists(bodies.map(lambda body: f"{body} "), max_size=12))
    there = draw(st.sets(st.sampled_from(LANGUAGES)))
    return segments, {tag: draw(columns(len(segments))) for tag in LANGUAGES if tag in there}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """One project for all examples, each with a statement of its own."""
    with Project.create(tmp_path_factory.mktemp("pages"), source="en", targets=LANGUAGES) as made:
        yield made


@pytest.fixture(scope="module")
def store(project: Project) -> SqlProjectStore:
    """Where it is stored."""
    return project.store


@pytest.fixture(scope="module", autouse=True)
def small_parts() -> Iterator[None]:
    """Parts of a few rows, so that small examples have several."""
    with (
        mock.patch.object(pages, "BLOCK", 3),
        mock.patch.object(pages, "KEPT", 2),
        mock.patch.object(rowsearch, "FIRST", 2),
        mock.patch.object(rowsearch, "MOST", 3),
        mock.patch.object(rowsearch, "LOOKED_AT", 2),
        mock.patch.object(rowsearch, "NOTED", 3),
        mock.patch.object(wordcount, "SLICE", 2),
    ):
        yield


_keys = count()


def stored(store: SqlProjectStore, example: tuple[list[str], dict[str, list[Cell]]]) -> tuple[Sheet, PagedSheet]:
    """The example as a whole and in pages."""
    segments, cells = example
    statement = store.add_statement(Statement(0, f"s{next(_keys)}", "", "", "en"))
    store.put_version(Version(0, statement.id, "en", "imported", tuple(segments)))
    put = {}
    for tag, of_tag in cells.items():
        version = store.put_version(Version(0, statement.id, tag, "drafted"))
        put[tag] = store.put_cells(version.id, of_tag, "test")
    return Sheet(statement, tuple(segments), LANGUAGES, put), PagedSheet(store, statement, LANGUAGES)


@given(example=statements())
def test_pages_are_the_sheet(store: SqlProjectStore, example: Any) -> None:
    whole, paged = stored(store, example)
    assert list(paged) == whole.display_rows
    assert list(reversed(paged)) == whole.display_rows[::-1]
    for tag in LANGUAGES:
        cells = whole.columns.get(tag, ())
        assert paged.counts.get(tag, {}) == Counter(cell.state for cell in cells)
        for cell in cells:
            assert paged.source_of(cell) == whole.source_of(cell)
            line = paged.line_of(cell)
            shown = [n for n, row in enumerate(whole.display_rows) if (p := row.cells.get(tag)) and p.cell == cell]
            assert line == (shown[0] if shown else None)


@given(example=statements())
def test_an_outline_numbers_lines_both_ways(store: SqlProjectStore, example: Any) -> None:
    outline = stored(store, example)[1].outline
    lines = [(row, within) for row in range(outline.rows + 1) for within in range(outline.height(row))]
    assert [outline.place(number) for number in range(len(outline))] == lines
    assert [outline.first(row) + within for row, within in lines] == list(range(len(outline)))
    assert all(len(outline.lines(row)) == outline.height(row) for row in range(outline.rows + 1))


@given(example=statements(), states=st.sets(st.sampled_from(State)), step=st.sampled_from((1, -1)), data=st.data())
def test_seeking_finds_what_looking_at_every_line_finds(
    store: SqlProjectStore, example: Any, states: set[State], step: int, data: st.DataObject
) -> None:
    whole, paged = stored(store, example)
    rows = whole.display_rows
    for tag, cells in whole.columns.items():
        if not cells or not rows:
            continue
        line = data.draw(st.integers(-1 if step > 0 else 0, len(rows) - 1))
        here = rows[line].cells.get(tag) if line >= 0 else None
        wanted = None
        for distance in range(1, len(rows) + (line < 0)):
            at = (line + step * distance) % len(rows)
            place = rows[at].cells.get(tag)
            if place and place.first and place.cell.state in states and not (here and here.cell.id == place.cell.id):
                wanted = at
                break
        assert paged.seek(line, tag, step, states) == wanted


@given(example=statements(), text=bodies.filter(str.strip))
def test_the_search_finds_the_lines_that_contain_a_text(store: SqlProjectStore, example: Any, text: str) -> None:
    whole, paged = stored(store, example)
    for tag in LANGUAGES:
        found = [line for lines in lines_asked(paged, tag, Asked(text)) for line in lines]
        assert found == [
            number
            for number, row in enumerate(whole.display_rows)
            if fold(text, "en") in fold(row.source, "en")
            or ((place := row.cells.get(tag)) and fold(text, tag) in fold(place.cell.text, tag))
        ]


@given(
    example=statements(),
    text=st.just("") | bodies,
    states=st.none() | st.frozensets(st.sampled_from(State)),
    few=st.booleans(),
    look=st.booleans(),
)
def test_what_is_asked_for_is_what_looking_at_every_line_finds(
    store: SqlProjectStore, example: Any, text: str, states: frozenset[State] | None, few: bool, look: bool
) -> None:
    whole, paged = stored(store, example)
    for tag in LANGUAGES:
        chosen = whole.columns.get(tag, ())[::2]
        seen: list[Cell] = []

        def notices(cell: Cell, source: str, seen: list[Cell] = seen) -> bool:
            seen.append(cell)
            return cell.position % 2 == 0 and bool(source)

        asked = Asked(
            text.strip(), states, {cell.id for cell in chosen} if few else None, Look(7, notices) if look else None
        )

        def wanted(row: DisplayRow, tag: str = tag, asked: Asked = asked, chosen: Any = chosen) -> bool:
            cell = place.cell if (place := row.cells.get(tag)) else None
            said = fold(asked.text, "en") in fold(row.source, "en") or (
                cell is not None and fold(asked.text, tag) in fold(cell.text, tag)
            )
            new = cell is None and not whole.columns.get(tag)
            state = asked.states is None or (State.NEW if new else cell and cell.state) in asked.states
            among = asked.cells is None or cell in chosen
            noticed = asked.look is None or (cell is not None and asked.look.notices(cell, whole.source_of(cell)))
            return said and state and among and noticed

        looked = [number for number, row in enumerate(whole.display_rows) if wanted(row)]
        assert [line for lines in lines_asked(paged, tag, asked) for line in lines] == looked
        seen.clear()
        assert [line for lines in lines_asked(paged, tag, asked) for line in lines] == looked
        assert all(cell.source_end - cell.source_start > 1 for cell in seen)  # what was noticed once is kept


@given(example=statements())
def test_words_are_those_of_the_rows_that_are_done(store: SqlProjectStore, example: Any) -> None:
    whole, paged = stored(store, example)
    words = WordCount(paged)
    assert words.count(lambda: False)
    assert words.total == sum(len(row.split()) for row in whole.rows)
    for tag, cells in whole.columns.items():
        done = [cell for cell in cells if cell.state.done]
        assert words.done[tag] == sum(len(whole.source_of(cell).split()) for cell in done)


@given(example=statements(), rows=st.integers(1, 5))
def test_parts_have_every_cell_once_and_what_is_opposite(project: Project, example: Any, rows: int) -> None:
    whole, _paged = stored(project.store, example)
    for tag, cells in whole.columns.items():
        others = [other for other in whole.columns if other != tag]
        parts = list(project.parts(whole.statement, tag, others, rows))
        placed = [(part, cell) for part in parts for cell in part.columns[tag] if cell.source_start < len(whole.rows)]
        assert [cell for _, cell in placed] == [cell for cell in cells if cell.source_start < len(whole.rows)]
        for part, cell in placed:
            around = range(cell.source_start, cell.source_end)
            assert part.source_of(cell) == whole.source_of(cell)
            assert [part.row(n) for n in (around.start - 1, around.stop)] == [
                whole.row(n) for n in (around.start - 1, around.stop)
            ]
            for other in others:
                assert [each for each in part.columns[other] if each.source_start in around] == [
                    each for each in whole.columns[other] if each.source_start in around
                ]
            alone = project.part(whole.statement.key, tag, cell)
            assert alone.source_of(cell) == whole.source_of(cell) and cell in alone.columns[tag]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)).map(lambda run: (run[0], sum(run))), max_size=9))
def test_a_row_has_as_many_lines_as_cells_that_share_it(runs: list[tuple[int, int]]) -> None:
    cells = [Cell(n, 1, n, start, end) for n, (start, end) in enumerate(runs)]
    over = Counter(row for start, end in runs for row in range(start, end))
    shared = Counter(
        row
        for cell, rows in zip(cells, shared_rows(cells), strict=True)
        for row in range(cell.source_start, cell.source_start + rows)
    )
    assert {row: many - 1 for row, many in over.items() if many > 1} == dict(shared)
    sheet = Sheet(Statement(1, "s", "", "", "en"), ("x",) * 14, ("fr",), {"fr": cells})
    orphans = sum(start == end for start, end in runs)
    assert len(sheet.display_rows) == 14 + orphans + sum(shared.values())
    assert len(Outline(14)) == 14
