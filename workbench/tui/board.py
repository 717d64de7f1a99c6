"""A statement as the desk shows it: lines read as they come into sight, counts that keep up with single edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from workbench.core.finding import Finding
from workbench.core.project import Cell, State, Statement
from workbench.services.rowsearch import Look
from workbench.services.wordcount import WordCount

if TYPE_CHECKING:
    from workbench.services.pages import News, PagedSheet
    from workbench.services.project import Project
    from workbench.services.sheet import DisplayRow

Wanted = Callable[[Cell | None, str], bool]
"""Says of a cell and its source whether it is looked for; None for the lines of a version that does not exist yet."""

_MOST_FINDINGS = 4096
"""Cells whose findings are remembered."""


@dataclass(frozen=True, slots=True)
class InState:
    """Wanted: a place in one of some states; one without a cell is new. The store finds the next one at once."""

    states: frozenset[State]

    def __call__(self, cell: Cell | None) -> bool:
        return (State.NEW if cell is None else cell.state) in self.states


UNDONE = InState(frozenset(state for state in State if not state.done))
"""Wanted: a place that still needs work."""


class Board:
    """Lines, counts and places of one statement. What takes longer than a frame is told; it may run in a thread.

    Args:
        project: where the statement is.
        key: of the statement.
    Attributes:
        sheet: the lines; word_count: of them. When rows come or go, `load` makes others.
    Raises: InputError if there is no such statement; StorageError, also when a line is asked for.
    """

    undone: ClassVar[InState] = UNDONE

    def __init__(self, project: Project, key: str) -> None:
        self._project = project
        self.key = key
        self._findings: dict[tuple[int, int], list[Finding]] = {}
        self.load()

    def load(self) -> None:
        """Read the statement anew."""
        self.sheet: PagedSheet = self._project.pages(self.key)
        self.word_count = WordCount(self.sheet)

    # -- lines -------------------------------------------------------------------------------------------------------

    @property
    def statement(self) -> Statement:
        """The statement."""
        return self.sheet.statement

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the columns, without the source."""
        return self.sheet.languages

    @property
    def rows(self) -> Sequence[DisplayRow]:
        """The lines."""
        return self.sheet

    def cell(self, row: int, language: str) -> Cell | None:
        """The cell of a row, None if there is none yet."""
        return self.sheet.cell(row, language)

    def has_cells(self, language: str) -> bool:
        """Whether a version has cells."""
        return self.sheet.has_cells(language)

    def source_of(self, row: int, language: str) -> str:
        """The source text that a cell translates; that of the row alone where there is no cell."""
        cell = self.cell(row, language)
        return self.sheet.source_of(cell) if cell else self.rows[row].source

    def row_of(self, source_row: int) -> int:
        """The row that shows a source row, the last one of all where there are fewer."""
        outline = self.sheet.outline
        row = max(0, min(source_row, outline.rows - 1))
        orphans = sum(bool(line.owner) for line in outline.lines(row))
        return outline.first(row) + orphans

    def find(self, cell: Cell) -> tuple[int, str] | None:
        """Row and language of a cell by its id, wherever it stands by now."""
        language = self.sheet.language_of(cell)
        row = None if language is None else self.sheet.line_of(cell)
        if row is None and language is not None:
            now = self._project.store.cell(cell.id)
            row = self.sheet.line_of(now) if now else None
        return None if row is None or language is None else (row, language)

    # -- changes -----------------------------------------------------------------------------------------------------

    def replace(self, language: str, cell: Cell) -> None:
        """Show a changed cell of this statement that keeps its place, and count it."""
        before = self.sheet.put(language, cell)
        if before is None:
            self.word_count.outdate()
        else:
            self.word_count.moved(language, before, cell)

    def take(self, news: News) -> bool:
        """Show what others have written, where it moves nothing; False if it has to be read again."""
        before = {language: self.progress(language)[0] for language in news.counts}
        if not self.sheet.take(news):
            return False
        if any(self.progress(language)[0] != done for language, done in before.items()) or any(
            cell.state.done for cell in news.cells
        ):
            self.word_count.outdate()
        return True

    # -- counts ------------------------------------------------------------------------------------------------------

    def words(self, language: str) -> tuple[int, int] | None:
        """Words of the source whose rendering is done in a language, and words of the source; None until counted."""
        words = self.word_count
        return (words.done.get(language, 0), words.total) if words.ready else None

    def progress(self, language: str) -> tuple[int, int]:
        """Cells done and cells in all of a language."""
        counts = self.counts_of(language)
        return sum(number for state, number in counts.items() if state.done), sum(counts.values())

    def counts_of(self, language: str) -> dict[State, int]:
        """Cells by state; where there is no version yet every row is new."""
        counts: Mapping[State, int] = self.sheet.counts.get(language, {})
        return {state: number for state, number in counts.items() if number} or {State.NEW: self.sheet.outline.rows}

    # -- seeking -----------------------------------------------------------------------------------------------------

    def seek(self, row: int, language: str, step: int, wanted: InState) -> int | None:
        """The nearest row in a direction whose cell is wanted, going round at the end; None if there is none.

        Args:
            row: where to start; its own cell is no answer.
            step: 1 forwards, -1 backwards.
        """
        return self.sheet.seek(row, language, step, wanted.states)

    def look(self, row: int, language: str, step: int, wanted: Wanted, cancelled: Callable[[], bool]) -> int | None:
        """The same for anything that is wanted, cell by cell: seconds for 100,000 rows, for a thread of its own."""
        if not self.has_cells(language):
            return (row + step) % len(self.rows) if len(self.rows) > 1 and wanted(None, "") else None
        for cell, source in self.sheet.cells_from(row, language, step):
            if cancelled():
                return None
            if wanted(cell, source):
                return self.sheet.line_of(cell)
        return None

    def first_undone(self) -> tuple[int, str]:
        """Row and language of the first cell that needs work, the first of all where everything is done."""
        for language in self.languages:
            row = self.seek(-1, language, 1, UNDONE)
            if row is not None:
                return row, language
        return 0, self.languages[0] if self.languages else ""

    # -- findings ----------------------------------------------------------------------------------------------------

    def findings(self, cell: Cell, language: str, source: str | None = None) -> list[Finding]:
        """What the checks notice about a cell; worked out when first asked for at each revision of it.

        Args:
            source: that it renders, if it is known.
        """
        if not cell.text and not cell.state.done:
            return []
        known = (cell.id, cell.revision)
        if known not in self._findings:
            if len(self._findings) >= _MOST_FINDINGS:
                self._findings.clear()
            source = self.sheet.source_of(cell) if source is None else source
            self._findings[known] = self._check(cell, language, source) if source else []
        return self._findings[known]

    def _check(self, cell: Cell, language: str, source: str) -> list[Finding]:
        from workbench.services.check import chosen_checks, run_checks  # the desk opens without them

        found = run_checks(chosen_checks(), source, cell.text, self.statement.source_language, language)
        ignored = self._project.ignored(cell) if found else frozenset()
        return [finding for finding in found if finding.check not in ignored]

    def forget(self, cell: Cell) -> None:
        """Work out anew what the checks notice about a cell: a person has said that something is all right there."""
        self._findings.pop((cell.id, cell.revision), None)

    def noteworthy(self, cell: Cell, language: str, source: str | None = None) -> bool:
        """Whether a cell has a finding from warning on, or is a draft that the guards have flagged."""
        return _flagged(cell) or _serious(self.findings(cell, language, source))

    def noticing(self, language: str) -> Look:
        """The same for all cells of a language, for a thread of its own: what is noticed is kept in the project."""
        from workbench.services.check import any_serious, checks_number, chosen_checks

        checks, pair = chosen_checks(), (self.statement.source_language, language)
        marks = self._project.store.remarks.ignored_in(self.statement.id)  # asking for each cell takes seconds

        def notices(cell: Cell, source: str) -> bool:
            if _flagged(cell) or not source or not (cell.text or cell.state.done):
                return _flagged(cell)
            if cell.id in marks:
                return _serious(self._check(cell, language, source))
            return any_serious(checks, source, cell.text, *pair)

        return Look(checks_number(), notices)

    def known_findings(self, cell: Cell) -> list[Finding] | None:
        """The same as `findings` at once, None where they have not been worked out yet."""
        return self._findings.get((cell.id, cell.revision)) if cell.text or cell.state.done else []

    def known_noteworthy(self, cell: Cell) -> bool | None:
        """The same as `noteworthy` at once, None where it has not been worked out yet."""
        known = self.known_findings(cell)
        return True if _flagged(cell) else None if known is None else _serious(known)


def _flagged(cell: Cell) -> bool:
    return bool(cell.origin.flags) and cell.state in (State.DRAFT, State.FUZZY)


def _serious(findings: Sequence[Finding]) -> bool:
    return any(finding.is_serious for finding in findings)
