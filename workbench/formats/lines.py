"""Texts with one segment a line, as aligners, metrics and machine translation take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from workbench.core.errors import FormatError, InputError
from workbench.formats.encoding import decode

MAX_BYTES = 512 << 20
"""The largest file of lines that is read: some ten million lines."""

LONGEST = 1 << 20
"""The longest line, in code points; what is longer has lost its line ends."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of an input that was read already, such as standard input, under the name it has in messages."""

    name: str
    lines: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


def read_lines(stream: BinaryIO, name: str, *, max_bytes: int = MAX_BYTES) -> list[str]:
    """The lines of a file, without their ends; none for an empty file, and a blank line is an empty segment.

    Only line feeds end a line (with a carriage return before them or not): other breaks may stand inside a segment.

    Raises: InputError if it cannot be read; FormatError if it is too large, has a line that is, or is no text.
    """
    try:
        content = stream.read(max_bytes + 1)
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror or error}") from error
    if len(content) > max_bytes:
        raise FormatError(f"is larger than {max_bytes >> 20} MiB; split it", path=name)
    if not content.strip(b"\r\n \t"):
        return content.decode("ascii").replace("\r\n", "\n").split("\n")[: content.count(b"\n")]
    lines = decode(content, name).text.split("\n")
    if not lines[-1]:
        del lines[-1]
    if len(max(lines, key=len)) > LONGEST:
        number = next(number for number, line in enumerate(lines, 1) if len(line) > LONGEST)
        raise FormatError(f"is longer than {LONGEST:,} characters, no segment of a text", path=name, line=number)
    return [line.removesuffix("\r") for line in lines]
