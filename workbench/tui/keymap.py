"""Keys: what is bound to the actions of each place, how keys are called, and the keys to show in a footer."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from workbench.tui.actions import ACTIONS, Action, Place
from workbench.tui.layouts import twins

_NAMES = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "enter": "Enter", "escape": "Esc", "pageup": "PgUp",
    "pagedown": "PgDn", "home": "Home", "end": "End", "tab": "Tab", "space": "Space",
}  # fmt: skip


def key_name(key: str) -> str:
    """How a key is called in front of a person: `ctrl+z` → `Ctrl+Z`, `up` → `↑`."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    name = _NAMES.get(last, last.upper() if modifiers or (last[0] == "f" and last[1:].isdigit()) else last)
    return "+".join([*(modifier.title() for modifier in modifiers), name])


def key_names(action: Action) -> str:
    """The keys of an action for a person: `c  Ctrl+D`."""
    return "  ".join(key_name(key) for key in action.keys)


def actions(place: Place) -> list[Action]:
    """The actions of one place, in the order of the help."""
    return [action for action in ACTIONS if action.place is place]


def action(action_id: str) -> Action:
    """The action of that id."""
    return next(action for action in ACTIONS if action.id == action_id)


def bound_keys(action: Action) -> tuple[str, ...]:
    """All keys that run an action: its own and, for letters, those of the same physical key on other layouts."""
    own = [key for key in action.keys if len(key) > 1 or action.place is not Place.EVERYWHERE]
    return tuple(dict.fromkeys(key for own_key in own for key in (own_key, *_twins_of(own_key))))


def bindings(place: Place) -> list[BindingType]:
    """Textual bindings of a place; those of the editor come before the text area's own."""
    return [
        Binding(_bindable(key), entry.method, entry.help, show=False, id=entry.id, priority=place is Place.EDITOR)
        for entry in actions(place)
        for key in bound_keys(entry)
    ]


def everywhere_letters() -> list[BindingType]:
    """The single-character keys of what works everywhere; only for places where letters are commands."""
    return [
        Binding(_bindable(key), entry.method, entry.help, show=False, id=entry.id)
        for entry in actions(Place.EVERYWHERE)
        for own_key in entry.keys
        if len(own_key) == 1
        for key in (own_key, *_twins_of(own_key))
    ]


def footer(place: Place, count: int = 6) -> list[Action]:
    """The actions that matter most in a place."""
    shown = [entry for entry in (*actions(place), *actions(Place.EVERYWHERE)) if entry.short]
    return sorted(shown, key=lambda entry: entry.rank)[:count]


def _bindable(key: str) -> str:
    """A comma separates keys in Textual's own notation."""
    return "comma" if key == "," else key


def _twins_of(key: str) -> tuple[str, ...]:
    return twins(key) if len(key) == 1 else ()
