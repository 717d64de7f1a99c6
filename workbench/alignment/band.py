"""The part of the table of two texts that is looked at: for each row a run of columns.

A cell (row, column) stands for the first `row` source pieces and the first `column` target pieces being aligned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.alignment.arrays import Ints


@dataclass(frozen=True, slots=True)
class Band:
    """Cells row by row, numbered from 0; `size` is the number of a cell outside.

    Attributes:
        first: the first row.
        low, high: for each row its columns, half-open; neither ever falls.
        before: cells before each row, one entry more than rows.
        row, column: of each cell.
    """

    first: int
    low: Ints
    high: Ints
    before: Ints
    row: Ints
    column: Ints

    @classmethod
    def of(cls, first: int, low: Ints, high: Ints) -> Band:
        """The band of these rows."""
        widths = high - low
        before = np.concatenate([[0], np.cumsum(widths)])
        place = np.repeat(np.arange(len(low)), widths)
        return cls(first, low, high, before, place + first, np.arange(before[-1]) - before[place] + low[place])

    @property
    def size(self) -> int:
        """How many cells."""
        return int(self.before[-1])

    def cells(self, rows: Ints, columns: Ints) -> Ints:
        """The numbers of cells, `size` for those outside."""
        place = rows - self.first
        inside = (place >= 0) & (place < len(self.low))
        place = np.where(inside, place, 0)
        inside &= (columns >= self.low[place]) & (columns < self.high[place])
        return np.where(inside, self.before[place] + columns - self.low[place], self.size)
