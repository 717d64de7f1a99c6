"""Dividing and joining cells, and what else is done to a cell beyond writing in it."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import AZERBAIJANI, SOURCE, OpenDesk
from workbench.core.project import State
from workbench.services.project import Project
from workbench.tui.actions import Place

# -- two strokes -------------------------------------------------------------------------------------------------------


async def test_the_second_key_is_named_and_any_other_key_does_nothing(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 2)
        await hands.press("enter", "ctrl+x")
        assert "Ctrl+X …" in hands.screen and "s divide here" in hands.screen
        await hands.press("q")
        assert "Ctrl+X …" not in hands.screen
        await hands.press("ctrl+x", "enter", "ctrl+x", "escape")
        assert hands.statement.place is Place.EDITOR, "a key that cancels does nothing else"
        assert hands.statement.pane.editor.text == AZERBAIJANI[2][0]


async def test_the_second_key_answers_on_an_armenian_layout_and_with_ctrl_held_down(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 2)
        for second in ("հ", "ctrl+n"):
            await hands.press("ctrl+x", second)
            assert hands.app.screen.is_modal
            await hands.press("escape")


# -- dividing and joining ----------------------------------------------------------------------------------------------


async def test_the_editor_divides_at_the_cursor_and_undo_joins_again(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 2)
        await hands.press("enter", "home", *["ctrl+right"] * 2, "ctrl+x", "s")
        first, second = AZERBAIJANI[2][0][:11], AZERBAIJANI[2][0][11:]
        texts = [cell.text for cell in hands.cells("az")]
        assert texts[2:4] == [first.strip(), second.strip()]
        assert hands.statement.place is Place.EDITOR
        assert hands.statement.session.text == first.strip()
        await hands.press("ctrl+z")
        assert [cell.text for cell in hands.cells("az")] == [text for text, _state in AZERBAIJANI]
        await hands.press("ctrl+y")
        assert len(hands.cells("az")) == len(AZERBAIJANI) + 1


async def test_a_divided_cell_has_a_line_for_each_part(desk: OpenDesk) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 2)
        await hands.press("enter", "home", "ctrl+right", "ctrl+x", "s", "escape", "down")
        assert hands.statement.grid.cell == hands.cells("az")[3]
        assert len(hands.statement.board.rows) == 8, "one line more"


async def test_what_is_being_typed_is_written_before_the_cell_is_divided(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 6)
        await hands.press("enter")
        await hands.write("İkinci görüş iyunda. Sonra")
        await hands.press(*["left"] * 5, "ctrl+x", "s")
        assert [cell.text for cell in hands.cells("az")][5:] == ["İkinci görüş iyunda.", "Sonra"]


async def test_a_cell_of_one_sentence_is_not_divided_without_a_place(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 2)
        await hands.press("s")
        assert "no border between two sentences" in hands.said
        assert len(hands.cells("az")) == len(AZERBAIJANI)


async def test_the_grid_divides_between_two_sentences(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 6)
        await hands.press("enter")
        await hands.write("Görüş iyunda olacaq. Yer sonra bildiriləcək.")
        await hands.press("escape", "s")
        assert [cell.text for cell in hands.cells("az")][5:] == ["Görüş iyunda olacaq.", "Yer sonra bildiriləcək."]


async def test_where_there_are_several_places_the_desk_asks(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 6)
        await hands.press("enter")
        await hands.write("Bir iki. Üç dörd. Beş altı yeddi səkkiz.")
        await hands.press("escape", "s")
        assert "Divide the cell where?" in hands.screen and "Bir iki. Üç dörd. ‖ Beş altı" in hands.screen
        await hands.press("escape")
        assert len(hands.cells("az")) == len(AZERBAIJANI)
        await hands.press("s", "down", "enter")
        assert hands.cells("az")[5].text in ("Bir iki.", "Bir iki. Üç dörd.")


async def test_cells_are_joined_and_taken_apart_again(desk: OpenDesk) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        before = hands.cells("az")
        await hands.go("az", 2)
        await hands.press("m")
        joined = hands.cells("az")[2]
        assert joined.text == f"{AZERBAIJANI[2][0]} {AZERBAIJANI[3][0]}"
        assert (joined.source_start, joined.source_end) == (2, 4)
        assert "┐" in hands.screen and "┘" in hands.screen
        await hands.press("ctrl+z")
        assert [(cell.id, cell.text, cell.state) for cell in hands.cells("az")] == [
            (cell.id, cell.text, cell.state) for cell in before
        ]


async def test_the_filter_holds_while_rows_come_and_go(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 0)
        await hands.press("/")
        await hands.write("the")
        await hands.press("enter")
        before = list(hands.statement.grid.shown or ())
        await hands.press("home", "down", "enter", "home", "ctrl+right", "ctrl+x", "s", "escape")
        board, grid = hands.statement.board, hands.statement.grid
        assert len(board.rows) == 8 and grid.shown is not None
        assert [board.rows[row].source for row in grid.shown if board.rows[row].source] == [
            source.strip() for source in SOURCE if "the" in source.lower()
        ]
        assert grid.cell == hands.cells("az")[2]
        await hands.press("ctrl+z")
        assert list(grid.shown or ()) == before


async def test_the_last_cell_has_none_to_be_joined_with(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 6)
        await hands.press("end", "m")
        assert "the last cell" in hands.said


async def test_an_imported_cell_is_divided_by_aligning(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("fr", 1)
        await hands.press("enter", "home", "ctrl+right", "ctrl+x", "s")
        assert "aligning" in hands.said
        assert len(hands.cells("fr")) == 6


# -- locked, sent back, copied -----------------------------------------------------------------------------------------


async def test_a_locked_cell_is_left_alone_until_it_is_unlocked(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 2)
        await hands.press("L")
        assert hands.cells("az")[2].state is State.LOCKED and "locked" in hands.said
        for key in ("enter", "s", "m", "O", "R"):
            await hands.press(key)
        assert hands.statement.place is Place.GRID and not hands.app.screen.is_modal
        assert hands.cells("az")[2].text == AZERBAIJANI[2][0]
        await hands.press("L")
        assert hands.cells("az")[2].state is AZERBAIJANI[2][1]


async def test_locking_is_undone(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 0)
        await hands.press("L", "ctrl+z")
        assert hands.cells("az")[0].state is State.CONFIRMED


async def test_what_the_filter_shows_is_locked_and_unlocked_as_one_step(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 0)
        await hands.press("/")
        await hands.write("is:done")
        await hands.press("enter", "ctrl+x", "L", "down", "enter")
        assert [cell.state is State.LOCKED for cell in hands.cells("az")] == [True, True, *[False] * 4]
        assert "2 cells locked" in hands.said
        await hands.press("ctrl+x", "L", "down", "enter")
        assert [cell.state for cell in hands.cells("az")] == [state for _text, state in AZERBAIJANI]
        await hands.press("ctrl+z")
        assert hands.cells("az")[1].state is State.LOCKED
        await hands.press("ctrl+z")
        assert hands.cells("az")[1].state is State.REVIEWED


async def test_a_reviewed_cell_is_sent_back_with_a_comment(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 1)
        await hands.press("R", "enter")
        assert "say what is to be done" in hands.screen
        await hands.write("Tarixi yoxla: mayın 3-ü?")
        await hands.press("enter")
        cell = hands.cells("az")[1]
        assert cell.state is State.EDITED
        assert [comment.text for comment in hands.project.comments(cell)] == ["Tarixi yoxla: mayın 3-ü?"]
        await hands.press("ctrl+z")
        assert hands.cells("az")[1].state is State.REVIEWED


async def test_only_what_counts_as_done_is_sent_back(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 3)
        await hands.press("R")
        assert not hands.app.screen.is_modal and "still needs work" in hands.said


async def test_the_source_is_put_into_the_cell(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 6)
        await hands.press("O")
        assert hands.cells("az")[5].text == SOURCE[5].strip()
        await hands.press("ctrl+z")
        assert hands.cells("az")[5].text == ""


# -- finding one's way -------------------------------------------------------------------------------------------------


async def test_next_fuzzy_and_next_empty(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 0)
        grid = hands.statement.grid
        await hands.press("M")
        assert grid.cell is not None and grid.cell.state is State.FUZZY
        await hands.press("home", "b")
        assert grid.cell.state is State.NEW
        await hands.press("home", "shift+up")
        assert grid.cell.state is State.FUZZY
        await hands.go("fr", 0)
        await hands.press("M")
        assert "nothing fuzzy in fr" in hands.said


# -- findings ----------------------------------------------------------------------------------------------------------


async def test_a_finding_is_ignored_until_the_text_changes(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 1)
        board = hands.statement.board

        def found() -> set[str]:
            return {each.check for each in board.findings(hands.cells("az")[1], "az")}

        await hands.press("enter")
        await hands.write(" 12 nəfər.")
        await hands.press("escape")
        wrong = found()
        assert wrong
        while found():
            await hands.press("i")
            if hands.app.screen.is_modal:
                await hands.press("enter")
        assert hands.project.ignored(hands.cells("az")[1]) == wrong
        await hands.press("i", "enter")
        assert found(), "reported again"
        await hands.press("i", "enter")
        await hands.write(" Yox.")
        await hands.press("escape")
        assert not hands.project.ignored(hands.cells("az")[1])
        assert found()


async def test_nothing_to_ignore_is_said(desk: OpenDesk) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 0)
        await hands.press("i")
        assert "nothing is found" in hands.said


# -- undo in other statements ------------------------------------------------------------------------------------------


async def test_undo_in_another_statement_says_which_and_goes_there(desk: OpenDesk, project_folder: Path) -> None:
    with Project.open(project_folder) as project:
        other = project.new_statement("Other", language="en", text="One more sentence. And another one.")
        project.ensure_version(other, "az")
    async with desk("enter") as hands:
        hands.app.open_statement("other", "az", 1)
        await hands.settle()
        await hands.press("enter")
        await hands.write("Bir daha.")
        await hands.press("escape", "escape")
        hands.app.open_statement("talks-on-water")
        await hands.settle()
        await hands.press("ctrl+z")
        assert "other" in hands.screen and "az" in hands.screen
        assert hands.cells("az", "other")[1].text == ""
        await hands.press("down", "enter")
        assert hands.statement.board.key == "other"
        assert hands.statement.grid.cell == hands.cells("az", "other")[1]
        await hands.press("ctrl+y")
        assert hands.cells("az", "other")[1].text == "Bir daha."
