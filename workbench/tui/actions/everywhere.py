"""What works in every place."""

from __future__ import annotations

from workbench.tui.actions.model import Action, Place
from workbench.tui.i18n import N_

_PLACE = Place.EVERYWHERE

ACTIONS = (
    Action("desk.help", _PLACE, ("f1", "?"), N_("the keys of this place"), N_("help"), 8),
    Action("desk.palette", _PLACE, ("ctrl+p", ":"), N_("every action by name")),
    Action("desk.statements", _PLACE, ("f2",), N_("the list of statements")),
    Action("desk.saved", _PLACE, ("ctrl+s",), N_("nothing to save: says when it was saved last")),
    Action("desk.undo", _PLACE, ("ctrl+z",), N_("undo the last edit of this session")),
    Action("desk.redo", _PLACE, ("ctrl+y",), N_("redo what was undone")),
    Action("desk.cancel", _PLACE, ("ctrl+c",), N_("stop the work in the background (asks first)")),
    Action("desk.theme", _PLACE, ("f12",), N_("dark, light or the terminal's own colours")),
    Action("desk.quit", _PLACE, ("ctrl+q",), N_("leave"), N_("leave"), 10),
)
