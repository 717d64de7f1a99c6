"""An open project, as the desk and the commands use it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.core.errors import ConfigError, ConflictError, InputError, NotInYetError, StorageError, WriteError
from workbench.core.project import Cell, Origin, OriginKind, State, Statement, Version
from workbench.services.project import Project

TEXT = "TALKS ON WATER\n\nThe delegations met. They spoke.\n"
ENGINE = Origin(OriginKind.ENGINE, "starter en→fr", ("en", "fr"), -0.1)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p", source="en", targets=["fr", "az", "hy"]) as project:
        yield project


@pytest.fixture
def statement(project: Project) -> Statement:
    return project.new_statement("Talks on Water!", language="en", text=TEXT, date="2024-05-03")


@pytest.fixture
def cells(project: Project, statement: Statement) -> list[Cell]:
    """Three new French cells."""
    return project.store.cells(project.ensure_version(statement, "fr").id)


# -- making and opening


def test_a_new_project_is_a_settings_file_and_a_database(tmp_path: Path) -> None:
    with Project.create(tmp_path / "a" / "p", source="EN", targets=["fr", "en", "hye"]) as project:
        assert (project.source, project.targets, project.languages) == ("en", ("fr", "hy"), ("en", "fr", "hy"))
        assert project.statements() == []
    assert sorted(path.name for path in (tmp_path / "a" / "p").iterdir()) == ["project.db", "workbench.toml"]
    with Project.open(tmp_path / "a" / "p") as again:
        assert again.targets == ("fr", "hy")


def test_a_project_is_not_made_twice(project: Project) -> None:
    with pytest.raises(ConfigError, match="holds a project already"):
        Project.create(project.folder, source="en", targets=["fr"])


def test_what_was_interrupted_while_being_made_can_be_made_again(project: Project, tmp_path: Path) -> None:
    (project.folder / "workbench.toml").unlink()
    project.close()
    Project.create(project.folder, source="fr", targets=["en"]).close()
    with Project.open(project.folder) as again:
        assert again.source == "fr"


def test_a_folder_without_a_project_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no project here; make one with `workbench init"):
        Project.open(tmp_path)


def test_a_project_without_its_database_is_said(project: Project) -> None:
    project.close()
    (project.folder / "project.db").unlink()
    with pytest.raises(StorageError, match=r"project\.db is missing"):
        Project.open(project.folder)


def test_a_place_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WriteError, match="cannot be made"):
        Project.create(tmp_path / "file" / "p", source="en", targets=["fr"])
    with pytest.raises(ConfigError, match="not a language tag"):
        Project.create(tmp_path / "p", source="english", targets=["fr"])
    assert not (tmp_path / "p").exists()


def test_a_teams_database_is_not_in_yet(project: Project) -> None:
    with (project.folder / "workbench.toml").open("a") as stream:
        stream.write('database = "postgresql://host/db"\n')
    with pytest.raises(NotInYetError, match="not in yet"):
        Project.open(project.folder)


# -- statements and versions


def test_a_pasted_statement_is_stored_whole(project: Project, statement: Statement) -> None:
    assert statement == Statement(1, "talks-on-water", "Talks on Water!", "2024-05-03", "en")
    version = project.store.version(statement.id, "en")
    assert version is not None and version.text == TEXT
    assert version.segments == ("TALKS ON WATER\n\n", "The delegations met. ", "They spoke.\n")
    again = project.new_statement("Talks on water", language="en", text=TEXT)
    assert again.key == "talks-on-water-2"
    assert project.new_statement("…", language="az", text="Söz.").key == "statement"


@pytest.mark.parametrize(("text", "date"), [(" \n", ""), ("Text.", "3 May 2024"), ("Text.", "2024-02-30")])
def test_a_statement_without_text_or_with_a_wrong_date_is_refused(project: Project, text: str, date: str) -> None:
    with pytest.raises(InputError):
        project.new_statement("T", language="en", text=text, date=date)
    assert project.statements() == []


def test_an_unknown_statement_names_those_there_are(project: Project, statement: Statement) -> None:
    with pytest.raises(InputError, match="no statement 'x'; there are talks-on-water"):
        project.sheet("x")


def test_a_version_is_drafted_once(project: Project, statement: Statement, cells: list[Cell]) -> None:
    assert [(cell.source_start, cell.source_end, cell.state) for cell in cells] == [
        (row, row + 1, State.NEW) for row in range(3)
    ]
    assert project.ensure_version(statement, "fr").id == cells[0].version_id
    assert project.store.cells(cells[0].version_id) == cells
    assert project.ensure_version(statement, "en").kind == "imported"


def test_the_overview_counts(project: Project, statement: Statement, cells: list[Cell]) -> None:
    project.confirm(project.edit(cells[0], "POURPARLERS SUR L’EAU"))
    project.machine_draft(cells[1], "Ils se sont vus.", ENGINE)
    (overview,) = project.overview()
    french = overview.languages["fr"]
    assert list(overview.languages) == ["en", "fr", "az", "hy"]
    assert (overview.languages["en"].kind, project.numbers.words(overview)) == ("source", 8)
    assert (french.kind, french.total, french.done) == ("drafted", 3, 1)
    assert french.counts == {State.CONFIRMED: 1, State.DRAFT: 1, State.NEW: 1}
    assert (overview.languages["hy"].kind, overview.languages["hy"].total) == ("none", 3)
    assert project.overview() is project.overview()
    project.edit(cells[2], "x")
    assert project.overview()[0].languages["fr"].counts[State.EDITED] == 1


def test_a_finished_version_has_the_breaks_of_its_source(
    project: Project, statement: Statement, cells: list[Cell]
) -> None:
    for cell, text in zip(cells, ("EAU", "Ils se sont vus.", "Ils ont parlé."), strict=True):
        project.edit(cell, text)
    export = project.version_text(statement.key, "fr")
    assert (export.text, export.missing, export.drafts) == ("EAU\n\nIls se sont vus. Ils ont parlé.\n", 0, 0)
    assert project.version_text(statement.key, "en").text == TEXT
    with pytest.raises(InputError, match="no hy version yet"):
        project.version_text(statement.key, "hy")


def test_what_is_missing_or_a_draft_is_counted_and_leaves_no_hole(
    project: Project, statement: Statement, cells: list[Cell]
) -> None:
    project.edit(cells[0], "EAU")
    project.machine_draft(cells[1], "Ils se sont vus.", ENGINE)
    export = project.version_text(statement.key, "fr")
    assert (export.text, export.missing, export.drafts) == ("EAU\n\nIls se sont vus.\n", 1, 1)


# -- editing


def test_an_edit_is_a_persons_and_says_what_it_began_as(project: Project, cells: list[Cell]) -> None:
    draft = project.machine_draft(cells[1], "Ils vus.", ENGINE)
    assert (draft.state, draft.origin, draft.source_text) == (State.DRAFT, ENGINE, "The delegations met.")
    edited = project.edit(draft, "Ils se sont vus.")
    assert (edited.state, edited.origin) == (State.EDITED, Origin(OriginKind.PERSON, base=OriginKind.ENGINE))
    assert project.edit(edited, "Les délégations se sont vues.").origin.base is OriginKind.ENGINE
    assert [entry.author for entry in project.store.history(draft.id)][1] == "starter en→fr"


def test_confirming_a_draft_makes_it_a_persons(project: Project, cells: list[Cell]) -> None:
    draft = project.machine_draft(cells[1], "Ils se sont vus.", ENGINE)
    confirmed = project.confirm(draft)
    assert (confirmed.state, confirmed.origin.kind, confirmed.by_person) == (State.CONFIRMED, OriginKind.PERSON, True)
    with pytest.raises(ConflictError, match="a draft does not replace it"):
        project.machine_draft(confirmed, "x", ENGINE)


def test_a_match_from_the_memory_is_fuzzy(project: Project, cells: list[Cell]) -> None:
    assert project.machine_draft(cells[1], "x", Origin(OriginKind.MEMORY, score=80)).state is State.FUZZY


def test_an_emptied_cell_is_new_again(project: Project, cells: list[Cell]) -> None:
    emptied = project.edit(project.edit(cells[0], "EAU"), "  ")
    assert (emptied.state, emptied.origin) == (State.NEW, Origin())


def test_a_locked_cell_is_not_edited(project: Project, cells: list[Cell]) -> None:
    locked = project.set_state(project.edit(cells[0], "EAU"), State.LOCKED)
    with pytest.raises(ConfigError, match="locked"):
        project.edit(locked, "x")
    assert project.edit(project.set_state(locked, State.EDITED), "EAUX").text == "EAUX"


def test_a_draft_that_arrived_meanwhile_gives_place_to_the_person(project: Project, cells: list[Cell]) -> None:
    project.machine_draft(cells[0], "MACHINE", ENGINE)
    assert project.edit(cells[0], "PERSONNE").text == "PERSONNE"
    assert [entry.text for entry in project.store.history(cells[0].id)] == ["", "MACHINE", "PERSONNE"]
    with pytest.raises(ConflictError):
        project.edit(cells[0], "ANOTHER")


def test_a_revision_can_be_brought_back(project: Project, cells: list[Cell]) -> None:
    first = project.confirm(project.edit(cells[1], "Un."))
    second = project.edit(first, "Deux.")
    confirmed = project.store.history(cells[1].id)[2]
    back = project.revert(second, confirmed)
    assert (back.text, back.state) == ("Un.", State.CONFIRMED)
    other = project.revert(back, replace(confirmed, source_text="They met long ago."))
    assert (other.state, other.source_text) == (State.FUZZY, "They met long ago.")


def test_undo_and_redo_go_across_cells(project: Project, cells: list[Cell]) -> None:
    one = project.edit(cells[0], "a")
    project.edit(cells[1], "b")
    project.edit(one, "c")
    undone = [change and change.cells[0] for change in (project.undo() for _ in range(4))]
    assert [(cell.id, cell.text, cell.state) if cell else None for cell in undone] == [
        (cells[0].id, "a", State.EDITED),
        (cells[1].id, "", State.NEW),
        (cells[0].id, "", State.NEW),
        None,
    ]
    redone = [project.redo(), project.redo()]
    assert [change.cells[0].text if change else None for change in redone] == ["a", "b"]
    current = project.store.cell(cells[2].id)
    assert current is not None
    project.edit(current, "d")
    assert project.redo() is None
    assert [entry.text for entry in project.store.history(cells[1].id)] == ["", "b", "", "b"]


def test_undo_does_not_overwrite_somebody_else(
    project: Project, cells: list[Cell], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = project.edit(cells[0], "mine")
    project.edit(cells[1], "also mine")
    monkeypatch.setenv("WORKBENCH_AUTHOR", "Leyla")
    with Project.open(project.folder) as other:
        other.edit(mine, "theirs")
    assert project.undo() is not None
    with pytest.raises(ConflictError, match="somebody else"):
        project.undo()
    assert project.undo() is None
    assert project.store.cells(cells[0].version_id)[0].text == "theirs"


def test_half_typed_texts_are_recovered(project: Project, cells: list[Cell]) -> None:
    project.journal(cells[0].id, "half")
    edited = project.edit(cells[1], "whole")
    project.journal(cells[1].id, "whole")
    with Project.open(project.folder) as again:
        assert again.recovered() == {cells[0].id: "half"}
    project.edit(edited, "whole")
    assert project.store.journaled() == {cells[0].id: "half"}


# -- merging and splitting


def test_merging_unites_text_rows_and_history(project: Project, statement: Statement, cells: list[Cell]) -> None:
    first = project.confirm(project.edit(cells[1], "Ils se sont vus."))
    second = project.machine_draft(cells[2], "Ils ont parlé.", ENGINE)
    one = project.merge(first, second)
    assert (one.id, one.source_start, one.source_end, one.text) == (first.id, 1, 3, "Ils se sont vus. Ils ont parlé.")
    assert (one.state, one.origin.kind) == (State.DRAFT, OriginKind.PERSON)
    texts = [entry.text for entry in project.store.history(one.id)]
    assert sorted(texts[:2]) == ["", ""] and "Ils ont parlé." in texts and texts[-1] == one.text
    assert len(project.store.cells(one.version_id)) == 2
    with pytest.raises(ConfigError, match="the one after it"):
        project.merge(one, one)


def test_splitting_copies_the_history(project: Project, statement: Statement, cells: list[Cell]) -> None:
    cell = project.edit(cells[1], "Ils se sont vus. Et voilà.")
    first, second = project.split(cell, 16)
    assert (first.id, first.text, second.text) == (cell.id, "Ils se sont vus.", "Et voilà.")
    assert [(part.source_start, part.source_end) for part in (first, second)] == [(1, 2), (1, 2)]
    assert project.version_text(statement.key, "fr").text == "Ils se sont vus. Et voilà.\n"
    assert {entry.text for entry in project.store.history(second.id)} >= {"", cell.text, "Et voilà."}
    assert project.merge(first, second).text == cell.text
    with pytest.raises(ConfigError, match="both sides"):
        project.split(project.store.cells(cell.version_id)[1], 0)


def test_imported_cells_are_not_split(project: Project, statement: Statement) -> None:
    version = project.store.put_version(Version(0, statement.id, "fr", "imported", ("Un. ", "Deux.")))
    (cell,) = project.store.put_cells(
        version.id, [Cell(0, 0, 0, 0, 3, "Un. Deux.", target_start=0, target_end=2)], "Ani"
    )
    with pytest.raises(ConfigError, match="imported version"):
        project.split(cell, 3)
