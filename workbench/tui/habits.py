"""What the desk does for the hands in every place: keys, help, palette, jumping, colours, copying, remembering."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from weakref import WeakSet

from textual import events, work
from textual.app import App
from textual.css.query import NoMatches
from textual.dom import DOMNode

from workbench.tui import clipboard, keymap, keymap_file, keystrokes
from workbench.tui.doing import do
from workbench.tui.drawing import clean
from workbench.tui.i18n import _, ngettext
from workbench.tui.jump import Jump, targets
from workbench.tui.remembered import Remembered
from workbench.tui.screens.help import Help
from workbench.tui.screens.palette import Palette
from workbench.tui.stylesheet import KeptStylesheet
from workbench.tui.themes import THEMES, first_theme

_SHOWN_PROBLEMS = 2
"""Problems of a keymap that are told at once; `workbench doctor` tells all."""


class Habits(App[int]):
    """The base of the desk's app.

    Args:
        folder: of the project whose keymap counts, None for the person's own alone.
    """

    ENABLE_COMMAND_PALETTE = False  # the desk has one of its own, see `screens.palette`

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.stylesheet = KeptStylesheet(variables=self.get_css_variables())
        keystrokes.teach()
        self.remembered = Remembered()
        """What holds in every project."""
        self.remembered_here = Remembered(folder) if folder else self.remembered
        """What holds in this project."""
        self.linear = False
        """Whether a cell that is edited is shown as plain lines."""
        self._cursor_shown = False
        self._keymap_problems: list[str] = []
        self._has_keys: WeakSet[DOMNode] = WeakSet()
        self.read_keymap(folder)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = first_theme(self.remembered.get("theme", ""))

    # -- saying things -----------------------------------------------------------------------------------------------

    def say(self, text: str, *, bad: bool = False, seconds: float = 6) -> None:
        """One line for a person, for a while; what is said already is said again in its place."""
        text = "\n".join(map(clean, text.split("\n")))
        for notice in [each for each in self._notifications if each.message == text]:
            self._unnotify(notice)
        self.notify(text, severity="error" if bad else "information", timeout=seconds * (2 if bad else 1), markup=False)

    # -- keys --------------------------------------------------------------------------------------------------------

    def read_keymap(self, project: Path | None) -> None:
        """Take the keys of the person, and of a project over them."""
        found = keymap_file.load(project)
        keymap.use(found.keys)
        self._has_keys = WeakSet()
        new = [problem for problem in found.problems if problem not in self._keymap_problems]
        self._keymap_problems = found.problems
        if new:
            self.call_later(self._tell_of_keymap, new)

    def _tell_of_keymap(self, problems: list[str]) -> None:
        for problem in problems[:_SHOWN_PROBLEMS]:
            self.say(problem, bad=True)
        left = len(problems) - _SHOWN_PROBLEMS
        if left > 0:
            told = ngettext(
                "{n} more key cannot be taken over; `workbench doctor` tells which",
                "{n} more keys cannot be taken over; `workbench doctor` tells which",
                left,
            )
            self.say(told.format(n=left), bad=True)

    async def on_event(self, event: events.Event) -> None:
        """Before the first key that they hear, what is in front gets the person's keys."""
        if isinstance(event, events.Key):
            for node in (self.focused or self.screen).ancestors_with_self:
                if node not in self._has_keys:
                    self._has_keys.add(node)
                    node._bindings = keymap.rebound(type(node)._merged_bindings or node._bindings)
        await super().on_event(event)

    async def action_do(self, action_id: str) -> None:
        """Do an action of the registry, or say why not."""
        await do(self, action_id)

    # -- finding one's way -------------------------------------------------------------------------------------------

    def action_desk_help(self) -> None:
        """The keys of this place."""
        self.push_screen(Help())

    def action_desk_palette(self) -> None:
        """Every action by name."""
        self.push_screen(Palette(), self._chosen)

    async def _chosen(self, action_id: str | None) -> None:
        if action_id:
            await do(self, action_id)

    def action_desk_jump(self) -> None:
        """A letter on everything one could go to."""
        self.push_screen(Jump(targets(self.screen)), self._jump)

    def _jump(self, go: Callable[[], object] | None) -> None:
        if go is not None:
            go()

    # -- colours -----------------------------------------------------------------------------------------------------

    def action_desk_theme(self) -> None:
        """Dark, light, the terminal's own colours; it stays so."""
        names = [theme.name for theme in THEMES]
        at = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(at + 1) % len(names)]
        self.remembered.set("theme", self.theme)
        self.remembered.save()

    def why_not(self, action_id: str) -> str:
        """Why something that works everywhere cannot be done now; empty if it can."""
        if action_id == "desk.theme" and self.no_color:
            return _("NO_COLOR is set, so the desk uses no colours")
        if action_id == "desk.jump" and not targets(self.screen):
            return _("there is nothing to go to here")
        return ""

    # -- screen readers ----------------------------------------------------------------------------------------------

    def action_desk_linear(self) -> None:
        """Plain lines while a cell is edited, or panes again, until the desk ends."""
        self.linear = not self.linear
        told = _("linear: a cell that is edited is shown as plain lines; `linear = on` in the settings keeps it so")
        self.say(told if self.linear else _("a cell that is edited is shown in panes again"))
        for screen in self.screen_stack:
            line_up = getattr(screen, "line_up", None)
            if line_up:
                line_up()

    def show_cursor(self, shown: bool) -> None:
        """Show the terminal's own cursor, which Textual puts where one types but hides."""
        if self._driver is not None and shown is not self._cursor_shown:
            self._cursor_shown = shown
            self._driver.write("\x1b[?25h" if shown else "\x1b[?25l")
            self._driver.flush()

    # -- where one was -----------------------------------------------------------------------------------------------

    def begin_to_remember(self, project: Path) -> None:
        """Another project is open: read its keys and where one was in it."""
        self.read_keymap(project)
        self.remembered_here = Remembered(project)
        if self.remembered_here.problem:
            self.say(self.remembered_here.problem, bad=True)

    def remember(self) -> None:
        """Keep where one is now; the screens in front of which others stand first."""
        for screen in self.screen_stack:
            ask = getattr(screen, "to_remember", None)
            with suppress(NoMatches):  # a screen that is being built or taken down has not all its parts
                for name, value in (ask() if ask else {}).items():
                    self.remembered_here.set(name, value)
        self.remembered_here.save()

    # -- copying -----------------------------------------------------------------------------------------------------

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text and say what became of it; every copy of the desk comes through here."""
        self.copy(text)

    def copy(self, text: str, said: str = "") -> None:
        """Copy a text.

        Args:
            said: what it is, for the line about it; empty: how long it is.
        """
        what = said or ngettext("{n} character", "{n} characters", len(text)).format(n=len(text))
        self._clipboard = text
        self._fill_clipboard(text, what)

    @work(thread=True, group="clipboard", exit_on_error=False)
    def _fill_clipboard(self, text: str, what: str) -> None:
        told, bad = clipboard.fill(text, lambda: self.call_from_thread(super(Habits, self).copy_to_clipboard, text))
        self.call_from_thread(self.say, f"{what}: {told}", bad=bad)
