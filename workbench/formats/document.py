"""What every document format answers to, and what reading a document gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Document:
    """One text as it was found.

    Attributes:
        text: the running text, every character as decoded: line ends, Unicode form and spaces are not touched.
        format: id of the format it was read as (`text`, `markdown`, `docx`, `html`).
        encoding: Python's name of the encoding, `utf-8` where the format brings its own.
        newline: the line end that most lines of the text have.
        has_bom: whether a byte order mark stood before the text.
        title, date, language, statement: what the document says of itself, empty where it says nothing; the date in
            ISO 8601, the language normalised, `statement` the key it shares with its other versions.
        is_source: whether it says that it is the version the others were made from.
    """

    text: str
    format: str = "text"
    encoding: str = "utf-8"
    newline: str = "\n"
    has_bom: bool = False
    title: str = ""
    date: str = ""
    language: str = ""
    statement: str = ""
    is_source: bool = False


class DocumentFormat(Protocol):
    """A format that running text can be read from. Formats do not know each other; `sniff` knows them all."""

    @property
    def id(self) -> str:
        """Stable name, as `--input-format` takes it."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """File suffixes in lower case, with the dot."""
        ...

    def recognises(self, head: bytes) -> bool:
        """Whether the first bytes of a file (4 KiB or all of it) can only be of this format."""
        ...

    def read(self, content: bytes, name: str) -> Document:
        """The document.

        Args:
            content: all bytes of the file.
            name: the input's name as the user gave it, for messages.
        Raises: InputError if it holds no text; FormatError if it is not of this format.
        """
        ...


def newline_of(text: str) -> str:
    """The line end that most lines of `text` have: `\\r\\n`, `\\r` or `\\n` (also where there is none)."""
    pairs = text.count("\r\n")
    counts = {"\n": text.count("\n") - pairs, "\r\n": pairs, "\r": text.count("\r") - pairs}
    return max(counts, key=counts.__getitem__)
