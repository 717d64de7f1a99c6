"""How much two strings differ, and where: for showing a changed source, and for ranking."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel, Levenshtein

_PIECE = re.compile(r"[\w\u0300-\u036f]++(?:['’-][\w\u0300-\u036f]++)*+|\s++|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of two strings: kept, inserted or deleted; offsets in code points, half-open."""

    kind: Literal["equal", "insert", "delete"]
    old_start: int
    old_end: int
    new_start: int
    new_end: int


def edit_similarity(left: str, right: str) -> float:
    """1 minus the Levenshtein distance over the longer length: 0–1, symmetric, 1 only for equal strings."""
    return float(Levenshtein.normalized_similarity(left, right))


def changes(old: str, new: str) -> list[Change]:
    """How `old` becomes `new`, word by word: touching stretches that cover both strings in order.

    A replacement is a deletion followed by an insertion.
    """
    old_pieces, new_pieces = _PIECE.findall(old), _PIECE.findall(new)
    old_at, new_at = _offsets(old_pieces), _offsets(new_pieces)
    found: list[Change] = []
    for code in Indel.opcodes(old_pieces, new_pieces):
        kind: Literal["equal", "insert", "delete"]
        kind = "equal" if code.tag == "equal" else "insert" if code.tag == "insert" else "delete"
        found.append(
            Change(kind, old_at[code.src_start], old_at[code.src_end], new_at[code.dest_start], new_at[code.dest_end])
        )
    return _deletions_first(found)


def _offsets(pieces: list[str]) -> list[int]:
    at = [0]
    for piece in pieces:
        at.append(at[-1] + len(piece))
    return at


def _deletions_first(found: list[Change]) -> list[Change]:
    """Neighbouring insertions and deletions ordered as one deletion before one insertion."""
    result: list[Change] = []
    run: list[Change] = []
    for change in [*found, None]:
        if change is not None and change.kind != "equal":
            run.append(change)
            continue
        if run:
            old_start, old_end, new_start, new_end = (
                run[0].old_start,
                run[-1].old_end,
                run[0].new_start,
                run[-1].new_end,
            )
            if old_end > old_start:
                result.append(Change("delete", old_start, old_end, new_start, new_start))
            if new_end > new_start:
                result.append(Change("insert", old_end, old_end, new_start, new_end))
            run = []
        if change is not None:
            result.append(change)
    return result
