"""A statement of a thousand rows and a list of two hundred statements: nothing is read that is not shown."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.core.project import Cell, State
from workbench.services.project import Project
from workbench.storage.project import SqlProjectStore
from workbench.tui.screens.statements import StatementsScreen

ROWS = 1_000
SAID = 640
"""The one row that has a text."""


@pytest.fixture(scope="module")
def made_large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One long statement; French has one text and one draft that the guards have flagged, Azerbaijani is new."""
    folder = tmp_path_factory.mktemp("large") / "project"
    with Project.create(folder, source="en", targets=["fr", "az"]) as project:
        text = "".join(f"Sentence {row} speaks of the river. " for row in range(ROWS))
        statement = project.new_statement("Long", language="en", text=text)
        for language in ("fr", "az"):
            project.ensure_version(statement, language)
        (cell,) = part(project, "fr", SAID)
        project.confirm(project.edit(cell, "Le fleuve, à la fin."))
    return folder


@pytest.fixture
def large(made_large: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made_large, tmp_path / "large"))


def part(project: Project, language: str, row: int) -> list[Cell]:
    """The cells of a row, as they are stored."""
    head = {head.language: head for head in project.store.heads(project.statement("long").id)}[language]
    return project.store.cells_over(head.id, row, row + 1)


@pytest.fixture
def nothing_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads a whole version fails."""

    def refuse(*_: object) -> Any:
        raise AssertionError("a whole version was read")

    monkeypatch.setattr(SqlProjectStore, "cells", refuse)
    monkeypatch.setattr(Project, "sheet", refuse)


async def test_moving_seeking_and_filtering_read_what_they_show(desk: Any, large: Path, nothing_whole: None) -> None:
    async with desk("enter", folder=large) as hands:
        grid = hands.statement.grid
        for key, row in (("end", ROWS - 1), ("home", 0), ("n", 1), ("N", 0), ("N", ROWS - 1), ("n", 0)):
            await hands.press(key)
            assert (key, grid.row_index) == (key, row)
        assert len(hands.statement.board.sheet._blocks) < 8
        await hands.press("/")
        await hands.write("sentence 77")
        assert grid.shown == [77, *range(770, 780)]
        assert "filter: 11 of 1000" in hands.screen
        await hands.press("enter", "end")
        assert grid.row_index == 779
        await hands.press("escape")
        assert grid.shown is None and grid.row_index == 779


async def test_seeking_takes_no_row_that_is_done(desk: Any, large: Path, nothing_whole: None) -> None:
    async with desk("enter", folder=large) as hands:
        hands.statement.grid.go_to_row(SAID - 1)
        await hands.press("n")
        assert hands.statement.grid.row_index == SAID + 1
        await hands.press("N")
        assert hands.statement.grid.row_index == SAID - 1


async def test_words_and_counts_follow_what_is_confirmed(desk: Any, large: Path, nothing_whole: None) -> None:
    async with desk("enter", folder=large, size=(160, 30)) as hands:
        assert "words 6 of 6000" in hands.screen
        await hands.press("enter")
        await hands.write("Première phrase.")
        await hands.press("enter", "escape")
        assert "words 12 of 6000" in hands.screen and "2✓ 998·" in hands.screen
        assert hands.statement.board.progress("fr") == (2, ROWS)
        await hands.press("ctrl+z")
        assert "words 6 of 6000" in hands.screen


async def test_what_others_write_is_read_alone(
    desk: Any, large: Path, nothing_whole: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk("enter", folder=large, size=(160, 30)) as hands:
        read: list[Any] = []
        for name in ("cells_over", "segments", "extras"):
            method: Callable[..., Any] = getattr(hands.project.store, name)
            monkeypatch.setattr(
                hands.project.store, name, lambda *args, method=method: (read.append(args), method(*args))[1]
            )
        with Project.open(large) as other:
            (far,) = part(other, "fr", 900)
            other.confirm(other.edit(far, "Loin d’ici."))
            (near,) = part(other, "fr", 2)
            other.edit(near, "Tout près.")
        read.clear()
        hands.app.look_for_changes()
        await hands.settle()
        assert "Tout près." in hands.screen and "2✓ 1✎ 997·" in hands.screen
        assert not [args for args in read if args[2] - args[1] > 200]
        assert "words 12 of 6000" in hands.screen


async def test_a_key_stops_the_search_for_findings(desk: Any, large: Path, nothing_whole: None) -> None:
    async with desk("enter", folder=large) as hands:
        looked: list[bool] = []
        screen = hands.statement
        screen.board.look = lambda *args: looked.append(args[-1]()) or None  # type: ignore[method-assign]
        await hands.press("f")
        assert looked == [False] and "no findings in fr" in hands.said

        def look(*args: Any) -> None:
            screen.stop_looking()
            looked.append(args[-1]())

        screen.board.look = look  # type: ignore[method-assign]
        hands.app.clear_notifications()
        await hands.press("F")
        assert looked == [False, True] and hands.said == ""


async def test_the_next_finding_is_found_wherever_it_is(desk: Any, large: Path, nothing_whole: None) -> None:
    async with desk("enter", folder=large) as hands:
        await hands.press("f")
        assert hands.statement.grid.row_index == SAID, "its source has a number that the text lacks"


async def test_a_hundred_statements_are_listed_with_counts_and_words(
    desk: Any, tmp_path: Path, nothing_whole: None
) -> None:
    with Project.create(tmp_path / "many", source="en", targets=["fr"]) as project:
        for number in range(100):
            statement = project.new_statement(f"Talks {number:03}", language="en", text=f"Round {number} of talks.")
            if number % 2:
                project.ensure_version(statement, "fr")
    async with desk(folder=tmp_path / "many", size=(110, 30)) as hands:
        assert isinstance(hands.app.screen, StatementsScreen)
        assert "Talks 000" in hands.screen and "100 statements" in hands.screen
        assert hands.project.numbers.counted_words(hands.project.overview()[0]) == 4
        await hands.press("end")
        assert "Talks 099" in hands.screen
        with Project.open(tmp_path / "many") as other:
            head = next(each for each in other.store.heads() if each.language == "fr")
            (cell,) = other.store.cells_over(head.id, 0, 1)
            other.confirm(other.edit(cell, "Le tour."))
        hands.app.look_for_changes()
        await hands.settle()
        counts = [item.languages["fr"].counts for item in hands.app.screen.list.items if item.heads.get("fr")]
        assert {State.CONFIRMED: 1} in counts and len(counts) == 50
