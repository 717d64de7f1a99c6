"""Search and replace at the desk."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.conftest import AZERBAIJANI, Hands, OpenDesk
from workbench.core.job import Job
from workbench.core.project import State
from workbench.services.project import Project
from workbench.services.replace import Found
from workbench.tui.screens import replace as screen_module
from workbench.tui.screens.replace import ReplaceScreen
from workbench.tui.screens.statement import StatementScreen
from workbench.tui.screens.statements import StatementsScreen


def searching(hands: Hands) -> ReplaceScreen:
    """The screen in front."""
    assert isinstance(hands.app.screen, ReplaceScreen)
    return hands.app.screen


@pytest.fixture
def two(project_folder: Path) -> Path:
    """The small project with one more statement that speaks of delegations."""
    with Project.open(project_folder) as project:
        other = project.new_statement("Zone", language="en", text="The delegations left. They were many.")
        version = project.ensure_version(other, "az")
        cells = project.store.cells(version.id)
        project.edit(cells[0], "Heyətləri gördük.")
        project.lock([project.edit(cells[1], "Heyətləri çox idi.")])
    return project_folder


async def test_hits_are_shown_while_one_types_and_opened_with_enter(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 0)
        await hands.press("f5")
        assert "Type what to look for" in hands.screen
        await hands.write("heyət")
        hits = searching(hands).hits
        assert [found.cell.text for found in hits.founds if found.cell] == [AZERBAIJANI[1][0]]
        assert "hits 1" in hands.screen
        await hands.press("enter", "enter")
        assert isinstance(hands.app.screen, StatementScreen)
        assert hands.statement.grid.cell == hands.cells("az")[1]


async def test_case_folds_as_the_language_does_unless_capitals_matter(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 0)
        await hands.press("f5")
        await hands.write("danışıqlar")
        assert searching(hands).hits.count == 1, "DANIŞIQLAR, dotless"
        await hands.press(*["tab"] * 4, "space")
        assert "[x] capitals" in hands.screen
        assert searching(hands).hits.count == 0
        assert "nothing found" in hands.screen


async def test_whole_words_and_patterns(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 0)
        await hands.press("f5")
        await hands.write("heyət")
        await hands.press(*["tab"] * 5, "space")
        assert searching(hands).hits.count == 0, "heyətləri is another word"
        await hands.press("space", *["shift+tab"] * 2, "space")
        assert "[x] pattern" in hands.screen
        await hands.press(*["shift+tab"] * 3, "end")
        await hands.write(r"\w+i\b")
        assert searching(hands).hits.count == 1
        await hands.write("(")
        assert searching(hands).hits.count == 0
        assert "pattern" in hands.screen.split("\n")[4], "what is wrong with it stands in its place"


async def test_replacing_one_skipping_one_and_undoing(desk: OpenDesk, two: Path) -> None:
    async with desk("enter", size=(120, 30)) as hands:
        await hands.go("az", 0)
        await hands.press("f5")
        await hands.write("heyətləri")
        await hands.press("tab", "tab")
        await hands.write("qrupları")
        screen = searching(hands)
        assert "replace by" in hands.screen
        assert "[−heyətləri−]{+qrupları+}" in hands.screen
        await hands.press("enter", "r")
        assert hands.cells("az")[1].text == "Nümayəndə qrupları mayın 3-də Cenevrədə görüşdü."
        assert "replaced 1" in hands.screen
        below = hands.app.screen_stack[-2]
        assert isinstance(below, StatementScreen) and below.board.cell(1, "az") == hands.cells("az")[1]
        await hands.press("home", "r")
        assert "replaced already" in hands.said
        await hands.press("ctrl+z")
        assert hands.cells("az")[1].text == AZERBAIJANI[1][0]
        assert screen.hits.count == 1 and not screen.hits.done, "it is found again"


async def test_replacing_all_asks_with_the_count_and_is_one_step(desk: OpenDesk, two: Path) -> None:
    async with desk("enter", size=(120, 30)) as hands:
        await hands.go("az", 0)
        await hands.press("f5")
        await hands.write("heyətləri")
        await hands.press("tab", "tab")
        await hands.write("qrupları")
        await hands.press(*["tab"] * 5, "space")
        assert "the project" in hands.screen
        assert searching(hands).hits.count == 3
        await hands.press("tab")
        await hands.press("a")
        assert "Replace in 2 texts?" in hands.screen, "the locked one stays"
        await hands.press("down", "enter")
        other = hands.cells("az", "zone")
        assert other[0].text == "qrupları gördük." and other[1].text == "Heyətləri çox idi."
        assert other[1].state is State.LOCKED
        await hands.press("a")
        assert "nothing to replace" in hands.said
        await hands.press("ctrl+z")
        assert hands.cells("az", "zone")[0].text == "Heyətləri gördük."
        assert hands.cells("az")[1].text == AZERBAIJANI[1][0]
        await hands.press("escape")
        assert hands.statement.board.cell(1, "az") == hands.cells("az")[1]


async def test_what_is_left_out_is_not_replaced(desk: OpenDesk, two: Path) -> None:
    async with desk("down", "r", size=(120, 30)) as hands:
        assert isinstance(hands.app.screen, ReplaceScreen)
        await hands.press(*["tab"] * 6, *["left"] * 3)
        while searching(hands).wanted.language != "az":
            await hands.press("space")
        await hands.press(*["shift+tab"] * 6)
        await hands.write("heyətləri")
        await hands.press("tab", "tab")
        await hands.write("qrupları")
        await hands.press("enter", "s", "a", "down", "enter")
        changed = [cells[0].text for cells in (hands.cells("az", "zone"), hands.cells("az")[1:])]
        assert sum("qrupları" in text for text in changed) == 1
        await hands.press("escape")
        assert isinstance(hands.app.screen, StatementsScreen)


async def test_a_source_is_found_and_not_replaced(desk: OpenDesk) -> None:
    async with desk("enter", size=(120, 30)) as hands:
        await hands.go("az", 0)
        await hands.press("f5", *["tab"] * 6)
        while searching(hands).wanted.language != "en":
            await hands.press("space")
        await hands.press(*["shift+tab"] * 6)
        await hands.write("river")
        assert searching(hands).hits.count == 2
        await hands.press("enter", "r")
        assert "source text" in hands.said


async def test_without_a_replacement_nothing_is_replaced(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 0)
        await hands.press("f5")
        await hands.write("heyət")
        await hands.press("enter", "r", "a")
        assert "type a replacement" in hands.said and "nothing to replace" in hands.said
        assert [cell.text for cell in hands.cells("az")] == [text for text, _state in AZERBAIJANI]


async def test_the_selection_is_looked_for_and_the_last_search_comes_back(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 1)
        await hands.press("enter", "home", *["shift+right"] * 9, "f5")
        screen = searching(hands)
        assert screen.wanted.search.text == AZERBAIJANI[1][0][:9]
        assert screen.hits.count == 1
        await hands.press("escape", "escape", "f5")
        assert searching(hands).wanted.search.text == AZERBAIJANI[1][0][:9]


async def test_looking_is_stopped_with_escape(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_project: Project, _search: object, _language: str, *, job: Job, **_rest: object) -> Iterator[Found]:
        yield Found("talks-on-water", "az", 0, None, "some text", ((0, 4),))
        while not job.cancelled:
            time.sleep(0.005)
        job.check()

    monkeypatch.setattr(screen_module, "find_in", slow)
    async with desk("enter") as hands:
        await hands.press("f5")
        await hands.pilot.press("s")
        while "some text" not in hands.screen:
            await hands.pilot.pause()
        assert "looking …" in hands.screen, "the first hit is there while it looks on"
        await hands.pilot.press("escape")
        await hands.settle()
        assert "looking" not in hands.screen and "some text" in hands.screen
        await hands.press("escape")
        assert isinstance(hands.app.screen, StatementScreen)


async def test_more_than_can_be_shown_is_said(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_module, "MOST", 2)
    async with desk("enter") as hands:
        await hands.go("az", 0)
        await hands.press("f5")
        await hands.write("ə")
        assert searching(hands).hits.count == 2
        assert "there are more" in hands.screen


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_everything_is_in_sight(desk: OpenDesk, size: tuple[int, int]) -> None:
    async with desk("enter", size=size) as hands:
        await hands.go("az", 0)
        await hands.press("f5")
        await hands.write("ə")
        for shown in ("search for", "only find", "[ ] pattern", "[ ] capitals", "[ ] whole words", "in az", "hits "):
            assert shown in hands.screen, shown
        assert "this statement" in hands.screen
        assert "Enter open" in hands.screen
