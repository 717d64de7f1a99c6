"""Reading what a command is given: a file, or `-` for standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from workbench.core.errors import FormatError, InputError
from workbench.formats.document import Document
from workbench.formats.sniff import read_document

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Record:
    """One text to work on.

    Attributes:
        id: as the input gives it, else the line's number from 1.
        text: the text itself.
        fields: what else the input's JSON object holds, to be copied through.
    """

    id: Any
    text: str
    fields: dict[str, Any] = field(default_factory=dict)


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


def records(path: str, input_format: str | None, text_fields: tuple[str, ...]) -> Iterator[Record]:
    """The texts of an input: its lines, or of JSON lines the first of `text_fields` that an object has.

    Args:
        input_format: `text`, `jsonl`, or None to go by the suffix.
    Raises: InputError, FormatError with the line's number
    """
    is_json = input_format == "jsonl" or (input_format is None and path.endswith((".jsonl", ".ndjson")))
    for number, content in enumerate(lines(path), 1):
        if not is_json:
            yield Record(number, content)
        elif content.strip():
            yield _json_record(content, number, path, text_fields)


def _json_record(content: str, number: int, path: str, text_fields: tuple[str, ...]) -> Record:
    try:
        value = json.loads(content)
    except (json.JSONDecodeError, RecursionError) as error:
        raise FormatError(f"not JSON: {error}", path=path, line=number) from error
    name = next((name for name in text_fields if isinstance(value, dict) and isinstance(value.get(name), str)), None)
    if name is None:
        raise FormatError(f"no object with a text under {' or '.join(text_fields)}", path=path, line=number)
    return Record(value.get("id", number), value[name], {key: item for key, item in value.items() if key != name})
