"""The law of segments: they join to the text, whatever the text, and each shows something."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.text.segmenter import segment, segment_spans

LANGUAGES = st.sampled_from(["en", "fr", "az", "hy", "ka", "x-unknown"])
ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
PIECES = [
    "Mr. ",
    "U.S. ",
    "Ա. ",
    "։",
    ":",
    ". ",
    "… ",
    "?» ",
    "\n",
    "\r\n",
    "\n\n",
    "\u00a0",
    "\u202f",
    "\ufeff",
    "1. ",
    "– ",
    "e\u0301 ",
]
PIECES += [
    "Word",
    "söz ",
    "İclas ",
    "12:30 ",
    "«Ոչ",
    "» ",
    '" ',
    "\u2028",
    "\x00",
    "\ud800",
    "\u00ad",
    "a) ",
    "3.5",
    "(",
    ")",
    "www.a.b ",
]
PIECEWISE = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(text=ANY | PIECEWISE, language=LANGUAGES)
def test_segments_join_to_the_text(text: str, language: str) -> None:
    assert "".join(segment(text, language)) == text


@given(text=ANY | PIECEWISE, language=LANGUAGES)
def test_spans_touch_and_are_not_empty(text: str, language: str) -> None:
    spans = segment_spans(text, language)
    assert [span.start for span in spans] == [0, *(span.end for span in spans[:-1])][: len(spans)]
    assert all(span.start < span.end for span in spans)


@given(text=ANY | PIECEWISE, language=LANGUAGES)
def test_no_segment_is_blank_unless_the_text_is(text: str, language: str) -> None:
    pieces = segment(text, language)
    assert len(pieces) < 2 or all(piece.strip() for piece in pieces)


@given(text=PIECEWISE, language=LANGUAGES)
def test_a_segment_begins_with_something_visible(text: str, language: str) -> None:
    assert all(not piece[0].isspace() for piece in segment(text, language)[1:])


@given(head=PIECEWISE, tail=PIECEWISE, language=LANGUAGES)
def test_a_blank_line_always_parts(head: str, tail: str, language: str) -> None:
    text = f"a{head}x\n\ny{tail}"
    assert len(f"a{head}x\n\n") in {span.end for span in segment_spans(text, language)}
