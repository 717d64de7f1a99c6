"""A version as text: to the clipboard or to a file, and a word about what is not finished in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.errors import WorkbenchError
from workbench.services.export import export_versions
from workbench.tui.screens.dialogs import AskPath, Choice

if TYPE_CHECKING:
    from workbench.services.project import Project
    from workbench.tui.app import DeskApp


def copy_version(desk: DeskApp, project: Project, key: str, language: str) -> None:
    """Send a version to the clipboard through the terminal (OSC 52)."""
    export = desk.attempt(lambda: project.version_text(key, language))
    if export is not None:
        desk.copy_to_clipboard(export.text)
        desk.say(
            f"{language}: {len(export.text)} characters sent to the terminal's clipboard"
            f"{_unfinished(export.missing, export.drafts)}. "
            "Where a terminal does not take it, w writes a file."
        )


def export_version(desk: DeskApp, project: Project, key: str, language: str) -> None:
    """Ask for a folder and write a version there; a file that is there is only replaced when the person says so."""
    export = desk.attempt(lambda: project.version_text(key, language))
    if export is None:
        return
    question = f"Write {key} in {language}{_unfinished(export.missing, export.drafts)} into this folder"

    def write(folder: Path, *, force: bool = False) -> None:
        try:
            for done in export_versions(project, folder, keys=[key], languages=[language], drafts=True, force=force):
                said = f"written: {done.path}{_unfinished(done.missing, done.drafts)}" if done.path else done.reason
                desk.say(said, bad=done.path is None)
        except WorkbenchError as error:
            if force or "exists already" not in str(error):
                desk.say(str(error), bad=True)
                return
            sure = Choice(f"{folder}: the file is there already.", ["keep it", "write over it"])
            desk.push_screen(sure, lambda answer: write(folder, force=True) if answer == 1 else None)

    asked = AskPath(question, str(project.folder / "export"), _refuse)
    desk.push_screen(asked, lambda folder: write(folder) if folder else None)


def _refuse(path: Path) -> str:
    return f"{path} is a file; give a folder" if path.is_file() else ""


def _unfinished(missing: int, drafts: int) -> str:
    parts = [f"{missing} missing"] * bool(missing) + [f"{drafts} drafts"] * bool(drafts)
    return f" ({', '.join(parts)})" if parts else ""
