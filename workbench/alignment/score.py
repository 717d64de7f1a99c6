"""How good an alignment is against gold beads: strict and lax precision, recall and F1.

A bead is right strictly if the gold has exactly it, and laxly if some gold bead shares a source and a target sentence
with it. Recall counts the gold beads with both sides; precision all beads put out, empty-sided ones too, which are
right if the gold has them (Sennrich and Volk 2011, as Vecalign and Bertalign count). An empty-sided bead over several
sentences counts as one a sentence. Counts of several documents are added up before they are divided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.core.bead import Bead

_Sides = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class AlignmentScore:
    """Precision and recall, 0 to 1, strict and lax."""

    strict_precision: float
    strict_recall: float
    lax_precision: float
    lax_recall: float

    @property
    def strict_f1(self) -> float:
        """Harmonic mean of the strict two."""
        return _harmonic(self.strict_precision, self.strict_recall)

    @property
    def lax_f1(self) -> float:
        """Harmonic mean of the lax two."""
        return _harmonic(self.lax_precision, self.lax_recall)


def score(documents: Iterable[tuple[Sequence[Bead], Sequence[Bead]]]) -> AlignmentScore:
    """The score of several documents, each a pair (gold, found)."""
    precision, recall = _Count(), _Count()
    for gold_beads, found_beads in documents:
        gold, found = _single(gold_beads), _single(found_beads)
        precision.add(found, gold)
        recall.add({bead for bead in gold if all(bead)}, {bead for bead in found if all(bead)})
    (strict_precision, lax_precision), (strict_recall, lax_recall) = precision.shares(), recall.shares()
    return AlignmentScore(strict_precision, strict_recall, lax_precision, lax_recall)


@dataclass(slots=True)
class _Count:
    """Beads looked at, and how many of them are right."""

    strict: int = 0
    lax: int = 0
    all: int = 0

    def add(self, beads: set[_Sides], right: set[_Sides]) -> None:
        opposite: dict[int, set[int]] = {}
        for source, target in right:
            for sentence in source:
                opposite.setdefault(sentence, set()).update(target)
        exact = beads & right
        touching = sum(
            1 for source, target in beads - exact if any(opposite.get(s, set()) & set(target) for s in source)
        )
        self.strict += len(exact)
        self.lax += len(exact) + touching
        self.all += len(beads)

    def shares(self) -> tuple[float, float]:
        return (self.strict / self.all, self.lax / self.all) if self.all else (0.0, 0.0)


def _single(beads: Sequence[Bead]) -> set[_Sides]:
    sides: set[_Sides] = set()
    for bead in beads:
        source, target = tuple(bead.source), tuple(bead.target)
        if source and target:
            sides.add((source, target))
        else:
            sides.update(((sentence,), ()) for sentence in source)
            sides.update(((), (sentence,)) for sentence in target)
    return sides


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
