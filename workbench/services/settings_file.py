"""Changing one setting in a project's file, and leaving the rest of it as a person wrote it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from workbench.config import PROJECT_FILE, read_file
from workbench.core.errors import ConfigError
from workbench.services.files import write_whole

_GLOSSARIES = re.compile(r"^glossaries[ \t]*=[ \t]*(?:\[[^\]]*\]|\"[^\"\n]*\"|'[^'\n]*')", re.MULTILINE)


def add_glossaries(project: Path, names: Sequence[str], *, first: bool = False) -> None:
    """Add termbase files to the project's setting `glossaries`.

    Args:
        names: paths relative to the project.
        first: put them before those that are there, so that they win where two have the same term; else after.
    Raises: ConfigError if the file cannot be changed safely; WriteError.
    """
    file = project / PROJECT_FILE
    before = read_file(file)
    stated = before.get("glossaries", [])
    listed = [stated] if isinstance(stated, str) else list(stated) if isinstance(stated, list) else []
    new = [name for name in names if name not in listed]
    wanted = [*new, *listed] if first else [*listed, *new]
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    line = f"glossaries = {json.dumps(wanted, ensure_ascii=False)}"
    changed, found = _GLOSSARIES.subn(lambda _: line, text, count=1)
    if not found:
        changed = f"{line}\n{text}"
    try:
        after = tomllib.loads(changed)
    except tomllib.TOMLDecodeError:
        after = {}
    if after != {**before, "glossaries": wanted}:
        raise ConfigError(f"{file}: its glossaries cannot be changed safely; write there yourself: {line}")
    write_whole(file, changed.encode("utf-8"), force=True)
