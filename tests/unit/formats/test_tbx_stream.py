"""Bytes for the XML parser: encodings by evidence, and repairs that are told."""

from __future__ import annotations

import io

import pytest

from workbench.core.errors import FormatError
from workbench.formats.glossary.report import GlossaryReport
from workbench.formats.tbx.stream import XmlBytes

BODY = "<a>söz Բարև</a>"


def through(content: bytes) -> tuple[bytes, GlossaryReport]:
    report = GlossaryReport()
    stream = XmlBytes(io.BytesIO(content), "x.tbx", report)
    return b"".join(iter(lambda: stream.read(100), b"")), report


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_is_read(encoding: str) -> None:
    found, report = through(BODY.encode(encoding))
    assert found.decode() == BODY
    assert not report.problems


def test_a_declared_encoding_is_followed() -> None:
    content = '<?xml version="1.0" encoding="iso-8859-5"?><a>слово</a>'
    assert "слово" in through(content.encode("iso-8859-5"))[0].decode()


def test_an_encoding_of_no_name_is_refused() -> None:
    with pytest.raises(FormatError, match="klingon"):
        through(b'<?xml version="1.0" encoding="klingon"?><a/>')


@pytest.mark.parametrize("codec", ["rot13", "zlib", "base64"])
def test_codecs_that_are_no_encodings_are_refused(codec: str) -> None:
    with pytest.raises(FormatError, match="no encoding"):
        through(f'<?xml version="1.0" encoding="{codec}"?><a/>'.encode())


def test_utf_8_that_says_it_is_utf_16_is_read_and_told() -> None:
    found, report = through(f'<?xml version="1.0" encoding="UTF-16"?>{BODY}'.encode())
    assert found.decode().endswith(BODY)
    assert [problem.rule for problem in report.problems] == ["encoding"]


def test_damaged_bytes_are_marked_with_their_line() -> None:
    content = "<a>\nsöz\n".encode() + b"\xff" + b"</a>"
    found, report = through(content)
    assert "\ufffd" in found.decode()
    assert [(problem.line, problem.rule) for problem in report.problems] == [(3, "encoding")]


def test_a_character_cut_in_two_by_the_block_is_whole() -> None:
    content = f"<a>{'x' * 65_532}əə</a>".encode()
    found, report = through(content)
    assert found == content
    assert not report.problems


@pytest.mark.parametrize("pad", range(65_520, 65_536))
def test_a_reference_cut_in_two_by_the_block_is_whole(pad: int) -> None:
    content = f"<a>{'x' * (pad - 3)}&amp;&#233;</a>".encode()
    assert through(content)[0] == content


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Q & A", "Q &amp; A"),
        ("R&D", "R&amp;D"),
        ("a&nbsp;b", "a\u00a0b"),
        ("&eacute;t&eacute;", "été"),
        ("&lt;&amp;&#233;&#xE9;", "&lt;&amp;&#233;&#xE9;"),
        ("&LT;b&AMP;", "&lt;b&amp;"),
        ("&mine;", "&mine;"),
        ("a\x0bb", "a b"),
    ],
)
def test_references_and_forbidden_characters(written: str, read: str) -> None:
    found, report = through(f"<a>{written}</a>".encode())
    assert found.decode() == f"<a>{read}</a>"
    assert bool(report.problems) == (written != read)


def test_white_space_alone_is_no_end() -> None:
    content = f"<a>{' ' * 200_000}x</a>".encode()
    assert through(content)[0] == content
