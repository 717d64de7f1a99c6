"""Reading what a command is given: a file, or `-` for standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from workbench.core.errors import FormatError, InputError
from workbench.formats.document import Document
from workbench.formats.sniff import read_document

STDIN = "-"


def open_input(path: str) -> BinaryIO:
    """The bytes of a file or of standard input.

    Raises: InputError with path and cause.
    """
    if path == STDIN:
        return sys.stdin.buffer
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def document(path: str, input_format: str | None = None) -> Document:
    """One input as a document.

    Raises: InputError, FormatError
    """
    with open_input(path) as stream:
        return read_document(stream, "standard input" if path == STDIN else path, input_format=input_format)


def lines(path: str) -> Iterator[str]:
    """The lines of an input without their line ends, as they come in.

    Standard input is read as UTF-8 and one line at a time, so that a pipe is answered while it is open;
    a file's encoding is found by evidence.
    Raises: InputError, FormatError with the line's number
    """
    if path != STDIN:
        with open_input(path) as stream:
            content = read_document(stream, path, input_format="text").text
        yield from content.removesuffix("\n").replace("\r\n", "\n").split("\n") if content else ()
        return
    for number, raw in enumerate(sys.stdin.buffer, 1):
        try:
            decoded = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise FormatError("not UTF-8; convert it, or pass a file", path="standard input", line=number) from error
        yield decoded.removesuffix("\n").removesuffix("\r")
