"""Texts in, one a line, and translations out: plain lines, JSON lines, tab-separated columns."""

from __future__ import annotations

import codecs
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePath
from typing import Any, BinaryIO

from workbench.core.errors import FormatError, InputError
from workbench.formats.cells import guarded
from workbench.formats.sniff import MAX_BYTES, format_named, read_document, sniff
from workbench.services.translate import Translation, as_record

JSON_SUFFIXES = (".jsonl", ".ndjson")
OUTPUT_FORMATS = ("text", "jsonl", "tsv")

_LONGEST_LINE_BYTES = 16 << 20
_LONG_BYTES = 16 << 20
_BLOCK_BYTES = 1 << 20
_PLAIN = ("text", "txt", "plain")
_PLAIN_IDS = ("text", "markdown")
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_BREAKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")
_LINE_BREAKS = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True)
class Record:
    """One text to translate.

    Attributes:
        id: what the input calls it, else its line's number from 1.
        source: the text.
        end: the line end after it, empty at the end of an input without one.
        fields: everything else that the input says of it.
    """

    id: object
    source: str
    end: str = "\n"
    fields: Mapping[str, Any] = field(default_factory=dict)


def read_records(
    stream: BinaryIO, name: str, *, input_format: str | None = None, source_field: str = "source", live: bool = False
) -> Iterator[Record]:
    """The records of an input, one a line; of a JSON input one for each object.

    Args:
        name: of the input, for messages; its suffix counts where the content does not tell.
        input_format: `jsonl` or a document format such as `text`; None to find out.
        source_field: where a JSON object keeps its text.
        live: read plain text in UTF-8 line by line as it comes; else the encoding is found by evidence, which takes
            the whole text.
    Raises: InputError, FormatError with the line's number; ConfigError if there is no such format
    """
    if input_format not in (None, "jsonl"):
        format_named(input_format)
    by_name = PurePath(name).suffix.lower() in JSON_SUFFIXES
    is_json = input_format == "jsonl" or (input_format is None and by_name)
    if is_json or (live and input_format in (None, *_PLAIN)) or _is_long_plain_text(stream, name, input_format):
        lines = _utf8_lines(stream, name)
    else:
        lines = _lines(_text(stream, name, input_format))
    number = 0
    for content, end in lines:
        if not number and input_format is None:
            is_json = is_json or _is_object(content)
        if is_json:
            number += 1
            if content.strip():
                yield _from_json(content, name, number, source_field)
        else:
            for line in _lines(content + end) if "\r" in content else [(content, end)]:
                number += 1
                yield Record(number, *line)


def _text(stream: BinaryIO, name: str, input_format: str | None) -> str:
    """The text of a document. Plain text may be blank or empty here: it comes out as it is, as it does from a pipe.

    Raises: as `read_document`
    """
    try:
        content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error
    text = _blank(content)
    if text is not None and (format_named(input_format) if input_format else sniff(content, name)).id in _PLAIN_IDS:
        return text
    return read_document(BytesIO(content), name, input_format=input_format).text


def _blank(content: bytes) -> str | None:
    """A text of nothing but white space, after a byte order mark or not; None if it is anything else."""
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if text.strip() else text


def _is_long_plain_text(stream: BinaryIO, name: str, input_format: str | None) -> bool:
    """Whether this is more plain UTF-8 text than should be held at once, with line feeds at its line ends.

    It is read through once to find out; then line by line.
    """
    by_name = input_format is None and PurePath(name).suffix.lower() in (".txt", ".text", "")
    if not (by_name or input_format in _PLAIN) or not stream.seekable():
        return False
    start = stream.tell()
    try:
        if stream.seek(0, os.SEEK_END) - start < _LONG_BYTES:
            return False
        stream.seek(start)
        return _is_utf8_lines(stream)
    finally:
        stream.seek(start)


def _is_utf8_lines(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    rest = b""
    try:
        while block := stream.read(_BLOCK_BYTES):
            block = rest + block
            rest = block[-1:] if block.endswith(b"\r") else b""
            body = block.removesuffix(rest)
            if b"\0" in body or _LONE_RETURN.search(body):
                return False
            decoder.decode(body)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return not rest


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Lines and their ends."""
    for found in _LINE.finditer(text):
        if found[0]:
            yield found[1], found[2]


def _utf8_lines(stream: BinaryIO, name: str) -> Iterator[tuple[str, str]]:
    """Lines and their ends, one at a time as they come in."""
    number = 0
    while raw := _line(stream, name):
        number += 1
        if len(raw) > _LONGEST_LINE_BYTES:
            raise FormatError(
                f"is longer than {_LONGEST_LINE_BYTES >> 20} MiB, no line of text", path=name, line=number
            )
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise FormatError("is not UTF-8; convert it, or pass a file", path=name, line=number) from error
        if "\0" in line:
            raise FormatError("has NUL characters; this is no text", path=name, line=number)
        content = line.removesuffix("\n").removesuffix("\r")
        yield content, line[len(content) :]


def _line(stream: BinaryIO, name: str) -> bytes:
    try:
        return stream.readline(_LONGEST_LINE_BYTES + 1)
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error


def _is_object(line: str) -> bool:
    try:
        return line.lstrip().startswith("{") and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _from_json(line: str, name: str, number: int, source_field: str) -> Record:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"is not JSON: {error}", path=name, line=number) from error
    if not isinstance(values, dict):
        raise FormatError("is not a JSON object", path=name, line=number)
    text = values.get(source_field)
    if not isinstance(text, str):
        there = ", ".join(list(values)[:8]) or "none"
        raise FormatError(f"has no text in {source_field!r} (fields: {there}); see --field", path=name, line=number)
    if _has_surrogate(text):
        raise FormatError("holds half a character (a lone surrogate)", path=name, line=number)
    fields = {key: value for key, value in values.items() if key not in ("id", "source")}
    return Record(values.get("id", number), text, "\n", fields)


def header(output_format: str, source: str, targets: Sequence[str]) -> str:
    """What stands before the first record: the languages of the columns, for tab-separated output."""
    return "\t".join((source, *targets)) + "\n" if output_format == "tsv" else ""


def rendered(output_format: str, record: Record, translations: Sequence[Translation]) -> str:
    """A record's translations, one for each target, as they are written: one line, for JSON one for each target."""
    if output_format == "jsonl":
        return "".join(_json_line(as_record(each, record.id, record.fields)) for each in translations)
    if output_format == "tsv":
        return "\t".join(column(text) for text in (record.source, *(each.target for each in translations))) + "\n"
    return _one_line(translations[0].target) + record.end


def _json_line(values: Mapping[str, Any]) -> str:
    """JSON with letters as they are; a lone surrogate, which UTF-8 cannot carry, is escaped."""
    line = json.dumps(values, ensure_ascii=False)
    return (json.dumps(values) if _has_surrogate(line) else line) + "\n"


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def _one_line(text: str) -> str:
    return _LINE_BREAKS.sub(" ", text)


def column(text: str) -> str:
    """A text as one column; what a spreadsheet would take for a formula gets an apostrophe in front."""
    flat = _BREAKS.sub(" ", text)
    return flat if guarded(flat.lstrip()) == flat.lstrip() else f"'{flat}"
