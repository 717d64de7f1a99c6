"""The models desk by keys alone: ways, packages, offers; installing, verifying, removing; nothing fetched unasked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from tests.unit.engines.tiny_model import described, make_package, zip_package
from workbench.config import load_settings
from workbench.engines.hub import Hub
from workbench.services import bootstrap
from workbench.tui.actions import Place
from workbench.tui.keymap import footer
from workbench.tui.model_rows import Section
from workbench.tui.screens import browse
from workbench.tui.screens.models import ModelsScreen
from workbench.tui.screens.statements import StatementsScreen


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Details are worked out without waiting for the cursor to rest."""
    monkeypatch.setattr(browse, "REST_S", 0)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A package file, fr→hy."""
    return zip_package(make_package(tmp_path / "built", "fr", "hy"), tmp_path / "fr_hy.argosmodel")


@pytest.fixture(autouse=True)
def packages(tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages with a package and a broken folder, and an index in a file that offers one more."""
    folder = tmp_path / "packages"
    make_package(folder, "en", "fr")
    (folder / "broken").mkdir()
    index = tmp_path / "index.json"
    index.write_text(json.dumps([described("fr", "hy", "1.0", links=[archive.as_uri()])]))
    monkeypatch.setenv("WORKBENCH_PACKAGES", str(folder))
    monkeypatch.setenv("WORKBENCH_INDEX", str(index))
    monkeypatch.setenv("WORKBENCH_DEVICE", "cpu")
    return folder


def models(hands: Any) -> ModelsScreen:
    assert isinstance(hands.app.screen, ModelsScreen)
    return hands.app.screen


async def find(hands: Any, section: Section, name: str = "") -> None:
    """Move down to a row."""
    await hands.press("home")
    while not (models(hands).models.current.section is section and name in models(hands).models.current.name):
        before = models(hands).models.cursor
        await hands.press("down")
        assert models(hands).models.cursor != before, f"no {name} in {section}"


@pytest.mark.parametrize("keys", [("shift+f7",), ("M",), ("ctrl+x", "d")])
async def test_the_desk_shows_ways_packages_and_models_without_asking_the_network(
    desk: Any, keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hub, "index", lambda _self: pytest.fail("the index was read unasked"))
    async with desk(*keys, size=(120, 60)) as hands:
        screen = hands.screen
        assert "en→fr" in screen and "by way of en" in screen
        assert "translate-en_fr-1_0" in screen and "madlad400-3b" in screen
        assert "broken" in screen and "no metadata.json" in screen
        assert "index not asked: r" in screen
        assert "Enter install" in screen and len(footer(Place.MODELS)) == 6
        await hands.press("escape")
        assert isinstance(hands.app.screen, StatementsScreen)


async def test_details_of_a_package_say_licence_layout_and_where_it_lies(desk: Any, packages: Path) -> None:
    async with desk("shift+f7", size=(150, 50)) as hands:
        await find(hands, Section.HERE, "translate-en_fr-1_0")
        screen = hands.screen.replace("\n", " ")
        assert "layout  argos" in screen and "en → fr" in screen and "not stated" in screen
        await find(hands, Section.LISTED, "madlad400-3b")
        assert "Apache-2.0" in hands.screen and "direct with it" in hands.screen


async def test_the_index_is_asked_when_a_person_asks(desk: Any) -> None:
    async with desk("shift+f7", "r", size=(120, 60)) as hands:
        assert "translate-fr_hy" in hands.screen and "index as of now" in hands.screen


async def test_without_an_index_the_list_says_so(desk: Any, tmp_path: Path) -> None:
    (tmp_path / "index.json").unlink()
    async with desk("shift+f7", "f5", size=(150, 60)) as hands:
        assert "no index: no network?" in hands.screen
        assert "Without a network" in str(hands.app.screen.query_one("#details", Static).content)
        assert "madlad400-3b" in hands.screen


