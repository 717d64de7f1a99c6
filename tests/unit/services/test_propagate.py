"""Repetitions: found across statements, filled in one step, left alone where a person says or writes otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.core.change import ChangeKind
from workbench.core.errors import ConfigError
from workbench.core.project import Cell, Origin, OriginKind, State, Version
from workbench.services.project import Project
from workbench.services.propagate import SPREAD, propagate, repetitions

ENGINE = Origin(OriginKind.ENGINE, "starter en→az", ("en", "az"), -0.1)
WATER = "Su həyatdır."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three English statements with the same sentence, twice in the first, and a French one that has it, too."""
    with Project.create(tmp_path / "p", source="en", targets=["az", "hy"]) as project:
        for title, text in (
            ("A", "Water is life. They met. Water  is life.\n"),
            ("B", "Water\u00a0is life."),
            ("C", "No."),
        ):
            project.ensure_version(project.new_statement(title, language="en", text=text), "az")
        french = project.new_statement("D", language="fr", text="Water is life.")
        project.ensure_version(french, "az")
        project.ensure_version(project.statement("a"), "hy")
        yield project


def cells(project: Project, key: str, language: str = "az") -> list[Cell]:
    return list(project.sheet(key).columns[language])


def places(project: Project, cell: Cell) -> list[tuple[str, int]]:
    return [(each.statement_key, each.cell.source_start) for each in repetitions(project, cell)]


def confirmed(project: Project, text: str = WATER) -> Cell:
    return project.confirm(project.edit(cells(project, "a")[0], text))


def test_the_same_source_is_found_wherever_it_stands(project: Project) -> None:
    assert places(project, confirmed(project)) == [("a", 2), ("b", 0)]
    assert places(project, project.confirm(project.edit(cells(project, "c")[0], "Xeyr."))) == []
    armenian = project.confirm(project.edit(cells(project, "a", "hy")[0], "Ջուրը կյանք է։"))
    assert places(project, armenian) == [("a", 2)]


def test_what_is_confirmed_spreads_in_one_step(project: Project) -> None:
    change = propagate(project, confirmed(project))
    assert (change.kind, change.count, change.statement_key) == (ChangeKind.PROPAGATE, 2, "a")
    there = cells(project, "b")[0]
    assert (there.text, there.state, there.origin) == (WATER, State.CONFIRMED, SPREAD)
    assert there.source_text == "Water\u00a0is life." and not there.by_person
    assert propagate(project, cells(project, "a")[0]).count == 0
    project.undo()
    assert [cell.text for cell in (cells(project, "a")[2], cells(project, "b")[0])] == ["", ""]
    assert cells(project, "a")[0].text == WATER
    project.redo()
    assert cells(project, "b")[0].text == WATER


def test_a_correction_spreads_again(project: Project) -> None:
    propagate(project, confirmed(project))
    again = project.edit(cells(project, "a")[0], "Su — həyatdır.", state=State.CONFIRMED)
    assert propagate(project, again).count == 2
    assert cells(project, "b")[0].text == "Su — həyatdır."


def test_drafts_give_way_and_peoples_work_does_not(project: Project) -> None:
    project.machine_draft(cells(project, "b")[0], WATER, ENGINE)
    project.edit(cells(project, "a")[2], "Su hər şeydir.")
    change = propagate(project, confirmed(project))
    assert [(cell.text, cell.state) for cell in change.cells] == [(WATER, State.CONFIRMED)]
    assert cells(project, "a")[2].text == "Su hər şeydir."


def test_what_somebody_is_typing_in_is_left(project: Project) -> None:
    project.journal(cells(project, "b")[0].id, "Su hə")
    assert places(project, confirmed(project)) == [("a", 2)]


def test_this_one_differs(project: Project) -> None:
    one, other = confirmed(project), cells(project, "b")[0]
    project.set_differs(other, True)
    assert places(project, one) == [("a", 2)]
    project.set_differs(one, True)
    assert places(project, one) == []
    with pytest.raises(ConfigError, match="marked as different"):
        propagate(project, one)
    project.set_differs(one, False)
    project.set_differs(other, False)
    assert places(project, one) == [("a", 2), ("b", 0)]


def test_only_what_is_confirmed_spreads(project: Project) -> None:
    with pytest.raises(ConfigError, match="confirm it first"):
        propagate(project, project.edit(cells(project, "a")[0], WATER))
    with pytest.raises(ConfigError, match="confirm it first"):
        propagate(project, project.set_state(cells(project, "a")[1], State.LOCKED))


def test_parts_of_a_row_neither_give_nor_get(project: Project) -> None:
    one = confirmed(project)
    filled = project.edit(cells(project, "b")[0], "Su. Həyat.", state=State.NEW, origin=Origin())
    project.split(filled, 4)
    assert places(project, one) == [("a", 2)]
    first, _ = project.split(one, 3)
    assert places(project, project.confirm(first)) == []


def test_cells_over_several_rows_match_as_a_whole(project: Project) -> None:
    text = "One two. Three four. Five.\n"
    for title in ("E", "F", "G"):
        project.ensure_version(project.new_statement(title, language="en", text=text), "az")
    for key in ("e", "f"):
        project.merge(*cells(project, key)[:2])
    one = project.confirm(project.edit(cells(project, "e")[0], "Bir iki. Üç dörd."))
    assert places(project, one) == [("f", 0)]


def test_cells_of_an_imported_version_are_left(project: Project) -> None:
    statement = project.new_statement("H", language="en", text="Water is life.")
    version = project.store.put_version(Version(0, statement.id, "az", "imported", ("",)))
    project.store.put_cells(version.id, [replace(Cell(0, 0, 0, 0, 1), target_start=0, target_end=1)], "import")
    assert places(project, confirmed(project)) == [("a", 2), ("b", 0)]
