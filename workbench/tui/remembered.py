"""Where a person was and how they like the desk: kept between sessions in the state folder, never in a project.

Plain values by name: a file for each project, and one for what holds in all of them (the colours). Nothing depends on
them: a file that is gone or broken is a desk as at first.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import TypeVar

from workbench.config import state_dir
from workbench.tui.i18n import _

Value = str | int | float | bool | list["Value"] | dict[str, "Value"]
"""What can be remembered: whatever JSON holds."""

T = TypeVar("T")

_MOST_BYTES = 1_000_000


class Remembered:
    """What is remembered of one project, or of the desk itself.

    Args:
        project: its folder; None for what holds in every project.
    """

    def __init__(self, project: Path | None = None) -> None:
        self.file = _file_of(project)
        self.problem = ""
        """Why nothing is remembered, in a line; empty if the file is whole, or was never there."""
        self._values = self._read()
        self._written = dict(self._values)

    def get(self, name: str, otherwise: T) -> T:
        """What is remembered by a name, if it is of the type of `otherwise`; else that."""
        value = self._values.get(name)
        return value if type(value) is type(otherwise) else otherwise

    def set(self, name: str, value: Value) -> None:
        """Remember a value; `save` writes it."""
        self._values[name] = value

    def save(self) -> bool:
        """Write what has changed, whole or not at all; False if the folder takes nothing, which harms nobody."""
        if self._values == self._written:
            return True
        try:
            text = json.dumps(self._values, ensure_ascii=False, indent=1, sort_keys=True)
            _write_whole(self.file, text)
        except (OSError, ValueError):
            return False
        self._written = dict(self._values)
        return True

    def _read(self) -> dict[str, Value]:
        try:
            if self.file.stat().st_size > _MOST_BYTES:
                raise ValueError(f"> {_MOST_BYTES} bytes")
            values = json.loads(self.file.read_text(encoding="utf-8"))
            if not isinstance(values, dict):
                raise ValueError(type(values).__name__)
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            told = _("{file}: where you were cannot be read ({error}); the desk opens as at first")
            self.problem = told.format(file=self.file, error=error)
            return {}
        return values


def _write_whole(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=file.parent, prefix=".desk-")
    try:
        with os.fdopen(number, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _file_of(project: Path | None) -> Path:
    if project is None:
        return state_dir() / "desk.json"
    folder = project.resolve()
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    name = "".join(each if each.isalnum() else "-" for each in folder.name)[:40]
    return state_dir() / "projects" / f"{name}-{mark}.json"
