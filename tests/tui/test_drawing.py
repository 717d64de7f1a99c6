"""Text in cells: what is quick for our letters gives what Rich gives, and nothing is ever too wide."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, set_cell_size

from workbench.tui.drawing import _EACH_ONE_CELL, fit, wrap

letters = st.sampled_from(["a", "ə", "İ", "Ժ", "և", "։", "՞", "’", "…", "全", "ｗ", "e\u0301", "🙂", "\u00ad", "Ж"])
texts = st.lists(st.one_of(letters, st.just(" ")), max_size=40).map("".join)


def test_only_what_takes_one_cell_counts_as_such() -> None:
    quick = [chr(code) for code in range(sys.maxunicode) if _EACH_ONE_CELL.fullmatch(chr(code))]
    assert [character for character in quick if cell_len(character) != 1] == []
    assert set("AzƏəĞğıİÖöŞşÇçÉéœ«»’ԱՖաֆև՛՜՝՞։֊").issubset(quick)


@given(texts, st.integers(0, 30))
def test_a_text_is_fitted_as_rich_would(text: str, width: int) -> None:
    if cell_len(text[: width * 8]) <= width:
        slow = set_cell_size(text, width)
    else:
        slow = set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width) if width else ""
    assert fit(text, width) == slow


@given(texts, st.integers(2, 30))
def test_wrapped_lines_hold_the_text_and_are_never_too_wide(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert re.sub(" ", "", "".join(lines)) == text.replace(" ", "")
    assert max(map(cell_len, lines)) <= width


@pytest.mark.parametrize("word", ["Համաձայնագիր", "razılaşdırılmış", "全角文字"])
def test_a_word_that_is_too_long_is_cut_to_whole_lines(word: str) -> None:
    assert "".join(wrap(word, 5)) == word
