"""A person's edits: what they do to a cell's state and origin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbench.core.errors import ConfigError
from workbench.core.project import Cell, Origin, OriginKind, Revision, State


def person(origin: Origin) -> Origin:
    """The origin of a text that a person made of, or accepted from, one of another origin."""
    if origin.kind is OriginKind.PERSON:
        return origin
    return Origin(OriginKind.PERSON, base=None if origin.kind is OriginKind.NONE else origin.kind)


def accepted(origin: Origin) -> Origin:
    """The origin of a text that a person inserted as it is and accepted: theirs, with what it began as in full."""
    return replace(origin, kind=OriginKind.PERSON, flags=(), pivot=(), base=origin.kind)


def with_text(cell: Cell, text: str, state: State | None, origin: Origin | None) -> Cell:
    """The cell after a person has typed `text`; an emptied cell is new again, an unchanged one keeps its origin."""
    if text == cell.text:
        return replace(cell, state=state or cell.state, origin=origin or cell.origin)
    if not text.strip():
        return replace(cell, text=text, state=state or State.NEW, origin=origin or Origin())
    return replace(cell, text=text, state=state or State.EDITED, origin=origin or person(cell.origin))


def with_state(cell: Cell, state: State) -> Cell:
    """The cell after a person has given it a state; accepting a text that was not accepted yet makes it theirs."""
    accepts = state.done and not cell.state.done
    return replace(cell, state=state, origin=person(cell.origin) if accepts else cell.origin)


def with_revision(cell: Cell, revision: Revision, source_text: str) -> Cell:
    """The cell with an earlier text back; fuzzy if that text was accepted for another source than today's."""
    other_source = bool(revision.source_text) and revision.source_text != source_text
    state = State.FUZZY if revision.state.done and other_source else revision.state
    return replace(cell, text=revision.text, state=state, origin=revision.origin, source_text=revision.source_text)


def check_unlocked(cell: Cell) -> None:
    """Raises: ConfigError if the cell is locked."""
    if cell.state is State.LOCKED:
        raise ConfigError("this cell is locked; unlock it first (give it another state), then edit it")


def unlocked(cell: Cell, history: Sequence[Revision]) -> Cell:
    """The cell as it was before it was locked, confirmed where its history does not say.

    Args:
        history: the oldest first.
    """
    before = [each for each in history if each.accepted and each.state is not State.LOCKED]
    if not before:
        return replace(cell, state=State.CONFIRMED)
    origin = before[-1].origin if before[-1].text == cell.text else cell.origin
    return replace(cell, state=before[-1].state, origin=origin)
