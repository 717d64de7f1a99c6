"""Doing an action of the registry, by key, by the palette or by a click: in one place, which says why if it cannot be.

A screen tells what cannot be done by `why_not(action_id) -> str`: empty where it can, else one line for a person. Help
and palette show that line beside the action; done anyway, the action only says it.
"""

from __future__ import annotations

from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from workbench.core.errors import WorkbenchError
from workbench.tui.actions import Action, Place
from workbench.tui.actions.model import TITLES
from workbench.tui.i18n import _
from workbench.tui.keymap import action

if TYPE_CHECKING:
    from textual.screen import Screen

    from workbench.tui.habits import Habits


def places_of(screen: Screen[Any]) -> list[Place]:
    """Where one is, the place whose keys count first; what works everywhere is the last of them."""
    place = getattr(screen, "place", None)
    grid = [Place.GRID] * (place is Place.EDITOR)
    return [place, *grid, Place.EVERYWHERE] if isinstance(place, Place) else [Place.EVERYWHERE]


def why_not(desk: Habits, screen: Screen[Any], entry: Action) -> str:
    """Why an action cannot be done on a screen as it is now; empty if it can."""
    if entry.place not in places_of(screen):
        return _("only in: {place}").format(place=_(TITLES[entry.place]))
    owner = desk if entry.place is Place.EVERYWHERE else screen
    if not hasattr(owner, entry.name):
        return _("this desk does not do that")
    ask = getattr(owner, "why_not", None)
    return str(ask(entry.id)) if ask else ""


async def do(desk: Habits, action_id: str) -> None:
    """Do an action on the screen in front, or say why not; an error on purpose becomes a line as well."""
    entry, screen = action(action_id), desk.screen
    why = why_not(desk, screen, entry)
    if why:
        desk.say(why)
        return
    try:
        done = getattr(desk if entry.place is Place.EVERYWHERE else screen, entry.name)()
        if isawaitable(done):
            await done
    except WorkbenchError as error:
        desk.say(str(error), bad=True)
