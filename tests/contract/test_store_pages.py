"""What every project store promises about large statements: parts, counts, places, what was written last."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from workbench.core.page import CellHits, Extra, OddRun, Tally, TextRun, VersionHead
from workbench.core.project import Cell, Origin, State, Statement, Version
from workbench.storage.project import SqlProjectStore, open_project_store

RUNS = ((0, 1), (1, 3), (3, 3), (3, 4), (3, 4), (3, 5), (5, 6))
"""Source rows of the French cells: a bead over two rows, text with nothing opposite, a row in three parts."""

STATES = (State.NEW, State.DRAFT, State.CONFIRMED, State.NEW, State.LOCKED, State.FUZZY, State.DRAFT)


class PagesContract:
    """The suite; a subclass gives `store` and `other`, the same project opened by somebody else."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[SqlProjectStore]:
        raise NotImplementedError

    @pytest.fixture
    def other(self, store: SqlProjectStore) -> Iterator[SqlProjectStore]:
        raise NotImplementedError

    @pytest.fixture
    def source(self, store: SqlProjectStore) -> Version:
        statement = store.add_statement(Statement(0, "talks", "Talks", "", "en"))
        return store.put_version(Version(0, statement.id, "en", "imported", tuple(f"Row {n}. " for n in range(6))))

    @pytest.fixture
    def french(self, store: SqlProjectStore, source: Version) -> list[Cell]:
        version = store.put_version(Version(0, source.statement_id, "fr", "drafted"))
        cells = [
            Cell(0, 0, number, start, end, f"cell {number}", state, confidence=1 - number / 10)
            for number, ((start, end), state) in enumerate(zip(RUNS, STATES, strict=True))
        ]
        return store.put_cells(version.id, cells, "Ani")

    def test_heads_are_versions_without_their_text(
        self, store: SqlProjectStore, source: Version, french: list[Cell]
    ) -> None:
        (english, drafted) = store.heads(source.statement_id)
        assert english == VersionHead(source.id, source.statement_id, "en", "imported", 6, english.layout)
        assert (drafted.language, drafted.kind, drafted.segments) == ("fr", "drafted", 0)
        store.add_statement(Statement(0, "other", "", "", "en"))
        assert store.heads() == [english, drafted]
        assert store.heads(999) == []

    def test_a_layout_changes_with_the_segments_and_the_places_of_the_cells(
        self, store: SqlProjectStore, source: Version, french: list[Cell]
    ) -> None:
        def layouts() -> list[int]:
            return [head.layout for head in store.heads(source.statement_id)]

        before = layouts()
        edited(store, french[0], State.EDITED)
        assert layouts() == before
        store.put_cells(french[0].version_id, store.cells(french[0].version_id)[1:], "Ani")
        assert layouts()[1] != before[1]
        store.put_version(replace(source, segments=source.segments[1:]))
        assert layouts()[0] != before[0]

    def test_a_run_of_segments(self, store: SqlProjectStore, source: Version) -> None:
        assert store.segments(source.id, 2, 4) == ["Row 2. ", "Row 3. "]
        assert store.segments(source.id, 5, 99) == ["Row 5. "]
        assert store.segments(source.id, 6, 99) == store.segments(999, 0, 9) == []

    @pytest.mark.parametrize("start", range(7))
    @pytest.mark.parametrize("count", (1, 2, 7))
    def test_cells_over_some_rows(self, store: SqlProjectStore, french: list[Cell], start: int, count: int) -> None:
        wanted = [
            cell
            for cell in french
            if start <= cell.source_start < start + count or cell.source_start < start < cell.source_end
        ]
        assert store.cells_over(french[0].version_id, start, start + count) == wanted
        texts = store.texts_over(french[0].version_id, start, start + count)
        assert texts == [TextRun(cell.source_start, cell.source_end, cell.text) for cell in wanted]
        odd = dict(zip((cell.id for cell in french), (None, 0, 0, None, 1, 1, None), strict=True))
        runs = store.odd_runs(french[0].version_id, start, start + count)
        assert runs == [
            OddRun(cell.id, cell.source_start, cell.source_end, shared)
            for cell in wanted
            if (shared := odd[cell.id]) is not None
        ]
        hits = store.cell_hits(french[0].version_id, start, start + count, folded="cell", states=list(State))
        assert sorted(hits.odd) == [run.id for run in runs]
        assert sorted(hits.rows) == [cell.source_start for cell in wanted if odd[cell.id] is None]

    def test_rows_are_found_by_what_they_say(
        self, store: SqlProjectStore, other: SqlProjectStore, source: Version, french: list[Cell]
    ) -> None:
        version_id = french[0].version_id
        assert store.rows_saying(source.id, "row", 2, 4) == [2, 3]
        assert store.rows_saying(source.id, "row 3.", 0, 9) == [3]
        assert store.rows_saying(source.id, " ", 0, 9) == [0, 1, 2, 3, 4, 5]
        assert store.rows_saying(source.id, "row _", 0, 9) == []
        store.put_version(replace(source, segments=("100 % / \\_ SU",)))
        for text in ("100 %", "% / \\_", "su"):
            assert store.rows_saying(source.id, text, 0, 9) == [0]
        assert store.cell_hits(version_id, 0, 9, folded="cell 6") == CellHits([5], [])
        assert store.cell_hits(version_id, 2, 9, folded="cell 1") == CellHits([], [french[1].id])
        edited(other, french[6], State.EDITED)
        assert store.cell_hits(version_id, 0, 9, folded="cell 6") == CellHits([], [])
        assert store.cell_hits(version_id, 0, 9, folded="new", states=[State.EDITED]) == CellHits([5], [])
        assert store.cell_hits(version_id, 0, 9, folded="new", states=[State.NEW]) == CellHits([], [])
        cells = store.cells(version_id)
        store.put_cells(version_id, cells[:-1], "Ani")
        assert store.cell_hits(version_id, 0, 9, folded="new") == CellHits([], [])
        store.put_cells(version_id, cells, "Ani")
        assert store.cell_hits(version_id, 0, 9, folded="new") == CellHits([5], [])

    def test_what_is_noted_goes_with_every_change(
        self, store: SqlProjectStore, other: SqlProjectStore, source: Version, french: list[Cell]
    ) -> None:
        version_id, heads = french[0].version_id, store.heads(source.statement_id)
        all_of_it = (version_id, 0, 9)

        def unnoted() -> list[int]:
            return [french.index(cell) for cell in store.unnoted(*all_of_it, 1, 99)]

        store.note({cell: cell.position % 3 == 0 for cell in french}, 1, heads)
        assert unnoted() == [] and len(store.unnoted(*all_of_it, 2, 99)) == len(french)
        assert store.cell_hits(*all_of_it, noted=1) == CellHits([0, 3, 5], [])
        assert store.cell_hits(*all_of_it, noted=2) == CellHits([], [])
        other.remarks.set_ignored(french[2].id, "numbers", "x")
        assert unnoted() == [2]
        french[3] = edited(other, stale := french[3], State.EDITED)
        assert unnoted() == [2, 3]
        store.note({french[2]: True, stale: True}, 1, heads)
        assert unnoted() == [3]
        other.put_version(source)
        assert len(unnoted()) == len(french)
        store.note({french[0]: True}, 1, heads)
        assert len(unnoted()) == len(french)

    def test_extras_are_cells_that_need_a_line_of_their_own(self, store: SqlProjectStore, french: list[Cell]) -> None:
        version_id = french[0].version_id
        assert store.extras([version_id]) == [
            Extra(version_id, 3, 0),
            Extra(version_id, 3, 1),
            Extra(version_id, 3, 1),
        ]
        whole = [cell for cell in french if cell.position in (0, 1, 3, 6)]
        store.put_cells(version_id, whole, "Ani")
        assert store.extras([version_id]) == []
        store.put_cells(version_id, french, "Ani")
        assert len(store.extras([version_id])) == 3
        assert store.extras([]) == []

    def test_cells_are_counted_by_state(self, store: SqlProjectStore, french: list[Cell]) -> None:
        version_id = french[0].version_id
        edited(store, french[2], State.REVIEWED)
        store.put_cells(version_id, [cell for cell in store.cells(version_id) if cell.id != french[6].id], "Ani")
        counts = {State.NEW: 2, State.DRAFT: 1, State.REVIEWED: 1, State.LOCKED: 1, State.FUZZY: 1}
        assert set(store.tallies([version_id])) == {Tally(version_id, *count) for count in counts.items()}
        assert set(store.tallies()) == set(store.tallies([version_id]))
        assert store.lowest_confidence(version_id) == 0.5
        assert store.lowest_confidence(999) is None

    @pytest.mark.parametrize("position", range(-1, 8))
    @pytest.mark.parametrize("step", (1, -1))
    def test_the_nearest_cell_in_some_states(
        self, store: SqlProjectStore, french: list[Cell], position: int, step: int
    ) -> None:
        version_id = french[0].version_id
        for states in ({State.DRAFT, State.FUZZY}, {State.NEW}, {State.EDITED}, set[State]()):
            beyond = [cell for cell in french if (cell.position - position) * step > 0 and cell.state in states]
            wanted = min(beyond, key=lambda cell: abs(cell.position - position), default=None)
            assert store.nearest(version_id, position, step, states) == wanted

    def test_the_position_before_a_row(self, store: SqlProjectStore, french: list[Cell]) -> None:
        version_id = french[0].version_id
        assert [store.position_before(version_id, row) for row in range(8)] == [-1, 0, 1, 1, 5, 5, 6, 6]

    def test_rows_of_cells_in_some_states(self, store: SqlProjectStore, french: list[Cell]) -> None:
        version_id = french[0].version_id
        assert store.runs_in(version_id, [State.DRAFT, State.CONFIRMED], 1, 5) == [(1, 3), (3, 3)]
        assert store.runs_in(version_id, [State.REVIEWED], 0, 9) == []

    def test_what_was_written_since(
        self, store: SqlProjectStore, other: SqlProjectStore, source: Version, french: list[Cell]
    ) -> None:
        seen = store.last_entry()
        assert store.changed_since(seen, [french[0].version_id]) == []
        after = edited(other, french[3], State.EDITED)
        assert store.last_entry() > seen
        assert store.changed_since(seen, [french[0].version_id]) == [after]
        assert store.changed_since(seen, [source.id]) == []
        assert store.versions_changed_since(seen) == {french[0].version_id}
        assert store.versions_changed_since(store.last_entry()) == set()

    def test_a_moment_stands_still(self, store: SqlProjectStore, other: SqlProjectStore, french: list[Cell]) -> None:
        with store.moment():
            before = store.cells(french[0].version_id)
            thread = threading.Thread(target=edited, args=(other, french[0], State.EDITED))
            thread.start()
            thread.join()
            with store.moment():
                assert store.cells(french[0].version_id) == before
        assert store.cells(french[0].version_id) != before


