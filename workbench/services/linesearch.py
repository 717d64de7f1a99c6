"""Which lines of a large statement contain a text, case and spelling forms aside."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from workbench.services.outline import Column
from workbench.text.normalize import fold

if TYPE_CHECKING:
    from workbench.core.project import Cell
    from workbench.services.pages import PagedSheet

PIECE = 2048
"""Source rows whose texts are folded and searched as one string."""

MOST_CHARACTERS = 40_000_000
"""Characters that are kept folded; 100,000 rows in four languages have less."""

_BETWEEN = "\x1e"
"""Stands between the texts of two lines."""

_END = 1 << 62


class LineSearch:
    """Searches the source and one version at a time.

    The texts of a run of lines, folded, are one string each, in which the search is as fast as the machine's memory.
    They are made when first needed and made anew where cells have changed. Threads may share it.

    Args:
        sheet: whose lines are searched; when rows come or go, it takes another sheet and another search.
    """

    def __init__(self, sheet: PagedSheet) -> None:
        self._sheet = sheet
        self._pieces: OrderedDict[tuple[str, int], str] = OrderedDict()
        self._characters = 0
        self._changes = 0
        self._lock = threading.Lock()

    @property
    def pieces(self) -> int:
        """How many pieces the statement has."""
        return self._sheet.outline.rows // PIECE + 1

    def found(self, text: str, language: str) -> Iterator[list[int]]:
        """For each piece from the top the lines whose source or cell in a language contains a text."""
        source = self._sheet.statement.source_language
        wanted = {tag: fold(text, tag) for tag in (source, language)}
        for number in range(self.pieces):
            lines = {line for tag, sought in wanted.items() for line in _lines_with(sought, self.piece(tag, number))}
            first = self._sheet.outline.first(number * PIECE)
            yield [first + line for line in sorted(lines)]

    def piece(self, language: str, number: int) -> str:
        """The texts of the lines at a run of source rows, folded, with a sign between two of them."""
        key = language, number
        with self._lock:
            kept, changes = self._pieces.get(key), self._changes
            if kept is not None:
                self._pieces.move_to_end(key)
                return kept
        made = fold(_BETWEEN.join(text.replace(_BETWEEN, " ") for text in self._texts(language, number)), language)
        with self._lock:
            if changes == self._changes and key not in self._pieces:
                self._pieces[key] = made
                self._characters += len(made)
                while self._characters > MOST_CHARACTERS and len(self._pieces) > 1:
                    self._characters -= len(self._pieces.popitem(last=False)[1])
        return made

    def forget(self, cell: Cell) -> None:
        """A cell has another text now."""
        language = self._sheet.language_of(cell)
        with self._lock:
            self._changes += 1
            for number in range(cell.source_start // PIECE, cell.source_end // PIECE + 1):
                self._characters -= len(self._pieces.pop((language or "", number), ""))

    def _texts(self, language: str, number: int) -> list[str]:
        """What stands on each line in a language, the source's own among them."""
        sheet, rows = self._sheet, self._sheet.outline.rows
        start, stop = number * PIECE, min((number + 1) * PIECE, rows + 1)
        head = sheet.heads.get(language)
        lines = [(row, line) for row in range(start, stop) for line in sheet.outline.lines(row)]
        if head is None:
            return [""] * len(lines)
        if language == sheet.statement.source_language:
            segments = sheet.store.segments(head.id, start, stop)
            return [
                "" if line.owner or line.number or row - start >= len(segments) else segments[row - start].strip()
                for row, line in lines
            ]
        column = Column(language, sheet.store.texts_over(head.id, start, stop if stop <= rows else _END), rows)
        return [cell.text if (cell := column.at(*place)) else "" for place in lines]


def _lines_with(sought: str, piece: str) -> Iterator[int]:
    """The numbers, from 0, of the lines of a piece that contain a folded text."""
    line, end, at = 0, 0, piece.find(sought)
    while at >= 0:
        line += piece.count(_BETWEEN, end, at)
        yield line
        end = piece.find(_BETWEEN, at)
        at = piece.find(sought, end) if end >= 0 else -1
