"""The models desk."""

from __future__ import annotations

from workbench.tui.actions.model import Action, Place
from workbench.tui.i18n import N_

_PLACE = Place.MODELS

ACTIONS: tuple[Action, ...] = (
    Action(
        "model.install", _PLACE, ("enter", "ctrl+n"), N_("install what the row offers (asks first)"), N_("install"), 1
    ),
    Action("models.file", _PLACE, ("f", "f4"), N_("install a package from a file"), N_("from file"), 2),
    Action(
        "models.index",
        _PLACE,
        ("r", "f5"),
        N_("ask the index of packages what there is; needs a network"),
        N_("ask index"),
        3,
    ),
    Action(
        "model.verify", _PLACE, ("v", "f6"), N_("look whether the package is whole and translates"), N_("verify"), 4
    ),
    Action("model.remove", _PLACE, ("x", "delete"), N_("remove the package (asks first)"), N_("remove"), 5),
    Action("models.filter", _PLACE, ("/", "ctrl+f"), N_("show the rows that contain a text")),
    Action("model.up", _PLACE, ("up", "k"), N_("the row above")),
    Action("model.down", _PLACE, ("down", "j"), N_("the row below")),
    Action("model.page_up", _PLACE, ("pageup",), N_("a page up")),
    Action("model.page_down", _PLACE, ("pagedown",), N_("a page down")),
    Action("model.first", _PLACE, ("home",), N_("the first row")),
    Action("model.last", _PLACE, ("end",), N_("the last row")),
    Action("model.read_on", _PLACE, ("J", "ctrl+down"), N_("further down in the details")),
    Action("model.read_back", _PLACE, ("K", "ctrl+up"), N_("further up in the details")),
    Action("models.close", _PLACE, ("escape",), N_("back to where you were"), N_("back"), 6),
)
