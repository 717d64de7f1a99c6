"""Suggestions: one numbered list, inserted by number as one step, with where it is from; tabs at narrow sizes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual import events

from workbench.core.project import OriginKind, State
from workbench.services.project import Project
from workbench.services.suggestions import Kind

AGAIN = "The two sides agreed that the measurements of the river's flow will be published every two weeks."
LIKE = "Tərəflər razılaşdılar ki, çayın ölçmə nəticələri hər iki həftədən bir dərc edilsin."
SENTENCE = "A second meeting follows in June."


@pytest.fixture
def with_memory(project_folder: Path) -> Path:
    """The small project with a confirmed sentence like one of it, and one that is the same."""
    with Project.open(project_folder) as project:
        statement = project.new_statement("Zusatz", language="en", text=f"{AGAIN} {SENTENCE}")
        project.ensure_version(statement, "az")
        first, second = project.sheet(statement.key).columns["az"]
        project.confirm(project.edit(first, LIKE))
        project.confirm(project.edit(second, "İkinci görüş iyunda olacaq."))
    return project_folder


def listed(hands: Any) -> list[tuple[str, str]]:
    return [(str(each.kind), each.text) for each in hands.statement.suggestions()]


async def test_matches_drafts_terms_and_numbers_stand_in_one_list(desk: Any, with_memory: Path) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 3)
        kinds = [kind for kind, _ in listed(hands)]
        assert kinds[:2] == ["machine", "memory"] and set(kinds[2:]) <= {"term", "number"}
        assert "1 machine" in hands.screen and "2 memory" in hands.screen
        assert "zusatz" in hands.screen and LIKE[:40] in hands.screen
        assert "[−weeks−]{+months+}" in hands.screen
        await hands.press("down", "down", "down")
        assert listed(hands)[0] == ("memory", "İkinci görüş iyunda olacaq.") and "1 memory 100 %" in hands.screen


async def test_a_digit_in_the_grid_inserts_and_edits(desk: Any, with_memory: Path) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 5)
        await hands.press("down", "1")
        editor = hands.statement.pane.editor
        assert editor.has_focus and editor.text == "İkinci görüş iyunda olacaq."
        await hands.press("ctrl+z")
        assert editor.text == ""
        await hands.press("ctrl+y", "escape")
        cell = hands.cells("az")[5]
        assert (cell.state, cell.origin.kind, cell.origin.score) == (State.EDITED, OriginKind.MEMORY, 100)
        assert "from the memory · 100 %" in hands.screen


async def test_confirmed_at_once_it_is_a_persons_that_began_in_the_memory(desk: Any, with_memory: Path) -> None:
    async with desk("enter", "ctrl+u", size=(150, 40)) as hands:
        await hands.go("az", 6)
        await hands.press("1", "enter")
        cell = hands.cells("az")[5]
        assert (cell.state, cell.origin.kind, cell.origin.base) == (
            State.CONFIRMED,
            OriginKind.PERSON,
            OriginKind.MEMORY,
        )
        assert cell.origin.score == 100


async def test_a_changed_insertion_is_a_persons_own(desk: Any, with_memory: Path) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 6)
        await hands.press("1")
        await hands.write(" Bəli.")
        await hands.press("escape")
        assert hands.cells("az")[5].origin.kind is OriginKind.PERSON


async def test_ctrl_g_and_a_digit_insert_while_typing(desk: Any, with_memory: Path) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 6)
        await hands.press("enter", "ctrl+g")
        assert "inserts a suggestion" in hands.screen.splitlines()[-1]
        await hands.press("1")
        assert hands.statement.pane.editor.text == "İkinci görüş iyunda olacaq."
        await hands.press("ctrl+g", "x")
        assert hands.statement.pane.editor.text == "İkinci görüş iyunda olacaq."
        await hands.press("ctrl+g", "9")
        assert "no suggestion 9" in hands.said


async def test_the_key_behind_ctrl_g_goes_into_no_text_though_there_is_nothing_to_insert(desk: Any) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 6)
        await hands.press("enter")
        hands.statement._known = None
        await hands.press("ctrl+g", "1")
        assert hands.statement.pane.editor.text == "" and "still looked for" in hands.said
        await hands.press("escape")
        await hands.go("fr", 4)
        await hands.press("enter", "end", "ctrl+g", "1")
        assert hands.statement.pane.editor.text == "Une réception a suivi."
        assert "nothing is suggested here" in hands.said


async def test_a_word_goes_to_the_cursor_with_spaces_and_a_whole_text_too_once_one_has_typed(
    desk: Any, with_memory: Path
) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 3)
        await hands.press("enter", "end")
        number = next(n for n, (kind, text) in enumerate(listed(hands), 1) if (kind, text) == ("number", "iki"))
        await hands.press("ctrl+g", str(number))
        assert hands.statement.pane.editor.text == "Tərəflər razılaşdılar. iki"
        await hands.press("ctrl+g", "1")
        assert hands.statement.pane.editor.text.startswith("Tərəflər razılaşdılar. iki ")
        hands.statement.pane.editor.select_all()
        await hands.press("ctrl+g", str(number))
        assert hands.statement.pane.editor.text == "iki"


async def test_at_80_columns_f3_turns_through_four_tabs_and_each_says_why_it_is_empty(desk: Any) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 4)
        seen = []
        for _ in range(4):
            seen.append(hands.statement.pane.tab)
            await hands.press("f3")
        assert seen == ["suggestions", "findings", "history", "comments"]
        assert hands.statement.pane.tab == "suggestions" and "[suggestions" in hands.screen
        await hands.press("f3", "f3")
        assert "no earlier text of this cell" in hands.screen
        await hands.press("enter", "f3")
        assert "no comments on this cell" in hands.screen


async def test_wide_the_findings_are_always_there_and_f3_turns_the_rest(desk: Any) -> None:
    async with desk("enter", "n", size=(150, 40)) as hands:
        assert "draft flagged: numbers" in hands.screen and "[suggestions" in hands.screen
        await hands.press("f3")
        assert "draft flagged: numbers" in hands.screen and "[history" in hands.screen
        await hands.pilot.resize_terminal(80, 24)
        await hands.settle()
        assert "draft flagged" not in hands.screen and "[history" in hands.screen


async def test_the_machine_is_asked_when_a_cell_is_edited_and_keeps_its_place(desk: Any, machine: Any) -> None:
    from workbench.services import bootstrap

    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 6)
        assert "asked when the cell is edited" in hands.screen and listed(hands)[0] == ("machine", "")
        bootstrap._RESIDENT.clear()
        await hands.press("1")
        assert listed(hands)[0] == ("machine", f"[az] {SENTENCE}")
        assert "en→az" in hands.screen
        await hands.press("ctrl+g", "1", "escape")
        cell = hands.cells("az")[5]
        assert (cell.origin.kind, cell.origin.route) == (OriginKind.ENGINE, ("en", "az"))


async def test_a_pair_without_a_model_says_so_once_in_the_list(desk: Any, machine: Any) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("hy", 3)
        await hands.press("enter")
        assert "workbench models" in hands.screen and not any(kind == "machine" for kind, _ in listed(hands))
        assert "workbench models" not in hands.said


async def test_a_click_on_a_suggestion_inserts_it(desk: Any, with_memory: Path) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 6)
        region = hands.statement.query_one("#side").region
        await hands.pilot.click("#side", offset=(4, 1))
        await hands.settle()
        assert region and hands.statement.pane.editor.text == "İkinci görüş iyunda olacaq."


async def test_nothing_is_looked_up_for_a_cell_that_was_left(desk: Any, with_memory: Path) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 3)
        about = hands.statement._about
        await hands.press("down")
        hands.statement._take_part(about, "names", hands.statement.suggestions())
        assert "names" not in hands.statement._parts or hands.statement._parts["names"] == []


async def test_terms_and_matches_are_foretold_while_typing(desk: Any, with_memory: Path, completions: Any) -> None:
    completions.whole = "başqa"
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 6)
        await hands.press("enter")
        await hands.write("İkinci gör")
        assert hands.statement.pane.editor.suggestion == "üş iyunda olacaq."
        await hands.press("tab")
        assert hands.statement.pane.editor.text == "İkinci görüş "


async def test_what_is_pasted_stays_text_whatever_digits_mean_in_the_grid(desk: Any) -> None:
    async with desk("enter", "enter", size=(150, 40)) as hands:
        hands.app._driver.send_message(events.Paste("123"))
        await hands.settle()
        assert hands.statement.pane.editor.text.endswith("123")


def test_every_kind_has_a_word() -> None:
    from workbench.tui.offers import KINDS

    assert set(KINDS) == {str(kind) for kind in Kind}
