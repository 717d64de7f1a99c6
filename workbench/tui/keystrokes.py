"""Keys as a person writes them, and which of them a terminal delivers at all.

Terminals send characters, not keys: Ctrl with a letter is a control character (of which Tab, Enter, newline,
Backspace and Esc are five), Ctrl with a digit and AltGr are other keys, and Ctrl+Enter is Enter. `taught` holds what
Textual makes of a sequence otherwise than the keyboard meant it.
"""

from __future__ import annotations

from enum import Enum
from typing import cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from workbench.tui.i18n import _
from workbench.tui.keymap import key_name, strokes

_MODIFIERS = {"ctrl": "ctrl", "control": "ctrl", "alt": "alt", "option": "alt", "meta": "alt", "shift": "shift"}
_SPELLINGS = {
    "esc": "escape", "return": "enter", "pgup": "pageup", "page_up": "pageup", "pgdn": "pagedown",
    "page_down": "pagedown", "del": "delete", "ins": "insert", "↑": "up", "↓": "down", "←": "left", "→": "right",
    "comma": ",",
}  # fmt: skip
_MOVING = {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete"}
_FUNCTION = {f"f{number}" for number in range(1, 25)}
_PLAIN = {"enter", "escape", "tab", "space", "backspace"}
_WITH_MODIFIER = {"shift+tab", "alt+enter", "ctrl+@"}
_TWINS = {"m": "enter", "i": "tab", "h": "backspace", "j": "enter", "[": "escape"}
"""Letters whose control character is a key of its own."""

_CONTROL_SIGNS = {
    "\\": "ctrl+backslash",
    "]": "ctrl+right_square_bracket",
    "^": "ctrl+circumflex_accent",
    "_": "ctrl+underscore",
    "@": "ctrl+@",
}


class _Taught(Enum):
    ALT_ENTER = "alt+enter"


def teach() -> None:
    """Make Alt+Enter what it is: most terminals send Esc and Enter at once, in which Textual 8.2.8 sees Enter alone.

    Can go when Textual names the sequence.
    """
    cast("dict[str, object]", ANSI_SEQUENCES_KEYS).setdefault("\x1b\r", (_Taught.ALT_ENTER,))


def read_key(written: str) -> str:
    """A key, or two strokes of one (`ctrl+x,s`), as Textual calls them.

    Args:
        written: `c`, `Ctrl+D`, `shift+f6`, `ctrl+x,s` or as the desk shows it: `Ctrl+X s`.
    Raises: ValueError saying why no terminal would deliver it.
    """
    text = written.strip() or written
    if len(text) > 2 and " " in text:
        text = ",".join(text.replace(",", " ").split())
    return ",".join(_read_stroke(stroke) for stroke in strokes(text))


def _read_stroke(written: str) -> str:
    if len(written) == 1:
        return _SPELLINGS.get(written) or _character(written)
    *before, last = written.split("+") if not written.endswith("++") else [*written[:-2].split("+"), "+"]
    modifiers = sorted({_modifier(each.strip().lower()) for each in before})
    key = _SPELLINGS.get(last.strip().lower(), last.strip())
    if not modifiers and len(key) > 1 and key.lower() in _MOVING | _FUNCTION | _PLAIN:
        return key.lower()
    if len(key) == 1:
        return _modified_character(modifiers, key)
    return _modified_key(modifiers, key.lower())


def _modifier(written: str) -> str:
    if written == "altgr":
        raise ValueError(_("AltGr types characters; it never arrives as a key"))
    if written not in _MODIFIERS:
        raise ValueError(_("{name} is no key; use ctrl, alt or shift").format(name=written or "+"))
    return _MODIFIERS[written]


def _character(character: str) -> str:
    if character == " ":
        return "space"
    if not character.isprintable():
        raise ValueError(_("a control character cannot be written here; name the key"))
    return character


def _modified_character(modifiers: list[str], key: str) -> str:
    if not modifiers:
        return _character(key)
    if modifiers == ["shift"]:
        return key.upper()
    if key.isdigit():
        raise ValueError(_("digits with Ctrl or Alt arrive as other keys; use a letter or a function key"))
    if "ctrl" in modifiers and len(modifiers) > 1:
        raise ValueError(_("Ctrl with Alt or Shift and a letter arrives as another key; use Ctrl or Alt alone"))
    if modifiers == ["ctrl"]:
        return _control(key.lower())
    if modifiers == ["alt"] and key in "fb":
        raise ValueError(_("Alt+F and Alt+B arrive as Ctrl+→ and Ctrl+←"))
    return "+".join([*modifiers, key.lower()])


def _control(key: str) -> str:
    if key in _TWINS:
        same = key_name(_TWINS[key])
        raise ValueError(_("Ctrl+{key} is {same} to a terminal").format(key=key.upper(), same=same))
    if key in _CONTROL_SIGNS:
        return _CONTROL_SIGNS[key]
    if not (key.isascii() and key.isalpha()):
        raise ValueError(_("Ctrl with that sign does not arrive; use Ctrl with a Latin letter or a function key"))
    return f"ctrl+{key}"


def _modified_key(modifiers: list[str], key: str) -> str:
    found = "+".join([*modifiers, key])
    if found == "ctrl+space":
        return "ctrl+@"
    if key in _MOVING | _FUNCTION or found in _WITH_MODIFIER:
        return found
    if key in _PLAIN:
        name = key_name(found)
        raise ValueError(_("{key} arrives without its Ctrl, Alt or Shift at most terminals").format(key=name))
    raise ValueError(_("{name} is no key; write a letter, f1 … f24, up, enter, pageup …").format(name=key))
