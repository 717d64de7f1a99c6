"""Links between the words of a text and those of its translation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WordLink:
    """Two words, numbers, signs or codes held to say the same; a word may stand in several links.

    Attributes:
        source_start, source_end, target_start, target_end: code points, half-open.
        score: 0..1, how likely it is; 1 for what is the same on both sides, such as a code.
    """

    source_start: int
    source_end: int
    target_start: int
    target_end: int
    score: float


def opposite(links: Iterable[WordLink], start: int, end: int) -> tuple[int, int] | None:
    """The smallest span of the target that holds everything linked to a span of the source; None if nothing is.

    Args:
        start, end: code points of the source, half-open; a word that lies in it only in part counts.
    """
    spans = [
        (link.target_start, link.target_end) for link in links if link.source_start < end and start < link.source_end
    ]
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None
