"""What was installed, written down in the package's folder, so that damage can be told later.

Argos takes no notice of the file. Packages that Argos or an older workbench installed have none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.core.errors import PackageError, WriteError
from workbench.engines.downloads import sha256_of

RECORD = "install.json"

_RECORD_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """What was noted when a package was installed.

    Attributes:
        origin: file or address it came from.
        archive_sha256: of the file that was unpacked, empty where there was none.
        files: size in bytes and SHA-256 by path from the package's folder.
    """

    origin: str
    archive_sha256: str
    files: Mapping[str, tuple[int, str]]


def write_record(folder: Path, origin: str, *, archive_sha256: str = "") -> None:
    """Note every file of a package as it is now.

    Raises: WriteError
    """
    try:
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != RECORD]
        files = {
            path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": sha256_of(path)}
            for path in paths
        }
        values = {"origin": origin, "archive_sha256": archive_sha256, "files": files}
        (folder / RECORD).write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise WriteError(f"{folder / RECORD}: cannot be written: {error.strerror}") from error


def read_record(folder: Path) -> Record | None:
    """The note of a package, None if it has none.

    Raises: PackageError if it cannot be read.
    """
    path = folder / RECORD
    try:
        with path.open("rb") as stream:
            values = json.loads(stream.read(_RECORD_BYTES))
        files = {str(name): (int(each["bytes"]), str(each["sha256"])) for name, each in values["files"].items()}
        return Record(str(values["origin"]), str(values["archive_sha256"]), files)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise PackageError(f"{path}: is damaged ({error}); install the package again with --force") from error


def differences(folder: Path, record: Record) -> list[str]:
    """What is no longer as it was noted, one line a file; files that came later are no damage."""
    return [problem for name, noted in record.files.items() if (problem := _difference(folder, name, *noted))]


def _difference(folder: Path, name: str, size_bytes: int, sha256: str) -> str:
    path = folder / name
    try:
        if not path.is_file():
            return f"{name} is missing"
        if path.stat().st_size != size_bytes:
            return f"{name} has {path.stat().st_size} bytes and had {size_bytes}"
        return "" if sha256_of(path) == sha256 else f"{name} has changed (another checksum)"
    except OSError as error:
        return f"{name} cannot be read: {error.strerror}"
