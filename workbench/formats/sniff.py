"""Which format is this: by what the user says, then by content, then by suffix; and reading it."""

from __future__ import annotations

from pathlib import PurePath
from typing import BinaryIO

from workbench.core.errors import ConfigError, FormatError, InputError, NotInYetError
from workbench.formats.document import Document, DocumentFormat
from workbench.formats.docx import Docx, is_word
from workbench.formats.html import Html
from workbench.formats.markdown import Markdown
from workbench.formats.plain import PlainText

MAX_BYTES = 64 << 20
"""The largest document that is read; a statement has thousands of bytes, a novel a million."""

FORMATS: dict[str, DocumentFormat] = {one.id: one for one in (PlainText(), Markdown(), Docx(), Html())}
"""Every format that running text is read from, by id."""

_ALIASES = {"txt": "text", "md": "markdown", "htm": "html", "plain": "text"}
_HEAD_BYTES = 4096
_ZIP = b"PK\x03\x04"
_REFUSED = (
    (
        b"%PDF-",
        "this is a PDF, which has no running text to rely on; save the original as .docx or .txt, "
        "or extract the text (pdftotext -layout FILE) and read it through",
    ),
    (b"\xd0\xcf\x11\xe0", "this is a file of an old Office (.doc, .xls, .ppt); save it as .docx"),
    (b"{\\rtf", "this is RTF; save it as .docx or .txt"),
    (b"\x1f\x8b", "this is a gzip archive; unpack it first"),
    (b"\x89PNG", "this is a picture; the text in it is not read"),
    (b"\xff\xd8\xff", "this is a picture; the text in it is not read"),
    (b"GIF8", "this is a picture; the text in it is not read"),
    (b"SQLite format 3\x00", "this is a database"),
)
_NOT_YET = {
    ".tmx": "TMX",
    ".xlf": "XLIFF",
    ".xliff": "XLIFF",
    ".sdlxliff": "XLIFF",
    ".tbx": "TBX",
    ".po": "PO",
    ".pot": "PO",
    ".srt": "SubRip",
    ".vtt": "WebVTT",
    ".odt": "OpenDocument",
    ".xlsx": "Excel",
    ".csv": "CSV",
    ".tsv": "TSV",
    ".json": "JSON",
    ".jsonl": "JSON lines",
    ".xml": "XML",
}
_SUFFIXES = {suffix: one for one in FORMATS.values() for suffix in one.suffixes}


def read_document(
    stream: BinaryIO, name: str, *, input_format: str | None = None, max_bytes: int = MAX_BYTES
) -> Document:
    """Read one document.

    Args:
        stream: open for reading bytes; no more than `max_bytes` are taken from it.
        name: the input's name as the user gave it; its suffix counts where the content does not tell.
        input_format: id of the format, None to find out.
        max_bytes: largest document.
    Raises:
        InputError: it is empty or cannot be read.
        FormatError: it is too large, or not of its format, or of one that is not read.
        ConfigError: no such format.
    """
    try:
        content = stream.read(max_bytes + 1)
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error
    if not content:
        raise InputError(f"{name}: is empty")
    if len(content) > max_bytes:
        raise FormatError(
            f"is larger than {max_bytes >> 20} MiB, the most that one document may have; split it", path=name
        )
    chosen = format_named(input_format) if input_format else sniff(content, name)
    return chosen.read(content, name)


def format_named(name: str) -> DocumentFormat:
    """The format of that id.

    Raises: ConfigError if there is none.
    """
    wanted = name.lower().lstrip(".")
    try:
        return FORMATS[_ALIASES.get(wanted, wanted)]
    except KeyError:
        raise ConfigError(f"no document format {name!r}; there are {', '.join(FORMATS)}") from None


def is_document(name: str) -> bool:
    """Whether a file of that name is taken when a folder is read: one of our suffixes, and not hidden."""
    path = PurePath(name)
    return path.suffix.lower() in _SUFFIXES and bool(path.suffix) and not path.name.startswith((".", "~$"))


def sniff(content: bytes, name: str) -> DocumentFormat:
    """The format of a document, by content and then by suffix; what is text and nothing else is plain text.

    Raises: FormatError if it is of a format that is not read.
    """
    head = content[:_HEAD_BYTES]
    suffix = PurePath(name).suffix.lower()
    for magic, advice in _REFUSED:
        if head.startswith(magic):
            raise FormatError(advice, path=name)
    if head.startswith(_ZIP):
        if is_word(content):
            return FORMATS["docx"]
        if suffix != ".docx":
            raise FormatError(
                f"this is a zip archive or an Office file ({suffix or 'no suffix'}); "
                "save a text as .docx or .txt, or unpack the archive",
                path=name,
            )
    for one in FORMATS.values():
        if one.recognises(head):
            return one
    if suffix in _NOT_YET:
        raise NotInYetError(
            f"{name}: {_NOT_YET[suffix]} files are not in yet as documents; use .txt, .md, .docx or .html"
        )
    return _SUFFIXES.get(suffix, FORMATS["text"])
