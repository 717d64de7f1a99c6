"""TMX: what is written byte for byte, every version and encoding read, what is dropped, what is refused and where."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from workbench.core.errors import FormatError, InputError
from workbench.formats import tmx
from workbench.formats.tmx import TmxUnit, read_tmx, write_tmx

PAIR = '<tuv xml:lang="en"><seg>Good morning.</seg></tuv><tuv xml:lang="az"><seg>Sabahınız xeyir.</seg></tuv>'
PAIR_UNIT = TmxUnit({"en": "Good morning.", "az": "Sabahınız xeyir."})

WRITTEN = """\
<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
  <header creationtool="statement workbench" creationtoolversion="0.9" segtype="sentence" \
o-tmf="statement workbench" adminlang="en" srclang="en" datatype="plaintext"/>
  <body>
    <tu tuid="s1">
      <note>checked</note>
      <prop type="x-document">a &amp; b</prop>
      <tuv xml:lang="en"><seg>Bread &lt;fresh&gt; &amp; salt</seg></tuv>
      <tuv xml:lang="hy"><seg xml:space="preserve"> Հաց և աղ</seg></tuv>
    </tu>
    <tu srclang="*all*">
      <tuv xml:lang="fr"><seg>du pain</seg></tuv>
      <tuv xml:lang="az"><seg>çörək</seg></tuv>
    </tu>
  </body>
</tmx>
"""
UNITS = (
    TmxUnit({"en": "Bread <fresh> & salt", "hy": " Հաց և աղ"}, ("checked",), {"x-document": "a & b"}, "s1"),
    TmxUnit({"fr": "du pain", "az": "çörək"}),
)

STRUCTURE = """\
<!ELEMENT tmx (header, body)> <!ATTLIST tmx version CDATA #REQUIRED>
<!ELEMENT header EMPTY>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED o-tmf CDATA #REQUIRED
  segtype (block|paragraph|sentence|phrase) #REQUIRED adminlang CDATA #REQUIRED srclang CDATA #REQUIRED
  datatype CDATA #REQUIRED>
