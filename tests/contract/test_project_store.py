"""What every project store promises, whatever database it stands on; a new backend inherits `ProjectStoreContract`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from workbench.core.errors import ConflictError, InputError, StorageError, WriteError
from workbench.core.project import Cell, Origin, OriginKind, State, Statement, Version
from workbench.storage.project import SqlProjectStore, open_project_store

TALKS = Statement(0, "talks", "Talks on water", "2024-05-03", "en")
ENGINE = Origin(OriginKind.ENGINE, "en→hy", ("az", "en", "hy"), -0.25, ("numbers",), ("They met.",))
PERSON = Origin(OriginKind.PERSON, base=OriginKind.ENGINE)

Opener = Callable[[], SqlProjectStore]


def edited(store: SqlProjectStore, cell: Cell, text: str, author: str = "Ani") -> Cell:
    return store.edit(
        cell.id,
        text=text,
        state=State.EDITED,
        origin=PERSON,
        revision=cell.revision,
        author=author,
        source_text="They met.",
    )


class ProjectStoreContract:
    """The suite; a subclass gives `open_store`, which opens the same project each time it is called."""

    @pytest.fixture
    def open_store(self, tmp_path: Path) -> Iterator[Opener]:
        raise NotImplementedError

    @pytest.fixture
    def store(self, open_store: Opener) -> SqlProjectStore:
        return open_store()

    @pytest.fixture
    def other(self, store: SqlProjectStore, open_store: Opener) -> SqlProjectStore:
        """The same project opened by somebody else."""
        return open_store()

    @pytest.fixture
    def version(self, store: SqlProjectStore) -> Version:
        """A drafted French version of a statement with three rows, all its cells new."""
        statement = store.add_statement(TALKS)
        store.put_version(Version(0, statement.id, "en", "imported", ("TALKS\n\n", "They met. ", "They spoke.\n")))
        version = store.put_version(Version(0, statement.id, "fr", "drafted"))
        store.put_cells(version.id, [Cell(0, 0, 0, row, row + 1) for row in range(3)], "Ani")
        return version

    # -- statements and versions

    def test_a_statement_comes_back_as_it_went_in(self, store: SqlProjectStore, other: SqlProjectStore) -> None:
        stored = store.add_statement(TALKS)
        assert stored == replace(TALKS, id=stored.id) and stored.id > 0
        assert other.statement("talks") == stored
        assert other.statement("none") is None

    def test_statements_are_listed_by_key_and_a_key_is_taken_once(self, store: SqlProjectStore) -> None:
        for key in ("b", "c", "a"):
            store.add_statement(replace(TALKS, key=key))
        assert [each.key for each in store.statements()] == ["a", "b", "c"]
        with pytest.raises(StorageError, match="statement 'a' already"):
            store.add_statement(replace(TALKS, key="a"))

    def test_a_statement_can_change(self, store: SqlProjectStore) -> None:
        stored = store.add_statement(TALKS)
        store.update_statement(replace(stored, title="Talks", date=""))
        assert store.statement("talks") == replace(stored, title="Talks", date="")
        with pytest.raises(StorageError, match="no statement number"):
            store.update_statement(replace(stored, id=999))

    def test_versions_come_source_first_with_every_character(self, store: SqlProjectStore) -> None:
        statement = store.add_statement(replace(TALKS, source_language="hy"))
        segments = ("\ufeff  Բարև։\u00a0", "«Ջուր»\r\n\r\n", "\x00ə\u0301 𝄞")
        for language in ("az", "hy", "en"):
            made = Version(0, statement.id, language, "imported", segments, "a/b.txt", "utf-16", "\r\n", True)
            stored = store.put_version(made)
            assert store.version(statement.id, language) == replace(made, id=stored.id)
        assert [version.language for version in store.versions(statement.id)] == ["hy", "az", "en"]
        assert store.versions(statement.id)[0].text == "".join(segments)
        assert store.version(statement.id, "fr") is None

    def test_a_version_put_again_keeps_its_id_and_its_cells(self, store: SqlProjectStore, version: Version) -> None:
        again = store.put_version(replace(version, kind="imported", segments=("Un. ", "Deux.")))
        assert again.id == version.id
        assert store.version(version.statement_id, "fr") == again
        assert len(store.cells(version.id)) == 3

    # -- cells

    def test_cells_come_back_in_their_order_with_all_they_carry(self, store: SqlProjectStore, version: Version) -> None:
        full = Cell(
            *(0, 0, 7, 1, 3, "Նրանք հանդիպեցին։", State.DRAFT, ENGINE, " ", "\n\n", 2, 4, "They met.", 0.5, True)
        )
        placed = store.put_cells(version.id, [Cell(0, 0, 9, 0, 1), full], "Ani")
        assert store.cells(version.id) == placed
        assert [cell.position for cell in placed] == [0, 1]
        assert placed[1] == replace(
            full, id=placed[1].id, version_id=version.id, position=1, revision=1, updated_at=placed[1].updated_at
        )
        assert store.cell(placed[1].id) == placed[1]
        assert store.cell(999) is None

    def test_a_cell_that_only_moves_keeps_its_revision(self, store: SqlProjectStore, version: Version) -> None:
        first, second, third = store.cells(version.id)
        moved = store.put_cells(version.id, [Cell(0, 0, 0, 0, 1), replace(first, source_start=1, source_end=2)], "Ani")
        assert [cell.id for cell in moved][1] == first.id and moved[1].revision == 1
        assert len(store.history(first.id)) == 1
        assert store.cell(second.id) is None and store.cell(third.id) is None

    def test_a_new_text_adds_a_revision(self, store: SqlProjectStore, version: Version) -> None:
        cells = store.cells(version.id)
        cells[0] = replace(cells[0], text="RÉUNION", state=State.DRAFT, origin=ENGINE)
        placed = store.put_cells(version.id, cells, "en→fr")
        assert [cell.revision for cell in placed] == [2, 1, 1]
        assert [(entry.text, entry.author) for entry in store.history(cells[0].id)] == [
            ("", "Ani"),
            ("RÉUNION", "en→fr"),
        ]

    def test_a_retired_cell_keeps_its_history_and_may_come_back(self, store: SqlProjectStore, version: Version) -> None:
        first, *rest = store.cells(version.id)
        first = edited(store, first, "EAU")
        store.put_cells(version.id, rest, "Ani")
        assert [entry.text for entry in store.history(first.id)] == ["", "EAU"]
        assert store.retired_cells(version.id) == [first]
        back = store.put_cells(version.id, [first, *store.cells(version.id)], "Ani")
        assert back[0] == first and store.cell(first.id) == first
        assert store.retired_cells(version.id) == []

    def test_cells_that_were_changed_meanwhile_are_not_overwritten(
        self, store: SqlProjectStore, other: SqlProjectStore, version: Version
    ) -> None:
        stale = store.cells(version.id)
        edited(other, stale[0], "Ils se sont vus.")
        with pytest.raises(ConflictError, match="meanwhile"):
            store.put_cells(version.id, [replace(stale[0], text="x"), *stale[1:]], "Ani")
        assert store.cells(version.id)[0].text == "Ils se sont vus."

    def test_foreign_and_doubled_cells_are_refused(self, store: SqlProjectStore, version: Version) -> None:
        cells = store.cells(version.id)
        with pytest.raises(StorageError, match="not one of this version"):
            store.put_cells(version.id, [replace(cells[0], id=999)], "Ani")
        with pytest.raises(StorageError, match="twice"):
            store.put_cells(version.id, [cells[0], cells[0]], "Ani")
        assert store.cells(version.id) == cells

    def test_the_source_of_a_cell_is_todays(self, store: SqlProjectStore, version: Version) -> None:
        cell = replace(store.cells(version.id)[1], source_end=3)
        assert store.source_text(cell) == "They met. They spoke."
        assert store.source_segments(cell) == ("They met. ", "They spoke.\n")
        store.put_version(Version(0, version.statement_id, "en", "imported", ("A. ", "B. ")))
        assert store.source_text(cell) == "B."

    # -- edits, history, journal

    def test_an_edit_is_seen_by_others_at_once(
        self, store: SqlProjectStore, other: SqlProjectStore, version: Version
    ) -> None:
        cell = edited(store, store.cells(version.id)[1], "Ils se sont réunis.")
        assert other.cell(cell.id) == cell
        assert (cell.revision, cell.origin, cell.source_text) == (2, PERSON, "They met.")

    def test_an_edit_that_changes_nothing_adds_nothing(self, store: SqlProjectStore, version: Version) -> None:
        cell = edited(store, store.cells(version.id)[1], "Oui.")
        store.journal(cell.id, "Oui")
        assert edited(store, cell, "Oui.") == cell
        assert len(store.history(cell.id)) == 2 and store.journaled() == {}

    def test_two_at_once_both_texts_stay(
        self, store: SqlProjectStore, other: SqlProjectStore, version: Version
    ) -> None:
        cell = store.cells(version.id)[0]
        edited(store, cell, "Ani's", "Ani")
        with pytest.raises(ConflictError, match="both texts are in its history"):
            edited(other, cell, "Leyla's", "Leyla")
        assert store.cell(cell.id).text == "Ani's"  # type: ignore[union-attr]
        assert [(entry.text, entry.author, entry.accepted) for entry in store.history(cell.id)] == [
            ("", "Ani", True),
            ("Ani's", "Ani", True),
            ("Leyla's", "Leyla", False),
        ]

    def test_the_refused_text_outlives_the_transaction_that_it_ended(
        self, store: SqlProjectStore, version: Version
    ) -> None:
        stale = store.cells(version.id)[0]
        edited(store, stale, "first")
        with pytest.raises(ConflictError), store.transaction():
            store.add_statement(replace(TALKS, key="other"))
            edited(store, stale, "second")
        assert store.statement("other") is None
        assert [entry.text for entry in store.history(stale.id)] == ["", "first", "second"]

    def test_an_edit_of_a_retired_cell_is_kept_in_its_history(self, store: SqlProjectStore, version: Version) -> None:
        first, *rest = store.cells(version.id)
        store.journal(first.id, "half")
        store.put_cells(version.id, rest, "Ani")
        assert store.journaled() == {}
        with pytest.raises(ConflictError, match="no longer part"):
            edited(store, first, "late")
        assert [(entry.text, entry.accepted) for entry in store.history(first.id)] == [
            ("", True),
            ("half", False),
            ("late", False),
        ]
        with pytest.raises(StorageError, match="no cell 999"):
            edited(store, replace(first, id=999), "x")

    def test_histories_are_united_by_time(self, store: SqlProjectStore, version: Version) -> None:
        one, two, _ = store.cells(version.id)
        one = edited(store, one, "a")
        two = edited(store, two, "b")
        one = edited(store, one, "c")
        store.copy_history(two.id, one.id)
        assert [entry.text for entry in store.history(one.id)] == ["", "", "a", "b", "c"]
        assert [entry.text for entry in store.history(two.id)] == ["", "b"]

    def test_half_typed_texts_wait_for_an_edit(
        self, store: SqlProjectStore, other: SqlProjectStore, version: Version
    ) -> None:
        cell = store.cells(version.id)[0]
        store.journal(cell.id, "Ils")
        store.journal(cell.id, "Ils se")
        assert other.journaled() == {cell.id: "Ils se"}
        edited(store, cell, "Ils se sont vus.")
        assert other.journaled() == {}

    def test_what_is_half_typed_in_two_places_is_lost_in_neither(
        self, store: SqlProjectStore, other: SqlProjectStore, version: Version
    ) -> None:
        cell = store.cells(version.id)[0]

        def refused() -> list[str]:
            return [entry.text for entry in store.history(cell.id) if not entry.accepted]

        store.journal(cell.id, "Ils")
        other.journal(cell.id, "El")
        other.journal(cell.id, "Elles")
        assert store.journaled() == {cell.id: "Elles"} and refused() == ["Ils"]
        store.journal(cell.id, "Ils se")
        assert refused() == ["Ils", "Elles"]
        cell = edited(other, cell, "Elles se sont vues.")
        assert store.journaled() == {} and refused() == ["Ils", "Elles", "Ils se"]
        store.journal(cell.id, "Ils se sont")
        with pytest.raises(ConflictError):
            edited(other, replace(cell, revision=0), "Tous")
        assert {"Ils se sont", "Tous"} <= set(refused()) and store.journaled() == {}

    def test_half_a_character_is_refused(self, store: SqlProjectStore, version: Version) -> None:
        with pytest.raises(InputError, match=r"U\+D83D"):
            edited(store, store.cells(version.id)[0], "\ud83d")

    # -- transactions, threads, ends

    def test_a_transaction_is_whole_or_nothing(self, store: SqlProjectStore, other: SqlProjectStore) -> None:
        with pytest.raises(ValueError, match="stop"), store.transaction():
            store.add_statement(TALKS)
            assert store.statement("talks") is not None and other.statement("talks") is None
            raise ValueError("stop")
        assert store.statements() == []
        with store.transaction():
            store.add_statement(TALKS)
            with pytest.raises(ValueError, match="inner"), store.transaction():
                store.add_statement(replace(TALKS, key="inner"))
                raise ValueError("inner")
        assert [each.key for each in other.statements()] == ["talks"]

    def test_threads_write_at_the_same_time(self, store: SqlProjectStore, version: Version) -> None:
        cells = store.cells(version.id)
        failed: list[BaseException] = []

        def work(cell: Cell) -> None:
            try:
                for number in range(10):
                    cell = edited(store, cell, str(number))
                    assert store.cell(cell.id) == cell
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=work, args=[cell]) for cell in cells]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failed
        assert [cell.revision for cell in store.cells(version.id)] == [11, 11, 11]

    def test_reading_does_not_wait_for_a_writer(self, store: SqlProjectStore, version: Version) -> None:
        seen: list[list[Cell]] = []
        with store.transaction():
            edited(store, store.cells(version.id)[0], "unfinished")
            reader = threading.Thread(target=lambda: seen.append(store.cells(version.id)))
            reader.start()
            reader.join(timeout=5)
        assert [cell.text for cell in seen[0]] == ["", "", ""]

    def test_everybodys_writes_are_counted(
        self, store: SqlProjectStore, other: SqlProjectStore, version: Version
    ) -> None:
        seen = store.change_count()
        assert store.change_count() == seen
        cell = edited(other, store.cells(version.id)[0], "x")
        after_other = store.change_count()
        assert after_other != seen
        edited(store, cell, "y")
        assert store.change_count() != after_other

    def test_a_snapshot_is_a_project(
        self, store: SqlProjectStore, other: SqlProjectStore, version: Version, tmp_path: Path
    ) -> None:
        with other.transaction():
            other.add_statement(replace(TALKS, key="unfinished"))
            store.snapshot(tmp_path / "copy.db")
        with pytest.raises(WriteError, match="exists"):
            store.snapshot(tmp_path / "copy.db")
        copy = open_project_store(tmp_path / "copy.db")
        assert [each.key for each in copy.statements()] == ["talks"]
        assert copy.cells(version.id) == store.cells(version.id)
        copy.close()

    def test_a_closed_store_says_so(self, store: SqlProjectStore) -> None:
        store.close()
        store.close()
        for use in (store.statements, store.change_count, lambda: store.add_statement(TALKS)):
            with pytest.raises(StorageError, match="closed"):
                use()


class TestSqliteStore(ProjectStoreContract):
    """The embedded store."""

    @pytest.fixture
    def open_store(self, tmp_path: Path) -> Iterator[Opener]:
        ticks = count()
        opened: list[SqlProjectStore] = []

        def now() -> str:
            return f"2024-05-03T10:00:00.{next(ticks):06}+00:00"

        def open_it() -> SqlProjectStore:
            opened.append(open_project_store(tmp_path / "project.db", create=True, now=now))
            return opened[-1]

        yield open_it
        for store in opened:
            store.close()

    def test_the_folder_can_be_copied_after_closing(self, store: SqlProjectStore, tmp_path: Path) -> None:
        store.add_statement(TALKS)
        assert (tmp_path / "project.db-wal").stat().st_size > 0
        store.close()
        assert [path.name for path in tmp_path.iterdir()] == ["project.db"]
