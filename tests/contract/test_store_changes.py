"""What every project store promises of changes: they are remembered, taken back, made again, and lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from workbench.core.change import ChangeKind
from workbench.core.errors import ConflictError, StorageError
from workbench.core.project import Cell, Origin, OriginKind, State, Statement, Version
from workbench.storage import editlog
from workbench.storage.project import SqlProjectStore, open_project_store

Opener = Callable[[], SqlProjectStore]

PERSON = Origin(OriginKind.PERSON)
SOURCE = ("TALKS\n\n", "They met. ", "They spoke. ", "They met. ", "They left.\n")


def said(cell: Cell, text: str, state: State = State.EDITED) -> Cell:
    return replace(cell, text=text, state=state, origin=PERSON, source_text="They met.")


def look(cells: list[Cell]) -> list[tuple[object, ...]]:
    """What a person sees of cells: everything but positions, revisions and times."""
    return [
        (c.id, c.source_start, c.source_end, c.text, c.state, c.origin, c.lead, c.trail, c.source_text) for c in cells
    ]


class ChangesContract:
    """The suite; a subclass gives `open_store`, which opens the same project each time it is called."""

    @pytest.fixture
    def open_store(self, tmp_path: Path) -> Iterator[Opener]:
        raise NotImplementedError

    @pytest.fixture
    def store(self, open_store: Opener) -> SqlProjectStore:
        return open_store()

    @pytest.fixture
    def version(self, store: SqlProjectStore) -> int:
        """Number of a drafted French version of five rows, all its cells new."""
        statement = store.add_statement(Statement(0, "talks", "", "", "en"))
        store.put_version(Version(0, statement.id, "en", "imported", SOURCE))
        version = store.put_version(Version(0, statement.id, "fr", "drafted"))
        store.put_cells(version.id, [Cell(0, 0, 0, row, row + 1) for row in range(5)], "Ani")
        return version.id

    # -- what cells say

    def test_a_change_tells_where_it_was(self, store: SqlProjectStore, version: int) -> None:
        first, second, *_ = store.cells(version)
        change = store.change(ChangeKind.EDIT, [said(second, "Un."), said(first, "Deux.")], "Ani")
        assert (change.kind, change.statement_key, change.language, change.count) == ("edit", "talks", "fr", 2)
        assert [cell.id for cell in change.cells] == [second.id, first.id]
        assert store.cells(version)[:2] == [change.cells[1], change.cells[0]]
        assert [entry.text for entry in store.history(first.id)] == ["", "Deux."]

    def test_undo_outlives_the_program(self, store: SqlProjectStore, version: int, open_store: Opener) -> None:
        before = store.cells(version)
        store.change(ChangeKind.EDIT, [said(before[0], "Un.")], "Ani")
        store.change(ChangeKind.LOCK, [replace(cell, state=State.LOCKED) for cell in store.cells(version)], "Ani")
        after = store.cells(version)
        store.close()
        again = open_store()
        taken_back = again.undo("Ani")
        assert taken_back is not None and (taken_back.kind, taken_back.count) == (ChangeKind.LOCK, 5)
        assert again.undo("Ani") is not None and again.undo("Ani") is None
        assert look(again.cells(version)) == look(before)
        again.close()
        third = open_store()
        assert third.redo("Ani") is not None and third.redo("Ani") is not None and third.redo("Ani") is None
        assert look(third.cells(version)) == look(after)

    def test_a_new_change_drops_what_was_taken_back(self, store: SqlProjectStore, version: int) -> None:
        first, second, *_ = store.cells(version)
        store.change(ChangeKind.EDIT, [said(first, "Un.")], "Ani")
        store.undo("Ani")
        store.change(ChangeKind.EDIT, [said(second, "Deux.")], "Ani")
        assert store.redo("Ani") is None
        assert store.undo("Ani") is not None and store.undo("Ani") is None

    def test_what_changes_nothing_is_no_step(self, store: SqlProjectStore, version: int) -> None:
        first, second, *_ = store.cells(version)
        (one,) = store.change(ChangeKind.EDIT, [said(first, "Un.")], "Ani").cells
        store.undo("Ani")
        store.journal(first.id, "half")
        assert store.change(ChangeKind.EDIT, [second], "Ani").cells == ()
        assert store.change(ChangeKind.EDIT, [], "Ani").cells == ()
        again = store.redo("Ani")
        assert again is not None and again.cells[0].text == one.text

    def test_each_author_has_steps_of_their_own(self, store: SqlProjectStore, version: int) -> None:
        first, second, *_ = store.cells(version)
        store.change(ChangeKind.EDIT, [said(first, "Ani's")], "Ani")
        store.change(ChangeKind.EDIT, [said(second, "Leyla's")], "Leyla")
        assert store.undo("Narek") is None
        assert store.undo("Ani") is not None
        assert [cell.text for cell in store.cells(version)[:2]] == ["", "Leyla's"]
        assert store.undo("Ani") is None and store.undo("Leyla") is not None

    def test_somebody_elses_text_is_not_taken_back(self, store: SqlProjectStore, version: int) -> None:
        first, second, *_ = store.cells(version)
        store.change(ChangeKind.EDIT, [said(second, "earlier")], "Ani")
        (mine,) = store.change(ChangeKind.EDIT, [said(first, "Ani's")], "Ani").cells
        store.change(ChangeKind.EDIT, [said(mine, "Leyla's")], "Leyla")
        with pytest.raises(ConflictError, match="somebody else"):
            store.undo("Ani")
        earlier = store.undo("Ani")
        assert earlier is not None and earlier.cells[0].id == second.id
        assert store.cells(version)[0].text == "Leyla's"

    def test_what_somebody_has_taken_back_can_be_taken_back_further(self, store: SqlProjectStore, version: int) -> None:
        first = store.cells(version)[0]
        (mine,) = store.change(ChangeKind.EDIT, [said(first, "Ani's")], "Ani").cells
        store.change(ChangeKind.EDIT, [said(mine, "Leyla's")], "Leyla")
        store.undo("Leyla")
        assert store.undo("Ani") is not None
        assert store.cells(version)[0].text == ""

    def test_the_rest_of_a_large_step_goes_back(self, store: SqlProjectStore, version: int) -> None:
        cells = store.cells(version)
        change = store.change(ChangeKind.REPLACE, [said(cell, f"text {cell.id}") for cell in cells], "Ani")
        store.change(ChangeKind.EDIT, [said(change.cells[1], "Leyla's")], "Leyla")
        back = store.undo("Ani")
        assert back is not None
        assert [cell.text for cell in back.left] == ["Leyla's"] and back.count == 4
        assert [cell.text for cell in store.cells(version)] == ["", "Leyla's", "", "", ""]
        forth = store.redo("Ani")
        assert forth is not None and (forth.count, len(forth.left)) == (4, 1)

    def test_of_several_cells_those_that_moved_on_are_left(self, store: SqlProjectStore, version: int) -> None:
        cells = store.cells(version)
        store.change(ChangeKind.EDIT, [said(cells[0], "theirs")], "Leyla")
        store.journal(cells[0].id, "theirs, half")
        change = store.change(ChangeKind.REPLACE, [said(cells[0], "x"), said(cells[1], "y")], "Ani")
        assert ([cell.text for cell in change.cells], [cell.text for cell in change.left]) == (["y"], ["theirs"])
        assert store.journaled() == {cells[0].id: "theirs, half"}
        with pytest.raises(ConflictError, match="all these cells"):
            store.change(ChangeKind.REPLACE, [said(cells[0], "x"), said(cells[1], "z")], "Ani")

    def test_a_single_text_that_is_refused_stays_in_the_history(self, store: SqlProjectStore, version: int) -> None:
        first = store.cells(version)[0]
        store.change(ChangeKind.EDIT, [said(first, "Ani's")], "Ani")
        with pytest.raises(ConflictError, match="both texts"):
            store.change(ChangeKind.EDIT, [said(first, "Leyla's")], "Leyla")
        assert [(entry.text, entry.accepted) for entry in store.history(first.id)][1:] == [
            ("Ani's", True),
            ("Leyla's", False),
        ]
        assert store.undo("Leyla") is None
        with pytest.raises(StorageError, match="no cell 999"):
            store.change(ChangeKind.EDIT, [replace(first, id=999)], "Ani")

    def test_several_cells_leave_what_is_half_typed(self, store: SqlProjectStore, version: int) -> None:
        first, second, *_ = store.cells(version)
        store.journal(first.id, "half")
        store.change(ChangeKind.LOCK, [replace(first, state=State.LOCKED), replace(second, state=State.LOCKED)], "Ani")
        assert store.journaled() == {first.id: "half"}

    def test_the_log_does_not_grow_for_ever(
        self, store: SqlProjectStore, version: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(editlog, "LENGTH", 3)
        cell = store.cells(version)[0]
        for number in range(5):
            (cell,) = store.change(ChangeKind.EDIT, [said(cell, str(number))], "Ani").cells
        taken_back = 0
        while store.undo("Ani"):
            taken_back += 1
        assert taken_back == 3
        assert store.cells(version)[0].text == "1"

    # -- what cells cover

    def split(self, store: SqlProjectStore, version: int, at: int) -> tuple[Cell, Cell]:
        cell = store.cells(version)[at]
        first = replace(cell, text=cell.text[:2], trail=" ")
        one, two = store.reshape(ChangeKind.SPLIT, [first, replace(cell, id=0, text=cell.text[2:])], "Ani").cells
        return one, two

    def merge(self, store: SqlProjectStore, version: int, at: int) -> Cell:
        one, two = store.cells(version)[at : at + 2]
        both = replace(one, text=f"{one.text} {two.text}", source_end=two.source_end)
        return store.reshape(ChangeKind.MERGE, [both], "Ani", leaving=[two]).cells[0]

    def written(self, store: SqlProjectStore, version: int) -> list[Cell]:
        for cell in store.cells(version):
            store.change(ChangeKind.EDIT, [said(cell, f"text {cell.id}")], "Ani")
        return store.cells(version)

    def test_a_cell_comes_in_after_the_one_before_it(self, store: SqlProjectStore, version: int) -> None:
        before = self.written(store, version)
        one, two = self.split(store, version, 1)
        _, three = self.split(store, version, 2)
        assert [cell.id for cell in store.cells(version)] == [
            *(before[0].id, one.id, two.id, three.id),
            *(cell.id for cell in before[2:]),
        ]
        assert [entry.text for entry in store.history(two.id)] == ["", "text 2", "xt 2", "xt"]
        assert [entry.text for entry in store.history(one.id)] == ["", "text 2", "te"]

    def test_there_is_always_room(self, store: SqlProjectStore, version: int) -> None:
        self.written(store, version)
        expected = [cell.id for cell in store.cells(version)]
        for number in range(25):
            cell = store.cells(version)[1]
            parts = [cell, replace(cell, id=0)]
            _, new = store.reshape(ChangeKind.SPLIT, parts, "Ani").cells
            expected.insert(2, new.id)
            assert [each.id for each in store.cells(version)] == expected, number
        positions = [cell.position for cell in store.cells(version)]
        assert sorted(set(positions)) == positions

    def test_a_split_goes_back_and_forth_with_its_numbers(self, store: SqlProjectStore, version: int) -> None:
        before = self.written(store, version)
        self.split(store, version, 1)
        after = store.cells(version)
        for _ in range(2):
            back = store.undo("Ani")
            assert back is not None and [cell.id for cell in back.cells] == [before[1].id]
            assert look(store.cells(version)) == look(before)
            forth = store.redo("Ani")
            assert forth is not None and forth.count == 2
            assert look(store.cells(version)) == look(after)

    def test_a_merge_goes_back_and_forth_with_its_numbers(self, store: SqlProjectStore, version: int) -> None:
        before = self.written(store, version)
        one = self.merge(store, version, 1)
        after = store.cells(version)
        assert [entry.text for entry in store.history(one.id)] == ["", "", "text 2", "text 3", "text 2 text 3"]
        for _ in range(2):
            back = store.undo("Ani")
            assert back is not None and back.count == 2
            assert look(store.cells(version)) == look(before)
            assert store.redo("Ani") is not None
            assert look(store.cells(version)) == look(after)
        texts = [entry.text for entry in store.history(one.id)]
        assert texts == ["", "", "text 2", "text 3", "text 2 text 3", "text 2", "text 2 text 3", "text 2", texts[4]]

    def test_what_was_written_in_a_part_is_known_to_the_whole(self, store: SqlProjectStore, version: int) -> None:
        self.written(store, version)
        one, two = self.split(store, version, 1)
        store.change(ChangeKind.EDIT, [said(two, "in the part")], "Ani")
        store.undo("Ani")
        store.undo("Ani")
        assert [entry.text for entry in store.history(one.id)].count("in the part") == 1

    def test_rows_that_moved_since_do_not_hinder(self, store: SqlProjectStore, version: int) -> None:
        before = self.written(store, version)
        self.merge(store, version, 1)
        moved = [
            replace(cell, source_start=c + 1, source_end=cell.source_end + 1)
            for cell in store.cells(version)
            for c in [cell.source_start]
        ]
        store.put_cells(version, [Cell(0, 0, 0, 0, 1), *moved], "import")
        assert store.undo("Ani") is not None
        assert [(c.id, c.source_start) for c in store.cells(version)][1:] == [
            (c.id, c.source_start + 1) for c in before
        ]

    def test_a_split_of_what_is_other_by_now_stays(self, store: SqlProjectStore, version: int) -> None:
        self.written(store, version)
        _, two = self.split(store, version, 1)
        store.change(ChangeKind.EDIT, [said(two, "Leyla's")], "Leyla")
        here = store.cells(version)
        with pytest.raises(ConflictError, match="somebody else"):
            store.undo("Ani")
        assert store.cells(version) == here

    def test_neighbours_that_moved_apart_stay_merged(self, store: SqlProjectStore, version: int) -> None:
        before = self.written(store, version)
        one = self.merge(store, version, 1)
        wider = [replace(c, source_end=c.source_end + (c.id == one.id)) for c in store.cells(version)]
        store.put_cells(version, wider, "import")
        with pytest.raises(ConflictError):
            store.undo("Ani")
        assert len(store.cells(version)) == len(before) - 1

    def test_cells_that_moved_on_are_not_reshaped(self, store: SqlProjectStore, version: int) -> None:
        one, two, *_ = store.cells(version)
        store.change(ChangeKind.EDIT, [said(two, "Leyla's")], "Leyla")
        here = store.cells(version)
        with pytest.raises(ConflictError, match="meanwhile"):
            store.reshape(ChangeKind.MERGE, [replace(one, source_end=2)], "Ani", leaving=[two])
        with pytest.raises(ConflictError, match="meanwhile"):
            store.reshape(ChangeKind.SPLIT, [two, replace(two, id=0)], "Ani")
        assert store.cells(version) == here and store.undo("Ani") is None

    def test_the_cell_after_one(self, store: SqlProjectStore, version: int) -> None:
        first, second, *_, last = store.cells(version)
        assert store.following(first.id) == second
        assert store.following(last.id) is None and store.following(999) is None

    # -- comments and marks

    def test_comments_stand_at_their_cell_in_order(self, store: SqlProjectStore, version: int) -> None:
        first, second, *_ = store.cells(version)
        one = store.remarks.comment(first.id, "Which river?", "Leyla")
        two = store.remarks.comment(first.id, "Araz — Արաքս", "Ani")
        assert store.remarks.comments(first.id) == [one, two] and store.remarks.comments(second.id) == []
        assert (one.author, one.resolved) == ("Leyla", False)
        assert store.remarks.commented(1) == {first.id: 2}
        closed = store.remarks.resolve(one, "Ani", resolved=True)
        assert (closed.resolved, closed.resolved_by) == (True, "Ani")
        assert store.remarks.comments(first.id) == [closed, two] and store.remarks.commented(1) == {first.id: 1}
        assert store.remarks.resolve(closed, "Ani", resolved=False) == one

    def test_a_retired_cell_takes_no_comments(self, store: SqlProjectStore, version: int) -> None:
        first, *rest = store.cells(version)
        store.put_cells(version, rest, "Ani")
        with pytest.raises(ConflictError, match="no longer part"):
            store.remarks.comment(first.id, "late", "Ani")

    def test_merging_joins_comments_and_undo_parts_them(self, store: SqlProjectStore, version: int) -> None:
        first, second, third, *_ = self.written(store, version)
        mine = store.remarks.comment(first.id, "one", "Ani")
        theirs = store.remarks.comment(second.id, "two", "Ani")
        self.merge(store, version, 0)
        self.merge(store, version, 0)
        later = store.remarks.comment(first.id, "three", "Ani")
        assert [comment.text for comment in store.remarks.comments(first.id)] == ["one", "two", "three"]
        store.undo("Ani")
        store.undo("Ani")
        assert store.remarks.comments(first.id) == [mine, later]
        assert store.remarks.comments(second.id) == [theirs] and store.remarks.comments(third.id) == []
        store.redo("Ani")
        assert [comment.text for comment in store.remarks.comments(first.id)] == ["one", "two", "three"]

    def test_a_comment_that_came_with_a_change_goes_with_it(self, store: SqlProjectStore, version: int) -> None:
        first = self.written(store, version)[0]
        store.change(ChangeKind.SEND_BACK, [replace(first, state=State.FUZZY)], "Leyla", comment="Once more.")
        assert [comment.text for comment in store.remarks.comments(first.id)] == ["Once more."]
        store.undo("Leyla")
        assert store.remarks.comments(first.id) == [] and store.remarks.commented(1) == {}
        store.redo("Leyla")
        assert [comment.author for comment in store.remarks.comments(first.id)] == ["Leyla"]

    def test_marks_are_kept(self, store: SqlProjectStore, version: int, open_store: Opener) -> None:
        first, second, *_ = store.cells(version)
        store.remarks.set_differs(first.id, True)
        store.remarks.set_differs(first.id, True)
        store.remarks.set_ignored(first.id, "numbers", "a")
        store.remarks.set_ignored(first.id, "numbers", "b")
        store.remarks.set_ignored(second.id, "terms", "c")
        other = open_store().remarks
        assert (other.differs(first.id), other.differs(second.id)) == (True, False)
        assert other.ignored(first.id) == {"numbers": "b"}
        assert other.ignored_in(1) == {first.id: {"numbers": "b"}, second.id: {"terms": "c"}}
        store.remarks.set_differs(first.id, False)
        store.remarks.set_ignored(first.id, "numbers", None)
        assert not other.differs(first.id) and other.ignored(first.id) == {}

    # -- looking across statements

    def test_texts_come_in_slices(self, store: SqlProjectStore, version: int) -> None:
        self.written(store, version)
        store.add_statement(Statement(0, "a", "", "", "fr"))
        assert [each.text for each in store.passages("en", ["talks"], source=True, most=9)] == list(SOURCE)
        found, after = [], ("", -1)
        while slice_ := store.passages("fr", ["a", "talks"], source=False, after=after, most=2):
            found += slice_
            after = slice_[-1].statement_key, slice_[-1].place
        assert [(each.row, each.text) for each in found] == [(row, f"text {row + 1}") for row in range(5)]
        assert store.passages("fr", ["a"], source=False, most=9) == store.passages(
            "az", ["talks"], source=False, most=9
        )

    def test_cells_by_number(self, store: SqlProjectStore, version: int) -> None:
        first, *rest = store.cells(version)
        store.put_cells(version, rest, "Ani")
        assert store.cells_of([rest[1].id, first.id, 999]) == {rest[1].id: store.cells(version)[1]}


class TestSqliteChanges(ChangesContract):
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
