"""Help, palette, reasons, jumping, the mouse, what is remembered: by keyboard, on the small project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.config import state_dir
from workbench.tui.actions import ACTIONS, Place
from workbench.tui.actions.model import TITLES
from workbench.tui.jump import LETTERS, labels, targets
from workbench.tui.keymap import action, key_name
from workbench.tui.layouts import twins
from workbench.tui.listing import all_listed, names
from workbench.tui.remembered import Remembered
from workbench.tui.screens.statement import StatementScreen
from workbench.tui.screens.statements import StatementsScreen
from workbench.tui.widgets.grid import Zoom

# -- help and palette --------------------------------------------------------------------------------------------------


def test_every_place_has_a_title_and_every_id_a_noun_and_a_verb() -> None:
    assert set(TITLES) == set(Place)
    assert all(len(entry.id.split(".")) == 2 for entry in ACTIONS)


def test_keys_for_a_person() -> None:
    assert names(("c", "ctrl+d")) == "c  Ctrl+D"
    assert names(tuple("123456789")) == "1…9"
    assert names(("ctrl+x,s",)) == "Ctrl+X s"
    assert key_name("ctrl+right_square_bracket") == "Ctrl+]"


async def test_help_is_of_the_place_and_found_by_typing(desk: Any) -> None:
    async with desk("enter", "?") as hands:
        assert "The grid" in hands.screen and "letters are commands" in hands.screen
        await hands.write("work next")
        assert "next cell that needs work" in hands.screen and "the row above" not in hands.screen
        await hands.press("ctrl+a", "ctrl+k")
        await hands.write("nothing is called so")
        assert "Ctrl+P looks in every place" in hands.screen
        await hands.press("escape", "enter", "f1")
        assert "The editor" in hands.screen and "letters are text" in hands.screen
        await hands.write("line break")
        assert "Alt+Enter" in hands.screen
        await hands.press("f1")
        assert not hands.app.screen.is_modal


async def test_help_scrolls_and_says_what_cannot_be_done(desk: Any) -> None:
    async with desk("enter") as hands:
        await hands.go("fr", 4)
        await hands.press("right", "?")
        assert "nothing here: this row belongs to another version" in hands.screen
        await hands.press("ctrl+end")
        assert "leave" in hands.screen and "edit the cell" not in hands.screen
        await hands.press("ctrl+home", "pagedown", "down", "up", "pageup")
        assert "edit the cell" in hands.screen


async def test_help_shows_no_key_that_means_something_else_here(desk: Any) -> None:
    async with desk("enter", "enter", "f1") as hands:
        await hands.write("desk.undo")
        line = next(line for line in hands.screen.splitlines() if "undo the last" in line)
        assert "Ctrl+Z" not in line, "in the editor that key takes back typing"
        await hands.press("escape")
        for each in all_listed(hands.app, hands.app.screen):
            if each.entry.place is Place.EVERYWHERE:
                assert not any(len(key) == 1 for key in each.keys.split("  ") if key), "letters are text here"


async def test_the_palette_has_every_action_and_does_those_that_can_be_done(desk: Any) -> None:
    async with desk("enter", "ctrl+p") as hands:
        listed = {each.entry.id for each in hands.app.screen._all}
        assert listed == {entry.id for entry in ACTIONS}
        await hands.write("row.last")
        await hands.press("enter")
        assert hands.statement.grid.row_index == 6
        await hands.press("ctrl+p", "down", "down", "up", "pagedown", "pageup", "ctrl+end", "ctrl+home", "escape")
        assert hands.statement.grid.row_index == 6
        await hands.press("ctrl+p")
        await hands.write("zzzzzz")
        assert "no action is called so" in hands.screen
        await hands.press("enter", "escape")
        assert not hands.app.screen.is_modal


async def test_the_palette_from_the_editor_has_the_grid_too(desk: Any) -> None:
    async with desk("enter", "enter", "ctrl+p") as hands:
        await hands.write("row.first")
        await hands.press("enter")
        assert hands.statement.grid.row_index == 0


async def test_what_cannot_be_done_says_why_and_does_nothing(desk: Any) -> None:
    async with desk("enter") as hands:
        await hands.go("fr", 4)
        await hands.press("right")
        for key in ("e", "c", "t"):
            hands.app.clear_notifications()
            await hands.press(key)
            assert hands.said == "nothing here: this row belongs to another version", key
        hands.app.clear_notifications()
        await hands.press("ctrl+p")
        await hands.write("cell.edit")
        assert "(nothing here: this row" in hands.screen
        await hands.press("enter")
        assert hands.said == "nothing here: this row belongs to another version"
        assert not hands.statement.editing


async def test_an_action_of_another_place_says_where_it_belongs(desk: Any) -> None:
    async with desk("ctrl+p") as hands:
        await hands.write("editor.confirm")
        assert "(only in:" in hands.screen
        await hands.press("enter")
        assert hands.said == "only in: The editor"


async def test_without_a_project_what_needs_one_says_so(desk: Any) -> None:
    async with desk(folder=None) as hands:
        for key in ("f2", "f7", "shift+f4", "shift+f7", "ctrl+z", "ctrl+y"):
            hands.app.clear_notifications()
            await hands.press(key)
            assert hands.said == "open a project first", key


@pytest.mark.parametrize("place", Place)
async def test_every_screen_can_be_asked_about_every_action(desk: Any, place: Place) -> None:
    async with desk("enter") as hands:
        for screen in hands.app.screen_stack:
            ask = getattr(screen, "why_not", None)
            for entry in (entry for entry in ACTIONS if ask and entry.place is place):
                assert isinstance(ask(entry.id), str)


# -- jumping -----------------------------------------------------------------------------------------------------------


def test_no_two_labels_answer_to_the_same_key_of_any_layout() -> None:
    heard = [{letter, letter.upper(), *twins(letter), *twins(letter.upper())} for letter in LETTERS]
    assert all(not one & other for number, one in enumerate(heard) for other in heard[:number])


@given(st.integers(0, len(LETTERS) ** 2))
def test_no_label_is_the_beginning_of_another(count: int) -> None:
    made = labels(count)
    assert len(set(made)) == count
    assert len({len(label) for label in made}) <= 1


async def test_a_letter_goes_to_a_row_or_a_field(desk: Any) -> None:
    async with desk("enter", "home", "shift+f2") as hands:
        lines = hands.screen.splitlines()
        assert [lines[2][0], lines[3][0]] == ["a", "s"], "on the first rows"
        await hands.press("s")
        assert hands.statement.grid.row_index == 1 and hands.statement.grid.has_focus
        await hands.press("ctrl+g", "ա")  # a on an Armenian layout
        assert hands.statement.grid.row_index == 0
        await hands.press("ctrl+g", "escape")
        assert not hands.app.screen.is_modal and hands.statement.grid.row_index == 0
        last = labels(len(targets(hands.statement)))[-1]
        await hands.press("ctrl+g", *last)
        assert hands.statement.editing
        await hands.press("shift+f2", "s")
        assert hands.statement.grid.row_index == 1 and not hands.statement.editing


async def test_jumping_in_the_list_and_with_two_letters(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk("ctrl+g", "s") as hands:
        assert hands.app.screen.list.cursor == 1
        await hands.press("ctrl+g", "a", "enter", "home")
        monkeypatch.setattr("workbench.tui.jump.LETTERS", "asdf")
        await hands.press("ctrl+g", "s")
        assert "sa" in hands.screen and "aa" not in hands.screen, "those that cannot be meant any more are gone"
        await hands.press("a")
        assert hands.statement.grid.row_index == 4


# -- the mouse ---------------------------------------------------------------------------------------------------------


async def test_a_click_on_the_last_line_does_what_it_says(desk: Any) -> None:
    async with desk("enter", "home") as hands:
        y = hands.app.size.height - 1
        x = hands.screen.splitlines()[y].index("undone")
        await hands.pilot.click(offset=(x, y))
        await hands.settle()
        assert hands.statement.grid.row_index == 2
        await hands.pilot.click(offset=(hands.screen.splitlines()[y].index("edit"), y))
        await hands.settle()
        assert hands.statement.editing


async def test_a_click_on_a_row_goes_there_and_a_second_one_opens(desk: Any) -> None:
    async with desk() as hands:
        line = next(y for y, line in enumerate(hands.screen.splitlines()) if "Հայտ" in line)
        for _ in range(2):
            await hands.pilot.click(offset=(5, line))
            await hands.settle()
        assert hands.statement.board.key != "talks-on-water"


async def test_a_click_on_a_cell_takes_its_language(desk: Any) -> None:
    async with desk("enter", "home", size=(150, 40)) as hands:
        assert hands.statement.grid.language == "az"
        line = next(y for y, line in enumerate(hands.screen.splitlines()) if "Les délégations" in line)
        x = hands.screen.splitlines()[line].index("Les délégations")
        await hands.pilot.click(offset=(x + 4, line))
        await hands.settle()
        assert (hands.statement.grid.language, hands.statement.grid.row_index) == ("fr", 1)
        assert hands.statement.session.cell == hands.statement.grid.cell


# -- where one was -----------------------------------------------------------------------------------------------------


async def test_the_desk_opens_where_it_was_left(desk: Any) -> None:
    async with desk("enter", "z") as hands:
        await hands.go("hy", 5)
        await hands.press("f3", "f3", "f12", "ctrl+q")
    async with desk() as hands:
        assert isinstance(hands.app.screen, StatementScreen)
        grid = hands.statement.grid
        assert (grid.language, grid.row_index, grid.zoom) == ("hy", 5, Zoom.THREE)
        assert hands.app.theme == "desk-light"
        assert hands.statement.pane.tab == "history"
        await hands.press("escape", "down", "ctrl+q")
    async with desk() as hands:
        assert isinstance(hands.app.screen, StatementsScreen)
        assert hands.app.screen.list.cursor == 1


async def test_a_statement_that_is_gone_is_not_opened(desk: Any, project_folder: Path) -> None:
    remembered = Remembered(project_folder)
    for name, value in {"open": True, "statement": "gone", "language": "xx", "row": 10**9, "zoom": "HUGE"}.items():
        remembered.set(name, value)
    assert remembered.save()
    async with desk() as hands:
        assert isinstance(hands.app.screen, StatementsScreen)
        remembered.set("statement", "talks-on-water")
        assert remembered.save()
    async with desk() as hands:
        assert hands.statement.grid.row_index is not None


async def test_a_broken_file_is_told_and_ignored(desk: Any, project_folder: Path) -> None:
    file = Remembered(project_folder).file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("{broken", encoding="utf-8")
    async with desk() as hands:
        assert "where you were cannot be read" in hands.said and str(file) in hands.said
        await hands.press("enter", "ctrl+q")
    assert json.loads(file.read_text(encoding="utf-8"))["statement"] == "talks-on-water"


@pytest.mark.parametrize("text", ["", "[]", "3", '{"a": ', "[" * 100_000, "\x00"])
def test_whatever_stands_in_the_file_nothing_is_remembered(tmp_path: Path, text: str) -> None:
    file = Remembered(tmp_path).file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    remembered = Remembered(tmp_path)
    assert remembered.problem and remembered.get("row", 7) == 7


def test_values_come_back_by_type_and_projects_are_apart(tmp_path: Path) -> None:
    one, other = tmp_path / "ձեռք əl", tmp_path / "b" / "ձեռք əl"
    remembered = Remembered(one)
    remembered.set("row", 3)
    remembered.set("columns", {"order": ["hy", "az"]})
    assert remembered.save() and remembered.save()
    again = Remembered(one)
    assert again.get("row", 0) == 3
    assert again.get("row", "") == "" and again.get("row", False) is False
    assert again.get("columns", {}) == {"order": ["hy", "az"]}
    assert Remembered(other).get("row", 0) == 0
    assert again.file.is_relative_to(state_dir()) and not list(state_dir().rglob(".desk-*"))


def test_a_folder_that_takes_nothing_harms_nobody(tmp_path: Path) -> None:
    state_dir().parent.mkdir(parents=True, exist_ok=True)
    state_dir().write_text("a file where the folder should be", encoding="utf-8")
    remembered = Remembered(tmp_path)
    remembered.set("row", 1)
    assert not remembered.save()


# -- without colours ---------------------------------------------------------------------------------------------------


async def test_no_color_means_none_at_all(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk("enter", "enter") as hands:
        await hands.press("shift+home")
        for keys in ((), ("f1",), ("escape", "ctrl+p"), ("escape", "escape", "shift+f2"), ("escape", "/")):
            await hands.press(*keys)
            assert not coloured(hands), keys
        await hands.press("escape", "f12")
        assert "NO_COLOR is set" in hands.said and hands.app.theme == "desk-ansi"


def coloured(hands: Any) -> list[str]:
    """What is on screen in any colour but the terminal's own."""
    found = []
    for line in hands.app.screen._compositor.render_strips():
        for segment in line.apply_filter(hands.app._filters[-1], hands.app.screen.background_colors[1]):
            style = segment.style
            if style and any(each is not None and not each.is_default for each in (style.color, style.bgcolor)):
                found.append(segment.text)
    return found


def test_actions_are_found_by_id() -> None:
    assert action("desk.help").keys[0] == "f1"


async def test_a_pair_that_no_machine_has_says_so_until_a_job_may_have_changed_that(desk: Any) -> None:
    from workbench.tui.messages import JobEnded

    async with desk("enter", "right") as hands:
        screen = hands.statement
        screen._no_machine(("en", "hy"), "no model for en→hy")
        await hands.press("T")
        assert "no model for en→hy; `workbench models available`" in hands.said
        assert not hands.app.jobs.running
        screen.job_ended(JobEnded("installing"))
        assert screen.why_not("version.translate") == ""


async def test_what_is_said_again_does_not_pile_up_and_has_no_controls(desk: Any) -> None:
    async with desk("enter") as hands:
        await hands.press("L", *["enter"] * 5)
        assert hands.said.count("this cell is locked; L unlocks it") == 1
        hands.app.say("a\x1b[31mb\nըն")
        await hands.settle()
        assert "\x1b" not in hands.said and hands.said.endswith("\nըն")
