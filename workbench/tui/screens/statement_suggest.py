"""What the keys do with what is known of a cell: insert it, light up terms, accept words, turn the pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from workbench.tui.i18n import _
from workbench.tui.offers import MOST
from workbench.tui.screens.statement_lookup import StatementLookup
from workbench.tui.terms import renderings
from workbench.tui.widgets.cell_pane import FINDINGS, SUGGESTIONS
from workbench.tui.widgets.notes import Notes

if TYPE_CHECKING:
    from workbench.services.suggestions import Suggestion


class StatementSuggest(StatementLookup):
    """Puts into a cell what is chosen."""

    def action_cell_edit(self) -> None:
        """Keys go into the text of the cell; see `StatementScreen`."""

    # -- inserting ---------------------------------------------------------------------------------------------------

    def action_suggestion_insert(self) -> None:
        """Insert the suggestion whose number was pressed, and go on editing."""
        pressed = self.desk.pressed
        if pressed.isdigit() and pressed != "0":
            self.insert(int(pressed))
        else:
            self._ask_number()

    def action_editor_suggestion(self) -> None:
        """Wait for the number of a suggestion."""
        self._ask_number()

    def _ask_number(self) -> None:
        """The next key is a number and goes into no text, also while suggestions are still looked for."""
        self.desk.prefix.wait(_("1…9 inserts a suggestion; any other key: nothing"), self._number_given)

    def _number_given(self, key: str) -> None:
        if key.isdigit() and key != "0":
            self.insert(int(key))

    @on(Notes.Picked)
    def note_picked(self, event: Notes.Picked) -> None:
        """A click on a suggestion inserts it."""
        if event.control.id == "side" and self.pane.tab == SUGGESTIONS:
            self.insert(event.number)

    def insert(self, number: int) -> None:
        """Put a suggestion into the text, as one step that undo takes back."""
        if self._known is None:
            self.desk.say(_("suggestions are still looked for"))
            return
        listed = self.suggestions()
        if not 1 <= number <= min(len(listed), MOST):
            said = _("there is no suggestion {n} here") if listed else _("nothing is suggested here")
            self.desk.say(said.format(n=number))
            return
        chosen = listed[number - 1]
        if not self.editing:
            self.action_cell_edit()
        if self.focused is self.pane.editor and not self.pane.editor.read_only and not chosen.is_pending:
            self._put(chosen)

    def _put(self, chosen: Suggestion) -> None:
        from workbench.services.suggestions import Kind

        editor = self.pane.editor
        if chosen.kind is Kind.SPELLING:
            if editor.text == self._misspelt[0]:
                editor.put(chosen.text, chosen.place)
            return
        untouched = editor.selection.is_empty and (not self.session.dirty or not editor.text.strip())
        if not chosen.kind.whole or not untouched:
            editor.put(chosen.text)
            return
        editor.select_all()
        editor.type(chosen.text)
        self.session.inserted(chosen.text, chosen.made)

    def action_spelling_accept(self) -> None:
        """Take the first misspelt word, or the one at the cursor, into the project's list."""
        here = self.pane.editor.words_here if self.editing else ""
        words = [each.word for each in self._misspelt[1]]
        word = here if here in words else next(iter(words), "")
        if not word or self._about is None:
            self.desk.say(_("no misspelt word here"))
            return
        language = self._about.pair[1]
        path = self.desk.attempt(lambda: self.spelling.accept(word, language))
        if path is not None:
            self.desk.say(_("{word} is on the project's list of words now").format(word=word))
            self._parts.pop("spelling", None)
            self._spell(self._about, self.pane.editor.text, 0.0)

    def action_editor_accept(self) -> None:
        """Take the misspelt word at the cursor into the project's list."""
        self.action_spelling_accept()

    def action_finding_next(self) -> None:
        """Next cell with a finding, the findings in sight."""
        super().action_finding_next()
        self.pane.turn(FINDINGS)

    def action_finding_previous(self) -> None:
        """Previous cell with a finding, the findings in sight."""
        super().action_finding_previous()
        self.pane.turn(FINDINGS)

    # -- tabs and terms ----------------------------------------------------------------------------------------------

    def action_pane_next(self) -> None:
        """The next tab of the lower pane."""
        self.pane.cycle()

    def action_editor_pane(self) -> None:
        """The next tab of the lower pane."""
        self.pane.cycle()

    def action_term_next(self) -> None:
        """Light up the next term of the source and what renders it in every version; after the last one, none."""
        terms = self._terms_here()
        if not terms:
            self.desk.say(_("no term of the termbase in this source"))
            return
        self._lit = self._lit + 1 if self._lit + 1 < len(terms) else -1
        self._light_up()

    def action_editor_next_term(self) -> None:
        """Light up the next term of the source."""
        self.action_term_next()

    def _light_up(self) -> None:
        about, concept = self._about, self._lit_concept()
        row = self.grid.row_index
        lit = {}
        if concept and row is not None and about is not None:
            for language in self.board.languages:
                cell = self.board.cell(row, language)
                spans = renderings(self._finder, concept, cell.text, language) if cell else ()
                if cell and spans:
                    lit[cell.id] = spans
        self.grid.light(lit, self._lit_place())
        terms = self._known.terms.source if self._known else ()
        self.pane.show_source(about.source if about else "", terms, self._lit_place())
        self._mark_text()
        self._show_suggestions()
