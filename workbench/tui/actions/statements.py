"""The list of statements."""

from __future__ import annotations

from workbench.tui.actions.model import Action, Place
from workbench.tui.i18n import N_

_PLACE = Place.STATEMENTS

ACTIONS = (
    Action("statement.open", _PLACE, ("enter",), N_("open the statement"), N_("open"), 1),
    Action("statement.new", _PLACE, ("n", "ctrl+n"), N_("a new statement: paste it or take a file"), N_("new"), 2),
    Action("statement.import", _PLACE, ("i", "f4"), N_("import statements from files and folders"), N_("import"), 3),
    Action("statement.export", _PLACE, ("w", "ctrl+w"), N_("write a version to a file"), N_("export"), 4),
    Action("statement.copy", _PLACE, ("Y", "f10"), N_("copy a version to the clipboard")),
    Action("statement.translate", _PLACE, ("T", "ctrl+a"), N_("translate what is missing of it"), N_("translate"), 5),
    Action("statement.align", _PLACE, ("a", "f11"), N_("the alignment desk: its versions beside the source")),
    Action("project.translate", _PLACE, ("A", "ctrl+x,a"), N_("translate what is missing in the whole project")),
    Action("project.replace", _PLACE, ("r", "f5"), N_("search and replace in the project")),
    Action("list.sort", _PLACE, ("s", "f6"), N_("sort by the next column: title, date, open work"), N_("sort"), 6),
    Action("list.filter", _PLACE, ("/", "ctrl+f"), N_("show the statements that contain a text")),
    Action("terms.open", _PLACE, ("t", "ctrl+x,t"), N_("the terms desk")),
    Action("memory.open", _PLACE, ("m", "ctrl+x,m"), N_("the memory desk")),
    Action("models.open", _PLACE, ("M", "ctrl+x,d"), N_("the models desk")),
    Action("list.all", _PLACE, ("escape",), N_("show all statements again")),
    Action("list.up", _PLACE, ("up", "k"), N_("the statement above")),
    Action("list.down", _PLACE, ("down", "j"), N_("the statement below")),
    Action("list.page_up", _PLACE, ("pageup",), N_("a page up")),
    Action("list.page_down", _PLACE, ("pagedown",), N_("a page down")),
    Action("list.first", _PLACE, ("home",), N_("the first row")),
    Action("list.last", _PLACE, ("end",), N_("the last row")),
)