async def test_a_package_of_the_index_is_installed_after_asking(desk: Any, packages: Path) -> None:
    async with desk("shift+f7", "r") as hands:
        await find(hands, Section.INDEX, "translate-fr_hy")
        await hands.press("enter")
        assert "Install translate-fr_hy?" in hands.screen
        await hands.press("enter")
        assert not (packages / "translate-fr_hy-1_0").exists()
        await hands.press("enter", "down", "enter")
        assert (packages / "translate-fr_hy-1_0").is_dir()
        assert "installed: translate-fr_hy-1_0, fr→hy" in hands.said
        way = next(row for row in models(hands).models.rows if row.cells[0][0] == "fr→hy")
        assert way.sign == "good"
        await hands.press("enter")
        assert "there is nothing to install in this row" in hands.said


async def test_a_package_is_installed_from_a_file(desk: Any, packages: Path, archive: Path) -> None:
    async with desk("shift+f7", "f4", "end", "ctrl+u") as hands:
        await hands.write(str(archive))
        await hands.press("enter")
        assert (packages / "translate-fr_hy-1_0").is_dir() and "installed: " in hands.said


async def test_a_file_that_is_no_package_is_told_and_leaves_nothing(desk: Any, packages: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.argosmodel"
    file.write_bytes(b"no zip")
    before = sorted(packages.iterdir())
    async with desk("shift+f7", "f", "end", "ctrl+u") as hands:
        await hands.write(str(file))
        await hands.press("enter")
        assert "x.argosmodel" in hands.said and sorted(packages.iterdir()) == before


async def test_a_licence_that_forbids_commercial_use_has_to_be_accepted(desk: Any) -> None:
    async with desk("shift+f7") as hands:
        await find(hands, Section.LISTED, "nllb-200-distilled-600m")
        await hands.press("enter")
        assert "its licence forbids commercial use, and mine is allowed" in hands.screen
        assert "CC-BY-NC-4.0" in hands.screen
        await hands.press("escape")
        assert not hands.said


async def test_a_package_is_verified(desk: Any, packages: Path) -> None:
    async with desk("shift+f7") as hands:
        await find(hands, Section.HERE, "translate-en_fr-1_0")
        await hands.press("v")
        assert "translate-en_fr-1_0 works" in hands.said
        (packages / "translate-en_fr-1_0" / "model" / "model.bin").write_bytes(b"x")
        await hands.press("f6")
        assert "does not work" in hands.said


async def test_a_package_is_removed_only_when_said_and_a_broken_folder_too(desk: Any, packages: Path) -> None:
    async with desk("shift+f7") as hands:
        await find(hands, Section.HERE, "translate-en_fr-1_0")
        await hands.press("x", "enter")
        assert (packages / "translate-en_fr-1_0").exists()
        await hands.press("delete", "down", "enter")
        assert not (packages / "translate-en_fr-1_0").exists() and "removed: " in hands.said
        await find(hands, Section.BROKEN, "broken")
        await hands.press("x", "down", "enter")
        assert not (packages / "broken").exists()


async def test_a_starter_stays(desk: Any) -> None:
    async with desk("shift+f7") as hands:
        await find(hands, Section.HERE, "translate-en_az")
        await hands.press("x", "down", "enter")
        assert "came with the workbench and stays" in hands.said
        starters = bootstrap.models(load_settings()).installed().packages
        assert any(each.name.startswith("translate-en_az") for each in starters)


async def test_what_a_row_does_not_allow_says_why(desk: Any) -> None:
    async with desk("shift+f7") as hands:
        await hands.press("v", "x")
        assert "only a package that is installed can be verified" in hands.said
        assert "only a package that is installed can be removed" in hands.said


async def test_the_filter_shows_rows_with_all_words(desk: Any) -> None:
    async with desk("shift+f7", "/") as hands:
        await hands.write("apache opus")
        assert {row.name for row in models(hands).models.rows} == {
            "opus-mt-en-hy",
            "opus-mt-hy-en",
            "opus-mt-en-az",
            "opus-mt-az-en",
        }
        await hands.press("enter", "escape")
        assert len(models(hands).models.rows) > 10


async def test_rows_are_moved_through_by_every_key(desk: Any) -> None:
    async with desk("shift+f7") as hands:
        last = models(hands).models.count - 1
        at = []
        for key in ("down", "j", "up", "k", "end", "home", "pagedown", "pageup"):
            await hands.press(key)
            at.append(models(hands).models.cursor)
        assert at[:6] == [1, 2, 1, 0, last, 0] and at[6] > 3 and at[7] == 0
