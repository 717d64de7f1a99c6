"""The picker of letters and signs: every letter that a keyboard may lack has a key."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.tui.layouts import ARMENIAN_PHONETIC
from workbench.tui.widgets.picker import choices, compose

WANTED = {
    "az": "əƏğĞıİöÖüÜşŞçÇ«»’–",
    "fr": "éÉèÈêÊàÀâÂçÇîÎïÏôÔœŒùÙûÛ«»’\N{NARROW NO-BREAK SPACE}",
    "hy": "«»՝՛՞՜։և՚–",
    "en": "’‘“”–—é",
}


@pytest.mark.parametrize("language", WANTED)
def test_every_letter_and_sign_has_a_key(language: str) -> None:
    keys = [chr(code) for code in range(32, 127)]
    typed = {compose(language, key) for key in keys} | set(choices(language).values())
    assert set(WANTED[language]) <= typed


def test_every_armenian_letter_of_the_phonetic_table_is_typed_by_its_key_small_and_large() -> None:
    for key, letter in ARMENIAN_PHONETIC.items():
        if letter.isalpha():
            assert compose("hy", key) == letter
            if key.isalpha():
                assert compose("hy", key.upper()) == letter.upper()


def test_a_key_that_types_nothing_gives_nothing() -> None:
    assert [compose(language, "5") for language in WANTED] == [""] * 4


async def test_the_key_that_opens_it_takes_the_one_used_last(desk: Any) -> None:
    async with desk("enter", "right", "left", "enter") as hands:
        editor = hands.statement.pane.editor
        editor.select_all()
        await hands.press("ctrl+k", "ctrl+k", "ctrl+k", "g", "ctrl+k", "ctrl+k", "ctrl+k", "G", "ctrl+k", "enter")
        assert editor.text == "əğğĞĞ"
        await hands.press("ctrl+k", "right", "enter", "ctrl+k", "left", "left", "enter", "ctrl+k", "escape", "!")
        assert editor.text == "əğğĞĞığ!"
