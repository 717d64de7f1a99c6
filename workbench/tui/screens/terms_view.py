"""The terms desk as shown: the concepts of a termbase, what the matcher makes of them, and where they stand."""

from __future__ import annotations

import threading
from itertools import islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.content import Content

from workbench.core.errors import WorkbenchError
from workbench.core.term import Concept, Term
from workbench.services.project import Project
from workbench.services.termtable import Scope, TermTable
from workbench.tui.actions import Place
from workbench.tui.drawing import clean
from workbench.tui.i18n import N_, _, ngettext
from workbench.tui.keymap import key_of
from workbench.tui.screens.browse import PAUSE_S, BrowseScreen, rested
from workbench.tui.term_words import MOST_COUNTED, concept_lines, term_lines, use_lines
from workbench.tui.widgets.bar import Part
from workbench.tui.widgets.rows import RowList
from workbench.tui.widgets.term_list import TermList

if TYPE_CHECKING:
    from workbench.services.termdesk import Book, TermDesk
    from workbench.services.termplaces import TermPlace
    from workbench.terminology.accepted import Accepted

SCOPES = {
    Scope.ALL: "",
    Scope.DUPLICATES: N_("duplicates"),
    Scope.CONFLICTS: N_("conflicts"),
    Scope.GAPS: N_("a language is missing"),
}
"""What is shown, in the order of the key."""


