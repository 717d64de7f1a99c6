"""Places that stand out in wrapped lines: every character is drawn once, and just those of the places are lit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from workbench.tui.drawing import wrap
from workbench.tui.lit import segments, start_of

PLAIN, LIT = Style(), Style(reverse=True)
words = st.sampled_from(("su", "çayın", "əİı", "ջուր", "全角", "e\u0301", "a" * 30, ""))


@given(st.lists(words, min_size=1, max_size=12).map(" ".join), st.integers(4, 24), st.data())
def test_what_is_lit_is_what_was_meant(text: str, width: int, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    spans = list(zip(ends[::2], ends[1::2], strict=False))
    lines = wrap(text, width)
    lit = ""
    for at, line in enumerate(lines):
        drawn = segments(line, start_of(text, lines, at), spans, PLAIN, LIT)
        assert "".join(each.text for each in drawn) == line
        lit += "".join(each.text for each in drawn if each.style == LIT)
    wanted = "".join(text[start:end] for start, end in spans)
    assert lit.replace(" ", "") == wanted.replace(" ", "")
