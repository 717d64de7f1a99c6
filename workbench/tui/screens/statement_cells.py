"""Working on the cells of a statement: dividing and joining, locking, sending back, comments, history, findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from workbench.core.change import Change
from workbench.core.errors import WorkbenchError
from workbench.core.project import Cell, Revision, State
from workbench.services.rowsearch import Asked
from workbench.tui import rowfilter
from workbench.tui.board import InState
from workbench.tui.changes import left_words
from workbench.tui.columns import Columns
from workbench.tui.i18n import _
from workbench.tui.keymap import key_of
from workbench.tui.painting import after_paint
from workbench.tui.screens.ask import AskText
from workbench.tui.screens.columns import ChooseColumns
from workbench.tui.screens.comments import CellComments
from workbench.tui.screens.dialogs import Choice
from workbench.tui.screens.history import CellHistory
from workbench.tui.screens.statement_words import StatementWords
from workbench.tui.widgets.filter import Filter

if TYPE_CHECKING:
    from workbench.services.pages import News, PagedSheet

_FUZZY, _NEW = InState(frozenset((State.FUZZY,))), InState(frozenset((State.NEW,)))


class StatementCells(StatementWords):
    """What is done to a cell beyond writing in it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "filter_step", show=False)]

    _commented: Mapping[int, int] = {}

    def on_mount(self) -> None:
        """Comments are read once the statement is on the screen."""
        self.grid.is_commented = lambda cell: cell.id in self._commented
        self.grid.choice = Columns.of(self.desk.remembered_here.get("columns", {}))
        keys = _("text, is:fuzzy, has:comment …   ↓ next condition   Enter keeps   Esc shows all")
        self.query_one(Filter).placeholder = keys
        after_paint(self, self._read_comments)

    def go_to(self, language: str = "", row: int | None = None) -> None:
        """Put the cursor on a language and a source row, out of the filter if need be."""
        if not self.commit():
            return
        if language in self.board.languages:
            self.grid.language = language
        if row is not None:
            self._go_to_row(self.board.row_of(row))
        self._show_cell()
        self._refresh_headings()
        self.refresh_bar()

    def _go_to_row(self, row: int) -> None:
        if not self.grid.shows(row):
            self.action_filter_off()
        self.grid.go_to_row(row)

    def _take_news(self, sheet: PagedSheet, news: News) -> None:
        """Somebody else, or a job, has written; a comment moves no row."""
        filtered = news.moved and self.grid.shown is not None
        if filtered:  # its rows have other numbers afterwards
            self.grid.filter(None)
        super()._take_news(sheet, news)
        if filtered:
            self.filter_typed()
        if self.is_attached:
            self._read_comments()

    # -- the current cell --------------------------------------------------------------------------------------------

    def _cell_to_work_on(self) -> Cell | None:
        """The current cell; a version that does not exist yet is begun, with an empty cell for each row."""
        language = self.grid.language
        if self.grid.cell is None and self.grid.row_index is not None and not self.board.has_cells(language):
            made = self.desk.attempt(lambda: self.project.ensure_version(self.board.statement, language) is not None)
            if made:
                self.desk.wrote()
                self.reload()
        if self.grid.cell is None:
            self.desk.say(self._why_no_cell())
        return self.grid.cell

    def _why_no_cell(self) -> str:
        if self.board.has_cells(self.grid.language):
            return _("there is nothing of the {language} version in this row").format(language=self.grid.language)
        told = _("the {language} version is not aligned yet; {key} opens the alignment desk")
        return told.format(language=self.grid.language, key=key_of("version.align"))

    def _settled(self) -> Cell | None:
        """The current cell with what was typed in it written; None, and a word why, where that cannot be."""
        if self.grid.cell is None:
            self.desk.say(self._why_no_cell())
            return None
        return self.session.cell if self.commit() else None

    def _unlocked(self) -> Cell | None:
        """The current cell, settled; None, and a word why, where there is none or it is locked."""
        cell = self._settled()
        if cell is not None and cell.state is State.LOCKED:
            self.desk.say(_("this cell is locked; {key} unlocks it").format(key=key_of("cell.lock")))
            return None
        return cell

    def did(self, write: Callable[[], None]) -> bool:
        """Write something about a cell; whether it could be written. What went wrong is said."""

        def written() -> bool:
            write()
            return True

        return bool(self.desk.attempt(lambda: self.desk.own(written)))

    def _changed(self, change: Change | None, told: str = "") -> None:
        """Show a change and say what it was; what it left is told as well."""
        if change is None:
            return
        self.show_change(change)
        words = [told] * bool(told and change.count) + left_words(change)
        if words:
            self.desk.say("; ".join(words))

    def show_change(self, change: Change) -> None:
        """Show cells that are written already, the cursor where it is."""
        if change.count == 1 and not change.kind.reshapes:
            self._show_changed(change.language, change.cells[0])
        else:
            self.reload()

    # -- columns -----------------------------------------------------------------------------------------------------

    def action_columns_choose(self) -> None:
        """Choose the columns."""
        grid = self.grid
        asked = ChooseColumns(grid.choice, grid.source_language, grid.languages, grid.language)
        self.app.push_screen(asked, self._take_columns)

    def _take_columns(self, choice: Columns | None) -> None:
        if choice is None or not self.commit():
            return
        self.grid.choose(choice)
        self.desk.remembered_here.set("columns", choice.value())
        self.desk.remembered_here.save()
        self._show_cell()
        self._refresh_headings()
        self.refresh_bar()

    # -- shape -------------------------------------------------------------------------------------------------------

    def action_editor_split(self) -> None:
        """Divide the cell at the cursor."""
        at = self.pane.editor.cursor_index
        cell = self._unlocked()
        if cell is not None:
            self._split(cell, at)

    def action_cell_split(self) -> None:
        """Divide the cell between two sentences; where there are several places, ask."""
        from workbench.services.borders import split_places

        cell = self._unlocked()
        if cell is None:
            return
        rows = self.desk.attempt(lambda: self.project.store.source_segments(cell)) or ()
        places = split_places(cell.text, self.grid.language, rows)
        if not places:
            told = _("no border between two sentences in here; {key} in the editor divides at the cursor")
            self.desk.say(told.format(key=key_of("editor.split")))
        elif len(places) == 1:
            self._split(cell, places[0])
        else:
            answers = [_around(cell.text, at) for at in places]
            asked = Choice(_("Divide the cell where?"), answers)
            self.app.push_screen(asked, lambda n: self._split(cell, places[n]) if n is not None and n >= 0 else None)

    def _split(self, cell: Cell, at: int) -> None:
        made = self.desk.attempt(lambda: self.desk.own(lambda: self.project.split(cell, at)))
        if made:
            self.reload()
            self.desk.say(_("divided; {key} takes it back").format(key=key_of("desk.undo")))

    def action_editor_merge(self) -> None:
        """Join the cell with the one after it."""
        self.action_cell_merge()

    def action_cell_merge(self) -> None:
        """Join the cell with the one after it."""
        cell = self._unlocked()
        if cell is None:
            return
        following = self.project.store.following(cell.id)
        if following is None:
            self.desk.say(_("this is the last cell of the version; there is none to join it with"))
            return
        made = self.desk.attempt(lambda: self.desk.own(lambda: self.project.merge(cell, following)))
        if made:
            self.reload()
            self.desk.say(_("joined with the next; {key} takes it back").format(key=key_of("desk.undo")))

    # -- texts -------------------------------------------------------------------------------------------------------

    def action_cell_source(self) -> None:
        """Put the source in place of the text."""
        cell = self._cell_to_work_on()
        row = self.grid.row_index
        if cell is None or row is None or self._unlocked() is None:
            return
        self.session.text = self.board.source_of(row, self.grid.language)
        self.commit()

    def action_cell_history(self) -> None:
        """Every text that the cell has had."""
        cell = self._settled()
        if cell is None:
            return
        revisions = self.desk.attempt(lambda: self.project.store.history(cell.id)) or []
        if not revisions:
            self.desk.say(_("this cell has no history yet"))
            return
        self.app.push_screen(CellHistory(cell, revisions), lambda wanted: self._revert(cell, wanted))

    def _revert(self, cell: Cell, wanted: Revision | None) -> None:
        if wanted is None:
            return
        if wanted.text == cell.text and wanted.state is cell.state:
            self.desk.say(_("that is what the cell holds now"))
            return
        changed = self.desk.attempt(lambda: self.desk.own(lambda: self.project.revert(cell, wanted)))
        if changed is not None:
            self._show_changed(self.grid.language, changed)
            told = _("the text of {when} is back; {key} takes it away again")
            self.desk.say(told.format(when=wanted.at[:16].replace("T", " "), key=key_of("desk.undo")))

    def action_editor_history(self) -> None:
        """Every text that the cell has had."""
        self.action_cell_history()

    # -- comments ----------------------------------------------------------------------------------------------------

    def action_cell_comment(self) -> None:
        """What was said about the cell."""
        cell = self._settled()
        if cell is not None:
            self.app.push_screen(CellComments(self.project, cell), self._commented_on)

    def _commented_on(self, wrote: bool | None) -> None:
        if wrote:
            self.desk.wrote()
            self.look_up()
            self._read_comments()

    def action_editor_comment(self) -> None:
        """What was said about the cell."""
        self.action_cell_comment()

    @work(thread=True, exclusive=True, group="comments", exit_on_error=False)
    def _read_comments(self) -> None:
        """Which cells have open comments, read in a thread."""
        try:
            found = self.project.commented(self.board.statement.id)
        except WorkbenchError:  # what is wrong with the project is said where somebody writes
            return
        self.desk.call_from_thread(self._take_comments, found)

    def _take_comments(self, found: Mapping[int, int]) -> None:
        if self.is_attached and found != self._commented:
            self._commented = found
            self.grid.refresh()

    def action_comment_next(self) -> None:
        """Next cell with an open comment."""
        self._seek_comment(1)

    def action_comment_previous(self) -> None:
        """Previous cell with an open comment."""
        self._seek_comment(-1)

    def _seek_comment(self, step: int) -> None:
        """Go to the nearest cell of the language with an open comment, going round at the end."""
        language, here = self.grid.language, self.session.cell
        cells = (self.desk.attempt(lambda: self.project.store.cells_of(self._commented)) or {}).values()
        mine = sorted((cell.position, cell.id) for cell in cells if self.board.sheet.language_of(cell) == language)
        at = (here.position, here.id) if here else (-1, 0)
        beyond = [place for place in mine if (place > at if step > 0 else place < at)]
        wanted = (beyond or mine)[0 if step > 0 else -1] if mine else None
        found = next((cell for cell in cells if wanted is not None and cell.id == wanted[1]), None)
        place = self.board.find(found) if found is not None and wanted != at else None
        self._found(place[0] if place else None, _("no open comments in {language}"))

    # -- states ------------------------------------------------------------------------------------------------------

    def action_fuzzy_next(self) -> None:
        """Next fuzzy cell."""
        self._seek(1, _FUZZY, _("nothing fuzzy in {language}"))

    def action_fuzzy_previous(self) -> None:
        """Previous fuzzy cell."""
        self._seek(-1, _FUZZY, _("nothing fuzzy in {language}"))

    def action_untranslated_next(self) -> None:
        """Next cell without a text."""
        self._seek(1, _NEW, _("nothing without a text in {language}"))

    def action_untranslated_previous(self) -> None:
        """Previous cell without a text."""
        self._seek(-1, _NEW, _("nothing without a text in {language}"))

    def action_cell_lock(self) -> None:
        """Lock the cell, or unlock it."""
        cell = self._settled()
        if cell is None:
            return
        if cell.state is State.LOCKED:
            change = self.desk.attempt(lambda: self.desk.own(lambda: self.project.unlock([cell])))
            self._changed(change, _("unlocked"))
        else:
            change = self.desk.attempt(lambda: self.desk.own(lambda: self.project.lock([cell])))
            self._changed(change, _("locked: nobody changes it until it is unlocked"))

    def action_cell_send_back(self) -> None:
        """A confirmed or reviewed cell needs work again: say why."""
        cell = self._unlocked()
        if cell is None:
            return
        if not cell.state.done:
            self.desk.say(_("only a confirmed or reviewed cell is sent back; this one still needs work"))
            return
        asked = AskText(_("Send back: what is to be done?"), _("say what is to be done; it becomes a comment"))
        self.app.push_screen(asked, lambda text: self._send_back(cell, text) if text else None)

    def _send_back(self, cell: Cell, text: str) -> None:
        change = self.desk.attempt(lambda: self.desk.own(lambda: self.project.send_back(cell, text)))
        self._changed(change, _("sent back with a comment; it counts as undone again"))
        self.look_up()
        self._read_comments()

    # -- filter ------------------------------------------------------------------------------------------------------

    def asked(self, typed: str, language: str) -> Asked:
        """The words of the filter and its conditions."""
        wanted = rowfilter.read(typed)
        comments = self._commented if wanted.comment else None
        return Asked(wanted.text, wanted.states, comments, self.board.noticing(language) if wanted.finding else None)

    @on(Filter.Submitted)
    def conditions_kept(self) -> None:
        """Say which conditions there are, if one is none of them."""
        unknown = rowfilter.read(self.query_one(Filter).wanted).unknown
        if unknown:
            told = _("no such condition: {unknown}; there are {known}")
            self.desk.say(told.format(unknown=" ".join(unknown), known=" ".join(rowfilter.NAMES)), bad=True)

    def action_filter_step(self) -> None:
        """Another condition in the filter."""
        field = self.query_one(Filter)
        if field.has_focus:
            field.value = rowfilter.stepped(field.value)

    # -- findings ----------------------------------------------------------------------------------------------------

    def action_finding_ignore(self) -> None:
        """Say that a finding is all right here."""
        cell = self._settled()
        if cell is None:
            return
        found = {each.check: each.message for each in self.board.findings(cell, self.grid.language)}
        ignored = self.desk.attempt(lambda: self.project.ignored(cell)) or frozenset()
        answers = {check: f"{check}: {message}" for check, message in found.items()}
        again = {check: _("report again: {check}").format(check=check) for check in sorted(ignored)}
        if not found and not ignored:
            self.desk.say(_("nothing is found in this cell"))
        elif len(found) == 1 and not ignored:
            self._ignore(cell, next(iter(found)), True)
        else:
            checks = [*answers, *again]

            def decide(answer: int | None) -> None:
                if answer is not None and answer >= 0:
                    self._ignore(cell, checks[answer], answer < len(answers))

            question = _("Which is all right here, until the text changes?")
            self.app.push_screen(Choice(question, [*answers.values(), *again.values()]), decide)

    def action_editor_ignore(self) -> None:
        """Say that a finding is all right here."""
        self.action_finding_ignore()

    def _ignore(self, cell: Cell, check: str, ignored: bool) -> None:
        done = self.did(lambda: self.project.ignore(cell, check, ignored))
        if done:
            self.board.forget(cell)
            self._show_changed(self.grid.language, cell)
            told = _("{check}: not reported here until the text changes") if ignored else _("{check}: reported again")
            self.desk.say(told.format(check=check))


def _around(text: str, at: int) -> str:
    """The end of the first part and the beginning of the second."""
    return f"…{text[:at].rstrip()[-30:]} ‖ {text[at:].lstrip()[:30]}…"
