"""Which source pieces a target piece comes from, learned from the pairs: what attention is guided by at first.

A network this small finds out only late which words belong together; told so for the first part of the training, it
learns in a fraction of the steps.
Source: the translation table is Model 1 of Brown et al. (1993), estimated in both directions with a preference for the
diagonal; guiding attention by alignments is after Chen et al. (2016).
"""

from collections.abc import Iterable

import torch
from torch import Tensor

DIAGONAL = 3.0
ROUNDS = 4

Batch = tuple[Tensor, Tensor]


def nearness(rows: Tensor, columns: Tensor) -> Tensor:
    """Preference for like relative places; masks (batch, n) and (batch, m) → (batch, n, m), 0 where padded."""
    places = []
    for mask in (rows, columns):
        places.append((mask.cumsum(1) - 0.5) / mask.sum(1, keepdim=True).clamp(min=1))
    apart = (places[0][:, :, None] - places[1][:, None, :]).abs()
    return torch.exp(-DIAGONAL * apart) * rows[:, :, None] * columns[:, None, :]


def table(batches: list[Batch], vocabulary: int) -> Tensor:
    """How likely a piece of the second side is, given one of the first; shape (second, first).

    Args:
        batches: pieces of both sides, (batch, length) each, padded with 0.
    """
    likely = torch.ones(vocabulary, vocabulary)
    for _ in range(ROUNDS):
        counts = torch.zeros(vocabulary * vocabulary)
        for first, second in batches:
            index = second[:, :, None] * vocabulary + first[:, None, :]
            share = likely.flatten()[index] * nearness((second != 0).float(), (first != 0).float())
            share = share / share.sum(-1, keepdim=True).clamp(min=1e-9)
            counts.index_add_(0, index.flatten(), share.flatten())
        likely = counts.view(vocabulary, vocabulary)
        likely = likely / likely.sum(0, keepdim=True).clamp(min=1e-9)
    return likely


class Guide:
    """Tells where attention should go.

    Args:
        batches: source and target pieces, as `table` takes them.
    """

    def __init__(self, batches: Iterable[Batch], vocabulary: int) -> None:
        pairs = list(batches)
        forth = table(pairs, vocabulary)
        back = table([(target, source) for source, target in pairs], vocabulary)
        self.likely = (forth * back.T).sqrt().flatten()
        self.vocabulary = vocabulary

    def shares(self, source: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
        """source (batch, n), wanted (batch, m) → the attention of each wanted piece, (batch, m, n), and how sure it is.

        Sureness, (batch, m), is 0 for padding and for what comes from nowhere.
        """
        index = wanted[:, :, None] * self.vocabulary + source[:, None, :]
        shares = self.likely[index] * nearness((wanted != 0).float(), (source != 0).float())
        total = shares.sum(-1)
        return shares / total.clamp(min=1e-9)[:, :, None], (total > 1e-3).float()
