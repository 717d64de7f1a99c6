"""What a translation memory holds and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class MatchKind(StrEnum):
    """How a match was found; the first two are the segment itself."""

    CONTEXT = "context"
    EXACT = "exact"
    FUZZY = "fuzzy"


class Penalty(StrEnum):
    """Why a match is worth less than its similarity."""

    UNREVIEWED = "unreviewed"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Context:
    """The segments before and after one; empty where there is none."""

    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """A segment and its translation; it answers in both directions.

    Attributes:
        id: of whoever adds it; an entry that is added under the same id replaces the one before.
        source, target: the two texts, without white space at their ends.
        context, target_context: what stands around each of them.
        origin: where it comes from, as shown: a statement's key, a file.
        reviewed: whether a person stands behind the pair; an alignment that nobody has looked at never scores 100.
        changed_at: ISO 8601 instant in UTC, empty where unknown; of several translations the latest counts.
        draft: what a machine had written for `target`, empty where unknown; it belongs to this direction only.
    """

    id: str
    source: str
    target: str
    source_language: str
    target_language: str
    context: Context = field(default_factory=Context)
    target_context: Context = field(default_factory=Context)
    origin: str = ""
    reviewed: bool = True
    changed_at: str = ""
    draft: str = ""

    def turned(self) -> MemoryEntry:
        """The same pair in the other direction."""
        return MemoryEntry(
            self.id,
            self.target,
            self.source,
            self.target_language,
            self.source_language,
            self.target_context,
            self.context,
            self.origin,
            self.reviewed,
            self.changed_at,
        )


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that is like a segment.

    Attributes:
        entry: in the direction that was asked for.
        similarity: of the two sources, 0..1, 1 only for the same text.
        penalties: what is taken off it, 0..1 each.
    """

    entry: MemoryEntry
    kind: MatchKind
    similarity: float
    penalties: Mapping[Penalty, float] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """0..100: the similarity without the penalties, in per cent."""
        return 100.0 * max(0.0, self.similarity - sum(self.penalties.values()))
