"""Spelling on the desk: misspelt words are marked, told and put right by number; a word can be accepted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from workbench.core.errors import InputError
from workbench.services import spelling


class Known:
    """Knows the words of the small project, and one that is meant."""

    fails = False

    def wrong(self, words: Sequence[str]) -> list[str]:
        if self.fails:
            raise InputError("az: the dictionary cannot be used: it is broken")
        return [word for word in words if word.endswith("xx")]

    def suggest(self, word: str) -> list[str]:
        return [word.removesuffix("xx")]

    def close(self) -> None: ...


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> Known:
    """A dictionary of Azerbaijani."""
    known = Known()
    monkeypatch.setattr(spelling, "find_dictionary", lambda language, _: Path(language) if language == "az" else None)
    monkeypatch.setattr(spelling, "DictionaryProcess", lambda _path: known)
    monkeypatch.setattr(Path, "path", property(lambda self: self), raising=False)
    return known


def marked(hands: Any) -> list[str]:
    """What is underlined in the editor."""
    region = hands.statement.pane.editor.region
    strips = hands.app.screen._compositor.render_strips()[region.y : region.bottom]
    return [
        segment.text
        for line in strips
        for segment in line.crop(region.x, region.right)
        if segment.style and segment.style.underline and segment.text.strip()
    ]


async def test_a_misspelt_word_is_marked_told_and_put_right_by_number(desk: Any, words: Known) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 5)
        await hands.press("down", "enter")
        await hands.write("Görüşxx iyunda.")
        assert marked(hands) == ["Görüşxx"]
        assert "! spelling: Görüşxx is in no dictionary" in hands.screen
        listed = hands.statement.suggestions()
        number = next(n for n, each in enumerate(listed, 1) if each.kind == "spelling")
        assert f"{number} spelling Görüşxx → Görüş" in hands.screen
        await hands.press("ctrl+g", str(number))
        assert hands.statement.pane.editor.text == "Görüş iyunda."
        assert marked(hands) == [] and "spelling:" not in hands.screen
        await hands.press("ctrl+z")
        assert hands.statement.pane.editor.text == "Görüşxx iyunda."


async def test_a_word_is_accepted_for_the_project(desk: Any, words: Known, project_folder: Path) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 6)
        await hands.press("enter")
        await hands.write("Arazxx")
        await hands.press("ctrl+x", "w")
        assert "Arazxx is on the project's list" in hands.said
        assert marked(hands) == [] and "spelling:" not in hands.screen
        await hands.press("escape", "ctrl+x", "w")
        assert "no misspelt word here" in hands.said
    assert (project_folder / "spelling" / "az.txt").read_text(encoding="utf-8") == "Arazxx\n"


async def test_a_broken_dictionary_is_told_once(desk: Any, words: Known) -> None:
    words.fails = True
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 2)
        await hands.press("down", "up", "down")
        assert hands.said.count("cannot be used") == 1


async def test_a_language_without_a_dictionary_has_no_marks(desk: Any) -> None:
    async with desk("enter", "enter", size=(150, 40)) as hands:
        await hands.write(" xxxx")
        assert marked(hands) == [] and "spelling" not in hands.screen
