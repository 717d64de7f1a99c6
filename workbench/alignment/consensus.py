"""Four versions at once: what each pair says of where sentences belong is weighed against what the others say.

If a sentence of the source has its place in the Armenian and in the French version, and those two agree with each
other, that says where it belongs in the French one even if the pair alone is in doubt. Source: the probabilistic
consistency transformation of Do et al. (2005), there for several protein sequences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from workbench.alignment.arrays import Floats, Ints
from workbench.alignment.pair import Pair
from workbench.alignment.priors import Priors
from workbench.alignment.windows import find_beads, links
from workbench.core.bead import Bead

_WEIGHT, _FLOOR, _MOST = 1.0, 0.02, 3.0
_MOST_LINKS = 4_000_000
_DOUBT = 0.5


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where two ways from a version to another lead to different places.

    Attributes:
        bead: the bead between the source and the version `language`.
        through: the version by way of which it leads elsewhere.
    """

    bead: Bead
    language: str
    through: str


Pairs = Mapping[tuple[str, str], Pair]
"""Pairs of all versions of a statement, by their languages; each two versions once, the source before the others."""


def agree(pairs: Pairs) -> None:
    """Align the pairs again, each with what the others say; all are aligned already.

    Pairs that are too large for it stay as they are.
    """
    if any(pair.source.segments * pair.target.segments > _MOST_LINKS for pair in pairs.values()):
        return
    priors = {key: Priors().learnt([pair.beads]) for key, pair in pairs.items()}
    found = {key: links(pair, priors[key]) for key, pair in pairs.items()}
    for key, pair in pairs.items():
        pair.agree(_Agreement(pair, found[key], _transformed(found, key)))
        find_beads([pair], priors[key])


def _transformed(found: Mapping[tuple[str, str], Floats], key: tuple[str, str]) -> Floats:
    """The links of a pair, averaged with those that lead through each other version."""
    one, other = key
    languages = {language for pair in found for language in pair}
    total, count = 2 * found[key], 2
    for between in sorted(languages - {one, other}):
        first, second = _links(found, one, between), _links(found, between, other)
        if first is not None and second is not None:
            total = total + first @ second
            count += 1
    average: Floats = np.minimum(total / count, 1.0)
    return average


def _links(found: Mapping[tuple[str, str], Floats], one: str, other: str) -> Floats | None:
    if (one, other) in found:
        return found[one, other]
    return found[other, one].T if (other, one) in found else None


class _Agreement:
    """Implements `evidence.Further`: by how much others hold a link for likelier than the pair itself does."""

    def __init__(self, pair: Pair, own: Floats, agreed: Floats) -> None:
        gain = np.log((agreed + _FLOOR) / (own + _FLOOR))
        self._gain = _WEIGHT * np.clip(gain, -_MOST, _MOST)
        self._segments = _segment_of(pair.source.starts), _segment_of(pair.target.starts)

    def scores(self, rows: Ints, columns: Ints, source_run: int, target_run: int) -> Floats:
        """What speaks for pairing the runs that end at each row and column, in nats."""
        total = np.zeros(len(rows))
        for up in range(1, source_run + 1):
            for back in range(1, target_run + 1):
                total += self._gain[self._segments[0][rows - up], self._segments[1][columns - back]]
        return total / max(source_run, target_run)


def _segment_of(starts: Ints) -> Ints:
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts))


def disagreements(beads: Mapping[tuple[str, str], Sequence[Bead]], source: str) -> list[Disagreement]:
    """The beads of the source with each version that lead elsewhere through another version.

    Args:
        beads: of each two versions, by their languages.
    """
    languages = sorted({language for key in beads for language in key} - {source})
    found = []
    for one, other in combinations(languages, 2):
        between = beads.get((one, other)) or beads.get((other, one))
        if between is None or (source, one) not in beads or (source, other) not in beads:
            continue
        across = _partners(between, mirrored=(one, other) not in beads)
        to_one, to_other = beads[source, one], _partners(beads[source, other])
        for bead in to_one:
            direct = {place for segment in bead.source for place in to_other.get(segment, ())}
            around = {place for segment in bead.target for place in across.get(segment, ())}
            if direct and around and not direct & around:
                found.append(Disagreement(bead, one, other))
    return found


def _partners(beads: Sequence[Bead], *, mirrored: bool = False) -> dict[int, range]:
    """For each segment of the first side the segments opposite."""
    return {
        segment: bead.source if mirrored else bead.target
        for bead in beads
        for segment in (bead.target if mirrored else bead.source)
    }


def doubted(bead: Bead) -> Bead:
    """A bead that other versions speak against, to be looked at early."""
    return Bead(
        bead.source_start, bead.source_end, bead.target_start, bead.target_end, bead.confidence * _DOUBT, bead.cost
    )
