"""The bytes of an XML file as UTF-8, whatever it says of itself: encoding by evidence, stray bytes reported.

Exports often lie about their encoding (UTF-8 labelled as UTF-16), hold characters that XML forbids, a bare `&` or one
of HTML's names (`&nbsp;`); a parser stops there, and everything after is lost. Nothing is guessed in silence: each
repair is a problem with its line. Names that are not HTML's are left to the parser, which never resolves them.
"""

from __future__ import annotations

import codecs
import html.entities
import re
from array import array
from typing import BinaryIO
from xml.sax.saxutils import escape

from workbench.core.errors import FormatError, InputError
from workbench.formats import encoding
from workbench.formats.glossary.report import GlossaryReport

_CHUNK_BYTES = 1 << 16
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]+)[\"']")
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)([A-Za-z_][\w.-]{0,31};)?")
_LONGEST_REFERENCE = 34
_ENTRY = re.compile(rb"<(?:[\w.-]{1,20}:)?(?:(?:concept|term)?[eE]ntry|conceptGrp)(?=[\s>/])")
_LONGEST_ENTRY_TAG = 40
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_ASCII_BASED = ("utf-16", "utf16", "ucs-2", "ucs2", "utf-32", "iso-10646-ucs-2", "unicode")
DAMAGED = "\ufffd"
"""Stands for bytes that are no character; a term that has it is left out."""


class XmlBytes:
    """A byte stream for an XML parser that is to be told `encoding="utf-8"`.

    Args:
        stream: open for reading bytes; not closed here.
        name: the file's name as the user gave it, for messages.
    Attributes:
        entry_lines: the line where each entry begins, as far as was read; the parser counts no further than 65,535.
    Raises: FormatError if no encoding makes sense of the bytes.
    """

    def __init__(self, stream: BinaryIO, name: str, report: GlossaryReport) -> None:
        self._stream, self._name, self._report = stream, name, report
        self._line, self._beyond_ascii = 1, False
        head = self._take()
        mark, self._encoding = next(
            ((mark, found) for mark, found in _MARKS if head.startswith(mark)), (b"", self._declared(head))
        )
        self._head = head[len(mark) :] if mark.strip(b"<\x00") else head
        self._decoder = codecs.getincrementaldecoder(self._encoding)("strict")
        self._at_start, self._held, self._tail = True, b"", b""
        self.entry_lines = array("I")

    @property
    def encoding(self) -> str:
        """What the bytes are, as far as they were read."""
        return self._encoding

    def read(self, _size: int = -1) -> bytes:
        """The next bytes, as UTF-8 that XML allows; empty only at the end."""
        raw, content = b"", b""
        while not content:
            raw, self._head = (self._head, b"") if self._head else (self._take(), b"")
            content = self._decode(raw, final=not raw)
            if self._at_start:
                content = content.lstrip()
            if not raw:
                break
        self._at_start = self._at_start and not content
        content = _FORBIDDEN.sub(self._stray, content) if _FORBIDDEN.search(content) else content
        content = self._references(self._held + content, is_last=not raw)
        self._note_entries(content)
        self._line += content.count(b"\n")
        return content

    def _note_entries(self, content: bytes) -> None:
        """Keep the lines where entries begin; a tag cut in two by the end of the block is found with the next one."""
        scanned = self._tail + content
        line, at = self._line - self._tail.count(b"\n"), 0
        for found in _ENTRY.finditer(scanned):
            if found.end() >= len(self._tail):
                line, at = line + scanned.count(b"\n", at, found.start()), found.start()
                self.entry_lines.append(line)
        self._tail = scanned[-_LONGEST_ENTRY_TAG:]

    def _take(self) -> bytes:
        try:
            return self._stream.read(_CHUNK_BYTES)
        except OSError as error:
            raise InputError(f"{self._name}: cannot be read: {error.strerror or error}") from error

    def _declared(self, head: bytes) -> str:
        found = _DECLARED.match(head.lstrip()[:400])
        if found is None:
            return "utf-8"
        declared = found[1].decode("ascii").lower()
        if declared.startswith(_ASCII_BASED):
            self._report.problem(1, "", "encoding", f"the file says it is {declared}, its bytes are not; read as UTF-8")
            return "utf-8"
        try:
            b"<?xml".decode(declared)
        except (LookupError, UnicodeError) as error:
            raise FormatError(f"no encoding is called {declared!r}; save it as UTF-8", path=self._name) from error
        return codecs.lookup(declared).name

    def _decode(self, raw: bytes, *, final: bool) -> bytes:
        state = self._decoder.getstate()
        try:
            text = self._decoder.decode(raw, final)
        except UnicodeDecodeError as error:
            self._decoder.setstate(state)
            text = self._repaired(raw, error, final=final)
        self._beyond_ascii = self._beyond_ascii or not text.isascii()
        return text.encode("utf-8", "replace")

    def _repaired(self, raw: bytes, error: UnicodeDecodeError, *, final: bool) -> str:
        """Another encoding where no byte before spoke for UTF-8, else a mark for each damaged byte."""
        line = self._line + raw[: max(error.start, 0)].count(b"\n")
        if self._encoding == "utf-8" and not self._beyond_ascii:
            other = self._by_evidence(raw)
            if other != "utf-8":
                self._report.problem(line, "", "encoding", f"not the UTF-8 it should be; read as {other}")
                self._encoding = other
                self._decoder = codecs.getincrementaldecoder(other)("replace")
                return self._decoder.decode(raw, final)
        self._report.problem(line, "", "encoding", f"bytes that are no {self._encoding}; what holds them is left out")
        self._decoder.errors = "replace"
        text = self._decoder.decode(raw, final)
        self._decoder.errors = "strict"
        return text

    def _by_evidence(self, raw: bytes) -> str:
        """The encoding of bytes that are not sound UTF-8; UTF-8 where some of them are and nothing else makes sense."""
        try:
            return encoding.decode(raw, self._name).encoding
        except FormatError:
            if raw.decode("utf-8", "replace").replace(DAMAGED, "").isascii():
                raise
            return "utf-8"

    def _references(self, content: bytes, *, is_last: bool) -> bytes:
        """References made sound; one that may be cut in two by the end of the block is held back until the next."""
        self._held = b""
        cut = content.rfind(b"&", max(0, len(content) - _LONGEST_REFERENCE))
        if not is_last and cut > 0 and b";" not in content[cut:]:
            content, self._held = content[:cut], content[cut:]
        if b"<![CDATA[" in content:
            return content
        return _AMPERSAND.sub(self._reference, content)

    def _reference(self, found: re.Match[bytes]) -> bytes:
        name = (found[1] or b"").decode("ascii")
        line = self._line + found.string[: found.start()].count(b"\n")
        if name and name not in html.entities.html5:
            return found[0]
        self._report.problem(
            line, "", "reference", f"&{name} is not XML; read as {'HTML reads it' if name else '&amp;'}"
        )
        return escape(html.entities.html5[name]).encode() if name else b"&amp;"

    def _stray(self, found: re.Match[bytes]) -> bytes:
        line = self._line + found.string[: found.start()].count(b"\n")
        self._report.problem(line, "", "character", f"U+{found[0][0]:04X}, which XML forbids; read as a space")
        return b" "
