"""How likely runs of pieces are translations of each other: their lengths and the marks that they share.

A token of one side is explained by the other side if a mark of it stands there. An explained token counts the more the
rarer its mark is, and the less the longer the run is in which it was found; a token that a translation would have
carried and that is not explained counts against the pair; one without any mark says nothing. The two directions are
averaged. All in nats, as log-likelihood ratios against chance (after Moore 2002, with kinds of marks in place of a
translation table).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from workbench.alignment.arrays import Flags, Floats, Ints, distinct, grouped, spread, starts_of, totals
from workbench.alignment.band import Band
from workbench.alignment.length import LengthModel
from workbench.alignment.lexicon import Learnt, Partners
from workbench.alignment.marks import CARRIED, Kind
from workbench.alignment.reading import Text
from workbench.core.bead import Bead

SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
"""Pieces on each side of what is paired at a time."""

_RUNS = (1, 2, 3)
_WEIGHT = 0.4
_SURE = 0.93
_MOST, _MOST_RATIO, _LEAST_RATIO = 5.0, 60.0, 1.6
_UNSEEN, _UNSEEN_RATE = 3.0, 0.01
_MOST_CHANCE, _MOST_EXPLAINED = 0.97, 0.9
_SHARED_PRIOR, _SHARED = 2.0, 0.9
_KNOWN = 0.8
_CARRIED = np.array([CARRIED[kind] for kind in Kind])


@dataclass(frozen=True, slots=True)
class _Presence:
    """Which numbers (of marks, or of stems) stand in which of some pieces, as sorted codes `number * step + piece`."""

    codes: Ints
    first: int
    step: int

    @classmethod
    def of(cls, numbers: Ints, places: Ints, pieces: slice) -> _Presence:
        """The presence of numbers at places among `pieces`."""
        step = pieces.stop - pieces.start + 1
        return cls(distinct(numbers * step + places - pieces.start), pieces.start, step)

    def meetings(self, numbers: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints]:
        """For each number the pieces from `low` to `high` that have it: places in `numbers`, and pieces."""
        codes = numbers * self.step - self.first
        place, at = spread(np.searchsorted(self.codes, codes + low), np.searchsorted(self.codes, codes + high))
        return place, self.codes[at] % self.step + self.first


@dataclass(frozen=True, slots=True)
class _Clues:
    """What may explain the tokens of some pieces.

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


@dataclass(frozen=True, slots=True)
class _Side:
    """One text as the other one sees it.

    Attributes:
        counts: pieces that have each mark.
        carried: for each kind how often a translation has what the original has.
        learnt, partners: what its words mean, and where its pieces stood when that was learnt.
    """

    text: Text
    counts: Ints
    carried: Floats
    learnt: Learnt | None = None
    partners: Partners | None = None


class Further(Protocol):
    """Evidence of another kind."""

    def scores(self, rows: Ints, columns: Ints, source_run: int, target_run: int) -> Floats:
        """Log-likelihood ratios in nats of pairing the runs of pieces that end at each row and column."""
        ...


