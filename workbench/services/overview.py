"""How far each version of each statement is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbench.core.project import Cell, State, Statement, Version


@dataclass(frozen=True, slots=True)
class VersionOverview:
    """One version in numbers.

    Attributes:
        kind: `source`, `imported`, `drafted`, or `none` where there is no version yet.
        counts: cells by state; empty for the source, and for an imported version that is not aligned yet.
        total: cells; segments where there are no cells; rows of the source where there is no version.
        done: cells that need no more work; all segments of a text that came in whole.
        words: words of the version, separated by white space.
        lowest_confidence: 0..1, of the least certain bead; None where nothing is aligned.
        aligned: whether the version has cells.
        findings: what the checks report; None where they have not been run.
    """

    kind: str
    counts: Mapping[State, int] = field(default_factory=dict)
    total: int = 0
    done: int = 0
    words: int = 0
    lowest_confidence: float | None = None
    aligned: bool = False
    findings: int | None = None


@dataclass(frozen=True, slots=True)
class StatementOverview:
    """One statement and its versions by language, source first."""

    statement: Statement
    languages: Mapping[str, VersionOverview]


def version_overview(version: Version | None, cells: Sequence[Cell], *, is_source: bool, rows: int) -> VersionOverview:
    """One version in numbers.

    Args:
        version: None if there is none.
        cells: its cells.
        is_source: whether it is the version that the others are made from.
        rows: segments of the source.
    """
    if version is None:
        return VersionOverview("none", {State.NEW: rows}, rows)
    kind = "source" if is_source else version.kind
    if not cells:
        count = len(version.segments)
        return VersionOverview(kind, {}, count, count, words=len(version.text.split()))
    imported = version.kind == "imported"
    return VersionOverview(
        kind,
        Counter(cell.state for cell in cells),
        len(cells),
        sum(cell.state.done for cell in cells),
        sum(len(cell.text.split()) for cell in cells),
        min(cell.confidence for cell in cells) if imported else None,
        aligned=True,
    )
