"""The termbase desk."""

from __future__ import annotations

from workbench.tui.actions.model import Action

ACTIONS: tuple[Action, ...] = ()
