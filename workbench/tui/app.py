"""The desk's app: the open project, the job in the background, and what works everywhere."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import events, on
from textual.binding import BindingType

from workbench.config import Settings, load_settings
from workbench.core.change import Change
from workbench.core.errors import ConfigError, WorkbenchError
from workbench.services.lifeboat import Lifeboat
from workbench.services.project import Project
from workbench.tui import hangup, pasting
from workbench.tui.absent import Watch
from workbench.tui.actions import Place
from workbench.tui.changes import kind_words
from workbench.tui.habits import Habits
from workbench.tui.i18n import _, ngettext, speak
from workbench.tui.jobs import Jobs
from workbench.tui.keymap import bindings, key_of
from workbench.tui.keyorder import KeyOrder
from workbench.tui.messages import JobEnded, JobProgressed
from workbench.tui.paths import here
from workbench.tui.prefix import Prefix
from workbench.tui.recovery import recover
from workbench.tui.screens.desk_screen import DeskScreen
from workbench.tui.screens.dialogs import Choice
from workbench.tui.screens.replace import ReplaceScreen, Searched
from workbench.tui.screens.start import StartScreen
from workbench.tui.screens.statement import StatementScreen
from workbench.tui.screens.statements import StatementsScreen
from workbench.tui.tasks import Task
from workbench.tui.tidy import LOOK_S, Tidy
from workbench.tui.unwaited import Unwaited

log = logging.getLogger(__name__)

SWITCH_S = 0.001
"""How long a thread that works in Python may keep a key waiting, in seconds; Python's own 0.005 is felt."""

POLL_S = 1.5
"""How often the desk looks whether somebody else has written, in seconds."""

REMEMBER_S = 5.0
"""How often it is kept where one is, in seconds."""

_OF_PROJECT = ("desk.statements", "desk.terms", "desk.memory", "desk.models", "desk.saved", "desk.undo", "desk.redo")

T = TypeVar("T")


