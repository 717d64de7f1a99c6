"""The registry of actions: one id, one line of help and the keys of everything a person can do at the desk.

Bindings, footers, the help screen and the command palette are all made from it. An action `cell.confirm` is run by the
method `action_cell_confirm` of the screen, or of the app for `everywhere`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType

from workbench.tui.layouts import twins


class Place(StrEnum):
    """Where keys mean something; `everywhere` holds in all the others."""

    START = "start"
    STATEMENTS = "statements"
    GRID = "grid"
    EDITOR = "editor"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do.

    Attributes:
        id: stable name, `noun.verb`.
        place: where its keys work.
        keys: as a terminal sends them, the one to show first; a single character is a letter command.
        help: one line for a person.
        short: two words at most for the footer; empty to leave it out there.
        rank: place in the footer, lowest first.
    """

    id: str
    place: Place
    keys: tuple[str, ...]
    help: str
    short: str = ""
    rank: int = 9

    @property
    def method(self) -> str:
        """The Textual action that runs it."""
        name = self.id.replace(".", "_")
        return f"app.{name}" if self.place is Place.EVERYWHERE else f"screen.{name}"

    @property
    def display(self) -> str:
        """Its keys for a person: `c  Ctrl+D`."""
        return "  ".join(key_name(key) for key in self.keys)


_NAMES = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "enter": "Enter", "escape": "Esc", "pageup": "PgUp",
    "pagedown": "PgDn", "home": "Home", "end": "End", "tab": "Tab", "space": "Space",
}  # fmt: skip


def key_name(key: str) -> str:
    """How a key is called in front of a person: `ctrl+z` → `Ctrl+Z`, `up` → `↑`."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    name = _NAMES.get(last, last.upper() if modifiers or (last[0] == "f" and last[1:].isdigit()) else last)
    return "+".join([*(modifier.title() for modifier in modifiers), name])


def _start() -> Iterable[Action]:
    place = Place.START
    yield Action("start.demo", place, ("d", "f3"), "load the demo: real statements in four languages", "demo", 1)
    yield Action("start.import", place, ("i", "f4"), "a new project here, and statements from files", "import", 2)
    yield Action("start.open", place, ("o", "f5"), "open a project folder", "open", 3)


def _statements() -> Iterable[Action]:
    place = Place.STATEMENTS
    yield Action("statement.open", place, ("enter",), "open the statement", "open", 1)
    yield Action("statement.new", place, ("n", "ctrl+n"), "a new statement: paste it or take a file", "new", 2)
    yield Action("statement.import", place, ("i", "f4"), "import statements from files and folders", "import", 3)
    yield Action("statement.export", place, ("w", "ctrl+w"), "write a version to a file", "export", 4)
    yield Action("statement.copy", place, ("Y", "f10"), "copy a version to the clipboard")
    yield Action("statement.translate", place, ("T", "ctrl+a"), "translate what is missing of it", "translate", 5)
    yield Action("list.sort", place, ("s", "f5"), "sort by the next column: title, date, open work", "sort", 6)
    yield Action("list.filter", place, ("/", "ctrl+f"), "show the statements that contain a text")
    yield Action("list.all", place, ("escape",), "show all statements again")
    yield Action("list.up", place, ("up", "k"), "the statement above")
    yield Action("list.down", place, ("down", "j"), "the statement below")


def _grid() -> Iterable[Action]:
    place = Place.GRID
    yield Action("cell.edit", place, ("enter", "e"), "edit the cell", "edit", 1)
    yield Action(
        "cell.confirm", place, ("c", "ctrl+d"), "confirm the cell, go to the next that needs work", "confirm", 2
    )
    yield Action("cell.review", place, ("C", "ctrl+r"), "mark the cell as reviewed")
    yield Action("undone.next", place, ("n", "ctrl+n"), "next cell that needs work", "undone", 3)
    yield Action("undone.previous", place, ("N", "ctrl+u"), "previous cell that needs work")
    yield Action("finding.next", place, ("f", "f6"), "next cell with a finding", "finding", 6)
    yield Action("finding.previous", place, ("F", "shift+f6"), "previous cell with a finding")
    yield Action("cell.translate", place, ("t", "ctrl+t"), "translate this cell")
    yield Action(
        "version.translate", place, ("T", "ctrl+a"), "translate what is missing in this language", "translate", 4
    )
    yield Action("row.up", place, ("up", "k"), "the row above")
    yield Action("row.down", place, ("down", "j"), "the row below")
    yield Action("row.page_up", place, ("pageup",), "a page up")
    yield Action("row.page_down", place, ("pagedown",), "a page down")
    yield Action("row.first", place, ("home",), "the first row")
    yield Action("row.last", place, ("end",), "the last row")
    yield Action("language.previous", place, ("left", "h", "["), "the language to the left")
    yield Action("language.next", place, ("right", "l", "]"), "the language to the right", "language", 5)
    yield Action("row.filter", place, ("/", "ctrl+f"), "show the rows that contain a text")
    yield Action("row.zoom", place, ("z", "ctrl+l"), "one line of each row, three, all")
    yield Action("version.copy", place, ("Y", "f10"), "copy this version to the clipboard")
    yield Action("version.export", place, ("w", "ctrl+w"), "write this version to a file")
    yield Action("statement.close", place, ("escape",), "back to the statements")


def _editor() -> Iterable[Action]:
    place = Place.EDITOR
    yield Action("editor.confirm", place, ("enter",), "confirm, go on to the next that needs work", "confirm, next", 1)
    yield Action("editor.leave", place, ("escape",), "back to the grid; the text stays", "grid", 2)
    yield Action("editor.newline", place, ("alt+enter",), "a line break in the text", "line break", 3)
    yield Action("editor.previous", place, ("ctrl+up",), "the row above, still editing")
    yield Action("editor.next", place, ("ctrl+down",), "the row below, still editing")
    yield Action("editor.source", place, ("ctrl+o",), "copy the source into the cell", "copy source", 4)
    yield Action("editor.word", place, ("tab",), "take a word of the completion; → takes all", "take word", 7)
    yield Action("editor.pick", place, ("ctrl+k",), "letters and signs of the language", "letters", 5)
    yield Action("editor.copy", place, ("ctrl+c",), "copy what is selected; else stop the work in the background")
    yield Action("editor.undo", place, ("ctrl+z",), "undo typing, then earlier edits", "undo", 6)
    yield Action("editor.redo", place, ("ctrl+y",), "redo")


def _everywhere() -> Iterable[Action]:
    place = Place.EVERYWHERE
    yield Action("desk.help", place, ("f1", "?"), "the keys of this place", "help", 8)
    yield Action("desk.palette", place, ("ctrl+p", ":"), "every action by name")
    yield Action("desk.statements", place, ("f2",), "the list of statements")
    yield Action("desk.saved", place, ("ctrl+s",), "nothing to save: says when it was saved last")
    yield Action("desk.undo", place, ("ctrl+z",), "undo the last edit of this session")
    yield Action("desk.redo", place, ("ctrl+y",), "redo what was undone")
    yield Action("desk.cancel", place, ("ctrl+c",), "stop the work in the background (asks first)")
    yield Action("desk.theme", place, ("f12",), "dark, light or the terminal's own colours")
    yield Action("desk.quit", place, ("ctrl+q",), "leave", "leave", 10)


ACTIONS: tuple[Action, ...] = (*_start(), *_statements(), *_grid(), *_editor(), *_everywhere())
"""Every action there is."""


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
