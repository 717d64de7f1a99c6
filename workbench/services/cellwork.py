"""Everything a person does to the cells of a project, every act one durable step that can be taken back.

The steps are in the database with the changes themselves, so that undo and redo outlive the program. They belong to the
author of the settings; a new change drops what was taken back before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.core.change import Change, ChangeKind, Comment
from workbench.core.errors import ConfigError, ConflictError
from workbench.core.project import Cell, Origin, OriginKind, Revision, State
from workbench.services.edits import check_unlocked, unlocked, with_revision, with_state, with_text
from workbench.services.ignored import mark_of
from workbench.services.reshape import merged, split_at

if TYPE_CHECKING:
    from workbench.config import Settings
    from workbench.storage.project import SqlProjectStore


class CellWork:
    """The part of a `Project` that works on cells.

    Attributes:
        store: where they are.
        settings: they name the author.
    """

    store: SqlProjectStore
    settings: Settings

    # -- one cell ----------------------------------------------------------------------------------------------------

    def edit(self, cell: Cell, text: str, *, state: State | None = None, origin: Origin | None = None) -> Cell:
        """Write what a person typed; it is on disk when this returns.

        Args:
            cell: as it was when the person began.
            state, origin: what it becomes, by default edited by a person.
        Raises:
            ConfigError: the cell is locked.
            ConflictError: another person changed it meanwhile; both texts are in its history. A machine's draft that
                arrived meanwhile does not stand in a person's way: it gives place and stays in the history.
        """
        check_unlocked(cell)
        cell = self._without_machine(cell)
        return self._make(ChangeKind.EDIT, cell, with_text(cell, text, state, origin))

    def confirm(self, cell: Cell) -> Cell:
        """Accept the text of a cell; raises as `edit` does."""
        return self.set_state(cell, State.CONFIRMED)

    def set_state(self, cell: Cell, state: State) -> Cell:
        """Give a cell a state; raises ConflictError as `edit` does."""
        return self._make(ChangeKind.STATE, cell, with_state(cell, state))

    def revert(self, cell: Cell, revision: Revision) -> Cell:
        """Bring a text from the history back; raises as `edit` does."""
        check_unlocked(cell)
        wanted = with_revision(cell, revision, self.store.source_text(cell))
        return self._written(cell, self._change(ChangeKind.REVERT, [wanted]))

    def machine_draft(self, cell: Cell, text: str, origin: Origin) -> Cell:
        """Put a machine's or the memory's text into a cell; it is not among the changes that `undo` takes back.

        Raises: ConflictError if a person wrote or accepted what is there, or the cell changed meanwhile.
        """
        if cell.by_person or cell.state.done:
            raise ConflictError("a person has written or accepted this cell; a draft does not replace it")
        return self.store.edit(
            cell.id,
            text=text,
            state=State.FUZZY if origin.kind is OriginKind.MEMORY else State.DRAFT,
            origin=origin,
            revision=cell.revision,
            author=origin.engine or str(origin.kind),
            source_text=self.store.source_text(cell),
        )

    def merge(self, cell: Cell, following: Cell) -> Cell:
        """Make one cell of two that stand next to each other; it has the history and the comments of both.

        Raises: ConfigError if they are not neighbours or one is locked; ConflictError if they changed meanwhile.
        """
        for each in (cell, following):
            check_unlocked(each)
        neighbour = self.store.following(cell.id)
        if neighbour is None or neighbour.id != following.id:
            raise ConfigError("only a cell and the one after it can be merged")
        first, second = self._unchanged(cell), self._unchanged(following)
        run = "".join(self.store.source_segments(first))
        made = self._up_to_date([first, second], [merged(first, second, run[len(run.rstrip()) :])])
        return self.store.reshape(ChangeKind.MERGE, made, self.settings.author, leaving=[second]).cells[0]

    def split(self, cell: Cell, at: int) -> tuple[Cell, Cell]:
        """Make two cells of one, at an offset in its text; both have its history.

        Where it covers several source rows, the first part keeps the first row and the second the rest.
        Raises: ConfigError if the cell is locked, or a part would be empty; ConflictError if it changed meanwhile.
        """
        check_unlocked(cell)
        whole = self._unchanged(cell)
        parts = self._up_to_date([whole], split_at(whole, at, imported=cell.target_start is not None))
        first, second = self.store.reshape(ChangeKind.SPLIT, parts, self.settings.author).cells
        return first, second

    def _up_to_date(self, before: Sequence[Cell], after: Sequence[Cell]) -> list[Cell]:
        """Cells made of others: they render today's source if those did; else it stays told that it has changed."""
        if any(cell.source_text not in ("", self.store.source_text(cell)) for cell in before):
            return list(after)
        return [replace(cell, source_text=cell.source_text and self.store.source_text(cell)) for cell in after]

    # -- several at once ---------------------------------------------------------------------------------------------

    def lock(self, cells: Sequence[Cell]) -> Change:
        """Lock cells, as one step; those that are locked already are passed over.

        Raises: ConflictError if somebody else has changed all of them meanwhile; some are told in `Change.left`.
        """
        wanted = [with_state(cell, State.LOCKED) for cell in cells if cell.state is not State.LOCKED]
        return self._change(ChangeKind.LOCK, wanted)

    def unlock(self, cells: Sequence[Cell]) -> Change:
        """Give locked cells the state and origin they had before, as one step; raises as `lock` does."""
        locked = [cell for cell in cells if cell.state is State.LOCKED]
        wanted = [unlocked(cell, self.store.history(cell.id)) for cell in locked]
        return self._change(ChangeKind.UNLOCK, wanted)

    # -- taking back -------------------------------------------------------------------------------------------------

    def undo(self) -> Change | None:
        """Take back the author's last change that is not taken back; None if there is none.

        Of a change to several cells those that somebody else has changed since stay as they are, and are told in
        `Change.left`; the others go back. A split or a merge goes back whole or not at all.
        Raises: ConflictError if nothing of it can be taken back; the next call goes further back.
        """
        return self.store.undo(self.settings.author)

    def redo(self) -> Change | None:
        """Make the change again that was taken back last; None if there is none. Raises as `undo` does."""
        return self.store.redo(self.settings.author)

    # -- what stands beside a cell -----------------------------------------------------------------------------------

    def send_back(self, cell: Cell, comment: str) -> Change:
        """Make a confirmed or reviewed cell an edited one again, with a comment that says why; one step.

        Raises: ConfigError if it is neither, or the comment is empty; ConflictError as `edit` does.
        """
        if cell.state not in (State.CONFIRMED, State.REVIEWED):
            raise ConfigError("only a confirmed or reviewed cell can be sent back")
        wanted = replace(cell, state=State.EDITED)
        return self.store.change(ChangeKind.SEND_BACK, [wanted], self.settings.author, comment=_said(comment))

    def comment(self, cell: Cell, text: str) -> Comment:
        """Say something about a cell; it is no step of the undo.

        Raises: ConfigError if there is no text; ConflictError if the cell is no longer part of its version.
        """
        return self.store.remarks.comment(cell.id, _said(text), self.settings.author)

    def comments(self, cell: Cell) -> list[Comment]:
        """What was said about a cell, oldest first, resolved ones too."""
        return self.store.remarks.comments(cell.id)

    def commented(self, statement_id: int) -> dict[int, int]:
        """How many open comments the cells of a statement have, by cell; those without are not in it."""
        return self.store.remarks.commented(statement_id)

    def resolve(self, comment: Comment, resolved: bool = True) -> Comment:
        """Say that a comment is dealt with, or open it again; the comment as it is then."""
        return self.store.remarks.resolve(comment, self.settings.author, resolved=resolved)

    def set_differs(self, cell: Cell, differs: bool) -> None:
        """Mark a cell as one that differs from its repetitions: nothing spreads to it or from it; or take that away."""
        self.store.remarks.set_differs(cell.id, differs)

    def differs(self, cell: Cell) -> bool:
        """Whether a cell is marked as different from its repetitions."""
        return self.store.remarks.differs(cell.id)

    def ignore(self, cell: Cell, check: str, ignored: bool = True) -> None:
        """Say that what a check finds in a cell is all right, until its text or source changes; or take that back."""
        mark = mark_of(self.store.source_text(cell), cell.text) if ignored else None
        self.store.remarks.set_ignored(cell.id, check, mark)

    def ignored(self, cell: Cell) -> frozenset[str]:
        """Ids of the checks whose findings a person has said to be all right in a cell as it is now."""
        marks = self.store.remarks.ignored(cell.id)
        mark = mark_of(self.store.source_text(cell), cell.text) if marks else ""
        return frozenset(check for check, ignored in marks.items() if ignored == mark)

    def journal(self, cell_id: int, text: str) -> None:
        """Keep a half-typed text, so that it outlives a crash."""
        self.store.journal(cell_id, text)

    def recovered(self) -> dict[int, str]:
        """Texts that were half typed when the workbench last ended without being asked to, by cell."""
        found = self.store.journaled()
        cells = self.store.cells_of(found)
        return {number: text for number, text in found.items() if number in cells and cells[number].text != text}

    # -- how it is written -------------------------------------------------------------------------------------------

    def _make(self, kind: ChangeKind, before: Cell, after: Cell) -> Cell:
        """Write an edit; what a person typed or accepted is meant for the source that the cell has today."""
        if after.text != before.text or after.state.done:
            now = self.store.cell(before.id) or before
            after = replace(after, source_text=self.store.source_text(now))
        return self._written(before, self._change(kind, [after]))

    def _change(self, kind: ChangeKind, wanted: Sequence[Cell]) -> Change:
        return self.store.change(kind, wanted, self.settings.author)

    def _written(self, before: Cell, change: Change) -> Cell:
        """The cell that was changed, as it is now."""
        return change.cells[0] if change.cells else self.store.cells_of([before.id])[before.id]

    def _unchanged(self, cell: Cell) -> Cell:
        """A cell as it is now, where it is still at its revision.

        Raises: ConflictError
        """
        now = self.store.cell(cell.id)
        if now is None or now.revision != cell.revision:
            raise ConflictError("somebody else has changed this cell meanwhile; its history has every text")
        return now

    def _without_machine(self, cell: Cell) -> Cell:
        """The cell as it is now if only a machine has written to it since, else as it was."""
        now = self.store.cell(cell.id)
        machine = now is not None and not now.by_person and not now.state.done
        return now if now is not None and machine else cell


def _said(comment: str) -> str:
    """Raises: ConfigError if there is nothing in it."""
    if not comment.strip():
        raise ConfigError("a comment needs a text")
    return comment.strip()
