"""The heads under which help and docs show the actions of a place: by what they do, else by what they do it to."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.tui.actions.model import Action
from workbench.tui.i18n import N_

_MOVING = N_("Moving about")
_MOVES = {
    "up", "down", "left", "right", "page_up", "page_down", "first", "last", "next", "previous", "filter", "zoom",
    "sort", "all", "next_pair", "previous_pair", "read_on", "read_back", "next_term",
}  # fmt: skip
"""Verbs that change nothing but where one is and what one sees."""

_REST = N_("More")
_HEADS: dict[str, tuple[str, ...]] = {
    _MOVING: ("row", "language", "undone", "fuzzy", "untranslated", "list", "doubt", "column", "side"),
    N_("The cell"): ("cell", "cells", "comment", "history", "finding"),
    N_("Typing"): ("editor",),
    N_("Suggestions"): ("suggestion", "suggestions", "pane", "concordance", "term", "spelling"),
    N_("The version"): ("version", "columns"),
    N_("The statement"): ("statement", "start", "project", "text"),
    N_("Beads"): ("bead", "border", "change", "versions"),
    N_("Hits"): ("hit",),
    N_("Concepts"): ("concept",),
    N_("Units"): ("unit",),
    N_("Packages"): ("model",),
    N_("The desk"): ("desk", "terms", "memory", "models", "alignment"),
}
_BY_NOUN = {noun: head for head, nouns in _HEADS.items() for noun in nouns}
_BORDERS = ("border.up", "border.down", "versions.all")
"""What moves or shows something else than the cursor, by whatever verb."""


def group(action: Action) -> str:
    """The head of an action, to be translated where it is shown."""
    noun, _dot, verb = action.id.partition(".")
    if verb in _MOVES and action.id not in _BORDERS:
        return _MOVING
    return _BY_NOUN.get(noun, _REST)


def grouped(actions: Sequence[Action]) -> list[Action]:
    """Actions with those of one head together, heads and actions in the order in which they come first."""
    heads = list(dict.fromkeys(group(entry) for entry in actions))
    return sorted(actions, key=lambda entry: heads.index(group(entry)))
