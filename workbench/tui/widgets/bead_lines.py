"""Parts of a bead as terminal cells: sentences in lines, what ties them lit up, how sure it is by sign and number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from workbench.services.alignwork import SURE
from workbench.tui.drawing import ascii_only, clean, fit, wrap

if TYPE_CHECKING:
    from workbench.services.ties import TieKind

Spans = Sequence[tuple[int, int, "TieKind"]]
"""What ties a side: offsets into its sentences joined by a space, half-open, in order."""


@dataclass(frozen=True, slots=True)
class Level:
    """How sure beads from a confidence on look: the name of their style, the line that joins them, that in ASCII."""

    least: float
    name: str
    line: str
    ascii_line: str


LEVELS = (
    Level(0.9, "sure", "━", "="),
    Level(SURE, "likely", "─", "-"),
    Level(0.5, "unsure", "╌", "."),
    Level(0.0, "doubtful", "·", " "),
)
"""From the surest to the least sure; the thicker the line, the surer."""

SIGNS = {"pin": "✓", "against": "≠", "cut": "✂", "dash": "╌", "start": "┬", "bar": "│", "left": "┘", "right": "└"}
ASCII_SIGNS = {
    "pin": "+",
    "against": "!",
    "cut": "%",
    "dash": "-",
    "start": "+",
    "bar": "|",
    "left": "/",
    "right": "\\",
}


def sign(name: str) -> str:
    """A sign of the alignment desk by name, in what the terminal can show."""
    return (ASCII_SIGNS if ascii_only() else SIGNS)[name]


def level_of(confidence: float) -> Level:
    """How sure a bead looks."""
    return next((level for level in LEVELS if confidence >= level.least), LEVELS[-1])


def line_of(level: Level) -> str:
    """One cell of the line that joins a bead."""
    return level.ascii_line if ascii_only() else level.line


def confidence_text(confidence: float) -> str:
    """A confidence in three cells: `.62`, `1.0`; what is not quite sure never looks so."""
    return "1.0" if confidence >= 1 else f"{min(confidence, 0.99):.2f}"[1:]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of one side of a bead.

    Attributes:
        text: what stands there.
        start: where it begins in the sentences joined by a space.
        sentence: which of the bead's sentences on this side.
        number: of that sentence in the text, from 1, on its first line; empty on the others.
        cut: whether this is the mark of a cut before that sentence, not text.
    """

    text: str
    start: int = 0
    sentence: int = 0
    number: str = ""
    cut: bool = False


@lru_cache(maxsize=4096)
def lines_of(sentences: tuple[tuple[int, str], ...], width: int, cut: int | None = None) -> tuple[Line, ...]:
    """The sentences of a side, each from a new line.

    Args:
        sentences: numbers from 0 and texts.
        cut: where a split would be: the number of sentences before it; None if nobody is splitting.
    """
    lines: list[Line] = []
    start = 0
    for place, (number, sentence) in enumerate(sentences):
        if cut == place:
            lines.append(Line("", sentence=place, cut=True))
        shown, at = clean(sentence), 0
        for count, text in enumerate(wrap(shown, max(1, width))):
            at = max(at, shown.find(text, at))
            lines.append(Line(text, start + at, place, "" if count else str(number + 1)))
            at += len(text)
        start += len(sentence) + 1
    if cut == len(sentences):
        lines.append(Line("", sentence=len(sentences), cut=True))
    return tuple(lines)


def lit(line: Line, width: int, spans: Spans, plain: Style, styles: dict[str, Style]) -> list[Segment]:
    """A line in exactly `width` cells, with what ties lit up.

    Args:
        styles: by the kind of tie.
    """
    segments: list[Segment] = []
    at = 0
    for first, end, kind in spans:
        first, end = max(at, first - line.start), min(len(line.text), end - line.start)
        if first < end:
            segments += [Segment(line.text[at:first], plain), Segment(line.text[first:end], styles[kind])]
            at = end
    segments.append(Segment(line.text[at:], plain))
    used = cell_len(line.text)
    return [*(segment for segment in segments if segment.text), Segment(" " * max(0, width - used), plain)]


def cut_line(width: int, *, active: bool) -> str:
    """The mark of a cut; the side whose border the arrows move has the scissors."""
    return fit((sign("cut") if active else sign("dash")) + sign("dash") * (width - 2), width)


def more(text: str, width: int) -> str:
    """A line after which text is left out."""
    return fit(text + " " * width, width)


def bracket(place: int, count: int, *, right: bool) -> str:
    """The sign that holds several lines of a side together: `┬ │ ┘` left of the middle, `┬ │ └` right of it."""
    if count < 2:
        return " "
    return sign("start" if place == 0 else "bar" if place < count - 1 else "right" if right else "left")
