"""The first aligner: lengths, numbers, names and terms, in a band around what is found on both sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from workbench.alignment.anchors import centre_line
from workbench.alignment.evidence import Evidence, Things
from workbench.alignment.features import things_of
from workbench.alignment.length import LengthModel
from workbench.alignment.search import SHAPES, Block, Found, band, full_table, search
from workbench.core.bead import Bead, verify

_PRIORS = {
    (1, 1): 0.9075,
    **dict.fromkeys([(1, 0), (0, 1)], 0.015),
    **dict.fromkeys([(1, 2), (2, 1)], 0.03),
    **dict.fromkeys([(1, 3), (3, 1)], 0.001),
    (2, 2): 0.0005,
}
_FULL_CELLS = 1_000_000
_HALF_WIDTH, _WIDEST = 300, 1_000
_WINDOW = 4_000
_VERY_LONG = 50_000
_LOPSIDED = 4

Features = Callable[[str, str, str], Things]
"""What a sentence of one language names, each with the probability that a translation into another names it too."""


class LengthAligner:
    """Implements `core.ports.Aligner`. Keeps nothing between two calls; the same texts give the same beads.

    Time and memory grow with the number of sentences: a table of all pairs is made for short texts only, longer ones
    are searched in a band, and very long ones window by window.

    Args:
        features: what a sentence names besides its terms.
    """

    def __init__(self, features: Features = things_of) -> None:
        self._features = features

    def align(
        self,
        source: Sequence[str],
        target: Sequence[str],
        source_language: str,
        target_language: str,
        *,
        source_terms: Sequence[Sequence[str]] | None = None,
        target_terms: Sequence[Sequence[str]] | None = None,
    ) -> list[Bead]:
        """Beads in order that cover every sentence of both sides once; see `core.ports.Aligner`."""
        if not source or not target:
            return _alone(len(source), len(target))
        if len(source) > _LOPSIDED * len(target):  # a row costs more than a column
            swapped = self.align(
                *(target, source, target_language, source_language),
                source_terms=target_terms,
                target_terms=source_terms,
            )
            return [_mirrored(bead) for bead in swapped]
        lengths = LengthModel.of(source, target, source_language, target_language)
        source_things = self._things(source, source_language, target_language, source_terms)
        target_things = self._things(target, target_language, source_language, target_terms)
        centres = centre_line(lengths, source_things, target_things)
        beads: list[Bead] = []
        half_width = _half_width(len(target))
        row, column = 0, 0
        priors = np.log([_PRIORS[shape] for shape in SHAPES])
        while row < len(source) or column < len(target):
            last = min(row + _WINDOW, len(source))
            whole = last == len(source)
            end = len(target) if whole else min(len(target), centres[last] + half_width)
            window = lengths.part(slice(row, last), slice(column, end))
            evidence = Evidence(window, source_things[row:last], target_things[column:end])
            middle = [min(max(0, centre - column), end - column) for centre in centres[row : last + 1]]
            blocks = _blocks(middle, end - column, half_width)
            found = search(evidence, priors, blocks, open_end=not whole)
            kept = found if whole else [bead for bead in found if bead.row <= (last - row) * 3 // 4]
            beads += [_bead(one, row, column) for one in kept]
            row, column = beads[-1].source_end, beads[-1].target_end
        verify(beads, len(source), len(target))
        return beads

    def _things(
        self, sentences: Sequence[str], language: str, other: str, terms: Sequence[Sequence[str]] | None
    ) -> list[Things]:
        named = [dict(self._features(sentence, language, other)) for sentence in sentences]
        for things, concepts in zip(named, terms or (), strict=bool(terms)):
            things.update((f"concept {concept}", _TERM_CARRIED) for concept in concepts)
        return list(named)


_TERM_CARRIED = 0.6


def _alone(source_count: int, target_count: int) -> list[Bead]:
    return [Bead(at, at + 1, 0, 0) for at in range(source_count)] + [
        Bead(source_count, source_count, at, at + 1) for at in range(target_count)
    ]


def _mirrored(bead: Bead) -> Bead:
    source, target = (bead.target_start, bead.target_end), (bead.source_start, bead.source_end)
    return Bead(*source, *target, bead.confidence, bead.cost)


def _half_width(columns: int) -> int:
    """How far the band reaches: wider for longer texts, which may drift further; narrow where time counts more."""
    return min(max(_HALF_WIDTH, columns // 20), _WIDEST) if columns <= _VERY_LONG else _HALF_WIDTH


def _blocks(centres: Sequence[int], columns: int, half_width: int) -> list[Block]:
    if len(centres) * (columns + 1) <= _FULL_CELLS:
        return full_table(len(centres) - 1, columns)
    return band(centres, columns, half_width)


def _bead(found: Found, row: int, column: int) -> Bead:
    source_end, target_end = found.row + row, found.column + column
    return Bead(
        source_end - found.shape[0], source_end, target_end - found.shape[1], target_end, found.posterior, found.cost
    )
