"""Documents: which format, what is in them, what is refused."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from docx import Document as new_docx

from workbench.core.errors import ConfigError, FormatError, InputError, NotInYetError
from workbench.formats.document import Document
from workbench.formats.lines import read_lines
from workbench.formats.sniff import is_document, read_document


def read(content: bytes, name: str = "talks.txt", input_format: str | None = None) -> Document:
    return read_document(io.BytesIO(content), name, input_format=input_format)


def docx(*paragraphs: str) -> bytes:
    document, stream = new_docx(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(stream)
    return stream.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, part)
    return stream.getvalue()


def test_plain_text_is_kept_as_it_is() -> None:
    text = "Cafe\u0301\u00a0: un\u00admot\r\nÉt\u00e9\r\n\r\n"
    found = read(text.encode())
    assert (found.text, found.newline, found.format) == (text, "\r\n", "text")


FRONT = "---\ntitle: 'Talks'\ndate: 2024-05-03\nlanguage: AZ\nstatement: talks\nsource: {}\nauthor: x\n---\nMətn.\r\n"


@pytest.mark.parametrize(("source", "expected"), [("az", True), ("true", True), ("fr", False), ("no", False)])
def test_front_matter_speaks_for_the_document(source: str, expected: bool) -> None:
    found = read(FRONT.format(source).encode(), "x.md")
    assert found.text == "Mətn.\r\n" and found.newline == "\r\n"
    said = (found.title, found.date, found.language, found.statement, found.is_source)
    assert said == ("Talks", "2024-05-03", "az", "talks", expected)
    assert read(FRONT.format(source).encode(), "x.txt").format == "markdown", "content goes before suffix"


def test_markdown_without_front_matter_takes_its_heading_and_keeps_a_rule() -> None:
    assert read(b"# A visit\n\nText.\n", "x.md").title == "A visit"
    assert read(b"---\n\nText.\n", "x.md").text == "---\n\nText.\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"---\ntitle: a\nText", "x.md:1: the front matter is not closed"),
        (b"---\ndate: 2024-13-01\n---\nText", "x.md:2: date"),
        (b"---\ntitle: a\nlanguage: azerbaijani\n---\nText", "x.md:3: language"),
        (b"---\ntitle: a\ntitle: b\n---\nText", "x.md:3: title is given twice"),
        (b"---\ntitle: a\nno field here\n---\nText", "x.md:3: not a line"),
    ],
)
def test_wrong_front_matter_is_refused_with_its_line(content: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read(content, "x.md")


def test_word_gives_its_paragraphs_in_order() -> None:
    document, stream = new_docx(), io.BytesIO()
    document.core_properties.title = "Visite"
    document.add_paragraph("Première\tligne")
    document.add_table(1, 2).cell(0, 1).text = "Cellule"
    document.add_paragraph("Հայերեն։")
    document.save(stream)
    found = read(stream.getvalue(), "whatever.bin")
    assert found.text == "Première\tligne\n\nCellule\n\nՀայերեն։\n"
    assert (found.format, found.title) == ("docx", "Visite")


BOMB = b"<w:document>" + b" " * (30 << 20) + b"</w:document>"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (with_part(docx("a"), "word/document.xml", BOMB), "bomb"),
        (with_part(docx("a"), "word/styles.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"), "document type"),
        (docx("a")[:-40], "damaged or cut off"),
        (docx("a")[:500], "damaged or cut off"),
        (with_part(docx("a"), "word/document.xml", b"<w:document>"), "cannot be read"),
        (b"not a zip", "damaged or cut off"),
    ],
)
def test_a_broken_or_hostile_word_document_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read(content, "x.docx", "docx")


def test_a_page_gives_its_blocks_without_scripts() -> None:
    page = """<!DOCTYPE html><html lang="fr"><head><title>Titre &amp; suite</title><style>p{}</style>
    <meta name="date" content="2024-05-03T10:00"></head><body><h1>Tête</h1>libre<p>un <b>deux</b>
    trois<br>quatre&nbsp;!<script>alert(1)</script></p><ul><li>a<li>b</ul></body></html>"""
    found = read(page.encode())
    assert found.text == "Tête\n\nlibre\n\nun deux trois\nquatre\u00a0!\n\na\n\nb\n"
    assert (found.format, found.title, found.language, found.date) == ("html", "Titre & suite", "fr", "2024-05-03")


def test_a_page_reads_no_file_by_an_entity() -> None:
    page = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><p>a &x; b</p></html>'
    assert "&x;" in read(page).text


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"%PDF-1.7 ...", "a.txt", "PDF"),
        (b"PK\x03\x04....", "a.xlsx", "zip archive or an Office file"),
        (b"\xd0\xcf\x11\xe0....", "a.doc", "save it as .docx"),
        (b"{\\rtf1 hello}", "a.rtf", "RTF"),
        (b"\x89PNG....", "a.png", "picture"),
    ],
)
def test_other_formats_are_refused_with_advice(content: bytes, name: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read(content, name)


def test_formats_to_come_say_so() -> None:
    with pytest.raises(NotInYetError, match=r"a\.tmx: TMX files are not in yet"):
        read(b"<?xml version='1.0'?><tmx/>", "a.tmx")
    with pytest.raises(ConfigError, match="no document format 'odt'"):
        read(b"text", "a.txt", "odt")


def test_nothing_is_said_so() -> None:
    with pytest.raises(InputError, match=r"a\.txt: is empty"):
        read(b"", "a.txt")


class _Failing(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        raise OSError(5, "Input/output error")


def test_a_failing_disk_is_named() -> None:
    with pytest.raises(InputError, match=r"a\.txt: cannot be read: Input/output error"):
        read_document(_Failing(), "a.txt")  # type: ignore[arg-type]


def test_a_hundred_megabytes_in_one_line_are_refused_at_once() -> None:
    stream, start = io.BytesIO(b"word " * (20 << 20)), time.perf_counter()
    with pytest.raises(FormatError, match="larger than 64 MiB"):
        read_document(stream, "a.txt")
    assert time.perf_counter() - start < 5


def test_folders_are_searched_for_documents_only() -> None:
    names = ["a.txt", "b.MD", "c.docx", "d.html", ".hidden.txt", "~$c.docx", "e.png", "Makefile"]
    assert [name for name in names if is_document(name)] == ["a.txt", "b.MD", "c.docx", "d.html"]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"", []),
        (b"\n\n", ["", ""]),
        (b"a\r\nb\x0bc\n", ["a", "b\x0bc"]),
        ("a\u2028b\n\nc".encode(), ["a\u2028b", "", "c"]),
    ],
)
def test_lines_end_at_line_feeds_alone(content: bytes, lines: list[str]) -> None:
    assert read_lines(io.BytesIO(content), "a.txt") == lines
