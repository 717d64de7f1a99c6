"""A person's own keys: `keymap.toml` beside their settings, and one in the project's folder that goes before it.

    "cell.confirm" = ["c", "ctrl+d"]    # the keys of an action, the one to show first
    "cell.review" = []                  # no key; the palette still has it

What cannot be followed is told with file, action and what to do; the rest is applied.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from workbench.config import user_file
from workbench.tui.actions import ACTIONS, Action, Place
from workbench.tui.i18n import _
from workbench.tui.keymap import action, is_action, key_name, strokes, with_twins
from workbench.tui.keystrokes import read_key

KEYMAP_FILE = "keymap.toml"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a file says of one action: its keys as Textual calls them."""

    action: Action
    keys: tuple[str, ...]
    file: Path

    def wrong(self, what: str) -> str:
        """A line about it: where, what and what to do."""
        return f"{self.file}: {self.action.id}: {what}"


@dataclass(slots=True)
class OwnKeys:
    """What the files come to.

    Attributes:
        keys: of the actions that the files name, by id.
        problems: what could not be followed, a line each.
    """

    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def user_keymap() -> Path:
    """The file of the person; it need not be there."""
    return user_file().with_name(KEYMAP_FILE)


def load(project: Path | None) -> OwnKeys:
    """The keys that the person's file and that of the project come to, and what is wrong in them."""
    found = OwnKeys()
    files = [user_keymap(), *([project / KEYMAP_FILE] if project else [])]
    wishes: dict[str, Wish] = {}
    for file in files:
        for action_id, written in _read(file, found.problems):
            wish = _wish(file, action_id, written, found.problems)
            if wish is not None:
                wishes.pop(action_id, None)
                wishes[action_id] = wish
    _settle(wishes, found)
    return found


def _read(file: Path, problems: list[str]) -> Iterator[tuple[str, object]]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(_("{file}: cannot be read, so its keys are left out: {error}").format(file=file, error=error))
        return
    for name, value in table.items():
        if isinstance(value, dict):  # cell.confirm = [...] without quotes
            yield from ((f"{name}.{verb}", keys) for verb, keys in value.items())
        else:
            yield name, value


def _wish(file: Path, action_id: str, written: object, problems: list[str]) -> Wish | None:
    if not is_action(action_id):
        told = _("{file}: {id}: there is no such action; the palette and docs/keys.md list them")
        problems.append(told.format(file=file, id=action_id))
        return None
    entry = action(action_id)
    names = [written] if isinstance(written, str) else written
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        wish = Wish(entry, (), file)
        problems.append(wish.wrong(_('write its keys as a list: ["c", "ctrl+d"]; [] takes them away')))
        return None
    keys = []
    for name in names:
        try:
            keys.append(_read_for(entry, name))
        except ValueError as error:
            problems.append(Wish(entry, (), file).wrong(_("{key}: {why}").format(key=name, why=error)))
    return Wish(entry, tuple(dict.fromkeys(keys)), file) if keys or not names else None


def _read_for(entry: Action, name: str) -> str:
    key = read_key(name)
    first = strokes(key)[0]
    if entry.place is Place.EDITOR and (len(first) == 1 or first == "space"):
        raise ValueError(_("in the editor letters and signs are text; use a Ctrl, Alt or function key"))
    return key


def _settle(wishes: dict[str, Wish], found: OwnKeys) -> None:
    """Give each action its keys; of two that want the same one, the one that has it keeps it."""
    held = {entry.id: entry.keys for entry in ACTIONS if entry.id not in wishes}
    for action_id, wish in wishes.items():
        kept = []
        for key in wish.keys:
            holder = _holder(wish.action, key, held)
            if holder is None:
                kept.append(key)
                continue
            told = _("{key} is the key of {other} already; give that another one first, or take it away with []")
            found.problems.append(wish.wrong(told.format(key=key_name(key), other=holder.id)))
        held[action_id] = found.keys[action_id] = tuple(kept)
    for wish in wishes.values():
        found.problems += _shared_with_other_layouts(wish, held)


def _holder(entry: Action, key: str, held: dict[str, tuple[str, ...]]) -> Action | None:
    """Who has that key where both would hear it; the registry's own overlaps (undo in the editor) are meant."""
    for other in _heard_beside(entry, held):
        if any(_same(key, own) for own in held[other.id]) and not (key in entry.keys and key in other.keys):
            return other
    return None


def _heard_beside(entry: Action, held: dict[str, tuple[str, ...]]) -> Iterator[Action]:
    for action_id in held:
        other = action(action_id)
        near = other.place is entry.place or Place.EVERYWHERE in (other.place, entry.place)
        if near and other is not entry:
            yield other


def _same(one: str, other: str) -> bool:
    """Whether two keys cannot both be bound: equal, or one is the first stroke of the other."""
    return one == other or strokes(one)[0] == other or strokes(other)[0] == one


def _shared_with_other_layouts(wish: Wish, held: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Letters of a wish that another action hears as well, on an Armenian or Azerbaijani keyboard."""
    for key in held[wish.action.id]:
        if key in wish.action.keys or len(key) > 1:
            continue
        for other in _heard_beside(wish.action, held):
            shared = set(with_twins([key])) & set(with_twins(own for own in held[other.id] if len(own) == 1))
            if shared:
                told = _("{key}: on another keyboard layout {letters} is {other} as well, which keeps it there")
                letters = ", ".join(sorted(shared))
                yield wish.wrong(told.format(key=key_name(key), letters=letters, other=other.id))
