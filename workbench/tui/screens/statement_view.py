"""A statement as shown: source rows by versions, the current cell below them, and nothing typed ever lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import events, on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static, TextArea

from workbench.core.errors import ConflictError, WorkbenchError
from workbench.core.ports import TermFinder
from workbench.core.project import Cell, State
from workbench.tui.actions import Place
from workbench.tui.board import Board
from workbench.tui.drawing import clean, counts_text, fit
from workbench.tui.ghost import Ghost
from workbench.tui.messages import JobEnded
from workbench.tui.screens.dialogs import Choice
from workbench.tui.session import EditSession
from workbench.tui.terms import cell_terms, finder_for
from workbench.tui.widgets.cell_pane import CellPane
from workbench.tui.widgets.filter import Filter
from workbench.tui.widgets.grid import Grid
from workbench.tui.widgets.lines import KeyLine
from workbench.tui.widgets.rows import RowList
from workbench.tui.wording import history_lines, notes_on, term_lines

if TYPE_CHECKING:
    from workbench.services.project import Project
    from workbench.tui.app import DeskApp

WIDE, TALL = 110, 34
"""Cells and lines from which notes stand beside the cell, and from which the pane is higher."""

JOURNAL_S = 0.4
"""Longest time that a keystroke waits before it is journaled, in seconds."""


class StatementView(Screen[None]):
    """Shows one statement and keeps what is typed in it; what the keys do is added by the classes below it.

    Args:
        project: the open project.
        key: of the statement.
        language: the column to begin with, empty for the first that needs work.
    """

    CSS_PATH = "../styles/statement.tcss"

    def __init__(self, project: Project, key: str, language: str = "") -> None:
        super().__init__()
        self.project = project
        self.board = Board(project, key)
        self.session = EditSession(project)
        self._language = language
        self._journal_due = False
        self._refused = ""
        self._finder: TermFinder | None = None

    @property
    def desk(self) -> DeskApp:
        """The app, by its own type."""
        return cast("DeskApp", self.app)

    @property
    def grid(self) -> Grid:
        """The grid."""
        return self.query_one(Grid)

    @property
    def pane(self) -> CellPane:
        """The lower pane."""
        return self.query_one(CellPane)

    @property
    def editing(self) -> bool:
        """Whether keys go into the text."""
        return self.pane.editor.has_focus or self.pane.picker.has_focus

    @property
    def place(self) -> Place:
        """Whose keys count now."""
        return Place.EDITOR if self.editing else Place.GRID

    def compose(self) -> ComposeResult:
        """State bar, headings, grid, filter, pane, keys."""
        yield Static(id="bar")
        yield Static(id="headings")
        yield Grid(widget_id="grid")
        yield Filter("rows")
        yield CellPane(id="pane")
        yield KeyLine(Place.GRID)

    def on_mount(self) -> None:
        """Show the statement, the cursor on the first cell that needs work."""
        self.ghost = Ghost(self.app, self.pane.editor, self.project.settings)
        self.grid.has_finding = self.board.noteworthy
        self._show_rows()
        row, language = self.board.first_undone()
        self.grid.language = self._language if self._language in self.board.languages else language
        self.grid.cursor = row if language == self.grid.language else 0
        self.set_focus(self.grid)
        self._show_cell()
        self.refresh_bar()
        self.call_after_refresh(self._load_terms)

    @work(thread=True, group="terms", exit_on_error=False)
    def _load_terms(self) -> None:
        """Read the termbases in a thread, after the first paint; the cell shows its terms once they are there."""
        languages = [self.board.statement.source_language, *self.board.languages]
        try:
            finder, problems = finder_for(self.project.settings, languages)
        except WorkbenchError as error:
            finder, problems = None, [str(error)]
        self.desk.call_from_thread(self._terms_loaded, finder, problems)

    def _terms_loaded(self, finder: TermFinder | None, problems: list[str]) -> None:
        if not self.is_attached:  # left meanwhile
            return
        self._finder = finder
        for problem in problems:
            self.desk.say(f"{problem}; its terms are not shown", bad=True)
        self._show_cell_notes()

    # -- showing -----------------------------------------------------------------------------------------------------

    def refresh_bar(self) -> None:
        """The header: statement, pair, place, words and states, and the job under way."""
        board, language = self.board, self.grid.language
        done, total = board.progress(language)
        at = (self.grid.row_index or 0) + 1
        source = board.statement.source_language
        others = [tag for tag in board.languages if tag != language]
        parts = [
            (f" {clean(board.key)}", "bold $desk-text"),
            (f"   {source} ▸ {language}", "$desk-accent"),
            (f"   {at} of {len(board.rows)}", "$desk-text"),
            (f"   {language} {counts_text(board.counts_of(language))}", "$desk-text"),
            (f"   done {done} of {total}", "$desk-dim"),
            ("   words {} of {}".format(*board.words(language)), "$desk-dim"),
        ]
        if self.grid.shown is not None:
            parts.insert(3, (f"   filter: {len(self.grid.shown)} rows", "$desk-warn"))
        job = self.desk.jobs.describe()
        if job:
            parts.append((f"   {job}", "$desk-warn"))
        parts += [(f"   {tag} {counts_text(board.counts_of(tag))}", "$desk-dim") for tag in others]
        self.query_one("#bar", Static).update(_fitting(parts, self.size.width, "F1 help "), layout=False)

    def _show_rows(self) -> None:
        board = self.board
        begun = {language for language in board.languages if board.has_cells(language)}
        self.grid.show(board.rows, board.statement.source_language, board.languages, begun)

    def _refresh_headings(self) -> None:
        grid = self.grid
        parts: list[tuple[str, str]] = [(" " * grid.number_width, "")]
        for number, (name, width, current) in enumerate(grid.heading(grid.size.width - 1)):
            shown = fit(name if not number else f"    {name}", width + (number > 0))
            parts.append((shown, "bold $desk-accent" if current else "bold $desk-text"))
        self.query_one("#headings", Static).update(Content.assemble(*parts), layout=False)

    def _number(self) -> str:
        row = self.grid.row_index
        if row is None:
            return "–"
        source_row = self.board.rows[row].source_row
        return "–" if source_row is None else str(source_row + 1)

    def _show_cell(self) -> None:
        """Open the cell under the cursor in the pane."""
        row, language = self.grid.row_index, self.grid.language
        cell = self.board.cell(row, language) if row is not None else None
        if cell is None or self.session.cell is None or cell.id != self.session.cell.id:
            self.session.open(cell)
            self._refused = ""
        source = self.board.source_of(row, language) if row is not None else ""
        languages = (self.board.statement.source_language, language)
        begun = self.board.has_cells(language)
        self.pane.show(self._number(), languages, source, cell, self.session.text, begun=begun)
        self.pane.editor.read_only = cell is None or cell.state is State.LOCKED
        self._show_notes(cell, source)
        if self.editing:
            self.call_after_refresh(self.complete)

    def _show_notes(self, cell: Cell | None, source: str) -> None:
        notes = [f"! {self._refused}"] if self._refused else []
        language = self.grid.language
        pair = self.board.statement.source_language, language
        text = cell.text if cell else ""
        terms = cell_terms(self._finder, source, text, pair)
        self.pane.mark_terms(source, text, terms)
        if cell is not None:
            notes += notes_on(cell, source, self.board.findings(cell, language))
            notes += term_lines(terms.uses)
            revisions = self.desk.attempt(lambda: self.project.store.history(cell.id)) or []
            notes += history_lines(revisions, cell.revision)
        self.pane.show_notes(notes)

    def _show_cell_notes(self) -> None:
        row = self.grid.row_index
        if row is not None:
            language = self.grid.language
            self._show_notes(self.board.cell(row, language), self.board.source_of(row, language))

    def _show_changed(self, language: str, cell: Cell) -> None:
        """Show a cell that has a new text or state."""
        self.board.replace(language, cell)
        self.grid.rearrange()
        if self.session.cell and self.session.cell.id == cell.id and not self.session.dirty:
            self.session.open(cell)
            self._show_cell()
        self.refresh_bar()

    def reload(self) -> None:
        """Somebody else, or a job, has written: read again; place and half-typed text stay."""
        if self.session.dirty:
            self.journal()
            if self.session.cell != self.grid.cell and not self.commit():
                return
        typing, row, language = self.session.dirty, self.grid.row_index, self.grid.language
        self.board.load()
        self._show_rows()
        now = self.board.cell(row, language) if row is not None else None
        mine = self.session.cell
        if not typing or mine is None:
            self.session.open(now)
            self._show_cell()
        elif now is not None and now.id == mine.id:  # a conflict, if there is one, is told when the person leaves it
            self.pane.show_origin(self._number(), language, now)
        else:
            self._follow(mine)
        self.refresh_bar()

    def _follow(self, cell: Cell) -> None:
        """The cell being typed in has another place now: go there; where it is gone, its text goes into its history."""
        place = self.board.find(cell)
        if place is None:
            self.commit()
        else:
            self.grid.go_to_row(place[0])

    def on_resize(self, event: events.Resize) -> None:
        """Pane and headings follow the size."""
        self.set_class(event.size.width >= WIDE, "wide")
        self.set_class(event.size.width < WIDE, "narrow")
        self.set_class(event.size.height >= TALL, "tall-screen")
        self.call_after_refresh(self._refresh_headings)
        self.refresh_bar()

    def job_ended(self, message: JobEnded) -> None:
        """A job is over; what went wrong stays in the notes of the cell."""
        if message.error:
            self._refused = message.error
            self._show_cell_notes()

    @on(RowList.Moved)
    def row_changed(self) -> None:
        """Another row: what was typed becomes an edit, the cell there opens."""
        self.commit()
        self._show_cell()
        self.refresh_bar()

    # -- durability --------------------------------------------------------------------------------------------------

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        """Take what is typed; it is in the journal within half a second."""
        if event.text_area.text == self.session.text or self.session.cell is None:
            return
        self.session.text = event.text_area.text
        self.complete()
        if not self._journal_due:
            self._journal_due = True
            self.set_timer(JOURNAL_S, self.journal)

    def complete(self) -> None:
        """Look in the background how what is typed may go on."""
        row, language = self.grid.row_index, self.grid.language
        if row is not None and self.pane.editor.has_focus:
            self.ghost.ask(self.board.source_of(row, language), (self.board.statement.source_language, language))

    def journal(self) -> None:
        """Keep the half-typed text now."""
        self._journal_due = False
        self.desk.attempt(lambda: self.desk.own(self.session.journal))

    def commit(self, state: State | None = None) -> bool:
        """Make what was typed an edit; says whether the desk may go on. What cannot be written stays in the editor."""
        language = self._language_of_session()
        if self.session.cell is None:
            return True
        try:
            changed = self.desk.own(lambda: self.session.commit(state))
        except ConflictError:
            self._conflict(language)
            return False
        except WorkbenchError as error:
            self.desk.say(str(error), bad=True)
            return False
        if changed is not None:
            self._show_changed(language, changed)
        return True

    def _language_of_session(self) -> str:
        place = self.board.find(self.session.cell) if self.session.cell else None
        return place[1] if place else self.grid.language

    def _conflict(self, language: str) -> None:
        """Somebody else changed the cell: show both texts; both are in its history already."""
        mine, cell = self.session.text, self.session.cell
        assert cell is not None
        theirs = self.project.store.cell(cell.id)
        if theirs is None:
            self.desk.say("this cell is gone from its version; your text is in its history", bad=True)
            self.app.copy_to_clipboard(mine)
            self.session.open(self.grid.cell)
            self._show_cell()
            return
        self.session.open(theirs)
        self._show_changed(language, theirs)

        def decide(answer: int | None) -> None:
            if answer == 1 and theirs is not None:
                changed = self.desk.attempt(lambda: self.desk.own(lambda: self.project.edit(theirs, mine)))
                if changed is not None:
                    self._show_changed(language, changed)

        details = f"Theirs:\n{theirs.text}\n\nYours:\n{mine}\n\nBoth are in the history of the cell."
        question = "Somebody else changed this cell while you were typing."
        self.app.push_screen(Choice(question, ["keep theirs", "put yours in its place"], details=details), decide)


def _fitting(parts: list[tuple[str, str]], width: int, last: str) -> Content:
    """As many parts as fit in a line, the first ones before the others, and `last` at its end."""
    shown: list[tuple[str, str]] = []
    room = width - cell_len(last) - 1
    for text, style in parts:
        if cell_len(text) > room:
            break
        shown.append((text, style))
        room -= cell_len(text)
    return Content.assemble(*shown, (" " * max(0, room + 1), ""), (last, "$desk-dim"))
