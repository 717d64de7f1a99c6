"""Paths as people type them: none ends the desk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from workbench.tui.screens.chooser import ChoosePath
from workbench.tui.screens.dialogs import AskPath

ODD = ("~nobodyə/x", "ə" * 300, "/ə\x00.tmx", "~")


@pytest.mark.parametrize("typed", ODD)
async def test_odd_paths_are_told(desk: Any, typed: str) -> None:
    async with desk("shift+f4", "i") as hands:
        chooser = hands.app.screen
        assert isinstance(chooser, ChoosePath)
        field = chooser.query_one("Input")
        field.value = typed
        await hands.settle()
        field.cursor_position = len(typed)
        await hands.press("enter")
        assert (hands.app.screen is chooser) == (typed != "~")
        await hands.press("escape", "escape")


@pytest.mark.parametrize("typed", ["~nobodyə/x", "ə" * 300, "/ə\x00"])
async def test_odd_names_of_files_to_write_are_told(
    desk: Any, typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a `~` of nobody is the name of a folder
    async with desk("shift+f4", "w") as hands:
        ask = hands.app.screen
        assert isinstance(ask, AskPath)
        ask.query_one("Input").value = f"{typed}.tmx"
        await hands.press("enter")
        await hands.settle()
        assert (hands.app.screen is ask) == (typed != "~nobodyə/x")


async def test_the_folder_one_was_in_is_gone(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk() as hands:

        def gone() -> str:
            raise FileNotFoundError(2, "No such file or directory")

        with monkeypatch.context() as patch:
            patch.setattr(os, "getcwd", gone)
            await hands.press("i")
            assert isinstance(hands.app.screen, ChoosePath)
            await hands.press("escape")
