"""Hits in their sentences: exactly as wide as asked for, all of them in one column."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from workbench.tui.widgets.kwic import kwic

TEXTS = st.text(st.sampled_from("aəԵև ́日\x1b\n«»"), max_size=40)


@given(TEXTS, TEXTS, TEXTS, st.integers(6, 60))
def test_a_hit_has_its_column_and_the_line_its_width(before: str, hit: str, after: str, width: int) -> None:
    shown = kwic(before + hit + after, len(before), len(before) + len(hit), width)
    assert sum(map(cell_len, shown)) == width
    assert cell_len(shown[0]) == width * 2 // 5
    assert not re.search("[\x00-\x1f\x7f-\x9f]", "".join(shown))


def test_what_stands_next_to_the_hit_is_seen_and_the_ends_give_way() -> None:
    text = "Nümayəndə heyətləri mayın 3-də Cenevrədə görüşdü və danışdı."
    start = text.index("Cenevrədə")
    before, hit, after = kwic(text, start, start + 9, 40)
    assert (before, hit) == ("…əri mayın 3-də ", "Cenevrədə")
    assert after.startswith(" görüşdü") and after.endswith("…")


def test_a_hit_that_is_longer_than_its_room_is_cut() -> None:
    before, hit, after = kwic("x " + "ք" * 50, 2, 52, 20)
    assert (before, after) == ("      x ", "") and hit == "ք" * 11 + "…"
