"""A person's edits: what they do to a cell's state and origin, and taking them back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.core.errors import ConfigError, ConflictError
from workbench.core.ports import ProjectStore
from workbench.core.project import Cell, Origin, OriginKind, Revision, State


def person(origin: Origin) -> Origin:
    """The origin of a text that a person made of, or accepted from, one of another origin."""
    if origin.kind is OriginKind.PERSON:
        return origin
    return Origin(OriginKind.PERSON, base=None if origin.kind is OriginKind.NONE else origin.kind)


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


@dataclass(frozen=True, slots=True)
class _Edit:
    before: Cell
    after: Cell


class EditLog:
    """The edits of a session, in order, so that they can be taken back and made again across cells.

    Args:
        store: where they are made; taking one back is an edit too, with a revision of its own.
        author: the name written into the history.
    """

    def __init__(self, store: ProjectStore, author: str) -> None:
        self._store, self._author = store, author
        self._done: list[_Edit] = []
        self._undone: list[_Edit] = []
        self._revisions: dict[int, int] = {}

    def make(self, before: Cell, after: Cell) -> Cell:
        """Write an edit that is based on `before`, and remember it.

        Raises: ConflictError if somebody else changed the cell; nothing is remembered then.
        """
        written = self._write(after, before.revision)
        if written.revision != before.revision:
            self._done.append(_Edit(before, written))
            self._undone.clear()
        return written

    def undo(self) -> Cell | None:
        """Take the last edit back; the cell as it is then, or None if there is nothing to take back.

        Raises: ConflictError if somebody else has changed the cell since; that edit is then forgotten.
        """
        if not self._done:
            return None
        edit = self._done.pop()
        cell = self._restore(edit.before)
        self._undone.append(edit)
        return cell

    def redo(self) -> Cell | None:
        """Make the edit again that was taken back last; None if there is none.

        Raises: ConflictError if somebody else has changed the cell since; that edit is then forgotten.
        """
        if not self._undone:
            return None
        edit = self._undone.pop()
        cell = self._restore(edit.after)
        self._done.append(edit)
        return cell

    def _restore(self, wanted: Cell) -> Cell:
        current = self._store.cell(wanted.id)
        if current is None or current.revision != self._revisions[wanted.id]:
            raise ConflictError("somebody else has changed this cell since; its history has every text")
        return self._write(wanted, current.revision)

    def _write(self, cell: Cell, revision: int) -> Cell:
        written = self._store.edit(
            cell.id,
            text=cell.text,
            state=cell.state,
            origin=cell.origin,
            revision=revision,
            author=self._author,
            source_text=cell.source_text,
        )
        self._revisions[cell.id] = written.revision
        return written
