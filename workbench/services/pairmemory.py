"""What is confirmed in a project as a memory for lookups, small however large the project is.

For each direction that is asked for, an index of the sources' words is held; what stands in the project is read anew
for the few that are like a segment. So a lookup never gives what is not there any more, and a change costs nothing
but an entry in the index.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from workbench.core.language import base
from workbench.core.match import Context, Match, MemoryEntry
from workbench.core.project import Cell, OriginKind, State, Statement
from workbench.memory.rank import joined, ranked, reading, similarity
from workbench.memory.sources import SourceIndex
from workbench.services.bitext import SURE
from workbench.text.normalize import fold

if TYPE_CHECKING:  # a pipe needs no database
    from workbench.services.project import Project

MOST = 400_000
"""Pairs that are held, of all directions together; about 130 bytes each."""

_ROWS_AT_ONCE, _SMALL = 512, 10_000
_READ_AT_ONCE, _MOST_READ = 16, 256
"""Pairs read for one lookup, the likest first: at once, and at most."""

_SLACK, _FLOOR = 0.1, 0.2
"""How much coarser the index compares words than matches are scored, and the least likeness that it is asked for."""

_NOWHERE = Context()
_SAME = Levenshtein.normalized_similarity


class _Home(NamedTuple):
    """Where a version belongs."""

    statement: Statement
    language: str


class _Sides(NamedTuple):
    """A statement in one direction: its source version and rows, and the versions of both languages (0: the source)."""

    source: int
    rows: int
    left: int
    right: int


@dataclass(slots=True)
class _Direction:
    index: SourceIndex
    partial: bool = False


class PairMemory:
    """Implements `core.ports.Memory` with what is confirmed in a project; may be used by several threads.

    A match is found if it is among the `_MOST_READ` whose words are likest.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lock = threading.RLock()
        self._directions: OrderedDict[tuple[str, str], _Direction] = OrderedDict()
        self._homes: dict[int, _Home] = {}
        self._sides: dict[int, dict[str, int]] = {}
        self._rows: dict[int, int] = {}

    def lookup(
        self,
        source: str,
        source_language: str,
        target_language: str,
        *,
        context: Context = _NOWHERE,
        least: float = 0.7,
        most: int = 5,
    ) -> list[Match]:
        """Matches for a segment, the best first; see `core.ports.Memory`.

        Raises: StorageError
        """
        pair = base(source_language), base(target_language)
        with self._lock:
            index = self._direction(pair).index
            if least >= 1:
                near = [(key, 1.0) for key in reversed(index.same(source))]
            else:
                near = index.near(source, max(least**2 - _SLACK, _FLOOR))
            found = list(self._likest(source, pair, near, least, most))
        return ranked(found, context, least=least, most=most)

    def is_partial(self, source_language: str, target_language: str) -> bool:
        """Whether the direction has more pairs than are held, so that some are not found."""
        found = self._directions.get((base(source_language), base(target_language)))
        return found is not None and found.partial

    @property
    def is_small(self) -> bool:
        """Whether to read everything anew takes no time to speak of."""
        return sum(len(each.index) for each in self._directions.values()) < _SMALL

    def entry(self, cell: Cell) -> MemoryEntry | None:
        """A cell with today's source; None where there is no source.

        Raises: StorageError
        """
        with self._lock:
            home = self._home(cell)
            pair = base(home.statement.source_language), base(home.language)
            found = self._entry(pair, 0, [cell])
        return found if found is not None and found.source else None

    def forget(self) -> None:
        """Read everything anew when it is next asked for."""
        with self._lock:
            self._directions.clear()
            self._homes.clear()

    def take(self, cells: Iterable[int]) -> None:
        """Take in cells that somebody has changed.

        Raises: StorageError
        """
        with self._lock:
            for cell in self._project.store.cells_of(cells).values() if self._directions else ():
                if is_usable(cell):
                    self._take(cell)

    def _take(self, cell: Cell) -> None:
        statement = self._home(cell).statement
        for pair, direction in self._directions.items():
            sides = self._sides_of(statement, pair)
            if sides is None or cell.version_id not in (sides.left, sides.right):
                continue
            for key, text in self._pairs(sides, cell.source_start, cell.source_start + 1):
                if not direction.index.has(key, text):
                    direction.index.add([(key, text)])

    # -- directions --------------------------------------------------------------------------------------------------

    def _direction(self, pair: tuple[str, str]) -> _Direction:
        found = self._directions.get(pair)
        if found is None:
            found = self._directions[pair] = self._built(pair)
            while sum(len(each.index) for each in self._directions.values()) > MOST and len(self._directions) > 1:
                self._directions.popitem(last=False)
        self._directions.move_to_end(pair)
        return found

    def _built(self, pair: tuple[str, str]) -> _Direction:
        self._survey()
        made = _Direction(SourceIndex(pair[0]))
        for statement in {home.statement.id: home.statement for home in self._homes.values()}.values():
            sides = self._sides_of(statement, pair)
            for start in range(0, sides.rows if sides else 0, _ROWS_AT_ONCE):
                if len(made.index) >= MOST:
                    made.partial = True
                    return made
                assert sides is not None
                self._project.precedence.give_way()
                made.index.add(self._pairs(sides, start, start + _ROWS_AT_ONCE))
        return made

    def _home(self, cell: Cell) -> _Home:
        if cell.version_id not in self._homes:
            self._survey()
        return self._homes[cell.version_id]

    def _survey(self) -> None:
        """Which versions there are."""
        statements = {statement.id: statement for statement in self._project.store.statements()}
        self._homes, self._sides, self._rows = {}, {}, {}
        for head in self._project.store.heads():
            self._homes[head.id] = _Home(statements[head.statement_id], head.language)
            self._sides.setdefault(head.statement_id, {}).setdefault(base(head.language), head.id)
            self._rows[head.id] = head.segments

    def _sides_of(self, statement: Statement, pair: tuple[str, str]) -> _Sides | None:
        """A statement in a direction; None where it has not both languages."""
        versions, own = self._sides[statement.id], base(statement.source_language)
        if own not in versions or not versions.keys() >= set(pair):
            return None
        source = versions[own]
        left, right = (0 if language == own else versions[language] for language in pair)
        return _Sides(source, self._rows[source], left, right) if left or right else None

    def _pairs(self, sides: _Sides, start: int, stop: int) -> Iterator[tuple[int, str]]:
        """The pairs that begin on some source rows, as key and text to compare."""
        store = self._project.store
        runs = store.confirmed_runs(sides.right or sides.left, start, stop, SURE)
        if not runs:
            return
        if sides.left and sides.right:
            lefts = {run[1:3]: run for run in store.confirmed_runs(sides.left, start, stop, SURE)}
            for run in runs:
                left = lefts.get(run[1:3])
                if left:
                    yield _key(left.id, run.id), left.text
            return
        segments = store.segments(sides.source, start, max(run.source_end for run in runs)) if sides.right else []
        for run in runs:
            text = "".join(segments[run.source_start - start : run.source_end - start]) if sides.right else run.text
            yield _key(*((0, run.id) if sides.right else (run.id, 0))), text

    # -- reading what was found --------------------------------------------------------------------------------------

    def _likest(
        self, source: str, pair: tuple[str, str], near: Sequence[tuple[int, float]], least: float, most: int
    ) -> Iterator[tuple[MemoryEntry, float]]:
        """Entries and how like their sources are; reading ends where none that follows could be among the best."""
        read, best = reading(source, pair[0]), list[float]()
        likely = self._likely(source, pair, near[:_MOST_READ])
        for first in range(0, len(likely), _READ_AT_ONCE):
            some = likely[first : first + _READ_AT_ONCE]
            could_be = some[0][1] + _SLACK
            if could_be < least or (len(best) >= most and could_be < sorted(best, reverse=True)[most - 1]):
                return
            for entry in self._entries(pair, [key for key, _ in some]):
                likeness = similarity(read, reading(entry.source, pair[0]))
                if likeness >= least:
                    best.append(likeness)
                    yield entry, likeness

    def _likely(self, source: str, pair: tuple[str, str], near: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
        """Keys and about how like their sources are, by words and by letters as they stand; the likest first."""
        store = self._project.store
        named = {key: divmod(key, 1 << 32) for key, _ in near}
        lefts = store.texts_of({left for left, _ in named.values() if left})
        sources = store.only_sources({right for left, right in named.values() if not left})
        wanted, found = fold(source, pair[0]), dict[int, float]()
        for key, words in reversed(near):
            left, right = named[key]
            text = lefts.get(left) if left else sources.get(right)
            letters = _SAME(wanted, fold(text.strip(), pair[0])) if text is not None else 1.0
            found[key] = joined(words, letters)
        return sorted(found.items(), key=lambda each: -each[1])

    def _entries(self, pair: tuple[str, str], keys: Sequence[int]) -> Iterator[MemoryEntry]:
        """What stands in the project under these keys now."""
        named = [divmod(key, 1 << 32) for key in dict.fromkeys(keys)]
        cells = self._project.store.cells_of(number for ids in named for number in ids if number)
        for left, right in named:
            there = [cells[each] for each in (left, right) if each in cells and is_usable(cells[each])]
            entry = self._entry(pair, left, there) if len(there) == bool(left) + bool(right) else None
            if entry is not None and entry.source:
                yield entry

    def _entry(self, pair: tuple[str, str], left: int, there: Sequence[Cell]) -> MemoryEntry | None:
        cell = there[0]
        statement = self._home(cell).statement
        sides = self._sides_of(statement, pair)
        if sides is None:
            return None
        context = _NOWHERE
        if len(there) == 2:
            one, other = (each.text.strip() for each in there)
            if (there[0].source_start, there[0].source_end) != (there[1].source_start, there[1].source_end):
                return None
        elif left:
            one, other = cell.text.strip(), self._source(sides.source, cell)[0]
        else:
            (one, context), other = self._source(sides.source, cell), cell.text.strip()
        left_language, right_language = (
            self._homes[side or sides.source].language for side in (sides.left, sides.right)
        )
        return MemoryEntry(
            "-".join(str(each.id) for each in there),
            one,
            other,
            left_language,
            right_language,
            context=context,
            origin=statement.key,
            reviewed=all(map(_is_reviewed, there)),
            changed_at=max(each.updated_at for each in there),
        )

    def _source(self, version_id: int, cell: Cell) -> tuple[str, Context]:
        """The source of a cell today, and what stands around it."""
        first = max(0, cell.source_start - 1)
        rows = self._project.store.segments(version_id, first, cell.source_end + 1)
        begin, end = cell.source_start - first, cell.source_end - first
        before, after = "".join(rows[:begin]).strip(), "".join(rows[end:]).strip()
        return "".join(rows[begin:end]).strip(), Context(before, after)


def _key(left: int, right: int) -> int:
    """Two numbers of cells as one; 0 stands for the source's own text."""
    return left << 32 | right


def is_usable(cell: Cell) -> bool:
    """Whether a cell's text may stand for its source: a person has accepted it, or it is aligned surely."""
    return bool(cell.text.strip()) and cell.state.done and (_is_reviewed(cell) or cell.confidence >= SURE)


def _is_reviewed(cell: Cell) -> bool:
    """Whether a person stands behind a cell's text and its place."""
    return cell.origin.kind is OriginKind.PERSON or cell.pinned or cell.state in (State.REVIEWED, State.LOCKED)
