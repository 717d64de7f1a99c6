"""Aligning a version again and again while a person works on it: what was learnt from the texts stays in memory."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from workbench.alignment.consensus import disagreements
from workbench.core.bead import Bead
from workbench.services.align import Method, Reading
from workbench.services.aligndesk import Facing
from workbench.services.alignproject import known_units
from workbench.services.alignwork import Alignment
from workbench.services.beadcells import extent
from workbench.services.project import Project

_NOTICED = 0.01
"""The least difference of a confidence that counts for one."""

MOST_CROSSED = 2_000
"""Sentences of a version from which other versions are not asked whether they agree: it would take too long."""


class Realigner:
    """Aligns one version around what a person accepts. For one thread at a time; made in a worker, since it reads.

    Args:
        project: teaches words by its other statements.
        facing: the version.
        method: what helps to align.
    """

    def __init__(self, project: Project, facing: Facing, method: Method) -> None:
        self._texts = facing.source.segments, facing.version.segments
        self._reading = Reading(*facing.languages, method)
        self._reading.learn_from(known_units(project, *facing.languages, {facing.statement.id}))
        self._pair = self._reading.pair(*self._texts)
        self._pair.pins = facing.alignment.pins
        self._reading.align([self._pair], joint=False)

    def fits(self, facing: Facing) -> bool:
        """Whether these are the texts that were read."""
        return self._texts == (facing.source.segments, facing.version.segments)

    def around(self, alignment: Alignment, searched: frozenset[Bead], *, everything: bool = False) -> Alignment:
        """The alignment with the rest aligned around its pins; some ten milliseconds for a few hundred sentences.

        Args:
            searched: the pins that stood when it was aligned last: elsewhere what is unsure stays as it is.
            everything: search all that is unsure again.
        Raises: AlignmentError if the pins do not fit the texts.
        """
        pair = self._pair
        pair.beads = list(alignment.beads)
        pair.pins = alignment.pins
        pair.searched = frozenset(pair.beads) if everything else searched
        self._reading.realign(pair)
        return self._found(alignment)

    def anew(self, alignment: Alignment) -> Alignment:
        """The alignment of the texts from the beginning, around its pins.

        Raises: AlignmentError if the pins do not fit the texts.
        """
        self._pair.pins = alignment.pins
        self._reading.align([self._pair], joint=False)
        return self._found(alignment)

    def _found(self, alignment: Alignment) -> Alignment:
        """The beads that were found in place of those of an alignment, whose pins they have."""
        pins = set(map(extent, self._pair.pins))
        before = {extent(bead): bead for bead in alignment.beads}
        beads = tuple(_steady(before.get(extent(bead)), bead) for bead in self._pair.beads)
        return Alignment(beads, tuple(extent(bead) in pins for bead in beads))


def _steady(before: Bead | None, after: Bead) -> Bead:
    """The bead as it was where it is hardly more or less sure than it was: nothing to write, nothing to tell."""
    same = before is not None and abs(before.confidence - after.confidence) < _NOTICED
    return before if before is not None and same else after


class Crossing:
    """Says where the versions of a statement lead to different places; see `alignment.consensus.disagreements`.

    Args:
        facings: the aligned versions of one statement by language. Each two of them are aligned with each other here:
            for a worker.
        method: what helps to align.
    """

    def __init__(self, facings: Mapping[str, Facing], method: Method) -> None:
        self._texts = _texts(facings)
        self._between: dict[tuple[str, str], list[Bead]] = {}
        small = [tag for tag, one in facings.items() if len(one.version.segments) <= MOST_CROSSED]
        for one, other in combinations(sorted(small), 2):
            reading = Reading(one, other, Method(method.finder, method.vocabulary, method.units, embed=method.embed))
            pair = reading.pair(facings[one].version.segments, facings[other].version.segments)
            reading.align([pair], joint=False)
            self._between[one, other] = pair.beads

    def fits(self, facings: Mapping[str, Facing]) -> bool:
        """Whether these are the texts that were read."""
        return self._texts == _texts(facings)

    def against(self, facings: Mapping[str, Facing]) -> dict[str, dict[tuple[int, int], str]]:
        """For each version its beads that lead elsewhere through another one: source rows, half-open → that version."""
        found: dict[str, dict[tuple[int, int], str]] = {language: {} for language in facings}
        if not facings or not self._between:
            return found
        source = next(iter(facings.values())).source.language
        beads = {(source, tag): one.alignment.beads for tag, one in facings.items()}
        for doubt in disagreements({**self._between, **beads}, source):
            found[doubt.language][doubt.bead.source_start, doubt.bead.source_end] = doubt.through
        return found


def _texts(facings: Mapping[str, Facing]) -> dict[str, tuple[str, ...]]:
    return {language: facing.version.segments for language, facing in facings.items()}
