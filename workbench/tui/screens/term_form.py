"""A concept to be written: what it means, and its terms in every language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from workbench.core.errors import ConfigError
from workbench.core.language import language_tag
from workbench.core.term import Concept, Term, TermStatus
from workbench.tui.drawing import clean
from workbench.tui.i18n import _
from workbench.tui.screens.dialogs import Choice
from workbench.tui.term_words import GENDERS, PARTS_OF_SPEECH, STATUS_WORDS, status_glyph
from workbench.tui.widgets.cycle import Cycle
from workbench.tui.widgets.plain import PlainArea

_CAPITALS = "capitals"


class TermLines(Vertical):
    """One term on two lines: language, text and status; word class, gender, capitals and a note.

    Args:
        term: what it holds at first.
    """

    def __init__(self, term: Term) -> None:
        super().__init__(classes="term-lines")
        self._term = term

    def compose(self) -> ComposeResult:
        """Fields in the order of the Tab key."""
        term = self._term
        statuses = {str(status): f"{status_glyph(status)} {_(word)}" for status, word in STATUS_WORDS.items()}
        with Horizontal(classes="field"):
            yield Input(term.language, placeholder=_("language"), classes="language", compact=True)
            yield Input(clean(term.text), placeholder=_("term, as a dictionary cites it"), classes="term", compact=True)
            yield Cycle(statuses, str(term.status))
        with Horizontal(classes="field more"):
            yield Cycle({name: _(word) for name, word in PARTS_OF_SPEECH.items()}, term.part_of_speech)
            yield Cycle({name: _(word) for name, word in GENDERS.items()}, term.gender)
            capitals = {"": _("any capitals"), _CAPITALS: _("capitals as written")}
            yield Cycle(capitals, _CAPITALS if term.case_sensitive else "")
            yield Input(clean(term.note), placeholder=_("note on this term"), classes="note", compact=True)

    def read(self) -> Term | None:
        """The term as it is written here; None if there is no text.

        Raises: ConfigError if the language is none.
        """
        language, text, note = (field.value for field in self.query(Input))
        text, note = _kept(self._term.text, text), _kept(self._term.note, note)
        status, part_of_speech, gender, capitals = (cycle.value for cycle in self.query(Cycle))
        if not text:
            return None
        return replace(
            self._term,
            text=text,
            language=language_tag(language),
            status=TermStatus(status),
            part_of_speech=part_of_speech,
            gender=gender,
            note=note,
            case_sensitive=capitals == _CAPITALS,
        )


class TermForm(ModalScreen[Concept | None]):
    """Gives the concept as it was written, or None.

    Args:
        concept: what to begin with.
        languages: that a concept should have; those without a term get an empty line.
        title: what is being done.
        only_read: why nothing can be changed; empty if it can.
    """

    CSS_PATH = "../styles/term_form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False, priority=True),
        Binding("ctrl+s", "take", show=False, priority=True),
        Binding("ctrl+n", "add", show=False, priority=True),
        Binding("ctrl+x", "drop", show=False, priority=True),
    ]

    def __init__(self, concept: Concept, languages: Sequence[str], title: str, *, only_read: str = "") -> None:
        super().__init__()
        self._concept, self._languages, self._title, self._only_read = concept, languages, title, only_read
        self._sure = False

    def compose(self) -> ComposeResult:
        """Its terms, then what it means."""
        with Vertical(classes="dialog"):
            yield Static(Content(clean(self._title)), classes="dialog-title")
            with VerticalScroll(id="term-form", can_focus=False):
                for term in self._first_terms():
                    yield TermLines(term)
                with Horizontal(classes="field first"):
                    yield Label(_("domain"))
                    yield Input(clean(self._concept.domain), id="domain", compact=True)
                for name, label, value in (
                    ("definition", _("definition"), self._concept.definition),
                    ("note", _("note"), self._concept.note),
                ):
                    with Horizontal(classes="field long"):
                        yield Label(label)
                        yield PlainArea(value, id=name, compact=True, tab_behavior="focus")
            yield Static(Content(clean(self._only_read)), id="wrong")
            yield Static(
                _("Tab next · Space or ← → turn a choice · Ctrl+N one more term · Ctrl+X drop it · Ctrl+S keep · Esc"),
                classes="dialog-keys",
            )

    def _first_terms(self) -> Iterator[Term]:
        """The terms there are, and an empty one for each language without; in the order of the languages."""
        there = {term.language for term in self._concept.terms}
        missing = [] if self._only_read else [Term("", tag) for tag in self._languages if tag not in there]
        places = {tag: place for place, tag in enumerate(self._languages)}
        yield from sorted((*self._concept.terms, *missing), key=lambda term: places.get(term.language, len(places)))

    def on_mount(self) -> None:
        """Write the first term; of what is only read nothing can be changed."""
        for field in self.query("Input, Cycle, PlainArea") if self._only_read else ():
            field.disabled = True
        if not self._only_read:
            self.query(".term").first(Input).focus()

    # -- what is written ---------------------------------------------------------------------------------------------

    def _read(self) -> Concept:
        """The concept as the form has it.

        Raises: ConfigError saying what is wrong with a language.
        """
        terms = tuple(term for lines in self.query(TermLines) if (term := lines.read()) is not None)
        texts = {name: self.query_one(f"#{name}", PlainArea).text.strip() for name in ("definition", "note")}
        texts["domain"] = _kept(self._concept.domain, self.query_one("#domain", Input).value)
        order = {tag: place for place, tag in enumerate(dict.fromkeys(term.language for term in terms))}
        return replace(self._concept, terms=tuple(sorted(terms, key=lambda term: order[term.language])), **texts)

    def _wrong(self, text: str) -> None:
        self.query_one("#wrong", Static).update(Content(clean(text)))

    def action_take(self) -> None:
        """Keep it, or say what is wrong."""
        if self._only_read:
            self._wrong(self._only_read)
            return
        try:
            concept = self._read()
        except ConfigError as error:
            self._wrong(str(error))
            return
        twice = _twice(concept.terms)
        if not concept.terms:
            self._wrong(_("a concept needs a term: write one"))
        elif twice:
            self._wrong(_("“{term}” stands twice in {language}").format(term=twice.text, language=twice.language))
        else:
            self.dismiss(concept)

    def action_leave(self) -> None:
        """Leave it; what was written is only given up when the person says so."""
        try:
            changed = not self._only_read and self._read() != self._as_it_was()
        except ConfigError:
            changed = True
        if not changed:
            self.dismiss(None)
            return

        def decide(answer: int | None) -> None:
            if answer == 1:
                self.dismiss(None)

        answers = [_("go on writing"), _("leave it as it was")]
        self.app.push_screen(Choice(_("This is not kept yet."), answers), decide)

    def _as_it_was(self) -> Concept:
        order = {tag: place for place, tag in enumerate(dict.fromkeys(term.language for term in self._first_terms()))}
        terms = sorted(self._concept.terms, key=lambda term: order[term.language])
        return replace(self._concept, terms=tuple(terms))

    # -- terms -------------------------------------------------------------------------------------------------------

    async def action_add(self) -> None:
        """One more term, in the language of the one that is written now."""
        here = self._here()
        if self._only_read:
            self._wrong(self._only_read)
            return
        language = here.query_one(".language", Input).value if here else ""
        admitted = Term("", language, TermStatus.ADMITTED if language else TermStatus.PREFERRED)
        lines = TermLines(admitted)
        await self.query_one("#term-form").mount(lines, after=here)
        lines.query_one(".term" if language else ".language", Input).focus()

    async def action_drop(self) -> None:
        """Drop the term that is written now."""
        here = self._here()
        if here is not None and not self._only_read:
            self.focus_previous()
            await here.remove()

    def _here(self) -> TermLines | None:
        focused: Widget | None = self.focused
        found = [each for each in focused.ancestors if isinstance(each, TermLines)] if focused else []
        return found[0] if found else None

    @on(Input.Submitted)
    def submitted(self) -> None:
        """Enter goes on to the next field."""
        self.focus_next()


def _kept(before: str, written: str) -> str:
    """What was written, in one line; the text as it was where nothing was, whatever signs it holds."""
    return before if written == clean(before) else " ".join(written.split())


def _twice(terms: Sequence[Term]) -> Term | None:
    """A term that is there twice."""
    seen: set[tuple[str, str]] = set()
    for term in terms:
        if (term.language, term.text) in seen:
            return term
        seen.add((term.language, term.text))
    return None
