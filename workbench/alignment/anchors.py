"""A corridor through the table of two long texts, for the search to stay in.

Pieces that share rare marks are points of the table; the best rising chain of points, found a stretch at a time, is the
line that the corridor follows. Rare is meant within the stretch, so that a text which repeats itself has anchors too,
and a page that one side lacks is a step in the line and not the end of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from workbench.alignment.arrays import Floats, Ints, distinct, grouped, rank_in_run, spread, totals
from workbench.alignment.length import LengthModel
from workbench.alignment.reading import Text

Points = list[tuple[int, int]]

_BLOCK = 4096
_ROWS, _COLUMNS, _ADVANCE = 600, 1_160, 400
_AHEAD, _FARTHEST = 300, 4_000
_RARE, _RARE_PAIR = 4, 8
_POINTS_A_ROW, _LOOK_BACK = 2, 250
_LEAST_WEIGHT = 3.0
_DRIFT, _JUMP = 0.35, 3.0
_NEIGHBOURHOOD, _NEAR = 12, 4
_SUPPORT_ROWS, _SUPPORT_ASIDE, _SUPPORT = 40, 8, 5
_MARGIN, _CLOSE, _STRAY, _WIDEST = 24, 8, 40, 600
_MOST_CELLS = 12_000_000


def anchors(source: Text, target: Text, lengths: LengthModel) -> Points:
    """Cells that the alignment passes near, in order and rising in both; none at the ends of the texts."""
    guide = _guide(source, target)
    found: Points = []
    row, column = 0, 0
    while row < source.pieces and column < target.pieces:
        row_end = min(row + _ROWS, source.pieces)
        ahead = int(np.interp(row_end, *np.array(guide).T)) + _AHEAD if guide else 0
        column_end = min(max(column + _COLUMNS, min(ahead, column + _FARTHEST)), target.pieces)
        chain = _agreeing(_chain(*_points(source, target, slice(row, row_end), slice(column, column_end))))
        if row_end < source.pieces:
            chain = [point for point in chain if point[0] < row + _ADVANCE]
        found += chain
        if chain and chain[-1][0] > row:
            row, column = chain[-1]
        else:
            on = row + min(_ADVANCE, row_end - row)
            last, (row, column) = column, _straight_on(lengths, row, column, on - row)
            if guide and row <= guide[-1][0]:
                column = max(last, min(column, int(np.interp(row, *np.array(guide).T)) - _AHEAD))
    return _rising(found)


def _straight_on(lengths: LengthModel, row: int, column: int, rows: int) -> tuple[int, int]:
    """The place so many rows on, by the characters between."""
    characters = (lengths.source[row + rows] - lengths.source[row]) * lengths.ratio
    on = int(np.searchsorted(lengths.target, lengths.target[column] + characters))
    return row + rows, min(max(on, column), len(lengths.target) - 1)


def _within(text: Text, pieces: slice) -> tuple[Ints, Ints]:
    """Each mark of some pieces with its piece, once, sorted by mark."""
    tokens = text.tokens(pieces)
    token, mark, _ = text.marks(tokens)
    step = pieces.stop - pieces.start + 1
    codes = distinct(mark * step + text.piece[tokens][token] - pieces.start)
    return codes // step, codes % step + pieces.start


def _points(source: Text, target: Text, rows: slice, columns: slice) -> tuple[Ints, Ints, Floats]:
    """Pairs of pieces that share rare marks, in order, with the weight of what they share."""
    (mark, row), (other, column) = _within(source, rows), _within(target, columns)
    most = int(max(mark.max(initial=0), other.max(initial=0))) + 1
    count, other_count = np.bincount(mark, minlength=most), np.bincount(other, minlength=most)
    good = (count <= _RARE) & (other_count <= _RARE) & (count * other_count <= _RARE_PAIR)
    row, mark = row[good[mark]], mark[good[mark]]
    start = np.searchsorted(other, mark)
    which, place = spread(start, start + other_count[mark])
    pair_row, pair_column, pair_mark = row[which], column[place], mark[which]
    weight = np.log((rows.stop - rows.start + 1) / (count * other_count)[pair_mark].clip(1))
    step = columns.stop + 1
    code, at = grouped(pair_row * step + pair_column)
    total = totals(at, weight, len(code))
    code, total = code[total >= _LEAST_WEIGHT], total[total >= _LEAST_WEIGHT]
    order = np.lexsort((-total, code // step))
    kept = np.sort(order[rank_in_run((code // step)[order]) < _POINTS_A_ROW])
    return code[kept] // step, code[kept] % step, total[kept]


def _chain(row: Ints, column: Ints, weight: Floats) -> Points:
    """The rising chain of points with the most weight, where steps aside cost as they grow."""
    if not len(row):
        return []
    best, before = weight.copy(), np.full(len(row), -1)
    for point in range(1, len(row)):
        first = max(0, point - _LOOK_BACK)
        down, right = row[point] - row[first:point], column[point] - column[first:point]
        aside = np.abs(down - right)
        cost = np.minimum(_DRIFT * aside, _JUMP + np.log1p(aside))
        offered = np.where((down > 0) & (right > 0), best[first:point] - cost, -np.inf)
        at = int(np.argmax(offered))
        if offered[at] > 0:
            best[point] += offered[at]
            before[point] = first + at
    chain = []
    point = int(np.argmax(best))
    while point >= 0:
        chain.append((int(row[point]), int(column[point])))
        point = int(before[point])
    return chain[::-1]


def _agreeing(chain: Points) -> Points:
    """Points whose neighbour in the chain lies about as far away on both sides."""
    kept = set()
    for one, other in pairwise(chain):
        rows, columns = other[0] - one[0], other[1] - one[1]
        if rows <= _NEIGHBOURHOOD and abs(rows - columns) <= _NEAR:
            kept |= {one, other}
    return sorted(kept)


def _guide(source: Text, target: Text) -> Points:
    """Anchors by marks that each whole text has once, for pages that are missing by the hundred; may be empty."""
    one, other = _only_place(source), _only_place(target)
    common = np.nonzero((one >= 0) & (other >= 0))[0]
    pairs = sorted(zip(one[common].tolist(), other[common].tolist(), strict=True))
    return _rising(_agreeing(_longest(pairs)))


def _only_place(text: Text) -> Ints:
    """For each mark the piece that it stands in, -1 if it stands in none or in several."""
    place, times = np.full(text.words.marks, -1, dtype=np.int64), np.zeros(text.words.marks, dtype=np.int64)
    for first in range(0, text.pieces, _BLOCK):
        mark, piece = _within(text, slice(first, min(first + _BLOCK, text.pieces)))
        np.add.at(times, mark, 1)
        place[mark] = piece
    return np.where(times == 1, place, -1)


def _longest(pairs: Points) -> Points:
    """The longest part of `pairs` that rises in both (patience sorting)."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    ordered = sorted(pairs, key=lambda pair: (pair[0], -pair[1]))
    for number, (_, column) in enumerate(ordered):
        at = bisect_left(ends, column)
        before.append(tops[at - 1] if at else -1)
        ends[at : at + 1], tops[at : at + 1] = [column], [number]
    chain, number = [], tops[-1] if tops else -1
    while number >= 0:
        chain.append(ordered[number])
        number = before[number]
    return chain[::-1]


