"""What a project store promises to memory and concordance: confirmed cells, changes, texts that are found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.core.project import Cell, Origin, OriginKind, State, Statement, Version
from workbench.storage.project import SqlProjectStore, open_project_store

ENGINE = Origin(OriginKind.ENGINE, "en→az", ("en", "az"), -0.1)
PERSON = Origin(OriginKind.PERSON)
SOURCE = ("The river. ", "They MET. ", "100% sure_ly.\n")


class MemoryStoreContract:
    """The suite; a subclass gives `store`."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[SqlProjectStore]:
        raise NotImplementedError

    @pytest.fixture
    def version(self, store: SqlProjectStore) -> Version:
        """An Azerbaijani version, the first two rows in one cell."""
        statement = store.add_statement(Statement(0, "talks", "Talks", "", "en"))
        store.put_version(Version(0, statement.id, "en", "imported", SOURCE))
        version = store.put_version(Version(0, statement.id, "az", "drafted"))
        store.put_cells(version.id, [Cell(0, 0, 0, 0, 2), Cell(0, 0, 1, 2, 3), Cell(0, 0, 2, 3, 3)], "Ani")
        return version

    def write(self, store: SqlProjectStore, cell: Cell, text: str, state: State, origin: Origin) -> Cell:
        return store.edit(
            cell.id, text=text, state=state, origin=origin, revision=cell.revision, author="Ani", source_text=""
        )

    def test_confirmed_runs_are_those_that_a_person_or_a_sure_bead_stands_behind(
        self, store: SqlProjectStore, version: Version
    ) -> None:
        first, second, orphan = store.cells(version.id)
        assert store.confirmed_runs(version.id, 0, 9, 0.8) == []
        self.write(store, first, "Çay.", State.CONFIRMED, PERSON)
        self.write(store, second, "Yüz.", State.EDITED, PERSON)
        self.write(store, orphan, "Yalnız.", State.CONFIRMED, PERSON)
        (run,) = store.confirmed_runs(version.id, 0, 9, 0.8)
        assert run == (first.id, 0, 2, "Çay.")
        assert store.confirmed_runs(version.id, 1, 9, 0.8) == []

    def test_what_has_changed_is_told_by_its_cells(self, store: SqlProjectStore, version: Version) -> None:
        first, second, _ = store.cells(version.id)
        entry, layouts = store.last_entry(), store.layouts()
        assert store.cells_changed_since(entry, 10) == []
        first = self.write(store, first, "a", State.DRAFT, ENGINE)
        self.write(store, second, "b", State.EDITED, PERSON)
        self.write(store, first, "c", State.EDITED, PERSON)
        assert store.cells_changed_since(entry, 10) == [first.id, second.id]
        assert store.cells_changed_since(entry, 1) == [first.id]
        assert store.layouts() == layouts
        store.put_cells(version.id, store.cells(version.id)[:2], "Ani")
        assert store.layouts() != layouts

    def test_cells_that_a_machine_had_written_are_known(self, store: SqlProjectStore, version: Version) -> None:
        first, second, _ = store.cells(version.id)
        for cell in (first, second):
            drafted = self.write(store, cell, "draft", State.DRAFT, ENGINE)
            self.write(store, drafted, "text", State.CONFIRMED if cell is first else State.EDITED, PERSON)
        assert store.corrected_cells(5) == [first.id]

    def test_texts_and_single_sources_are_read_without_the_rest(self, store: SqlProjectStore, version: Version) -> None:
        first, second, orphan = store.cells(version.id)
        self.write(store, second, "Yüz.", State.EDITED, PERSON)
        ids = [first.id, second.id, orphan.id, 99]
        assert store.only_sources(ids) == {second.id: SOURCE[2]}
        assert store.texts_of(ids) == {first.id: "", second.id: "Yüz.", orphan.id: ""}

    def test_words_are_found_in_slices_and_counted(self, store: SqlProjectStore, version: Version) -> None:
        first, second, orphan = store.cells(version.id)
        for cell, text in ((first, "Çay axır."), (second, "ÇAY"), (orphan, "it’s çay")):
            self.write(store, cell, text, State.EDITED, PERSON)
        found = store.cells_like(["çay", "Çay", "ÇAY"], 0, 2)
        assert [place.text for place in found] == ["Çay axır.", "ÇAY"]
        assert [place.text for place in store.cells_like(["çay"], found[-1].cell_id, 9)] == ["it’s çay"]
        assert [place.text for place in store.cells_like(["it's  çay"], 0, 9)] == ["it’s çay"]
        (met,) = store.segments_like(["met"], (0, -1), 9)
        assert (met.text, met.source_start, met.cell_id) == (SOURCE[1], 1, 0)
        assert store.segments_like(["met"], (met.version_id, 1), 9) == []
        assert [place.text for place in store.segments_like(["100%", "sure_ly"], (0, -1), 9)] == [SOURCE[2]]
        assert store.segments_like(["10_%"], (0, -1), 9) == []
        assert store.counts_like(["çay", "the river", "Çay"]) == {met.version_id: (1, 0), version.id: (0, 3)}


class TestSqlite(MemoryStoreContract):
    """SQLite."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[SqlProjectStore]:
        store = open_project_store(tmp_path / "project.db", create=True)
        yield store
        store.close()
