"""Keys: what runs the actions of each place, how keys are called, and the keys to show in a footer.

The registry names the keys that an action has at first; a person's own (`keymap_file`) go before them. They are those
of the process, as its language is: `use` sets them when the desk starts and when it opens a project.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from textual.binding import Binding, BindingsMap, BindingType

from workbench.tui.actions import ACTIONS, Action, Place
from workbench.tui.layouts import twins

_NAMES = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "enter": "Enter", "escape": "Esc", "pageup": "PgUp",
    "pagedown": "PgDn", "home": "Home", "end": "End", "tab": "Tab", "space": "Space", "delete": "Del",
    "insert": "Ins", "backspace": "Backspace", "backslash": "\\", "right_square_bracket": "]", "underscore": "_",
    "circumflex_accent": "^", "ctrl+@": "Ctrl+Space",
}  # fmt: skip

NOWHERE = "nowhere"
"""Stands for the key of an action that has none; no terminal sends it."""

_LETTERS = " letters"
"""Marks the bindings of what works everywhere that are for places without text entry."""

_BY_ID = {entry.id: entry for entry in ACTIONS}
_own: dict[str, tuple[str, ...]] = {}


def use(own: Mapping[str, tuple[str, ...]]) -> None:
    """Take a person's keys, by action id, in place of those that were taken before; others keep the registry's."""
    _own.clear()
    _own.update(own)
    sequences.cache_clear()
    _bound.cache_clear()


def keys(action: Action) -> tuple[str, ...]:
    """The keys that run an action now, the one to show first; none if the person has taken them away."""
    return _own.get(action.id, action.keys)


def key_name(key: str) -> str:
    """How a key is called in front of a person: `ctrl+z` → `Ctrl+Z`, `up` → `↑`, `ctrl+x,s` → `Ctrl+X s`."""
    if len(key) > 1 and "," in key:
        return " ".join(key_name(stroke) for stroke in strokes(key))
    if key in _NAMES:
        return _NAMES[key]
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    name = _NAMES.get(last, last.upper() if modifiers or (last[0] == "f" and last[1:].isdigit()) else last)
    return "+".join([*(modifier.title() for modifier in modifiers), name])


def key_names(action: Action) -> str:
    """The keys of an action for a person: `c  Ctrl+D`; digits in a row as `1…9`."""
    names = [key_name(key) for key in keys(action)]
    digits = [name for name in names if len(name) == 1 and name.isdigit()]
    if len(digits) > 2 and names[: len(digits)] == digits:
        names[: len(digits)] = [f"{digits[0]}…{digits[-1]}"]
    return "  ".join(names)


def key_of(action_id: str) -> str:
    """The key of an action to name in a text, `:` and its id where it has none: that works in the palette."""
    own = keys(action(action_id))
    return key_name(own[0]) if own else f":{action_id}"


def actions(place: Place) -> list[Action]:
    """The actions of one place, in the order of the help."""
    return [action for action in ACTIONS if action.place is place]


def action(action_id: str) -> Action:
    """The action of that id."""
    return _BY_ID[action_id]


def is_action(action_id: str) -> bool:
    """Whether there is an action of that id."""
    return action_id in _BY_ID


def bound_keys(action: Action) -> tuple[str, ...]:
    """All keys that run an action: its own and, for letters, those of the same physical key on other layouts.

    A twin that is another action's key in this place, or the twin of one that stands before it, is left to that one.
    """
    return _bound(action.place)[action.id]


@cache
def _bound(place: Place) -> dict[str, tuple[str, ...]]:
    here = {
        entry.id: [key for key in keys(entry) if len(key) > 1 or place is not Place.EVERYWHERE]
        for entry in actions(place)
    }
    taken = {key for own in here.values() for key in own}
    found = {}
    for action_id, own in here.items():
        free = [key for key in with_twins(own) if key in own or key not in taken]
        taken.update(free)
        found[action_id] = tuple(free)
    return found


def with_twins(own: Iterable[str]) -> tuple[str, ...]:
    """Keys and, behind each letter, what its physical key sends on other layouts."""
    return tuple(dict.fromkeys(key for own_key in own for key in (own_key, *_twins_of(own_key))))


def any_of(*keys: str) -> str:
    """Keys of a dialog, in Textual's notation; a letter answers on other layouts too."""
    return ",".join(_bindable(key) for own in keys for key in (own, *_twins_of(own)))


