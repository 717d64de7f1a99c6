"""The desk's app: the open project, the job in the background, and what works everywhere."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import on
from textual.app import App
from textual.binding import BindingType
from textual.command import Provider

from workbench.config import load_settings
from workbench.core.errors import ConfigError, WorkbenchError
from workbench.core.project import Cell
from workbench.services.project import Project
from workbench.tui.actions import Place
from workbench.tui.commands import RegistryCommands
from workbench.tui.i18n import speak
from workbench.tui.jobs import Jobs
from workbench.tui.keymap import bindings
from workbench.tui.messages import JobEnded, JobProgressed
from workbench.tui.screens.dialogs import Choice, Help
from workbench.tui.screens.start import StartScreen
from workbench.tui.screens.statement import StatementScreen
from workbench.tui.screens.statements import StatementsScreen
from workbench.tui.tasks import Task
from workbench.tui.themes import THEMES, first_theme

log = logging.getLogger(__name__)

POLL_S = 1.5
"""How often the desk looks whether somebody else has written, in seconds."""

T = TypeVar("T")


class DeskApp(App[int]):
    """The desk.

    Args:
        folder: of the project to open; None opens the start screen.
    """

    TITLE = "workbench"
    CSS_PATH = "styles/app.tcss"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {RegistryCommands}
    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.EVERYWHERE)
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self.folder = folder
        self.project: Project | None = None
        self.jobs = Jobs(self)
        self._seen_changes = 0
        self._saved_at = ""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = first_theme()
        speak(_interface(folder))
        self.animation_level = "none"

    # -- the project -------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Open the project, or say what can be done without one."""
        if not self.is_headless:
            self._watch_signals()
        self.set_interval(POLL_S, self.look_for_changes)
        if self.folder is None:
            self.push_screen(StartScreen(Path.cwd()))
        else:
            self.open_project(self.folder)

    def open_project(self, folder: Path) -> bool:
        """Open a project and show its statements; what was half typed when it last ended comes back first."""
        try:
            project = Project.open(folder)
        except WorkbenchError as error:
            if not isinstance(self.screen, StartScreen):
                self.push_screen(StartScreen(folder))
            self.say(str(error), bad=True)
            return False
        if self.project:
            self.project.close()
        self.project, self.folder = project, folder
        self._recover()
        self.wrote()
        self.switch_screen(StatementsScreen(project)) if len(self.screen_stack) > 1 else self.push_screen(
            StatementsScreen(project)
        )
        return True

    def _recover(self) -> None:
        """Make edits of the texts that were half typed, and say so."""
        project = self.project
        assert project is not None
        count = 0
        for cell_id, text in (self.attempt(project.recovered) or {}).items():
            cell = project.store.cell(cell_id)
            if cell is not None:
                count += self.attempt(lambda cell=cell, text=text: project.edit(cell, text)) is not None  # type: ignore[misc]
        if count:
            cells = "cell that was" if count == 1 else "cells that were"
            self.say(f"recovered {count} {cells} being typed when the desk last ended; marked as edited", seconds=15)

    def ask_import(self) -> None:
        """Offer to import into the project just opened."""
        if isinstance(self.screen, StatementsScreen):
            self.screen.action_statement_import()

    def show_statements(self) -> None:
        """Back to the list of statements."""
        while len(self.screen_stack) > 2:
            self.pop_screen()
        if isinstance(self.screen, StatementsScreen):
            self.screen.reload()

    def open_statement(self, key: str, language: str = "") -> None:
        """Open a statement."""
        if self.project:
            project = self.project
            screen = self.attempt(lambda: StatementScreen(project, key, language))
            if screen is not None:
                self.push_screen(screen)

    def look_for_changes(self) -> None:
        """Show what somebody else, or a job, has written."""
        if self.project is None:
            return
        changes = self.attempt(self.project.store.change_count)
        if changes is not None and changes != self._seen_changes:
            self._seen_changes = changes
            for screen in self.screen_stack:
                if isinstance(screen, (StatementScreen, StatementsScreen)):
                    self.attempt(screen.reload)

    def own(self, write: Callable[[], T]) -> T:
        """Write something that the screen shows already: nothing is read again, unless others have written before."""
        quiet = self.project is not None and self.project.store.change_count() == self._seen_changes
        written = write()
        self._saved_at = datetime.now().strftime("%H:%M:%S")
        if quiet:
            self.wrote()
        return written

    def wrote(self) -> None:
        """What is written by now is on the screen."""
        if self.project:
            self._seen_changes = self.project.store.change_count()

    # -- saying things -----------------------------------------------------------------------------------------------

    def say(self, text: str, *, bad: bool = False, seconds: float = 6) -> None:
        """One line for a person, for a while."""
        self.notify(text, severity="error" if bad else "information", timeout=seconds * (2 if bad else 1), markup=False)

    def attempt(self, do: Callable[[], T]) -> T | None:
        """Do something that may fail on purpose; the error becomes a line, never an end."""
        try:
            return do()
        except WorkbenchError as error:
            self.say(str(error), bad=True)
            return None

    # -- work in the background --------------------------------------------------------------------------------------

    def work(self, name: str, task: Task) -> None:
        """Start a task; a second one has to wait."""
        if self.jobs.start(name, task) is None:
            self.say(f"{self.jobs.name} is under way; Ctrl+C stops it")
        self._refresh_bar()

    def _refresh_bar(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, (StatementScreen, StatementsScreen)):
                screen.refresh_bar()

    @on(JobProgressed)
    def job_progressed(self, message: JobProgressed) -> None:
        """Show how far it is."""
        self.jobs.latest = message
        self._refresh_bar()

    @on(JobEnded)
    def job_ended(self, message: JobEnded) -> None:
        """Show what came of it."""
        self.look_for_changes()
        self._refresh_bar()
        if message.error:
            self.say(f"{message.name}: {message.error}", bad=True, seconds=10)
        elif message.cancelled:
            self.say(f"{message.name}: stopped; what was done stays")
        elif isinstance(message.result, str):
            self.say(message.result)
        for screen in self.screen_stack:
            if isinstance(screen, (StartScreen, StatementScreen, StatementsScreen)):
                screen.job_ended(message)

    # -- everywhere --------------------------------------------------------------------------------------------------

    def action_desk_help(self) -> None:
        """The keys of this place."""
        place = getattr(self.screen, "place", None)
        if place is not None:
            self.push_screen(Help([place, Place.EVERYWHERE]))

    def action_desk_palette(self) -> None:
        """Every action by name."""
        self.action_command_palette()

    def action_desk_statements(self) -> None:
        """The list of statements."""
        if self.project and self.settle():
            self.show_statements()

    def action_desk_saved(self) -> None:
        """There is nothing to save; say when it was saved last."""
        self.settle()
        self.say(
            f"everything is saved as you type; last write {self._saved_at}" if self._saved_at else "nothing to save"
        )

    def action_desk_undo(self) -> None:
        """Undo the last edit of this session, wherever it was."""
        if self.project and self.settle():
            self._restored(self.attempt(self.project.undo), "nothing to undo")

    def action_desk_redo(self) -> None:
        """Redo what was undone."""
        if self.project and self.settle():
            self._restored(self.attempt(self.project.redo), "nothing to redo")

    def _restored(self, cell: Cell | None, nothing: str) -> None:
        if cell is None:
            self.say(nothing)
            return
        self.wrote()
        screen = self.screen
        if not (isinstance(screen, StatementScreen) and screen.restored(cell)):
            self.say("done, in another statement")
            if isinstance(screen, StatementsScreen):
                screen.reload()

    def action_desk_cancel(self) -> None:
        """Ask, then stop the work in the background."""
        if not self.jobs.running:
            self.say("nothing runs in the background; Ctrl+Q leaves")
            return
        question = f"Stop {self.jobs.describe()}?"
        answers = ["go on", "stop; what was done stays"]
        self.push_screen(Choice(question, answers), lambda answer: self.jobs.cancel() if answer == 1 else None)

    def action_desk_theme(self) -> None:
        """Dark, light, the terminal's own colours."""
        names = [theme.name for theme in THEMES]
        at = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(at + 1) % len(names)]

    def action_desk_quit(self) -> None:
        """Leave: what is typed becomes an edit, work in the background is stopped."""
        if self.settle():
            self.leave(0)

    async def action_quit(self) -> None:
        """Textual's own way out is ours."""
        self.action_desk_quit()

    # -- leaving -----------------------------------------------------------------------------------------------------

    def settle(self) -> bool:
        """Make an edit of what is being typed; False if it could not be written."""
        return all(screen.commit() for screen in self.screen_stack if isinstance(screen, StatementScreen))

    def leave(self, code: int) -> None:
        """Stop the work, close the project, end."""
        self.jobs.cancel()
        if self.project:
            self.attempt(self.project.close)
            self.project = None
        self.exit(code)

    def _watch_signals(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._told_to_end, signal.SIGTERM)
        loop.add_signal_handler(signal.SIGHUP, self._told_to_end, signal.SIGHUP)

    def _told_to_end(self, number: signal.Signals) -> None:
        """The terminal is closed or the machine goes down: keep what is typed, then end."""
        for screen in self.screen_stack:
            if isinstance(screen, StatementScreen):
                self.attempt(screen.session.journal)
        if number is signal.SIGHUP:  # there is no terminal left to tidy up, and writing to it would hang
            if self.project:
                self.attempt(self.project.close)
            os._exit(128 + number)
        self.leave(128 + number)


def _interface(folder: Path | None) -> str:
    """The language that the person has chosen; `auto` where the settings cannot be read, which is told elsewhere."""
    try:
        return load_settings(folder).interface
    except WorkbenchError:
        return "auto"


def run_desk(folder: Path | None) -> None:
    """Open the terminal UI on a project, or its start screen.

    Ended by SIGTERM, it hands the signal on to whoever handled it before, once everything is closed.
    Raises: ConfigError if there is no terminal.
    """
    if not os.isatty(0) or not os.isatty(1):
        raise ConfigError("the desk needs a terminal; `workbench --help` lists the commands that do not")
    handler = signal.getsignal(signal.SIGTERM)
    code = DeskApp(folder).run()
    if code == 128 + signal.SIGTERM:
        signal.signal(signal.SIGTERM, handler)
        signal.raise_signal(signal.SIGTERM)
