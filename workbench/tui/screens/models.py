"""The models desk: how each pair of the project is reached, which packages are here, and what could be installed."""

from __future__ import annotations

import threading
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.content import Content

from workbench.core.errors import WorkbenchError
from workbench.services.project import Project
from workbench.tui import model_tasks
from workbench.tui.actions import Place
from workbench.tui.drawing import clean
from workbench.tui.i18n import N_, _, ngettext
from workbench.tui.keymap import key_of
from workbench.tui.messages import JobEnded
from workbench.tui.model_rows import SECTIONS, Row, Section, details, rows, size_text
from workbench.tui.paths import here
from workbench.tui.screens.browse import BrowseScreen, rested
from workbench.tui.screens.chooser import ChoosePath
from workbench.tui.screens.dialogs import Choice
from workbench.tui.widgets.bar import Part
from workbench.tui.widgets.model_list import ModelList
from workbench.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from workbench.services.modeldesk import ModelBoard
    from workbench.services.models import Info

_DAY_S = 86_400


class ModelsScreen(BrowseScreen):
    """Packages and the ways that they make. Nothing is fetched that was not asked for.

    Args:
        project: the open project.
    """

    place = Place.MODELS
    CSS_PATH: ClassVar[list[str | PurePath]] = [*BrowseScreen.CSS_PATH, "../styles/models.tcss"]
    FILTERED = N_("rows")

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._board: ModelBoard | None = None
        self._info: Info | None = None
        self._asking = False

    def make_list(self) -> RowList:
        """Pairs, packages, offers."""
        return ModelList()

    @property
    def models(self) -> ModelList:
        """The list, by its own type."""
        return self.query_one(ModelList)

    def on_mount(self) -> None:
        """Look at what is here."""
        self.set_focus(self.models)
        self.show_rows()
        self.look_again()
        self._look()

    # -- reading -----------------------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="models", exit_on_error=False)
    def _look(self, *, ask_index: bool = False) -> None:
        """Read what there is; the index only where that is asked for."""
        from workbench.services.modeldesk import look

        try:
            board = look(self.project.settings, self.project.languages, ask_index=ask_index)
        except WorkbenchError as error:
            self.desk.call_from_thread(self._failed, str(error))
            return
        self.desk.call_from_thread(self._looked, board)

    def _looked(self, board: ModelBoard) -> None:
        if self.is_attached:
            self._board, self._asking = board, False
            self.show_rows()
            self.look_again()

    def _failed(self, why: str) -> None:
        if self.is_attached:
            self._asking = False
            self.desk.say(why, bad=True)
            self.refresh_bar()

    def action_models_index(self) -> None:
        """Ask the index."""
        self._asking = True
        self.refresh_bar()
        self._look(ask_index=True)

    # -- showing -----------------------------------------------------------------------------------------------------

    def show_rows(self) -> None:
        """The rows that the filter leaves."""
        words = self.filter.wanted.casefold().split()
        found = [row for row in rows(self._board) if row.has(words)] if self._board else []
        why = _("no row like that; Esc shows all") if words else _("looking at the packages …")
        self.models.show(found, why)

    def bar_parts(self) -> list[Part]:
        """How many packages, and what is known of the index."""
        parts = [(_("models"), "bold $desk-text")]
        if self._board is None:
            return parts
        here = len(self._board.here.packages)
        parts.append((ngettext("{n} package", "{n} packages", here).format(n=here), "$desk-text"))
        lacking = sum(not way.route for way in self._board.ways)
        if lacking:
            told = ngettext("{n} pair without a way", "{n} pairs without a way", lacking)
            parts.append((told.format(n=lacking), "$desk-warn"))
        return [*parts, (self._index_told(self._board), "$desk-dim")]

    def _index_told(self, board: ModelBoard) -> str:
        if self._asking:
            return _("asking the index …")
        if not board.asked:
            return _("index not asked: {key}").format(key=key_of("models.index"))
        if board.offers.missing:
            return _("no index: no network?")
        if board.offers.problem:
            days = int(board.offers.age_s // _DAY_S)
            told = ngettext("index: a copy {n} day old", "index: a copy {n} days old", days)
            return told.format(n=days)
        return _("index as of now")

    def show_details(self) -> None:
        """What is known of the row; the rest when it is read."""
        row = self.models.current
        self._info = None
        self._tell()
        if row is not None and row.section in (Section.HERE, Section.LISTED):
            self._read_info(row, self.rest())

    def _tell(self) -> None:
        row, board = self.models.current, self._board
        if row is None:
            self.tell(_("models"), "", [Content("")])
            return
        lines = details(row, self._info)
        if board is not None and board.asked and board.offers.problem:
            lines.append(Content.styled(clean(board.offers.problem), "$desk-warn"))
        if row.wanted:
            told = _("{key} installs {name}; nothing is fetched before you say so")
            lines.append(
                Content.styled(told.format(key=key_of("model.install"), name=clean(row.wanted)), "$desk-accent")
            )
        self.tell(clean(row.name or row.cells[0][0]), _(SECTIONS[row.section]), lines)

    @work(thread=True, exclusive=True, group="modelinfo", exit_on_error=False)
    def _read_info(self, row: Row, moved: threading.Event) -> None:
        if not rested(moved):
            return
        from workbench.services import bootstrap

        try:
            info = bootstrap.models(self.project.settings).info(row.name)
        except WorkbenchError:  # what is wrong with it stands in the list already
            return
        self.desk.call_from_thread(self._have_info, moved, info)

    def _have_info(self, moved: threading.Event, info: Info) -> None:
        if self.is_attached and not moved.is_set():
            self._info = info
            self._tell()

    # -- packages ----------------------------------------------------------------------------------------------------

    def why_not(self, action_id: str) -> str:
        """Why an action cannot be done with the current row."""
        row = self.models.current
        if action_id == "model.install" and (row is None or not row.wanted):
            return _("there is nothing to install in this row")
        if action_id == "model.verify" and (row is None or row.section is not Section.HERE):
            return _("only a package that is installed can be verified")
        if action_id == "model.remove" and (row is None or row.section not in (Section.HERE, Section.BROKEN)):
            return _("only a package that is installed can be removed")
        return ""

    def action_model_install(self) -> None:
        """Ask, then install in the background."""
        row = self.models.current
        if row is None or self._board is None:
            return
        entry = next((each for each in self._board.entries if each.name == row.wanted), None)
        details_told = ""
        accept = entry is not None and entry.restricted
        if entry is not None:
            told = _("{size}, licence {licence}, from {where}")
            where = ", ".join(part.repository for part in entry.parts)
            details_told = told.format(size=size_text(entry.size_bytes), licence=entry.licence, where=where)
        answers = [_("no"), _("yes, fetch and install it")]
        if accept:
            answers[1] = _("yes; its licence forbids commercial use, and mine is allowed")
        ask = Choice(_("Install {name}?").format(name=row.wanted), answers, details=details_told)
        self.app.push_screen(
            ask, lambda answer: self._install(row.wanted, accept_licence=accept) if answer == 1 else None
        )

    def _install(self, what: str, *, accept_licence: bool = False) -> None:
        name = _("installing {name}").format(name=PurePath(what).name)
        self.desk.work(name, model_tasks.install(self.project.settings, what, accept_licence=accept_licence))

    def action_models_file(self) -> None:
        """Install a package from a file."""
        chooser = ChoosePath(_("Install the package in this file (.argosmodel)"), here())
        self.app.push_screen(chooser, lambda path: self._install(str(path.absolute())) if path else None)

    def action_model_verify(self) -> None:
        """Look whether the package works."""
        row = self.models.current
        if row is not None:
            name = _("verifying {name}").format(name=row.name)
            self.desk.work(name, model_tasks.verify(self.project.settings, row.name))

    def action_model_remove(self) -> None:
        """Ask, then remove it."""
        row = self.models.current
        if row is None:
            return
        question = _("Remove {name}? It has to be installed again to come back.").format(name=row.name)
        name = _("removing {name}").format(name=row.name)

        def decide(answer: int | None) -> None:
            if answer == 1:
                self.desk.work(name, model_tasks.remove(self.project.settings, row.name))

        self.app.push_screen(Choice(question, [_("keep it"), _("remove it")]), decide)

    def job_ended(self, message: JobEnded) -> None:
        """Something was installed, removed or verified: say what came of it and look again."""
        if isinstance(message.result, model_tasks.ModelTold):
            self.desk.say(message.result.text, bad=message.result.bad, seconds=10)
            asked = self._board is not None and self._board.asked and not self._board.offers.missing
            self._look(ask_index=asked)

    @on(RowList.Opened)
    def opened(self) -> None:
        """A click on the current row that offers something installs it."""
        if not self.why_not("model.install"):
            self.action_model_install()

    action_models_filter = BrowseScreen.begin_filter
    action_models_close = BrowseScreen.close_desk
    action_model_up, action_model_down = BrowseScreen.go_up, BrowseScreen.go_down
    action_model_page_up, action_model_page_down = BrowseScreen.go_page_up, BrowseScreen.go_page_down
    action_model_first, action_model_last = BrowseScreen.go_first, BrowseScreen.go_last
    action_model_read_on, action_model_read_back = BrowseScreen.read_on, BrowseScreen.read_back
