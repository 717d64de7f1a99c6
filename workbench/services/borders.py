"""Where a cell can be divided without asking: between two sentences of its text."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.text.segmenter import segment_spans


def split_places(text: str, language: str, source: Sequence[str] = ()) -> list[int]:
    """Offsets between two sentences of a text, the likeliest place to divide it first; none in a single sentence.

    Args:
        text: of the cell.
        source: the source rows that the cell covers; with several of them the first row says how long the first
            part may be, else both parts are to be alike.
    """
    lengths = [len(row.strip()) for row in source]
    total = sum(lengths)
    share = lengths[0] / total if len(lengths) > 1 and total else 0.5
    wished = share * len(text)
    ends = [span.end for span in segment_spans(text, language)[:-1]]
    return sorted(ends, key=lambda at: (abs(at - wished), at))
