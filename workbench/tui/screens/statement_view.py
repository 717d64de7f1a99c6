"""A statement as shown: source rows by versions, the current cell below them, and nothing typed ever lost."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import events, on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Static, TextArea
from textual.worker import get_current_worker

from workbench.core.errors import ConflictError, WorkbenchError
from workbench.core.project import Cell, State
from workbench.tui.actions import Place
from workbench.tui.board import Board
from workbench.tui.drawing import clean, counts_text, fit
from workbench.tui.ghost import Ghost
from workbench.tui.i18n import _
from workbench.tui.marks import Marks
from workbench.tui.messages import JobEnded
from workbench.tui.painting import after_paint, paint_now
from workbench.tui.screens.dialogs import Choice
from workbench.tui.session import EditSession
from workbench.tui.widgets.cell_pane import CellPane
from workbench.tui.widgets.filter import Filter
from workbench.tui.widgets.grid import Grid
from workbench.tui.widgets.lines import KeyLine
from workbench.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from workbench.services.pages import News, PagedSheet
    from workbench.services.project import Project
    from workbench.tui.app import DeskApp

WIDE, TALL, VERY_TALL = 110, 34, 50
"""Cells and lines from which suggestions stand beside the cell, and from which the pane is higher."""

JOURNAL_S = 0.4
"""Longest time that a keystroke waits before it is journaled, in seconds."""

AGAIN_S = 2.0
"""Time until a text that could not be journaled is offered again, in seconds."""


class StatementView(Screen[None]):
    """Shows one statement and keeps what is typed in it; what the keys do is added by the classes below it.

    Args:
        project: the open project.
        key: of the statement.
        language: the column to begin with, empty for the first that needs work.
    """

    CSS_PATH = "../styles/statement.tcss"
    first_row: int | None = None
    """The source row to begin at, None for the first that needs work."""

    def __init__(self, project: Project, key: str, language: str = "") -> None:
        super().__init__()
        self.project = project
        self.board = Board(project, key)
        self.session = EditSession(project)
        self._language = language
        self._journal_due = False
        self._unkept = False
        self._refused = ""

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
        yield Filter(_("rows"))
        yield CellPane(widget_id="pane")
        yield KeyLine(Place.GRID)

    def on_mount(self) -> None:
        """Show the statement, the cursor on the first cell that needs work."""
        self.session.lifeboat = self.desk.lifeboat
        self.ghost = Ghost(self.app, self.pane.editor, self.project.settings)
        self.grid.has_finding = Marks(self, self.board, self.grid).marked
        self._show_rows()
        row, language = self.board.first_undone()
        self.grid.language = self._language if self._language in self.board.languages else language
        self.grid.cursor = row if language == self.grid.language else 0
        if self.first_row is not None:
            self.grid.go_to_row(self.board.row_of(self.first_row))
        self.set_focus(self.grid)
        self._show_cell()
        self.refresh_bar()
        after_paint(self, self.count)

    @work(thread=True, exclusive=True, group="counting", exit_on_error=False)
    def count(self) -> None:
        """Count the words in a thread, after the first paint."""
        board, worker, precedence = self.board, get_current_worker(), self.project.precedence

        def given_up() -> bool:
            precedence.give_way()
            return worker.is_cancelled

        try:
            if not board.word_count.ready and board.word_count.count(given_up):
                self.desk.call_from_thread(self._counted)
        except WorkbenchError:  # what is wrong with the project is said where somebody reads or writes
            return

    def _counted(self) -> None:
        if self.is_attached:
            self.refresh_bar()

    # -- showing -----------------------------------------------------------------------------------------------------

    def refresh_bar(self) -> None:
        """The header: statement, pair, place, words and states, and the job under way."""
        board, language = self.board, self.grid.language
        done, total = board.progress(language)
        at = (self.grid.row_index or 0) + 1
        source = board.statement.source_language
        others = [tag for tag in board.languages if tag != language]
        place = _("{n} of {total}").format(n=at, total=len(board.rows))
        finished = _("done {done} of {total}").format(done=done, total=total)
        parts = [
            (f" {clean(board.key)}", "bold $desk-text"),
            (f"   {source} ▸ {language}", "$desk-accent"),
            (f"   {place}", "$desk-text"),
        ]
        if self.grid.shown is not None:
            found = _("filter: {n} of {total}").format(n=len(self.grid.shown), total=len(board.rows))
            parts.append((f"   {found}{' …' * self.grid.filtering}", "$desk-warn"))
        job = self.desk.jobs.describe()
        if job:  # before what can be looked up at any time, which gives place where there is little
            parts.append((f"   {job}", "$desk-warn"))
        parts.append((f"   {language} {counts_text(board.counts_of(language))}", "$desk-text"))
        parts.append((f"   {finished}", "$desk-dim"))
        words = board.words(language)
        if words is not None:
            told = _("words {done} of {total}").format(done=words[0], total=words[1])
            parts.append((f"   {told}", "$desk-dim"))
        parts += [(f"   {tag} {counts_text(board.counts_of(tag))}", "$desk-dim") for tag in others]
        self.query_one("#bar", Static).update(_fitting(parts, self.size.width, _("F1 help") + " "), layout=False)

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
            self.pane.editor.suggestion = ""  # it goes on with another cell, though both may be empty
        source = self.board.source_of(row, language) if row is not None else ""
        languages = (self.board.statement.source_language, language)
        begun = self.board.has_cells(language)
        self.pane.show(self._number(), languages, source, cell, self.session.text, begun=begun)
        self.pane.editor.read_only = cell is None or cell.state is State.LOCKED
        self._show_details(cell, source)
        if self.editing:
            after_paint(self, self.complete)

    def _show_details(self, cell: Cell | None, source: str) -> None:
        """Show what else is known of the cell; see `StatementPane`."""

    def _show_cell_notes(self) -> None:
        """Show anew what is noticed about the cell."""

    def _show_changed(self, language: str, cell: Cell) -> None:
        """Show a cell that has a new text or state."""
        self.board.replace(language, cell)
        self.grid.rearrange()
        if self.session.cell and self.session.cell.id == cell.id and not self.session.dirty:
            self.session.open(cell)
            self._show_cell()
        self.refresh_bar()
        if not self.board.word_count.ready:
            self.count()

    @work(thread=True, exclusive=True, group="reading", exit_on_error=False)
    def look_again(self) -> None:
        """Somebody else, or a job, has written: read that in a thread, then show it."""
        sheet = self.board.sheet
        try:
            news = sheet.news()
        except WorkbenchError as error:
            self.desk.call_from_thread(self.desk.say, str(error), bad=True)
        else:
            self.desk.call_from_thread(self._take_news, sheet, news)

    def reload(self) -> None:
        """Read and show at once what has been written, by whomever; place and half-typed text stay."""
        self._take_news(self.board.sheet, self.board.sheet.news())

    def _take_news(self, sheet: PagedSheet, news: News) -> None:
        if not self.is_attached or sheet is not self.board.sheet or not (news.moved or news.cells):
            return
        if self.session.dirty:
            self.journal()
            if self.session.cell != self.grid.cell and not self.commit():
                return
        typing, row, language = self.session.dirty, self.grid.row_index, self.grid.language
        if news.moved:
            self.board.load()
        elif not self.board.take(news):  # something was written here since it was read
            self.look_again()
            return
        self._show_rows()
        if not self.board.word_count.ready:
            self.count()
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
        self.set_class(event.size.height >= VERY_TALL, "very-tall")
        after_paint(self, self._refresh_headings)
        self.refresh_bar()

    def why_not(self, action_id: str) -> str:
        """Why something cannot be done here now; empty if it can. The classes on top of this one know more."""
        return ""

    def job_ended(self, message: JobEnded) -> None:
        """A job is over; what went wrong stays in the notes of the cell."""
        if message.error:
            self._refused = message.error
            self._show_cell_notes()

    @on(RowList.Moved)
    def row_changed(self) -> None:
        """Another row: what was typed becomes an edit, the cell there opens."""
        self.commit()
        self.refresh_bar()
        paint_now(self, self.grid, self.query_one("#bar"))  # where one is comes before what is known of it
        self._show_cell()

    # -- durability --------------------------------------------------------------------------------------------------

    @on(TextArea.Changed)
    def typed(self, event: TextArea.Changed) -> None:
        """Take what is typed; it is in the journal within half a second."""
        if event.text_area.text == self.session.text or self.session.cell is None:
            return
        self.session.text = event.text_area.text
        self.complete()
        self._journal_in(JOURNAL_S)

    def _journal_in(self, seconds: float) -> None:
        if not self._journal_due:
            self._journal_due = True
            self.set_timer(seconds, self._keep)

    @work(thread=True, group="journal", exit_on_error=False)
    def _keep(self) -> None:
        """Journal in a thread: another writer, a job, would keep the keys waiting."""
        why = ""
        try:
            self.session.journal()
        except WorkbenchError as error:
            why = str(error)
        self.desk.call_from_thread(self._kept, why)

    def _kept(self, why: str) -> None:
        self._journal_due = False
        self._told(why)
        if not why and not self.session.kept and self.is_attached:
            self._journal_in(JOURNAL_S)

    def complete(self) -> None:
        """Look in the background how what is typed may go on."""
        row, language, cell = self.grid.row_index, self.grid.language, self.session.cell
        begun = self.session.dirty or cell is None or cell.state in (State.NEW, State.EDITED)
        if row is not None and self.pane.editor.has_focus and begun:  # nobody asks how a whole draft goes on
            self.ghost.ask(self.board.source_of(row, language), (self.board.statement.source_language, language))

    def journal(self) -> None:
        """Keep the half-typed text now."""
        try:
            self.desk.own(self.session.journal)
        except WorkbenchError as error:
            self._told(str(error))
        else:
            self._told("")

    def keep_now(self) -> None:
        """Journal what stands in the editor, what the screen has not been told of yet included.

        Raises: StorageError, WriteError
        """
        with suppress(NoMatches):  # a screen that is being taken down has not all its parts
            if self.session.cell is not None and self.pane.editor.has_focus:
                self.session.text = self.pane.editor.text
        self.session.journal()

    def _told(self, why: str) -> None:
        """Say once that the project takes nothing, offer the text again until it does, and say that it does."""
        if bool(why) is not self._unkept:
            self._unkept = bool(why)
            self.desk.say(why or _("what is typed is kept again"), bad=bool(why))
        if why and self.is_attached:
            self._journal_in(AGAIN_S)

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
            self.desk.say(_("this cell is gone from its version; your text is in its history"), bad=True)
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

        told = _("Theirs:\n{theirs}\n\nYours:\n{mine}\n\nBoth are in the history of the cell.")
        question = _("Somebody else changed this cell while you were typing.")
        answers = [_("keep theirs"), _("put yours in its place")]
        details = told.format(theirs=theirs.text, mine=mine)
        self.app.push_screen(Choice(question, answers, details=details), decide)


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
