"""Places of a text that stand out, in the lines that it is wrapped to."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style

Spans = Sequence[tuple[int, int]]
"""Code points of the text, half-open, in order, without overlap."""


def start_of(text: str, lines: Sequence[str], at: int) -> int:
    """Where a line of a wrapped text begins in it; its end for a line after the last."""
    start = 0
    for number, line in enumerate(lines[: at + 1]):
        start = text.index(line, start)
        if number < at:
            start += len(line)
    return start if at < len(lines) else len(text)


def segments(shown: str, start: int, spans: Spans, plain: Style, lit: Style) -> list[Segment]:
    """A line as drawn, cut where the spans begin and end.

    Args:
        shown: the line, which may be padded or cut short.
        start: where it begins in the text.
    """
    found: list[Segment] = []
    at, written = 0, len(shown.rstrip())
    for first, end in spans:
        first, end = max(at, first - start), min(written, end - start)
        if first < end:
            found += [Segment(shown[at:first], plain), Segment(shown[first:end], lit)]
            at = end
    return [each for each in (*found, Segment(shown[at:], plain)) if each.text]
