"""What can be known of a large statement, and read of it, without reading it whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from workbench.core.project import State


class Placed(Protocol):
    """Something that covers a run of source rows, half-open; an empty run stands before its row."""

    @property
    def source_start(self) -> int:
        """The first row."""
        ...

    @property
    def source_end(self) -> int:
        """The row after the last one."""
        ...


class TextRun(NamedTuple):
    """The text of a cell and the source rows that it covers, half-open."""

    source_start: int
    source_end: int
    text: str


class OddRun(NamedTuple):
    """A cell, by its number, that does not have exactly one source row to itself.

    Attributes:
        source_start, source_end: the source rows that it covers, half-open.
        shared: how many of them, from the first on, it shares with a cell before it.
    """

    id: int
    source_start: int
    source_end: int
    shared: int


class CellHits(NamedTuple):
    """Cells found: the source rows of those that have one each to themselves, the numbers of the odd ones."""

    rows: list[int]
    odd: list[int]


class CellRun(NamedTuple):
    """A cell by its number, the source rows that it covers (half-open), and its text."""

    id: int
    source_start: int
    source_end: int
    text: str


class TextPlace(NamedTuple):
    """A text and where it stands: a cell, or a row of a source with `cell_id` 0."""

    version_id: int
    cell_id: int
    source_start: int
    source_end: int
    text: str


@dataclass(frozen=True, slots=True)
class VersionHead:
    """A version without its text.

    Attributes:
        kind: as in `Version`.
        segments: how many it has; 0 for a drafted one.
        layout: a number that changes whenever its segments are put anew or its cells arranged.
    """

    id: int
    statement_id: int
    language: str
    kind: str
    segments: int
    layout: int


@dataclass(frozen=True, slots=True)
class Extra:
    """A cell that takes up a line of its own beside the one that every source row has.

    Attributes:
        row: the first source row concerned.
        rows: how many from there on it shares with a cell before it; 0 for text with nothing opposite, which stands
            before the row.
    """

    version_id: int
    row: int
    rows: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cells of a version are in a state."""

    version_id: int
    state: State
    cells: int


def shared_rows(cells: Sequence[Placed]) -> list[int]:
    """For each cell of a version the number of rows, from its first on, that a cell before it covers too."""
    shared, reach = [0] * len(cells), 0
    for number in sorted(range(len(cells)), key=lambda number: cells[number].source_start):
        start, end = cells[number].source_start, cells[number].source_end
        if start < end:
            shared[number] = max(0, min(end, reach) - start)
            reach = max(reach, end)
    return shared
