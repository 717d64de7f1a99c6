"""The registry of actions: everything a person can do at the desk, one module for each place.

Bindings, footers, the help screen, the command palette and the documentation are all made from it. An action
`cell.confirm` is run by the method `action_cell_confirm` of the screen, or of the app for `everywhere`.
"""

from __future__ import annotations

from workbench.tui.actions import alignment, editor, everywhere, grid, memory, models, replace, start, statements, terms
from workbench.tui.actions.model import Action, Place

ACTIONS: tuple[Action, ...] = (
    *start.ACTIONS,
    *statements.ACTIONS,
    *grid.ACTIONS,
    *editor.ACTIONS,
    *replace.ACTIONS,
    *alignment.ACTIONS,
    *terms.ACTIONS,
    *memory.ACTIONS,
    *models.ACTIONS,
    *everywhere.ACTIONS,
)
"""Every action there is."""

__all__ = ["ACTIONS", "Action", "Place"]
