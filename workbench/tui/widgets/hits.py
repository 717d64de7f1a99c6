"""What a search has found, one line each; the current one opens to its whole text, with what would stand there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.binding import BindingType

from workbench.core.project import State
from workbench.tui.actions import Place
from workbench.tui.diff import Piece, diff_pieces
from workbench.tui.drawing import clean, empty_line, fit, glyph, line_sign
from workbench.tui.keymap import bindings, everywhere_letters
from workbench.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from workbench.services.replace import Found


class HitList(RowList):
    """Hits; set from above through `show` and `add`."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.REPLACE), *everywhere_letters()]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "hits--text", "hits--hit", "hits--old", "hits--new", "hits--place", "hits--dim", "hits--row",
    }  # fmt: skip

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(widget_id=widget_id)
        self.founds: list[Found] = []
        self.done: set[int] = set()
        self.skipped: set[int] = set()
        self.why_empty = ""

    @property
    def count(self) -> int:
        """Hits shown."""
        return len(self.founds)

    @property
    def current(self) -> Found | None:
        """The hit under the cursor."""
        return self.founds[self.cursor] if self.cursor < len(self.founds) else None

    def show(self, why_empty: str) -> None:
        """Begin anew, with nothing found yet."""
        self.founds, self.done, self.skipped, self.why_empty = [], set(), set(), why_empty
        self.cursor = 0
        self.rearrange()

    def add(self, founds: Sequence[Found]) -> None:
        """Put more below what is there."""
        self.founds.extend(founds)
        self.rearrange()

    def waiting(self) -> list[int]:
        """Those that can be replaced and are neither left out nor replaced yet."""
        return [number for number in range(len(self.founds)) if self.can_replace(number)]

    def can_replace(self, number: int) -> bool:
        """Whether a hit is still to be replaced."""
        found = self.founds[number]
        return found.replaced is not None and not found.locked and number not in self.done | self.skipped

    # Drawing.

    def measure(self, index: int) -> int:
        """The current one takes as many lines as its text."""
        return len(self._opened(index, self.size.width - 1)) if index == self.cursor else 1

    def draw(self, index: int, line: int, width: int) -> list[Segment]:
        """Sign, place and text."""
        here = index == self.cursor
        head = self._head(index, here) if not line else " " * self._head_width
        room = max(1, width - self._head_width)
        text = self._opened(index, width)[line] if here else self._in_one_line(index, room)
        if text.cell_len > room:
            text.truncate(room - 1)
            text.append(line_sign("more"))
        text.truncate(room, pad=True)
        segments = [Segment(head, self._style("place", here)), *text.render(self.app.console)]
        return [Segment(each.text, each.style) for each in segments if each.text]

    @property
    def _head_width(self) -> int:
        return 30 if self.size.width < 110 else 42

    def _head(self, index: int, here: bool) -> str:
        found = self.founds[index]
        name = fit(clean(found.statement_key), self._head_width - 18)
        return fit(
            f"{'▸' if here else ' '}{self._sign(index)} {name} {found.language:<4} {found.row + 1:>6}", self._head_width
        )

    def _sign(self, index: int) -> str:
        """What became of it."""
        if index in self.done:
            return glyph(State.CONFIRMED)
        if index in self.skipped:
            return "-"
        return glyph(State.LOCKED) if self.founds[index].locked else " "

    def _opened(self, index: int, width: int) -> list[Text]:
        text = self._text(pieces(self.founds[index]), here=True)
        lines = text.wrap(self.app.console, max(1, width - self._head_width), overflow="fold", no_wrap=False)
        return list(lines) or [Text("")]

    def _in_one_line(self, index: int, room: int) -> Text:
        """One line, such that the first hit is in sight."""
        shown = pieces(self.founds[index])
        before = shown[0][0] if shown and shown[0][1] == "text" else ""
        keep = max(8, room // 3)
        if cell_len(before) > keep:
            shown = [(line_sign("more") + before[-keep + 1 :], "text"), *shown[1:]]
        return self._text(shown, here=False)

    def _text(self, shown: Sequence[Piece], *, here: bool) -> Text:
        return Text.assemble(
            *((piece, self._style(name, here)) for piece, name in shown), style=self._style("text", here)
        )

    def _style(self, name: str, here: bool) -> Style:
        style = self.get_component_rich_style(f"hits--{name}")
        return style + Style(bgcolor=self.get_component_rich_style("hits--row").bgcolor) if here else style

    def draw_empty(self, line: int, width: int) -> list[Segment]:
        """In an empty list, why it is empty."""
        why = self.why_empty if not self.founds else ""
        return [Segment(empty_line(why, line, width), self._style("dim", False))]


def pieces(found: Found) -> list[Piece]:
    """The text of a hit, its hits marked; where something would be put there, what goes and what comes."""
    if found.replaced is None:
        return _marked(found.text, found.spans)
    return diff_pieces(found.text, found.replaced)


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    shown: list[Piece] = []
    at = 0
    for start, end in spans:
        shown += [(clean(text[at:start]), "text"), (clean(text[start:end]), "hit")]
        at = end
    return [piece for piece in [*shown, (clean(text[at:]), "text")] if piece[0]]
