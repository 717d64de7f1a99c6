"""What became of the terms of a source in its translation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from workbench.core.ports import TermFinder, Terms
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

    An uncertain hit counts only where there is a rendering to bear it out: else it may be another word. Where words
    stand for several concepts, the one that both texts have is meant.
    """
    hits = finder.find(source, route[0], homonyms=True)
    return paired(hits, finder.find(target, route[-1], homonyms=True) if hits else ())


def paired(hits: Sequence[TermHit], renderings: Sequence[TermHit]) -> Iterator[tuple[TermHit, TermHit | None]]:
    """As `term_pairs`, of the terms found in both texts."""
    for hit, rendering in matched(hits, renderings)[0]:
        if rendering or hit.grade is not Grade.UNCERTAIN:
            yield hit, rendering


def matched(
    sources: Sequence[TermHit], targets: Sequence[TermHit]
) -> tuple[list[tuple[TermHit, TermHit | None]], list[TermHit]]:
    """Each term of a source with its rendering, and the hits of the target that answer for none.

    Hits with the same place are readings of one term: the first with a rendering is meant, and without one the first.
    Terms with one reading choose before the others.

    Args:
        sources, targets: in order of place.
    """
    terms = [list(readings) for _, readings in groupby(sources, key=_place)]
    free: dict[str, list[TermHit]] = {}
    for hit in targets:
        free.setdefault(hit.concept, []).append(hit)
    taken: set[tuple[int, int]] = set()
    pairs: dict[int, tuple[TermHit, TermHit | None]] = {}
    for number in sorted(range(len(terms)), key=lambda number: len(terms[number]) > 1):
        found = (
            (hit, each) for hit in terms[number] for each in free.get(hit.concept, ()) if _place(each) not in taken
        )
        pair = pairs[number] = next(found, (terms[number][0], None))
        if pair[1] is not None:
            taken.add(_place(pair[1]))
    return [pairs[number] for number in range(len(terms))], [hit for hit in targets if _place(hit) not in taken]


def _place(hit: TermHit) -> tuple[int, int]:
    return hit.start, hit.end


def term_use(hit: TermHit, rendering: TermHit | None) -> TermUse:
    """What became of one term of the source."""
    if rendering is None:
        return TermUse(hit.concept, hit.surface, None, Grade.MISSING)
    forbidden = rendering.status is TermStatus.FORBIDDEN
    return TermUse(hit.concept, hit.surface, rendering.surface, Grade.FORBIDDEN if forbidden else rendering.grade)


def term_uses(terms: Terms, source: str, target: str, route: Sequence[str]) -> Iterator[TermUse]:
    """What became of each term that the source holds, see `term_pairs`, and that the termbase has in both languages."""
    for hit, rendering in term_pairs(terms, source, target, route):
        if rendering or terms.terms(hit.concept, route[-1]):
            yield term_use(hit, rendering)