<!ELEMENT body (tu*)>
<!ELEMENT tu ((note|prop)*, tuv+)> <!ATTLIST tu tuid CDATA #IMPLIED srclang CDATA #IMPLIED>
<!ELEMENT note (#PCDATA)>
<!ELEMENT prop (#PCDATA)> <!ATTLIST prop type CDATA #REQUIRED>
<!ELEMENT tuv (seg)> <!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA)> <!ATTLIST seg xml:space (default|preserve) #IMPLIED>
"""
"""The part of the standard's structure that is written, with the attribute that XML itself defines."""


def memory(body: str, *, prolog: str = "", version: str = "1.4") -> str:
    return f'{prolog}<tmx version="{version}">\n<header srclang="en"/>\n<body>\n{body}\n</body>\n</tmx>\n'


def unit(segment: str) -> str:
    return f'<tu><tuv xml:lang="en"><seg>{segment}</seg></tuv><tuv xml:lang="fr"><seg>autre</seg></tuv></tu>'


def read(content: str | bytes, losses: Counter[str] | None = None) -> list[TmxUnit]:
    content = content.encode() if isinstance(content, str) else content
    return list(read_tmx(io.BytesIO(content), "mine.tmx", losses))


def write(*units: TmxUnit, source_language: str = "en") -> tuple[bytes, Counter[str]]:
    stream = io.BytesIO()
    losses = write_tmx(units, stream, source_language=source_language, tool_version="0.9")
    return stream.getvalue(), losses


def english(content: str | bytes, losses: Counter[str] | None = None) -> list[str]:
    return [found.segments["en"] for found in read(content, losses)]


def until_broken(content: str | bytes) -> tuple[list[TmxUnit], FormatError]:
    """The units that come before the error, and the error."""
    found: list[TmxUnit] = []
    with pytest.raises(FormatError) as caught:
        for each in read_tmx(io.BytesIO(content.encode() if isinstance(content, str) else content), "mine.tmx"):
            found.append(each)
    return found, caught.value


def test_a_memory_is_written_byte_for_byte_and_read_again() -> None:
    content, losses = write(*UNITS)
    assert content.decode() == WRITTEN
    assert not losses
    assert read(content) == list(UNITS)


def test_what_is_written_has_the_structure_of_the_standard() -> None:
    content, _ = write(*UNITS)
    structure = etree.DTD(io.StringIO(STRUCTURE))
    assert structure.validate(etree.fromstring(content)), structure.error_log


def test_an_empty_memory_is_a_memory() -> None:
    assert read(write()[0]) == []


def test_characters_that_xml_forbids_are_replaced_and_counted() -> None:
    content, losses = write(TmxUnit({"en": "a\x00b\x1f\ud800\ufffe\uffffc", "fr": "d"}, ("\x07",), {"x\x01": "y"}))
    assert losses == {"character that XML forbids, replaced by U+FFFD": 7}
    assert read(content) == [
        TmxUnit({"en": "a\ufffdb\ufffd\ufffd\ufffd\ufffdc", "fr": "d"}, ("\ufffd",), {"x\ufffd": "y"})
    ]


def test_the_header_is_well_formed_whatever_it_is_told() -> None:
    stream = io.BytesIO()
    losses = write_tmx([], stream, source_language='"<', tool_version="1\x00&")
    assert etree.fromstring(stream.getvalue())[0].attrib["creationtoolversion"] == "1\ufffd&"
    assert losses.total() == 1


@pytest.mark.parametrize(
    "text", [" a ", "a\tb", "a\r\nb\rc", "a  b", "\u00a0a\u2028", "]]>", "&amp;", "a\x85b", "\U0001f642"]
)
def test_every_kind_of_white_space_and_markup_comes_back(text: str) -> None:
    units = [TmxUnit({"en": text, "fr": "x"}, (text, ""), {text: text}, text)]
    content, losses = write(*units)
    assert read(content) == units
    assert not losses


def test_units_the_reader_would_skip_are_left_out_and_counted() -> None:
    content, losses = write(
        TmxUnit({"en": "alone"}),
        TmxUnit({"en": "a", "fr": "  ", "az": ""}),
        TmxUnit({"en": "a", "fr": "b", "az": "", "": "c"}),
    )
    assert read(content) == [TmxUnit({"en": "a", "fr": "b"})]
    assert losses == {"unit with fewer than two languages left out": 2, "segment without text or language left out": 2}


@pytest.mark.parametrize(
    ("source_language", "marked"), [("en", False), ("EN", False), ("*all*", False), ("hy", True), ("az", True)]
)
def test_a_unit_without_the_source_language_says_so(source_language: str, marked: bool) -> None:
    content, _ = write(TmxUnit({"en": "a", "fr": "b", "az": ""}), source_language=source_language)
    assert (b'<tu srclang="*all*">' in content) == marked


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3", "1.4", "1.4b"])
@pytest.mark.parametrize("attribute", ["lang", "xml:lang"])
def test_every_version_is_read(version: str, attribute: str) -> None:
    content = memory(f"<tu>{PAIR}</tu>".replace("xml:lang", attribute), version=version)
    assert read(content) == [PAIR_UNIT]


def test_xml_lang_goes_before_lang_and_tags_stay_as_they_are_written() -> None:
    content = memory(
        '<tu><tuv lang="xx" xml:lang="EN_us"><seg>a</seg></tuv><tuv xml:lang="sr-Latn-RS"><seg>b</seg></tuv></tu>'
    )
    assert read(content) == [TmxUnit({"EN_us": "a", "sr-Latn-RS": "b"})]


def test_a_namespace_does_not_matter() -> None:
    content = memory(f"<tu>{PAIR}</tu>").replace("<tmx", '<tmx xmlns="http://www.lisa.org/tmx14"')
    assert read(content) == [PAIR_UNIT]


def test_id_notes_and_properties() -> None:
    body = f'<tu tuid="7"><note>one</note><prop type="x-a"> 1 </prop><note> two\n</note><prop type="x-b"/>{PAIR}</tu>'
    assert read(memory(body)) == [
        TmxUnit(PAIR_UNIT.segments, ("one", " two\n"), {"x-a": " 1 ", "x-b": ""}, "7"),
    ]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8", "UTF-8"),
        ("utf-8", "UTF-16"),
        ("utf-8-sig", ""),
        ("utf-8-sig", "UTF-16"),
        ("utf-16", ""),
        ("utf-16", "UTF-16"),
        ("utf-16", "utf-8"),
        ("utf-16-le", ""),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", ""),
        ("utf-32", "UTF-32"),
        ("windows-1254", "windows-1254"),
        ("iso-8859-9", "ISO-8859-9"),
    ],
)
def test_every_encoding_is_read(encoding: str, declared: str) -> None:
    prolog = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    content = memory(f"<tu>{PAIR}</tu>", prolog=prolog).encode(encoding)
    assert read(content) == [PAIR_UNIT]


