"""TMX, the exchange format of translation memories: open byte streams to units and back, one unit in memory at a time.

Written is version 1.4b, the same bytes for the same units: no dates, and well-formed whatever a text holds. Read are
1.1 to 1.4b in any encoding, from anywhere: no entity is expanded, no DTD or address fetched, and a unit that grows
without end is refused. Nothing is repaired: where the XML breaks off, the units before it are given, then an error.

Inline codes have no place in plain text and are dropped, the text inside `hi` is kept. What was dropped is counted.

Source: TMX 1.4b Specification, LISA OSCAR, 26 April 2005.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, cast
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from workbench.core.errors import FormatError, InputError

MAX_UNIT_BYTES = 4 << 20
"""The most that is read without meeting the end of a unit: the header, one unit, or what stands between two."""

REPLACEMENT = "\ufffd"
"""Stands for a character that XML forbids."""

_TOOL = "statement workbench"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = frozenset(("bpt", "ept", "ph", "it", "ut", "sub"))
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACED = re.compile(r"\A\s|\s\Z|[\t\n\r]|\s\s")
_DECLARED_WIDE = re.compile(
    rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"'](?:utf-?(?:16|32)|ucs-?[24]|iso-10646|unicode)", re.I
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)
_WIDE = ((b"<\x00", "utf-16le"), (b"\x00<", "utf-16be"))
_CHUNK_BYTES = 1 << 15
_LAST_KNOWN_LINE = 65_534
"""Elements further down have no line of their own in libxml2."""


@dataclass(frozen=True, slots=True)
class TmxUnit:
    """One translation unit: the same segment in two languages or more.

    Attributes:
        segments: language tag (BCP 47, as it is written) to the segment's plain text, in the order of the file.
        notes: what people wrote about the unit.
        properties: type to value, whatever the tool that wrote them means by it.
        id: `tuid`, empty if there is none; nothing promises that it is unique.
    """

    segments: Mapping[str, str]
    notes: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    id: str = ""


def write_tmx(units: Iterable[TmxUnit], stream: BinaryIO, *, source_language: str, tool_version: str) -> Counter[str]:
    """Write a memory as TMX 1.4b in UTF-8, each unit as it comes.

    A unit without the source language says that any of its languages may be the source (`srclang="*all*"`).

    Args:
        stream: open for writing bytes; not closed here.
        source_language: the header's `srclang`; `*all*` if units go in every direction.
        tool_version: of the workbench, for the header.
    Returns: what could not be written as it is, with counts; empty if reading gives the same units again.
    """
    losses: Counter[str] = Counter()
    stream.write(_head(source_language, tool_version, losses).encode("utf-8"))
    for unit in units:
        stream.write(_tu(unit, source_language, losses).encode("utf-8"))
    stream.write(b"  </body>\n</tmx>\n")
    return losses


def read_tmx(stream: BinaryIO, name: str, losses: Counter[str] | None = None) -> Iterator[TmxUnit]:
    """The units of a memory, in the order of the file, each as soon as it is complete.

    Every unit has at least two languages, and every segment has something besides white space; white space around it
    is kept, as the standard asks. Of two texts in one language the first stands.

    Args:
        stream: open for reading bytes; not closed here.
        name: the file's name as the user gave it, for messages.
        losses: filled while reading, if given: what the units do not hold, with counts.
    Raises:
        FormatError: not XML, not TMX, broken off, with entities of its own, or with a unit over `MAX_UNIT_BYTES`.
            It comes after the units before it.
        InputError: it cannot be read.
    """
    losses = losses if losses is not None else Counter()
    reader = _Reader(name, losses)
    for element in _elements(stream, name):
        unit = reader.unit(element)
        if unit is not None:
            yield unit


def _head(source_language: str, tool_version: str, losses: Counter[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<tmx version="1.4">\n'
        f'  <header creationtool="{_TOOL}" creationtoolversion={_quoted(tool_version, losses)} segtype="sentence"'
        f' o-tmf="{_TOOL}" adminlang="en" srclang={_quoted(source_language, losses)} datatype="plaintext"/>\n'
        "  <body>\n"
    )


def _tu(unit: TmxUnit, source_language: str, losses: Counter[str]) -> str:
    """One `tu`, or nothing where the reader would find no unit in it."""
    segments = {tag: text for tag, text in unit.segments.items() if tag.strip() and text.strip()}
    if len(segments) < 2:
        losses["unit with fewer than two languages left out"] += 1
        return ""
    if left_out := len(unit.segments) - len(segments):
        losses["segment without text or language left out"] += left_out
    attributes = f" tuid={_quoted(unit.id, losses)}" if unit.id else ""
    if source_language.lower() not in ("*all*", *(tag.lower() for tag in segments)):
        attributes += ' srclang="*all*"'
    lines = [f"    <tu{attributes}>"]
    lines += [f"      <note>{_escaped(note, losses)}</note>" for note in unit.notes]
    lines += [
        f"      <prop type={_quoted(kind, losses)}>{_escaped(value, losses)}</prop>"
        for kind, value in unit.properties.items()
    ]
    lines += [_tuv(tag, text, losses) for tag, text in segments.items()]
    return "\n".join([*lines, "    </tu>", ""])


def _tuv(language: str, text: str, losses: Counter[str]) -> str:
    space = ' xml:space="preserve"' if _SPACED.search(text) else ""
    return f"      <tuv xml:lang={_quoted(language, losses)}><seg{space}>{_escaped(text, losses)}</seg></tuv>"


def _escaped(text: str, losses: Counter[str]) -> str:
    """Text between tags; a carriage return as a reference, since parsers read a bare one as a line feed."""
    return escape(_allowed(text, losses), {"\r": "&#13;"})


def _quoted(text: str, losses: Counter[str]) -> str:
    return quoteattr(_allowed(text, losses))


def _allowed(text: str, losses: Counter[str]) -> str:
    """The text with the characters XML has (XML 1.0, production 2), each other one replaced and counted."""
    allowed, replaced = _FORBIDDEN.subn(REPLACEMENT, text)
    if replaced:
        losses["character that XML forbids, replaced by U+FFFD"] += replaced
    return allowed


class _Source:
    """The bytes for the parser, with the encoding it is to be told and a limit on what it may hold at once."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name, self._since_unit = stream, name, 0
        head = self._take(_CHUNK_BYTES)
        mark, found = next(((mark, found) for mark, found in _MARKS if head.startswith(mark)), (b"", ""))
        if not found:
            found = next((wide for begins, wide in _WIDE if head.startswith(begins)), "")
        if not found and _DECLARED_WIDE.match(head):
            found = "utf-8"
        self._head = head[len(mark) :]
        self.encoding: str | None = found or None
        """What the bytes are where their beginning tells; else the file's own word holds."""

    def read(self, size: int = -1) -> bytes:
        """The next bytes; empty only at the end.

        Raises: FormatError if no unit has ended for too long.
        """
        content, self._head = (self._head, b"") if self._head else (self._take(size), b"")
        self._since_unit += len(content)
        if self._since_unit > MAX_UNIT_BYTES:
            raise FormatError(
                f"no translation unit ends within {MAX_UNIT_BYTES >> 20} MiB; this is no translation memory, "
                "or one that is damaged",
                path=self._name,
            )
        return content

    def unit_ended(self) -> None:
        self._since_unit = 0

    def _take(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except OSError as error:
            raise InputError(f"{self._name}: cannot be read: {error.strerror or error}") from error


def _elements(stream: BinaryIO, name: str) -> Iterator[etree._Element]:
    """Each `tu` when its end is met; forgotten when the next is asked for."""
    source = _Source(stream, name)
    events = etree.iterparse(
        cast(BinaryIO, source),
        events=("start", "end"),
        tag=("{*}tmx", "{*}tu"),
        encoding=source.encoding,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = None
    try:
        for event, element in events:
            if root is None:
                root = _sound_root(element.getroottree().getroot(), name)
            if event == "end" and element is not root and _local(element) == "tu":
                yield element
                source.unit_ended()
                _forget(element)
    except etree.XMLSyntaxError as error:
        raise _broken(error, events, name) from error
    if root is None:
        _sound_root(events.root, name)


def _forget(element: etree._Element) -> None:
    """Empty the element and drop what stands before it, so that the tree does not grow."""
    parent = element.getparent()
    element.clear()
    while element.getprevious() is not None:
        del parent[0]


def _sound_root(root: etree._Element, name: str) -> etree._Element:
    """The root again.

    Raises: FormatError if it is not that of TMX, or the file declares entities.
    """
    line = _line(root)
    if _local(root) != "tmx":
        raise FormatError(
            f"the root element is <{_local(root)}>, not <tmx>; this is no translation memory", path=name, line=line
        )
    doctype = root.getroottree().docinfo.internalDTD
    if doctype is not None and next(doctype.iterentities(), None) is not None:
        raise FormatError(
            "the file declares entities, which are never read from a memory; remove them", path=name, line=line
        )
    return root


def _broken(error: etree.XMLSyntaxError, events: etree.iterparse, name: str) -> FormatError:
    """What stopped the parser and where; lxml's exception alone does not know of an entity that nobody declared."""
    fatal = next((entry for entry in events.error_log if entry.level == etree.ErrorLevels.FATAL), None)
    line = fatal.line if fatal is not None else error.position[0]
    what = (fatal.message if fatal is not None else error.msg or "no element found").partition(", line ")[0].strip()
    return FormatError(f"not well-formed XML ({what}); export it again", path=name, line=line)


@dataclass(frozen=True, slots=True)
class _Reader:
    """From elements to units; what a unit has no place for goes into `losses`."""

    name: str
    losses: Counter[str]

    def unit(self, tu: etree._Element) -> TmxUnit | None:
        """The unit, or nothing if fewer than two languages have a text."""
        segments: dict[str, str] = {}
        notes: list[str] = []
        properties: dict[str, str] = {}
        for child in tu:
            match _local(child):
                case "tuv":
                    self._variant(child, segments)
                case "note":
                    notes.append(self._text(child))
                case "prop":
                    self._put(properties, child.get("type", ""), self._text(child), "second property of a type")
        if len(segments) < 2:
            self.losses["unit with fewer than two languages"] += 1
            return None
        return TmxUnit(segments, tuple(notes), properties, tu.get("tuid", ""))

    def _variant(self, tuv: etree._Element, segments: dict[str, str]) -> None:
        language = tuv.get(_XML_LANG) or tuv.get("lang") or ""
        text = ""
        for child in tuv:
            if _local(child) == "seg":
                text = self._text(child)
            else:
                self.losses["note or property of one language"] += 1
        if not language.strip() or not text.strip():
            self.losses["segment without text or language"] += 1
        else:
            self._put(segments, language, text, "second text in a language")

    def _put(self, into: dict[str, str], key: str, value: str, loss: str) -> None:
        if key in into:
            self.losses[loss] += 1
        else:
            into[key] = value

    def _text(self, element: etree._Element) -> str:
        return "".join(self._pieces(element)) if len(element) else element.text or ""

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        """The text outside inline codes; elements that the standard does not know keep theirs.

        Raises: FormatError at an entity, which can only be one that the file does not declare.
        """
        yield element.text or ""
        for child in element:
            if child.tag is etree.Entity:
                raise FormatError(
                    f"the entity {child.text} is not declared; write the character itself",
                    path=self.name,
                    line=_line(element),
                )
            if _local(child) in _CODES:
                self.losses["inline code"] += 1
            else:
                yield from self._pieces(child)
            yield child.tail or ""


def _local(element: etree._Element) -> str:
    """The element's name without namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _line(element: etree._Element) -> int:
    """Where the element begins, 0 where it is not known."""
    line = element.sourceline or 0
    return line if line <= _LAST_KNOWN_LINE else 0
