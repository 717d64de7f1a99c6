"""The editor of a cell: printable keys are text."""

from __future__ import annotations

from workbench.tui.actions.model import Action, Place
from workbench.tui.i18n import N_

_PLACE = Place.EDITOR

ACTIONS = (
    Action(
        "editor.confirm", _PLACE, ("enter",), N_("confirm, go on to the next that needs work"), N_("confirm, next"), 1
    ),
    Action("editor.leave", _PLACE, ("escape",), N_("back to the grid; the text stays"), N_("grid"), 2),
    Action("editor.newline", _PLACE, ("alt+enter",), N_("a line break in the text"), N_("line break"), 3),
    Action("editor.previous", _PLACE, ("ctrl+up",), N_("the row above, still editing")),
    Action("editor.next", _PLACE, ("ctrl+down",), N_("the row below, still editing")),
    Action("editor.source", _PLACE, ("ctrl+o",), N_("copy the source into the cell"), N_("copy source"), 4),
    Action("editor.word", _PLACE, ("tab",), N_("take a word of the completion; → takes all"), N_("take word"), 7),
    Action("editor.pick", _PLACE, ("ctrl+k",), N_("letters and signs of the language"), N_("letters"), 5),
    Action("editor.copy", _PLACE, ("ctrl+c",), N_("copy what is selected; else stop the work in the background")),
    Action("editor.undo", _PLACE, ("ctrl+z",), N_("undo typing, then earlier edits"), N_("undo"), 6),
    Action("editor.redo", _PLACE, ("ctrl+y",), N_("redo")),
)
