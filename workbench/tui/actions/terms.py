"""The termbase desk."""

from __future__ import annotations

from workbench.tui.actions.model import Action, Place
from workbench.tui.i18n import N_

_PLACE = Place.TERMS

ACTIONS: tuple[Action, ...] = (
    Action("concept.edit", _PLACE, ("enter", "e"), N_("edit the concept"), N_("edit"), 1),
    Action("concept.add", _PLACE, ("n", "ctrl+n"), N_("a new concept"), N_("new"), 2),
    Action("concept.uses", _PLACE, ("g", "f3"), N_("where the concept stands in the statements"), N_("where"), 3),
    Action(
        "terms.scope",
        _PLACE,
        ("p", "f6"),
        N_("show duplicates, then conflicts, then concepts that lack a language, then all"),
        N_("problems"),
        4,
    ),
    Action("terms.choose", _PLACE, ("b", "f5"), N_("choose a termbase"), N_("termbase"), 5),
    Action("terms.import", _PLACE, ("i", "f4"), N_("import TBX, CSV, XLSX or UTX into the project's own termbase")),
    Action("terms.export", _PLACE, ("w", "ctrl+w"), N_("write this termbase to a file: TBX or a table")),
    Action("terms.adopt", _PLACE, ("a", "ctrl+d"), N_("copy this termbase into the project, to edit it")),
    Action("terms.try", _PLACE, ("v", "ctrl+t"), N_("write a sentence and see what the matcher finds in it")),
    Action("terms.filter", _PLACE, ("/", "ctrl+f"), N_("show the concepts that contain a text")),
    Action("concept.delete", _PLACE, ("x", "delete"), N_("delete the concept")),
    Action("concept.undo", _PLACE, ("z", "ctrl+z"), N_("take the last edit of a termbase back")),
    Action("concept.redo", _PLACE, ("Z", "ctrl+y"), N_("make it again")),
    Action("concept.up", _PLACE, ("up", "k"), N_("the concept above")),
    Action("concept.down", _PLACE, ("down", "j"), N_("the concept below")),
    Action("concept.page_up", _PLACE, ("pageup",), N_("a page up")),
    Action("concept.page_down", _PLACE, ("pagedown",), N_("a page down")),
    Action("concept.first", _PLACE, ("home",), N_("the first concept")),
    Action("concept.last", _PLACE, ("end",), N_("the last concept")),
    Action("concept.read_on", _PLACE, ("J", "ctrl+down"), N_("further down in the details")),
    Action("concept.read_back", _PLACE, ("K", "ctrl+up"), N_("further up in the details")),
    Action("terms.close", _PLACE, ("escape",), N_("back to where you were"), N_("back"), 6),
)
