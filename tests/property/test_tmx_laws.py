"""Laws of TMX: what is written is read again, whatever a text holds it is XML, and damage ends in our own errors."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import FormatError
from workbench.formats.tmx import REPLACEMENT, TmxUnit, read_tmx, write_tmx

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, production 2, turned round."""

letters = st.one_of(
    st.sampled_from("\t\n\r &<>\"']-;#x\x7f\x85\u00a0\u2028\u200f\u0301\ufeffəğİıéՀաց🙂"),
    st.characters().filter(lambda letter: not NOT_XML.match(letter)),
)
texts = st.text(letters, max_size=20)
some_texts = texts.filter(lambda text: bool(text.strip()))
tags = st.one_of(st.sampled_from(["en", "fr", "az", "hy", "EN", "pt-BR", "az-Cyrl", "sr_Latn"]), some_texts)
any_texts = st.text(st.one_of(letters, st.characters(categories=["Cc", "Cs", "Cn"])), max_size=12)


def units(text: st.SearchStrategy[str], tag: st.SearchStrategy[str], *, least: int) -> st.SearchStrategy[TmxUnit]:
    return st.builds(
        TmxUnit,
        segments=st.dictionaries(tag, text, min_size=least, max_size=4),
        notes=st.lists(texts, max_size=2).map(tuple),
        properties=st.dictionaries(texts, texts, max_size=2),
        id=texts,
    )


def written(found: list[TmxUnit], source_language: str = "en") -> tuple[bytes, Counter[str]]:
    stream = io.BytesIO()
    losses = write_tmx(found, stream, source_language=source_language, tool_version="1")
    return stream.getvalue(), losses


def read(content: bytes) -> list[TmxUnit]:
    return list(read_tmx(io.BytesIO(content), "mine.tmx"))


@given(st.lists(units(some_texts, tags, least=2), max_size=4), st.one_of(tags, st.just("*all*")))
def test_a_memory_is_read_as_it_was_written(memory: list[TmxUnit], source_language: str) -> None:
    content, losses = written(memory, source_language)
    found = read(content)
    assert found == memory
    assert [list(unit.segments) for unit in found] == [list(unit.segments) for unit in memory]
    assert not losses


@given(st.lists(units(some_texts, tags, least=2), max_size=4))
def test_the_encoding_makes_no_difference(memory: list[TmxUnit]) -> None:
    content, _ = written(memory)
    assert read(content.decode().encode("utf-16")) == memory


@given(st.lists(units(any_texts, any_texts, least=0), max_size=4))
def test_whatever_a_text_holds_it_is_xml_and_the_losses_name_the_difference(memory: list[TmxUnit]) -> None:
    content, losses = written(memory)
    root = ElementTree.fromstring(content)
    left_out = losses["unit with fewer than two languages left out"]
    assert len(root.findall("body/tu")) == len(memory) - left_out
    assert (read(content) == memory) == (not losses)


@given(any_texts)
def test_each_character_that_xml_forbids_is_counted(text: str) -> None:
    content, losses = written([TmxUnit({"en": f"a{text}", "fr": "b"})])
    assert losses.total() == len(NOT_XML.findall(text))
    assert read(content)[0].segments["en"] == "a" + NOT_XML.sub(REPLACEMENT, text)


WHOLE = [TmxUnit({"en": f"line {n}", "hy": f"տող {n}"}, ("n",), {"x": "y"}, str(n)) for n in range(3)]


@given(
    st.sampled_from(["utf-8", "utf-16"]), st.binary(max_size=6), st.floats(0, 1, exclude_max=True), st.integers(0, 12)
)
def test_a_damaged_memory_is_read_or_refused(encoding: str, junk: bytes, place: float, gap: int) -> None:
    content = written(WHOLE)[0].decode().encode(encoding)
    at = int(place * len(content))
    try:
        found = read(content[:at] + junk + content[at + gap :])
    except FormatError as error:
        assert error.path == "mine.tmx"
    else:
        assert all(len(unit.segments) > 1 for unit in found)


@given(st.floats(0, 1, exclude_max=True))
def test_a_memory_that_breaks_off_gives_what_was_whole(place: float) -> None:
    content = written(WHOLE)[0].rstrip()
    cut = content[: int(place * len(content))]
    found = []
    try:
        for unit in read_tmx(io.BytesIO(cut), "mine.tmx"):
            found.append(unit)
    except FormatError:
        assert found == WHOLE[: cut.count(b"</tu>")]
    else:
        raise AssertionError("it broke off and nobody said so")


@given(st.text(max_size=40), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_any_text_is_refused(text: str, encoding: str) -> None:
    try:
        found = read(text.encode(encoding, "surrogatepass"))
    except FormatError:
        return
    assert found == []
