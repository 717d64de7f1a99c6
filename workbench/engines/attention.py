"""Links between words from a model's attention, for models trained to look at what they translate.

A row of attention says how much of each source token went into one token of the output. It is summed up over the
pieces of the words on both sides. Where pieces and text do not match letter by letter there are no links rather than
wrong ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from workbench.core.link import WordLink
from workbench.text.tokenizer import tokens

_SOFT_HYPHEN = "\u00ad"
_BLANK = "▁"
_LEAST = 0.3
"""Share of a target word's attention from which a source word counts as its counterpart."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Side:
    """A text and the pieces that it is for the model.

    Attributes:
        text: as it is read, without white space around it.
        language: tells its words.
        pieces: SentencePiece tokens; those of a frame around them left out.
    """

    text: str
    language: str
    pieces: Sequence[str]


def links(source: Side, target: Side, attention: Sequence[Sequence[float]]) -> tuple[WordLink, ...]:
    """The words that belong together, in order of place, with the share of attention that says so.

    Args:
        attention: a row for every target piece, a column for every source piece.
    """
    shares = np.asarray(attention, float)
    if shares.shape != (len(target.pieces), len(source.pieces)) or not shares.size:
        return ()
    columns, rows = _words(source), _words(target)
    if columns is None or rows is None:
        return ()
    of_words = rows.mean @ shares @ columns.share.T
    places = np.argwhere(of_words.T >= _LEAST)
    return tuple(
        WordLink(*columns.spans[column], *rows.spans[row], min(1.0, float(of_words[row, column])))
        for column, row in places.tolist()
    )


def shifted(found: Iterable[WordLink], source: int, target: int) -> list[WordLink]:
    """Links of a part of a text as links of the whole, in which the part begins at these places."""
    return [
        replace(
            link,
            source_start=link.source_start + source,
            source_end=link.source_end + source,
            target_start=link.target_start + target,
            target_end=link.target_end + target,
        )
        for link in found
    ]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a side that have pieces.

    Attributes:
        spans: where they stand.
        share: word by piece, which part of the piece's letters stand in the word.
    """

    spans: list[tuple[int, int]]
    share: Floats

    @property
    def mean(self) -> Floats:
        """Word by piece, how much the piece counts for the word; whole pieces count alike."""
        mean: Floats = self.share / self.share.sum(axis=1, keepdims=True)
        return mean


def _words(side: Side) -> _Words | None:
    """The words of a side; None if its pieces do not spell the text."""
    spans = piece_spans(side.pieces, side.text)
    if spans is None:
        return None
    words = np.array([(token.start, token.end) for token in tokens(side.text, side.language)]).reshape(-1, 2)
    pieces = np.array(spans).reshape(-1, 2)
    common = np.minimum(words[:, 1:], pieces[:, 1]) - np.maximum(words[:, :1], pieces[:, 0])
    share = np.maximum(common, 0) / np.maximum(pieces[:, 1] - pieces[:, 0], 1)
    kept = share.any(axis=1)
    return _Words([(start, end) for start, end in words[kept].tolist()], share[kept]) if kept.any() else None


def piece_spans(pieces: Sequence[str], text: str) -> list[tuple[int, int]] | None:
    """Where each piece stands in the text, empty spans for mere blanks; None if they do not spell it.

    White space and soft hyphens of the text may be missing from the pieces.
    """
    spans, at = [], 0
    for piece in pieces:
        start = None
        for letter in piece.replace(_BLANK, " "):
            if letter.isspace():
                continue
            while at < len(text) and text[at] != letter and (text[at].isspace() or text[at] == _SOFT_HYPHEN):
                at += 1
            if at == len(text) or text[at] != letter:
                return None
            start = at if start is None else start
            at += 1
        spans.append((at if start is None else start, at))
    return spans if not text[at:].replace(_SOFT_HYPHEN, "").strip() else None
