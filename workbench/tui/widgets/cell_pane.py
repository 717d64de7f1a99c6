"""Below the grid: the current cell: source, text in the editor, where it comes from, what is noticed about it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from workbench.core.project import Cell
from workbench.tui.drawing import clean
from workbench.tui.terms import CellTerms
from workbench.tui.widgets.editor import Editor
from workbench.tui.widgets.lines import TitleLine
from workbench.tui.widgets.picker import Picker
from workbench.tui.wording import cell_words


class CellPane(Vertical):
    """Shows one cell; it is set from above through `show`, and its editor is the screen's to listen to."""

    def compose(self) -> ComposeResult:
        """Source and editor on the left, notes on the right or below."""
        with Horizontal(id="pane-columns"):
            with Vertical(id="pane-texts"):
                yield TitleLine(widget_id="source-title")
                with VerticalScroll(id="source-scroll", can_focus=False):
                    yield Static(id="source")
                yield TitleLine(widget_id="target-title")
                yield Editor(widget_id="editor")
                yield Picker(widget_id="picker")
            with Vertical(id="pane-notes"):
                yield TitleLine(widget_id="notes-title")
                with VerticalScroll(id="notes-scroll", can_focus=False):
                    yield Static(id="notes")

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
        self._show_source(source)
        self.query_one("#source-scroll").scroll_home(animate=False)
        self.editor.show(text)

    def mark_terms(self, source: str, text: str, terms: CellTerms) -> None:
        """Underline the terms of the source, and those of the text that render them."""
        self._show_source(source, terms.source)
        self.editor.mark(text, terms.target)

    def _show_source(self, source: str, spans: Sequence[tuple[int, int]] = ()) -> None:
        shown = Content(clean(source) or "(nothing opposite)")  # one sign for one: the offsets hold
        for start, end in spans:
            shown = shown.stylize("underline", start, end)
        self.query_one("#source", Static).update(shown)

    def show_origin(self, number: str, language: str, cell: Cell | None) -> None:
        """Say again what state the cell is in, the texts untouched."""
        self.query_one("#target-title", TitleLine).show(f"{number}  {language}", cell_words(cell))

    def show_notes(self, notes: Sequence[str], *, title: str = "notes") -> None:
        """Say what is noticed about the cell; a pane without notes says that too."""
        self.query_one("#notes-title", TitleLine).show(title)
        lines = [
            Content.styled(clean(note), "$desk-warn" if note.startswith("!") else "$desk-dim")
            for note in notes or ("nothing to note about this cell",)
        ]
        self.query_one("#notes", Static).update(Content("\n").join(lines))