def _rising(points: Points) -> Points:
    """Points without those that do not rise in both."""
    kept: Points = []
    for row, column in points:
        if not kept or (row > kept[-1][0] and column > kept[-1][1]):
            kept.append((row, column))
    return kept


def corridor(
    points: Sequence[tuple[int, int]], rows: int, columns: int, margins: tuple[int, int] = (_CLOSE, _MARGIN)
) -> tuple[Ints, Ints]:
    """For each row, from 0 to `rows`, the columns near a line through points, half-open; neither bound ever falls.

    Between two points it holds the whole rectangle and a margin, as long as that is not wider than need be.

    Args:
        margins: beside points that many others near by agree with, and beside the rest.
    """
    widest = min(max(_MOST_CELLS // max(rows + columns, 1), _STRAY), _WIDEST)
    line = _rising([(0, 0), *(point for point in points if 0 < point[0] < rows and 0 < point[1] < columns)])
    supported = _supported(line)
    low, high = np.full(rows + 1, columns), np.zeros(rows + 1, dtype=np.int64)
    for number, ((row, column), (row_end, column_end)) in enumerate(pairwise([*line, (rows, columns)])):
        margin = margins[0] if supported[number] and supported[min(number + 1, len(line) - 1)] else margins[1]
        down, right = row_end - row, column_end - column
        stray = min(_STRAY + max(abs(down - right), int(0.3 * max(down, right))), widest)
        middle = column + np.arange(down + 1) * right // max(down, 1)
        here = slice(row, row_end + 1)
        low[here] = np.minimum(low[here], np.maximum(column - margin, middle - stray))
        high[here] = np.maximum(high[here], np.minimum(column_end + margin, middle + stray) + 1)
    low[0], high[-1] = 0, columns + 1
    low = np.minimum.accumulate(np.clip(low, 0, columns)[::-1])[::-1]
    high = np.maximum.accumulate(np.clip(high, 1, columns + 1))
    high = np.maximum(high, low + 1)
    high[:-1] = np.maximum(high[:-1], low[1:] + 1)
    return low, high


def _supported(line: Points) -> list[bool]:
    """Whether enough of the points near each lie about on its diagonal."""
    row, column = np.array(line).T
    first, last = np.searchsorted(row, row - _SUPPORT_ROWS), np.searchsorted(row, row + _SUPPORT_ROWS)
    which, other = spread(first, last)
    aside = np.abs((row - column)[which] - (row - column)[other])
    return list(np.bincount(which[aside <= _SUPPORT_ASIDE], minlength=len(line)) > _SUPPORT)