def edited(store: SqlProjectStore, cell: Cell, state: State) -> Cell:
    return store.edit(
        cell.id, text="new", state=state, origin=Origin(), revision=cell.revision, author="Ani", source_text=""
    )


class TestSqlitePages(PagesContract):
    """The embedded store."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[SqlProjectStore]:
        opened = open_project_store(tmp_path / "project.db", create=True)
        yield opened
        opened.close()

    @pytest.fixture
    def other(self, store: SqlProjectStore) -> Iterator[SqlProjectStore]:
        opened = open_project_store(store.path)
        yield opened
        opened.close()

    def test_every_query_of_a_part_goes_by_an_index(self, store: SqlProjectStore, french: list[Cell]) -> None:
        said: list[tuple[str, tuple[object, ...]]] = []
        engine = store._backend.engine
        version_id, states = french[0].version_id, [State.DRAFT, State.NEW]
        event.listen(engine, "before_cursor_execute", lambda _c, _k, sql, values, *_: said.append((sql, values)))
        store.segments(version_id, 2, 4)
        store.cells_over(version_id, 2, 4)
        store.texts_over(version_id, 2, 4)
        store.rows_saying(version_id, "le", 2, 4)
        store.cell_hits(version_id, 2, 4, folded="le", states=states)
        store.odd_runs(version_id, 2, 4)
        store.runs_in(version_id, states, 2, 4)
        store.extras([version_id])
        store.nearest(version_id, 3, 1, states)
        store.position_before(version_id, 3)
        store.lowest_confidence(version_id)
        store.tallies([version_id])
        store.changed_since(1, [version_id])
        plans = []
        with engine.connect() as connection:
            for sql, values in list(said):
                plans += [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
        assert not [plan for plan in plans if plan.startswith("SCAN")]
        assert sum("ix_cell_odd" in plan for plan in plans) == 4
