"""The only writer of standard output: UTF-8, `\\n`, stable, no colour."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from workbench.cli.diagnostics import PipeClosed, printable
from workbench.core.errors import WriteError


def text(content: str) -> None:
    """Write text as it is; on a terminal its control characters are shown, not obeyed. Buffered until `flush`.

    Raises: WriteError if standard output is closed or full.
    """
    if sys.stdout is None:
        raise WriteError("standard output: is closed; redirect it to a file, or use --out")
    shown = printable(content) if sys.stdout.isatty() else content
    with _to_a_reader():
        sys.stdout.buffer.write(shown.encode("utf-8", "surrogateescape"))


def flush() -> None:
    """Hand on what was written so far, so that the reader of a pipe need not wait."""
    with _to_a_reader():
        if sys.stdout is not None:
            sys.stdout.buffer.flush()


@contextmanager
def _to_a_reader() -> Iterator[None]:
    """Turn a closed pipe or a full disk into an error of ours: click would make the former exit code 1."""
    try:
        yield
    except BrokenPipeError as error:
        raise PipeClosed from error
    except OSError as error:
        raise WriteError(f"standard output: cannot be written: {error.strerror or error}") from error


def line(content: str = "") -> None:
    """Write one line."""
    text(content + "\n")


def to_json(value: object, *, indent: int | None = None) -> str:
    """JSON with letters as they are; a lone surrogate, which UTF-8 cannot carry, is escaped."""
    dumped = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        dumped.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent)
    return dumped


def json_line(value: object) -> None:
    """Write one value of a JSON stream."""
    line(to_json(value))


def json_document(value: object) -> None:
    """Write one JSON document."""
    line(to_json(value, indent=2))


def table(rows: Iterable[Sequence[str]]) -> None:
    """Write rows as columns of even width, two spaces between; the last column is not padded."""
    filled = [tuple(row) for row in rows]
    if not filled:
        return
    widths = [max(len(row[column]) for row in filled) for column in range(len(filled[0]) - 1)]
    for row in filled:
        line("  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip())
