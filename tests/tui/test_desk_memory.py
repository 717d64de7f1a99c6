"""The memory desk by keys alone: every pair, hits in the middle, opening cells, memory files in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workbench.config import load_settings
from workbench.core.project import State
from workbench.services.memorydesk import file_units
from workbench.tui.actions import Place
from workbench.tui.keymap import footer
from workbench.tui.screens.memory import MemoryScreen
from workbench.tui.screens.statements import StatementsScreen

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
 srclang="en" datatype="plaintext"/><body>
<tu><tuv xml:lang="en"><seg>The data will be open to all.</seg></tuv>
 <tuv xml:lang="fr"><seg>Tout sera ouvert.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>The river.</seg></tuv><tuv xml:lang="fr"><seg>Le fleuve.</seg></tuv>
 <tuv xml:lang="hy"><seg>Գետը։</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>The river.</seg></tuv><tuv xml:lang="fr"><seg>Le fleuve.</seg></tuv></tu>
</body></tmx>
"""


@pytest.fixture
def with_file(project_folder: Path) -> Path:
    """A memory file that the project names."""
    file = project_folder / "memories" / "old.tmx"
    file.parent.mkdir()
    file.write_text(TMX, encoding="utf-8")
    settings = project_folder / "workbench.toml"
    settings.write_text(f'memories = ["memories/old.tmx"]\n{settings.read_text(encoding="utf-8")}', encoding="utf-8")
    return file


def memory(hands: Any) -> MemoryScreen:
    assert isinstance(hands.app.screen, MemoryScreen)
    return hands.app.screen


def sources(hands: Any) -> list[str]:
    units = memory(hands).units
    return [units.table[number].source for number in units.shown]


@pytest.mark.parametrize("keys", [("shift+f4",), ("m",), ("ctrl+x", "m")])
async def test_the_desk_shows_what_is_confirmed_in_the_first_pair(desk: Any, keys: tuple[str, ...]) -> None:
    async with desk(*keys) as hands:
        assert "en→fr" in hands.screen and "4 of 4 units" in hands.screen
        assert "ENTRETIENS SUR L’EAU" in hands.screen
        assert "Enter open" in hands.screen and len(footer(Place.MEMORY)) == 6
        await hands.press("escape")
        assert isinstance(hands.app.screen, StatementsScreen)


async def test_every_pair_has_its_units_and_can_be_turned(desk: Any) -> None:
    async with desk("shift+f4", "right") as hands:
        assert "en→az" in hands.screen
        assert sources(hands) == ["TALKS ON WATER", "The delegations met in Geneva on 3 May."]
        await hands.press("s")
        assert "az→en" in hands.screen and sources(hands)[0] == "SU BARƏDƏ DANIŞIQLAR"
        await hands.press("right", "]")
        assert "fr→az" in hands.screen
        assert [memory(hands).units.table[n].target for n in (0, 1)] == [
            "SU BARƏDƏ DANIŞIQLAR",
            "Nümayəndə heyətləri mayın 3-də Cenevrədə görüşdü.",
        ]
        await hands.press("left", "[", "left")
        assert "en→fr" in hands.screen


async def test_an_empty_pair_says_what_makes_units(desk: Any) -> None:
    async with desk("shift+f4", "right", "right") as hands:
        assert "Nothing is confirmed in English and հայերեն yet" in hands.screen
        assert "take a memory file" in hands.screen
        await hands.press("enter")
        assert "there is no unit here" in hands.said


async def test_a_hit_stands_in_the_middle_of_its_side(desk: Any) -> None:
    async with desk("shift+f4", "right", "/") as hands:
        await hands.write("cenevrə")
        assert sources(hands) == ["The delegations met in Geneva on 3 May."]
        line = next(line for line in hands.screen.split("\n") if "▸" in line)
        assert "Cenevrədə" in line and "…" in line  # the beginning of the target gives way
        await hands.press("enter", "escape")
        assert len(sources(hands)) == 2


async def test_what_was_found_stays_whole_while_another_pair_is_read(desk: Any, with_file: Path) -> None:
    async with desk("shift+f4", "/", *"the", "enter", "end") as hands:
        screen = memory(hands)
        found = sources(hands)
        assert len(found) > 1 and "The river" in found[-1]
        screen.action_memory_turn()
        screen.look_again()  # nothing is read yet
        assert sources(hands) == found
        await hands.settle()
        assert screen.units.table.pair == ("fr", "en")
        screen.action_memory_choose()
        await hands.settle()
        await hands.press("enter")
        assert "fr→en" in hands.screen


