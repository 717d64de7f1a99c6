"""The start screen, where there is no project: what this is and the three things one can do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from workbench.config import PROJECT_FILE, load_settings
from workbench.tui import tasks
from workbench.tui.actions import Place
from workbench.tui.drawing import clean
from workbench.tui.i18n import N_, _
from workbench.tui.keymap import actions, bindings, everywhere_letters, key_of
from workbench.tui.messages import JobEnded
from workbench.tui.screens.chooser import ChoosePath
from workbench.tui.screens.dialogs import AskPath
from workbench.tui.widgets.lines import KeyLine

if TYPE_CHECKING:
    from workbench.tui.app import DeskApp

_WHAT = N_(
    "The workbench holds statements with their English, French, Azerbaijani and Armenian versions, "
    "aligns them sentence by sentence, drafts what is missing and lets you finish it here."
)


class StartScreen(Screen[None]):
    """Says what this is.

    Args:
        folder: where a new project would be made.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.START), *everywhere_letters()]
    CSS_PATH = "../styles/start.tcss"
    place = Place.START

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    @property
    def desk(self) -> DeskApp:
        """The app, by its own type."""
        return cast("DeskApp", self.app)

    def compose(self) -> ComposeResult:
        """Three lines: what this is, and the ways on."""
        ways = [
            Content.assemble((f"  {key_of(entry.id)}  ", "bold $desk-accent"), (_(entry.help), "$desk-text"))
            for entry in actions(Place.START)
        ]
        with Vertical(id="start"):
            yield Static(_(_WHAT), id="what")
            yield Static(Content(clean(_("There is no project in {folder}.").format(folder=self.folder))), id="where")
            yield Static(Content("\n").join(ways))
            yield Static("", id="working")
        yield KeyLine(Place.START)

    def action_start_demo(self) -> None:
        """Build the demo project and open it."""
        proposal = str(self.folder / "workbench-demo")
        self.app.push_screen(AskPath(_("Where to put the demo project"), proposal), self._make_demo)

    def _make_demo(self, folder: Path | None) -> None:
        if folder is None:
            return
        if (folder / PROJECT_FILE).is_file():
            self.desk.open_project(folder)
            return
        self.desk.work(_("building the demo"), tasks.load_demo(folder))
        told = _("building the demo …   {key} stops it").format(key=key_of("desk.cancel"))
        self.query_one("#working", Static).update(told)

    def action_start_import(self) -> None:
        """Make a project here, then take statements in."""
        self.app.push_screen(AskPath(_("Make a new project in"), str(self.folder)), self._make_project)

    def _make_project(self, folder: Path | None) -> None:
        if folder is None:
            return
        from workbench.services.project import Project

        settings = load_settings(None)
        made = self.desk.attempt(lambda: Project.create(folder, source=settings.source, targets=settings.targets))
        if made is not None:
            made.close()
            if self.desk.open_project(folder):
                self.desk.call_after_refresh(self.desk.ask_import)

    def action_start_open(self) -> None:
        """Open a project folder."""
        chooser = ChoosePath(_("Open the project in this folder"), self.folder, folders_only=True)
        self.app.push_screen(chooser, self._open)

    def _open(self, folder: Path | None) -> None:
        if folder is not None:
            self.desk.open_project(folder)

    def job_ended(self, message: JobEnded) -> None:
        """The demo is built: open it."""
        self.query_one("#working", Static).update("")
        if isinstance(message.result, Path):
            self.desk.open_project(message.result)
