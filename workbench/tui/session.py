"""What is being typed in one cell, and how it becomes durable: journaled while typing, an edit when left."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from workbench.core.errors import WorkbenchError
from workbench.core.project import Cell, Origin, State
from workbench.services.edits import accepted

if TYPE_CHECKING:
    from workbench.services.lifeboat import Lifeboat
    from workbench.services.project import Project


class EditSession:
    """The cell under the editor and the text in the editor. A thread may journal while the desk goes on.

    Args:
        project: takes journal entries and edits.
    Attributes:
        lifeboat: takes what is typed where the project takes nothing; None for none.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self.lifeboat: Lifeboat | None = None
        self.cell: Cell | None = None
        self.text = ""
        self._journaled = ""
        self._inserted: tuple[str, Origin] | None = None
        self._writing = threading.Lock()

    def inserted(self, text: str, origin: Origin) -> None:
        """This text was put in place of all that stood there; unless it is changed, the edit says where it is from."""
        self._inserted = text, origin

    def open(self, cell: Cell | None) -> None:
        """Begin with a cell as it is now; what was typed before must have been committed."""
        self.cell = cell
        self.text = self._journaled = cell.text if cell else ""
        self._inserted = None

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not an edit yet."""
        return self.cell is not None and self.text != self.cell.text

    def journal(self) -> bool:
        """Keep the half-typed text; says whether there was anything new to keep.

        Raises: StorageError, WriteError; the text is in the lifeboat then, if that has room.
        """
        with self._writing:  # an edit that is made meanwhile comes after this, not before it
            cell, text = self.cell, self.text
            if cell is None or text == self._journaled:
                return False
            try:
                self._project.journal(cell.id, text)
            except WorkbenchError:
                if self.lifeboat:
                    self.lifeboat.keep(cell.id, text)
                raise
            if cell is self.cell:
                self._journaled = text
            if self.lifeboat:
                self.lifeboat.clear()
        return True

    @property
    def kept(self) -> bool:
        """Whether the journal has all that is typed."""
        return self.cell is None or self.text == self._journaled

    def commit(self, state: State | None = None) -> Cell | None:
        """Make the text an edit, in that state (None: edited); the changed cell, or None if nothing changed.

        Raises: ConflictError if somebody else changed the cell; the text typed stays here.
        """
        with self._writing:
            return self._commit(state)

    def _commit(self, state: State | None) -> Cell | None:
        cell = self.cell
        if cell is None:
            return None
        if not self.dirty and state in (None, cell.state):
            if self._journaled != cell.text:  # what was half typed is deleted again
                self._project.journal(cell.id, cell.text)
                self._journaled = cell.text
            return None
        if self.dirty:
            changed = self._project.edit(cell, self.text, state=state, origin=self._origin(state))
        else:
            changed = self._project.set_state(cell, state) if state else cell
        if self.lifeboat:
            self.lifeboat.clear()
        self.open(changed)
        return changed

    def _origin(self, state: State | None) -> Origin | None:
        """Of what was inserted and is unchanged; accepted, it is a person's that began as that."""
        if self._inserted is None or self._inserted[0] != self.text:
            return None
        return accepted(self._inserted[1]) if state is not None and state.done else self._inserted[1]

    def rebase(self, cell: Cell) -> None:
        """Go on typing on top of what somebody else made of the cell."""
        self.cell = cell