def strokes(key: str) -> tuple[str, ...]:
    """The keys to press one after the other: one for most, two for `ctrl+x,s`."""
    first, comma, second = key.partition(",")
    return (first, second or ",") if comma and first else (key,)


@cache
def sequences(place: Place) -> dict[str, dict[str, Action]]:
    """Actions of a place that take two strokes, by the first and the second; see `prefix.Prefix`."""
    found: dict[str, dict[str, Action]] = {}
    for entry in (*actions(place), *actions(Place.EVERYWHERE)):
        for key in keys(entry):
            first, *second = strokes(key)
            for stroke in second:
                found.setdefault(first, {}).update(dict.fromkeys((stroke, *_twins_of(stroke)), entry))
    return found


def bindings(place: Place) -> list[BindingType]:
    """Textual bindings of a place; those of the editor come before the text area's own."""
    return [each for entry in actions(place) for each in _bindings_of(entry)]


def everywhere_letters() -> list[BindingType]:
    """The single-character keys of what works everywhere; only for places where letters are commands."""
    return [each for entry in actions(Place.EVERYWHERE) for each in _letter_bindings_of(entry)]


def rebound(first: BindingsMap) -> BindingsMap:
    """The bindings that a widget was made with, with the person's keys in place of the registry's.

    Textual's own `set_keymap` works this out again at every key, which takes it 7 ms with twenty changed actions.
    """
    ids = {binding.id for _key, binding in first if binding.id}
    own = [entry for entry in ACTIONS if entry.id in _own]
    named = {entry.id for entry in own if entry.id in ids}
    lettered = {entry.id for entry in own if entry.id + _LETTERS in ids}
    gone = named | {action_id + _LETTERS for action_id in lettered}
    kept = [binding for _key, binding in first if binding.id not in gone]
    made = [each for entry in own if entry.id in named for each in _bindings_of(entry)]
    letters = [each for entry in own if entry.id in lettered for each in _letter_bindings_of(entry)]
    return BindingsMap([*made, *letters, *kept])


def footer(place: Place, count: int = 6) -> list[Action]:
    """The actions that matter most in a place and have a key there."""
    shown = [entry for entry in (*actions(place), *actions(Place.EVERYWHERE)) if entry.short and keys(entry)]
    return sorted(shown, key=lambda entry: entry.rank)[:count]


def _single(found: tuple[str, ...]) -> tuple[str, ...]:
    """Those of one stroke; the key that nobody sends where there is none, so that a keymap finds a binding there."""
    return tuple(key for key in found if len(strokes(key)) == 1) or (NOWHERE,)


def _bindings_of(entry: Action) -> list[Binding]:
    return [_binding(key, entry, entry.id) for key in _single(bound_keys(entry))]


def _letter_bindings_of(entry: Action) -> list[Binding]:
    letters = with_twins(key for key in keys(entry) if len(key) == 1)
    return [_binding(key, entry, entry.id + _LETTERS) for key in _single(letters)]


def _binding(key: str, entry: Action, binding_id: str) -> Binding:
    before_widget = entry.place is Place.EDITOR
    return Binding(_bindable(key), entry.method, entry.help, show=False, id=binding_id, priority=before_widget)


def _bindable(key: str) -> str:
    """A comma separates keys in Textual's own notation."""
    return "comma" if key == "," else key


def _twins_of(key: str) -> tuple[str, ...]:
    return twins(key) if len(key) == 1 else ()
