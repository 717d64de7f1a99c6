"""Which inputs a model decodes together.

A batch costs as many steps as its longest output has, and its shorter rows are padded: so inputs of like length go
together, as many as a number of padded tokens allows. The cut depends on the lengths alone.
"""

from __future__ import annotations

from collections.abc import Sequence


def cut(lengths: Sequence[int], most_tokens: int) -> list[list[int]]:
    """Indices in batches, the longest inputs first, so that what is left at the end is short and cores end together.

    Args:
        lengths: tokens of each input.
        most_tokens: rows times longest row of a batch; an input that is longer makes a batch of its own.
    """
    batches: list[list[int]] = []
    longest = 0
    for index in sorted(range(len(lengths)), key=lambda index: (-lengths[index], index)):
        if not batches or (len(batches[-1]) + 1) * longest > most_tokens:
            batches.append([])
            longest = max(1, lengths[index])
        batches[-1].append(index)
    return batches