def test_utf_16_with_the_big_end_first_and_a_mark() -> None:
    content = b"\xfe\xff" + memory(f"<tu>{PAIR}</tu>").encode("utf-16-be")
    assert read(content) == [PAIR_UNIT]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ('a <bpt i="1">&lt;b></bpt>bold<ept i="1">&lt;/b></ept> c', "a bold c"),
        ('a<ph x="1">{0}</ph>b', "ab"),
        ('<it pos="begin">&lt;i></it>a', "a"),
        ("a<ut>{\\b</ut> b", "a b"),
        ("a <hi>b <hi>c</hi> d</hi> e", "a b c d e"),
        ('a<hi type="x">b<ph>{1}</ph></hi>c', "abc"),
        ('a<ph>&lt;img alt="<sub>a picture</sub>"></ph>b', "ab"),
        ("a<!-- no -->b<?no no?>c", "abc"),
        ("<![CDATA[a < b]]> &#233;&amp;&lt;", "a < b é&<"),
        ("a <mrk>b</mrk><x/> c", "a b c"),
        ("\n  a\n  b ", "\n  a\n  b "),
    ],
)
def test_inline_elements(written: str, text: str) -> None:
    assert english(memory(unit(written))) == [text]


def test_what_is_dropped_is_counted() -> None:
    losses: Counter[str] = Counter()
    body = (
        "<tu><prop type='x'>1</prop><prop type='x'>2</prop>"
        "<tuv xml:lang='en'><note>n</note><prop type='y'>z</prop><seg>a<ph/>b<ph>c</ph></seg></tuv>"
        "<tuv xml:lang='fr'><seg>d</seg></tuv><tuv xml:lang='fr'><seg>e</seg></tuv>"
        "<tuv xml:lang='az'><seg> </seg></tuv><tuv><seg>f</seg></tuv><tuv xml:lang='hy'/></tu>"
        "<tu><tuv xml:lang='en'><seg>alone</seg></tuv></tu>"
    )
    assert read(memory(body), losses) == [TmxUnit({"en": "ab", "fr": "d"}, (), {"x": "1"})]
    assert losses == {
        "inline code": 2,
        "note or property of one language": 2,
        "second property of a type": 1,
        "second text in a language": 1,
        "segment without text or language": 3,
        "unit with fewer than two languages": 1,
    }


@pytest.mark.parametrize("body", ["", "<tu/>", "<tu><tuv xml:lang='en'><seg/></tuv></tu>", "<tu><note>n</note></tu>"])
def test_a_memory_without_a_pair_has_no_unit(body: str) -> None:
    assert read(memory(body)) == []


def test_units_before_the_break_are_given_first() -> None:
    content = memory(f"<tu>{PAIR}</tu>\n<tu>{PAIR}</tu>\n<tu><tuv>").encode()
    found, error = until_broken(content[: content.index(b"</body>")])
    assert found == [PAIR_UNIT, PAIR_UNIT]
    assert (error.path, error.line) == ("mine.tmx", 7)
    assert "not well-formed" in str(error)


def test_the_line_is_right_beyond_what_an_element_can_tell() -> None:
    content = memory(f"<tu>{PAIR}</tu>" + "\n" * 70_000 + "<tu></body>")
    assert until_broken(content.encode())[1].line == 70_004


