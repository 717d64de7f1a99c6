"""Translations that need no engine: the units of memories whose source is exactly the segment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from workbench.core.language import base
from workbench.formats.tmx import TmxUnit
from workbench.services.memories import read_memories
from workbench.services.skeleton import around
from workbench.text.normalize import nfc


class KnownUnits:
    """Units of memories by their source; of several translations the last one read counts.

    Args:
        paths: TMX files.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._read = read_memories(paths)
        self.problems = tuple(self._read.problems)
        self._tables: dict[tuple[str, str], dict[str, str]] = {}

    @property
    def units(self) -> Sequence[TmxUnit]:
        """All that was read, in its order."""
        return self._read.units

    def exact(self, segment: str, source: str, target: str) -> str | None:
        """The translation of exactly this segment, Unicode form and outer white space apart."""
        pair = base(source), base(target)
        if pair not in self._tables:
            self._tables[pair] = dict(_entries(self._read.between(*pair)))
        return self._tables[pair].get(_key(segment))


def _entries(units: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each unit and, where both sides have the same bullet or the like, what stands after it: see `Skeleton`."""
    for one, other in units:
        if other.strip():
            yield _key(one), other.strip()
        lead, core, trail = around(one)
        other_lead, other_core, other_trail = around(other)
        signs = lead.strip(), trail.strip()
        if core and other_core and any(signs) and signs == (other_lead.strip(), other_trail.strip()):
            yield _key(core), other_core


def _key(text: str) -> str:
    return " ".join(nfc(text).split())