async def test_units_come_from_memory_files_too_and_are_told_apart(desk: Any, with_file: Path) -> None:
    async with desk("shift+f4", "end") as hands:
        assert len(sources(hands)) == 7
        assert "▤" in hands.screen and "old.tmx 3" in hands.screen and "read-only" in hands.screen
        await hands.press("enter")
        assert "memory files are only read" in hands.said
        await hands.press("b", "down", "enter")
        assert len(sources(hands)) == 4 and "this project" in hands.screen
        await hands.press("b", "down", "down", "enter")
        assert len(sources(hands)) == 3 and "old.tmx" in hands.screen


async def test_duplicates_and_different_translations_are_shown(desk: Any, with_file: Path) -> None:
    async with desk("shift+f4", "p") as hands:
        assert sources(hands) == ["The river.", "The river."] and "the same  Le fleuve." in hands.screen
        await hands.press("f6")
        assert sources(hands) == ["The data will be open to all."] * 2
        assert "! also  Tout sera ouvert." in hands.screen
        await hands.press("escape")
        assert len(sources(hands)) == 7


async def test_a_unit_opens_the_cell_it_comes_from_and_follows_it(desk: Any) -> None:
    async with desk("shift+f4", "right", "down", "enter") as hands:
        statement = hands.statement
        assert (statement.grid.language, statement.grid.row_index) == ("az", 1)
        await hands.press("down", "c")
        assert hands.cells("az")[2].state is State.CONFIRMED
        await hands.press("shift+f4")
        assert "They discussed the joint management of the river." in sources(hands)


async def test_units_that_are_confirmed_while_one_looks_appear(desk: Any) -> None:
    async with desk("shift+f4", "right") as hands:
        cell = hands.cells("az")[3]
        hands.project.confirm(cell)
        hands.app.look_for_changes()
        await hands.settle()
        assert "The two sides agreed that" in " ".join(sources(hands))


async def test_a_memory_file_is_taken_in_with_a_report(desk: Any, project_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.tmx"
    file.write_text(TMX, encoding="utf-8")
    async with desk("shift+f4", "i", "end", "ctrl+u") as hands:
        await hands.write(str(file))
        await hands.press("enter")
        assert "3 units are in memories/mine.tmx now" in hands.screen and "en–fr: 3" in hands.screen
        await hands.press("enter")
        assert len(sources(hands)) == 7
        assert load_settings(project_folder).memories == (project_folder / "memories" / "mine.tmx",)
        assert hands.project.settings.memories


async def test_a_file_that_is_no_memory_is_told(desk: Any, project_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.tmx"
    file.write_text("no xml", encoding="utf-8")
    async with desk("shift+f4", "i", "end", "ctrl+u") as hands:
        await hands.write(str(file))
        await hands.press("enter")
        assert "x.tmx" in hands.said and not load_settings(project_folder).memories


async def test_the_pair_is_written_as_a_memory_file(desk: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.tmx"
    async with desk("shift+f4", "w", "end", "ctrl+u") as hands:
        await hands.write(str(tmp_path / "out.txt"))
        await hands.press("enter")
        assert "ends in .tmx" in hands.screen
        await hands.press("end", "ctrl+u")
        await hands.write(str(out))
        await hands.press("enter")
        assert "4 units" in hands.said
        there = [unit.source for some in file_units(out, ("en", "fr"), []) for unit in some]
        assert there == sources(hands)


async def test_a_broken_memory_file_is_told_and_the_rest_is_shown(desk: Any, with_file: Path) -> None:
    with_file.write_text(TMX.replace("</body></tmx>", "<tu>"), encoding="utf-8")
    async with desk("shift+f4") as hands:
        assert "not well-formed" in hands.said and len(sources(hands)) == 7


async def test_on_a_wide_terminal_the_details_stand_beside_the_list(desk: Any) -> None:
    async with desk("shift+f4", size=(150, 40)) as hands:
        line = next(line for line in hands.screen.split("\n") if "▸" in line)
        assert "│" in line
        assert "talks-on-water 1 fr" in hands.screen


async def test_rows_are_moved_through_by_every_key(desk: Any) -> None:
    async with desk("shift+f4") as hands:
        at = []
        for key in ("down", "j", "up", "k", "end", "home", "pagedown", "pageup"):
            await hands.press(key)
            at.append(memory(hands).units.cursor)
        assert at == [1, 2, 1, 0, 3, 0, 2, 0]
