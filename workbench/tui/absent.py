"""The project's files are gone from where they were opened: a person is asked at once, since nothing typed may be lost.

What is written still goes into the open file. If that was moved, it is there; if it was deleted, nobody finds it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.services.project import DATABASE
from workbench.tui.i18n import _
from workbench.tui.screens.dialogs import Choice

if TYPE_CHECKING:
    from workbench.tui.app import DeskApp


class Watch:
    """Looks whether the open project is still in its place, and asks once when it is not.

    Args:
        desk: whose project it is.
    """

    def __init__(self, desk: DeskApp) -> None:
        self._desk = desk
        self._asked = False

    def is_there(self) -> bool:
        """Whether the project is in its place, or a person has been asked about it."""
        project = self._desk.project
        if project is None or self._asked or project.store.is_there:
            return True
        self._asked = True
        question = _("The files of this project are gone from {folder}: moved, deleted or replaced by others.")
        details = _(
            "What you type still goes into the files that were opened. If they were deleted, it is lost when the desk "
            "ends, and so is all the work in them, unless they are written again now."
        )
        answers = [_("write the project there again, with all that is typed"), _("go on; they were moved on purpose")]
        self._desk.push_screen(
            Choice(question.format(folder=project.folder.resolve()), answers, details=details), self._answered
        )
        return False

    def _answered(self, answer: int | None) -> None:
        desk = self._desk
        if answer == 1 or desk.project is None or not desk.settle():
            return
        self._asked = False  # not answered, or it could not be written: ask again
        written = desk.attempt(desk.project.put_back) if answer == 0 else None
        if written is None:
            return
        if written.name == DATABASE:
            desk.show_statements()  # the screens of the project that was open go with it
        if written.name == DATABASE and desk.open_project(written.parent):
            desk.say(_("written again: {file}").format(file=written))
        else:
            self._asked = True
            told = _("written to {file}, beside the one that lies there; it holds all your work until now")
            desk.say(told.format(file=written), bad=True, seconds=30)
