"""What became of the terms of a source in its translation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.core.ports import TermFinder
from workbench.core.term import Grade, TermHit, TermStatus


@dataclass(frozen=True, slots=True)
class TermUse:
    """What became of a term of the source: `grade` of its rendering, `missing` with target None if there is none."""

    concept: str
    source: str
    target: str | None
    grade: Grade


def term_pairs(
    finder: TermFinder, source: str, target: str, route: Sequence[str]
) -> Iterator[tuple[TermHit, TermHit | None]]:
    """Each term that the source holds, with its rendering; a rendering answers for one term only.

    An uncertain hit counts only where there is a rendering to bear it out: else it may be another word.
    """
    hits = finder.find(source, route[0])
    renderings: dict[str, list[TermHit]] = {}
    for hit in finder.find(target, route[-1]) if hits else ():
        renderings.setdefault(hit.concept, []).append(hit)
    for hit in hits:
        rendering = renderings[hit.concept].pop(0) if renderings.get(hit.concept) else None
        if rendering or hit.grade is not Grade.UNCERTAIN:
            yield hit, rendering


def term_use(hit: TermHit, rendering: TermHit | None) -> TermUse:
    """What became of one term of the source."""
    if rendering is None:
        return TermUse(hit.concept, hit.surface, None, Grade.MISSING)
    forbidden = rendering.status is TermStatus.FORBIDDEN
    return TermUse(hit.concept, hit.surface, rendering.surface, Grade.FORBIDDEN if forbidden else rendering.grade)


def term_uses(finder: TermFinder, source: str, target: str, route: Sequence[str]) -> Iterator[TermUse]:
    """What became of each term that the source holds; see `term_pairs`."""
    return (term_use(*pair) for pair in term_pairs(finder, source, target, route))
