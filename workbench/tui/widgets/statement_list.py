"""The list of statements: one line each, a bar of states for every language."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType

from workbench.core.language import own_name
from workbench.core.project import State
from workbench.tui.actions import Place
from workbench.tui.drawing import clean, empty_line, fit, state_bar
from workbench.tui.i18n import _
from workbench.tui.keymap import bindings, everywhere_letters
from workbench.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from workbench.services.overview import StatementOverview, VersionOverview

_BAR = 8
"""Cells of a state bar."""


class StatementList(RowList):
    """Statements with the state of each version; set from above through `show`."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.STATEMENTS), *everywhere_letters()]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"list--{state}" for state in State),
        "list--title",
        "list--note",
        "list--row",
        "list--mark",
    }

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(widget_id=widget_id)
        self.items: Sequence[StatementOverview] = ()
        self.languages: tuple[str, ...] = ()
        self.why_empty = ""
        self.words_of: Callable[[StatementOverview], int | None] = lambda _item: None

    def show(self, items: Sequence[StatementOverview], languages: tuple[str, ...], why_empty: str) -> None:
        """Show these statements; the cursor stays on its statement where it is still there."""
        key = self.current.statement.key if self.current else ""
        self.items, self.languages, self.why_empty = items, languages, why_empty
        self.go_to(key)
        self.rearrange()

    def go_to(self, key: str) -> None:
        """Put the cursor on a statement, if it is among those shown."""
        keys = [item.statement.key for item in self.items]
        if key in keys:
            self.go(keys.index(key))

    @property
    def count(self) -> int:
        """Statements shown."""
        return len(self.items)

    @property
    def current(self) -> StatementOverview | None:
        """The statement under the cursor."""
        return self.items[self.cursor] if self.cursor < len(self.items) else None

    def _widths(self, width: int) -> tuple[int, int, int]:
        """Title, date (0 if there is no room) and one language."""
        language = _BAR + 6 if width >= 60 + len(self.languages) * (_BAR + 6) else _BAR + 1
        dated = 11 if width >= 36 + len(self.languages) * language + 10 else 0
        return max(12, width - 2 - 4 - 7 - dated - len(self.languages) * language), dated, language

    def heading(self, width: int) -> str:
        """Names of the columns."""
        title, dated, language = self._widths(width)
        languages = "".join(fit(own_name(tag) if language > _BAR + 1 else tag, language) for tag in self.languages)
        # Translators: “from” heads the column of the source language, which has four cells; “words” has six.
        names = fit(_("statement"), title), fit(_("date"), dated), fit(_("from"), 4), _("words").rjust(6)
        return f"  {''.join(names)} {languages}"

    def lively(self) -> Collection[int]:
        """The current statement alone."""
        return (self.cursor,)

    def draw(self, index: int, line: int, width: int) -> list[Segment]:
        """One statement."""
        item, here = self.items[index], index == self.cursor
        title, dated, language = self._widths(width)
        statement = item.statement
        words = self.words_of(item)
        name = clean(statement.title or statement.key)
        segments = [
            Segment("▸ " if here else "  ", self._style("mark", here)),
            Segment(fit(name, title - 1) + " ", self._style("title", here)),
            Segment(fit(statement.date, dated) + fit(statement.source_language, 4), self._style("note", here)),
            Segment(f"{'…' if words is None else words:>6} ", self._style("note", here)),
        ]
        for tag in self.languages:
            segments += self._version(item.languages.get(tag), language, here)
        used = sum(segment.cell_length for segment in segments)
        return [*segments, Segment(" " * max(0, width - used), self._style("note", here))]

    def _version(self, version: VersionOverview | None, width: int, here: bool) -> list[Segment]:
        if version is None or version.kind == "source":
            return [Segment(fit(_("source") if version else "", width), self._style("note", here))]
        if not version.counts:
            # Translators: eight cells.
            return [Segment(fit(_("unaligned"), width - 1) + " ", self._style(State.FUZZY, here))]
        bar = state_bar(version.counts, _BAR)
        segments = [Segment(sign, self._style(state, here)) for state, sign in _signs(version, bar)]
        segments.append(Segment(" " * (_BAR - len(bar)), self._style("note", here)))
        if width > _BAR + 1:
            percent = 100 * version.done // version.total if version.total else 0
            segments.append(Segment(f"{percent:>4}% ", self._style("note", here)))
        else:
            segments.append(Segment(" ", self._style("note", here)))
        return segments

    def _style(self, name: str, here: bool) -> Style:
        style = self.get_component_rich_style(f"list--{name}")
        return style + Style(bgcolor=self.get_component_rich_style("list--row").bgcolor) if here else style

    def draw_empty(self, line: int, width: int) -> list[Segment]:
        """In an empty list, why it is empty."""
        why = self.why_empty if not self.items else ""
        return [Segment(empty_line(why, line, width), self._style("title", False))]


def _signs(version: VersionOverview, bar: str) -> list[tuple[State, str]]:
    """The bar in runs of one state."""
    from workbench.tui.drawing import glyph

    return [(state, glyph(state) * bar.count(glyph(state))) for state in reversed(State) if glyph(state) in bar]
