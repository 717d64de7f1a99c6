"""Changing cells, each change one durable step that its author can take back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from workbench.core.change import Change, ChangeKind
from workbench.core.errors import ConflictError
from workbench.core.project import Cell, Origin, State
from workbench.storage.cells import following, read_cells
from workbench.storage.editlog import EditLog, Written
from workbench.storage.transactions import Backend, Transactions


class Changes:
    """The part of a store that changes cells; see `ProjectStore` for what each method promises."""

    _backend: Backend
    _work: Transactions
    _now: Callable[[], str]

    def edit(
        self, cell_id: int, *, text: str, state: State, origin: Origin, revision: int, author: str, source_text: str
    ) -> Cell:
        """Change what one cell says, based on `revision`, without remembering it for `undo`.

        Where nothing would change, the cell stays at its revision.
        Raises:
            ConflictError: the cell has moved on or is retired; the text offered is in its history all the same.
            StorageError: there is no such cell.
        """
        wanted = Cell(*(cell_id, 0, 0, 0, 0, text, state, origin), source_text=source_text, revision=revision)
        with self._log(author) as log:
            written = log.write([wanted])
            self._refuse(log, written)
            return written.turns[0].either if written.turns else read_cells(log.connection, [cell_id])[cell_id][0]

    def change(self, kind: ChangeKind, cells: Sequence[Cell], author: str, *, comment: str = "") -> Change:
        """Change what cells say (text, state, origin, source text), each based on its `revision`, as one step.

        Those that would not change are passed over, those that have moved on are told in `Change.left`. What is half
        typed in a cell stays half typed, but for a single one, which is what was typed.
        Args:
            comment: said with it about the first cell; taken back with it.
        Raises:
            ConflictError: all of them have moved on; the text of a single one is in its history all the same.
            StorageError: there is no such cell.
        """
        with self._log(author) as log:
            written = log.write(cells)
            if not written.turns:
                self._refuse(log, written)
            return log.remember(kind, written, comment)

    def reshape(self, kind: ChangeKind, cells: Sequence[Cell], author: str, *, leaving: Sequence[Cell] = ()) -> Change:
        """Let neighbours cover other rows, as one step.

        Args:
            cells: as they are to be, in order, each based on its `revision`; one with id 0 comes in after the one
                before it and gets its history.
            leaving: cells that leave the version; the one before each gets its history and comments.
        Raises: ConflictError if one of them has moved on; nothing is written.
        """
        with self._log(author) as log:
            return log.reshape(kind, cells, leaving)

    def undo(self, author: str) -> Change | None:
        """Take back the last step of an author that is not taken back, None if there is none.

        Each cell goes back that still says what the step left in it; the others are told in `Change.left`. A step that
        let cells cover other rows goes back whole or not at all.
        Raises: ConflictError if nothing of it can go back; the step is dropped then.
        """
        with self._log(author) as log:
            change = log.undo()
        return self._told(change)

    def redo(self, author: str) -> Change | None:
        """Make the step again that the author has taken back last; otherwise as `undo`."""
        with self._log(author) as log:
            change = log.redo()
        return self._told(change)

    def following(self, cell_id: int) -> Cell | None:
        """The cell after one in its version."""
        with self._work.read() as connection:
            return following(connection, cell_id)

    @contextmanager
    def _log(self, author: str) -> Iterator[EditLog]:
        with self._work.write() as connection:
            yield EditLog(connection, str(self._backend.path), author, self._now(), self._work.typed)

    def _refuse(self, log: EditLog, written: Written) -> None:
        """Raises: ConflictError if cells had moved on; what was meant for a single one is kept in its history."""
        if not written.left:
            return
        if len(written.refused) > 1:
            raise ConflictError(f"{self._backend.path}: all these cells have been changed meanwhile; read them again")
        (refused,) = written.refused
        self._work.keep_refused(refused, log.author)
        retired = read_cells(log.connection, [refused.id])[refused.id][1]
        what = "is no longer part of its version" if retired else "has been changed meanwhile"
        raise ConflictError(f"{self._backend.path}: cell {refused.id} {what}; both texts are in its history")

    @staticmethod
    def _told(change: Change | None) -> Change | None:
        if change is not None and not change.cells:
            raise ConflictError("somebody else has changed this since; every text is in the history of its cell")
        return change
