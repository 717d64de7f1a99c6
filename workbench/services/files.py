"""Writing files whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from workbench.core.errors import WriteError


@contextmanager
def written_whole(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file `path` when the block ends well; else nothing is left of them.

    Args:
        force: replace a file that is there.
    Raises: WriteError if the file exists and `force` is not set, or on any failure of the disk.
    """
    refuse_taken(path, force=force)
    # Named before it is made, so that a signal at any moment finds something to clear away.
    temporary = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def refuse_taken(path: Path, *, force: bool) -> None:
    """Refuse a place where no file can be, or where there is one and `force` is not set.

    Raises: WriteError
    """
    try:
        if path.is_dir():
            raise WriteError(f"{path}: is a folder; name a file")
        if path.exists() and not path.is_file():
            raise WriteError(f"{path}: is no plain file; leave it out to write to standard output")
        if path.exists() and not force:
            raise WriteError(f"{path}: exists already; nothing is overwritten without --force")
        barrier = next((folder for folder in path.parents if folder.exists()), path.parent)
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from error
    if not barrier.is_dir():
        raise WriteError(f"{path}: cannot be written: {barrier} is no folder")


def write_whole(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write a file in one go, whole or not at all.

    Raises: WriteError as `written_whole`.
    """
    with written_whole(path, force=force) as stream:
        stream.write(content)
