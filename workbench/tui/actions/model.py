"""What a person can do at the desk, as data: one id, one line of help and the keys of each action."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workbench.tui.i18n import N_


class Place(StrEnum):
    """Where keys mean something; `everywhere` holds in all the others."""

    START = "start"
    STATEMENTS = "statements"
    GRID = "grid"
    EDITOR = "editor"
    REPLACE = "replace"
    ALIGNMENT = "alignment"
    TERMS = "terms"
    MEMORY = "memory"
    MODELS = "models"
    EVERYWHERE = "everywhere"


TITLES = {
    Place.START: N_("Start"),
    Place.STATEMENTS: N_("Statements"),
    Place.GRID: N_("The grid"),
    Place.EDITOR: N_("The editor"),
    Place.REPLACE: N_("Search and replace"),
    Place.ALIGNMENT: N_("The alignment desk"),
    Place.TERMS: N_("The terms desk"),
    Place.MEMORY: N_("The memory desk"),
    Place.MODELS: N_("The models desk"),
    Place.EVERYWHERE: N_("Everywhere"),
}
"""What the places are called in front of a person; to be translated where it is shown."""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do.

    Attributes:
        id: stable name, `noun.verb`.
        place: where its keys work.
        keys: as a terminal sends them, the one to show first; a single character is a letter command.
        help: one line for a person, to be translated where it is shown.
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
        """The Textual action that runs it: through the app, which says why where it cannot be done (`doing`)."""
        return f"app.do('{self.id}')"

    @property
    def name(self) -> str:
        """The method of the screen, or of the app for `everywhere`, that does it."""
        return f"action_{self.id.replace('.', '_')}"
