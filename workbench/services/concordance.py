"""Where a project says something: every place, in sources and versions, with what stands opposite."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING

from workbench.core.job import Job
from workbench.core.language import base
from workbench.core.page import TextPlace, VersionHead
from workbench.core.project import Statement
from workbench.text.normalize import capitalized, fold, lower, upper
from workbench.text.search import find_spans

if TYPE_CHECKING:
    from workbench.services.project import Project

_ALIKE = str.maketrans({**dict.fromkeys("’ʼ", "'"), **dict.fromkeys("\n\t\u00a0\u202f", " ")})
"""Signs that do not matter, each as one that stands for it."""

_PLAIN_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)

_AT_ONCE = 50
"""Texts read between two looks at whether it is still wanted."""


@dataclass(frozen=True, slots=True)
class Concord:
    """A text with what was looked for.

    Attributes:
        statement_key, language: where it stands; row: the source row, from 0, that it is on or begins at.
        cell_id: 0 for a row of the source.
        text: the whole text; spans: the places in it, half-open, code points.
        opposite: the text in the other language; empty where there is none.
        opposite_language: its language; empty where there is no such version.
        opposite_id: its cell; 0 for the source, or nothing.
    """

    statement_key: str
    language: str
    row: int
    cell_id: int
    text: str
    spans: tuple[tuple[int, int], ...]
    opposite: str
    opposite_language: str
    opposite_id: int = 0


class Concordance:
    """Searches a project for one thing; the texts are read as they are now.

    Args:
        wanted: what to look for; white space, capitals and kinds of apostrophes do not matter.
        pair: what stands opposite a source is its version in the second of these (or in the first, where the source
            is in the second); opposite a cell always stands the source.
        languages: where to look; by default in both of the pair.
    """

    def __init__(
        self, project: Project, wanted: str, pair: tuple[str, str], languages: Collection[str] | None = None
    ) -> None:
        self._project, self.wanted, self._pair = project, " ".join(wanted.split()), pair
        self._looked_in = {base(each) for each in languages or pair}

    def hits(self, most: int, job: Job | None = None) -> Iterator[Concord]:
        """The places, as soon as each is found: in the sources, then in the versions, those made first before others.

        Args:
            job: looked at for a stop.
        Raises: StorageError, JobCancelled
        """
        left, job = most, job or Job()
        for read in (self._sources, self._cells) if self._spelt else ():
            for place in _slices(read, job):
                hit = self._hit(place)
                if hit is not None:
                    yield hit
                    left -= 1
                if not left:
                    return

    def count(self) -> int:
        """How many texts there are, as the database tells them apart, which may be some too many.

        Raises: StorageError
        """
        counts = self._project.store.counts_like(self._spelt) if self._spelt else {}
        wanted = {number: counts[number] for number in counts.keys() & self._heads.keys() if self._is_wanted(number)}
        return sum(segments if self._is_source(number) else cells for number, (segments, cells) in wanted.items())

    def _sources(self, last: TextPlace | None) -> list[TextPlace]:
        after = (last.version_id, last.source_start) if last else (0, -1)
        return self._project.store.segments_like(self._spelt, after, _AT_ONCE)

    def _cells(self, last: TextPlace | None) -> list[TextPlace]:
        return self._project.store.cells_like(self._spelt, last.cell_id if last else 0, _AT_ONCE)

    @cached_property
    def _spelt(self) -> list[str]:
        """The ways to write it that differ in other capitals than those of A to Z, in any of the languages."""
        ways = [way for language in self._looked_in for way in _spellings(self.wanted, language)]
        return list({way.translate(_PLAIN_SMALL): way for way in ways if way})

    def _is_wanted(self, version_id: int) -> bool:
        return base(self._heads[version_id].language) in self._looked_in

    def _is_source(self, version_id: int) -> bool:
        head = self._heads[version_id]
        return head.language == self._statements[head.statement_id].source_language

    @cached_property
    def _heads(self) -> dict[int, VersionHead]:
        return {head.id: head for head in self._project.store.heads()}

    @cached_property
    def _statements(self) -> dict[int, Statement]:
        return {statement.id: statement for statement in self._project.statements()}

    @cached_property
    def _versions(self) -> dict[tuple[int, str], int]:
        return {(head.statement_id, base(head.language)): head.id for head in self._heads.values()}

    def _hit(self, place: TextPlace) -> Concord | None:
        head = self._heads.get(place.version_id)
        if head is None or not self._is_wanted(head.id) or self._is_source(head.id) is bool(place.cell_id):
            return None
        text = place.text.strip()
        spans = tuple(find_spans(text, self.wanted, lambda each: fold(each.translate(_ALIKE), head.language)))
        if not spans:
            return None
        statement = self._statements[head.statement_id]
        opposite, language, cell_id = self._opposite(place, head, statement)
        return Concord(
            *(statement.key, head.language, place.source_start, place.cell_id, text, spans),
            *(opposite, language, cell_id),
        )

    def _opposite(self, place: TextPlace, head: VersionHead, statement: Statement) -> tuple[str, str, int]:
        store, source = self._project.store, statement.source_language
        if place.cell_id:
            version = self._versions.get((statement.id, base(source)))
            rows = store.segments(version, place.source_start, place.source_end) if version else []
            return "".join(rows).strip(), source, 0
        other = next((each for each in reversed(self._pair) if base(each) != base(head.language)), "")
        version = self._versions.get((statement.id, base(other)))
        cells = store.cells_over(version, place.source_start, place.source_end) if version else []
        cells = [cell for cell in cells if cell.source_end > cell.source_start]
        text = " ".join(cell.text.strip() for cell in cells)
        return text, other if version else "", cells[0].id if cells else 0


def _slices(read: Callable[[TextPlace | None], list[TextPlace]], job: Job) -> Iterator[TextPlace]:
    last: TextPlace | None = None
    while True:
        job.check()
        found = read(last)
        yield from found
        if len(found) < _AT_ONCE:
            return
        last = found[-1]


def _spellings(wanted: str, language: str) -> tuple[str, ...]:
    small = lower(wanted, language)
    return small, wanted, capitalized(small, language), upper(small, language)
