"""Writing files whole or not at all."""

from __future__ import annotations

import glob
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from workbench.core.errors import ConfigError, WriteError

PART = ".part"


class WholeFile:
    """A file that comes to be when it is committed; until then nothing of it is seen.

    Args:
        path: where it will be.
        force: replace a file that is there.
        nowhere: take the bytes and keep none.
    Raises: WriteError if the file exists and `force` is not set, or on any failure of the disk.
    """

    def __init__(self, path: Path, *, force: bool = False, nowhere: bool = False) -> None:
        self.path = path
        self._stream: BinaryIO | None = None
        self._temporary: Path | None = None
        if nowhere:
            return
        refuse_taken(path, force=force)
        # Named before it is made, so that a signal at any moment finds something to clear away.
        self._temporary = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}{PART}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = self._temporary.open("xb")
        except OSError as error:
            raise self._failure(error) from error

    @property
    def stream(self) -> BinaryIO | None:
        """What its bytes are written to."""
        return self._stream

    def write(self, content: bytes) -> None:
        """Add to it; raises WriteError."""
        if self._stream is not None:
            try:
                self._stream.write(content)
            except OSError as error:
                raise self._failure(error) from error

    def commit(self) -> None:
        """Put it in its place; raises WriteError."""
        if self._stream is None or self._temporary is None:
            return
        try:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._temporary.replace(self.path)
        except OSError as error:
            raise self._failure(error) from error
        self._stream = self._temporary = None

    def abandon(self) -> None:
        """Leave nothing of it."""
        if self._stream is not None:
            with suppress(OSError):
                self._stream.close()
        if self._temporary is not None:
            with suppress(OSError):
                self._temporary.unlink(missing_ok=True)
        self._stream = self._temporary = None

    def _failure(self, error: OSError) -> WriteError:
        return WriteError(f"{self.path}: cannot be written: {error.strerror or error}")


@contextmanager
def written_whole(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A stream whose bytes become the file `path` when the block ends well; else nothing is left of them.

    Args:
        force: replace a file that is there.
    Raises: WriteError if the file exists and `force` is not set, or on any failure of the disk.
    """
    file = WholeFile(path, force=force)
    try:
        yield cast(BinaryIO, file.stream)
        file.commit()
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        file.abandon()


def clear_parts(path: Path) -> None:
    """Take away what a killed run has left of a file; nobody else may be writing it."""
    for left in path.parent.glob(f".{glob.escape(path.name[:40])}.????????{PART}"):
        with suppress(OSError):
            left.unlink()


def refuse_input(output: Path, *inputs: Path) -> None:
    """Refuse to write over what is read, even where replacing is asked for.

    Raises: ConfigError
    """
    for path in inputs:
        with suppress(OSError):
            if output.samefile(path):
                raise ConfigError(f"{path}: the output would replace the input; choose another --out")


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
