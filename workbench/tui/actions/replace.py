"""Search and replace."""

from __future__ import annotations

from workbench.tui.actions.model import Action, Place
from workbench.tui.i18n import N_

_PLACE = Place.REPLACE

ACTIONS = (
    Action("hit.open", _PLACE, ("enter",), N_("open the cell in its statement"), N_("open"), 1),
    Action("hit.replace", _PLACE, ("r", "ctrl+r"), N_("replace what is found here, go to the next"), N_("replace"), 2),
    Action("hit.skip", _PLACE, ("s", "delete"), N_("leave this one out, or take it in again"), N_("skip"), 3),
    Action("hit.replace_all", _PLACE, ("a", "ctrl+a"), N_("replace all that are not left out"), N_("all"), 4),
    Action("hit.fields", _PLACE, ("/", "ctrl+f", "f5"), N_("back to what is looked for"), N_("search"), 5),
    Action("hit.up", _PLACE, ("up", "k"), N_("the hit above")),
    Action("hit.down", _PLACE, ("down", "j"), N_("the hit below")),
    Action("hit.page_up", _PLACE, ("pageup",), N_("a page up")),
    Action("hit.page_down", _PLACE, ("pagedown",), N_("a page down")),
    Action("hit.first", _PLACE, ("home",), N_("the first hit")),
    Action("hit.last", _PLACE, ("end",), N_("the last hit")),
    Action("hit.close", _PLACE, ("escape",), N_("back to where you were"), N_("back"), 6),
)
