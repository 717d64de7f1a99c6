"""Beads and alignments, and the laws they keep."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.core.errors import AlignmentError

_BEAD_LINE = re.compile(r"\[([\d, ]*)\]:\[([\d, ]*)\](?::(\S+))?")


@dataclass(frozen=True, slots=True)
class Bead:
    """A run of source sentences held to correspond to a run of target sentences.

    Attributes:
        source_start, source_end, target_start, target_end: half-open runs of sentence indices from 0; an empty
            run keeps its place (`start == end`).
        confidence: 0..1, how sure the aligner is; 1 for what a person accepted.
        cost: -ln p in nats, lower is better.
    """

    source_start: int
    source_end: int
    target_start: int
    target_end: int
    confidence: float = 1.0
    cost: float = 0.0

    @property
    def source(self) -> range:
        """Indices of the source sentences."""
        return range(self.source_start, self.source_end)

    @property
    def target(self) -> range:
        """Indices of the target sentences."""
        return range(self.target_start, self.target_end)

    @property
    def shape(self) -> str:
        """How many to how many: `1-1`, `2-1`, `0-1` …"""
        return f"{len(self.source)}-{len(self.target)}"


def verify(beads: Sequence[Bead], source_count: int, target_count: int) -> None:
    """Check the laws of an alignment: beads in order, no overlap, every sentence of both sides exactly once.

    Raises: AlignmentError naming the first bead that breaks a law.
    """
    source, target = 0, 0
    for number, bead in enumerate(beads):
        if bead.source_start != source or bead.target_start != target:
            raise AlignmentError(f"bead {number} ({bead.shape}) does not follow on the one before it")
        if bead.source_end < source or bead.target_end < target or not (bead.source or bead.target):
            raise AlignmentError(f"bead {number} is empty or runs backwards")
        source, target = bead.source_end, bead.target_end
    if (source, target) != (source_count, target_count):
        raise AlignmentError(
            f"the beads cover {source} and {target} sentences of {source_count} and {target_count}; none may be lost"
        )


def format_bead(bead: Bead) -> str:
    """One bead as a line: `[0, 1]:[0]:COST` (the format of Vecalign and Bertalign), an empty side `[]`."""
    return f"{list(bead.source)}:{list(bead.target)}:{bead.cost:.6f}"


def parse_beads(lines: Iterable[str]) -> list[Bead]:
    """The beads of lines as `format_bead` writes them; the cost may be missing, blank lines are skipped.

    Raises: AlignmentError if a line is not a bead or its indices are not one run.
    """
    beads: list[Bead] = []
    source, target = 0, 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        found = _BEAD_LINE.fullmatch(line.strip())
        if not found:
            raise AlignmentError(f"line {number} is not a bead such as [0, 1]:[0]: {line.strip()[:60]!r}")
        runs = [[int(index) for index in side.split(",") if index.strip()] for side in found.group(1, 2)]
        if any(run != list(range(run[0], run[0] + len(run))) for run in runs if run):
            raise AlignmentError(f"line {number}: the indices of a side are one run without gaps")
        source_run, target_run = runs
        source = source_run[0] if source_run else source
        target = target_run[0] if target_run else target
        cost = float(found.group(3)) if found.group(3) else 0.0
        beads.append(Bead(source, source + len(source_run), target, target + len(target_run), cost=cost))
        source, target = beads[-1].source_end, beads[-1].target_end
    return beads
