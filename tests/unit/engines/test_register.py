"""What counts as a word of a register."""

from __future__ import annotations

import pytest

from workbench.engines.register import Register, words


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