class Evidence:
    """What two texts say.

    Args:
        source, target: the texts.
        lengths: the length model of the two.
        further: evidence beside lengths and marks.
    """

    def __init__(self, source: Text, target: Text, lengths: LengthModel, further: Further | None = None) -> None:
        self._lengths = lengths
        self._further: tuple[Further, ...] = (further,) if further is not None else ()
        counts = _counts(source), _counts(target)
        self._sides = (
            _Side(source, counts[0], np.minimum(_CARRIED, _shared(source, counts[1]))),
            _Side(target, counts[1], np.minimum(_CARRIED, _shared(target, counts[0]))),
        )

    def taught(self, learnt: tuple[Learnt, Learnt], partners: tuple[Partners, Partners]) -> Evidence:
        """The same with what was learnt: what source and target words mean, and who taught it."""
        found = copy(self)
        one, other = self._sides
        found._sides = (
            replace(one, learnt=learnt[0], partners=partners[0]),
            replace(other, learnt=learnt[1], partners=partners[1]),
        )
        return found

    def rated(self, rates: tuple[Floats, Floats]) -> Evidence:
        """The same with rates of carrying that were found, for the marks of source and target words."""
        found = copy(self)
        found._sides = (
            replace(self._sides[0], carried=rates[0]),
            replace(self._sides[1], carried=rates[1]),
        )
        return found

    def beside(self, further: Further) -> Evidence:
        """The same with further evidence."""
        found = copy(self)
        found._further = (*self._further, further)
        return found

    def scores(self, band: Band) -> list[Floats]:
        """Log-likelihood ratios of pairs of each of `SHAPES` that end at each cell; minus infinity where none can."""
        row, column, size = band.row, band.column, band.size
        pieces = (
            slice(band.first, band.first + len(band.low) - 1),
            slice(max(0, int(band.low[0]) - 1), int(band.high[-1]) - 1),
        )
        clues = self._clues(pieces, 0), self._clues(pieces, 1)
        by_source, by_target = self._explained(band, clues[0], pieces, 0), self._explained(band, clues[1], pieces, 1)
        up = [np.arange(size), band.cells(row - 1, column), band.cells(row - 2, column)]
        left = [np.arange(size), band.cells(row, column - 1), band.cells(row, column - 2)]
        found = []
        for height, width in SHAPES:
            possible = (row - band.first >= height) & (column - pieces[1].start >= width)
            rows, columns = row[possible], column[possible]
            total = np.zeros(len(rows))
            for step in range(height):
                total += by_source[width - 1][up[step][possible]]
            for step in range(width):
                total += by_target[height - 1][left[step][possible]]
            for one, ends, run, first in (
                (clues[0], rows, height, band.first),
                (clues[1], columns, width, pieces[1].start),
            ):
                total -= one.missing[ends - first] - one.missing[ends - run - first]
            scores = np.full(size + 1, -np.inf)
            told = self._lengths.ratio_of_runs(rows, columns, height, width)
            for further in self._further:
                told += further.scores(rows, columns, height, width)
            scores[:size][possible] = _WEIGHT * total + told
            found.append(scores)
        return found

    def _explained(self, band: Band, clues: _Clues, pieces: tuple[slice, slice], side: int) -> list[Floats]:
        """What runs of 1, 2 and 3 pieces of the other side that end at a cell explain of one piece of `side`."""
        if side == 0:
            low, high = np.maximum(band.low[1:] - 1, 0), np.maximum(band.high[1:] - 1, 0)
        else:
            columns = np.arange(pieces[1].start + 1, pieces[1].stop + 1)
            rows = np.searchsorted(band.high, columns, "right"), np.searchsorted(band.low, columns, "right")
            low, high = (np.maximum(row + band.first - 1, band.first) for row in rows)
        other = self._presences(pieces[1 - side], 1 - side)
        token, place, ratio = _meetings(clues, other, pieces[side].start, low, np.maximum(low, high))
        own = clues.piece[token]

        def cells(places: Ints, own_pieces: Ints) -> Ints:
            return band.cells(own_pieces + 1, places + 1) if side == 0 else band.cells(places + 1, own_pieces + 1)

        return _runs(token, place, ratio, clues.rest, own, cells, band.size)

    def _presences(self, pieces: slice, number: int) -> tuple[_Presence, _Presence | None]:
        """Where the marks stand in some pieces of a side, and its stems if something was learnt."""
        side = self._sides[number]
        tokens = side.text.tokens(pieces)
        token, mark, _ = side.text.marks(tokens)
        marks = _Presence.of(mark, side.text.piece[tokens][token], pieces)
        if side.learnt is None:
            return marks, None
        stem = side.text.words.table()[3][side.text.word[tokens]]
        return marks, _Presence.of(stem[stem >= 0], side.text.piece[tokens][stem >= 0], pieces)

    def _clues(self, both: tuple[slice, slice], number: int) -> _Clues:
        """What may explain the tokens of some pieces of a side."""
        own, other, pieces = self._sides[number], self._sides[1 - number], both[number]
        tokens = own.text.tokens(pieces)
        token, mark, kind = own.text.marks(tokens)
        count = _count_of(other.counts, mark)
        chance = (np.maximum(count - 1, 0) + _UNSEEN * _UNSEEN_RATE) / (max(other.text.pieces, 1) - 1 + _UNSEEN)
        # Marks of one kind compete: what counts is the chance that any of them is there.
        groups, at = grouped(token * len(Kind) + kind)
        chance = np.minimum(totals(at, chance, len(groups)), _MOST_CHANCE)[at]
        carried = own.carried[kind]
        ratio = np.minimum(carried / chance, _MOST_RATIO)
        left = np.where(carried > chance, (1 - _SURE * carried) / (1 - _SURE * chance), 1.0)
        rest = np.ones(tokens.stop - tokens.start)
        np.minimum.at(rest, token, left)
        telling = (count > 0) & (ratio > _LEAST_RATIO)
        known = _learnt_clues(own, other.text, tokens, rest)
        piece = own.text.piece[tokens]
        unexplained = totals(piece - pieces.start, -np.log(rest), pieces.stop - pieces.start)
        missing = np.concatenate([[0.0], np.cumsum(unexplained)])
        return _Clues(token[telling], mark[telling], ratio[telling], known, rest, piece, missing)


