"""Segments cut into pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.alignment.pieces import cut

SEGMENTS = st.lists(st.text("Ab é։.!?…»”) \n\t«\"'Ժժ1ə", max_size=60) | st.text(max_size=20), max_size=6)


@given(SEGMENTS)
def test_pieces_join_to_their_segments(segments: list[str]) -> None:
    found = cut(segments)
    assert len(found.starts) == len(segments) + 1
    assert (found.starts[0], found.starts[-1]) == (0, len(found.texts))
    for number, segment in enumerate(segments):
        start, end = found.starts[number : number + 2]
        assert end > start, "no segment is without a piece"
        assert "".join(found.texts[start:end]) == segment


@given(SEGMENTS)
def test_a_segment_is_cut_the_same_wherever_it_stands(segments: list[str]) -> None:
    assert cut(segments).texts == tuple(piece for segment in segments for piece in cut([segment]).texts)


@pytest.mark.parametrize(
    ("segment", "pieces"),
    [
        ("The talks ended. Nobody had left!", ["The talks ended. ", "Nobody had left!"]),
        ("Qui est là ? Moi. Vraiment…  Oui.", ["Qui est là ? ", "Moi. Vraiment…  ", "Oui."]),
        ("«Danışıqlar bitdi.» Heç kim getmədi.", ["«Danışıqlar bitdi.» ", "Heç kim getmədi."]),
        ("Բանակցություններն ավարտվեցին։ Ոչ ոք չգնաց։", ["Բանակցություններն ավարտվեցին։ ", "Ոչ ոք չգնաց։"]),
        ("He said: “We are here.” “Where?”", ["He said: ", "“We are here.” ", "“Where?”"]),
        ("one sentence. that goes on in small letters", ["one sentence. that goes on in small letters"]),
        ("At 3.5 per cent it is 1.000 high.", ["At 3.5 per cent it is 1.000 high."]),
        ("Yes. No.", ["Yes. No."]),
        ("", [""]),
        ("   ", ["   "]),
    ],
)
def test_sentence_ends_inside_a_segment(segment: str, pieces: list[str]) -> None:
    assert list(cut([segment]).texts) == pieces


def test_an_abbreviation_may_cut_and_nothing_is_lost() -> None:
    """It makes two pieces out of one sentence, on both sides or on one; the segment stays one."""
    found = cut(["They met with Dr. Smith and with Mr. Jones.", "Next."])
    assert found.starts == (0, len(found.texts) - 1, len(found.texts))
    assert "".join(found.texts[:-1]) == "They met with Dr. Smith and with Mr. Jones."


def test_a_hundred_thousand_marks_take_no_time() -> None:
    for segment in ("." * 100_000, ". " * 50_000, '."' * 50_000, "a." + " " * 100_000, "Abc def. " * 12_000):
        assert "".join(cut([segment]).texts) == segment
