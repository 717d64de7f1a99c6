"""How likely runs of pieces are translations of each other: their lengths and the marks that they share.

A token of one side is explained by the other side if a mark of it stands there. An explained token counts the more the
rarer its mark is, and the less the longer the run is in which it was found; a token that a translation would have
carried and that is not explained counts against the pair; one without any mark says nothing. The two directions are
averaged. All in nats, as log-likelihood ratios against chance (after Moore 2002, with kinds of marks in place of a
translation table).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workbench.alignment.band import Band
from workbench.alignment.length import LengthModel
from workbench.alignment.lexicon import Learnt, Partners
from workbench.alignment.marks import CARRIED, Kind
from workbench.alignment.reading import Text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
"""Pieces on each side of what is paired at a time."""

_RUNS = (1, 2, 3)
_WEIGHT = 0.4
_SURE = 0.93
_MOST, _MOST_RATIO, _LEAST_RATIO = 5.0, 60.0, 1.05
_UNSEEN, _UNSEEN_RATE = 3.0, 0.01
_MOST_CHANCE, _MOST_EXPLAINED = 0.97, 0.9
_SHARED_PRIOR, _SHARED = 2.0, 0.9
_CARRIED = np.array([CARRIED[kind] for kind in Kind])


@dataclass(frozen=True, slots=True)
class Presence:
    """Which numbers (of marks, or of stems) stand in which piece, as sorted codes `number * (pieces + 1) + piece`."""

    codes: Ints
    pieces: int

    @classmethod
    def of(cls, numbers: Ints, places: Ints, pieces: int) -> Presence:
        """The presence of numbers at places."""
        return cls(np.unique(numbers * (pieces + 1) + places), pieces)

    def counts(self, numbers: Ints) -> Ints:
        """In how many pieces each number stands."""
        own = self.codes // (self.pieces + 1)
        most = int(max(own[-1] if len(own) else 0, numbers.max(initial=0))) + 1
        counted: Ints = np.bincount(own, minlength=most)[numbers]
        return counted

    def meetings(self, numbers: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints]:
        """For each number the pieces from `low` to `high` that have it: places in `numbers`, and pieces."""
        step = self.pieces + 1
        start, end = np.searchsorted(self.codes, numbers * step + low), np.searchsorted(self.codes, numbers * step + high)
        count = end - start
        place = np.repeat(np.arange(len(numbers)), count)
        at = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(start, count)
        return place, self.codes[at] % step


@dataclass(frozen=True, slots=True)
class _Clues:
    """What may explain the tokens of one side.

    Attributes:
        token, number, ratio: explanations by marks: of which token, by which mark, how much likelier the token is where
            the other side has it. Sorted by token.
        learnt: the same for stems.
        rest: for each token, how likely it is left unexplained in a pair, against chance.
        piece: of each token.
        missing: for each piece, and one more entry, minus the sum of the logarithms of `rest` before it.
    """

    token: Ints
    number: Ints
    ratio: Floats
    learnt: tuple[Ints, Ints, Floats]
    rest: Floats
    piece: Ints
    missing: Floats


class Evidence:
    """What two texts say.

    Args:
        source, target: the texts.
        lengths: the length model of the two.
        learnt: what their words were found to mean, from source words and from target words.
        partners: where each source and each target piece stood when that was learnt.
    """

    def __init__(
        self,
        source: Text,
        target: Text,
        lengths: LengthModel,
        learnt: tuple[Learnt, Learnt] | None = None,
        partners: tuple[Partners, Partners] | None = None,
    ) -> None:
        self._lengths = lengths
        self._marks = _presence_of_marks(source), _presence_of_marks(target)
        stems = [_presence_of_stems(source), _presence_of_stems(target)] if learnt else [_NONE, _NONE]
        self._stems = stems[0], stems[1]
        self._clues = (
            _clues(source, self._marks[1], self._stems[1], learnt and learnt[0], partners and partners[0]),
            _clues(target, self._marks[0], self._stems[0], learnt and learnt[1], partners and partners[1]),
        )

    def scores(self, band: Band) -> list[Floats]:
        """Log-likelihood ratios of pairs of each of `SHAPES` that end at each cell; minus infinity where none can."""
        by_source, by_target = self._explained(band, 0), self._explained(band, 1)
        row, column, size = band.row, band.column, band.size
        up = [np.arange(size), band.cells(row - 1, column), band.cells(row - 2, column)]
        left = [np.arange(size), band.cells(row, column - 1), band.cells(row, column - 2)]
        missing = self._clues[0].missing, self._clues[1].missing
        found = []
        for height, width in SHAPES:
            possible = (row - band.first >= height) & (column >= width)
            rows, columns = row[possible], column[possible]
            total = np.zeros(len(rows))
            for step in range(height):
                total += by_source[width - 1][up[step][possible]]
            for step in range(width):
                total += by_target[height - 1][left[step][possible]]
            total -= missing[0][rows] - missing[0][rows - height] + missing[1][columns] - missing[1][columns - width]
            scores = np.full(size + 1, -np.inf)
            scores[:size][possible] = _WEIGHT * total + self._lengths.ratio_of_runs(rows, columns, height, width)
            found.append(scores)
        return found

    def _explained(self, band: Band, side: int) -> list[Floats]:
        """For runs of 1, 2 and 3 pieces of the other side that end at a cell, what they explain of one piece of `side`."""
        clues = self._clues[side]
        if side == 0:
            first, last = band.first, band.first + len(band.low) - 1
            low, high = np.maximum(band.low[1:] - 1, 0), np.maximum(band.high[1:] - 1, 0)
        else:
            first, last = max(0, int(band.low[0]) - 1), int(band.high[-1]) - 1
            columns = np.arange(first + 1, last + 1)
            rows = np.searchsorted(band.high, columns, "right"), np.searchsorted(band.low, columns, "right")
            low, high = (np.maximum(row + band.first - 1, 0) for row in rows)
        token, place, ratio = self._meetings(clues, side, first, last, low, np.maximum(low, high))
        own = clues.piece[token]

        def cells(places: Ints, pieces: Ints) -> Ints:
            return band.cells(pieces + 1, places + 1) if side == 0 else band.cells(places + 1, pieces + 1)

        return _runs(token, place, ratio, clues.rest, own, cells, band.size)

    def _meetings(
        self, clues: _Clues, side: int, first: int, last: int, low: Ints, high: Ints
    ) -> tuple[Ints, Ints, Floats]:
        """Token, piece of the other side that explains it and by how much, each pair once, sorted."""
        found = []
        edges = ((clues.token, clues.number, clues.ratio), clues.learnt)
        for (token, number, ratio), presences in zip(edges, (self._marks, self._stems), strict=True):
            start, end = np.searchsorted(clues.piece[token], (first, last))
            token, number, ratio = token[start:end], number[start:end], ratio[start:end]
            piece = clues.piece[token] - first
            presence = presences[1 - side]
            at, place = presence.meetings(number, low[piece], high[piece])
            found.append((token[at], place, ratio[at]))
        token, place, ratio = (np.concatenate(part) for part in zip(*found, strict=True))
        step = int(place.max(initial=0)) + 1
        code = token * step + place
        order = np.lexsort((ratio, code))
        code = code[order]
        best = np.ones(len(code), dtype=bool)
        best[:-1] = code[1:] != code[:-1]
        order = order[best]
        return token[order], place[order], ratio[order]


def _runs(token: Ints, place: Ints, ratio: Floats, rest: Floats, own: Ints, cells, size: int) -> list[Floats]:  # type: ignore[no-untyped-def]
    """What runs of 1, 2 and 3 pieces that end at a place explain of tokens, by cell; see `Evidence`."""
    step = int(place.max(initial=0)) + 4
    code = token * step + place

    def back(distance: int) -> Floats:
        """The ratio of the same token at the piece so many before, 0 where there is none."""
        found = np.zeros(len(code))
        for shift in range(1, distance + 1):
            same = code[shift:] - distance == code[:-shift]
            found[shift:][same] = ratio[:-shift][same]
        return found

    def ahead(distance: int) -> npt.NDArray[np.bool_]:
        found = np.zeros(len(code), dtype=bool)
        for shift in range(1, distance + 1):
            found[:-shift] |= code[:-shift] + distance == code[shift:]
        return found

    one, two = back(1), back(2)
    alone = ~ahead(1)
    last = alone & ~ahead(2)
    sums = (
        [(slice(None), 0, ratio)],
        [(slice(None), 0, ratio + one), (alone, 1, ratio)],
        [(slice(None), 0, ratio + one + two), (alone, 1, ratio + one), (last, 2, ratio)],
    )
    found = []
    for run, parts in zip(_RUNS, sums, strict=True):
        explained = np.zeros(size + 1)
        for which, shift, total in parts:
            unexplained = rest[token[which]]
            gain = np.minimum(np.log((unexplained + total[which] / run) / unexplained), _MOST)
            explained += np.bincount(cells(place[which] + shift, own[which]), gain, size + 1)
        explained[size] = 0.0
        found.append(explained)
    return found


_NONE = Presence(np.zeros(0, dtype=np.int64), 0)


def _presence_of_marks(text: Text) -> Presence:
    token, mark, _ = _marks_of(text)
    return Presence.of(mark, text.piece[token], text.pieces)


def _presence_of_stems(text: Text) -> Presence:
    stem = text.words.table()[3][text.word]
    return Presence.of(stem[stem >= 0], text.piece[stem >= 0], text.pieces)


def _marks_of(text: Text) -> tuple[Ints, Ints, Ints]:
    """Token, mark and kind of every mark of a text."""
    marks, kinds, ends, _ = text.words.table()
    token, at = _spread(ends[text.word], ends[text.word + 1])
    return token, marks[at], kinds[at]


def _spread(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """For each of several runs all places in it: the number of the run, and the place."""
    count = end - start
    run = np.repeat(np.arange(len(count)), count)
    return run, np.arange(len(run)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(start, count)


def _clues(own: Text, marks: Presence, stems: Presence, learnt: Learnt | None, partners: Partners | None) -> _Clues:
    token, mark, kind = _marks_of(own)
    tokens = len(own.word)
    count = marks.counts(mark)
    chance = (np.maximum(count - 1, 0) + _UNSEEN * _UNSEEN_RATE) / (max(marks.pieces, 1) - 1 + _UNSEEN)
    # Marks of one kind compete: what counts is the chance that any of them is there.
    group, at = np.unique(token * len(Kind) + kind, return_inverse=True)
    chance = np.minimum(np.bincount(at, chance, len(group)), _MOST_CHANCE)[at]
    carried = np.minimum(_CARRIED[kind], _shared(group % len(Kind), np.bincount(at, count, len(group)) > 0)[kind])
    ratio = np.minimum(carried / chance, _MOST_RATIO)
    left = np.where(carried > chance, (1 - _SURE * carried) / (1 - _SURE * chance), 1.0)
    rest = np.ones(tokens)
    np.minimum.at(rest, token, left)
    telling = (count > 0) & (ratio > _LEAST_RATIO)
    known = _learnt_clues(own, stems, learnt, partners, rest) if learnt else _NO_CLUES
    missing = np.concatenate([[0.0], np.cumsum(np.bincount(own.piece, -np.log(rest), own.pieces))])
    return _Clues(token[telling], mark[telling], ratio[telling], known, rest, own.piece, missing)


def _shared(kinds: Ints, met: npt.NDArray[np.bool_]) -> Floats:
    """For each kind how much of it the other text has at all: the most that can have been carried."""
    all_of = np.bincount(kinds, minlength=len(Kind))
    met_of = np.bincount(kinds[met], minlength=len(Kind))
    share: Floats = _SHARED * (met_of + _SHARED_PRIOR) / (all_of + _SHARED_PRIOR)
    return share


_NO_CLUES = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)


def _learnt_clues(
    own: Text, stems: Presence, learnt: Learnt, partners: Partners | None, rest: Floats
) -> tuple[Ints, Ints, Floats]:
    """Explanations by what was learnt; lowers `rest` for the tokens that are known by them.

    What a piece taught itself is taken out before it is asked (leave one out): it would confirm any pairing.
    """
    stem = own.words.table()[3][own.word]
    token = np.nonzero((stem >= 0) & (stem < learnt.words))[0]
    run, at = _spread(learnt.ends[stem[token]], learnt.ends[stem[token] + 1])
    token, number = token[run], learnt.number[at]
    ratio, share = learnt.ratio[at], learnt.share[at]
    if partners is not None:
        step, piece = stems.pieces + 1, own.piece[token]
        low, high = partners.low[piece], partners.high[piece]
        taught = np.searchsorted(stems.codes, number * step + high) > np.searchsorted(stems.codes, number * step + low)
        ratio = np.where(taught, learnt.ratio_without[at], ratio)
        share = np.where(taught, learnt.share_without[at], share)
    explained = np.bincount(token, share, len(rest))
    np.minimum(rest, 1 - np.minimum(explained * learnt.trust, _MOST_EXPLAINED), out=rest)
    telling = ratio > learnt.least
    return token[telling], number[telling], np.minimum(ratio[telling], _MOST_RATIO)
