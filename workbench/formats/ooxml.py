"""What any Office file is checked for before it is unpacked: it is a zip from anywhere."""

from __future__ import annotations

import io
import zipfile
import zlib

from workbench.core.errors import FormatError

MAX_PARTS = 10_000
MAX_PART_BYTES = 64 << 20
MAX_RATIO = 200
_SMALL_BYTES = 1 << 20
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def has_part(content: bytes, part: str) -> bool:
    """Whether these bytes are a zip that holds a part of that name."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return part in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def refuse_bombs(content: bytes, name: str, *, kind: str, needed: str) -> None:
    """Refuse what unpacks to more than it should, is protected or declares a document type.

    Args:
        kind: what a person calls such a file (`Excel workbook`).
        needed: the part without which it is none.
    Raises: FormatError
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            for part in parts:
                _refuse_part(part, name, kind)
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > 4 * MAX_PART_BYTES:
                raise FormatError(f"it unpacks to more than one {kind} should; refused", path=name)
            if needed not in archive.namelist():
                raise FormatError(f"it is a zip archive, but not one of the kind {kind}", path=name)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_doctype(archive.read(part), part.filename, name, kind)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise FormatError(f"the {kind} is damaged or cut off ({error}); get it again", path=name) from error


def _refuse_part(part: zipfile.ZipInfo, name: str, kind: str) -> None:
    if part.flag_bits & 1:
        raise FormatError(f"the {kind} is protected by a password; save it without one", path=name)
    if part.file_size > min(MAX_PART_BYTES, max(_SMALL_BYTES, MAX_RATIO * part.compress_size)):
        raise FormatError(
            f"its part {part.filename!r} unpacks from {part.compress_size:,} to {part.file_size:,} bytes; "
            "refused as a decompression bomb",
            path=name,
        )


def _refuse_doctype(content: bytes, part: str, name: str, kind: str) -> None:
    if any(mark in content for mark in _DOCTYPES):
        raise FormatError(f"its part {part!r} declares a document type, which no {kind} does; refused", path=name)
