"""The actions as a person looks for them: with their keys here, their place, and why one cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workbench.tui.actions import ACTIONS, Action, Place
from workbench.tui.actions.groups import grouped
from workbench.tui.actions.model import TITLES
from workbench.tui.doing import places_of, why_not
from workbench.tui.i18n import _
from workbench.tui.keymap import actions, bound_keys, key_name, keys

if TYPE_CHECKING:
    from textual.screen import Screen

    from workbench.tui.habits import Habits


@dataclass(frozen=True, slots=True)
class Listed:
    """One action.

    Attributes:
        entry: of the registry.
        keys: for a person, empty if no key runs it.
        here: whether its place is in front; where it is not, `why` says where it belongs.
        why: it cannot be done now; empty if it can.
    """

    entry: Action
    keys: str
    here: bool
    why: str

    @property
    def help(self) -> str:
        """What it does, in the language of the interface."""
        return _(self.entry.help)

    @property
    def title(self) -> str:
        """The place it belongs to."""
        return _(TITLES[self.entry.place])

    def has(self, words: list[str]) -> bool:
        """Whether each of these case-folded words is somewhere in it."""
        text = f"{self.help} {self.entry.id} {self.keys}".casefold()
        return all(word in text for word in words)


def listed(desk: Habits, screen: Screen[Any], place: Place) -> Iterator[Listed]:
    """The actions of one place as they stand on a screen."""
    near = places_of(screen)
    for entry in grouped(actions(place)):
        yield Listed(entry, _keys_here(entry, near[0]), place in near, why_not(desk, screen, entry))


def all_listed(desk: Habits, screen: Screen[Any]) -> list[Listed]:
    """Every action there is, those of the place in front first."""
    near = places_of(screen)
    places = [*near, *(place for place in dict.fromkeys(entry.place for entry in ACTIONS) if place not in near)]
    return [each for place in places for each in listed(desk, screen, place)]


def _keys_here(entry: Action, place: Place) -> str:
    """Its keys; of what works everywhere, those that mean nothing else in the place in front."""
    own = keys(entry)
    if entry.place is Place.EVERYWHERE and place is not Place.EVERYWHERE:
        taken = {key for other in actions(place) for key in bound_keys(other)}
        own = tuple(key for key in own if key not in taken and not (len(key) == 1 and place is Place.EDITOR))
    return names(own)


def names(own: tuple[str, ...]) -> str:
    """Keys for a person: `c  Ctrl+D`; the digits from 1 on as `1…9`."""
    digits = [key for key in own if len(key) == 1 and key.isdigit()]
    if len(digits) > 2:
        rest = [key_name(key) for key in own if key not in digits]
        return "  ".join([f"{digits[0]}…{digits[-1]}", *rest])
    return "  ".join(key_name(key) for key in own)
