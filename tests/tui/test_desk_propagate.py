"""Repetitions: what is confirmed goes wherever the source is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import OpenDesk
from workbench.core.project import State
from workbench.services.project import Project

TEXT = "The data will be open to all. A second meeting follows in June. The data will be open to all."
OPEN = "Məlumatlar hamıya açıq olacaq."


@pytest.fixture
def repeated(project_folder: Path) -> Path:
    """The small project with two more statements that say the same sentence three times."""
    with Project.open(project_folder) as project:
        for title in ("Second", "Third"):
            project.ensure_version(project.new_statement(title, language="en", text=TEXT), "az")
    return project_folder


async def test_what_is_confirmed_goes_to_all_repetitions_in_one_step(desk: OpenDesk, repeated: Path) -> None:
    async with desk() as hands:
        hands.app.open_statement("second", "az", 0)
        await hands.settle()
        await hands.press("enter")
        await hands.write(OPEN)
        await hands.press("enter")
        assert "also put into 3 other places" in hands.said
        for key, places in (("second", (0, 2)), ("third", (0, 2))):
            for place in places:
                cell = hands.cells("az", key)[place]
                assert (cell.text, cell.state) == (OPEN, State.CONFIRMED)
        assert hands.statement.board.progress("az")[0] == 2
        await hands.press("escape", "ctrl+z")
        if hands.app.screen.is_modal:
            await hands.press("escape")
        assert hands.cells("az", "third")[0].text == "" and hands.cells("az", "second")[0].text == OPEN


async def test_a_persons_work_is_not_touched(desk: OpenDesk, repeated: Path) -> None:
    async with desk() as hands:
        hands.project.edit(hands.cells("az", "third")[0], "Mənim sözüm.")
        hands.app.open_statement("second", "az", 0)
        await hands.settle()
        await hands.press("enter")
        await hands.write(OPEN)
        await hands.press("enter")
        assert hands.cells("az", "third")[0].text == "Mənim sözüm."
        assert hands.cells("az", "third")[2].text == OPEN


async def test_this_one_differs(desk: OpenDesk, repeated: Path) -> None:
    async with desk() as hands:
        hands.app.open_statement("third", "az", 0)
        await hands.settle()
        await hands.press("P")
        assert "this one differs" in hands.said
        hands.app.open_statement("second", "az", 0)
        await hands.settle()
        await hands.press("enter")
        await hands.write(OPEN)
        await hands.press("enter")
        assert [cell.text for cell in hands.cells("az", "third")] == ["", "", OPEN]
        hands.app.open_statement("third", "az", 0)
        await hands.settle()
        await hands.press("P")
        assert "the mark is gone" in hands.said
        assert not hands.project.differs(hands.cells("az", "third")[0])


async def test_off_means_off_and_the_key_still_spreads(
    desk: OpenDesk, repeated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_PROPAGATE", "off")
    async with desk() as hands:
        hands.app.open_statement("second", "az", 0)
        await hands.settle()
        await hands.press("enter")
        await hands.write(OPEN)
        await hands.press("enter", "escape")
        assert hands.cells("az", "third")[0].text == ""
        await hands.press("home", "p")
        assert hands.cells("az", "third")[0].text == OPEN
        await hands.press("p")
        assert "no other place has this source" in hands.said


async def test_asking_offers_a_key(desk: OpenDesk, repeated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_PROPAGATE", "ask")
    async with desk() as hands:
        hands.app.open_statement("second", "az", 0)
        await hands.settle()
        await hands.press("enter")
        await hands.write(OPEN)
        await hands.press("enter")
        assert "3 other places have this source; Ctrl+X p" in hands.said
        assert hands.cells("az", "third")[0].text == ""
        await hands.press("ctrl+x", "p")
        assert hands.cells("az", "third")[0].text == OPEN, "the text that was confirmed, not the cell one is in now"


async def test_only_a_confirmed_text_spreads(desk: OpenDesk, repeated: Path) -> None:
    async with desk() as hands:
        hands.app.open_statement("second", "az", 0)
        await hands.settle()
        await hands.press("p")
        assert "confirm it first" in hands.said
