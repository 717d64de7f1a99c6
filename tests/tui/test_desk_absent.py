"""The project's files are deleted, moved or replaced while the desk is open."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.tui.conftest import OpenDesk
from workbench.services.project import Project


def _text(folder: Path, language: str, row: int) -> str:
    with Project.open(folder) as project:
        return project.sheet("talks-on-water").columns[language][row].text


async def test_a_deleted_project_is_written_again_with_all_that_was_typed(desk: OpenDesk, project_folder: Path) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 6)
        await hands.press("enter")
        await hands.write("İkinci görüş ")
        shutil.rmtree(project_folder)
        await hands.write("iyunda.")
        hands.app.look_for_changes()
        await hands.settle()
        assert "write the project there again" in hands.screen
        await hands.press("enter")
        assert "written again" in hands.said
        assert _text(project_folder, "az", 5) == "İkinci görüş iyunda."
        await hands.press("enter")  # the desk goes on in it
        await hands.go("fr", 0)
        await hands.press("enter", "end")
        await hands.write(" !")
        await hands.press("escape")
        assert _text(project_folder, "fr", 0).endswith(" !")


async def test_leaving_a_deleted_project_asks_first(desk: OpenDesk, project_folder: Path) -> None:
    async with desk("enter") as hands:
        shutil.rmtree(project_folder)
        await hands.press("ctrl+q")
        assert "write the project there again" in hands.screen
        await hands.press("down", "enter")  # on purpose: asked no more
        await hands.press("ctrl+q")
        assert hands.app.return_code == 0


async def test_a_replaced_database_is_left_alone_and_the_work_kept_beside_it(
    desk: OpenDesk, project_folder: Path
) -> None:
    async with desk("enter") as hands:
        other = project_folder / "other.db"
        shutil.copy(project_folder / "project.db", other)
        content = other.read_bytes()
        other.replace(project_folder / "project.db")
        hands.app.look_for_changes()
        await hands.settle()
        await hands.press("enter")
        assert "project-2.db" in hands.said
        assert (project_folder / "project-2.db").is_file()
        assert (project_folder / "project.db").read_bytes() == content
