"""What a person can do at the desk, as data: one id, one line of help and the keys of each action."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where keys mean something; `everywhere` holds in all the others."""

    START = "start"
    STATEMENTS = "statements"
    GRID = "grid"
    EDITOR = "editor"
    ALIGNMENT = "alignment"
    TERMS = "terms"
    MEMORY = "memory"
    MODELS = "models"
    EVERYWHERE = "everywhere"


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
        """The Textual action that runs it."""
        name = self.id.replace(".", "_")
        return f"app.{name}" if self.place is Place.EVERYWHERE else f"screen.{name}"
