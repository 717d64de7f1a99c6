"""Terms of the cell on screen: the project's termbases, read once in a worker thread, and what to underline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.ports import TermFinder
from workbench.core.term import TermHit

if TYPE_CHECKING:
    from workbench.config import Settings
    from workbench.services.termuse import TermUse

Spans = Sequence[tuple[int, int]]
"""Code point offsets into a text, half-open, in order."""


@dataclass(frozen=True, slots=True)
class CellTerms:
    """What to show of the terms of a cell.

    Attributes:
        source: where the terms stand in the source.
        target: where the text has terms that the source has too.
        uses: what became of each term of the source, in order.
    """

    source: Spans = ()
    target: Spans = ()
    uses: tuple[TermUse, ...] = ()


def cell_terms(finder: TermFinder | None, source: str, target: str, pair: tuple[str, str]) -> CellTerms:
    """The terms of a source and of its translation; none without a finder.

    Fast enough for the screen: some ten milliseconds for the first words of a language, then a fraction of one.
    """
    if finder is None or not source:
        return CellTerms()
    from workbench.services.termuse import term_pairs, term_use  # the desk opens without it

    pairs = list(term_pairs(finder, source, target, pair))
    concepts = {hit.concept for hit, _ in pairs}
    rendered = [hit for hit in finder.find(target, pair[1], homonyms=True) if hit.concept in concepts]
    return CellTerms(_spans(hit for hit, _ in pairs), _spans(rendered), tuple(term_use(*each) for each in pairs))


def renderings(finder: TermFinder | None, concept: str, text: str, language: str) -> Spans:
    """Where a text has a term of a concept."""
    hits = finder.find(text, language, homonyms=True) if finder is not None and text else []
    return _spans(hit for hit in hits if hit.concept == concept)


def _spans(hits: Iterable[TermHit]) -> Spans:
    return tuple((hit.start, hit.end) for hit in hits)


def finder_for(settings: Settings, languages: Iterable[str]) -> tuple[TermFinder | None, list[str]]:
    """The finder over the project's termbases, ready for these languages, and what was wrong with those left out.

    The shipped termbases stand in where the project names none. Slow at first: for a worker thread.
    """
    from workbench.services import bootstrap

    paths = settings.glossaries or bootstrap.shipped_glossaries()
    finder, problems = _finder(tuple((path, *_stamp(path)) for path in paths))
    if finder:
        for language in languages:
            finder.find("-", language)  # its tables are made ready at the first search
    return finder, problems


@lru_cache(maxsize=2)
def _finder(files: tuple[tuple[Path, int, int], ...]) -> tuple[TermFinder | None, list[str]]:
    from workbench.services import bootstrap

    return bootstrap.term_finder([path for path, *_ in files])


def _stamp(path: Path) -> tuple[int, int]:
    """Time of the last change in ns and size in bytes; zeros where there is no file."""
    try:
        about = path.stat()
    except OSError:
        return 0, 0
    return about.st_mtime_ns, about.st_size
