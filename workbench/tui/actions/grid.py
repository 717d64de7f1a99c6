"""The grid of a statement: letters are commands."""

from __future__ import annotations

from workbench.tui.actions.model import Action, Place
from workbench.tui.i18n import N_

_PLACE = Place.GRID

ACTIONS = (
    Action("cell.edit", _PLACE, ("enter", "e"), N_("edit the cell"), N_("edit"), 1),
    Action(
        "cell.confirm",
        _PLACE,
        ("c", "ctrl+d"),
        N_("confirm the cell, go to the next that needs work"),
        N_("confirm"),
        2,
    ),
    Action("cell.review", _PLACE, ("C", "ctrl+r"), N_("mark the cell as reviewed")),
    Action("undone.next", _PLACE, ("n", "ctrl+n"), N_("next cell that needs work"), N_("undone"), 3),
    Action("undone.previous", _PLACE, ("N", "ctrl+u"), N_("previous cell that needs work")),
    Action("finding.next", _PLACE, ("f", "f6"), N_("next cell with a finding"), N_("finding"), 6),
    Action("finding.previous", _PLACE, ("F", "shift+f6"), N_("previous cell with a finding")),
    Action("cell.translate", _PLACE, ("t", "ctrl+t"), N_("translate this cell")),
    Action(
        "version.translate",
        _PLACE,
        ("T", "ctrl+a"),
        N_("translate what is missing in this language"),
        N_("translate"),
        4,
    ),
    Action("row.up", _PLACE, ("up", "k"), N_("the row above")),
    Action("row.down", _PLACE, ("down", "j"), N_("the row below")),
    Action("row.page_up", _PLACE, ("pageup",), N_("a page up")),
    Action("row.page_down", _PLACE, ("pagedown",), N_("a page down")),
    Action("row.first", _PLACE, ("home",), N_("the first row")),
    Action("row.last", _PLACE, ("end",), N_("the last row")),
    Action("language.previous", _PLACE, ("left", "h", "["), N_("the language to the left")),
    Action("language.next", _PLACE, ("right", "l", "]"), N_("the language to the right"), N_("language"), 5),
    Action("row.filter", _PLACE, ("/", "ctrl+f"), N_("show the rows that contain a text")),
    Action("row.zoom", _PLACE, ("z", "ctrl+l"), N_("one line of each row, three, all")),
    Action("version.copy", _PLACE, ("Y", "f10"), N_("copy this version to the clipboard")),
    Action("version.export", _PLACE, ("w", "ctrl+w"), N_("write this version to a file")),
    Action("statement.close", _PLACE, ("escape",), N_("back to the statements")),
)
