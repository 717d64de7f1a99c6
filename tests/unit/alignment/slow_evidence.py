"""A slow oracle for the evidence: the score of one pair of runs of pieces, in plain Python."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from workbench.alignment import evidence as fast
from workbench.alignment.arrays import Floats
from workbench.alignment.lexicon import Learnt, Partners
from workbench.alignment.marks import CARRIED, Kind
from workbench.alignment.pair import Pair
from workbench.alignment.reading import Text

Clue = tuple[str, int]
"""A mark or a stem, by its number."""


class SlowSide:
    """A text as lists."""

    def __init__(self, text: Text, learnt: Learnt | None, partners: Partners | None) -> None:
        marks, kinds, ends, stems = (column.tolist() for column in text.words.table())
        self.learnt, self.partners = learnt, partners
        self.pieces: list[list[int]] = [[] for _ in range(text.pieces)]
        for word, piece in zip(text.word.tolist(), text.piece.tolist(), strict=True):
            self.pieces[piece].append(word)
        self.marks = [list(zip(marks[start:end], kinds[start:end], strict=True)) for start, end in pairwise(ends)]
        self.stem = stems
        self.has: list[set[Clue]] = [
            {("mark", mark) for word in words for mark, _ in self.marks[word]}
            | {("stem", stems[word]) for word in words if stems[word] >= 0}
            for words in self.pieces
        ]

    def count(self, mark: int) -> int:
        """In how many pieces a mark stands."""
        return sum(("mark", mark) in has for has in self.has)

    def shared(self, other: SlowSide) -> dict[Kind, float]:
        """For each kind how much of it the other side has."""
        every: dict[int, int] = defaultdict(int)
        met: dict[int, int] = defaultdict(int)
        for words in self.pieces:
            for word in words:
                for kind in {kind for _, kind in self.marks[word]}:
                    every[kind] += 1
                    met[kind] += any(other.count(mark) for mark, own in self.marks[word] if own == kind)
        return {
            kind: fast._SHARED * (met[kind] + fast._SHARED_PRIOR) / (every[kind] + fast._SHARED_PRIOR) for kind in Kind
        }


class SlowEvidence:
    """What two small texts say."""

    def __init__(
        self,
        pair: Pair,
        learnt: tuple[Learnt, Learnt] | None = None,
        partners: tuple[Partners, Partners] | None = None,
        rates: tuple[Floats, Floats] | None = None,
    ) -> None:
        self._lengths = pair.lengths
        self._starts = pair.source.starts.tolist(), pair.target.starts.tolist()
        self._sides = tuple(
            SlowSide(text, learnt and learnt[number], partners and partners[number])
            for number, text in enumerate((pair.source, pair.target))
        )
        usual = [self._sides[side].shared(self._sides[1 - side]) for side in (0, 1)]
        self._carried = [
            {kind: float(rates[side][kind]) if rates else min(CARRIED[kind], usual[side][kind]) for kind in Kind}
            for side in (0, 1)
        ]

    def score(self, row: int, column: int, height: int, width: int) -> float:
        """What speaks for the pair of runs of so many pieces that end at a row and a column."""
        rows, columns = range(row - height, row), range(column - width, column)
        total = self._told(0, rows, columns) + self._told(1, columns, rows)
        length = self._lengths.ratio_of_runs(np.array([row]), np.array([column]), height, width)
        return fast._WEIGHT * total + float(length[0])

    def carried(
        self, side: int, beads: Sequence[tuple[tuple[int, int], tuple[int, int]]]
    ) -> tuple[dict[int, int], dict[int, int]]:
        """For each kind of mark in how many tokens of some beads it stands, and of how many the other side has it.

        Args:
            beads: runs of source and target segments.
        """
        every: dict[int, int] = defaultdict(int)
        met: dict[int, int] = defaultdict(int)
        for bead in beads:
            pieces = [
                range(self._starts[number][bead[number][0]], self._starts[number][bead[number][1]]) for number in (0, 1)
            ]
            opposite = {clue for piece in pieces[1 - side] for clue in self._sides[1 - side].has[piece]}
            for word in (word for piece in pieces[side] for word in self._sides[side].pieces[piece]):
                for kind in {kind for _, kind in self._sides[side].marks[word]}:
                    every[kind] += 1
                    met[kind] += any(
                        ("mark", mark) in opposite for mark, own in self._sides[side].marks[word] if own == kind
                    )
        return every, met

    def _told(self, side: int, own: range, other: range) -> float:
        """What the tokens of a run say of the run opposite."""
        total = 0.0
        for piece in own:
            for word in self._sides[side].pieces[piece]:
                rest, clues = self._clues(side, piece, word)
                found = sum(
                    max((ratio for clue, ratio in clues.items() if clue in self._sides[1 - side].has[place]), default=0)
                    for place in other
                )
                if found:
                    total += min(math.log((rest + found / len(other)) / rest), fast._MOST)
                total += math.log(rest)
        return total

    def _clues(self, side: int, piece: int, word: int) -> tuple[float, dict[Clue, float]]:
        """How likely a token is left unexplained, and how much likelier it is where each mark or stem stands."""
        own, other = self._sides[side], self._sides[1 - side]
        rest, clues = 1.0, {}
        chances: dict[int, float] = defaultdict(float)
        for mark, kind in own.marks[word]:
            often = max(other.count(mark) - 1, 0) + fast._UNSEEN * fast._UNSEEN_RATE
            chances[kind] += often / (max(len(other.pieces), 1) - 1 + fast._UNSEEN)
        for mark, kind in own.marks[word]:
            chance = min(chances[kind], fast._MOST_CHANCE)
            carried = self._carried[side][Kind(kind)]
            if carried > chance:
                rest = min(rest, (1 - fast._SURE * carried) / (1 - fast._SURE * chance))
            if other.count(mark) and carried / chance > fast._LEAST_RATIO:
                clues["mark", mark] = min(carried / chance, fast._MOST_RATIO)
        return self._learnt_clues(side, piece, word, rest, clues)

    def _learnt_clues(
        self, side: int, piece: int, word: int, rest: float, clues: dict[Clue, float]
    ) -> tuple[float, dict[Clue, float]]:
        own, other = self._sides[side], self._sides[1 - side]
        learnt, partners, stem = own.learnt, own.partners, own.stem[word]
        if learnt is None or partners is None or not 0 <= stem < learnt.words or rest <= fast._KNOWN:
            return rest, clues
        explained = 0.0
        for at in range(int(learnt.ends[stem]), int(learnt.ends[stem + 1])):
            number = int(learnt.number[at])
            run = range(int(partners.low[piece]), int(partners.high[piece]))
            taught = any(("stem", number) in other.has[place] for place in run)
            ratio = float((learnt.ratio_without if taught else learnt.ratio)[at])
            explained += float((learnt.share_without if taught else learnt.share)[at])
            if ratio > learnt.least:
                clues["stem", number] = min(ratio, fast._MOST_RATIO)
        return min(rest, 1 - min(explained * learnt.trust, fast._MOST_EXPLAINED)), clues
