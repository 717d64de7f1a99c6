"""A statement as the desk shows it: the sheet, with counts that keep up with single edits, and a way to seek."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from workbench.core.finding import Finding, Severity
from workbench.core.project import Cell, State, Statement
from workbench.services.check import chosen_checks, run_checks
from workbench.text.normalize import fold

if TYPE_CHECKING:
    from workbench.services.project import Project
    from workbench.services.sheet import DisplayRow, Sheet


class Board:
    """Rows, counts and places of one statement.

    Args:
        project: where the sheet comes from.
        key: of the statement.
    """

    def __init__(self, project: Project, key: str) -> None:
        self._project = project
        self.key = key
        self._checks = chosen_checks()
        self._findings: dict[tuple[int, int], list[Finding]] = {}
        self.load()

    def load(self) -> None:
        """Read the statement again."""
        self.sheet: Sheet = self._project.sheet(self.key)
        self.rows: list[DisplayRow] = list(self.sheet.display_rows)
        self.counts = {
            language: Counter(cell.state for cell in self.sheet.columns.get(language, ()))
            for language in self.languages
        }

        self._words = [0, *accumulate(len(row.split()) for row in self.sheet.rows)]
        self._done_words = {
            language: sum(self._source_words(cell) for cell in self.sheet.columns.get(language, ()) if cell.state.done)
            for language in self.languages
        }

    def _source_words(self, cell: Cell) -> int:
        return self._words[cell.source_end] - self._words[cell.source_start]

    def words(self, language: str) -> tuple[int, int]:
        """Words of the source whose rendering is done in a language, and words of the source."""
        return self._done_words.get(language, 0), self._words[-1]

    @property
    def statement(self) -> Statement:
        """The statement."""
        return self.sheet.statement

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the columns, without the source."""
        return tuple(self.sheet.languages)

    def cell(self, row: int, language: str) -> Cell | None:
        """The cell of a row, None if there is none yet."""
        place = self.rows[row].cells.get(language) if 0 <= row < len(self.rows) else None
        return place.cell if place else None

    def source_of(self, row: int, language: str) -> str:
        """The source text that a cell translates; that of the row alone where there is no cell."""
        cell = self.cell(row, language)
        return self.sheet.source_of(cell) if cell else self.rows[row].source

    def replace(self, language: str, cell: Cell) -> int:
        """Show a changed cell; the first of its rows, or -1 if it is not in this statement."""
        first = -1
        for row in range(min(cell.source_start, len(self.rows)), len(self.rows)):
            place = self.rows[row].cells.get(language)
            if place is None or place.cell.id != cell.id:
                if first >= 0:
                    break
                continue
            if first < 0:
                first = row
                self.counts[language][place.cell.state] -= 1
                self.counts[language][cell.state] += 1
                self._done_words[language] += (cell.state.done - place.cell.state.done) * self._source_words(cell)
            self.rows[row].cells[language] = replace(place, cell=cell)
        return first

    def find(self, cell: Cell) -> tuple[int, str] | None:
        """Row and language of a cell by its id."""
        for language in self.languages:
            for row in range(min(cell.source_start, len(self.rows)), len(self.rows)):
                found = self.cell(row, language)
                if found and found.id == cell.id:
                    return row, language
                if found and found.source_start > cell.source_end:
                    break
        return None

    def seek(self, row: int, language: str, step: int, wanted: Callable[[Cell | None], bool]) -> int | None:
        """The nearest row in a direction whose cell is wanted, going round at the end; None if there is none.

        Args:
            row: where to start; its own cell is looked at last.
            step: 1 forwards, -1 backwards.
            wanted: gets None for the rows of a version that does not exist yet.
        """
        total = len(self.rows)
        here, begun = self.cell(row, language), self.has_cells(language)
        for distance in range(1, total + (row < 0)):
            at = (row + step * distance) % total
            place = self.rows[at].cells.get(language)
            if place is None and begun:
                continue
            if place is not None and (not place.first or (here and place.cell.id == here.id)):
                continue
            if wanted(place.cell if place else None):
                return at
        return None

    def containing(self, text: str, language: str) -> list[int]:
        """Rows whose source or cell in that language contains a text, case aside."""
        wanted = fold(text, language), fold(text, self.statement.source_language)
        return [
            number
            for number, row in enumerate(self.rows)
            if wanted[1] in fold(row.source, self.statement.source_language)
            or wanted[0] in fold(found.text if (found := self.cell(number, language)) else "", language)
        ]

    def has_cells(self, language: str) -> bool:
        """Whether a version has cells."""
        return bool(self.sheet.columns.get(language))

    def findings(self, cell: Cell, language: str) -> list[Finding]:
        """What the checks notice about a cell; worked out when first asked for at each revision of it."""
        if not cell.text and not cell.state.done:
            return []
        known = (cell.id, cell.revision)
        if known not in self._findings:
            source = self.sheet.source_of(cell)
            pair = self.statement.source_language, language
            self._findings[known] = run_checks(self._checks, source, cell.text, *pair) if source else []
        return self._findings[known]

    def noteworthy(self, cell: Cell, language: str) -> bool:
        """Whether a cell has a finding from warning on, or is a draft that the guards have flagged."""
        if cell.origin.flags and cell.state in (State.DRAFT, State.FUZZY):
            return True
        return any(finding.severity is not Severity.INFO for finding in self.findings(cell, language))

    def first_undone(self) -> tuple[int, str]:
        """Row and language of the first cell that needs work, the first of all where everything is done."""
        for language in self.languages:
            row = self.seek(-1, language, 1, self.undone)
            if row is not None:
                return row, language
        return 0, self.languages[0] if self.languages else ""

    def undone(self, cell: Cell | None) -> bool:
        """Whether a place still needs work."""
        return cell is None or not cell.state.done

    def progress(self, language: str) -> tuple[int, int]:
        """Cells done and cells in all of a language."""
        counts = self.counts.get(language, Counter())
        done = sum(number for state, number in counts.items() if state.done)
        return done, sum(counts.values()) or len(self.sheet.rows)

    def counts_of(self, language: str) -> dict[State, int]:
        """Cells by state; where there is no version yet every row is new."""
        counts = {state: number for state, number in self.counts.get(language, Counter()).items() if number}
        return counts or {State.NEW: len(self.sheet.rows)}
