"""What a project holds: statements, their versions, and the cells a translator works on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """How far a cell is; the last three count as done."""

    NEW = "new"
    DRAFT = "draft"
    FUZZY = "fuzzy"
    EDITED = "edited"
    CONFIRMED = "confirmed"
    REVIEWED = "reviewed"
    LOCKED = "locked"

    @property
    def done(self) -> bool:
        """Whether the cell needs no more work."""
        return self in (State.CONFIRMED, State.REVIEWED, State.LOCKED)


class OriginKind(StrEnum):
    """Who or what wrote the text of a cell."""

    NONE = "none"
    IMPORTED = "imported"
    MEMORY = "memory"
    ENGINE = "engine"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a cell's text comes from.

    Attributes:
        kind: who wrote it.
        engine: name of the package or engine, empty unless `kind` or `base` is engine.
        route: languages passed through, source first (`("az", "en", "hy")`).
        score: mean log-probability per token for an engine, 0..100 for a memory, else None.
        flags: ids of the checks that stay unanswered on a machine's draft.
        pivot: the text on the way, one for each language between, for an engine with a pivot.
        base: for a person's text that began as something else, what it began as.
    """

    kind: OriginKind = OriginKind.NONE
    engine: str = ""
    route: tuple[str, ...] = ()
    score: float | None = None
    flags: tuple[str, ...] = ()
    pivot: tuple[str, ...] = ()
    base: OriginKind | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement and the language it was first written in.

    Attributes:
        id: number in the store, 0 before it is stored.
        key: short stable name, from the file name or the title (`talks-on-water`).
        title: as shown; may be empty.
        date: ISO 8601 date, or empty where unknown.
        source_language: language of the source version.
    """

    id: int
    key: str
    title: str
    date: str
    source_language: str


@dataclass(frozen=True, slots=True)
class Version:
    """One language version of a statement.

    Attributes:
        language: normalised tag.
        kind: `imported` (came as a text) or `drafted` (made here, cell by cell).
        path: the file it came from, empty if none; encoding and newline as found there.
        segments: for an imported version its segments; their concatenation is the text, byte for byte once
            encoded again. Empty for a drafted one.
    """

    id: int
    statement_id: int
    language: str
    kind: str
    segments: tuple[str, ...] = ()
    path: str = ""
    encoding: str = "utf-8"
    newline: str = "\n"
    has_bom: bool = False

    @property
    def text(self) -> str:
        """The whole text as it came in."""
        return "".join(self.segments)


@dataclass(frozen=True, slots=True)
class Cell:
    """One bead of one version: what a translator edits.

    Attributes:
        id: number in the store; it stays while the source run is unchanged.
        position: order within the version, from 0.
        source_start, source_end: rows of the source it covers, half-open; empty for text with nothing opposite.
        target_start, target_end: segments of an imported version, half-open; None for a drafted one.
        lead, text, trail: white space before, the text, and white space after it; only `text` is edited.
        source_text: the source as it was when the text was made; differs from today's when the source changed.
        confidence: of the bead, 0..1.
        pinned: the bead was accepted by a person.
        revision: counts every change from 1; an edit names the revision that it is based on.
        updated_at: ISO 8601 instant in UTC.
    """

    id: int
    version_id: int
    position: int
    source_start: int
    source_end: int
    text: str = ""
    state: State = State.NEW
    origin: Origin = field(default_factory=Origin)
    lead: str = ""
    trail: str = ""
    target_start: int | None = None
    target_end: int | None = None
    source_text: str = ""
    confidence: float = 1.0
    pinned: bool = False
    revision: int = 1
    updated_at: str = ""

    @property
    def by_person(self) -> bool:
        """Whether a person wrote or accepted the text here, so that nothing may overwrite it unasked."""
        return self.origin.kind is OriginKind.PERSON or self.state in (State.EDITED, State.REVIEWED, State.LOCKED)


@dataclass(frozen=True, slots=True)
class Revision:
    """One entry in the history of a cell.

    Attributes:
        accepted: False for a text that was offered and never stood in the cell (it lost against somebody else's edit,
            or was half typed when the cell was retired); `revision` is then the one it was based on.
    """

    cell_id: int
    revision: int
    text: str
    state: State
    origin: Origin
    at: str
    author: str
    source_text: str = ""
    accepted: bool = True