def _meetings(
    clues: _Clues, other: tuple[_Presence, _Presence | None], first: int, low: Ints, high: Ints
) -> tuple[Ints, Ints, Floats]:
    """Token, piece of the other side that explains it and by how much, each pair once, sorted.

    Args:
        first: the first piece; low, high: for it and those that follow the pieces of the other side to look at.
    """
    found = []
    edges = ((clues.token, clues.number, clues.ratio), clues.learnt)
    for (token, number, ratio), presence in zip(edges, other, strict=True):
        if presence is not None:
            piece = clues.piece[token] - first
            at, place = presence.meetings(number, low[piece], high[piece])
            found.append((token[at], place, ratio[at]))
    token, place, ratio = (np.concatenate(part) for part in zip(*found, strict=True))
    step = int(place.max(initial=0)) + 1
    code = token * step + place
    order = np.argsort(code, kind="stable")
    code = code[order]
    begins = starts_of(code)
    best: Floats = np.maximum.reduceat(ratio[order], begins) if len(begins) else ratio
    return code[begins] // step, code[begins] % step, best


def _runs(
    token: Ints, place: Ints, ratio: Floats, rest: Floats, own: Ints, cells: Callable[[Ints, Ints], Ints], size: int
) -> list[Floats]:
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

    def ahead(distance: int) -> Flags:
        found = np.zeros(len(code), dtype=bool)
        for shift in range(1, distance + 1):
            found[:-shift] |= code[:-shift] + distance == code[shift:]
        return found

    one, two = back(1), back(2)
    every, alone = np.ones(len(code), dtype=bool), ~ahead(1)
    last = alone & ~ahead(2)
    sums = (
        [(every, 0, ratio)],
        [(every, 0, ratio + one), (alone, 1, ratio)],
        [(every, 0, ratio + one + two), (alone, 1, ratio + one), (last, 2, ratio)],
    )
    found = []
    for run, parts in zip(_RUNS, sums, strict=True):
        explained = np.zeros(size + 1)
        for which, shift, total in parts:
            unexplained = rest[token[which]]
            gain = np.minimum(np.log((unexplained + total[which] / run) / unexplained), _MOST)
            explained += totals(cells(place[which] + shift, own[which]), gain, size + 1)
        explained[size] = 0.0
        found.append(explained)
    return found


_BLOCK = 4096


def _blocks(text: Text) -> Iterator[slice]:
    """All pieces of a text, some thousand at a time."""
    return (slice(first, min(first + _BLOCK, text.pieces)) for first in range(0, text.pieces, _BLOCK))


