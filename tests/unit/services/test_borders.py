"""Where a cell can be divided without asking."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.services.borders import split_places


def test_between_two_sentences() -> None:
    text = "Tərəflər görüşdü. Onlar razılaşdılar."
    assert [text[at:] for at in split_places(text, "az")] == ["Onlar razılaşdılar."]


def test_none_in_a_single_sentence() -> None:
    assert split_places("Կողմերը համաձայնեցին։", "hy") == []
    assert split_places("", "en") == []


def test_the_rows_of_the_source_say_which_place_is_the_likeliest() -> None:
    text = "One. Two two two. Three three three three three."
    short_first = split_places(text, "en", ["Un. ", "Deux deux deux deux deux deux deux deux deux. "])
    long_first = split_places(text, "en", ["Un un un un un un un un un un un un un un. ", "Deux. "])
    assert text[: short_first[0]].rstrip() == "One."
    assert text[: long_first[0]].rstrip() == "One. Two two two."


@given(st.text("Aab. !?։\n", max_size=60), st.sampled_from(["en", "fr", "az", "hy"]))
def test_both_parts_have_text(text: str, language: str) -> None:
    for at in split_places(text, language):
        assert text[:at].strip() and text[at:].strip()
