"""Translation units of one pair of languages, many of them in little room: found by text, and by what is wrong.

A unit takes some hundred bytes: its texts are kept compressed, some dozen together, and folded for finding. What is
read of a unit is unpacked when somebody looks at it.
"""

from __future__ import annotations

import json
import threading
import zlib
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import merge
from itertools import islice

from workbench.text.haystack import Haystack
from workbench.text.normalize import fold

TOGETHER = 64
"""Units that are compressed as one."""

_UNPACKED = 32
"""Blocks of units that stay unpacked."""


class UnitScope(StrEnum):
    """Which units are of interest."""

    ALL = "all"
    DUPLICATES = "duplicates"
    CONFLICTS = "conflicts"


@dataclass(frozen=True, slots=True)
class Unit:
    """A segment and its translation.

    Attributes:
        statement_key, language, row: the cell that it comes from, or that makes it with another one; empty and -1 for
            one of a file.
        file: the memory file that it comes from; empty for one of the project.
        place: its number in the file, from 1.
    """

    source: str
    target: str
    statement_key: str = ""
    language: str = ""
    row: int = -1
    file: str = ""
    place: int = 0


class UnitTable:
    """Units by number, in the order in which they came; one thread may add while others look.

    Args:
        pair: source and target language, for folding.
    """

    def __init__(self, pair: tuple[str, str]) -> None:
        self.pair = pair
        self._sources, self._targets = Haystack(), Haystack()
        self._blocks: list[bytes] = []
        self._firsts = array("L")
        self._same_source, self._same_both = array("q"), array("q")
        self._unpacked: OrderedDict[int, list[Unit]] = OrderedDict()
        self._lock, self._unpacking = threading.Lock(), threading.Lock()

    def __len__(self) -> int:
        return len(self._same_source)

    def add(self, units: Sequence[Unit]) -> None:
        """Take in units; many at a time, since those of one call are searched together."""
        sources = [fold(unit.source, self.pair[0]) for unit in units]
        targets = [fold(unit.target, self.pair[1]) for unit in units]
        blocks = [_packed(units[first : first + TOGETHER]) for first in range(0, len(units), TOGETHER)]
        keys = [" ".join(source.split()) for source in sources]
        with self._lock:
            for number, block in enumerate(blocks):
                self._firsts.append(len(self) + number * TOGETHER)
                self._blocks.append(block)
            self._sources.add(sources)
            self._targets.add(targets)
            self._same_both.extend(hash((key, " ".join(each.split()))) for key, each in zip(keys, targets, strict=True))
            self._same_source.extend(map(hash, keys))

    def __getitem__(self, number: int) -> Unit:
        block = self._block_of(number)
        with self._unpacking:
            if block not in self._unpacked:
                self._unpacked[block] = _unpacked(self._blocks[block])
                if len(self._unpacked) > _UNPACKED:
                    self._unpacked.popitem(last=False)
            self._unpacked.move_to_end(block)
            return self._unpacked[block][number - self._firsts[block]]

    def _block_of(self, number: int) -> int:
        return bisect_right(self._firsts, number) - 1

    def __iter__(self) -> Iterator[Unit]:
        for number in range(len(self)):
            yield self[number]

    def matching(self, wanted: str, scope: UnitScope = UnitScope.ALL) -> Sequence[int]:
        """Units that contain a text in either language, case aside; conflicts and duplicates beside each other."""
        with self._lock:
            rows: Sequence[int] = self._rows(scope)
            if not wanted:
                return rows
            found = {
                *self._sources.holding(fold(wanted, self.pair[0])),
                *self._targets.holding(fold(wanted, self.pair[1])),
            }
        return array("L", sorted(found)) if scope is UnitScope.ALL else [row for row in rows if row in found]

    def first(self, wanted: str, most: int) -> list[int]:
        """The first of the units that `matching` gives for a text, at once."""
        with self._lock:
            found = merge(
                self._sources.holding(fold(wanted, self.pair[0])), self._targets.holding(fold(wanted, self.pair[1]))
            )
            return list(islice(dict.fromkeys(islice(found, 2 * most)), most))

    def _rows(self, scope: UnitScope) -> Sequence[int]:
        if scope is UnitScope.ALL:
            return range(len(self))
        groups: dict[int, list[int]] = {}
        keys = self._same_both if scope is UnitScope.DUPLICATES else self._same_source
        for number, key in enumerate(keys):
            groups.setdefault(key, []).append(number)
        found = (group for group in groups.values() if len(group) > 1)
        if scope is UnitScope.CONFLICTS:
            found = (group for group in found if len({self._same_both[number] for number in group}) > 1)
        return array("L", [number for group in found for number in group])

    def alike(self, number: int) -> list[int]:
        """Other units with the same source."""
        key = self._same_source[number]
        return [other for other, theirs in enumerate(self._same_source) if theirs == key and other != number]


def _packed(units: Sequence[Unit]) -> bytes:
    values = [(u.source, u.target, u.statement_key, u.language, u.row, u.file, u.place) for u in units]
    return zlib.compress(json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)


def _unpacked(block: bytes) -> list[Unit]:
    return [Unit(*values) for values in json.loads(zlib.decompress(block).decode("utf-8", "surrogatepass"))]
