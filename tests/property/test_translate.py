"""Laws of translating texts, whatever the text."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.language import FOUR
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.services.records import read_records
from workbench.services.stream import Languages, translate_stream
from workbench.services.translate import Translator

LETTERS = "abA. !?…։:՞«»\"'()-•1\t\u00a0\u202f\u00ad\u200bİəև"
TEXTS = st.text(alphabet=LETTERS + "\r\n\v\x85\u2028", max_size=120)
LINES = st.lists(st.text(alphabet=LETTERS, max_size=40), min_size=1, max_size=12)
LANGUAGES = st.sampled_from(FOUR)

ECHO = FakeRoutes([FakeEngine((source, "tr"), lambda text: text) for source in FOUR])
LOUD = FakeRoutes([FakeEngine((source, "tr"), lambda text: f"<{text}>") for source in FOUR])


@given(st.lists(TEXTS, max_size=5), LANGUAGES)
def test_an_engine_that_changes_nothing_changes_nothing(texts: list[str], language: str) -> None:
    translations = Translator(ECHO, guards="off").translate_texts(texts, language, "tr")
    assert [each.target for each in translations] == texts
    assert [each.source for each in translations] == texts


@given(TEXTS, LANGUAGES)
def test_lines_blank_lines_and_outer_spaces_survive(text: str, language: str) -> None:
    (translation,) = Translator(LOUD, guards="off").translate_texts([text], language, "tr")
    before, after = text.splitlines(keepends=True), translation.target.splitlines(keepends=True)
    assert len(before) == len(after)
    for ours, theirs in zip(before, after, strict=True):
        assert theirs.replace("<", "").replace(">", "") == ours
        assert theirs[: len(theirs) - len(theirs.lstrip())] == ours[: len(ours) - len(ours.lstrip())]
        assert theirs[len(theirs.rstrip()) :] == ours[len(ours.rstrip()) :]


@pytest.mark.parametrize("prompt", [False, True])
@given(LINES, LANGUAGES, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_a_pipe_keeps_one_line_out_for_one_line_in(
    prompt: bool, lines: list[str], language: str, end: str, ended: bool
) -> None:
    content = end.join(lines) + (end if ended else "")
    if not content:
        return
    out: list[str] = []
    records = read_records(io.BytesIO(content.encode()), "-", input_format="text", live=True)
    translate_stream(Translator(ECHO, guards="off"), records, Languages(language, ("tr",)), out.append, prompt=prompt)
    assert "".join(out) == content


@given(st.text(alphabet=LETTERS + "\r\n\v\u2028", max_size=80))
def test_a_pipe_and_a_file_give_the_same(text: str) -> None:
    if not text.strip():
        return  # a file without text is refused, a pipe is answered
    both: list[list[str]] = [[], []]
    for live, out in zip((True, False), both, strict=True):
        records = read_records(io.BytesIO(text.encode()), "a.txt", live=live)
        translate_stream(Translator(LOUD, guards="off"), records, Languages("en", ("tr",)), out.append)
    assert "".join(both[0]) == "".join(both[1])
