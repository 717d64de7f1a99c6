"""Words of a statement across the project: concordance, and terms for the termbase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from workbench.core.errors import WorkbenchError
from workbench.core.project import State
from workbench.tui.i18n import _
from workbench.tui.screens.add_term import AddTerm, NewTerm
from workbench.tui.screens.concordance import Chosen, ConcordanceScreen
from workbench.tui.screens.statement_suggest import StatementSuggest

if TYPE_CHECKING:
    from workbench.services.termmerge import Merge


class StatementWords(StatementSuggest):
    """Looks words up, and keeps them."""

    def why_not(self, action_id: str) -> str:
        """Nothing to light up, to add or to accept here."""
        about, what = self._about, action_id.partition(".")[2]
        if action_id in ("term.next", "editor.next_term") and not self._terms_here():
            return _("no term of the termbase in this source")
        if action_id in ("term.add", "editor.term") and not (about and about.source):
            return _("nothing opposite, so there is no term to add")
        if what == "accept" and not self._misspelt[1]:
            return _("no misspelt word here")
        return super().why_not(action_id)

    # -- concordance -------------------------------------------------------------------------------------------------

    def action_concordance_open(self) -> None:
        """Where the project says something: the term that is lit up, else what is typed there."""
        place = self._lit_place()
        self._look_for(self._about.source[slice(*place)] if self._about and place else "")

    def action_editor_concordance(self) -> None:
        """Where the project says what is selected, or the word at the cursor."""
        self._look_for(self.pane.editor.words_here)

    def _look_for(self, wanted: str) -> None:
        pair = self.board.statement.source_language, self.grid.language
        languages = dict.fromkeys((*pair, *self.board.languages, *self.project.languages))
        cell = self.grid.cell
        can_insert = cell is None or cell.state is not State.LOCKED
        asked = ConcordanceScreen(self.project, wanted, pair, [*languages], can_insert=can_insert)
        self.app.push_screen(asked, self._concordance_left)

    def _concordance_left(self, chosen: Chosen | None) -> None:
        if chosen is None:
            return
        if chosen.insert:
            if not self.editing:
                self.action_cell_edit()
            if self.focused is self.pane.editor and not self.pane.editor.read_only:
                self.pane.editor.put(chosen.insert)
            return
        hit = chosen.hit
        here = hit.language if hit.cell_id else hit.opposite_language or self.grid.language
        self.desk.open_statement(hit.statement_key, here, hit.row)

    # -- terms -------------------------------------------------------------------------------------------------------

    def action_term_add(self) -> None:
        """Add a term; the one that is lit up is its source."""
        self._ask_term("", None)

    def action_editor_term(self) -> None:
        """Add a term: what is selected or stands at the cursor, and its source."""
        editor = self.pane.editor
        target = editor.words_here
        at = editor.span_here
        self._ask_term(target, at)

    def _ask_term(self, target: str, at: tuple[int, int] | None) -> None:
        if self._about is None or not self._about.source:
            self.desk.say(_("nothing opposite, so there is no term to add"))
            return
        place, about = self._lit_place(), self._about
        source = about.source[slice(*place)] if place else self.screen.get_selected_text() or ""
        context = (about.source, self.pane.editor.text, at) if at is not None and not source else None
        self.app.push_screen(AddTerm((source, target), about.pair, context, self._finder), self._term_given)

    def _term_given(self, given: NewTerm | None) -> None:
        if given is not None and self._about is not None:
            self._store_term(given, self._about.pair)

    @work(thread=True, group="terms", exit_on_error=False)
    def _store_term(self, given: NewTerm, pair: tuple[str, str]) -> None:
        """Write it into the project's termbase, which the project may name from now on."""
        from workbench.config import load_settings
        from workbench.services.termadd import add_term

        try:
            merge = add_term(self.project.folder, given.texts, pair, given.there)
            self.project.settings = load_settings(self.project.folder)
        except WorkbenchError as error:
            self.desk.call_from_thread(self.desk.say, str(error), bad=True)
            return
        self.desk.call_from_thread(self._term_stored, given, merge)

    def _term_stored(self, given: NewTerm, merge: Merge) -> None:
        source, target = given.texts
        if merge.unchanged and not merge.added and not merge.changed:
            told = _("the termbase had it already: {source} → {target}")
        elif merge.changed:
            told = _("added to a concept that was there: {source} → {target}")
        else:
            told = _("new in the termbase: {source} → {target}")
        self.desk.say(told.format(source=source, target=target))
        if self.is_attached:
            self.load_terms()
