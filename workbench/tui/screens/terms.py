"""The terms desk: what the keys do to concepts and to whole termbases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work

from workbench.core.errors import WorkbenchError
from workbench.core.term import Concept
from workbench.services.termtable import Scope
from workbench.tui.i18n import _, ngettext
from workbench.tui.keymap import key_of
from workbench.tui.messages import JobEnded
from workbench.tui.paths import here
from workbench.tui.screens.browse import BrowseScreen
from workbench.tui.screens.chooser import ChoosePath
from workbench.tui.screens.dialogs import AskPath, Choice
from workbench.tui.screens.term_form import TermForm
from workbench.tui.screens.terms_view import SCOPES, TermsView
from workbench.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from workbench.services.termdesk import Book, TermDesk
    from workbench.services.termplaces import TermPlace

_OF_ONE = ("concept.edit", "concept.delete", "concept.uses")
_OF_FILES = (
    *("concept.edit", "concept.add", "concept.delete", "concept.undo", "concept.redo"),
    *("terms.choose", "terms.adopt", "terms.import", "terms.export", "terms.try"),
)


class TermsScreen(TermsView):
    """The desk of the termbases."""

    # -- editing -----------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> str:
        """Why an action cannot be done now."""
        book = self.book
        if self.reading and action_id in _OF_FILES:
            return _("the termbases are still being read")
        if action_id in _OF_ONE and self.terms.current is None:
            return _("there is no concept here")
        if action_id == "concept.delete" and book is not None and book.why_not:
            return self.told_why_not(book)
        if action_id == "terms.adopt" and book is not None and not book.why_not:
            return _("this termbase is the project's own already")
        return ""

    def action_concept_edit(self) -> None:
        """Write the concept anew; one of a termbase that is only read is shown."""
        before, book = self.terms.current, self.book
        if before is None or book is None:
            return

        def decide(after: Concept | None) -> None:
            if after is not None and after != before:
                self._change(book, before, after)

        form = TermForm(before, self.project.languages, before.id, only_read=self.told_why_not(book))
        self.app.push_screen(form, decide)

    def action_concept_add(self) -> None:
        """Write a new concept, into the project's own termbase where the one that is shown is only read."""
        book = next((each for each in (self.book, *self.books) if each and not each.why_not), None)
        if book is None:
            return

        def decide(after: Concept | None) -> None:
            if after is not None:
                from workbench.services.termwork import new_id

                named = Concept(new_id(after.terms), after.terms, after.domain, after.definition, after.note)
                self._change(book, None, named)

        self.app.push_screen(TermForm(Concept("", ()), self.project.languages, _("A new concept")), decide)

    def action_concept_delete(self) -> None:
        """Delete the concept; it can be taken back."""
        concept, book = self.terms.current, self.book
        if concept is not None and book is not None:
            self._change(book, concept, None)

    def _change(self, book: Book, before: Concept | None, after: Concept | None) -> None:
        if after is None and before is not None:
            said = _("{concept} is deleted; {key} brings it back").format(concept=before.id, key=key_of("concept.undo"))
        else:
            said = ""
        self._write(lambda desk: desk.change(book, before, after), said, after)

    def action_concept_undo(self) -> None:
        """Take the last edit back."""
        self._write(lambda desk: desk.undo(), _("the last edit of a termbase is taken back"))

    def action_concept_redo(self) -> None:
        """Make it again."""
        self._write(lambda desk: desk.redo(), _("the edit is made again"))

    @work(thread=True, group="termbases", exit_on_error=False)
    def _write(self, change: Callable[[TermDesk], Book | None], said: str = "", shown: Concept | None = None) -> None:
        """Change a termbase in a thread: the whole file is written."""
        desk = self.termdesk
        if desk is None:
            return
        try:
            with self.files:
                book = change(desk)
        except WorkbenchError as error:
            self.desk.call_from_thread(self.failed, str(error))
            self.desk.call_from_thread(self.read_books)
            return
        self.desk.call_from_thread(self._written, book, said, shown)

    def _written(self, book: Book | None, said: str, shown: Concept | None) -> None:
        self.desk.terms_changed()
        if not self.is_attached:
            return
        if book is None:
            self.desk.say(_("nothing to take back or to make again here"))
            return
        began = any(each.path == book.path and not each.key for each in self.books)
        self.books = [book if each.path == book.path else each for each in self.books]
        self.choose(book.path)
        if began:  # with a termbase of its own, a project names those that stood in for it
            self.read_books(book.path)
        if shown is not None:
            self._go_to(shown)
        if said:
            self.desk.say(said)

    def _go_to(self, concept: Concept) -> None:
        """Put the cursor on a concept, out of the filter if it hides it."""
        row = next((row for row, each in enumerate(self.table.concepts) if each.terms == concept.terms), None)
        if row is None:
            return
        if row not in self.terms.shown:
            self.scope = Scope.ALL
            self.action_filter_off()
        self.terms.go(list(self.terms.shown).index(row))
        self._warn_of_sharing(row)

    def _warn_of_sharing(self, row: int) -> None:
        others = list(dict.fromkeys(self.table.concepts[other].id for _term, other, _theirs in self.table.sharing(row)))
        if others:
            told = _("a term of this concept stands in another one too: {concepts}")
            self.desk.say(told.format(concepts=", ".join(others[:4])))

    # -- whole termbases ---------------------------------------------------------------------------------------------

    def action_terms_choose(self) -> None:
        """Another termbase."""
        books = self.books
        answers = [_book_told(book) for book in books]

        def decide(answer: int | None) -> None:
            if answer is not None and answer >= 0:
                self.choose(books[answer].path)

        self.app.push_screen(Choice(_("Which termbase?"), answers), decide)

    def action_terms_adopt(self) -> None:
        """Copy a termbase that is only read into the project."""
        book = self.book
        if book is not None:
            self._adopt(book)

    @work(thread=True, group="termbases", exit_on_error=False)
    def _adopt(self, book: Book) -> None:
        desk = self.termdesk
        if desk is None:
            return
        try:
            with self.files:
                copy = desk.adopt(book)
        except WorkbenchError as error:
            self.desk.call_from_thread(self.failed, str(error))
            return
        told = _("{name} is the project's own now: {path}").format(name=book.name, path=copy.path)
        self.desk.call_from_thread(self.desk.terms_changed)
        self.desk.call_from_thread(self.desk.say, told)
        self.desk.call_from_thread(self.read_books, copy.path)

    def action_terms_import(self) -> None:
        """Take a glossary into the project's own termbase."""
        question = _("Import a glossary (TBX, CSV, TSV, XLSX, UTX) into the project's termbase")
        self.app.push_screen(ChoosePath(question, here()), lambda path: self._import(path) if path else None)

    def _import(self, path: Path) -> None:
        from workbench.tui import term_tasks

        desk = self.termdesk
        if desk is not None:
            name = _("importing {file}").format(file=path.name)
            self.desk.work(name, term_tasks.import_glossary(desk, path, self.files))

    def job_ended(self, message: JobEnded) -> None:
        """An import is over: say what came in and what did not."""
        from workbench.tui.term_tasks import GlossaryTold

        if isinstance(message.result, GlossaryTold):
            told = message.result
            self.desk.terms_changed()
            self.read_books(told.path)
            self.app.push_screen(Choice(told.title, [_("close")], details="\n".join(told.lines)))

    def action_terms_export(self) -> None:
        """Write the termbase to a file."""
        book = self.book
        if book is None:
            return
        question = _("Write {name} to this file: .tbx, .csv or .tsv").format(name=book.name)
        proposal = str(self.project.folder / "export" / f"{book.path.stem}.csv")
        ask = AskPath(question, proposal, _refuse_suffix)
        self.app.push_screen(ask, lambda path: self._export(book, path) if path else None)

    def _export(self, book: Book, path: Path, *, force: bool = False) -> None:
        if path.exists() and not force:
            sure = Choice(_("{path}: the file is there already.").format(path=path), [_("keep it"), _("write over it")])
            self.app.push_screen(sure, lambda answer: self._export(book, path, force=True) if answer == 1 else None)
            return
        from workbench.tui import term_tasks

        self.desk.work(_("writing {file}").format(file=path.name), term_tasks.export_glossary(book, path))

    def action_terms_try(self) -> None:
        """Write a sentence and see what is found in it."""
        from workbench.tui.screens.term_try import TryTerms

        self.app.push_screen(TryTerms(self.table.concepts, self.project.languages))

    # -- where it stands ---------------------------------------------------------------------------------------------

    def action_concept_uses(self) -> None:
        """The places of the concept in the statements."""
        from workbench.tui.screens.term_uses import TermUses

        concept = self.terms.current
        if concept is not None:
            self.app.push_screen(TermUses(self.project, concept), self._open_place)

    def _open_place(self, place: TermPlace | None) -> None:
        if place is not None:
            self.desk.open_statement(place.statement_key, place.language, place.row)

    # -- what is shown -----------------------------------------------------------------------------------------------

    def action_terms_scope(self) -> None:
        """Duplicates, conflicts, gaps, all."""
        scopes = list(SCOPES)
        self.scope = scopes[(scopes.index(self.scope) + 1) % len(scopes)]
        self.show_rows()
        self.look_again()

    def action_terms_close(self) -> None:
        """Back: first to all concepts, then to where one was."""
        if self.scope is not Scope.ALL:
            self.scope = Scope.ALL
            self.show_rows()
            self.look_again()
        else:
            self.close_desk()

    @on(RowList.Opened)
    def opened(self) -> None:
        """A click on the current concept edits it."""
        self.action_concept_edit()

    action_terms_filter = BrowseScreen.begin_filter
    action_concept_up, action_concept_down = BrowseScreen.go_up, BrowseScreen.go_down
    action_concept_page_up, action_concept_page_down = BrowseScreen.go_page_up, BrowseScreen.go_page_down
    action_concept_first, action_concept_last = BrowseScreen.go_first, BrowseScreen.go_last
    action_concept_read_on, action_concept_read_back = BrowseScreen.read_on, BrowseScreen.read_back


def _book_told(book: Book) -> str:
    count = ngettext("{n} concept", "{n} concepts", len(book.concepts)).format(n=len(book.concepts))
    read_only = _("read-only") if book.why_not else ""
    return f"{book.name}   {count}   {read_only}".rstrip()


def _refuse_suffix(path: Path) -> str:
    return "" if path.suffix.lower() in (".tbx", ".csv", ".tsv") else _("name a file that ends in .tbx, .csv or .tsv")
