"""What stays in a text and what is translated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.language import FOUR
from workbench.services.skeleton import Skeleton, is_worded

SIGNS = "aZé. !?…։:«»\"'()-•1,%\t\n\r\u00a0\u202f\u00ad\u200b\u200d\u202e\x00\x1b\x7f😀👍🏽🇦🇲_▁/@https://x.org İəև"


@given(st.text(alphabet=SIGNS, max_size=80), st.sampled_from(FOUR), st.booleans())
def test_saying_the_same_gives_the_text_back(text: str, language: str, keep_lines: bool) -> None:
    skeleton = Skeleton(text, language, keep_lines=keep_lines)
    filled = skeleton.filled(skeleton.cores)
    assert filled == text if keep_lines else "".join(filled.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "cores"),
    [
        ("  One came.  ", ("One came.",)),
        ("• One came. 😀", ("One came.",)),
        ("One\x07two", ("One", "two")),
        ("\u202eOne came.\u202c", ("One came.",)),
        ("😀 👍🏽", ()),
        ("—", ()),
        ("12,5 %", ("12,5 %",)),
        ("(one)", ("(one)",)),
    ],
)
def test_signs_and_controls_stay_outside(text: str, cores: tuple[str, ...]) -> None:
    assert Skeleton(text, "en", keep_lines=True).cores == cores


@pytest.mark.parametrize(
    ("core", "worded"),
    [
        ("One", True), ("12.5", False), ("https://example.org/a_b", False), ("me@example.org", False),
        ("See https://example.org", True), ("հա", True), ("", False),
    ],
)  # fmt: skip
def test_what_has_a_word_in_it(core: str, worded: bool) -> None:
    assert is_worded(core) is worded
