"""The alignment desk: letters are commands."""

from __future__ import annotations

from workbench.tui.actions.model import Action, Place
from workbench.tui.i18n import N_

_PLACE = Place.ALIGNMENT

ACTIONS: tuple[Action, ...] = (
    Action(
        "bead.accept",
        _PLACE,
        ("space", "ctrl+d"),
        N_("accept the bead and pin it, the rest aligns around it; on to the next that is least certain"),
        N_("accept"),
        1,
    ),
    Action("doubt.next", _PLACE, ("n", "f6", "ctrl+n"), N_("next bead that is least certain"), N_("look at"), 2),
    Action("doubt.previous", _PLACE, ("N", "ctrl+u"), N_("previous bead that is least certain")),
    Action("bead.merge", _PLACE, ("m", "f4"), N_("merge with the next bead"), N_("merge"), 3),
    Action("bead.split", _PLACE, ("s", "f5"), N_("split the bead; the arrows choose where"), N_("split"), 4),
    Action(
        "border.down",
        _PLACE,
        ("J", "ctrl+down"),
        N_("move a border: the last sentence of this side goes to the next bead"),
        N_("border"),
        5,
    ),
    Action(
        "border.up",
        _PLACE,
        ("K", "ctrl+up"),
        N_("move a border: the first sentence of this side goes to the bead before"),
    ),
    Action("side.switch", _PLACE, ("tab",), N_("work on the other side: source or version"), N_("side"), 7),
    Action(
        "bead.empty",
        _PLACE,
        ("x", "delete"),
        N_("nothing opposite this side; in an empty bead: take the bead away"),
    ),
    Action(
        "bead.insert",
        _PLACE,
        ("i", "insert"),
        N_("nothing on this side here: what follows on it moves down by one bead"),
    ),
    Action("bead.release", _PLACE, ("p", "f8"), N_("take the pin of the bead away")),
    Action(
        "version.realign", _PLACE, ("r", "ctrl+r"), N_("align around the pins, or for the first time"), N_("align"), 6
    ),
    Action("version.anew", _PLACE, ("R", "f9"), N_("align this version from the beginning; pins stay")),
    Action("change.undo", _PLACE, ("u", "backspace"), N_("undo the last change")),
    Action("version.switch", _PLACE, ("v", "f3"), N_("choose the version, or all versions beside the source")),
    Action("versions.all", _PLACE, ("V", "f10"), N_("all versions beside the source, or one")),
    Action("bead.up", _PLACE, ("up", "k"), N_("the bead above")),
    Action("bead.down", _PLACE, ("down", "j"), N_("the bead below")),
    Action("bead.page_up", _PLACE, ("pageup",), N_("a page up")),
    Action("bead.page_down", _PLACE, ("pagedown",), N_("a page down")),
    Action("bead.first", _PLACE, ("home",), N_("the first bead")),
    Action("bead.last", _PLACE, ("end",), N_("the last bead")),
    Action("column.left", _PLACE, ("left", "h", "["), N_("the column to the left")),
    Action("column.right", _PLACE, ("right", "l", "]"), N_("the column to the right")),
    Action("bead.open", _PLACE, ("enter", "e"), N_("to this row of the statement; while splitting: split here")),
    Action("alignment.close", _PLACE, ("escape",), N_("back; while splitting: do not split"), N_("back"), 9),
)
