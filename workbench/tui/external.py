"""A cell in the person's own editor: the desk steps aside, the text comes back as one change."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from textual.app import SuspendNotSupported

from workbench.config import state_dir
from workbench.core.errors import ConfigError, InputError, WriteError
from workbench.tui.drawing import clean
from workbench.tui.i18n import _

_FALLBACKS = ("sensible-editor", "editor", "nano", "vi")


def editor_command(environment: Mapping[str, str] | None = None) -> list[str]:
    """The person's editor with its arguments: VISUAL, EDITOR, else one that is there.

    Raises: ConfigError if there is none, or the one that is named is not installed.
    """
    variables = os.environ if environment is None else environment
    named = next((name for name in ("VISUAL", "EDITOR") if variables.get(name, "").strip()), "")
    if not named:
        found = next((name for name in _FALLBACKS if shutil.which(name, path=variables.get("PATH"))), "")
        if not found:
            raise ConfigError(_("no editor is set; put its name into VISUAL or EDITOR"))
        return [found]
    try:
        words = shlex.split(variables[named])
    except ValueError as error:
        raise ConfigError(_("{variable} cannot be read: {error}").format(variable=named, error=error)) from error
    if not shutil.which(words[0], path=variables.get("PATH")):
        told = _("{variable} is {program}, which is not installed here")
        raise ConfigError(told.format(variable=named, program=words[0]))
    return words


def edit_outside(text: str, name: str, step_aside: Callable[[], AbstractContextManager[None]]) -> str:
    """The text as the person's editor leaves it; takes as long as they do.

    The file lies among the desk's own, not in the project, and stays there unless the editor ends well.

    Args:
        text: of the cell.
        name: of the file to begin with, which editors show (`talks-on-water-12-az`).
        step_aside: gives the terminal to the editor while it is entered.
    Raises: SuspendNotSupported if `step_aside` cannot; ConfigError if there is no editor; WriteError; InputError if it
        fails, which names the file.
    """
    command = editor_command()
    file = _written(text, name)
    try:
        with step_aside():
            code = _run([*command, str(file)])
    except OSError as error:
        told = _("{program} cannot be started: {error}; the text is in {file}")
        raise InputError(told.format(program=command[0], error=error, file=file)) from error
    except SuspendNotSupported:
        file.unlink(missing_ok=True)
        raise
    if code:
        told = _("{program} ended with code {code}; nothing is changed, and what it wrote is in {file}")
        raise InputError(told.format(program=command[0], code=code, file=file))
    after = _read(file, text)
    file.unlink(missing_ok=True)
    return after


def _run(command: list[str]) -> int:
    """Run it to its end; Ctrl+C there is the editor's alone."""
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)  # not ignored: programs started inherit that
    try:
        return subprocess.run(command, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)


def _written(text: str, name: str) -> Path:
    folder = state_dir() / "editor"
    safe = "".join(each if each.isalnum() or each in "-." else "-" for each in name)[:60]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number, file = tempfile.mkstemp(prefix=f"{safe}-", suffix=".txt", dir=folder)
        with os.fdopen(number, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            if not text.endswith("\n"):
                stream.write("\n")
    except OSError as error:
        raise WriteError(_("no file for the editor in {folder}: {error}").format(folder=folder, error=error)) from error
    return Path(file)


def _read(file: Path, before: str) -> str:
    """What the file says now: without controls, and without the line end that editors put behind a text."""
    try:
        text = file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        told = _("what the editor wrote cannot be read: {error}; it is in {file}")
        raise InputError(told.format(error=error, file=file)) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(each for each in text if each in "\n\t" or each == clean(each))
    return kept if before.endswith("\n") else kept.rstrip("\n")
