"""What a person does to cells beside typing: locking, sending back, commenting, ignoring; all of it can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.core.change import ChangeKind
from workbench.core.errors import ConfigError, ConflictError
from workbench.core.project import Cell, Origin, OriginKind, State, Statement
from workbench.services.check import check_project
from workbench.services.project import Project

TEXT = "TALKS ON WATER\n\nThe delegations met on 3 May. They spoke.\n"
ENGINE = Origin(OriginKind.ENGINE, "starter en→az", ("en", "az"), -0.1)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p", source="en", targets=["az", "hy"]) as project:
        yield project


@pytest.fixture
def statement(project: Project) -> Statement:
    return project.new_statement("Talks on Water", language="en", text=TEXT)


@pytest.fixture
def cells(project: Project, statement: Statement) -> list[Cell]:
    """Three Azerbaijani cells: confirmed, drafted, new."""
    first, second, third = project.store.cells(project.ensure_version(statement, "az").id)
    return [
        project.confirm(project.edit(first, "SU BARƏDƏ DANIŞIQLAR")),
        project.machine_draft(second, "Nümayəndə heyətləri mayın 5-də görüşdü.", ENGINE),
        third,
    ]


def now(project: Project, cells: list[Cell]) -> list[Cell]:
    return project.store.cells(cells[0].version_id)


def test_several_cells_are_locked_in_one_step(project: Project, cells: list[Cell]) -> None:
    change = project.lock(cells)
    assert (change.kind, change.count, change.language) == (ChangeKind.LOCK, 3, "az")
    assert {cell.state for cell in now(project, cells)} == {State.LOCKED}
    with pytest.raises(ConfigError, match="locked"):
        project.edit(now(project, cells)[0], "x")
    assert project.lock(now(project, cells)).count == 0
    project.undo()
    assert [cell.state for cell in now(project, cells)] == [State.CONFIRMED, State.DRAFT, State.NEW]


def test_unlocking_gives_back_what_was_before(project: Project, cells: list[Cell]) -> None:
    project.lock(cells)
    change = project.unlock(now(project, cells))
    assert (change.kind, change.count) == (ChangeKind.UNLOCK, 3)
    assert [(c.state, c.origin) for c in now(project, cells)] == [(c.state, c.origin) for c in cells]
    project.undo()
    assert {cell.state for cell in now(project, cells)} == {State.LOCKED}
    assert project.unlock(cells).count == 0, "none of these is locked"


def test_a_cell_that_was_never_anything_else_is_confirmed(project: Project, cells: list[Cell]) -> None:
    statement = project.new_statement("B", language="en", text="Water.")
    version = project.ensure_version(statement, "hy")
    new = Cell(0, 0, 0, 0, 1, "Ջուր։", State.LOCKED, Origin(OriginKind.IMPORTED))
    (locked,) = project.store.put_cells(version.id, [new], "import")
    assert project.unlock([locked]).cells[0].state is State.CONFIRMED


def test_a_cell_is_sent_back_with_a_reason(project: Project, cells: list[Cell]) -> None:
    change = project.send_back(cells[0], "  su, yoxsa sular? ")
    assert (change.cells[0].state, change.cells[0].text) == (State.EDITED, cells[0].text)
    assert [comment.text for comment in project.comments(cells[0])] == ["su, yoxsa sular?"]
    project.undo()
    assert now(project, cells)[0].state is State.CONFIRMED and project.comments(cells[0]) == []
    project.redo()
    assert project.commented(1) == {cells[0].id: 1}
    for cell, comment, why in ((cells[1], "x", "confirmed or reviewed"), (cells[0], " ", "needs a text")):
        with pytest.raises(ConfigError, match=why):
            project.send_back(cell, comment)


def test_sending_back_what_somebody_has_changed_says_nothing(project: Project, cells: list[Cell]) -> None:
    project.edit(cells[0], "SU")
    with pytest.raises(ConflictError):
        project.send_back(cells[0], "why")
    assert project.comments(cells[0]) == []


def test_comments_are_closed_and_opened(project: Project, cells: list[Cell]) -> None:
    comment = project.comment(cells[2], "Кто это? — Ո՞վ է")
    with pytest.raises(ConfigError, match="needs a text"):
        project.comment(cells[2], "\n")
    closed = project.resolve(comment)
    assert closed.resolved and project.commented(1) == {} and project.comments(cells[2]) == [closed]
    assert not project.resolve(closed, False).resolved


def test_a_finding_is_ignored_until_the_text_changes(project: Project, cells: list[Cell]) -> None:
    def found() -> list[str]:
        return [one.finding.check for one in check_project(project)]

    assert found() == ["numbers"]
    project.ignore(cells[1], "numbers")
    assert found() == [] and project.ignored(cells[1]) == {"numbers"} and project.ignored(cells[0]) == frozenset()
    changed = project.edit(cells[1], "Nümayəndə heyətləri mayın 7-də görüşdü.")
    assert found() == ["numbers"] and project.ignored(changed) == frozenset()
    project.undo()
    assert found() == []
    project.ignore(now(project, cells)[1], "numbers", False)
    assert found() == ["numbers"]


def test_a_finding_is_ignored_until_the_source_changes(project: Project, cells: list[Cell]) -> None:
    project.ignore(cells[1], "numbers")
    source = project.store.version(1, "en")
    assert source is not None
    changed = tuple(segment.replace("3 May", "4 May") for segment in source.segments)
    project.store.put_version(type(source)(0, 1, "en", "imported", changed))
    assert project.ignored(cells[1]) == frozenset()
    assert [one.finding.check for one in check_project(project)] == ["numbers"]


def test_confirming_does_not_bring_an_ignored_finding_back(project: Project, cells: list[Cell]) -> None:
    project.ignore(cells[1], "numbers")
    project.confirm(cells[1])
    assert [one.finding.check for one in check_project(project)] == []


def test_reverting_can_be_undone(project: Project, cells: list[Cell]) -> None:
    other = project.edit(cells[0], "SULAR")
    project.revert(other, project.store.history(other.id)[1])
    change = project.undo()
    assert change is not None and (change.kind, change.cells[0].text) == (ChangeKind.REVERT, "SULAR")


def test_splitting_and_merging_can_be_undone(project: Project, cells: list[Cell]) -> None:
    before = now(project, cells)
    first, second = project.split(before[1], 10)
    project.merge(first, second)
    for kind in (ChangeKind.MERGE, ChangeKind.SPLIT):
        change = project.undo()
        assert change is not None and change.kind is kind and change.kind.reshapes
    assert [(c.id, c.text, c.source_start) for c in now(project, cells)] == [
        (c.id, c.text, c.source_start) for c in before
    ]


def test_a_cell_read_before_somebody_changed_it_is_not_reshaped(project: Project, cells: list[Cell]) -> None:
    project.edit(cells[1], "Görüş oldu. Bitdi.")
    for reshape in (lambda: project.split(cells[1], 5), lambda: project.merge(cells[1], cells[2])):
        with pytest.raises(ConflictError):
            reshape()


def test_joining_and_dividing_are_no_change_of_the_source(project: Project, cells: list[Cell]) -> None:
    whole = project.merge(now(project, cells)[0], now(project, cells)[1])
    assert whole.source_text == "TALKS ON WATER\n\nThe delegations met on 3 May."
    parts = project.split(whole, len("SU BARƏDƏ DANIŞIQLAR"))
    assert [part.source_text for part in parts] == ["TALKS ON WATER", "The delegations met on 3 May."]
    again = project.split(parts[1], len("Nümayəndə heyətləri"))  # two cells of one row
    assert {part.source_text for part in again} == {"The delegations met on 3 May."}
    assert project.merge(*again).source_text == "The delegations met on 3 May."
