"""The dynamic programme over beads, inside a band, and the posterior probability of each bead.

Three passes over the same cells: forward and backward sums give every bead's posterior, the third finds the chain of
beads with the largest sum of posteriors. That chain has the most beads right in expectation, which is what F1 counts;
the single most probable chain has not.

A cell (i, j) stands for the first i source and the first j target sentences being aligned. Cells are kept in blocks of
rows; each block is a rectangle of columns, so that a long text costs its length times the width of the band.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

SHAPES = ((1, 0), (0, 1), (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
"""Sentences on each side of the beads that are looked for."""

REACH = 3
"""The longest run in a bead."""

_PAIRED = tuple(number for number, shape in enumerate(SHAPES) if shape[0] and shape[1])
_SOURCE_ALONE, _TARGET_ALONE = SHAPES.index((1, 0)), SHAPES.index((0, 1))


class Scores(Protocol):
    """Evidence for beads."""

    def beads(self, rows: slice, columns: slice, source_run: int, target_run: int) -> Array:
        """Log-likelihood ratios in nats of beads that end at rows × columns; runs begin inside the texts."""
        ...


@dataclass(frozen=True, slots=True)
class Block:
    """Rows `first` to `last` and columns `low` to `high` of the table, all half-open."""

    first: int
    last: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Found:
    """A bead of the best chain: where it ends, its shape, its posterior 0..1 and its cost (-ln p, nats)."""

    row: int
    column: int
    shape: tuple[int, int]
    posterior: float
    cost: float


class Table:
    """One number for every cell inside the blocks, `outside` elsewhere."""

    def __init__(self, blocks: Sequence[Block], outside: float) -> None:
        self._blocks = blocks
        self._outside = outside
        self._rows: list[Array] = [
            np.full(block.high - block.low, outside) for block in blocks for _ in range(block.first, block.last)
        ]
        self._low = [block.low for block in blocks for _ in range(block.first, block.last)]

    def row(self, row: int) -> Array:
        """The cells of a row, from its block's first column; writable."""
        return self._rows[row]

    def window(self, row: int, low: int, high: int) -> Array:
        """The cells of a row from column `low` to `high`, outside of its block too; a copy where it has to be."""
        own_low, cells = self._low[row], self._rows[row]
        own_high = own_low + len(cells)
        if own_low <= low and high <= own_high:
            return cells[low - own_low : high - own_low]
        window = np.full(high - low, self._outside)
        start, end = max(low, own_low), min(high, own_high)
        if start < end:
            window[start - low : end - low] = cells[start - own_low : end - own_low]
        return window

    def add(self, row: int, low: int, values: Array) -> None:
        """Add to the cells of a row from column `low` on, as logarithms, what falls inside its block."""
        own_low, cells = self._low[row], self._rows[row]
        start, end = max(low, own_low), min(low + len(values), own_low + len(cells))
        if start < end:
            part = cells[start - own_low : end - own_low]
            np.logaddexp(part, values[start - low : end - low], out=part)


def search(scores: Scores, priors: Array, blocks: Sequence[Block], *, open_end: bool = False) -> list[Found]:
    """The beads of the best chain through the blocks, from the first cell to the last, in order.

    Args:
        scores: evidence.
        priors: natural logarithm of the prior of each of SHAPES.
        blocks: adjoining rows from 0; the first holds column 0, the last the last column.
        open_end: the chain may end at any column of the last row (the text goes on behind it).
    """
    part = _Part(blocks, [_emissions(scores, priors, block) for block in blocks], priors, open_end)
    forward = _forward(part)
    backward, total = _backward(part, forward)
    return _best_chain(part, forward, backward, total)


Emissions = dict[int, npt.NDArray[np.float32]]
"""For each paired shape, by its number, the log scores of beads that end at each cell of a block."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What is searched: blocks with their emissions, the priors of shapes, and whether the end is open."""

    blocks: Sequence[Block]
    emissions: Sequence[Emissions]
    priors: Array
    open_end: bool

    @property
    def last(self) -> int:
        return self.blocks[-1].last - 1


def _emissions(scores: Scores, priors: Array, block: Block) -> Emissions:
    """For each paired shape the log score of beads ending in the block, -inf where a run would begin outside."""
    emissions = {}
    for shape in _PAIRED:
        source_run, target_run = SHAPES[shape]
        table = np.full((block.last - block.first, block.high - block.low), -np.inf, np.float32)
        first, low = max(block.first, source_run), max(block.low, target_run)
        if first < block.last and low < block.high:
            found = scores.beads(slice(first, block.last), slice(low, block.high), source_run, target_run)
            table[first - block.first :, low - block.low :] = found + priors[shape]
        emissions[shape] = table
    return emissions


def _forward(part: _Part) -> Table:
    forward, priors = Table(part.blocks, -np.inf), part.priors
    for block, emissions in zip(part.blocks, part.emissions, strict=True):
        for row in range(block.first, block.last):
            cells = forward.row(row)
            if row == 0:
                cells[0] = 0.0
            else:
                cells[:] = forward.window(row - 1, block.low, block.high) + priors[_SOURCE_ALONE]
            for shape in _PAIRED:
                source_run, target_run = SHAPES[shape]
                if row >= source_run:
                    before = forward.window(row - source_run, block.low - target_run, block.high - target_run)
                    np.logaddexp(cells, before + emissions[shape][row - block.first], out=cells)
            _spread(cells, priors[_TARGET_ALONE])
    return forward


