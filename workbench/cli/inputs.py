"""Reading what a command is given: a file, or `-` for standard input."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from workbench.core.errors import ConfigError, InputError
from workbench.formats.document import Document
from workbench.formats.lines import Lines, read_lines
from workbench.formats.sniff import read_document
from workbench.services.records import Record, read_records

STDIN = "-"


def name_of(path: str) -> str:
    """What messages call an input."""
    return "standard input" if path == STDIN else path


def open_input(path: str) -> BinaryIO:
    """The bytes of a file or of standard input.

    Raises: InputError with path and cause.
    """
    if path == STDIN:
        # A reader of its own: a thread may still wait in it when a signal ends the process, and Python aborts where its
        # own reader of standard input is busy at that moment.
        return open(_stdin_descriptor(), "rb", closefd=False)
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def _stdin_descriptor() -> int:
    """The number of standard input.

    Raises: InputError if the process was begun with it closed.
    """
    if sys.stdin is None:
        raise InputError("standard input: is closed; name files or folders, or pipe a text in")
    return sys.stdin.fileno()


def document(path: str, input_format: str | None = None) -> Document:
    """One input as a document.

    Raises: InputError, FormatError
    """
    with open_input(path) as stream:
        return read_document(stream, name_of(path), input_format=input_format)


def one_segment_a_line(*paths: str) -> list[Lines]:
    """Inputs with one segment a line; one of them may be standard input.

    Raises: ConfigError if standard input is named twice; InputError, FormatError
    """
    if paths.count(STDIN) > 1:
        raise ConfigError("only one input can come from standard input")
    texts = []
    for path in paths:
        with open_input(path) as stream:
            texts.append(Lines(name_of(path), tuple(read_lines(stream, name_of(path)))))
    return texts


def stdin_is_terminal() -> bool:
    """Whether a person sits at standard input."""
    return sys.stdin is not None and sys.stdin.isatty()


def stdin_is_file() -> bool:
    """Whether standard input is a file, which never pauses, and not a pipe or a terminal."""
    return stat.S_ISREG(os.fstat(_stdin_descriptor()).st_mode)


def records(path: str, *, input_format: str | None = None, field: str = "source") -> Iterator[Record]:
    """The texts of an input, one a line or JSON object; standard input is read as it comes, so that a pipe is
    answered while it is open.

    Raises: InputError, FormatError
    """
    with open_input(path) as stream:
        yield from read_records(
            stream, name_of(path), input_format=input_format, source_field=field, live=path == STDIN
        )
