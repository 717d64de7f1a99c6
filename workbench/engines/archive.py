"""Unpacking an archive from anywhere: looked through before the first byte is written, counted while writing.

A zip is refused for paths that escape, links and devices, names that are one file on some systems, more than one
top folder, encryption, and for being a bomb by ratio, by size or by number of members.
"""

from __future__ import annotations

import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from workbench.core.errors import PackageError, WriteError

_BLOCK = 1 << 20
_END_RECORD = struct.Struct("<4s4H2LH")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may unpack to.

    Attributes:
        members: files and folders in it.
        total_bytes: of all files together.
        ratio: unpacked to packed size, looked at once more than `free_bytes` come out.
    """

    members: int = 5_000
    total_bytes: int = 16 << 30
    ratio: int = 40
    free_bytes: int = 8 << 20


class Archive:
    """A zip whose members were all found harmless.

    Args:
        path: the file.
        limits: what it may unpack to.
    Raises: PackageError saying what is wrong; nothing is written before `unpack`.
    """

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.path, self.limits = path, limits or Limits()
        try:
            self._packed_bytes = path.stat().st_size
            _check_directory(path, self.limits)
            self._zip = zipfile.ZipFile(path)
        except OSError as error:
            raise PackageError(f"{path}: cannot be read: {error.strerror or error}") from error
        except _DAMAGE as error:
            raise PackageError(f"{path}: is not a package (no zip archive, or a damaged one)") from error
        try:
            self.top = self._inspect()
        except PackageError as error:
            self._zip.close()
            raise PackageError(f"{path}: refused: {error}") from error

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _inspect(self) -> str:
        """The one top folder, once every member passed."""
        members = self._zip.infolist()
        if not members:
            raise PackageError("it is empty")
        if len(members) > self.limits.members:
            raise PackageError(f"it has {len(members)} members, more than {self.limits.members}")
        for member in members:
            _check_name(member.orig_filename)
            _check_kind(member)
        _check_collisions(members)
        self._check_size(sum(member.file_size for member in members))
        tops = {PurePosixPath(member.filename).parts[0] for member in members}
        if len(tops) != 1:
            raise PackageError(f"it has {len(tops)} things at its top and must have one folder")
        (top,) = tops
        if any(member.filename == top for member in members) or top.startswith("."):
            raise PackageError(f"{top!r} at its top is not a folder with a plain name")
        return top

    def _check_size(self, total_bytes: int) -> None:
        if total_bytes > self.limits.total_bytes:
            raise PackageError(f"it unpacks to more than {self.limits.total_bytes >> 20} MiB")
        if total_bytes > max(self.limits.free_bytes, self._packed_bytes * self.limits.ratio):
            raise PackageError(f"it unpacks to {total_bytes >> 20} MiB from {self._packed_bytes >> 10} KiB: a bomb")

    def has(self, name: str) -> bool:
        """Whether the top folder holds this file."""
        return f"{self.top}/{name}" in self._zip.NameToInfo

    def read(self, name: str, *, most_bytes: int) -> bytes:
        """A small file of the top folder.

        Raises: PackageError if it is missing, damaged or larger than `most_bytes`.
        """
        try:
            member = self._zip.getinfo(f"{self.top}/{name}")
            if member.file_size > most_bytes:
                raise PackageError(f"{self.path}: refused: {name} is larger than {most_bytes >> 10} KiB")
            return self._zip.read(member)
        except KeyError as error:
            raise PackageError(f"{self.path}: refused: it has no {name}") from error
        except (OSError, *_DAMAGE) as error:
            raise PackageError(f"{self.path}: refused: {name} is damaged: {error}") from error

    def unpack(self, folder: Path) -> None:
        """Write everything below the top folder into `folder`, which exists.

        Raises: PackageError if a member is damaged or larger than it said, WriteError if the disk does not take it;
            what was written is left for the caller to clear away.
        """
        written_bytes = 0
        for member in self._zip.infolist():
            target = folder.joinpath(*PurePosixPath(member.filename).parts[1:])
            if member.is_dir():
                _make_folder(target)
            else:
                _make_folder(target.parent)
                written_bytes = self._unpack_file(member, target, written_bytes)

    def _unpack_file(self, member: zipfile.ZipInfo, target: Path, written_bytes: int) -> int:
        try:
            with self._zip.open(member) as source, target.open("xb") as out:
                while block := source.read(_BLOCK):
                    written_bytes += len(block)
                    self._check_size(written_bytes)
                    out.write(block)
        except OSError as error:
            raise WriteError(f"{target}: cannot be written: {error.strerror or error}") from error
        except _DAMAGE as error:
            raise PackageError(f"{self.path}: refused: {member.filename} is damaged: {error}") from error
        return written_bytes


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{folder}: cannot be made: {error.strerror}") from error


def _check_directory(path: Path, limits: Limits) -> None:
    """Refuse a table of contents too long to be read at leisure: `zipfile` reads all of it before it says a word.

    Source: PKWARE APPNOTE 4.3.16, end of central directory record.
    """
    with path.open("rb") as archive:
        size = archive.seek(0, 2)
        archive.seek(max(0, size - _END_RECORD.size - 0xFFFF))
        tail = archive.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < _END_RECORD.size:
        raise zipfile.BadZipFile("no end record")
    *_, members, directory_bytes, _, _ = _END_RECORD.unpack_from(tail, at)
    if members > limits.members or directory_bytes > limits.members * 1024:
        raise PackageError(f"{path}: refused: it has {members} members, more than {limits.members}")


def _check_name(name: str) -> None:
    """Refuse a path that leaves its folder, or that another system reads in another way."""
    shown = f"member {name[:80]!r}"
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        raise PackageError(f"{shown} has control characters in its name")
    if name.startswith("/") or "\\" in name or ":" in name:
        raise PackageError(f"{shown} is an absolute path or one for another system")
    if any(part in ("", ".", "..") for part in name.removesuffix("/").split("/")):
        raise PackageError(f"{shown} leads out of its folder")


def _check_kind(member: zipfile.ZipInfo) -> None:
    """Refuse what is neither a plain file nor a folder."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        what = "a link" if kind == stat.S_IFLNK else "a device or another special file"
        raise PackageError(f"member {member.filename[:80]!r} is {what}")
    if member.flag_bits & 0x1:
        raise PackageError(f"member {member.filename[:80]!r} is encrypted")


def _check_collisions(members: Iterable[zipfile.ZipInfo]) -> None:
    """Refuse two members that are one file where case or form does not count, and a file that is a folder."""
    files: set[str] = set()
    folders: set[str] = set()
    for member in members:
        key = unicodedata.normalize("NFC", member.filename).casefold().removesuffix("/")
        if not member.is_dir():
            if key in files:
                raise PackageError(f"member {member.filename[:80]!r} is in it twice")
            files.add(key)
        folders.update(str(parent) for parent in PurePosixPath(key).parents)
        if member.is_dir():
            folders.add(key)
    if both := sorted(files & folders):
        raise PackageError(f"member {both[0][:80]!r} is a file and a folder")
