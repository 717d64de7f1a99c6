"""A segment and its translation token by token, and which run of one renders a run of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.hypothesis import Hypothesis
from workbench.services.wordlinks import WordLinks
from workbench.text.tokenizer import Token, tokens, word_key

Run = tuple[int, int]
"""Tokens in a row, half-open."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A segment and a translation of it.

    Attributes:
        text: the translation.
        source, target: tokens of both.
        keys: of the source tokens, equal where a reader would call them the same.
        there, back: for each source token the target tokens that it is linked to, and the other way round.
    """

    text: str
    source: Sequence[Token]
    target: Sequence[Token]
    keys: Sequence[str]
    there: Sequence[frozenset[int]]
    back: Sequence[frozenset[int]]


def linked(segment: str, hypothesis: Hypothesis, links: WordLinks) -> Linked:
    """A segment and what was made of it, with the links between their words."""
    source, target = tokens(segment, hypothesis.route[0]), tokens(hypothesis.text, hypothesis.route[-1])
    rows = {token.start: place for place, token in enumerate(source)}
    columns = {token.start: place for place, token in enumerate(target)}
    there: list[set[int]] = [set() for _ in source]
    back: list[set[int]] = [set() for _ in target]
    for link in links.of(segment, hypothesis):
        row, column = rows.get(link.source_start), columns.get(link.target_start)
        if row is not None and column is not None:
            there[row].add(column)
            back[column].add(row)
    keys = [word_key(token.text, hypothesis.route[0]) for token in source]
    return Linked(hypothesis.text, source, target, keys, [*map(frozenset, there)], [*map(frozenset, back)])


def rendering(pair: Linked, run: Run) -> Run | None:
    """The target tokens that render a run of source tokens and nothing else; None if there are none such."""
    columns = [column for row in range(*run) for column in pair.there[row]]
    if not columns:
        return None
    found = min(columns), max(columns) + 1
    rows = [row for column in range(*found) for row in pair.back[column]]
    return found if all(run[0] <= row < run[1] for row in rows) else None


def span(pair: Linked, run: Run) -> tuple[int, int]:
    """Where a run of the target stands: code points, half-open."""
    return pair.target[run[0]].start, pair.target[run[1] - 1].end


def written(pair: Linked, run: Run) -> str:
    """A run of the target as it is written."""
    return pair.text[slice(*span(pair, run))]


def exchanged(text: str, changes: Sequence[tuple[tuple[int, int], str]]) -> str:
    """A text with something else in the place of some spans, which do not overlap; spaces are kept in order."""
    for (start, end), other in sorted(changes, reverse=True):
        before = text[:start] if other else text[:start].rstrip(" ")
        text = _seamed(_seamed(before, other), text[end:])
    return text.strip()


def _seamed(before: str, after: str) -> str:
    """Two texts in a row: a space where words would run together, no second one, and none after an elision."""
    if before[-1:].isalnum() and after[:1].isalnum():
        return f"{before} {after}"
    if before[-1:] in ("’", "'", " ") and after[:1] == " ":
        return before + after.lstrip(" ")
    return before + after
