"""Shaping the alignment of a version in a project: durable, undone and made again, nobody's text touched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.test_alignwork_laws import ACTS
from workbench.core.bead import verify
from workbench.core.change import ChangeKind
from workbench.core.errors import AlignmentError, ConfigError, ConflictError
from workbench.core.project import Cell, State, Statement, Version
from workbench.services import alignwork
from workbench.services.aligndesk import Facing, Standing, languages_of, opened, recut
from workbench.services.alignwork import Cut, Side
from workbench.services.beadcells import extent, imported_cell
from workbench.services.project import Project

SOURCE = tuple(f"Row {number}. " for number in range(6))
TARGET = tuple(f"Sətir {number}.\n" for number in range(6))
BEADS = ((0, 1, 0, 1), (1, 2, 1, 2), (2, 4, 2, 3), (4, 4, 3, 4), (4, 5, 4, 6), (5, 6, 6, 6))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """`talks`, in Azerbaijani imported and aligned, in French drafted, in Armenian imported and not aligned."""
    with make(tmp_path / "project") as made:
        yield made


def make(folder: Path) -> Project:
    made = Project.create(folder, source="en", targets=["az", "fr", "hy", "ka"])
    talks = made.store.add_statement(Statement(0, "talks", "Talks", "", "en"))
    source = made.store.put_version(Version(0, talks.id, "en", "imported", SOURCE))
    version = made.store.put_version(Version(0, talks.id, "az", "imported", TARGET))
    made.store.put_version(Version(0, talks.id, "hy", "imported", ("Մեկ։ ", "Երկու։")))
    made.ensure_version(talks, "fr")
    cells = [imported_cell(alignwork.Bead(*places, 0.6), None, source, version) for places in BEADS]
    made.store.put_cells(version.id, cells, "import")
    return made


def az(project: Project) -> Facing:
    _, found = opened(project, "talks", "az")
    assert found is not None
    return found


def texts(cells: list[Cell] | tuple[Cell, ...]) -> str:
    return "".join(cell.lead + cell.text + cell.trail for cell in cells)


def essence(cells: tuple[Cell, ...]) -> list[Cell]:
    """The cells without what every change moves on."""
    return [replace(cell, revision=0, updated_at="", position=0) for cell in cells]


def test_versions_say_whether_they_can_be_shaped(project: Project) -> None:
    found = {language: opened(project, "talks", language) for language in languages_of(project, "talks")}
    assert {language: standing for language, (standing, _) in found.items()} == {
        "az": Standing.ALIGNED,
        "fr": Standing.DRAFTED,
        "hy": Standing.UNALIGNED,
        "ka": Standing.MISSING,
    }
    assert [language for language, (_, facing) in found.items() if facing] == ["az"]
    assert opened(project, "talks", "en") == (Standing.MISSING, None)


def test_a_change_is_there_when_it_is_read_again(project: Project) -> None:
    shaped = recut(project, az(project), alignwork.merged(az(project).alignment, 0))
    again = az(project)
    assert essence(again.cells) == essence(shaped.cells)
    assert again.alignment == shaped.alignment
    assert [extent(cell) for cell in again.cells[:2]] == [(0, 2, 0, 2), (2, 4, 2, 3)]
    assert again.cells[0].pinned and again.cells[0].confidence == 1
    assert again.cells[0].text == "Sətir 0.\nSətir 1."
    assert texts(again.cells) == "".join(TARGET)


def test_histories_and_comments_go_along(project: Project) -> None:
    before = az(project)
    project.comment(before.cells[1], "look here")
    shaped = recut(project, before, alignwork.merged(before.alignment, 0))
    said = [revision.text for revision in project.store.history(shaped.cells[0].id)]
    assert said == ["Sətir 0.", "Sətir 1.", "Sətir 0.\nSətir 1."]
    assert [comment.text for comment in project.comments(shaped.cells[0])] == ["look here"]
    apart = recut(project, shaped, alignwork.split(shaped.alignment, 0, Cut(1, 1)))
    assert apart.cells[0].id == before.cells[0].id
    assert [revision.text for revision in project.store.history(apart.cells[1].id)] == [*said, "Sətir 1."]


def test_accepting_is_no_revision_of_the_text(project: Project) -> None:
    before = az(project)
    shaped = recut(project, before, alignwork.accepted(before.alignment, 0))
    assert shaped.cells[0].pinned and shaped.cells[0].revision == before.cells[0].revision
    assert len(project.store.history(before.cells[0].id)) == 1
    undone = project.undo()
    assert undone is not None and undone.kind is ChangeKind.ALIGN
    assert essence(az(project).cells) == essence(before.cells)


def test_a_sentence_can_get_a_bead_before_all_others(project: Project) -> None:
    before = az(project)
    shaped = recut(project, before, alignwork.moved(before.alignment, 0, Side.TARGET, -1))
    assert [extent(cell) for cell in shaped.cells[:2]] == [(0, 0, 0, 1), (0, 1, 1, 1)]
    assert [cell.id for cell in az(project).cells] == [cell.id for cell in shaped.cells]
    assert shaped.cells[1].id == before.cells[0].id
    project.undo()
    assert essence(az(project).cells) == essence(before.cells)


def test_cells_stay_in_order_where_room_had_to_be_made_between_them(project: Project) -> None:
    apart = recut(project, az(project), alignwork.emptied(az(project).alignment, 0, Side.SOURCE))
    recut(project, apart, alignwork.merged(apart.alignment, 4))  # it knows its cells by places that have changed
    project.undo()
    assert essence(az(project).cells) == essence(apart.cells)


def test_what_follows_from_a_change_is_undone_with_it(project: Project) -> None:
    before = az(project)
    accepted = recut(project, before, alignwork.accepted(before.alignment, 0))
    moved = recut(project, accepted, alignwork.moved(accepted.alignment, 4, Side.TARGET, 1), ChangeKind.REALIGN)
    undone = project.undo()
    assert undone is not None and undone.kind is ChangeKind.ALIGN
    assert essence(az(project).cells) == essence(before.cells)
    project.redo()
    assert essence(az(project).cells) == essence(moved.cells)
    project.undo()
    assert project.undo() is None


def test_undo_outlives_the_program(project: Project) -> None:
    before = az(project)
    recut(project, before, alignwork.inserted(before.alignment, 0, Side.TARGET))
    with Project.open(project.folder) as again:
        again.undo()
    assert essence(az(project).cells) == essence(before.cells)


def test_a_locked_cell_and_a_rewritten_text_stay_as_they_are(project: Project) -> None:
    before = az(project)
    project.lock([before.cells[0]])
    project.edit(before.cells[2], "Yenidən yazılıb.")
    now = az(project)
    with pytest.raises(ConfigError, match="locked"):
        recut(project, now, alignwork.merged(now.alignment, 0))
    with pytest.raises(ConfigError, match="rewritten"):
        recut(project, now, alignwork.emptied(now.alignment, 2, Side.SOURCE))
    assert now.sentences(2, Side.TARGET) == [(2, "Yenidən yazılıb.")]
    with pytest.raises(ConfigError, match="a person has written this"):
        recut(project, now, alignwork.released(now.alignment, 2))
    joined = recut(project, now, alignwork.merged(now.alignment, 1))
    assert joined.cells[1].text == "Sətir 1.\nYenidən yazılıb."
    assert joined.cells[1].state is State.EDITED


def test_somebody_elses_change_is_not_overwritten(project: Project) -> None:
    mine, theirs = az(project), az(project)
    recut(project, theirs, alignwork.moved(theirs.alignment, 4, Side.TARGET, 1))
    with pytest.raises(ConflictError, match="somebody else"):
        recut(project, mine, alignwork.merged(mine.alignment, 3))
    recut(project, mine, alignwork.merged(mine.alignment, 0))
    assert [extent(cell) for cell in az(project).cells] == [
        (0, 2, 0, 2), (2, 4, 2, 3), (4, 4, 3, 4), (4, 5, 4, 5), (5, 6, 5, 6),
    ]  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_whatever_is_done_can_be_undone_and_made_again(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder, make(Path(folder) / "project") as project:
        seen = [az(project)]
        for _ in range(data.draw(st.integers(1, 6))):
            shaped = _shaped(project, seen[-1], data)
            if shaped is not None:
                seen.append(shaped)
        for shaped in reversed(seen[:-1]):
            project.undo()
            assert essence(az(project).cells) == essence(shaped.cells)
        for shaped in seen[1:]:
            project.redo()
            assert essence(az(project).cells) == essence(shaped.cells)


def _shaped(project: Project, now: Facing, data: st.DataObject) -> Facing | None:
    at = data.draw(st.integers(0, len(now.alignment) - 1))
    act, side = ACTS[data.draw(st.sampled_from(sorted(ACTS)))], data.draw(st.sampled_from(Side))
    try:
        change = act(now.alignment, at, side, data.draw(st.integers(0, 2)), data.draw(st.integers(0, 2)))
    except AlignmentError:
        return None
    shaped, stored = recut(project, now, change), az(project)
    assert essence(stored.cells) == essence(shaped.cells)
    assert texts(stored.cells) == "".join(TARGET)
    verify(stored.alignment.beads, len(SOURCE), len(TARGET))
    return shaped
