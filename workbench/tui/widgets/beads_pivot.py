"""All versions at once: the source as the pivot, and beside it what each version has opposite, with how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment

from workbench.core.language import own_name
from workbench.services.alignwork import Side
from workbench.tui.drawing import fit, line_sign
from workbench.tui.i18n import _
from workbench.tui.widgets.bead_lines import (
    Line,
    Spans,
    bracket,
    confidence_text,
    level_of,
    line_of,
    lines_of,
    lit,
    more,
    sign,
)
from workbench.tui.widgets.beads import BeadRows

if TYPE_CHECKING:
    from workbench.services.aligndesk import Facing
    from workbench.services.pages import PagedSheet
    from workbench.services.sheet import CellPlace, DisplayRow

_LEAST = 24
"""Cells that the text of a version needs at least before one more is shown."""

GUTTER = 8
"""Cells before the text of a version: border, line, number, mark, bracket, space."""


class PivotList(BeadRows):
    """One row of the source a row; set from above through `show`, `language` is the pair that is worked on."""

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(widget_id=widget_id)
        self.rows: PagedSheet | None = None
        self.facings: Mapping[str, Facing] = {}
        self.language = ""
        self.against: Mapping[str, Mapping[tuple[int, int], str]] = {}
        self._spans: dict[int, tuple[Spans, Spans]] = {}

    def show(self, rows: PagedSheet, facings: Mapping[str, Facing], language: str, bead: int) -> None:
        """Show the versions of a statement, the cursor on a bead of one of them.

        Args:
            rows: the lines of these versions.
            facings: the same versions with their beads, in the order of the columns.
        """
        self.rows, self.facings, self.language = rows, facings, language
        self._spans = {}
        self.go_to_bead(bead)
        self.rearrange()

    def go_to_bead(self, bead: int) -> None:
        """Put the cursor on the first row of a bead of the current version."""
        facing = self.facings.get(self.language)
        if self.rows is not None and facing and facing.cells:
            self.go(self.rows.line_of(facing.cells[min(bead, len(facing.cells) - 1)]) or 0)

    @property
    def bead(self) -> int | None:
        """The bead of the current version under the cursor; None on a row that belongs to another version."""
        return self._bead_at(self.cursor, self.language) if self.count else None

    def _bead_at(self, index: int, language: str) -> int | None:
        place, facing = self._place(index, language), self.facings[language]
        if place is None:
            return None
        cell = place.cell
        has_rows = cell.source_start < cell.source_end
        sentence = (Side.SOURCE, cell.source_start) if has_rows else (Side.TARGET, cell.target_start or 0)
        bead = facing.alignment.at(*sentence)
        return bead if facing.cells[bead].id == cell.id else None

    def _row(self, index: int) -> DisplayRow:
        assert self.rows is not None
        return self.rows[index]

    def _place(self, index: int, language: str) -> CellPlace | None:
        return self._row(index).cells.get(language)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows) if self.rows is not None else 0

    def light(self, spans: Mapping[int, tuple[Spans, Spans]]) -> None:
        """Light up what ties the two sides of some beads of the current version."""
        self._spans.update(spans)
        self.refresh()

    def unlit(self) -> list[int]:
        """Beads of the current version in sight of which nobody has said what ties them, the current one first."""
        seen = (self._bead_at(index, self.language) for index, _line in self.lines_shown())
        return sorted(
            dict.fromkeys(bead for bead in seen if bead is not None and bead not in self._spans),
            key=lambda bead: bead != self.bead,
        )

    # -- measures ----------------------------------------------------------------------------------------------------

    @property
    def number_width(self) -> int:
        """Cells of the column of row numbers."""
        return max(2, len(str(self.count))) + 2

    def columns(self, width: int) -> list[tuple[str, int]]:
        """The versions that fit with the cells of each, the source first; the current one is among them."""
        room = width - self.number_width
        languages = list(self.facings)
        fitting = max(1, min(len(languages), (room - _LEAST) // (_LEAST + GUTTER)))
        at = languages.index(self.language) if self.language in languages else 0
        start = max(0, min(at - fitting + 1, len(languages) - fitting))
        names = ["", *languages[start : start + fitting]]
        each, rest = divmod(max(len(names), room - GUTTER * (len(names) - 1)), len(names))
        return [(name, each + (number < rest) + (GUTTER if name else 0)) for number, name in enumerate(names)]

    def heading(self, width: int) -> list[tuple[str, int, bool]]:
        """Names of the columns with their cells and whether it is the current one, the number column left out."""
        return [(own_name(name) if name else "", each, name == self.language) for name, each in self.columns(width)]

    def _rows_of(self, index: int, language: str) -> range:
        """The rows that share the cell of this one."""
        first = last = index
        while first > 0 and (place := self._place(first, language)) is not None and not place.first:
            first -= 1
        while last < self.count - 1 and (place := self._place(last, language)) is not None and not place.last:
            last += 1
        return range(first, last + 1)

    def _lines(self, index: int, language: str, width: int) -> tuple[Line, ...]:
        bead = self._bead_at(index, language)
        if bead is None:
            return ()
        return lines_of(tuple(self.facings[language].sentences(bead, Side.TARGET)), width - GUTTER - 1)

    def _source(self, index: int, width: int) -> tuple[Line, ...]:
        row = self._row(index)
        return lines_of(((row.source_row or 0, row.source),), width - 1) if row.source else ()

    def measure(self, index: int) -> int:
        """As many lines as the longest column takes; a bead over several rows is shared out."""
        (_name, source), *others = self.columns(self.size.width - 1)
        needed = [1, len(self._source(index, source))]
        for language, width in others:
            lines = len(self._lines(index, language, width))
            needed.append(-(-lines // len(self._rows_of(index, language))))
        return max(needed)

    # -- drawing -----------------------------------------------------------------------------------------------------

    def draw(self, index: int, line: int, width: int) -> list[Segment]:
        """One line of a row: number, source, every version."""
        ground = "row" if index == self.cursor else ""
        columns = self.columns(width)
        row = self._row(index)
        number = "–" if row.source_row is None else str(row.source_row + 1)
        mark = "▸" if ground and not line else " "
        segments = [
            Segment(f"{mark}{number if not line else '':>{self.number_width - 2}} ", self.style("number", ground))
        ]
        segments += self._source_line(index, line, columns[0][1], ground)
        for language, each in columns[1:]:
            segments += self._version_line(index, language, line, each, ground)
        return segments

    def _source_line(self, index: int, line: int, width: int, ground: str) -> list[Segment]:
        lines = self._source(index, width)
        if line >= len(lines):
            shown = _("(nothing opposite)") if not line and not lines else ""
            return [Segment(fit(shown, width), self.style("empty", ground))]
        if line == self.height_of(index) - 1 and line < len(lines) - 1:
            return [Segment(more(lines[line].text, width), self.style("text", ground))]
        return lit(lines[line], width, self._source_spans(index), self.style("text", ground), self.ties(ground))

    def _source_spans(self, index: int) -> Spans:
        """What ties the current version, in the offsets of this row."""
        bead = self._bead_at(index, self.language)
        if bead is None or bead not in self._spans:
            return ()
        start = 0
        for number, sentence in self.facings[self.language].sentences(bead, Side.SOURCE):
            if number == self._row(index).source_row:
                break
            start += len(sentence) + 1
        return [(first - start, end - start, kind) for first, end, kind in self._spans[bead][0]]

    def _version_line(self, index: int, language: str, line: int, width: int, ground: str) -> list[Segment]:
        here = language == self.language and index in self._rows_of(self.cursor, language)
        ground = "side" if here else ground
        border = Segment("▌" if here else line_sign("border"), self.style("number", ground))
        bead = self._bead_at(index, language)
        if bead is None:
            return [border, Segment(" " * (width - 1), self.style("empty", ground))]
        rows = self._rows_of(index, language)
        at = sum(self.height_of(row) for row in rows if row < index) + line
        lines, room = self._lines(index, language, width), sum(self.height_of(row) for row in rows)
        gutter = self._gutter(language, bead, at, room if len(rows) > 1 else 1, ground)
        return [border, *gutter, *self._text(lines, at, room, width - GUTTER, (language, bead, ground))]

    def _gutter(self, language: str, bead: int, at: int, room: int, ground: str) -> list[Segment]:
        """How sure a bead is, on its first line, and the bracket over its rows."""
        alignment = self.facings[language].alignment
        one, pinned = alignment.beads[bead], alignment.pinned[bead]
        level = level_of(1.0 if pinned else one.confidence)
        style = self.style("pin" if pinned else level.name, ground)
        tie = bracket(at, room, right=True)
        if at:
            return [Segment(f"     {tie} ", style)]
        number = f" {sign('pin')} " if pinned else confidence_text(one.confidence)
        against = (one.source_start, one.source_end) in self.against.get(language, {})
        return [
            Segment(f"{line_of(level)}{number}", style),
            Segment(sign("against") if against else " ", self.style("against", ground)),
            Segment(f"{tie} ", style),
        ]

    def _text(
        self, lines: Sequence[Line], at: int, room: int, width: int, where: tuple[str, int, str]
    ) -> list[Segment]:
        language, bead, ground = where
        if at >= len(lines):
            shown = _("(nothing opposite)") if not lines and not at else ""
            return [Segment(fit(shown, width), self.style("empty", ground))]
        if at == room - 1 and at < len(lines) - 1:
            return [Segment(more(lines[at].text, width), self.style("text", ground))]
        spans = self._spans[bead][1] if language == self.language and bead in self._spans else ()
        return lit(lines[at], width, spans, self.style("text", ground), self.ties(ground))