class TermsView(BrowseScreen):
    """Concepts as rows, languages as columns; what the keys do to them is added by the class below it.

    Files are read and written in workers of one group, one after the other; what a worker gives is shown if the screen
    is still there.

    Args:
        project: the open project.
    """

    place = Place.TERMS
    CSS_PATH: ClassVar[list[str | PurePath]] = [*BrowseScreen.CSS_PATH, "../styles/terms.tcss"]
    FILTERED = N_("concepts")

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.books: list[Book] = []
        self._at: Path | None = None
        self.table = TermTable((), project.languages)
        self.scope = Scope.ALL
        self.reading = True
        self.termdesk: TermDesk | None = None
        self._forms: dict[Term, list[Accepted]] | None = None
        self._places: list[TermPlace] | None = None
        self.files = threading.Lock()
        """Held by whoever reads or writes termbases."""

    def make_list(self) -> RowList:
        """Concepts."""
        return TermList()

    @property
    def terms(self) -> TermList:
        """The list, by its own type."""
        return self.query_one(TermList)

    @property
    def book(self) -> Book | None:
        """The termbase that is shown."""
        return next((book for book in self.books if book.path == self._at), None)

    def told_why_not(self, book: Book) -> str:
        """Why a termbase cannot be edited, and the key that helps."""
        if not book.why_not or book.path.is_relative_to(self.project.folder):
            return book.why_not
        told = _("{name} came with the workbench and is only read; {key} copies it into the project")
        return told.format(name=book.name, key=key_of("terms.adopt"))

    def on_mount(self) -> None:
        """Read the termbases; the list says so meanwhile."""
        self.set_focus(self.terms)
        self.show_rows()
        self.look_again()
        self.read_books()

    def come_back(self, *, changed: bool) -> None:
        """Terms may have been added, and statements changed, so that terms stand elsewhere."""
        if not self.reading:
            self.read_books()
        if changed:
            self.look_again()

    # -- reading -----------------------------------------------------------------------------------------------------

    @work(thread=True, group="termbases", exit_on_error=False)
    def read_books(self, then: Path | None = None) -> None:
        """Read what is in force now.

        Args:
            then: the termbase to show.
        """
        from workbench.services.termdesk import TermDesk

        try:
            with self.files:
                self.termdesk = self.termdesk or TermDesk(self.project.folder)
                books = self.termdesk.books()
        except WorkbenchError as error:
            self.desk.call_from_thread(self.failed, str(error))
            return
        self.desk.call_from_thread(self._have_books, books, then)

    def _have_books(self, books: list[Book], then: Path | None) -> None:
        if not self.is_attached:
            return
        same = [(book.path, book.key) for book in books] == [(book.path, book.key) for book in self.books]
        if same and then is None:
            return
        self.books, self.reading = books, False
        there = {book.path for book in books}
        wanted = then or self._at
        if wanted not in there:
            wanted = next((book.path for book in books if book.concepts), books[0].path if books else None)
        self.choose(wanted)

    def choose(self, path: Path | None) -> None:
        """Show a termbase."""
        self._at = path
        self._prepare(self.book)

    def _prepare(self, book: Book | None) -> None:
        """Show a termbase: the rows at once, what is wrong with them when it is known."""
        self.table = TermTable(book.concepts if book else (), self.project.languages)
        self._load_table(self.table)
        self.show_rows()
        self.look_again()

    @work(thread=True, exclusive=True, group="termtable", exit_on_error=False)
    def _load_table(self, table: TermTable) -> None:
        table.prepare()
        self.desk.call_from_thread(self._table_ready, table)

    def _table_ready(self, table: TermTable) -> None:
        if self.is_attached and table is self.table:
            self.show_rows()
            self.refresh_bar()

    def failed(self, why: str) -> None:
        """Say what went wrong in a worker."""
        if self.is_attached:
            self.reading = False
            self.desk.say(why, bad=True)
            self.show_rows()

    # -- showing -----------------------------------------------------------------------------------------------------

    def show_rows(self) -> None:
        """The concepts that filter and scope leave."""
        table, wanted = self.table, self.filter.wanted
        plain = not wanted and self.scope is Scope.ALL
        shown = table.rows(Scope.ALL) if plain else table.matching(wanted, self.scope)
        wrong = table.wrong if table.ready else ()
        self.terms.show(table.concepts, shown, wrong, table.every_language, self._why_empty())
        self.refresh_headings()

    def _why_empty(self) -> str:
        if self.reading:
            return _("reading the termbases …")
        if self.filter.wanted or self.scope is not Scope.ALL:
            return _("no concept like that; Esc shows all")
        book = self.book
        if book is not None and book.told:
            return book.told
        told = _(
            "No terms here yet.\n\n"
            "{new}   write the first concept\n{take}   import a glossary\n{other}   choose a termbase"
        )
        return told.format(new=key_of("concept.add"), take=key_of("terms.import"), other=key_of("terms.choose"))

    def heading(self, width: int) -> str:
        """Names of the languages."""
        return self.terms.heading(width)

    def bar_parts(self) -> list[Part]:
        """Termbase, how many of how many, and why it cannot be edited."""
        book, table = self.book, self.table
        total = len(table.concepts)
        count = ngettext("{n} of {total} concept", "{n} of {total} concepts", total)
        return [
            (_("terms"), "bold $desk-text"),
            (book.name if book else "", "$desk-accent"),
            (count.format(n=self.terms.count, total=total), "$desk-text"),
            (_(SCOPES[self.scope]) if SCOPES[self.scope] else "", "$desk-warn"),
            (_("read-only") if book and book.why_not else "", "$desk-warn"),
        ]

    def show_details(self) -> None:
        """What the concept says now; forms and places when they are worked out."""
        concept, row = self.terms.current, self.terms.row
        self._forms = self._places = None
        if concept is None or row is None:
            self.tell(_("concept"), "", [Content("")])
            return
        self._tell()
        self._work_out(concept, self.rest())

    def _tell(self) -> None:
        concept, row = self.terms.current, self.terms.row
        if concept is None or row is None:
            return
        lines = [
            *concept_lines(self.table, row),
            *use_lines(self._places),
            *term_lines(concept, self._forms),
        ]
        self.tell(clean(concept.id), concept.domain, lines)

    @work(thread=True, exclusive=True, group="termdetails", exit_on_error=False)
    def _work_out(self, concept: Concept, moved: threading.Event) -> None:
        """Which forms the matcher takes, then where the concept stands."""
        if not rested(moved):
            return
        from workbench.services.termplaces import places
        from workbench.terminology.accepted import accepted

        forms: dict[Term, list[Accepted]] = {}
        for term in concept.terms:
            if moved.is_set():
                return
            forms[term] = accepted(term)
        self.desk.call_from_thread(self._worked_out, moved, forms, None)
        try:
            found = list(islice(places(self.project, concept, lambda: moved.wait(PAUSE_S)), MOST_COUNTED + 1))
        except WorkbenchError as error:
            self.desk.call_from_thread(self.failed, str(error))
            return
        self.desk.call_from_thread(self._worked_out, moved, forms, found)

    def _worked_out(
        self, moved: threading.Event, forms: dict[Term, list[Accepted]], places: list[TermPlace] | None
    ) -> None:
        if self.is_attached and not moved.is_set():
            self._forms, self._places = forms, places
            self._tell()
