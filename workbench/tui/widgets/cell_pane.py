"""Below the grid: the current cell: source, text in the editor, what is noticed about it, what may be put into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from workbench.core.project import Cell
from workbench.tui.drawing import clean
from workbench.tui.i18n import N_, _
from workbench.tui.terms import Spans
from workbench.tui.widgets.editor import Editor, Mark
from workbench.tui.widgets.lines import TitleLine
from workbench.tui.widgets.notes import Entry, Notes, plain_entry
from workbench.tui.widgets.picker import Picker
from workbench.tui.widgets.tabs import TabLine
from workbench.tui.wording import cell_words

SUGGESTIONS, FINDINGS, HISTORY, COMMENTS = "suggestions", "findings", "history", "comments"

_TITLES = {
    SUGGESTIONS: N_("suggestions"),
    FINDINGS: N_("findings"),
    HISTORY: N_("history"),
    COMMENTS: N_("comments"),
}


class CellPane(Vertical):
    """Shows one cell; it is set from above through `show`, and its editor is the screen's to listen to.

    Wide, the findings stand below the editor and the rest beside it; narrow, all four take turns below it. Which is
    shown is remembered from cell to cell.
    """

    class Turned(Message):
        """Another tab is shown, or the pane has become wide or narrow."""

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self.wide = False
        self.tab = SUGGESTIONS
        self._source_height = 0
        self._entries: dict[str, Sequence[Entry]] = {}
        self._counts: dict[str, int] = {}
        self._source = Content()

    def compose(self) -> ComposeResult:
        """Source and editor on the left, what may be put in on the right or below."""
        with Horizontal(id="pane-columns"):
            with Vertical(id="pane-texts"):
                yield TitleLine(widget_id="source-title")
                with VerticalScroll(id="source-scroll", can_focus=False):
                    yield Static(id="source")
                yield TitleLine(widget_id="target-title")
                yield Editor(widget_id="editor")
                yield Picker(widget_id="picker")
                yield TitleLine(widget_id="findings-title")
                yield Notes(widget_id="findings")
            with Vertical(id="pane-side"):
                yield TabLine(widget_id="tabs")
                yield Notes(widget_id="side")

    @property
    def editor(self) -> Editor:
        """The editor."""
        return self.query_one("#editor", Editor)

    @property
    def picker(self) -> Picker:
        """The character picker."""
        return self.query_one("#picker", Picker)

    def show(
        self, number: str, languages: tuple[str, str], source: str, cell: Cell | None, text: str, *, begun: bool
    ) -> None:
        """Show a cell.

        Args:
            number: of the row, as the grid shows it.
            languages: source and target.
            source: what the cell translates.
            cell: None where the version does not exist yet.
            text: what the editor holds; differs from the cell's while it is being typed.
            begun: whether the version exists.
        """
        self.query_one("#source-title", TitleLine).show(f"{number}  {languages[0]}")
        self.query_one("#target-title", TitleLine).show(f"{number}  {languages[1]}", cell_words(cell, begun=begun))
        self.show_source(source)
        self.query_one("#source-scroll").scroll_home(animate=False)
        self.editor.show(text)

    def show_source(self, source: str, terms: Spans = (), lit: tuple[int, int] | None = None) -> None:
        """Underline the terms of the source; the one that is lit up stands out."""
        shown = Content(clean(source) or _("(nothing opposite)"))  # one sign for one: the offsets hold
        for start, end in terms if source else ():
            shown = shown.stylize("underline", start, end)
        if lit is not None and source:
            shown = shown.stylize("bold reverse", *lit)
        if shown.is_same(self._source):
            return
        field, room = self.query_one("#source", Static), self.query_one("#source-scroll").size
        heights = {text.get_height({}, room.width) if room else 0 for text in (shown, self._source)}
        self._source = shown
        # A layout of the whole screen for each key would be felt; the field is never smaller than its room.
        field.update(shown, layout=not room or (len(heights) > 1 and max(heights) > room.height))

    def mark_text(self, text: str, marks: Sequence[Mark]) -> None:
        """Mark places in the text of the editor, as long as it stands there."""
        self.editor.mark(text, marks)

    def show_origin(self, number: str, language: str, cell: Cell | None) -> None:
        """Say again what state the cell is in, the texts untouched."""
        self.query_one("#target-title", TitleLine).show(f"{number}  {language}", cell_words(cell))

    # -- tabs --------------------------------------------------------------------------------------------------------

    @property
    def tabs(self) -> tuple[str, ...]:
        """What takes turns, at this size."""
        return (SUGGESTIONS, HISTORY, COMMENTS) if self.wide else (SUGGESTIONS, FINDINGS, HISTORY, COMMENTS)

    def cycle(self) -> None:
        """Show the next tab."""
        self.turn(self.tabs[(self.tabs.index(self.tab) + 1) % len(self.tabs)])

    def turn(self, tab: str) -> None:
        """Show a tab, the first one where this size has no such."""
        self.tab = tab if tab in self.tabs else SUGGESTIONS
        self._refresh_side()
        self.post_message(self.Turned())

    def show_tab(self, name: str, lines: Sequence[str | Entry], empty: str = "", *, count: int | None = None) -> None:
        """Set what a tab holds; those that begin with `!` are warnings.

        Args:
            empty: why it holds nothing, and what to do.
            count: what to say beside its title, by default how many lines there are.
        """
        entries = [plain_entry(each) if isinstance(each, str) else each for each in lines]
        self._counts[name] = len(entries) if count is None else count
        self._entries[name] = entries or [plain_entry(empty)]
        if name == FINDINGS:
            told = _(_TITLES[FINDINGS])
            self.query_one("#findings-title", TitleLine).show(f"{told} {self._counts[name]}" if entries else told)
            self.query_one("#findings", Notes).show(self._entries[name])
        self._refresh_side(keep_place=name != self.tab)

    def _refresh_side(self, *, keep_place: bool = False) -> None:
        titles = [(name, _(_TITLES[name]), str(self._counts.get(name, 0) or "")) for name in self.tabs]
        self.query_one("#tabs", TabLine).show(titles, self.tab)
        self.query_one("#side", Notes).show(self._entries.get(self.tab, ()), keep_place=keep_place)

    @property
    def shown(self) -> Mapping[str, Sequence[Entry]]:
        """What each tab holds."""
        return self._entries

    def on_resize(self, _event: events.Resize) -> None:
        """Wide or narrow is told by the screen's class."""
        self._source_height = 0
        wide = self.screen.has_class("wide")
        if wide is not self.wide or not self._entries:
            self.wide = wide
            self.turn(self.tab)

    @on(TabLine.Chosen)
    def chosen(self, event: TabLine.Chosen) -> None:
        """A click on a title."""
        event.stop()
        self.turn(event.name)