@pytest.mark.parametrize("cut", [1, 2, 3, 20, 21])
def test_utf_16_that_breaks_off_anywhere(cut: int) -> None:
    content = memory(f"<tu>{PAIR}</tu>").rstrip().encode("utf-16")
    found, error = until_broken(content[:-cut])
    assert found == [PAIR_UNIT]
    assert error.line


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("", 0, "no element"),
        ("source\ttarget\n", 1, "not well-formed"),
        ("PK\x03\x04\x00\x00", 1, "not well-formed"),
        ("<xliff>\n</xliff>", 1, "root element is <xliff>"),
        ("\n<html>\n<tu/></html>", 2, "root element is <html>"),
        ("<tu/>", 1, "root element is <tu>"),
        (memory("<tu>\n<b></tu>"), 5, "not well-formed"),
        (memory("a\x01"), 4, "not well-formed"),
        (memory("&#x1F;"), 4, "not well-formed"),
        (memory("<tu/>") + "more", 7, "not well-formed"),
        ('<?xml version="1.0" encoding="klingon"?><tmx/>', 1, "klingon"),
        (b"<tmx>\xff</tmx>", 1, "not well-formed"),
    ],
)
def test_what_is_not_xml_or_not_tmx_is_refused_with_its_line(content: str | bytes, line: int, message: str) -> None:
    _, error = until_broken(content)
    assert message in str(error)
    assert (error.path, error.line) == ("mine.tmx", line)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY firm "a name">',
        '<!ENTITY firm SYSTEM "{file}">',
        '<!ENTITY % firm SYSTEM "{file}"> %firm;',
        '<!ENTITY firm SYSTEM "http://192.0.2.1/firm">',
        "<!NOTATION gif SYSTEM 'gif'><!ENTITY firm SYSTEM 'firm.gif' NDATA gif>",
    ],
)
def test_declared_entities_are_refused(declaration: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    prolog = f"<!DOCTYPE tmx [{declaration.replace('{file}', secret.as_uri())}]>\n"
    _, error = until_broken(memory(unit("&firm;"), prolog=prolog))
    assert "declares entities" in str(error)
    assert error.line == 2


@pytest.mark.parametrize("place", ["segment", "attribute", "default"])
def test_a_billion_laughs_are_refused(place: str) -> None:
    laughs = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    default = '<!ATTLIST tmx o CDATA "&l11;">' if place == "default" else ""
    content = memory(
        unit("&l11;" if place == "segment" else "a"),
        prolog=f"<!DOCTYPE tmx [{laughs}{default}]>",
        version="&l11;" if place == "attribute" else "1.4",
    )
    found, _ = until_broken(content)
    assert not found


@pytest.mark.parametrize("doctype", ['SYSTEM "tmx14.dtd"', 'SYSTEM "http://192.0.2.1/tmx14.dtd"', 'PUBLIC "-//X" "x"'])
def test_a_doctype_is_allowed_and_never_fetched(doctype: str) -> None:
    assert english(memory(unit("a"), prolog=f"<!DOCTYPE tmx {doctype}>")) == ["a"]


@pytest.mark.parametrize("prolog", ["", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'])
def test_an_entity_that_nobody_declares_is_refused_with_its_line(prolog: str) -> None:
    found, error = until_broken(memory(f"{unit('a')}\n{unit('b&nbsp;c')}", prolog=prolog).encode())
    assert [each.segments["en"] for each in found] == ["a"]
    assert "nbsp" in str(error)
    assert error.line == 5


def test_markup_nested_without_end_is_refused() -> None:
    _, error = until_broken(memory(unit("<hi>" * 5000)))
    assert "depth" in str(error)


class Endless(io.BytesIO):
    """A file that goes on as it began."""

    def __init__(self, start: bytes, more: bytes) -> None:
        super().__init__()
        self.rest, self.more, self.given = start, more, 0

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None and size > 0
        if len(self.rest) < size:
            self.rest += self.more * (size // len(self.more) + 1)
        content, self.rest = self.rest[:size], self.rest[size:]
        self.given += len(content)
        return content


def test_a_unit_is_given_before_the_file_ends() -> None:
    stream = Endless(b"<tmx><body>", unit("a").encode())
    units = read_tmx(stream, "mine.tmx")
    for _ in range(1000):
        next(units)
    assert stream.given < 4000 * len(unit("a"))


@pytest.mark.parametrize("start", [b"<tmx><body>", b"<tmx><body><tu>", b"<other>", b""])
@pytest.mark.parametrize("more", [b"<!-- -->", b"<x>  </x>"])
def test_what_has_no_end_is_refused(start: bytes, more: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tmx, "MAX_UNIT_BYTES", 1 << 18)
    stream = Endless(start, more)
    with pytest.raises(FormatError):
        next(read_tmx(stream, "mine.tmx"))
    assert stream.given < 1 << 20


def test_the_limit_is_for_one_unit_and_not_for_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tmx, "MAX_UNIT_BYTES", 1 << 16)
    assert len(read(memory(unit("a") * 5000))) == 5000


def test_a_file_that_cannot_be_read_is_no_format_error() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(InputError, match=r"mine\.tmx: cannot be read: Input/output error") as caught:
        list(read_tmx(Broken(), "mine.tmx"))
    assert not isinstance(caught.value, FormatError)


def test_the_streams_stay_open() -> None:
    stream = io.BytesIO()
    write_tmx(UNITS, stream, source_language="en", tool_version="0.9")
    stream.seek(0)
    assert len(list(read_tmx(stream, "mine.tmx"))) == 2
    assert not stream.closed
