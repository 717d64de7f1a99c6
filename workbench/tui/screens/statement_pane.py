"""The lower pane of a statement: what is known of the current cell, and where each part of it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on, work

from workbench.core.change import Comment
from workbench.core.errors import WorkbenchError
from workbench.core.ports import Terms
from workbench.core.project import Cell, Revision
from workbench.tui.i18n import _
from workbench.tui.keymap import key_of
from workbench.tui.offers import entries
from workbench.tui.painting import after_paint
from workbench.tui.screens.statement_moves import StatementMoves
from workbench.tui.terms import CellTerms, finder_for, renderings
from workbench.tui.widgets.cell_pane import COMMENTS, FINDINGS, HISTORY, SUGGESTIONS, CellPane
from workbench.tui.widgets.editor import Mark, MarkKind
from workbench.tui.wording import comment_lines, history_lines, notes_on, spelling_lines, term_lines

if TYPE_CHECKING:
    from workbench.services.spelling import Misspelt
    from workbench.services.suggestions import Suggestion


@dataclass(frozen=True, slots=True)
class Place:
    """What the pane is about; what was looked up for another place is not shown."""

    cell: Cell | None
    source: str
    pair: tuple[str, str]
    rows: tuple[int, int]

    @property
    def same(self) -> tuple[int, str, tuple[str, str]]:
        """Equal where the list stays until there is a newer one."""
        return self.cell.id if self.cell else 0, self.source, self.pair


@dataclass(frozen=True, slots=True)
class Known:
    """What was quick to look up."""

    terms: CellTerms
    suggestions: Sequence[Suggestion]
    history: Sequence[Revision]
    comments: Sequence[Comment]
    partial: bool = False
    differs: bool = False


class StatementPane(StatementMoves):
    """Shows what is known of the current cell; the class below it looks it up.

    The list of suggestions does not jump: what is still looked for has its place in it.
    """

    _finder: Terms | None = None
    _about: Place | None = None
    _known: Known | None = None
    _misspelt: tuple[str, Sequence[Misspelt]] = "", ()
    """Misspelt words, and the text in which they stand."""

    _lit: int = -1
    """The term that is lit up, by its number among those of the source; -1 for none."""

    def on_mount(self) -> None:
        """Termbases are read after the first paint."""
        self._parts: dict[str, Sequence[Suggestion]] = {}
        self._machines: dict[tuple[str, str], str] = {}
        after_paint(self, self.load_terms)

    def look_up(self) -> None:
        """Find out, in the background, what is known of the cell."""

    # -- termbases ---------------------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="terms", exit_on_error=False)
    def load_terms(self) -> None:
        """Read the termbases in a thread; the cell shows its terms once they are there."""
        languages = [self.board.statement.source_language, *self.board.languages]
        try:
            finder, problems = finder_for(self.project.settings, languages)
        except WorkbenchError as error:
            finder, problems = None, [str(error)]
        self.desk.call_from_thread(self._terms_loaded, finder, problems)

    def _terms_loaded(self, finder: Terms | None, problems: list[str]) -> None:
        if not self.is_attached:  # left meanwhile
            return
        self._finder = finder
        for problem in problems:
            self.desk.say(_("{problem}; its terms are not shown").format(problem=problem), bad=True)
        self.look_up()

    # -- showing -----------------------------------------------------------------------------------------------------

    def _show_details(self, cell: Cell | None, source: str) -> None:
        """What is known at once, and look up the rest."""
        row = self.grid.row_index
        pair = self.board.statement.source_language, self.grid.language
        source_row = self.board.rows[row].source_row if row is not None else None
        rows = (cell.source_start, cell.source_end) if cell else ((source_row or 0), (source_row or 0) + 1)
        before, self._about = self._about, Place(cell, source, pair, rows)
        if before is None or before.same != self._about.same:
            self._known, self._lit, self._parts = None, -1, {}
            self._misspelt = "", ()
            self.grid.light({})
        self._show_known()
        self.look_up()

    def _show_known(self) -> None:
        """Terms, findings and lists as far as they are known."""
        about, found = self._about, self._known
        if about is None:
            return
        terms = found.terms if found else CellTerms()
        self.pane.show_source(about.source, terms.source, self._lit_place())
        self._mark_text()
        self._show_findings()
        self._show_suggestions()
        revision = about.cell.revision if about.cell else 0
        self.pane.show_tab(
            HISTORY,
            history_lines(found.history, revision) if found else (),
            _("no earlier text of this cell") if found else "…",
        )
        comments = found.comments if found else ()
        self.pane.show_tab(
            COMMENTS,
            comment_lines(comments),
            _("no comments on this cell; {key} writes one").format(key=key_of("editor.comment")) if found else "…",
            count=sum(not comment.resolved for comment in comments),
        )

    def _show_findings(self) -> None:
        about = self._about
        lines = [f"! {self._refused}"] if self._refused else []
        if about is not None and about.cell is not None:
            cell = about.cell
            lines += notes_on(cell, about.source, self.board.known_findings(cell) or [])
            if self._known and cell.text.strip():
                lines += term_lines(self._known.terms.uses)
        if self._known and self._known.differs:
            lines.append(_("this one differs: no other text comes here, and this one goes nowhere"))
        lines += spelling_lines(each.word for each in self._misspelt[1])
        self.pane.show_tab(FINDINGS, lines, _("nothing to note about this cell"))

    def _show_cell_notes(self) -> None:
        """What is noticed about the cell has changed; what went wrong is turned to."""
        if self._refused:
            self.pane.turn(FINDINGS)
        self._show_findings()

    def suggestions(self) -> list[Suggestion]:
        """The list as it is numbered now."""
        from workbench.services.suggestions import Kind, Suggestion, in_order

        found = [each for part in self._parts.values() for each in part]
        about = self._about
        machine = any(each.kind is Kind.MACHINE for each in found)
        if about is not None and about.source and not machine and not self._machines.get(about.pair):
            found.append(Suggestion(Kind.MACHINE, "", route=about.pair))
        return in_order(found)

    def _asks_machine(self) -> bool:
        """Whether a model may be loaded now: when a cell is edited; once one of the pair is loaded, always."""
        return self._about is not None and (self.editing or self._about.pair in self._machines)

    def _show_suggestions(self) -> None:
        about = self._about
        if about is None or self._known is None:
            self.pane.show_tab(SUGGESTIONS, (), "…" if about and about.source else self._why_no_suggestions())
            return
        listed = self.suggestions()
        waiting = "…" if self._asks_machine() else _("asked when the cell is edited")
        lines: list[object] = list(
            entries(
                listed,
                about.source,
                compact=not self.pane.wide,
                text=about.cell.text if about.cell else "",
                lit=self._lit_place(),
                waiting=waiting,
            )
        )
        failed = self._machines.get(about.pair, "")
        if failed and about.source:
            lines.append(failed)
        if self._known.partial:
            lines.append(_("the memory is larger than what is searched here; its latest part is left out"))
        self.pane.show_tab(SUGGESTIONS, lines, self._why_no_suggestions(), count=len(listed))  # type: ignore[arg-type]

    def _why_no_suggestions(self) -> str:
        if self._about is None or not self._about.source:
            return _("nothing opposite, so nothing to suggest")
        return _("nothing like this is confirmed yet, and it has no term, number or name that is known")

    def _mark_text(self) -> None:
        """Terms, the one that is lit up, and misspelt words in the text as it stands."""
        text, marks = self.pane.editor.text, list[Mark]()
        about, found = self._about, self._known
        if about is not None and found is not None and about.cell is not None and text == about.cell.text:
            marks += [Mark(*span, MarkKind.TERM) for span in found.terms.target]
        if self._misspelt[0] == text:
            marks += [Mark(each.start, each.end, MarkKind.WRONG) for each in self._misspelt[1]]
        concept = self._lit_concept()
        if about is not None and concept:
            marks += [Mark(*span, MarkKind.LIT) for span in renderings(self._finder, concept, text, about.pair[1])]
        self.pane.mark_text(text, marks)

    @on(CellPane.Turned)
    def pane_turned(self) -> None:
        """Wide and narrow show the list in different ways."""
        self._show_suggestions()

    # -- the term that is lit up -------------------------------------------------------------------------------------

    def _terms_here(self) -> list[Suggestion]:
        from workbench.services.suggestions import Kind

        found = [each for each in self._parts.get("quick", ()) if each.kind is Kind.TERM]
        return sorted(found, key=lambda each: each.place)

    def _lit_place(self) -> tuple[int, int] | None:
        terms = self._terms_here() if self._lit >= 0 else []
        return terms[self._lit].place if self._lit < len(terms) and terms else None

    def _lit_concept(self) -> str:
        terms = self._terms_here() if self._lit >= 0 else []
        return terms[self._lit].concept if self._lit < len(terms) and terms else ""
