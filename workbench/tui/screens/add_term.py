"""A term from what one works on: both sides filled in, Enter stores it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from workbench.core.language import own_name
from workbench.core.ports import Terms
from workbench.tui.drawing import clean
from workbench.tui.i18n import _

if TYPE_CHECKING:
    from workbench.services.termadd import Known


@dataclass(frozen=True, slots=True)
class NewTerm:
    """What is to be stored: the term in both languages, and the concept that it belongs to already."""

    texts: tuple[str, str]
    there: Known | None


class AddTerm(ModalScreen[NewTerm | None]):
    """Gives the term, or None.

    Args:
        surfaces: what stands in the source and in the translation; empty where nothing is selected.
        pair: their languages.
        context: source and translation with the place of what is selected in the latter, to find its source by; None
            where the source is known.
        finder: tells what the termbase has already.
    """

    CSS_PATH = "../styles/add_term.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(
        self,
        surfaces: tuple[str, str],
        pair: tuple[str, str],
        context: tuple[str, str, tuple[int, int]] | None,
        finder: Terms | None,
    ) -> None:
        super().__init__()
        self._surfaces, self._pair, self._around, self._finder = surfaces, pair, context, finder
        self._there: Known | None = None

    def compose(self) -> ComposeResult:
        """Two fields, what is there already, keys."""
        with Vertical(classes="dialog"):
            yield Static(_("Add a term"), classes="dialog-title")
            for name, language, text in zip(("source", "target"), self._pair, self._surfaces, strict=True):
                with Horizontal(classes="field term-field"):
                    yield Label(own_name(language))
                    yield Input(clean(text), id=f"term-{name}", compact=True, select_on_focus=False)
            yield Static("", id="wrong")
            yield Static(_("Enter: store it   Tab: the other language   Esc: leave it"), classes="dialog-keys")

    def on_mount(self) -> None:
        """Type what is missing; how both are cited is looked up."""
        self.field("source" if not self._surfaces[0] and self._surfaces[1] else "target").focus()
        self._cite()

    def field(self, name: str) -> Input:
        """The field of the `source` or the `target`."""
        return self.query_one(f"#term-{name}", Input)

    @work(thread=True, exclusive=True, group="citing", exit_on_error=False)
    def _cite(self) -> None:
        """What stands in the texts as a dictionary has it; the source of what is selected."""
        from workbench.services.termadd import cited, likely_source

        source, target = self._surfaces
        if not source and self._around is not None:
            source = likely_source(*self._around, self._pair)
        found = tuple(cited(text, language) for text, language in zip((source, target), self._pair, strict=True))
        self.app.call_from_thread(self._cited, found)

    def _cited(self, found: tuple[str, ...]) -> None:
        """Fill in what nobody has touched."""
        if not self.is_attached:
            return
        for name, before, text in zip(("source", "target"), self._surfaces, found, strict=True):
            field = self.field(name)
            if field.value == clean(before) and text:
                field.value = clean(text)
                field.cursor_position = len(field.value)

    @on(Input.Changed)
    def typed(self) -> None:
        """Say what the termbase has already."""
        from workbench.services.termadd import known

        source, target = self.field("source").value.strip(), self.field("target").value.strip()
        self._there = known(self._finder, source, self._pair)
        self.query_one("#wrong", Static).update(Content(self._told(source, target)))

    def _told(self, source: str, target: str) -> str:
        if self._there is None:
            return ""
        listed = ", ".join(term.text for term in self._there.terms)
        if not listed:
            told = _("the termbase has {term}, without a term in {language}; this one is added to it")
        elif target in (term.text for term in self._there.terms):
            told = _("the termbase has it already: {term} → {listed}")
        else:
            told = _("the termbase has {term} → {listed}; this one is added as admitted")
        return clean(told.format(term=source, listed=listed, language=own_name(self._pair[1])))

    @on(Input.Submitted)
    def take(self) -> None:
        """Store it if both sides are there."""
        texts = self.field("source").value.strip(), self.field("target").value.strip()
        for name, text in zip(("source", "target"), texts, strict=True):
            if not text:
                self.field(name).focus()
                self.query_one("#wrong", Static).update(Content(_("a term needs a text in both languages")))
                return
        self.dismiss(NewTerm(texts, self._there))
