"""Which units of an index the words of a text may be, remembered for each word once it has been read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from workbench.core.term import Grade
from workbench.terminology.index import UNIT_BITS, LanguageIndex
from workbench.terminology.words import key_of
from workbench.text.endings import ARTICLE, FIXED
from workbench.text.morphology import inflection, morphology

EXACT, INFLECTED, UNCERTAIN = 0, 1, 2
GRADES = (Grade.EXACT, Grade.INFLECTED, Grade.UNCERTAIN)
_MARKS = re.compile("[\u0300-\u036f]+")
_REMEMBERED = 200_000

Units = tuple[tuple[int, int], ...]
"""Pairs of unit and grade (0 exact, 1 inflected, 2 uncertain)."""


class Start(NamedTuple):
    """The node that a token leads to from the root, whether a term ends there, and whether longer ones go on."""

    node: int
    grade: int
    ends: bool
    goes_on: bool


class Reading(NamedTuple):
    """What a token may be.

    Attributes:
        key: what it is compared by.
        units: the units of the index that it may be.
        starts: where it leads as the first word of a term.
    """

    key: str
    units: Units
    starts: tuple[Start, ...]


class Reader:
    """Reads the tokens of one language against an index; not for use by two threads at once."""

    def __init__(self, index: LanguageIndex) -> None:
        self._index = index
        self._morphology = morphology(index.language)
        self._known = index.units
        self._kinds = "".join(sorted({unit[0] for unit in index.units} - {FIXED, ARTICLE}))
        self._every_kind = (*self._kinds, FIXED, ARTICLE)
        self._never = self._morphology.words("never")
        self._contracted = inflection(index.language).get("phrase", {}).get("contracted", {})
        self._bare = self._without_accents() if index.language == "fr" else {}
        self._inner = frozenset(edge >> UNIT_BITS for edge in index.edges)
        self.remembered: dict[str, Reading] = {}

    def read(self, surface: str) -> Reading:
        """The reading of a token as it stands in the text."""
        found = self.remembered.get(surface)
        if found is None:
            if len(self.remembered) >= _REMEMBERED:
                self.remembered.clear()
            found = self.remembered[surface] = self._read(surface)
        return found

    def _read(self, surface: str) -> Reading:
        key = key_of(surface, self._index.language)
        best: dict[int, int] = {}
        for kind in self._every_kind:
            unit = self._known.get(kind + key)
            if unit is not None:
                best[unit] = EXACT
        if key[:1].isalpha():
            self._inflected(key, best)
            if self._bare and surface != key:
                self._capitals(key, surface, best)
        return Reading(key, tuple(best.items()), tuple(self._starts(best)))

    def _starts(self, best: dict[int, int]) -> Iterator[Start]:
        for unit, grade in best.items():
            node = self._index.edges.get(unit)
            if node is not None:
                yield Start(node, grade, self._index.ends(node), node in self._inner)

    def _inflected(self, key: str, best: dict[int, int]) -> None:
        if key not in self._never:
            for candidate in self._morphology.candidates(key, self._kinds, self._known):
                unit = self._known[candidate.key]
                best[unit] = min(best.get(unit, UNCERTAIN), UNCERTAIN if candidate.doubtful else INFLECTED)
        article = self._known.get(ARTICLE + self._contracted.get(key, ""))
        if article is not None:
            best[article] = INFLECTED

    def _without_accents(self) -> dict[str, list[str]]:
        """French units by themselves without accents, which capitals often go without."""
        units = [unit for unit in self._known if not unit.isascii()]
        plain = _MARKS.sub("", unicodedata.normalize("NFD", "\0".join(units))).split("\0") if units else []
        bare: dict[str, list[str]] = {}
        for unit, without in zip(units, plain, strict=True):
            bare.setdefault(without, []).append(unit)
        return bare

    def _capitals(self, key: str, surface: str, best: dict[int, int]) -> None:
        """`ETATS` and `Etats` as `états`: an accent may be missing where the letter is a capital."""
        if len(key) != len(surface):
            return
        candidates = [(kind + key, EXACT) for kind in self._every_kind]
        candidates += [(c.key, INFLECTED) for c in self._morphology.candidates(key, self._kinds, self._bare)]
        for candidate, grade in candidates:
            for unit in self._bare.get(candidate, ()):
                pairs = zip(unit[1:], candidate[1:], surface, strict=False)
                if all(meant == plain or letter.isupper() for meant, plain, letter in pairs):
                    number = self._known[unit]
                    best[number] = min(best.get(number, UNCERTAIN), grade)
