"""Work in the background and ways in and out: translating, importing, new statements, copying, writing files."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from workbench.core.job import Job
from workbench.core.project import OriginKind, State
from workbench.services.project import Project
from workbench.tui.screens.start import StartScreen
from workbench.tui.screens.statement import StatementScreen
from workbench.tui.screens.statements import StatementsScreen

TEXT = "Les délégations se sont réunies à Genève. Elles ont parlé de l’eau et des transports.\n"


async def test_translating_what_is_missing_drafts_only_new_cells(desk: Any, machine: Any) -> None:
    async with desk("enter", "T") as hands:
        cells = hands.cells("az")
        assert cells[5].text == "[az] A second meeting follows in June."
        assert (cells[5].state, cells[5].origin.kind) == (State.DRAFT, OriginKind.ENGINE)
        assert [cell.state for cell in cells[:5]] == [
            State.CONFIRMED,
            State.REVIEWED,
            State.EDITED,
            State.DRAFT,
            State.FUZZY,
        ]
        assert "1 draft in az (en→az)" in hands.said
        await hands.press("end")
        assert "engine en→az fake" in hands.screen
        assert "[az] A second meeting" in hands.screen


async def test_one_cell_is_translated_and_a_persons_is_not(desk: Any, machine: Any) -> None:
    async with desk("enter", "t") as hands:
        assert "a person has written" in hands.said
        await hands.press("n", "t")
        assert hands.cells("az")[3].text.startswith("[az] The two sides agreed")


async def test_what_is_confirmed_changes_the_draft_of_the_same_sentence(
    desk: Any, machine: Any, project_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_PROPAGATE", "off")  # else the text goes there at once
    with Project.open(project_folder) as project:
        text = "The talks go on in spring. Nothing is decided yet. The talks go on in spring."
        key = project.new_statement("Aaa", language="en", text=text).key
    async with desk() as hands:
        hands.app.open_statement(key, "az")
        await hands.settle()
        await hands.press("T", "home", "enter")
        hands.statement.pane.editor.select_all()
        await hands.write("Danışıqlar yazda davam edir.")
        await hands.press("enter")
        assert [cell.text for cell in hands.cells("az", key)][2].startswith("[az]")
        await hands.press("enter")
        cell = hands.cells("az", key)[2]
        assert (cell.text, cell.state, cell.origin.kind) == (
            "Danışıqlar yazda davam edir.",
            State.FUZZY,
            OriginKind.MEMORY,
        )
        assert "Danışıqlar yazda davam edir." in hands.statement.pane.editor.text
        assert "has learnt" in hands.said


async def test_a_missing_model_says_so_in_the_notes_with_a_command(desk: Any, machine: Any) -> None:
    async with desk("enter", "right", "T") as hands:
        assert "hy" in hands.said
        assert "! " in hands.screen and "workbench models" in hands.screen


async def test_a_running_job_shows_progress_and_is_stopped_after_a_question(desk: Any) -> None:
    reported, stopped = threading.Event(), threading.Event()

    def slow(job: Job) -> str:
        job.progress(38, 100, "")
        reported.set()
        while not job.cancelled:
            stopped.wait(0.005)
        job.check()
        return "never"

    async with desk("enter", size=(150, 40)) as hands:
        hands.app.work("translating az", slow)
        while not reported.is_set():
            await hands.pilot.pause()
        await hands.pilot.pause()
        assert "translating az 38 %" in hands.screen
        hands.app.work("another", slow)
        await hands.pilot.press("down", "ctrl+c")
        assert "Stop translating az" in hands.screen
        await hands.pilot.press("down", "enter")
        await hands.settle()
        assert "translating az is under way" in hands.said
        assert "stopped; what was done stays" in hands.said
        assert not hands.app.jobs.running
        assert hands.statement.grid.row_index == 3, "the keys worked meanwhile"


async def test_a_bug_in_a_service_is_a_line_and_not_the_end(desk: Any) -> None:
    def broken(_job: Job) -> str:
        raise KeyError("oops")

    async with desk("enter") as hands:
        hands.app.work("checking", broken)
        await hands.settle()
        assert "checking failed (KeyError" in hands.said
        await hands.press("down")
        assert hands.statement.grid.row_index == 3


async def test_a_new_statement_by_paste(desk: Any) -> None:
    from textual import events

    async with desk("n") as hands:
        hands.app._driver.send_message(events.Paste(f"\x1b[31m{TEXT}"))
        await hands.settle()
        assert hands.app.screen.query_one("#language").value == "fr"
        await hands.press("tab")
        await hands.write("Eau et transports")
        await hands.press("tab")
        await hands.write("not a date")
        await hands.press("ctrl+s")
        assert "not a date" in hands.screen
        await hands.press(*["backspace"] * len("not a date"))
        await hands.write("2024-06-01")
        await hands.press("ctrl+s")
        statement = hands.statement.board.statement
        assert (statement.title, statement.date, statement.source_language) == ("Eau et transports", "2024-06-01", "fr")
        assert hands.statement.board.languages == ("en", "az", "hy")
        assert "\x1b" not in "".join(row.source for row in hands.statement.board.rows)


async def test_a_new_statement_from_a_file(desk: Any, tmp_path: Path) -> None:
    file = tmp_path / "eau.fr.txt"
    file.write_text(TEXT, encoding="utf-8")
    async with desk("n", "ctrl+o") as hands:
        await hands.press("ctrl+a", "ctrl+k")
        await hands.write(str(file))
        await hands.press("enter", "ctrl+s")
        assert isinstance(hands.app.screen, StatementScreen)
        assert hands.statement.board.rows[0].source.startswith("Les délégations")


async def test_an_empty_new_statement_says_what_is_missing(desk: Any) -> None:
    async with desk("n", "ctrl+s") as hands:
        assert "there is no text yet" in hands.screen
        await hands.press("escape")
        assert isinstance(hands.app.screen, StatementsScreen)


async def test_importing_a_folder(desk: Any, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "eau.fr.txt").write_text(TEXT, encoding="utf-8")
    (folder / "broken.en.txt").write_bytes(b"\x00\x01\x02" * 100)
    async with desk("i") as hands:
        await hands.press("ctrl+a", "ctrl+k")
        await hands.write(str(folder))
        await hands.press("enter")
        assert "imported 1 of 2 files" in hands.said
        assert "1 file was not taken in" in hands.screen and "binary" in hands.screen
        await hands.press("enter")
        await hands.settle()
        assert any(item.statement.key == "eau" for item in hands.app.screen.list.items)


async def test_a_version_is_copied_with_a_word_about_what_is_unfinished(desk: Any) -> None:
    async with desk("enter", "Y") as hands:
        assert "SU BARƏDƏ DANIŞIQLAR\n\nNümayəndə" in hands.app.clipboard
        assert "1 missing, 2 drafts" in hands.said


async def test_a_version_is_written_and_not_over_another_unasked(desk: Any, tmp_path: Path) -> None:
    async with desk("enter", "left", "w") as hands:
        await hands.press("ctrl+a", "ctrl+k")
        await hands.write(str(tmp_path / "out"))
        await hands.press("enter")
        file = tmp_path / "out" / "talks-on-water.fr.txt"
        assert file.read_text(encoding="utf-8").startswith("ENTRETIENS SUR L’EAU\n\nLes délégations")
        assert f"written: {file}" in hands.said
        file.write_text("mine", encoding="utf-8")
        await hands.press("w", "ctrl+a", "ctrl+k")
        await hands.write(str(tmp_path / "out"))
        await hands.press("enter", "enter")
        assert file.read_text(encoding="utf-8") == "mine"


async def test_the_list_copies_writes_sorts_and_filters(desk: Any) -> None:
    async with desk() as hands:
        statements = hands.app.screen.list
        assert [item.statement.key for item in statements.items] == ["talks-on-water", "հայտարարություն"]
        await hands.press("s")
        assert [item.statement.key for item in statements.items] == ["հայտարարություն", "talks-on-water"]
        await hands.press("/")
        await hands.write("water")
        assert [item.statement.key for item in statements.items] == ["talks-on-water"]
        await hands.press("enter", "Y", "down", "enter")
        assert hands.app.clipboard.startswith("ENTRETIENS")
        await hands.press("/", "escape")
        assert statements.count == 2
        assert "✓✓" in hands.screen and "source" in hands.screen


async def test_without_a_project_the_start_screen_makes_one(desk: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    async with desk(folder=None) as hands:
        assert isinstance(hands.app.screen, StartScreen)
        assert "There is no project" in hands.screen
        await hands.press("i", "ctrl+a", "ctrl+k")
        await hands.write(str(tmp_path / "mine"))
        await hands.press("enter")
        assert (tmp_path / "mine" / "workbench.toml").is_file()
        await hands.press("escape")
        assert "No statements in this project yet" in hands.screen


async def test_a_folder_that_is_no_project_is_said_on_the_start_screen(desk: Any, tmp_path: Path) -> None:
    async with desk(folder=tmp_path / "nowhere") as hands:
        assert isinstance(hands.app.screen, StartScreen)
        assert "no project here" in hands.said


async def test_help_and_palette_come_from_the_registry(desk: Any) -> None:
    async with desk("enter", "?") as hands:
        await hands.write("undone")
        assert "next cell that needs work" in hands.screen
        await hands.press("escape", "enter", "f1")
        assert "a line break in the text" in hands.screen
        await hands.press("escape", "escape", "ctrl+p")
        await hands.write("row.last")
        await hands.press("enter")
        await hands.settle()
        assert hands.statement.grid.row_index == 6


async def test_saved_cancel_theme_and_back(desk: Any) -> None:
    async with desk("enter", "ctrl+s", "ctrl+c", "f12") as hands:
        assert "everything is saved as you type" in hands.said
        assert "nothing runs in the background" in hands.said
        assert hands.app.theme == "desk-light"
        await hands.press("escape")
        assert isinstance(hands.app.screen, StatementsScreen)


async def test_the_start_screen_opens_a_project_by_path_or_as_the_demo(
    desk: Any, project_folder: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    for key in ("o", "d"):
        async with desk(key, "ctrl+a", "ctrl+k", folder=None) as hands:
            await hands.write(str(project_folder))
            await hands.press("enter")
            assert isinstance(hands.app.screen, StatementsScreen), key


async def test_a_broken_project_is_a_line_and_not_a_trace(desk: Any, project_folder: Path) -> None:
    (project_folder / "project.db").write_bytes(b"this is no database" * 100)
    async with desk() as hands:
        assert isinstance(hands.app.screen, StartScreen)
        assert "project.db" in hands.said
