"""What works in every place."""

from __future__ import annotations

from workbench.tui.actions.model import Action, Place
from workbench.tui.i18n import N_

_PLACE = Place.EVERYWHERE

ACTIONS = (
    Action("desk.help", _PLACE, ("f1", "?"), N_("the keys of this place"), N_("help"), 8),
    Action("desk.palette", _PLACE, ("ctrl+p", ":"), N_("every action by name")),
    Action("desk.statements", _PLACE, ("f2",), N_("the list of statements")),
    Action("desk.terms", _PLACE, ("f7",), N_("the terms desk")),
    Action("desk.memory", _PLACE, ("shift+f4",), N_("the memory desk")),
    Action("desk.models", _PLACE, ("shift+f7",), N_("the models desk")),
    Action("desk.saved", _PLACE, ("ctrl+s",), N_("nothing to save: says when it was saved last")),
    Action("desk.undo", _PLACE, ("ctrl+z",), N_("undo the last edit, wherever it was")),
    Action("desk.redo", _PLACE, ("ctrl+y",), N_("redo what was undone")),
    Action("desk.cancel", _PLACE, ("ctrl+c",), N_("stop the work in the background (asks first)")),
    Action("desk.jump", _PLACE, ("shift+f2", "ctrl+g"), N_("go to a row or pane by a letter shown on it")),
    Action("desk.theme", _PLACE, ("f12",), N_("dark, light or the terminal's own colours")),
    Action("desk.linear", _PLACE, (), N_("the editor as plain lines, for screen readers, or as panes")),
    Action("desk.quit", _PLACE, ("ctrl+q",), N_("leave"), N_("leave"), 10),
)
