"""Aligning the versions of a project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.core.errors import InputError
from workbench.core.project import Cell, Origin, OriginKind, State, Version
from workbench.services import bootstrap
from workbench.services.align import Method, align_texts
from workbench.services.alignproject import align_project, align_statement
from workbench.services.project import Project

EN = "TALKS\n\nThe parties met on 3 May 2024 in Geneva. They spoke of water. The next round is in autumn in Tashkent.\n"
FR = (
    "ENTRETIENS\n\n"
    "Les parties se sont réunies le 3 mai 2024 à Genève et ont parlé de l’eau. "
    "Le prochain cycle aura lieu en automne à Tachkent.\n"
)
AZ = (
    "DANIŞIQLAR\n\n"
    "Tərəflər 3 may 2024-cü ildə Cenevrədə görüşdülər. Onlar su haqqında danışdılar. "
    "Növbəti görüş payızda Daşkənddə keçiriləcək.\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p", source="en", targets=["fr", "az"]) as made:
        statement = made.new_statement("Talks", language="en", text=EN)
        segments = align_texts(EN, FR, "en", "fr").target
        made.store.put_version(Version(0, statement.id, "fr", "imported", segments))
        yield made


def cells(project: Project) -> list[Cell]:
    version = project.store.version(project.statement("talks").id, "fr")
    assert version is not None
    return project.store.cells(version.id)


def test_beads_become_cells_that_hold_the_whole_text(project: Project) -> None:
    done = align_statement(project, "talks", "fr")
    found = cells(project)
    assert [(c.source_start, c.source_end, c.target_start, c.target_end) for c in found] == [
        (0, 1, 0, 1),
        (1, 3, 1, 2),
        (3, 4, 2, 3),
    ]
    assert "".join(c.lead + c.text + c.trail for c in found) == FR
    assert all(c.state is State.CONFIRMED and c.origin.kind is OriginKind.IMPORTED for c in found)
    assert (done.beads, dict(done.shapes), done.kept) == (3, {"1-1": 2, "2-1": 1}, 0)


def test_aligning_again_changes_nothing(project: Project) -> None:
    align_statement(project, "talks", "fr")
    before = cells(project)
    align_statement(project, "talks", "fr")
    assert [(c.id, c.revision, c.text) for c in cells(project)] == [(c.id, c.revision, c.text) for c in before]


def test_what_a_person_wrote_stays_with_its_place(project: Project) -> None:
    align_statement(project, "talks", "fr")
    mine = project.edit(cells(project)[1], "Mon texte à moi.", state=State.REVIEWED)
    done = align_statement(project, "talks", "fr")
    found = cells(project)
    assert found[1].text == "Mon texte à moi." and found[1].id == mine.id and found[1].state is State.REVIEWED
    assert done.kept == 1
    assert [c.source_end for c in found] == [1, 3, 4]


def test_a_fuzzy_cell_stays_fuzzy(project: Project) -> None:
    align_statement(project, "talks", "fr")
    first, second, third = cells(project)
    stale = replace(second, state=State.FUZZY, source_text="Old.", confidence=0.0)
    project.store.put_cells(first.version_id, [first, stale, third], "test")
    (done,) = align_project(project)
    after = cells(project)[1]
    assert after.state is State.FUZZY and after.source_text == "Old." and after.confidence > 0
    assert done.beads == 3


def test_a_project_is_aligned_once(project: Project) -> None:
    assert [(one.statement, one.language, one.beads) for one in align_project(project)] == [("talks", "fr", 3)]
    count = project.store.change_count()
    assert [one.beads for one in align_project(project)] == [3]
    assert project.store.change_count() == count


def test_drafts_and_missing_versions_say_why_not(project: Project) -> None:
    project.ensure_version(project.statement("talks"), "az")
    assert "drafted" in align_statement(project, "talks", "az").reason
    with pytest.raises(InputError, match="no text in hy"):
        align_statement(project, "talks", "hy")


def test_origin_of_a_draft_in_an_imported_version_is_kept(project: Project) -> None:
    align_statement(project, "talks", "fr")
    first, second, third = cells(project)
    drafted = replace(third, text="Brouillon.", state=State.DRAFT, origin=Origin(OriginKind.ENGINE, "x"))
    project.store.put_cells(first.version_id, [first, second, drafted], "test")
    align_statement(project, "talks", "fr")
    assert cells(project)[2].text == "Brouillon."


def test_versions_of_a_statement_are_aligned_together(project: Project) -> None:
    statement = project.statement("talks")
    segments = align_texts(EN, AZ, "en", "az").target
    project.store.put_version(Version(0, statement.id, "az", "imported", segments))
    done = {one.language: one for one in align_project(project, method=Method(vocabulary=bootstrap.vocabulary()))}
    assert dict(done["az"].shapes) == {"1-1": 4} and dict(done["fr"].shapes) == {"1-1": 2, "2-1": 1}
    assert done["az"].disagreements == done["fr"].disagreements == ()


def test_what_versions_cannot_agree_on_is_told(project: Project) -> None:
    """A person has tied the French version wrongly; the Azerbaijani one leads elsewhere."""
    statement = project.statement("talks")
    segments = align_texts(EN, AZ, "en", "az").target
    project.store.put_version(Version(0, statement.id, "az", "imported", segments))
    method = Method(vocabulary=bootstrap.vocabulary())
    list(align_project(project, method=method))
    version = project.store.version(statement.id, "fr")
    assert version is not None
    first, second, third = project.store.cells(version.id)
    wrong = [
        replace(first, pinned=True),
        replace(second, source_start=1, source_end=1, target_start=1, target_end=2, pinned=True),
        replace(third, source_start=1, source_end=4, target_start=2, target_end=3, pinned=True),
    ]
    project.store.put_cells(version.id, wrong, "test")
    done = {one.language: one for one in align_project(project, method=method, force=True)}
    assert done["fr"].kept == 3
    told = done["fr"].disagreements + done["az"].disagreements
    assert told and all(through in ("fr", "az") for _, _, through in told)
