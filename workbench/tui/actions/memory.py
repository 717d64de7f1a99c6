"""The memory desk."""

from __future__ import annotations

from workbench.tui.actions.model import Action, Place
from workbench.tui.i18n import N_

_PLACE = Place.MEMORY

ACTIONS: tuple[Action, ...] = (
    Action(
        "unit.open", _PLACE, ("enter", "e"), N_("open the statement at the cell the unit comes from"), N_("open"), 1
    ),
    Action(
        "memory.filter",
        _PLACE,
        ("/", "ctrl+f"),
        N_("show the units that contain a text, the hit centred"),
        N_("find"),
        2,
    ),
    Action("memory.next_pair", _PLACE, ("right", "]", "l"), N_("the next pair of languages"), N_("pair"), 3),
    Action("memory.previous_pair", _PLACE, ("left", "[", "h"), N_("the pair before")),
    Action("memory.turn", _PLACE, ("s", "ctrl+t"), N_("source and target change places"), N_("turn"), 4),
    Action(
        "memory.scope",
        _PLACE,
        ("p", "f6"),
        N_("show duplicates, then sources with different translations, then all"),
        N_("problems"),
        5,
    ),
    Action("memory.choose", _PLACE, ("b", "f5"), N_("choose a memory: the project's own, a file, all")),
    Action("memory.import", _PLACE, ("i", "f4"), N_("take a memory file (TMX) into the project")),
    Action("memory.export", _PLACE, ("w", "ctrl+w"), N_("write the units of this pair to a memory file (TMX)")),
    Action("unit.up", _PLACE, ("up", "k"), N_("the unit above")),
    Action("unit.down", _PLACE, ("down", "j"), N_("the unit below")),
    Action("unit.page_up", _PLACE, ("pageup",), N_("a page up")),
    Action("unit.page_down", _PLACE, ("pagedown",), N_("a page down")),
    Action("unit.first", _PLACE, ("home",), N_("the first unit")),
    Action("unit.last", _PLACE, ("end",), N_("the last unit")),
    Action("unit.read_on", _PLACE, ("J", "ctrl+down"), N_("further down in the details")),
    Action("unit.read_back", _PLACE, ("K", "ctrl+up"), N_("further up in the details")),
    Action("memory.close", _PLACE, ("escape",), N_("back to where you were"), N_("back"), 6),
)
