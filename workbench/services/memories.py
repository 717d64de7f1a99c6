"""Translation units from the memory files that a user names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.core.errors import InputError, WorkbenchError
from workbench.core.language import base, base_as_written
from workbench.formats.tmx import TmxUnit, read_tmx

Unit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Memories:
    """Memory files that were read.

    Attributes:
        units: of all files, in their order.
        problems: what was wrong with files that were left out, in whole or in part.
    """

    units: tuple[TmxUnit, ...] = ()
    problems: tuple[str, ...] = ()

    def between(self, source_language: str, target_language: str) -> list[Unit]:
        """The units that two languages have, each once; regions and scripts aside."""
        found: dict[Unit, None] = {}
        wanted = base(source_language), base(target_language)
        for unit in self.units:
            texts = by_language(unit)
            if wanted[0] in texts and wanted[1] in texts:
                found[texts[wanted[0]], texts[wanted[1]]] = None
        return list(found)


def by_language(unit: TmxUnit) -> dict[str, str]:
    """The texts of a unit by language, regions and scripts aside (`EN-US` is `en`); of two in one the first."""
    texts: dict[str, str] = {}
    for tag, text in unit.segments.items():
        texts.setdefault(base_as_written(tag), text)
    return texts


def read_memories(paths: Sequence[Path]) -> Memories:
    """The units of TMX files; a broken one is read as far as it goes and told.

    Raises: InputError if one that is named is not there.
    """
    units: list[TmxUnit] = []
    problems: list[str] = []
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: cannot be read: there is no such memory")
        count = len(units)
        try:
            with path.open("rb") as stream:
                for unit in read_tmx(stream, str(path)):
                    units.append(unit)
        except (WorkbenchError, OSError) as error:
            problems.append(f"{error}; of this memory {len(units) - count} units are used")
    return Memories(tuple(units), tuple(problems))