def _spread(cells: Array, cost: float) -> None:
    """Let every cell of a row also be reached from the cell to its left at `cost`, over any distance."""
    steps = cost * np.arange(len(cells))
    cells[:] = np.logaddexp.accumulate(cells - steps) + steps


def _backward(part: _Part, forward: Table) -> tuple[Table, float]:
    """Sums over what follows each cell, and the sum over all chains."""
    backward, priors = Table(part.blocks, -np.inf), part.priors
    last, open_end = part.last, part.open_end
    backward.row(last)[0 if open_end else -1 :] = 0.0
    for block, emissions in zip(reversed(part.blocks), reversed(part.emissions), strict=True):
        for row in range(block.last - 1, block.first - 1, -1):
            cells = backward.row(row)
            if not (open_end and row == last):
                cells[::-1] = _spread_copy(cells[::-1], priors[_TARGET_ALONE])
            if row:
                backward.add(row - 1, block.low, cells + priors[_SOURCE_ALONE])
            for shape in _PAIRED:
                source_run, target_run = SHAPES[shape]
                if row >= source_run:
                    backward.add(row - source_run, block.low - target_run, cells + emissions[shape][row - block.first])
    total = np.logaddexp.reduce(forward.row(last) + backward.row(last)) if open_end else forward.row(last)[-1]
    return backward, float(total)


def _spread_copy(cells: Array, cost: float) -> Array:
    copy = cells.copy()
    _spread(copy, cost)
    return copy


@dataclass(slots=True)
class _Choice:
    """For every cell of a row the shape of the bead that the best chain takes to it, and that bead's posterior."""

    shape: npt.NDArray[np.int8]
    posterior: npt.NDArray[np.float32]

    @classmethod
    def empty(cls, width: int) -> _Choice:
        return cls(np.full(width, _TARGET_ALONE, np.int8), np.zeros(width, np.float32))

    def take(self, where: npt.NDArray[np.bool_], shape: int, posterior: Array) -> None:
        self.shape[where], self.posterior[where] = shape, posterior[where]


def _best_chain(part: _Part, forward: Table, backward: Table, total: float) -> list[Found]:
    best, priors = Table(part.blocks, -np.inf), part.priors
    choices: list[_Choice] = []
    for block, emissions in zip(part.blocks, part.emissions, strict=True):
        for row in range(block.first, block.last):
            after, cells, choice = backward.row(row) - total, best.row(row), _Choice.empty(block.high - block.low)
            if row == 0:
                cells[0] = 0.0
            for shape in (_SOURCE_ALONE, *_PAIRED):
                source_run, target_run = SHAPES[shape]
                if row < source_run:
                    continue
                low, high = block.low - target_run, block.high - target_run
                step = emissions[shape][row - block.first] if target_run else priors[shape]
                posterior = np.exp(forward.window(row - source_run, low, high) + step + after)
                offered = best.window(row - source_run, low, high) + posterior
                better = offered > cells
                cells[better] = offered[better]
                choice.take(better, shape, posterior)
            _walk(cells, choice, forward.row(row), after, priors[_TARGET_ALONE])
            choices.append(choice)
    return _trace(part, choices, best)


def _walk(cells: Array, choice: _Choice, forward: Array, after: Array, prior: float) -> None:
    """Let the chain move along a row, over target sentences with nothing opposite."""
    posterior = np.concatenate([[0.0], np.exp(forward[:-1] + prior + after[1:])])
    steps = np.cumsum(posterior)
    reached = np.maximum.accumulate(cells - steps) + steps
    moved = reached > cells + 1e-9
    cells[moved] = reached[moved]
    choice.take(moved, _TARGET_ALONE, posterior)


def _trace(part: _Part, choices: Sequence[_Choice], best: Table) -> list[Found]:
    """The beads of the best chain, in order."""
    low = [block.low for block in part.blocks for _ in range(block.first, block.last)]
    row, column = part.last, part.blocks[-1].high - 1
    if part.open_end:
        column = low[row] + int(np.argmax(best.row(row)))
    chain = []
    while row or column:
        choice, at = choices[row], column - low[row]
        shape = SHAPES[choice.shape[at]]
        posterior = min(1.0, float(choice.posterior[at]))
        chain.append(Found(row, column, shape, posterior, -float(np.log(max(posterior, 1e-300)))))
        row, column = row - shape[0], column - shape[1]
    return chain[::-1]


def full_table(rows: int, columns: int, *, height: int = 64) -> list[Block]:
    """Blocks that hold the whole table of `rows` × `columns` sentences."""
    return [Block(first, min(first + height, rows + 1), 0, columns + 1) for first in range(0, rows + 1, height)]


def band(centres: Sequence[int], columns: int, half_width: int, *, height: int = 64) -> list[Block]:
    """Blocks around a line; each shares a column at least with the one before.

    Args:
        centres: for every row, from 0 to the number of source sentences, the column in the middle; never falling.
        columns: number of target sentences.
        half_width: columns kept on each side of the line.
    """
    blocks: list[Block] = []
    for first in range(0, len(centres), height):
        last = min(first + height, len(centres))
        low = max(0, centres[first] - half_width)
        if blocks:
            low = min(low, blocks[-1].high - 1)
        high = min(columns, centres[last - 1] + half_width) + 1
        blocks.append(Block(first, last, low if blocks else 0, high if last < len(centres) else columns + 1))
    return blocks
