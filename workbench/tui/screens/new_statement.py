"""A new statement: paste the text or take it from a file; title, date, language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static, TextArea

from workbench.core.errors import WorkbenchError
from workbench.core.language import own_name
from workbench.tui import tasks
from workbench.tui.drawing import clean
from workbench.tui.i18n import _
from workbench.tui.screens.chooser import ChoosePath
from workbench.tui.widgets.plain import PlainArea


@dataclass(frozen=True, slots=True)
class Written:
    """What the form says."""

    title: str
    date: str
    language: str
    text: str


class NewStatement(ModalScreen[Written | None]):
    """The form.

    Args:
        language: proposed where the text does not tell.
        folder: where the file chooser begins.
    """

    CSS_PATH = "../styles/new_statement.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("ctrl+s", "take", show=False, priority=True),
        Binding("ctrl+o", "file", show=False, priority=True),
    ]

    def __init__(self, language: str, folder: Path) -> None:
        super().__init__()
        self._language, self._folder = language, folder
        self._typed_language = False

    def compose(self) -> ComposeResult:
        """Text first, since the rest follows from it."""
        with Vertical(classes="dialog"):
            yield Static(_("New statement: paste the text, or Ctrl+O takes a file"), classes="dialog-title")
            yield PlainArea(id="text", tab_behavior="focus")
            for name, label, hint in (
                ("title", _("title"), _("as it is shown in the list; empty: the first line")),
                ("date", _("date"), _("2024-05-03, or empty")),
                ("language", _("language"), _("en, fr, az, hy …; found from the text")),
            ):
                with Horizontal(classes="field"):
                    yield Label(label)
                    yield Input(placeholder=hint, id=name, compact=True)
            yield Static("", id="wrong")
            keys = _("Tab: next field   Ctrl+S: make it   Ctrl+O: a file   Esc: leave it")
            yield Static(keys, classes="dialog-keys")

    def on_mount(self) -> None:
        """Paste first."""
        self.query_one("#text", TextArea).focus()

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _wrong(self, text: str) -> None:
        self.query_one("#wrong", Static).update(Content(clean(text)))

    @on(Input.Changed, "#language")
    def language_typed(self, event: Input.Changed) -> None:
        """The person's word goes before what is found."""
        self._typed_language = event.input.has_focus and bool(event.value)

    @on(TextArea.Changed)
    def text_changed(self, event: TextArea.Changed) -> None:
        """Find the language from the text."""
        if not self._typed_language and event.text_area.text.strip():
            self.find_language(event.text_area.text)

    @work(thread=True, exclusive=True, group="detect", exit_on_error=False)
    def find_language(self, text: str) -> None:
        """Detect in the background; the field is filled where it is still the form's to fill."""
        language = tasks.language_of(text)
        self.app.call_from_thread(self._propose, language)

    def _propose(self, language: str) -> None:
        if self.is_attached and not self._typed_language:
            self.query_one("#language", Input).value = language

    def action_file(self) -> None:
        """Take the text from a file."""
        self.app.push_screen(ChoosePath(_("Take the text from this file"), self._folder), self._read)

    def _read(self, path: Path | None) -> None:
        if path is None:
            return
        try:
            document = tasks.read_file(path)
        except WorkbenchError as error:
            self._wrong(str(error))
            return
        self.query_one("#text", TextArea).text = document.text
        for name, value in (("title", document.title), ("date", document.date), ("language", document.language)):
            if value:
                self.query_one(f"#{name}", Input).value = value

    def action_take(self) -> None:
        """Make the statement, or say what is wrong."""
        text = self.query_one("#text", TextArea).text
        language = self._value("language")
        title = self._value("title") or next((line.strip()[:100] for line in text.splitlines() if line.strip()), "")
        if not text.strip():
            self._wrong(_("there is no text yet: paste it, type it, or take a file with Ctrl+O"))
        elif not language:
            told = _("the text does not tell its language: write one, such as {tag} ({name})")
            self._wrong(told.format(tag=self._language, name=own_name(self._language)))
        else:
            wrong = tasks.wrong_with(language, self._value("date"))
            if wrong:
                self._wrong(wrong)
            else:
                self.dismiss(Written(title, self._value("date"), language, text))