def _counts(text: Text) -> Ints:
    """In how many pieces each mark stands."""
    counts = np.zeros(text.words.marks, dtype=np.int64)
    for pieces in _blocks(text):
        tokens = text.tokens(pieces)
        token, mark, _ = text.marks(tokens)
        codes = distinct(mark * _BLOCK + text.piece[tokens][token] - pieces.start)
        counts += np.bincount(codes // _BLOCK, minlength=len(counts))
    return counts


def _count_of(counts: Ints, marks: Ints) -> Ints:
    """Counts of marks; those that were numbered after counting are not there."""
    return np.where(marks < len(counts), counts[np.minimum(marks, len(counts) - 1)], 0) if len(counts) else marks * 0


def _shared(text: Text, counts: Ints) -> Floats:
    """For each kind how much of it the other text, which has marks so often, has at all."""
    all_of, met_of = np.zeros((2, len(Kind)))
    for pieces in _blocks(text):
        token, mark, kind = text.marks(text.tokens(pieces))
        groups, at = grouped(token * len(Kind) + kind)
        met = totals(at, _count_of(counts, mark).astype(np.float64), len(groups)) > 0
        all_of += np.bincount(groups % len(Kind), minlength=len(Kind))
        met_of += np.bincount(groups[met] % len(Kind), minlength=len(Kind))
    share: Floats = _SHARED * (met_of + _SHARED_PRIOR) / (all_of + _SHARED_PRIOR)
    return share


def _learnt_clues(own: _Side, other: Text, tokens: slice, rest: Floats) -> tuple[Ints, Ints, Floats]:
    """Explanations by what was learnt; lowers `rest` for the tokens that are known by them.

    What a piece taught itself is taken out before it is asked (leave one out): it would confirm any pairing.
    """
    learnt, partners = own.learnt, own.partners
    if learnt is None or partners is None:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    stem = own.text.words.table()[3][own.text.word[tokens]]
    token = np.nonzero((stem >= 0) & (stem < learnt.words) & (rest > _KNOWN))[0]
    run, at = spread(learnt.ends[stem[token]], learnt.ends[stem[token] + 1])
    token, number = token[run], learnt.number[at]
    piece = own.text.piece[tokens][token]
    taught = _stands(other, number, partners.low[piece], partners.high[piece])
    ratio = np.where(taught, learnt.ratio_without[at], learnt.ratio[at])
    share = np.where(taught, learnt.share_without[at], learnt.share[at])
    explained = totals(token, share, len(rest))
    np.minimum(rest, 1 - np.minimum(explained * learnt.trust, _MOST_EXPLAINED), out=rest)
    telling = ratio > learnt.least
    return token[telling], number[telling], np.minimum(ratio[telling], _MOST_RATIO)


def _stands(text: Text, stems: Ints, low: Ints, high: Ints) -> Flags:
    """Whether each stem stands in pieces `low` to `high` of a text."""
    some = high > low
    if not some.any():
        return some
    pieces = slice(int(low[some].min()), int(high[some].max()))
    tokens = text.tokens(pieces)
    stem = text.words.table()[3][text.word[tokens]]
    presence = _Presence.of(stem[stem >= 0], text.piece[tokens][stem >= 0], pieces)
    codes = stems * presence.step - presence.first
    found = np.searchsorted(presence.codes, codes + high) > np.searchsorted(presence.codes, codes + low)
    return found & some


_RATE_STRENGTH = 100.0
_RATED_BEADS = 1_000


def rates(taught: Sequence[tuple[Text, Text, Sequence[Bead]]]) -> tuple[Floats, Floats]:
    """For source and target words how often each kind of mark is carried: the usual rates, corrected by sure beads.

    Args:
        taught: source, target, and beads with two sides.
    """
    found = np.zeros((2, len(Kind)))
    looked_at = np.zeros((2, len(Kind)))
    for source, target, beads in taught:
        some = beads[:: len(beads) // _RATED_BEADS + 1]
        ends = np.array([(b.source_start, b.source_end, b.target_start, b.target_end) for b in some], dtype=np.int64)
        if not len(ends):
            continue
        sides = [_marks_in(text, ends[:, at], ends[:, at + 1]) for text, at in ((source, 0), (target, 2))]
        step = len(ends)
        codes = [mark * step + bead for _, mark, _, bead in sides]
        for side, (token, _, kind, _) in enumerate(sides):
            groups, at = grouped(token * len(Kind) + kind)
            met = totals(at, np.isin(codes[side], codes[1 - side]).astype(np.float64), len(groups)) > 0
            looked_at[side] += np.bincount(groups % len(Kind), minlength=len(Kind))
            found[side] += np.bincount(groups[met] % len(Kind), minlength=len(Kind))
    rated = (found + _RATE_STRENGTH * _CARRIED) / (looked_at + _RATE_STRENGTH)
    return rated[0], rated[1]


def _marks_in(text: Text, first: Ints, last: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Token, mark, kind and bead of every mark in some beads, which are runs of segments."""
    bead_of = np.full(text.pieces, -1, dtype=np.int64)
    bead, piece = spread(text.starts[first], text.starts[last])
    bead_of[piece] = bead
    words = np.nonzero(bead_of[text.piece] >= 0)[0]
    marks, kinds, ends, _ = text.words.table()
    token, at = spread(ends[text.word[words]], ends[text.word[words] + 1])
    return token, marks[at], kinds[at], bead_of[text.piece[words]][token]
