"""What is being typed in one cell, and how it becomes durable: journaled while typing, an edit when left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.core.project import Cell, State

if TYPE_CHECKING:
    from workbench.services.project import Project


class EditSession:
    """The cell under the editor and the text in the editor.

    Args:
        project: takes journal entries and edits.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self.cell: Cell | None = None
        self.text = ""
        self._journaled = ""

    def open(self, cell: Cell | None) -> None:
        """Begin with a cell as it is now; what was typed before must have been committed."""
        self.cell = cell
        self.text = self._journaled = cell.text if cell else ""

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not an edit yet."""
        return self.cell is not None and self.text != self.cell.text

    def journal(self) -> bool:
        """Keep the half-typed text; says whether there was anything new to keep.

        Raises: StorageError, WriteError
        """
        if self.cell is None or self.text == self._journaled:
            return False
        self._project.journal(self.cell.id, self.text)
        self._journaled = self.text
        return True

    def commit(self, state: State | None = None) -> Cell | None:
        """Make the text an edit, in that state (None: edited); the changed cell, or None if nothing changed.

        Raises: ConflictError if somebody else changed the cell; the text typed stays here.
        """
        cell = self.cell
        if cell is None or (not self.dirty and state in (None, cell.state)):
            return None
        if self.dirty:
            changed = self._project.edit(cell, self.text, state=state)
        else:
            changed = self._project.set_state(cell, state) if state else cell
        self.open(changed)
        return changed

    def rebase(self, cell: Cell) -> None:
        """Go on typing on top of what somebody else made of the cell."""
        self.cell = cell
