"""Moving about by keyboard: rows, languages, heights, filters, and the keys of other keyboard layouts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tui.conftest import OpenDesk
from workbench.tui.screens.statements import StatementsScreen
from workbench.tui.widgets.grid import Zoom


async def test_rows_and_languages(desk: Any) -> None:
    async with desk("enter") as hands:
        grid = hands.statement.grid
        await hands.press("home", "down", "j")
        assert grid.row_index == 2
        await hands.press("k", "up", "up")
        assert grid.row_index == 0
        await hands.press("end")
        assert grid.row_index == 6
        await hands.press("pageup", "pagedown")
        assert grid.row_index == 6
        for key, language in (("left", "fr"), ("h", "fr"), ("l", "az"), ("]", "hy"), ("[", "az"), ("right", "hy")):
            await hands.press(key)
            assert grid.language == language, key
            assert hands.statement.session.cell == grid.cell


async def test_next_and_previous_undone_go_round(desk: Any) -> None:
    async with desk("enter") as hands:
        grid, seen = hands.statement.grid, []
        for key in ("n", "n", "n", "n", "N", "ctrl+n", "ctrl+u"):
            await hands.press(key)
            seen.append(grid.row_index)
        assert seen == [3, 5, 6, 2, 6, 2, 6]
        await hands.press("left", "n")
        assert "nothing left to do in fr" in hands.said


@pytest.mark.parametrize(
    ("key", "row"),
    [("ն", 3), ("Ն", 6), ("ctrl+n", 3), ("n", 3)],
)
async def test_letter_commands_answer_on_an_armenian_layout(desk: Any, key: str, row: int) -> None:
    async with desk("enter", key) as hands:
        assert hands.statement.grid.row_index == row


async def test_brackets_answer_on_azerbaijani_and_armenian_layouts(desk: Any) -> None:
    async with desk("enter") as hands:
        grid = hands.statement.grid
        for key, language in (("ğ", "hy"), ("ö", "az"), ("ջ", "hy"), ("չ", "az"), ("ծ", "hy"), ("խ", "az")):
            await hands.press(key)
            assert grid.language == language, key


async def test_a_shared_cell_stays_current_over_its_rows(desk: Any) -> None:
    async with desk("enter") as hands:
        await hands.go("fr", 2)
        first = hands.statement.session.cell
        await hands.press("down")
        assert hands.statement.session.cell == first
        assert (first.source_start, first.source_end) == (2, 4)
        lines = hands.screen.splitlines()
        ends = [line.rstrip(" ▐")[-1:] for line in lines]
        tied = [end for end in ends if end and end in "┐│┘"]
        assert tied[0] == "┐" and tied[-1] == "┘" and set(tied[1:-1]) <= {"│"}


async def test_a_sentence_of_one_version_alone_has_a_row_of_its_own(desk: Any) -> None:
    async with desk("enter") as hands:
        await hands.go("fr", 4)
        assert "Une réception a suivi." in hands.screen
        assert "(nothing opposite)" in hands.screen
        await hands.press("right")
        assert "this row belongs to another version" in hands.screen


async def test_zoom_one_three_all(desk: Any) -> None:
    async with desk("enter") as hands:
        grid = hands.statement.grid
        await hands.go("fr", 0)
        assert grid.height_of(3) == 1
        await hands.press("z")
        assert (grid.zoom, grid.height_of(3)) == (Zoom.THREE, 3)
        await hands.press("z")
        assert grid.zoom is Zoom.ALL
        await hands.press("ctrl+l")
        assert grid.zoom is Zoom.ONE


async def test_the_filter_shows_only_matching_rows_and_escape_all(desk: Any) -> None:
    async with desk("enter", "/") as hands:
        await hands.write("MEETING")
        grid = hands.statement.grid
        assert grid.shown == [6]
        assert "filter: 1 of 7" in hands.screen
        await hands.press("enter")
        assert grid.has_focus and grid.row_index == 6
        await hands.press("escape")
        assert grid.shown is None and grid.row_index == 6
        await hands.press("ctrl+f")
        await hands.write("nowhere to be found")
        assert "no row contains that text" in hands.screen
        await hands.press("escape")
        assert grid.count == 7 and grid.has_focus


async def test_the_filter_folds_letters_as_the_language_does(desk: Any) -> None:
    async with desk("enter", "/") as hands:
        await hands.write("danışiqlar")
        assert hands.statement.grid.shown == []
        await hands.press("escape", "/")
        await hands.write("danışıqlar")
        assert hands.statement.grid.shown == [0]


async def test_a_resize_keeps_cell_and_text(desk: Any) -> None:
    async with desk("enter", "enter", size=(150, 40)) as hands:
        await hands.write("Yazılır")
        before = hands.statement.session.text
        for size in ((80, 24), (60, 18), (200, 60)):
            await hands.pilot.resize_terminal(*size)
            await hands.settle()
            assert hands.statement.grid.row_index == 2
            assert hands.statement.session.text == hands.statement.pane.editor.text == before
            assert hands.statement.pane.editor.has_focus


async def test_columns_appear_as_they_fit(desk: Any) -> None:
    for width, names in ((80, ["azərbaycanca"]), (110, ["français", "azərbaycanca"]), (150, ["français", "հայերեն"])):
        async with desk("enter", size=(width, 30)) as hands:
            for name in names:
                assert name in hands.screen, width
            widths = [each for _, each in hands.statement.grid.columns(width - 1)]
            assert min(widths) >= 30
            assert sum(widths) + len(widths) - 1 + hands.statement.grid.number_width == width - 1


async def test_finding_keys_go_to_flagged_drafts(desk: Any) -> None:
    async with desk("enter", "f") as hands:
        assert hands.statement.grid.row_index == 3
        assert "numbers" in hands.screen
        await hands.press("F6".lower(), "F", "shift+f6")
        assert hands.statement.grid.row_index == 3


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_pictures_of_both_screens_hold_what_a_person_needs(desk: Any, size: tuple[int, int]) -> None:
    async with desk(size=size) as hands:
        listed = hands.app.export_screenshot().replace("&#160;", " ")
        for text in ("Talks on water", "Հայտարարություն", "source", "✓✓✓✓", "Enter", "open"):
            assert text in listed, text
        await hands.press("enter", "f")
        opened = hands.app.export_screenshot().replace("&#160;", " ")
        for text in (
            "English",
            "azərbaycanca",
            "◌",
            "✎",
            "machine draft",
            "starter",
            "draft flagged: numbers",
            "F1 help",
        ):
            assert text in opened, text
        columns = {line.index("│") for line in hands.screen.splitlines()[2:9] if "│" in line[:75]}
        assert len(columns) == 1, "the first border stands in one column"


async def test_a_very_long_sentence_scrolls_and_a_statement_without_targets_opens(desk: Any, tmp_path: Path) -> None:
    from workbench.services.project import Project

    with Project.create(tmp_path / "long", source="en", targets=["fr"]) as project:
        project.new_statement("Long", language="en", text="One is here. " + "Word " * 400 + "end. Last one here.")
    settings = tmp_path / "long" / "workbench.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('["fr"]', '["en"]'), encoding="utf-8")
    async with desk("enter", "down", folder=tmp_path / "long") as hands:
        grid = hands.statement.grid
        assert grid.height_of(1) == grid.size.height
        assert "2  en" in hands.screen
        await hands.press("down", "enter", "c", "n", "T", "right", "left", "z", "end", "home", "escape")
        assert "Long" in hands.screen


async def test_back_from_a_new_statement_the_cursor_is_on_it(desk: OpenDesk) -> None:
    async with desk("n") as hands:
        await hands.write("Zəlzələ haqqında məlumat")
        await hands.press("ctrl+s", "escape")
        assert isinstance(hands.app.screen, StatementsScreen)
        current = hands.app.screen.list.current
        assert current is not None and current.statement.title == "Zəlzələ haqqında məlumat"


async def test_the_row_gone_to_is_painted_before_its_cell_is_opened(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk("enter", "home") as hands:
        seen: list[str] = []
        show, display = hands.statement._show_cell, hands.app._display

        def shows() -> None:
            seen.append("cell")
            show()

        def displays(screen: Any, drawn: Any) -> None:
            seen.append("paint")
            display(screen, drawn)

        monkeypatch.setattr(hands.statement, "_show_cell", shows)
        monkeypatch.setattr(hands.app, "_display", displays)
        await hands.press("down")
        assert seen[:2] == ["paint", "cell"]
        assert "paint" in seen[2:]
