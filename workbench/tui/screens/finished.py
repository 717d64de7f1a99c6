"""A version as text: to the clipboard or to a file, and a word about what is not finished in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.errors import WorkbenchError
from workbench.services.export import export_versions
from workbench.tui.i18n import _, ngettext
from workbench.tui.screens.dialogs import AskPath, Choice

if TYPE_CHECKING:
    from workbench.services.project import Project
    from workbench.tui.app import DeskApp


def copy_version(desk: DeskApp, project: Project, key: str, language: str) -> None:
    """Copy a version, and say what is not finished in it."""
    export = desk.attempt(lambda: project.version_text(key, language))
    if export is not None:
        length = ngettext("{n} character", "{n} characters", len(export.text)).format(n=len(export.text))
        desk.copy(export.text, f"{language}: {length}{_unfinished(export.missing, export.drafts)}")


def export_version(desk: DeskApp, project: Project, key: str, language: str) -> None:
    """Ask for a folder and write a version there; a file that is there is only replaced when the person says so."""
    export = desk.attempt(lambda: project.version_text(key, language))
    if export is None:
        return
    asked_for = _("Write {key} in {language}{unfinished} into this folder")
    unfinished = _unfinished(export.missing, export.drafts)
    question = asked_for.format(key=key, language=language, unfinished=unfinished)

    def write(folder: Path, *, force: bool = False) -> None:
        try:
            for done in export_versions(project, folder, keys=[key], languages=[language], drafts=True, force=force):
                written = _("written: {path}{unfinished}")
                said = written.format(path=done.path, unfinished=_unfinished(done.missing, done.drafts))
                desk.say(said if done.path else done.reason, bad=done.path is None)
        except WorkbenchError as error:
            if force or "exists already" not in str(error):
                desk.say(str(error), bad=True)
                return
            question = _("{folder}: the file is there already.").format(folder=folder)
            sure = Choice(question, [_("keep it"), _("write over it")])
            desk.push_screen(sure, lambda answer: write(folder, force=True) if answer == 1 else None)

    asked = AskPath(question, str(project.folder / "export"), _refuse)
    desk.push_screen(asked, lambda folder: write(folder) if folder else None)


def _refuse(path: Path) -> str:
    return _("{path} is a file; give a folder").format(path=path) if path.is_file() else ""


def _unfinished(missing: int, drafts: int) -> str:
    absent = ngettext("{n} missing", "{n} missing", missing).format(n=missing)
    unchecked = ngettext("{n} draft", "{n} drafts", drafts).format(n=drafts)
    parts = [absent] * bool(missing) + [unchecked] * bool(drafts)
    return f" ({', '.join(parts)})" if parts else ""
