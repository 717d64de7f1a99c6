"""Looking up what is known of a cell, in threads that the next move gives up."""

from __future__ import annotations

from collections.abc import Sequence
from time import sleep
from typing import TYPE_CHECKING

from textual import work
from textual.worker import Worker, get_current_worker

from workbench.core.errors import JobCancelled, WorkbenchError
from workbench.core.job import Job
from workbench.core.match import Context
from workbench.tui.i18n import _
from workbench.tui.messages import JobEnded
from workbench.tui.screens.statement_pane import Known, Place, StatementPane
from workbench.tui.terms import cell_terms

if TYPE_CHECKING:
    from workbench.services.namehints import NameHints
    from workbench.services.spelling import Misspelt, Spelling
    from workbench.services.suggestions import Suggestion

REST_S = 0.06
"""How long the cursor rests on a cell before anything is looked up, in seconds."""

MACHINE_REST_S = 0.35
"""How long before the machine is asked."""

TYPED_REST_S = 0.4
"""How long nothing is typed before the spelling is looked at."""

_MOST_MISSPELT = 3
"""Misspelt words for which it is asked what may be meant."""


class StatementLookup(StatementPane):
    """Finds suggestions, history, comments and misspelt words; shown is only what still belongs to the cell."""

    _names: NameHints | None = None
    _job = Job()
    _spelling_told = False

    def look_up(self) -> None:
        """Find out, in the background, what is known of the cell."""
        self._job.cancel()
        self._job = Job()
        if self._about is not None:
            self._look_up(self._about)
            self._spell(self._about, self.session.text, REST_S)
            self._ask_machine()

    # -- looking up --------------------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="suggestions", exit_on_error=False)
    def _look_up(self, about: Place) -> None:
        """Everything that needs no model: first what is quick, then names."""
        worker = get_current_worker()
        sleep(REST_S)
        if worker.is_cancelled:
            return
        try:
            found = self._quick(about)
            if worker.is_cancelled:
                return
            self.desk.call_from_thread(self._take_known, about, found)
            names = self._name_suggestions(about, worker)
        except JobCancelled:
            return
        except WorkbenchError as error:
            self.desk.call_from_thread(self._not_found, about, str(error))
            return
        if names is not None and not worker.is_cancelled:
            self.desk.call_from_thread(self._take_part, about, "names", names)

    def _quick(self, about: Place) -> Known:
        from workbench.services import suggestions
        from workbench.services.projectmemory import project_memory

        cell, store = about.cell, self.project.store
        finder = self._finder
        if cell is not None:
            self.board.findings(cell, about.pair[1], about.source)  # from now on the board knows them
        found = suggestions.quick(
            self.project, about.source, about.pair, cell=cell, context=self._around(about), finder=finder
        )
        return Known(
            cell_terms(finder, about.source, cell.text if cell else "", about.pair),
            found,
            store.history(cell.id) if cell else (),
            self.project.comments(cell) if cell else (),
            project_memory(self.project).memory.is_partial(*about.pair),
            cell is not None and self.project.differs(cell),
        )

    def _around(self, about: Place) -> Context:
        """The source segments around the cell's."""
        head = self.board.sheet.heads.get(about.pair[0])
        if head is None:
            return Context()
        first, (start, end) = max(0, about.rows[0] - 1), about.rows
        rows = self.project.store.segments(head.id, first, end + 1)
        before, after = rows[: start - first], rows[end - first :]
        return Context("".join(before).strip(), "".join(after).strip())

    def _name_suggestions(self, about: Place, worker: Worker[None]) -> Sequence[Suggestion] | None:
        from workbench.services.namehints import NameHints
        from workbench.services.suggestions import name_suggestions

        if not about.source or worker.is_cancelled:
            return None
        if self._names is None:
            self._names = NameHints(self.project)
        text = about.cell.text if about.cell else ""
        return name_suggestions(self._names, about.source, text, about.pair, self._job)

    def _take_known(self, about: Place, found: Known) -> None:
        if self.is_attached and about == self._about:
            self._known = found
            self._parts = {**self._parts, "quick": found.suggestions}
            self._show_known()
            self._foretell()

    def _take_part(self, about: Place, name: str, part: Sequence[Suggestion]) -> None:
        if self.is_attached and self._about is not None and about.same == self._about.same:
            self._parts = {**self._parts, name: part}
            self._show_suggestions()

    def _not_found(self, about: Place, error: str) -> None:
        if self.is_attached and about == self._about:
            self.desk.say(error, bad=True)

    def _foretell(self) -> None:
        """Terms and matches compete with the engine for what comes next."""
        from workbench.services.hints import Sources
        from workbench.services.suggestions import Kind

        listed = self._parts.get("quick", ())
        self.ghost.sources = Sources(
            tuple(each.text for each in listed if not each.kind.whole),
            tuple((each.text, each.percent or 0.0) for each in listed if each.kind is Kind.MEMORY),
        )

    # -- the machine -------------------------------------------------------------------------------------------------

    def on_descendant_focus(self) -> None:
        """A cell that is edited gets a machine's draft to choose from."""
        if self.editing:
            self._ask_machine()
            self._show_suggestions()

    def _ask_machine(self) -> None:
        about = self._about
        if about is None or not about.source or self._machines.get(about.pair) or not self._asks_machine():
            return
        if "machine" not in self._parts:
            self._translate(about)

    @work(thread=True, exclusive=True, group="machine", exit_on_error=False)
    def _translate(self, about: Place) -> None:
        """A draft of today's source, unless the cell's history has one."""
        from workbench.services.suggestions import Kind, machine_suggestion

        worker = get_current_worker()
        sleep(MACHINE_REST_S)
        drafted = any(each.kind is Kind.MACHINE for each in self._parts.get("quick", ()))
        if worker.is_cancelled or drafted:
            return
        try:
            made = machine_suggestion(self.project, about.source, about.pair)
        except WorkbenchError as error:
            self.desk.call_from_thread(self._no_machine, about.pair, str(error))
            return
        self.desk.call_from_thread(self._take_machine, about, made)

    def why_not(self, action_id: str) -> str:
        """No draft where no machine has the pair of languages."""
        if action_id in ("cell.translate", "version.translate") and self._about is not None:
            why = self._machines.get(self._about.pair, "")
            if why:
                return why
        return super().why_not(action_id)

    def job_ended(self, message: JobEnded) -> None:
        """What was done may have been installing a model: the machines are asked again."""
        super().job_ended(message)
        if not message.error:
            self._machines.clear()

    def _take_machine(self, about: Place, made: Suggestion) -> None:
        self._machines[about.pair] = ""
        if made.text:
            self._take_part(about, "machine", [made])

    def _no_machine(self, pair: tuple[str, str], why: str) -> None:
        """Said once in the list; the pair is not asked for again here."""
        if "workbench models" not in why:
            why = _("{why}; `workbench models available` shows what there is").format(why=why)
        self._machines[pair] = why
        if self.is_attached:
            self._show_suggestions()

    # -- spelling ----------------------------------------------------------------------------------------------------

    @property
    def spelling(self) -> Spelling:
        """The dictionaries of the project."""
        from workbench.services.spelling import project_spelling

        found = project_spelling(self.project)
        found.finder = self._finder
        return found

    @work(thread=True, exclusive=True, group="spelling", exit_on_error=False)
    def _spell(self, about: Place, text: str, rest: float) -> None:
        """Misspelt words, then what may be meant by the first of them."""
        worker = get_current_worker()
        sleep(rest)
        if worker.is_cancelled or not text.strip():
            return
        try:
            wrong = self.spelling.misspelt(text, about.pair[1], about.source)
            if worker.is_cancelled:
                return
            self.desk.call_from_thread(self._take_spelling, about, text, wrong)
            meant = self._meant(wrong, about.pair[1], worker)
        except WorkbenchError as error:
            self.desk.call_from_thread(self._no_spelling, str(error))
            return
        if not worker.is_cancelled:
            self.desk.call_from_thread(self._take_part, about, "spelling", meant)

    def _meant(self, wrong: Sequence[Misspelt], language: str, worker: Worker[None]) -> list[Suggestion]:
        from workbench.services.suggestions import Kind, Suggestion

        found: list[Suggestion] = []
        for each in wrong[:_MOST_MISSPELT]:
            if worker.is_cancelled:
                break
            for word in self.spelling.suggest(each.word, language)[:2]:
                found.append(Suggestion(Kind.SPELLING, word, source=each.word, place=(each.start, each.end)))
        return found

    def _take_spelling(self, about: Place, text: str, wrong: Sequence[Misspelt]) -> None:
        if self.is_attached and self._about is not None and about.same == self._about.same:
            self._misspelt = text, wrong
            self._parts.pop("spelling", None)
            self._mark_text()
            self._show_findings()

    def _no_spelling(self, why: str) -> None:
        if self.is_attached and not self._spelling_told:
            self._spelling_told = True
            self.desk.say(why, bad=True)

    def complete(self) -> None:
        """What is typed is looked at for how it may go on, and for its spelling."""
        super().complete()
        if self._about is not None and self.pane.editor.has_focus:
            self._spell(self._about, self.pane.editor.text, TYPED_REST_S)
