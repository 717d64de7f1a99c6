"""The alignment desk by keyboard alone: every key, what it leaves in the project, and what is seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.tui.conftest import Hands
from workbench.core.project import Cell, State
from workbench.services.alignwork import Side
from workbench.services.beadcells import extent
from workbench.services.project import Project
from workbench.tui.drawing import ascii_only
from workbench.tui.screens.alignment import AlignmentScreen
from workbench.tui.screens.statement import StatementScreen
from workbench.tui.screens.statements import StatementsScreen

CONFIDENCES = (0.95, 0.62, 0.71, 0.41, 0.97, 0.99)
SIZES = [(80, 24), (160, 48)]


def desk_of(hands: Hands) -> AlignmentScreen:
    assert isinstance(hands.app.screen, AlignmentScreen)
    return hands.app.screen


def french(hands: Hands) -> list[Cell]:
    return hands.cells("fr")


def extents(hands: Hands) -> list[tuple[int, int, int, int]]:
    return [extent(cell) for cell in french(hands)]


def whole(cells: list[Cell]) -> str:
    return "".join(cell.lead + cell.text + cell.trail for cell in cells)


@pytest.fixture
def doubtful(project_folder: Path) -> Path:
    """The small project with a French version of which the aligner is not sure everywhere."""
    with Project.open(project_folder) as project:
        statement = project.statement("talks-on-water")
        version = project.store.version(statement.id, "fr")
        assert version is not None
        cells = project.store.cells(version.id)
        unsure = [replace(cell, confidence=sure) for cell, sure in zip(cells, CONFIDENCES, strict=True)]
        project.store.put_cells(version.id, unsure, "import")
    return project_folder


@pytest.fixture
def open_desk(desk: Any, doubtful: Path) -> Any:
    """Opens the alignment desk of the French version, the cursor on the first bead."""
    return lambda *keys, size=(80, 24): desk("a", "home", *keys, size=size, folder=doubtful)


# -- in and out --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_from_the_list_it_opens_on_what_is_least_certain(
    desk: Any, doubtful: Path, size: tuple[int, int]
) -> None:
    async with desk("a", size=size, folder=doubtful) as hands:
        screen = desk_of(hands)
        assert (screen.language, screen.at) == ("fr", 3)
        assert "en ▸ fr" in hands.screen
        assert "certain 3   to look at 3 ▸ 1 of 3   null 2" in hands.screen
        assert "(nothing opposite)" in hands.screen
        assert ".41" in hands.screen and ".62" in hands.screen
        await hands.press("escape")
        assert isinstance(hands.app.screen, StatementsScreen)


async def test_from_the_grid_it_opens_on_the_row_and_goes_back_to_one(desk: Any, doubtful: Path) -> None:
    async with desk("enter", folder=doubtful) as hands:
        await hands.go("fr", 5)
        await hands.press("f11")
        assert desk_of(hands).at == 4
        await hands.press("up", "up", "enter")
        assert isinstance(hands.app.screen, StatementScreen)
        assert (hands.statement.grid.language, hands.statement.grid.row_index) == ("fr", 2)
        await hands.press("a", "escape")
        assert isinstance(hands.app.screen, StatementScreen)


async def test_where_one_was_is_remembered(desk: Any, doubtful: Path) -> None:
    async with desk("a", "home", "down", folder=doubtful) as hands:
        await hands.press("escape", "a")
        assert desk_of(hands).at == 1
        await hands.press("end")
        hands.app.remember()
    async with desk("a", folder=doubtful) as hands:
        assert desk_of(hands).at == 5


async def test_the_statement_behind_shows_what_was_changed(desk: Any, doubtful: Path) -> None:
    async with desk("enter", folder=doubtful) as hands:
        await hands.go("fr", 0)
        await hands.press("a", "m", "escape")
        cell = hands.statement.board.cell(0, "fr")
        assert cell is not None and (cell.source_start, cell.source_end) == (0, 2)


# -- versions that are not aligned -------------------------------------------------------------------------------------


async def test_a_drafted_version_and_a_missing_one_say_what_they_are(open_desk: Any) -> None:
    async with open_desk("v", "down", "enter") as hands:
        assert desk_of(hands).language == "az"
        assert "it is aligned by its making" in hands.screen
        await hands.press("m", "space", "r", "n")
        assert "drafted here" in hands.said
        await hands.press("f3", "down", "down", "enter")
        assert "There is no hy version yet" in hands.screen
        await hands.press("R", "escape")
        assert isinstance(hands.app.screen, StatementsScreen)


async def test_a_version_that_is_not_aligned_is_aligned_in_the_background(desk: Any, doubtful: Path) -> None:
    with Project.open(doubtful) as project:
        version = project.store.version(project.statement("talks-on-water").id, "fr")
        assert version is not None
        project.store.put_cells(version.id, [], "import")
    async with desk("a", folder=doubtful) as hands:
        assert "not aligned yet" in hands.screen
        await hands.press("r")
        screen = desk_of(hands)
        assert screen.facing is not None and len(screen.facing.alignment) >= 5
        assert "beads" in hands.said
        assert whole(french(hands)) == whole(list(screen.facing.cells))


async def test_a_statement_without_other_versions_says_so(desk: Any, project_folder: Path, tmp_path: Path) -> None:
    settings = project_folder / "workbench.toml"
    settings.write_text('source = "hy"\ntargets = ["en"]\n', encoding="utf-8")
    async with desk("down", "a") as hands:
        assert "There is no en version yet" in hands.screen
        await hands.press("V", "s", "x", "tab", "left", "right", "down", "home", "escape")


# -- moving ------------------------------------------------------------------------------------------------------------


async def test_arrows_letters_and_pages_move(open_desk: Any) -> None:
    async with open_desk() as hands:
        seen = []
        for key in ("down", "j", "up", "k", "end", "home", "pagedown", "pageup", "ջ"):
            await hands.press(key)
            seen.append(desk_of(hands).at)
        assert seen[:6] == [1, 2, 1, 0, 5, 0]
        assert seen[7] == 0


async def test_what_is_least_certain_comes_first(open_desk: Any) -> None:
    async with open_desk() as hands:
        seen = []
        for key in ("n", "n", "f6", "n", "N", "ctrl+u", "ctrl+n"):
            await hands.press(key)
            seen.append(desk_of(hands).at)
        assert seen == [3, 1, 2, 3, 2, 1, 2]
        assert "to look at 3 ▸ 3 of 3" in hands.screen


async def test_sides_are_chosen_by_tab_and_arrows(open_desk: Any) -> None:
    async with open_desk() as hands:
        pair = desk_of(hands).pair
        assert pair.side is Side.TARGET
        await hands.press("tab")
        assert pair.side is Side.SOURCE
        await hands.press("right", "left", "l", "h")
        assert pair.side is Side.SOURCE
        await hands.press("tab")
        assert pair.side is Side.TARGET


# -- changing beads ----------------------------------------------------------------------------------------------------


async def test_accepting_pins_and_goes_on_to_the_next_least_certain(open_desk: Any) -> None:
    async with open_desk("n", "space") as hands:
        pinned = [cell for cell in french(hands) if cell.pinned]
        assert [(extent(cell), cell.confidence) for cell in pinned] == [((4, 4, 3, 4), 1.0)]
        at = desk_of(hands).at
        assert at is not None
        assert desk_of(hands).facing.alignment.doubtful(at) or not desk_of(hands).facing.alignment.doubts()
        assert whole(french(hands)) == whole(list(desk_of(hands).facing.cells))
        await hands.press("u")
        assert not any(cell.pinned for cell in french(hands))
        assert tuple(cell.confidence for cell in french(hands)) == CONFIDENCES
        await hands.press("ctrl+y")
        assert [extent(cell) for cell in french(hands) if cell.pinned] == [(4, 4, 3, 4)]


async def test_merging_is_saved_at_once_and_undone(open_desk: Any) -> None:
    async with open_desk("m") as hands:
        assert extents(hands)[:2] == [(0, 2, 0, 2), (2, 4, 2, 3)]
        assert french(hands)[0].pinned
        assert desk_of(hands).at == 0
        await hands.press("backspace")
        assert extents(hands)[:2] == [(0, 1, 0, 1), (1, 2, 1, 2)]
        await hands.press("ctrl+y", "ctrl+z", "end", "f4")
        assert "last bead" in hands.said


async def test_splitting_asks_where(open_desk: Any) -> None:
    async with open_desk("down", "down", "s") as hands:
        screen = desk_of(hands)
        assert screen.pair.cut is not None
        assert "split: ↑ ↓" in hands.screen and "✂" in hands.screen
        await hands.press("escape")
        assert screen.pair.cut is None and len(french(hands)) == 6
        await hands.press("f5", "up", "up", "up", "down", "tab", "up", "up", "down", "enter")
        assert extents(hands)[2:4] == [(2, 3, 2, 3), (3, 4, 3, 3)]
        assert screen.at == 2
        await hands.press("u", "s", "down", "down", "down", "tab", "down", "down", "down", "enter")
        assert "a sentence in each part" in hands.said
        await hands.press("home", "up", "x", "s")
        assert "one sentence in all" in hands.said


async def test_borders_move_on_the_side_that_is_chosen(open_desk: Any) -> None:
    async with open_desk("down", "J") as hands:
        assert extents(hands)[1:3] == [(1, 2, 1, 1), (2, 4, 1, 3)]
        await hands.press("u", "tab", "down", "ctrl+up")
        assert extents(hands)[1:3] == [(1, 3, 1, 2), (3, 4, 2, 3)]
        assert desk_of(hands).at == 2
        await hands.press("u", "K", "u", "end", "ctrl+down")
        assert len(french(hands)) == 6 and "no other bead" in hands.said
        await hands.press("tab", "J")
        assert "no sentence that could go elsewhere" in hands.said


async def test_a_bead_is_emptied_and_an_empty_one_taken_away(open_desk: Any) -> None:
    async with open_desk("x") as hands:
        assert extents(hands)[:2] == [(0, 1, 0, 0), (1, 1, 0, 1)]
        assert [cell.pinned for cell in french(hands)[:2]] == [False, True]
        await hands.press("delete")
        assert extents(hands)[0] == (0, 1, 0, 1)
        await hands.press("end", "x")
        assert extents(hands)[-1] == (4, 6, 4, 5)


async def test_a_gap_moves_what_follows_down(open_desk: Any) -> None:
    async with open_desk("i") as hands:
        assert extents(hands)[:3] == [(0, 1, 0, 0), (1, 2, 0, 1), (2, 4, 1, 2)]
        assert whole(french(hands)).startswith("ENTRETIENS SUR L’EAU\n\nLes délégations")
        await hands.press("insert")
        assert "an empty side already" in hands.said


async def test_a_pin_is_taken_away(open_desk: Any) -> None:
    async with open_desk("p") as hands:
        assert "not pinned" in hands.said
        await hands.press("m", "f8")
        assert not french(hands)[0].pinned and french(hands)[0].confidence == 0.5


@pytest.mark.parametrize("key", ["r", "ctrl+r"])
async def test_the_rest_is_aligned_around_the_pins(open_desk: Any, key: str) -> None:
    async with open_desk("i", "end", "up", key) as hands:
        screen = desk_of(hands)
        assert (0, 1, 0, 0) in extents(hands)
        assert screen.at is not None and 4 in screen.facing.alignment.beads[screen.at].source
        assert whole(french(hands)) == whole(list(screen.facing.cells))
        shaped = extents(hands)
        await hands.press(key)
        assert "nothing changes" in hands.said
        await hands.press("u")
        assert extents(hands) != shaped
        before = extents(hands)
        await hands.press("R")
        assert (0, 1, 0, 0) in extents(hands) and extents(hands) != before
        assert "beads" in hands.said
        await hands.press("u")
        assert extents(hands) == before


async def test_undo_outlives_the_desk(desk: Any, doubtful: Path) -> None:
    async with desk("a", "home", "m", folder=doubtful) as hands:
        assert len(french(hands)) == 5
    async with desk("a", "u", folder=doubtful) as hands:
        assert len(french(hands)) == 6
        assert tuple(cell.confidence for cell in french(hands)) == CONFIDENCES
        await hands.press("u")
        assert "nothing to undo" in hands.said


# -- texts of people ---------------------------------------------------------------------------------------------------


async def test_locked_and_rewritten_texts_are_left_alone(desk: Any, doubtful: Path) -> None:
    with Project.open(doubtful) as project:
        cells = project.sheet("talks-on-water").columns["fr"]
        project.lock([cells[0]])
        project.edit(cells[2], "Réécrit.", state=State.CONFIRMED)
    async with desk("a", "home", folder=doubtful) as hands:
        assert "pinned 2" in hands.screen or "bead 1 of 6" in hands.screen
        await hands.press("m")
        assert "locked" in hands.said
        await hands.press("down", "down")
        assert "Réécrit." in hands.screen and "rewritten by a person" in hands.screen
        await hands.press("x", "p", "r")
        assert "rewritten" in hands.said
        assert [cell.text for cell in french(hands)][2] == "Réécrit."
        assert extents(hands)[2] == (2, 4, 2, 3)


async def test_somebody_elses_change_is_shown_and_told(open_desk: Any) -> None:
    async with open_desk() as hands:
        with Project.open(hands.project.folder) as theirs:
            cells = theirs.sheet("talks-on-water").columns["fr"]
            theirs.merge(cells[0], cells[1])
        await hands.press("m")
        assert "somebody else has changed these sentences" in hands.said
        assert extents(hands)[0] == (0, 2, 0, 2)
        assert desk_of(hands).facing.alignment.beads[0].source_end == 2
        with Project.open(hands.project.folder) as theirs:
            cells = theirs.sheet("talks-on-water").columns["fr"]
            theirs.merge(cells[1], cells[2])
        await hands.press("end")
        hands.app.look_for_changes()
        await hands.settle()
        assert desk_of(hands).at == 3


async def test_undo_of_a_change_elsewhere_offers_to_go_there(desk: Any, doubtful: Path) -> None:
    async with desk("enter", folder=doubtful) as hands:
        await hands.go("az", 2)
        await hands.press("c", "f2", "end", "a", "u")
        assert "talks-on-water" in hands.screen


# -- all versions at once ----------------------------------------------------------------------------------------------


@pytest.fixture
def two_versions(doubtful: Path) -> Path:
    """An Armenian version beside the French one, both aligned."""
    from workbench.core.project import Version
    from workbench.services.alignproject import align_statement

    texts = (
        "ԲԱՆԱԿՑՈՒԹՅՈՒՆՆԵՐ ՋՐԻ ՇՈՒՐՋ\n\n", "Պատվիրակությունները հանդիպեցին Ժնևում մայիսի 3-ին։ ",
        "Նրանք քննարկեցին գետի համատեղ կառավարումը։ ", "Երկու կողմերը համաձայնեցին, որ գետի հոսքի չափումները "
        "կհրապարակվեն երկու ամիսը մեկ։ ", "Տվյալները բաց կլինեն բոլորի համար։\n\n", "Երկրորդ հանդիպումը հունիսին։\n",
    )  # fmt: skip
    with Project.open(doubtful) as project:
        statement = project.statement("talks-on-water")
        project.store.put_version(Version(0, statement.id, "hy", "imported", texts))
        align_statement(project, "talks-on-water", "hy")
    return doubtful


@pytest.mark.parametrize("size", SIZES)
async def test_all_versions_beside_the_source(desk: Any, two_versions: Path, size: tuple[int, int]) -> None:
    async with desk("a", "home", size=size, folder=two_versions) as hands:
        screen = desk_of(hands)
        first = screen.language
        await hands.press("v", "end", "enter")
        assert screen.pivot and screen.all.has_focus and screen.language == first
        assert "français" in hands.screen and ("հայերեն" in hands.screen or size == (80, 24))
        if first == "hy":
            await hands.press("left")
        assert screen.language == "fr"
        await hands.press("home", "down", "down", "down")
        assert screen.at == 2, "a bead over two rows stays current"
        await hands.press("down")
        assert screen.at == 3
        await hands.press("right")
        assert screen.language == "hy"
        await hands.press("left", "home", "m")
        assert extents(hands)[0] == (0, 2, 0, 2)
        assert screen.pivot and screen.at == 0
        await hands.press("u", "n", "space", "V")
        assert not screen.pivot and screen.pair.has_focus
        await hands.press("f10", "s")
        assert not screen.pivot
        await hands.press("escape", "escape")


async def test_a_row_of_another_version_has_no_bead_to_change(desk: Any, two_versions: Path) -> None:
    async with desk("a", "V", size=(160, 48), folder=two_versions) as hands:
        screen = desk_of(hands)
        if screen.language == "fr":
            await hands.press("right")
        row = next(number for number, row in enumerate(screen.all.rows) if "hy" not in row.cells)
        await hands.press("home", *["down"] * row)
        assert screen.at is None
        await hands.press("m", "space", "enter")
        assert "belongs to another version" in hands.said


async def test_where_versions_disagree_there_is_a_mark(desk: Any, two_versions: Path) -> None:
    async with desk("enter", folder=two_versions) as hands:
        await hands.go("fr", 0)
        await hands.press("a", "i")
        screen = desk_of(hands)
        screen._take_against({"fr": {(1, 2): "hy"}})
        await hands.press("down")
        assert "≠" in hands.screen
        assert "hy leads elsewhere" in hands.screen


# -- looks -------------------------------------------------------------------------------------------------------------


async def test_what_ties_a_pair_lights_up(open_desk: Any) -> None:
    async with open_desk("down", size=(120, 30)) as hands:
        spans = desk_of(hands).pair._spans[1]
        source, target = (" ".join(text for _number, text in desk_of(hands).facing.sentences(1, side)) for side in Side)
        tied = {(kind, source[start:end]) for start, end, kind in spans[0]}
        assert ("number", "3 May.") in tied
        assert "3 mai." in {target[start:end] for start, end, _kind in spans[1]}
        assert any("Geneva" in text for _kind, text in tied)
        lines = hands.app.screen._compositor.render_strips()
        lit = [segment for line in lines for segment in line if segment.text == "3 May."]
        assert lit and lit[0].style is not None and lit[0].style.underline


@pytest.mark.parametrize("size", [*SIZES, (60, 18), (200, 60)])
async def test_lines_have_the_width_of_the_terminal(open_desk: Any, size: tuple[int, int]) -> None:
    async with open_desk(size=size) as hands:
        for keys in ((), ("s",), ("escape", "V")):
            await hands.press(*keys)
            for line in hands.app.screen._compositor.render_strips():
                assert sum(segment.cell_length for segment in line) == size[0]


async def test_everything_is_there_in_ascii(open_desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_ASCII", "1")
    ascii_only.cache_clear()
    async with open_desk("n", "space", "home") as hands:
        assert ".62" in hands.screen or "certain" in hands.screen
        await hands.press("s")
        assert "%-" in hands.screen or "one sentence" in hands.said or "split" in hands.screen
        assert not set("━╌✂┬└≠✓█▒") & set(hands.screen)
    ascii_only.cache_clear()


async def test_without_colour_certainty_is_told_by_signs_and_numbers(
    open_desk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_desk() as hands:
        assert "━━ .95 ━━" in hands.screen and "╌╌ .62 ╌╌" in hands.screen and "·· .41 ··" in hands.screen
        await hands.press("m")
        assert "━━  ✓  ━━" in hands.screen
