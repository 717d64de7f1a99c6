"""Repetitions: what is confirmed once goes to every other cell with the same source, as one step that can be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.core.change import Change, ChangeKind
from workbench.core.errors import ConfigError
from workbench.core.passage import Repetition
from workbench.core.project import Cell, Origin, OriginKind, State

if TYPE_CHECKING:
    from workbench.services.project import Project

SPREAD = Origin(OriginKind.MEMORY, score=100.0)
"""The origin of a text that came from a repetition."""


def repetitions(project: Project, cell: Cell) -> list[Repetition]:
    """The cells that `propagate` would give the text of this one, by statement and place; none for one without text.

    Those of the same language in statements of the same source language, whose source is the same (Unicode form and
    white space aside) and which nobody has worked on, is typing in, or has marked as different; without those that are
    done with this text already, parts of a split row, and cells of imported versions.
    """
    if not cell.text.strip() or project.differs(cell):
        return []
    return [each for each in project.store.repetitions(cell) if _is_open(each.cell, cell.text)]


def _is_open(cell: Cell, text: str) -> bool:
    """Whether a text may spread to a cell: nobody's work is there, or another text that has spread before."""
    if cell.by_person:
        return False
    return not cell.state.done or (cell.origin == SPREAD and cell.text != text)


def propagate(project: Project, cell: Cell) -> Change:
    """Give the text of a cell to its repetitions, confirmed, with the memory at 100 as its origin; one step.

    Raises: ConfigError if the cell is not confirmed, or is marked as different from its repetitions.
    """
    if not cell.state.done or not cell.text.strip():
        raise ConfigError("only a confirmed text goes to its repetitions; confirm it first")
    if project.differs(cell):
        raise ConfigError("this cell is marked as different from its repetitions; take the mark away first")
    wanted = [
        replace(each.cell, text=cell.text, state=State.CONFIRMED, origin=SPREAD, source_text=each.source)
        for each in repetitions(project, cell)
    ]
    return project.store.change(ChangeKind.PROPAGATE, wanted, project.settings.author)
