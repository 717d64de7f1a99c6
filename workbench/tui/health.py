"""What of the desk works in this terminal, for `workbench doctor`: keys, clipboard, the person's editor, colours."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from workbench.core.errors import WorkbenchError
from workbench.services.doctor import Symptom
from workbench.tui import clipboard, keymap_file
from workbench.tui.external import editor_command
from workbench.tui.i18n import _
from workbench.tui.remembered import Remembered
from workbench.tui.themes import first_theme


def look_over(project: Path | None) -> list[Symptom]:
    """Look at everything that is the desk's, for a project's folder or none."""
    return [*_keys(project), _clipboard(), _editor(), _colours(), *_remembered(project)]


def _keys(project: Path | None) -> Iterator[Symptom]:
    found = keymap_file.load(project)
    for problem in found.problems:
        yield Symptom("keys", False, problem)
    if not found.problems:
        file = keymap_file.user_keymap()
        state = _("your keys") if file.exists() else _("not there, so the keys are those of the desk")
        yield Symptom("keys", True, f"{file}: {state}")


def _clipboard() -> Symptom:
    programs = [way.name for way in clipboard.ways()]
    terminal = _("the terminal (OSC 52), if it takes it")
    return Symptom("clipboard", True, ", ".join([*programs, terminal]))


def _editor() -> Symptom:
    try:
        return Symptom("editor", True, " ".join(editor_command()))
    except WorkbenchError as error:
        return Symptom("editor", False, str(error))


def _colours() -> Symptom:
    colours = _("none (NO_COLOR)") if "NO_COLOR" in os.environ else first_theme(Remembered().get("theme", ""))
    return Symptom("colours", True, colours)


def _remembered(project: Path | None) -> Iterator[Symptom]:
    for each in (Remembered(), *([Remembered(project)] if project else [])):
        if each.problem:
            yield Symptom("desk", False, each.problem)