class DeskApp(Habits):
    """The desk.

    Args:
        folder: of the project to open; None opens the start screen.
    """

    TITLE = "workbench"
    CSS_PATH = "styles/app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Place.EVERYWHERE)

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(folder)
        self.folder = folder
        self.project: Project | None = None
        self.lifeboat: Lifeboat | None = None
        self.jobs = Jobs(self)
        self.prefix = Prefix(self)
        self.place = Watch(self)
        self.order = KeyOrder(self, self._heard)
        self.tidy: Tidy | None = None
        self.pressed = ""
        """The last key: the character that it types, or its name."""
        self.searched: Searched | None = None
        """What was looked for last; see `screens.replace`."""
        self._seen_changes = 0
        self._saved_at = ""
        settings = _settings(folder)
        speak(settings.interface if settings else "auto")
        self.linear = settings is not None and settings.linear == "on"
        self.animation_level = "none"

    # -- the project -------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Open the project, or say what can be done without one."""
        if not self.is_headless:
            asyncio.get_running_loop().set_default_executor(Unwaited())
            self._watch_signals()
            self.tidy = Tidy()
            self.set_interval(LOOK_S, self.tidy.look)
        self.set_interval(POLL_S, self.look_for_changes)
        self.set_interval(REMEMBER_S, self.remember)
        if self.folder is None:
            self.push_screen(StartScreen(here()))
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
        self._close_project()
        self.project, self.folder = project, folder
        self.begin_to_remember(folder)
        self._recover()
        self.wrote()
        self.switch_screen(StatementsScreen(project)) if len(self.screen_stack) > 1 else self.push_screen(
            StatementsScreen(project)
        )
        self._go_where_one_was()
        return True

    def _go_where_one_was(self) -> None:
        here = self.remembered_here
        key, row = here.get("statement", ""), here.get("row", -1)
        if self.project and here.get("open", False) and self.project.store.statement(key):
            self.open_statement(key, here.get("language", ""), row if row >= 0 else None)

    def _recover(self) -> None:
        """Make edits of the texts that were half typed, and say so."""
        assert self.project is not None and self.folder is not None
        count, wrong = recover(self.project, self.folder)
        if wrong:
            self.say(wrong, bad=True)
        if count:
            told = ngettext(
                "recovered {n} cell that was being typed when the desk last ended; it is marked as edited",
                "recovered {n} cells that were being typed when the desk last ended; they are marked as edited",
                count,
            )
            self.say(told.format(n=count), seconds=15)
        self.lifeboat = Lifeboat(self.folder)

    def _close_project(self) -> None:
        self.remember()
        if self.project:
            self.attempt(self.project.close)
            self.project = None
        if self.lifeboat:
            self.lifeboat.close()
            self.lifeboat = None

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

    def open_statement(self, key: str, language: str = "", row: int | None = None) -> None:
        """Open a statement; one that is open already comes back to the front.

        Args:
            language: the column to go to, empty for the first that needs work.
            row: the source row to go to.
        """
        project = self.project
        if project is None or not self.settle():
            return
        opened = [each for each in self.screen_stack if isinstance(each, StatementScreen) and each.board.key == key]
        if opened:
            while self.screen is not opened[-1]:
                self.pop_screen()
            opened[-1].go_to(language, row)
            return
        made = self.attempt(lambda: StatementScreen(project, key, language))
        if made is not None:
            made.first_row = row
            self.push_screen(made)

    def look_for_changes(self) -> None:
        """Show what somebody else, or a job, has written."""
        if self.project is None or not self.place.is_there():
            return
        changes = self.attempt(self.project.store.change_count)
        if changes is not None and changes != self._seen_changes:
            self._seen_changes = changes
            for screen in self.screen_stack:
                if isinstance(screen, StatementScreen) or (isinstance(screen, StatementsScreen) and screen.is_current):
                    screen.look_again()
                elif isinstance(screen, DeskScreen):
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

    def stale(self) -> None:
        """What is written is not on the screens behind this one: the next look reads them again."""
        self._seen_changes = -1

    async def on_event(self, event: events.Event) -> None:
        """Keys, clicks and pastes are heard one after the other."""
        if isinstance(event, (events.InputEvent, events.Paste)) and not event.is_forwarded:
            await self.order.take(event)
        else:
            await super().on_event(event)

    async def _heard(self, event: events.Event) -> None:
        """A key that belongs to a prefix is seen by nobody else."""
        if isinstance(event, events.Key):
            self.pressed = event.character or event.key
            if self.tidy is not None:
                self.tidy.pressed()
            for screen in self.screen_stack[-1:]:
                if isinstance(screen, StatementScreen):
                    screen.stop_looking()
            if await self.prefix.take(event):
                return
        await super().on_event(event)

    # -- saying things -----------------------------------------------------------------------------------------------

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
            told = _("{work} is under way; {key} stops it")
            self.say(told.format(work=self.jobs.name, key=key_of("desk.cancel")))
        self._refresh_bar()

    def _refresh_bar(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, (StatementScreen, StatementsScreen, DeskScreen)):
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
            self.say(_("{work}: stopped; what was done stays").format(work=message.name))
        elif isinstance(message.result, str):
            self.say(message.result)
        for screen in self.screen_stack:
            if isinstance(screen, (StartScreen, StatementScreen, StatementsScreen, DeskScreen)):
                screen.job_ended(message)

    def why_not(self, action_id: str) -> str:
        """Why something that works everywhere cannot be done now; empty if it can."""
        if self.project is None and action_id in _OF_PROJECT:
            return _("open a project first")
        return super().why_not(action_id)

    # -- everywhere --------------------------------------------------------------------------------------------------

    def action_desk_statements(self) -> None:
        """The list of statements."""
        if self.project and self.settle():
            self.show_statements()

    def action_desk_terms(self) -> None:
        """The terms desk."""
        from workbench.tui.screens.terms import TermsScreen

        self.open_desk(TermsScreen)

    def open_alignment(self, key: str, language: str = "", row: int | None = None) -> None:
        """Open the alignment desk on a statement.

        Args:
            language: of the version to begin with, empty for the one with most to look at.
            row: the source row to go to; None for where one was.
        """
        from workbench.tui.screens.alignment import AlignmentScreen

        project = self.project
        if project is not None and self.settle():
            made = self.attempt(lambda: AlignmentScreen(project, key, language, row))
            if made is not None:
                self.push_screen(made)

    def open_desk(self, kind: Callable[[Project], DeskScreen]) -> None:
        """Open a desk of its own; one that is open already comes back to the front.

        Args:
            kind: the class of its screen.
        """
        if self.project is None or not self.settle():
            return
        opened = [screen for screen in self.screen_stack if type(screen) is kind]
        if not opened:
            self.push_screen(kind(self.project))
        while opened and self.screen is not opened[-1]:
            self.pop_screen()

    def action_desk_memory(self) -> None:
        """The memory desk."""
        from workbench.tui.screens.memory import MemoryScreen

        self.open_desk(MemoryScreen)

    def action_desk_models(self) -> None:
        """The models desk."""
        from workbench.tui.screens.models import ModelsScreen

        self.open_desk(ModelsScreen)

    def settings_changed(self) -> None:
        """The settings of the project were written: they hold from now on."""
        project = self.project
        if project:
            project.settings = self.attempt(lambda: load_settings(project.folder)) or project.settings

    def terms_changed(self) -> None:
        """A termbase was written, or another one is named: whoever shows terms reads them again."""
        self.settings_changed()
        for screen in self.screen_stack:
            if isinstance(screen, StatementScreen):
                screen.load_terms()

    def action_desk_saved(self) -> None:
        """There is nothing to save; say when it was saved last."""
        self.settle()
        told = _("everything is saved as you type; last write {time}").format(time=self._saved_at)
        self.say(told if self._saved_at else _("nothing to save"))

    def action_desk_undo(self) -> None:
        """Undo the last change of this person, wherever it was."""
        if self.project and self.settle():
            self._restored(self.project.undo, _("nothing to undo"))

    def action_desk_redo(self) -> None:
        """Redo what was undone."""
        if self.project and self.settle():
            self._restored(self.project.redo, _("nothing to redo"))

    def _restored(self, restore: Callable[[], Change | None], nothing: str) -> None:
        """Take a step back or forth and show it; where it is in another statement, say which and offer to go there."""
        try:
            change = self.own(restore)
        except WorkbenchError as error:
            self.say(str(error), bad=True)
            return
        if change is None:
            self.say(nothing)
            return
        screen = self.screen
        shown = isinstance(screen, (StatementScreen, ReplaceScreen, DeskScreen)) and screen.restored(change)
        for each in self.screen_stack:
            if isinstance(each, StatementScreen) and each is not screen:
                each.look_again()
        if isinstance(screen, StatementsScreen):
            screen.reload()
        if not shown and change.cells:
            place = change.statement_key, change.language, change.cells[0].source_start
            told = _("{what}: done, in {statement} ({language})")
            question = told.format(what=kind_words(change.kind), statement=place[0], language=place[1])
            self.push_screen(
                Choice(question, [_("stay here"), _("go there")]),
                lambda answer: self.open_statement(*place) if answer == 1 else None,
            )

    def action_desk_cancel(self) -> None:
        """Ask, then stop the work in the background."""
        if not self.jobs.running:
            self.say(_("nothing runs in the background; {key} leaves").format(key=key_of("desk.quit")))
            return
        question = _("Stop {work}?").format(work=self.jobs.describe())
        answers = [_("go on"), _("stop; what was done stays")]
        self.push_screen(Choice(question, answers), lambda answer: self.jobs.cancel() if answer == 1 else None)

    def action_desk_quit(self) -> None:
        """Leave: what is typed becomes an edit, work in the background is stopped."""
        if self.place.is_there() and self.settle():
            self.leave(0)

    async def action_quit(self) -> None:
        """Textual's own way out is ours."""
        self.action_desk_quit()

    # -- leaving -----------------------------------------------------------------------------------------------------

    def settle(self) -> bool:
        """Make an edit of what is being typed; False if it could not be written."""
        return all(screen.commit() for screen in self.screen_stack if isinstance(screen, StatementScreen))

    def on_unmount(self) -> None:
        """However it ends, the project is closed."""
        self._close_project()

    def leave(self, code: int) -> None:
        """Stop the work, close the project, end."""
        self.jobs.cancel()
        self._close_project()
        self.exit(code)

    def _watch_signals(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._told_to_end, signal.SIGTERM)
        loop.add_signal_handler(signal.SIGHUP, self._told_to_end, signal.SIGHUP)
        hangup.watch_terminal(0)

    def _told_to_end(self, number: signal.Signals) -> None:
        """The terminal is closed or the machine goes down: keep what is typed, then end."""
        try:
            for screen in self.screen_stack:
                if isinstance(screen, StatementScreen):
                    self.attempt(screen.keep_now)
        finally:  # a fault in there must not keep it from ending
            self._end_now(number)

    def _end_now(self, number: signal.Signals) -> None:
        if number is signal.SIGHUP:  # there is no terminal left to tidy up, and writing to it would hang
            if self.project:
                self.attempt(self.project.close)
            os._exit(128 + number)
        self.leave(128 + number)


def _settings(folder: Path | None) -> Settings | None:
    """The settings in force; None where they cannot be read, which is told elsewhere."""
    try:
        return load_settings(folder)
    except WorkbenchError:
        return None


def run_desk(folder: Path | None) -> None:
    """Open the terminal UI on a project, or its start screen.

    Ended by SIGTERM, it hands the signal on to whoever handled it before, once everything is closed.
    Raises: ConfigError if there is no terminal.
    """
    if not os.isatty(0) or not os.isatty(1):
        raise ConfigError("the desk needs a terminal; `workbench --help` lists the commands that do not")
    handler = signal.getsignal(signal.SIGTERM)
    sys.setswitchinterval(SWITCH_S)
    pasting.guard()
    hangup.guard()
    code = DeskApp(folder).run()
    if code == 128 + signal.SIGTERM:
        signal.signal(signal.SIGTERM, handler)
        signal.raise_signal(signal.SIGTERM)
