"""A sentence to try: what the matcher finds in it, while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from workbench.core.language import own_name
from workbench.core.term import Concept, TermHit
from workbench.tui.drawing import clean
from workbench.tui.i18n import _
from workbench.tui.term_words import GRADE_WORDS, STATUS_WORDS, status_glyph
from workbench.tui.widgets.cycle import Cycle

if TYPE_CHECKING:
    from workbench.terminology.lookup import TermFinder


class TryTerms(ModalScreen[None]):
    """Shows the hits of a termbase in what is written.

    Args:
        concepts: of the termbase.
        languages: to choose from.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("f3", "turn", show=False, priority=True),
    ]

    def __init__(self, concepts: Sequence[Concept], languages: Sequence[str]) -> None:
        super().__init__()
        self._concepts, self._languages = concepts, languages
        self._finder: TermFinder | None = None

    def compose(self) -> ComposeResult:
        """Language and field above the hits."""
        with Vertical(classes="dialog tall"):
            yield Static(_("What the matcher finds"), classes="dialog-title")
            with Horizontal(classes="try"):
                yield Cycle({tag: own_name(tag) for tag in self._languages})
                yield Input(placeholder=_("a word or a sentence"), compact=True)
            with VerticalScroll(can_focus=False):
                yield Static(id="found")
            yield Static(_("F3: another language   Esc"), classes="dialog-keys")

    def on_mount(self) -> None:
        """Make the matcher ready while the person begins to write."""
        self.query_one(Input).focus()
        self._make_ready()

    @work(thread=True, group="termtry", exit_on_error=False)
    def _make_ready(self) -> None:
        from workbench.terminology.lookup import TermFinder

        finder = TermFinder(self._concepts)
        for language in self._languages:
            finder.find("-", language)
        self.app.call_from_thread(self._ready, finder)

    def _ready(self, finder: TermFinder) -> None:
        if self.is_attached:
            self._finder = finder
            self.look()

    @on(Input.Changed)
    @on(Cycle.Turned)
    def look(self) -> None:
        """Find the terms of what is written."""
        text, language = self.query_one(Input).value, self.query_one(Cycle).value
        if not text.strip():
            lines = [Content.styled(_("every form that is found is told with how sure it is"), "$desk-dim")]
        elif self._finder is None:
            lines = [Content.styled(_("the termbase is being made ready …"), "$desk-dim")]
        else:
            hits = self._finder.find(text, language, homonyms=True)
            lines = [_marked(text, hits), Content(""), *map(_line, hits)]
            if not hits:
                lines.append(Content.styled(_("no term is found in it"), "$desk-warn"))
        self.query_one("#found", Static).update(Content("\n").join(lines))

    def action_turn(self) -> None:
        """Another language."""
        self.query_one(Cycle).action_turn(1)


def _marked(text: str, hits: Sequence[TermHit]) -> Content:
    """The text with its terms underlined."""
    shown = Content(clean(text))
    for hit in hits:
        shown = shown.stylize("underline $desk-accent", hit.start, hit.end)
    return shown


def _line(hit: TermHit) -> Content:
    return Content.assemble(
        (f"{status_glyph(hit.status)} ", "$desk-text"),
        (clean(hit.surface), "bold $desk-text"),
        (f"  →  {clean(hit.term)}   {_(GRADE_WORDS[hit.grade])} · {_(STATUS_WORDS[hit.status])}", "$desk-dim"),
        (f" · {clean(hit.concept)}", "$desk-dim"),
    )
