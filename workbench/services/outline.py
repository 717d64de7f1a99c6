"""The lines of a sheet: which there are and what each language has on them, for a whole statement or a part of it."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

from workbench.core.page import Extra, Placed

P = TypeVar("P", bound=Placed)


class Line(NamedTuple):
    """One line at a source row.

    Attributes:
        owner: the language whose text stands here with nothing opposite; empty for a line of the row itself.
        number: which of these, from 0.
    """

    owner: str
    number: int


ROW = [Line("", 0)]
"""The lines of nearly every source row."""


class Outline:
    """How many lines a statement has, and which: at least one for every source row.

    A row that a version has split has one for each part, and text with nothing opposite has one of its own, before the
    row that it stands before. Only what is out of the ordinary is held, however large the statement is.

    Args:
        rows: source rows.
        extras: what takes up lines of its own, by language in the order of the columns.
    """

    def __init__(self, rows: int, extras: Iterable[tuple[str, Extra]] = ()) -> None:
        self.rows = rows
        self._orphans: dict[int, Counter[str]] = {}
        self._parts: dict[int, int] = {}
        split: Counter[tuple[str, int]] = Counter()
        for language, extra in extras:
            if not extra.rows:
                self._orphans.setdefault(min(extra.row, rows), Counter())[language] += 1
            for row in range(extra.row, min(extra.row + extra.rows, rows)):
                split[language, row] += 1
                self._parts[row] = max(self._parts.get(row, 0), split[language, row] + 1)
        self._odd = array("q", sorted({*self._orphans, *self._parts}))
        added = [self.height(row) - (row < rows) for row in self._odd]
        self._added = array("q", accumulate(added, initial=0))
        self._first = array("q", (row + before for row, before in zip(self._odd, self._added, strict=False)))

    def __len__(self) -> int:
        """Lines in all."""
        return self.rows + self._added[-1]

    def height(self, row: int) -> int:
        """Lines before and on a source row; of the row after the last one, those at the end."""
        before = self._orphans.get(row)
        return (before.total() if before else 0) + self._parts.get(row, 1 if row < self.rows else 0)

    def first(self, row: int) -> int:
        """The line that the lines of a source row begin with."""
        return row + self._added[bisect_left(self._odd, row)]

    def firsts(self, rows: Sequence[int]) -> list[int]:
        """The same for many rows, which are in order."""
        found: list[int] = []
        at, begin = bisect_left(self._odd, rows[0]) if rows else 0, 0
        while begin < len(rows):
            end = bisect_right(rows, self._odd[at], begin) if at < len(self._odd) else len(rows)
            added = self._added[at]
            found += [row + added for row in rows[begin:end]]
            at, begin = at + 1, end
        return found

    def odd_rows(self, start: int, stop: int) -> Sequence[int]:
        """Those of some source rows (half-open) that have not exactly one line."""
        return self._odd[bisect_left(self._odd, start) : bisect_left(self._odd, stop)]

    def place(self, line: int) -> tuple[int, int]:
        """The source row of a line, and which of its lines it is."""
        at = bisect_right(self._first, line) - 1
        if at < 0:
            return line, 0
        row, within = self._odd[at], line - self._first[at]
        height = self.height(row)
        return (row, within) if within < height else (row + 1 + within - height, 0)

    def lines(self, row: int) -> list[Line]:
        """The lines before and on a source row."""
        if row not in self._orphans and row not in self._parts:
            return ROW if row < self.rows else []
        before = self._orphans.get(row, Counter())
        orphans = [Line(language, number) for language, count in before.items() for number in range(count)]
        return orphans + [Line("", number) for number in range(self.height(row) - len(orphans))]


class Column(Generic[P]):
    """What one language has in a run of source rows, to be looked up by line.

    Args:
        language: which.
        cells: in order; all those that cover or stand before the rows that are asked for.
        rows: source rows of the whole statement.
    """

    def __init__(self, language: str, cells: Sequence[P], rows: int) -> None:
        self.language = language
        self._over: dict[int, list[P]] = {}
        self._before: dict[int, list[P]] = {}
        for cell in cells:
            if cell.source_start >= cell.source_end:
                self._before.setdefault(min(cell.source_start, rows), []).append(cell)
            for row in range(cell.source_start, cell.source_end):
                self._over.setdefault(row, []).append(cell)

    def on(self, row: int) -> P | None:
        """What covers a source row, the first one where several share it."""
        found = self._over.get(row)
        return found[0] if found else None

    def at(self, row: int, line: Line) -> P | None:
        """What stands on a line of a source row."""
        if line.owner == self.language:
            own = self._before.get(row, ())
            return own[line.number] if line.number < len(own) else None
        found = self._over.get(row)
        if not found:
            return None
        if line.owner:  # a line before the row: only what covers the row before as well goes on here
            return found[0] if found[0].source_start < row else None
        return found[min(line.number, len(found) - 1)]
