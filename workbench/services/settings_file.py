"""Changing one setting in a project's file, and leaving the rest of it as a person wrote it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from workbench.config import PROJECT_FILE, read_file
from workbench.core.errors import ConfigError
from workbench.services.files import write_whole

_VALUE = r"[ \t]*=[ \t]*(?:\[[^\]]*\]|\"[^\"\n]*\"|'[^'\n]*')"


def add_glossaries(project: Path, names: Sequence[str], *, first: bool = False) -> None:
    """Add termbase files to the project's setting `glossaries`.

    Args:
        names: paths relative to the project.
        first: put them before those that are there, so that they win where two have the same term; else after.
    Raises: ConfigError if the file cannot be changed safely; WriteError.
    """

    def added(listed: list[str]) -> list[str]:
        new = [name for name in names if name not in listed]
        return [*new, *listed] if first else [*listed, *new]

    _change_list(project, "glossaries", added)


def add_memory(project: Path, name: str) -> None:
    """Add a memory file to the project's setting `memories`; as `add_glossaries`."""
    _change_list(project, "memories", lambda listed: listed if name in listed else [*listed, name])


def replace_glossary(project: Path, path: Path, name: str) -> None:
    """Name a termbase in place of another one; raises as `add_glossaries`.

    Args:
        path: of the one that is named now.
        name: path relative to the project.
    """

    def replaced(listed: list[str]) -> list[str]:
        return list(dict.fromkeys(name if project / each == path else each for each in listed))

    _change_list(project, "glossaries", replaced)


def _change_list(project: Path, setting: str, change: Callable[[list[str]], list[str]]) -> None:
    """Change a setting that is a list of names."""
    file = project / PROJECT_FILE
    before = read_file(file)
    stated = before.get(setting, [])
    wanted = change([stated] if isinstance(stated, str) else list(stated) if isinstance(stated, list) else [])
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    line = f"{setting} = {json.dumps(wanted, ensure_ascii=False)}"
    changed, found = re.compile(f"^{setting}{_VALUE}", re.MULTILINE).subn(lambda _: line, text, count=1)
    if not found:
        changed = f"{line}\n{text}"
    try:
        after = tomllib.loads(changed)
    except tomllib.TOMLDecodeError:
        after = {}
    if after != {**before, setting: wanted}:
        raise ConfigError(f"{file}: its {setting} cannot be changed safely; write there yourself: {line}")
    write_whole(file, changed.encode("utf-8"), force=True)
