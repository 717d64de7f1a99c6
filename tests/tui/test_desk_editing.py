"""Editing by keyboard: what is typed becomes durable, confirming moves on, undo takes back."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest

from workbench.core.project import OriginKind, State
from workbench.services.project import Project
from workbench.tui.screens.statement import StatementScreen


async def test_a_statement_opens_at_the_first_cell_that_needs_work(desk: Any) -> None:
    async with desk("enter") as hands:
        assert (hands.statement.grid.language, hands.statement.grid.row_index) == ("az", 2)


async def test_enter_edits_confirms_and_opens_the_next_that_needs_work(desk: Any) -> None:
    async with desk("enter", "enter") as hands:
        await hands.write(" Bəli.")
        await hands.press("enter")
        confirmed = hands.cells("az")[2]
        assert confirmed.text.endswith("müzakirə etdilər. Bəli.")
        assert (confirmed.state, confirmed.origin.kind) == (State.CONFIRMED, OriginKind.PERSON)
        assert hands.statement.grid.row_index == 3
        assert hands.statement.pane.editor.has_focus


async def test_confirming_the_last_one_returns_to_the_grid_and_says_so(desk: Any) -> None:
    async with desk("enter", "enter", "enter", "enter") as hands:
        assert hands.statement.grid.row_index == 5, "the addition of another version is not ours to fill"
        await hands.press("enter")
        assert hands.statement.grid.row_index == 6
        await hands.write("İkinci görüş iyunda olacaq.")
        await hands.press("enter")
        assert hands.statement.grid.has_focus
        assert "all done in az" in hands.said
        assert all(cell.state.done for cell in hands.cells("az"))


async def test_escape_leaves_the_text_as_an_edit(desk: Any) -> None:
    async with desk("enter", "n", "enter") as hands:
        await hands.write("X")
        await hands.press("escape")
        cell = hands.cells("az")[3]
        assert (cell.text, cell.state) == ("Tərəflər razılaşdılar.X", State.EDITED)
        assert cell.origin.base is OriginKind.ENGINE
        assert "began from the machine" in hands.screen


async def test_leaving_a_cell_by_any_way_makes_an_edit(desk: Any) -> None:
    async with desk("enter", "enter") as hands:
        await hands.write("1")
        await hands.press("ctrl+down")
        await hands.write("2")
        await hands.press("ctrl+up")
        assert hands.cells("az")[2].text.endswith("1")
        assert hands.cells("az")[3].text.endswith("2")
        await hands.write("3")
        await hands.press("f2")
        assert hands.cells("az")[2].text.endswith("13")


async def test_quitting_keeps_what_is_typed(desk: Any, project_folder: Path) -> None:
    async with desk("enter", "enter") as hands:
        await hands.write("Z")
        await hands.press("ctrl+q")
    with Project.open(project_folder) as project:
        assert project.sheet("talks-on-water").columns["az"][2].text.endswith("Z")


async def test_what_is_typed_is_kept_though_the_screen_is_being_taken_down(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 3)
        await hands.press("enter")
        screen, cell = hands.statement, hands.statement.session.cell
        screen.session.text = "Yarım"
        with monkeypatch.context() as patch:
            patch.setattr(StatementScreen, "pane", property(lambda screen: screen.query_one("#taken-down")))
            screen.keep_now()
        assert hands.project.store.journaled() == {cell.id: "Yarım"}
        screen.session.open(None)


async def test_told_to_end_it_ends_whatever_is_wrong(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk("enter", "enter") as hands:

        def wrong(screen: StatementScreen) -> None:
            raise RuntimeError("nobody foresaw this")

        monkeypatch.setattr(StatementScreen, "keep_now", wrong)
        with pytest.raises(RuntimeError):
            hands.app._told_to_end(signal.SIGTERM)
        assert hands.app._exit and hands.app.return_value == 143


async def test_half_typed_text_is_journaled_by_a_timer_and_recovered(desk: Any, project_folder: Path) -> None:
    async with desk("enter", "n", "enter") as hands:
        await hands.write("Yarım")
        cell = hands.statement.session.cell
        hands.statement.journal()
        assert hands.project.store.journaled() == {cell.id: "Tərəflər razılaşdılar.Yarım"}
        hands.statement.session.open(None)  # the desk ends here without leaving the cell
    async with desk() as hands:
        assert "recovered 1 cell" in hands.said
        cell = hands.cells("az")[3]
        assert (cell.text, cell.state) == ("Tərəflər razılaşdılar.Yarım", State.EDITED)
        assert hands.project.store.journaled() == {}


async def test_undo_and_redo_go_across_cells(desk: Any) -> None:
    async with desk("enter", "enter") as hands:
        before = [cell.text for cell in hands.cells("az")]
        await hands.write("A")
        await hands.press("enter")
        await hands.write("B")
        await hands.press("enter", "escape", "ctrl+z")
        assert hands.cells("az")[3].text == before[3]
        assert hands.statement.grid.row_index == 3
        await hands.press("ctrl+z")
        assert [cell.text for cell in hands.cells("az")] == before
        await hands.press("ctrl+y", "ctrl+y")
        assert hands.cells("az")[3].text == f"{before[3]}B"
        await hands.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert "nothing to undo" in hands.said


async def test_undo_in_the_editor_takes_back_typing_first(desk: Any) -> None:
    async with desk("enter", "enter") as hands:
        text = hands.statement.session.text
        await hands.write("ab")
        await hands.press("ctrl+z")
        assert hands.statement.session.text == text
        await hands.press("ctrl+y")
        assert hands.statement.session.text == f"{text}ab"


async def test_every_printable_key_is_text_in_the_editor(desk: Any) -> None:
    async with desk("enter", "ctrl+u", "enter") as hands:
        assert hands.statement.grid.row_index == 6
        await hands.write("cntTzwY?:[]/ ə ı İ և ։")
        assert hands.statement.session.text == "cntTzwY?:[]/ ə ı İ և ։"


async def test_a_line_break_the_source_and_the_picker(desk: Any) -> None:
    async with desk("enter", "ctrl+u", "enter", "ctrl+o") as hands:
        assert hands.statement.session.text == "A second meeting follows in June."
        await hands.press("ctrl+z")
        assert hands.statement.session.text == ""
        await hands.press("alt+enter", "ctrl+k", "e", "ctrl+k", "enter", "ctrl+k", "right", "enter", "ctrl+k", "escape")
        assert hands.statement.session.text == "\nəəƏ"


async def test_an_empty_cell_is_confirmed_only_after_a_question(desk: Any) -> None:
    async with desk("enter", "ctrl+u", "enter", "enter") as hands:
        assert "nothing to confirm" in hands.said
        await hands.press("escape", "c", "enter")
        assert hands.cells("az")[5].state is State.NEW
        await hands.press("c", "down", "enter")
        assert hands.cells("az")[5].state is State.CONFIRMED


async def test_confirm_and_review_from_the_grid(desk: Any) -> None:
    async with desk("enter", "c", "C") as hands:
        states = [cell.state for cell in hands.cells("az")]
        assert states[2:4] == [State.CONFIRMED, State.REVIEWED]


async def test_a_version_that_does_not_exist_is_begun_by_editing(desk: Any) -> None:
    async with desk("enter", "right", "home", "enter") as hands:
        await hands.write("Բանակցություններ")
        await hands.press("enter")
        assert hands.cells("hy")[0].text == "Բանակցություններ"
        assert hands.statement.grid.row_index == 1


async def test_a_locked_cell_is_not_edited(desk: Any) -> None:
    async with desk("enter") as hands:
        cell = hands.cells("az")[2]
        hands.project.set_state(cell, State.LOCKED)
        hands.app.look_for_changes()
        await hands.settle()
        await hands.press("enter")
        assert hands.statement.grid.has_focus
        assert "locked" in hands.said


async def test_an_edit_of_somebody_else_appears(desk: Any, project_folder: Path) -> None:
    async with desk("enter") as hands:
        with Project.open(project_folder) as other:
            other.edit(hands.cells("az")[5], "Başqasının mətni")
        hands.app.look_for_changes()
        await hands.settle()
        assert "Başqasının mətni" in hands.screen
        assert hands.statement.grid.row_index == 2


@pytest.mark.parametrize(("answer", "kept"), [("enter", "theirs"), ("down enter", "mine")])
async def test_a_conflict_shows_both_and_loses_nothing(desk: Any, project_folder: Path, answer: str, kept: str) -> None:
    async with desk("enter", "enter") as hands:
        with Project.open(project_folder) as other:
            other.edit(hands.cells("az")[2], "theirs")
        await hands.press("ctrl+a", "ctrl+shift+end", "shift+end", "delete")
        await hands.write("mine")
        hands.app.look_for_changes()
        await hands.press("escape")
        assert "theirs" in hands.screen and "mine" in hands.screen
        await hands.press(*answer.split())
        cell = hands.cells("az")[2]
        assert cell.text == kept
        assert {"theirs", "mine"} <= {revision.text for revision in hands.project.store.history(cell.id)}


async def test_what_cannot_be_written_stays_in_the_editor(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from workbench.core.errors import WriteError

    def full(*_args: object, **_named: object) -> None:
        raise WriteError("the disk is full; make room")

    async with desk("enter", "enter") as hands:
        await hands.write("Q")
        monkeypatch.setattr(hands.project, "edit", full)
        monkeypatch.setattr(hands.project, "journal", full)
        await hands.press("escape", "ctrl+q", "enter")
        assert "the disk is full" in hands.said
        assert hands.statement.session.text.endswith("Q")
        monkeypatch.undo()
        await hands.press("escape")
        assert hands.cells("az")[2].text.endswith("Q")


async def test_a_reload_never_takes_away_what_is_typed(desk: Any, project_folder: Path) -> None:
    async with desk("enter", "enter") as hands:
        await hands.write("7")
        with Project.open(project_folder) as other:
            other.edit(hands.cells("az")[5], "elsewhere")
        hands.app.look_for_changes()
        assert hands.statement.session.text.endswith("7")
        hands.statement.grid.cursor = 0  # the row has changed, its message is not handled yet
        with Project.open(project_folder) as other:
            other.edit(hands.cells("az")[5], "elsewhere again")
        hands.app.look_for_changes()
        await hands.settle()
        assert hands.cells("az")[2].text.endswith("7")


async def test_a_cell_that_is_realigned_away_while_typing_keeps_its_text_in_the_history(desk: Any) -> None:
    async with desk("enter", "enter") as hands:
        await hands.write(" Yazıram")
        cell = hands.statement.session.cell
        cells = hands.cells("az")
        hands.project.store.put_cells(cell.version_id, [each for each in cells if each.id != cell.id], "other")
        hands.app.look_for_changes()
        await hands.settle()
        assert "this cell is gone" in hands.said
        assert any(revision.text.endswith("Yazıram") for revision in hands.project.store.history(cell.id))


async def test_copying_from_the_editor(desk: Any) -> None:
    async with desk("enter", "enter", "ctrl+a", "shift+end", "ctrl+c") as hands:
        assert hands.app.clipboard and hands.app.clipboard in hands.statement.session.text
        await hands.press("right", "ctrl+c")
        assert "nothing runs in the background" in hands.said


async def test_no_colour_and_sixteen_colours_still_tell_states_and_place(
    desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("COLORTERM")
    async with desk("enter") as hands:
        assert hands.app.theme == "desk-ansi"
        assert "▸  3" in hands.screen and "▌✎" in hands.screen
        assert all(sign in hands.screen for sign in "✓◆✎◌◐·")


async def test_the_header_counts_what_is_done_as_it_is_done(desk: Any) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        assert "done 2 of 6   words 11 of 49" in hands.screen
        await hands.press("c")
        assert "done 3 of 6   words 19 of 49" in hands.screen
        await hands.press("ctrl+z")
        assert "done 2 of 6   words 11 of 49" in hands.screen


async def test_what_the_desk_writes_itself_is_not_read_again(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk("enter", "enter") as hands:
        read = []
        monkeypatch.setattr(hands.statement.board, "load", lambda: read.append(1))
        await hands.write("x")
        hands.statement.journal()
        hands.app.look_for_changes()
        await hands.press("escape")
        hands.app.look_for_changes()
        assert not read
