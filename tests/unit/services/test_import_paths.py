"""Importing files: which language and statement they are, and what happens when they come again."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.core.errors import ConfigError, JobCancelled
from workbench.core.job import Job, Progress
from workbench.core.project import Cell, Origin, OriginKind, State
from workbench.services.importing import Imported, ImportReport, import_paths
from workbench.services.project import Project

EN = "TALKS\n\nThe delegations met. They spoke of water. They agreed.\n"
FR = "POURPARLERS\n\nLes délégations se sont vues. Elles ont parlé de l’eau. Elles sont d’accord.\n"
IMPORTED = Origin(OriginKind.IMPORTED)


UNUSUAL = (("вә", "az-Cyrl"), ("իւ", "hyw"))


class Marks:
    """A detector that knows a language by one of its words, and how sure it is by a number in the text."""

    def detect(self, text: str, languages: Sequence[str] | None = None) -> tuple[str, float]:
        for mark, answer in (("The", "en"), ("Les", "fr"), ("və", "az"), ("ve ", "tr"), ("և", "hy"), *UNUSUAL):
            if mark in text:
                return answer, 0.6 if "perhaps" in text else 0.99
        return "und", 0.0


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p", source="en", targets=["fr", "az", "hy"]) as project:
        yield project


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def bring(project: Project, *paths: Path, dry_run: bool = False, force: bool = False) -> ImportReport:
    return import_paths(project, paths, detector=Marks(), dry_run=dry_run, force=force)


def only(report: ImportReport) -> Imported:
    (item,) = report.items
    return item


def cells_of(project: Project, language: str) -> list[Cell]:
    version = project.store.version(project.statement("talks").id, language)
    assert version is not None
    return project.store.cells(version.id)


def aligned(project: Project) -> list[Cell]:
    """Cells for the French version, one to one."""
    version = project.store.version(project.statement("talks").id, "fr")
    assert version is not None
    cells = [
        Cell(
            *(0, 0, 0, row, row + 1, text.strip(), State.CONFIRMED, IMPORTED),
            trail=text[len(text.rstrip()) :],
            target_start=row,
            target_end=row + 1,
        )
        for row, text in enumerate(version.segments)
    ]
    return project.store.put_cells(version.id, cells, "aligner")


# -- which language, which statement


def test_a_folder_becomes_statements_with_versions(project: Project, folder: Path) -> None:
    write(folder, talks_en_txt=EN, talks_fr_txt=FR, visit__hy_txt="Այց և զրույց։", visit__az_txt="Səfər və söhbət.")
    (folder / ".hidden.txt").write_text("The hidden.")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    report = bring(project, folder)
    assert [(item.statement, item.language, item.how, item.action, item.source) for item in report.items] == [
        ("talks", "en", "name", "new", True),
        ("talks", "fr", "name", "new", False),
        ("visit", "az", "name", "new", True),
        ("visit", "hy", "name", "new", False),
    ]
    assert project.statement("talks").title == "TALKS"
    version = project.store.version(project.statement("talks").id, "fr")
    assert version is not None and (version.text, version.kind, version.path) == (FR, "imported", "talks.fr.txt")


def test_the_front_matter_speaks_for_its_file(project: Project, folder: Path) -> None:
    front = "---\ntitle: On water\ndate: 2024-05-03\nlanguage: fr\nstatement: talks\nsource: true\n---\n"
    write(folder, a_md=front + FR, talks_en_txt=EN)
    report = bring(project, folder)
    assert [(item.language, item.how, item.source) for item in report.items] == [
        ("fr", "front matter", True),
        ("en", "name", False),
    ]
    statement = project.statement("talks")
    assert (statement.title, statement.date, statement.source_language) == ("On water", "2024-05-03", "fr")


def test_a_text_may_tell_its_language(project: Project, folder: Path) -> None:
    write(folder, talks_txt=FR)
    assert only(bring(project, folder)).how == "detected"
    assert project.statement("talks").source_language == "fr"


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("talks.txt", "12 / 34", "cannot be told"),
        ("talks.txt", "The talks, perhaps.", "is perhaps en"),
        ("talks.txt", "Su ve toprak.", "looks like tr .*not a language of this project"),
        ("talks.txt", "Су вә торпаг.", "looks like az-Cyrl .*not a language of this project"),
        ("talks.hy.txt", "Իւրաքանչիւր գետ։", "its name says hy, its text looks like hyw"),
        ("talks.hy.txt", EN, "its name says hy, its text looks like en"),
        ("talks.en.md", "---\nlanguage: fr\n---\n" + FR, "its name says en, its front matter fr"),
        ("talks.md", "---\nlanguage: az\n---\n" + FR, "its front matter says az, its text looks like fr"),
    ],
)
def test_what_is_unclear_is_said_and_not_imported(
    project: Project, folder: Path, name: str, text: str, reason: str
) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    report = bring(project, folder)
    item = only(report)
    assert item.action == "unclear" and report.left == (item,)
    assert re.search(reason, item.reason)
    assert project.statements() == []


def test_a_language_of_the_project_may_have_a_region(tmp_path: Path, folder: Path) -> None:
    write(folder, talks_en_txt=EN, talks_fr_txt=FR)
    with Project.create(tmp_path / "q", source="en-US", targets=["fr-CA"]) as project:
        assert {item.language for item in bring(project, folder).items} == {"en-US", "fr-CA"}


def test_what_the_user_says_counts(project: Project, folder: Path) -> None:
    write(folder, talks_fr_txt=EN)
    report = import_paths(project, [folder], detector=Marks(), language="EN")
    assert (only(report).language, only(report).how) == ("en", "given")
    with pytest.raises(ConfigError, match="--language"):
        import_paths(project, [folder], detector=Marks(), language="english")
    with pytest.raises(ConfigError, match="no document format 'poem'"):
        import_paths(project, [folder], detector=Marks(), input_format="poem")


def test_two_files_do_not_become_one_version(project: Project, folder: Path) -> None:
    write(folder, talks_en_txt=EN, talks_en_md=EN)
    report = bring(project, folder)
    assert [item.action for item in report.items] == ["new", "unclear"]
    assert "is the en version of talks too" in report.items[1].reason


def test_one_bad_file_does_not_stop_the_others(project: Project, folder: Path) -> None:
    write(folder, talks_en_txt=EN, empty_en_txt="")
    (folder / "binary.en.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "void").mkdir()
    report = bring(project, folder, folder / "missing.txt", folder / "void")
    assert [(item.path.name, item.action) for item in report.items] == [
        ("talks.en.txt", "new"),
        ("binary.en.txt", "failed"),
        ("empty.en.txt", "failed"),
        ("missing.txt", "failed"),
        ("void", "failed"),
    ]
    assert all(str(item.path) in item.reason for item in report.left)


def test_a_folder_that_cannot_be_searched_is_said(
    project: Project, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, talks_en_txt=EN, secret__fr_txt=FR)
    scan = os.scandir

    def refusing(path: str) -> object:
        if str(path).endswith("secret"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    report = bring(project, folder)
    assert [(item.path.name, item.action) for item in report.items] == [("talks.en.txt", "new"), ("secret", "failed")]
    assert report.left[0].reason == f"{folder / 'secret'}: cannot be read: Permission denied"


def test_pipes_in_a_folder_are_left_alone(project: Project, folder: Path) -> None:
    write(folder, talks_en_txt=EN)
    os.mkfifo(folder / "pipe.txt")
    assert only(bring(project, folder)).action == "new"


def test_a_name_that_is_no_text_is_no_obstacle(project: Project, folder: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(folder / "talks") + b"\xff.en.txt"))
    path.write_text(EN)
    assert only(bring(project, folder)).action == "new"
    (statement,) = project.statements()
    assert (statement.key, project.store.versions(statement.id)[0].path) == ("talks", "talks\ufffd.en.txt")


def test_keys_and_sources_may_be_told(project: Project, folder: Path) -> None:
    write(folder, scan1_txt=EN, scan2_txt=FR)
    keys = {folder / "scan1.txt": "talks", folder / "scan2.txt": "talks"}
    import_paths(project, [folder], detector=Marks(), keys=keys, sources={"talks": "fr"})
    assert project.statement("talks").source_language == "fr"
    assert len(project.store.versions(project.statement("talks").id)) == 2


def test_a_second_source_is_refused(project: Project, folder: Path) -> None:
    write(folder, talks_en_txt=EN)
    bring(project, folder)
    write(folder, talks_fr_md="---\nsource: true\n---\n" + FR)
    item = only(bring(project, folder / "talks.fr.md"))
    assert item.action == "refused" and "is en already" in item.reason


# -- again


def test_the_same_bytes_change_nothing(project: Project, folder: Path) -> None:
    write(folder, talks_en_txt=EN, talks_fr_txt=FR)
    bring(project, folder)
    cells = aligned(project)
    assert [item.action for item in bring(project, folder).items] == ["unchanged", "unchanged"]
    assert cells_of(project, "fr") == cells


def test_a_changed_source_keeps_what_was_done(project: Project, folder: Path) -> None:
    write(folder, talks_en_txt=EN)
    bring(project, folder)
    project.ensure_version(project.statement("talks"), "hy")
    before = [project.confirm(project.edit(cell, f"ջուր {cell.position}")) for cell in cells_of(project, "hy")]
    changed = "TALKS\n\nThey spoke of water and energy. A new meeting is planned for May. They agreed.\n"
    write(folder, talks_en_txt=changed)
    plan = bring(project, folder, dry_run=True)
    assert cells_of(project, "hy") == before
    report = bring(project, folder)
    assert report == plan
    diff = only(report).diff
    assert diff is not None and (diff.kept, diff.removed, diff.added) == (
        2,
        ("The delegations met.",),
        ("A new meeting is planned for May.",),
    )
    assert diff.changed == (("They spoke of water.", "They spoke of water and energy."),)
    after = cells_of(project, "hy")
    assert [cell.id for cell in after] == [before[0].id, before[2].id, after[2].id, before[3].id]
    assert [cell.state for cell in after] == [State.CONFIRMED, State.FUZZY, State.NEW, State.CONFIRMED]
    assert (after[1].text, after[1].source_text) == ("ջուր 2", "They spoke of water.")
    assert after[3] == replace(before[3], position=3, source_start=3, source_end=4)
    assert [entry.text for entry in project.store.history(before[1].id)] == ["", "ջուր 1", "ջուր 1"]


def test_a_source_that_comes_back_brings_the_work_on_it_back(project: Project, folder: Path) -> None:
    write(folder, talks_en_txt=EN)
    bring(project, folder)
    project.ensure_version(project.statement("talks"), "hy")
    before = [project.confirm(project.edit(cell, f"ջուր {cell.position}")) for cell in cells_of(project, "hy")]
    write(folder, talks_en_txt="TALKS\n\nThey spoke of water and energy. Nothing more.\n")
    bring(project, folder)
    assert [cell.state for cell in cells_of(project, "hy")] == [State.CONFIRMED, State.FUZZY, State.NEW]
    write(folder, talks_en_txt=EN)
    bring(project, folder)
    after = cells_of(project, "hy")
    assert [(cell.id, cell.text, cell.state) for cell in after] == [(c.id, c.text, c.state) for c in before]


def test_a_changed_source_leaves_imported_text_as_it_is(project: Project, folder: Path) -> None:
    write(folder, talks_en_txt=EN, talks_fr_txt=FR)
    bring(project, folder)
    aligned(project)
    write(folder, talks_en_txt="TALKS\n\nThe delegations met in Geneva. They agreed.\n")
    bring(project, folder / "talks.en.txt")
    after = cells_of(project, "fr")
    assert project.version_text("talks", "fr").text == FR
    assert [(cell.source_start, cell.source_end, cell.confidence) for cell in after] == [
        (0, 1, 1.0),
        (1, 2, 0.0),
        (2, 2, 0.0),
        (2, 3, 1.0),
    ]


def test_a_changed_version_replaces_one_that_nobody_has_edited(project: Project, folder: Path) -> None:
    write(folder, talks_en_txt=EN, talks_fr_txt=FR)
    bring(project, folder)
    before = aligned(project)
    new = FR.replace("parlé de", "discuté de") + "Fin.\n"
    write(folder, talks_fr_txt=new)
    assert only(bring(project, folder / "talks.fr.txt")).action == "changed"
    after = cells_of(project, "fr")
    assert project.version_text("talks", "fr").text == new
    assert [cell.id for cell in after[:4]] == [cell.id for cell in before]
    assert [cell.confidence for cell in after] == [1.0, 1.0, 0.0, 1.0, 0.0]


def test_a_persons_edit_is_replaced_only_by_force(project: Project, folder: Path) -> None:
    write(folder, talks_en_txt=EN, talks_fr_txt=FR)
    bring(project, folder)
    cells = aligned(project)
    kept, lost = project.edit(cells[1], "Mieux."), project.edit(cells[2], "Perdu ?")
    write(folder, talks_fr_txt=FR.replace("parlé de", "discuté de"))
    item = only(bring(project, folder / "talks.fr.txt"))
    assert item.action == "refused" and "2 cells of talks in fr would lose" in item.reason
    assert cells_of(project, "fr")[2] == lost
    assert only(bring(project, folder / "talks.fr.txt", force=True)).action == "changed"
    after = cells_of(project, "fr")
    assert (after[1].text, after[2].text) == (kept.text, "Elles ont discuté de l’eau.")
    assert [entry.text for entry in project.store.history(lost.id)][-2:] == ["Perdu ?", "Elles ont discuté de l’eau."]


def test_an_imported_text_takes_the_place_of_machine_drafts(project: Project, folder: Path) -> None:
    write(folder, talks_en_txt=EN)
    bring(project, folder)
    version = project.ensure_version(project.statement("talks"), "fr")
    draft = project.machine_draft(cells_of(project, "fr")[0], "x", Origin(OriginKind.ENGINE, "e"))
    write(folder, talks_fr_txt=FR)
    assert only(bring(project, folder / "talks.fr.txt")).action == "changed"
    assert project.version_text("talks", "fr").text == FR and project.store.cells(version.id) == []
    assert project.store.history(draft.id)[-1].text == "x"


def test_a_dry_run_writes_nothing(project: Project, folder: Path) -> None:
    write(folder, talks_en_txt=EN, talks_fr_txt=FR)
    plan = bring(project, folder, dry_run=True)
    assert project.statements() == []
    assert bring(project, folder) == plan


def test_a_stop_leaves_whole_statements(project: Project, folder: Path) -> None:
    write(folder, a_en_txt=EN, b_en_txt=EN, c_en_txt=EN)

    def report(progress: Progress) -> None:
        if progress.what == "b":
            job.cancel()

    job = Job(report)
    with pytest.raises(JobCancelled):
        import_paths(project, [folder], detector=Marks(), job=job)
    assert [each.key for each in project.statements()] == ["a", "b"]
    assert [item.action for item in bring(project, folder).items] == ["unchanged", "unchanged", "new"]
