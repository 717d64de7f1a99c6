"""What counts as a word of a register."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.engines.register import Register, read_register, words


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("L’ambassadeur, 3 mai", "fr", ["l", "ambassadeur", "mai"]),
        ("BMT-nin İCLASI", "az", ["bmt", "nin", "iclası"]),
        ("Ինչո՞ւ ԵՐԵՎԱՆ", "hy", ["ինչու", "երևան"]),
        ("co\u00adoperation", "en", ["cooperation"]),
        ("2024 …", "en", []),
    ],
)
def test_words(text: str, language: str, expected: list[str]) -> None:
    assert words(text, language) == expected


def test_share_counts_running_words() -> None:
    register = Register(frozenset({"the", "talks"}), 0.5, -1.0)
    assert register.known_share("The talks, the rivers", "en") == 0.75
    assert register.known_share("2024", "en") == 1.0
    assert register.outside(0.4, -0.1) and register.outside(0.9, -1.1) and not register.outside(0.5, -1.0)


def test_a_word_is_known_by_its_first_letters() -> None:
    register = Register(frozenset({"danışı", "və"}), 0.5, -1.0, letters=6)
    assert register.known_share("Danışıqlardan və danış", "az") == pytest.approx(2 / 3)


def test_letters_are_read_and_older_files_have_none(tmp_path: Path) -> None:
    bounds = {"words": ["the"], "min_known_share": 0.5, "min_score": -1}
    for content, letters in ((bounds, 0), (bounds | {"letters": 6}, 6)):
        (tmp_path / "register.json").write_text(json.dumps(content), encoding="utf-8")
        register = read_register(tmp_path)
        assert register is not None and register.letters == letters
