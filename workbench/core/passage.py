"""Texts met while looking across a project, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from workbench.core.project import Cell


class Passage(NamedTuple):
    """One text of a statement.

    Attributes:
        cell_id: its cell; 0 for a row of the source.
        row: the source row that it is, or begins at.
        place: order within its statement.
    """

    statement_key: str
    place: int
    cell_id: int
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Repetition:
    """A cell whose source is that of another one.

    Attributes:
        statement_key: where it is.
        cell: as it is now.
        source: today's source of it, without white space at the ends.
    """

    statement_key: str
    cell: Cell
    source: str
