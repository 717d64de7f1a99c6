"""Segments cut into pieces at the sentence ends inside them.

An aligner is given lines, and a line may hold several sentences. Aligned piece by piece, such a line shows which of
its sentences belong where; a bag of all its words does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

_INSIDE = re.compile(r"(?<=[.!?։…:;])[\"»”’)\]]*\s+(?=[«“\"‘(\[]?\s?[^\W\d_a-zа-яёա-և]|[«“\"])")
_SHORTEST, _SHORTEST_REST = 8, 3
_MOST = 24


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a text and where its segments begin among them.

    Attributes:
        texts: pieces in order; those of a segment join to the segment.
        starts: the number of pieces before each segment, and one more entry: that of all.
    """

    texts: tuple[str, ...]
    starts: tuple[int, ...]


def cut(segments: Sequence[str]) -> Pieces:
    """The pieces of segments; a segment without a sentence end inside is one piece, an empty one too."""
    parts = [_cut(segment) for segment in segments]
    return Pieces(
        tuple(piece for part in parts for piece in part), tuple(accumulate((len(part) for part in parts), initial=0))
    )


def _cut(segment: str) -> list[str]:
    pieces, start = [], 0
    for end in _INSIDE.finditer(segment):
        if end.end() - start >= _SHORTEST and len(segment) - end.end() >= _SHORTEST_REST:
            pieces.append(segment[start : end.end()])
            start = end.end()
    pieces.append(segment[start:])
    joined = -(-len(pieces) // _MOST)
    return ["".join(pieces[at : at + joined]) for at in range(0, len(pieces), joined)]
