"""The start screen."""

from __future__ import annotations

from workbench.tui.actions.model import Action, Place
from workbench.tui.i18n import N_

_PLACE = Place.START

ACTIONS = (
    Action("start.demo", _PLACE, ("d", "f3"), N_("load the demo: real statements in four languages"), N_("demo"), 1),
    Action("start.import", _PLACE, ("i", "f4"), N_("a new project here, and statements from files"), N_("import"), 2),
    Action("start.open", _PLACE, ("o", "f5"), N_("open a project folder"), N_("open"), 3),
)
