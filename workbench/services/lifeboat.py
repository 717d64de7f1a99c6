"""The last resort for what is being typed: a file whose room on the disk is taken before it is needed.

Where the database takes nothing any more (the disk is full, a quota is reached), the text of the cell that is being
typed is written here, in place. A desk has its own file in the project's folder and holds a lock on it while it runs;
what a desk left behind that ended hard comes back when the project is opened next.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from workbench.core.errors import WriteError

_PATTERN = ".typed-*"
_SLOT_BYTES = 128 * 1024
_SLOTS = 2
_HEADER = struct.Struct(">QII")
"""Number of the record, length in bytes and CRC-32 of what follows."""


class Lifeboat:
    """Room for one half-typed text; for one thread.

    Args:
        folder: of the project.
    Attributes:
        ready: whether there was room for it when the desk was opened.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / f".typed-{os.getpid()}-{os.urandom(4).hex()}"
        self._number = 0
        self._file = -1
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            _lock(self._file)
            os.pwrite(self._file, bytes(_SLOTS * _SLOT_BYTES), 0)  # zeros that are written take room, a hole does not
            os.fsync(self._file)
        except OSError:
            self.close()

    @property
    def ready(self) -> bool:
        """Whether there is room."""
        return self._file >= 0

    def keep(self, cell_id: int, text: str) -> None:
        """Keep the text of a cell in place of what was kept before; on disk when this returns.

        Two slots take turns, so that a write that is cut off leaves the one before.
        Raises: WriteError if there is no room for it.
        """
        if not self.ready:
            raise WriteError(f"{self._path.parent}: there was no room for a copy of what is typed")
        content = json.dumps({"cell": cell_id, "text": text}, ensure_ascii=False).encode("utf-8", "surrogatepass")
        if len(content) > _SLOT_BYTES - _HEADER.size:
            raise WriteError(f"{self._path}: the text is too long to be kept here")
        self._number += 1
        record = _HEADER.pack(self._number, len(content), zlib.crc32(content)) + content
        try:
            os.pwrite(self._file, record, self._number % _SLOTS * _SLOT_BYTES)
            os.fsync(self._file)
        except OSError as error:
            raise WriteError(f"{self._path}: cannot be written: {error.strerror}") from error

    def clear(self) -> None:
        """What was kept is safe elsewhere by now."""
        if self._number and self.ready:
            with suppress(OSError):
                for slot in range(_SLOTS):
                    os.pwrite(self._file, bytes(_HEADER.size), slot * _SLOT_BYTES)
            self._number = 0

    def close(self) -> None:
        """Take the file away, unless a text in it is safe nowhere else."""
        if self._file < 0:
            return
        if not self._number:
            with suppress(OSError):
                self._path.unlink()
        os.close(self._file)
        self._file = -1


def left_behind(folder: Path) -> dict[int, str]:
    """Half-typed texts, by cell, of desks that do not run any more; `forget_left_behind` once they are safe."""
    found: dict[int, str] = {}
    for path in _abandoned(folder):
        kept = _read(path)
        if kept:
            found[kept[0]] = kept[1]
    return found


def forget_left_behind(folder: Path) -> None:
    """Take away the files of desks that do not run any more."""
    for path in _abandoned(folder):
        with suppress(OSError):
            path.unlink()


def _abandoned(folder: Path) -> Iterator[Path]:
    """Files that nobody holds, the oldest first."""
    try:
        paths = sorted(folder.glob(_PATTERN), key=lambda path: path.stat().st_mtime)
    except OSError:
        return
    for path in paths:
        with suppress(OSError):
            file = os.open(path, os.O_RDWR)
            try:
                _lock(file)
            except OSError:
                continue
            finally:
                os.close(file)
            yield path


def _read(path: Path) -> tuple[int, str] | None:
    """The newest whole record of a file."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    newest: tuple[int, tuple[int, str]] | None = None
    for slot in range(_SLOTS):
        part = content[slot * _SLOT_BYTES : (slot + 1) * _SLOT_BYTES]
        if len(part) < _HEADER.size:
            continue
        number, length, check = _HEADER.unpack_from(part)
        record = part[_HEADER.size : _HEADER.size + length]
        if not number or len(record) < length or zlib.crc32(record) != check:
            continue
        values = json.loads(record.decode("utf-8", "surrogatepass"))
        if newest is None or number > newest[0]:
            newest = number, (int(values["cell"]), str(values["text"]))
    return newest[1] if newest else None


def _lock(file: int) -> None:
    """Raises: OSError if another process holds it, or the file system has no locks."""
    try:
        import fcntl
    except ImportError:  # no such locks on this system
        return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
