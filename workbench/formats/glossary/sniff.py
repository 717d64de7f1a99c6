"""Which glossary format is this, by content alone; and reading it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from workbench.core.errors import FormatError, InputError
from workbench.core.term import Concept
from workbench.formats.glossary.delimited import read_delimited
from workbench.formats.glossary.report import GlossaryReport
from workbench.formats.glossary.utx import is_utx, read_utx

MAX_BYTES = 512 << 20
MAX_TABLE_BYTES = 128 << 20
_HEAD_BYTES = 4096
_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "this is a file of an old Office or a MultiTerm termbase; save it as .xlsx, or export TBX"),
    (b"SQLite format 3\x00", "this is a database; export the termbase as TBX"),
    (b"%PDF-", "this is a PDF; export the glossary as TBX, CSV or XLSX"),
    (b"\x1f\x8b", "this is a gzip archive; unpack it first"),
)


def read_glossary(stream: BinaryIO, name: str, report: GlossaryReport) -> Iterator[Concept]:
    """The concepts of a glossary in any format that is read: TBX, XLSX, UTX, CSV, TSV.

    Args:
        stream: open for reading bytes, at its beginning; not closed here.
        name: the file's name as the user gave it, for messages.
        report: filled while reading.
    Raises: InputError, FormatError
    """
    try:
        head = stream.read(_HEAD_BYTES)
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error
    if not head.strip(b"\x00 \t\r\n"):
        raise InputError(f"{name}: is empty")
    for magic, advice in _REFUSED:
        if head.startswith(magic):
            raise FormatError(advice, path=name)
    if _is_xml(head):
        from workbench.formats.tbx import read_tbx

        yield from read_tbx(cast(BinaryIO, _Rejoined(head, stream, name)), name, report)
        return
    content = head + stream.read(MAX_TABLE_BYTES - len(head) + 1)
    if len(content) > MAX_TABLE_BYTES:
        raise FormatError(f"is larger than {MAX_TABLE_BYTES >> 20} MiB; split it, or use TBX", path=name)
    yield from _table_reader(content, name)(content, name, report)


def _is_xml(head: bytes) -> bool:
    """XML begins with `<`, whatever mark or zero byte stands before; so does no table with headings."""
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")


def _table_reader(content: bytes, name: str) -> Callable[[bytes, str, GlossaryReport], Iterator[Concept]]:
    if content.startswith(b"PK\x03\x04"):
        from workbench.formats.glossary.xlsx import is_xlsx, read_xlsx

        if not is_xlsx(content):
            raise FormatError("this is a zip archive and no Excel workbook; unpack it first", path=name)
        return read_xlsx
    return read_utx if is_utx(content[:_HEAD_BYTES]) else read_delimited


class _Rejoined(io.RawIOBase):
    """A stream whose head was looked at, from its beginning; refuses to be larger than a termbase may be."""

    def __init__(self, head: bytes, stream: BinaryIO, name: str) -> None:
        self._head, self._stream, self._left, self._name = head, stream, MAX_BYTES, name

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        found, self._head = (self._head, b"") if self._head else (self._stream.read(size), b"")
        self._left -= len(found)
        if self._left < 0:
            raise FormatError(f"is larger than {MAX_BYTES >> 20} MiB; split it by subject", path=self._name)
        return found
