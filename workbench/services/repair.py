"""Making a draft of a near match: what differs between the two sources is exchanged in the match's translation.

The words that differ are found by comparing the sources, their rendering by word links. What stands in its place comes
from another translation of the memory that has the same words, else from the engine's draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from workbench.services.linked import Linked, Run, exchanged, rendering, span, written
from workbench.text.normalize import capitalized, lower
from workbench.text.tokenizer import WORD, Token

FROM_MEMORY, FROM_DRAFT = 0.95, 0.6
"""How far a rendering can be trusted, by where it comes from; words that both sources have count as 1."""

_MOST_GROWN = 6


@dataclass(frozen=True, slots=True)
class Repaired:
    """A near match made to fit.

    Attributes:
        trust: 0..1, the share of the segment's words whose rendering is known, less where it is the engine's.
        whole: whether every difference was repaired.
        drafted: whether words of the engine's draft had part in it.
        shared: how many words the two sources have in common, in order.
    """

    text: str
    trust: float
    whole: bool
    drafted: bool
    shared: int


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands in the match's source and in the segment at one place: the same word, or what differs."""

    old: Run
    new: Run
    same: bool


@dataclass(frozen=True, slots=True)
class _Change:
    """Tokens of the match's translation and what stands in their place; `trust` of each word of `new`."""

    new: Run
    place: Run | None
    text: str
    trust: float


def repaired(segment: Linked, match: Linked, donors: Sequence[Linked], language: str) -> Repaired:
    """The match's translation as a draft of the segment.

    Args:
        segment: with the engine's draft as its target.
        match: a source near it and its translation; donors: others, the nearest first.
        language: of the translations.
    """
    blocks = list(_blocks(match.keys, segment.keys))
    changes = [_change(segment, match, donors, blocks, region, language) for region in _regions(match, blocks)]
    lost = sum(max(1, change.new[1] - change.new[0]) for change in changes if change.place is None)
    known = len(segment.keys) - sum(
        (change.new[1] - change.new[0]) * (1 - change.trust if change.place else 1) for change in changes
    )
    trust = max(0.0, known) / max(len(segment.keys), len(match.keys) if lost else 0, 1)
    places = [(span(match, change.place), change.text) for change in changes if change.place]
    drafted = any(change.trust == FROM_DRAFT for change in changes)
    shared = sum(block.same and segment.source[block.new[0]].kind == WORD for block in blocks)
    return Repaired(exchanged(match.text, places), trust, not lost, drafted, shared)


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[_Block]:
    for code in Levenshtein.opcodes(old, new):
        if code.tag == "equal":
            for at in range(code.src_end - code.src_start):
                row, column = code.src_start + at, code.dest_start + at
                yield _Block((row, row + 1), (column, column + 1), True)
        else:
            yield _Block((code.src_start, code.src_end), (code.dest_start, code.dest_end), False)


def _regions(match: Linked, blocks: Sequence[_Block]) -> list[Run]:
    """Runs of blocks around each difference, grown until the match's translation has a place for them alone."""
    regions: list[Run] = []
    for place, block in enumerate(blocks):
        if block.same or (regions and place < regions[-1][1]):
            continue
        first, end = _grown(match, blocks, (place, place + 1))
        while regions and first < regions[-1][1]:
            first, end = _grown(match, blocks, (min(first, regions.pop()[0]), end))
        regions.append((first, end))
    return regions


def _grown(match: Linked, blocks: Sequence[_Block], region: Run) -> Run:
    """The region and as many words beside it as are needed; the region itself if nothing helps."""
    first, end = region
    for step in range(_MOST_GROWN):
        old = blocks[first].old[0], blocks[end - 1].old[1]
        if old[0] < old[1] and rendering(match, old):
            return first, end
        rows = [row for at in range(*old) for column in match.there[at] for row in match.back[column]]
        low, high = min(rows, default=old[0]), max(rows, default=old[1] - 1)
        if low < old[0] or high >= old[1]:
            while first and blocks[first].old[0] > low:
                first -= 1
            while end < len(blocks) and blocks[end - 1].old[1] <= high:
                end += 1
        elif (step % 2 and first) or end == len(blocks):
            first = max(0, first - 1)
        else:
            end += 1
    return region


def _change(
    segment: Linked, match: Linked, donors: Sequence[Linked], blocks: Sequence[_Block], region: Run, language: str
) -> _Change:
    old = blocks[region[0]].old[0], blocks[region[1] - 1].old[1]
    new = blocks[region[0]].new[0], blocks[region[1] - 1].new[1]
    place = rendering(match, old) if old[0] < old[1] else None
    if place is None:
        return _Change(new, None, "", 0.0)
    if new[0] == new[1]:
        return _Change(new, place, "", 1.0)
    found = _found(segment, donors, new)
    if found is None:
        return _Change(new, None, "", 0.0)
    pair, run, trust = found
    text = written(pair, run)
    if place[0] == 0:
        text = capitalized(text, language)
    elif run[0] == 0 and not (new[0] and segment.source[new[0]].text[0].isupper()):
        text = lower(text[0], language) + text[1:]
    return _Change(new, place, text, trust)


def _found(segment: Linked, donors: Sequence[Linked], new: Run) -> tuple[Linked, Run, float] | None:
    """Where the rendering of words of the segment stands: a confirmed translation, else the draft."""
    wanted = list(segment.keys[slice(*new)])
    for donor in donors:
        for at in range(len(donor.keys) - len(wanted) + 1):
            if donor.keys[at : at + len(wanted)] == wanted and (run := rendering(donor, (at, at + len(wanted)))):
                return donor, run, FROM_MEMORY
    run = rendering(segment, new)
    if run is None or _figures(segment.source[slice(*new)]) != _figures(segment.target[slice(*run)]):
        return None
    return segment, run, FROM_DRAFT


def _figures(words: Sequence[Token]) -> list[str]:
    """The figures among words, without what each language writes between their digits."""
    found = ("".join(letter for letter in word.text if letter.isdecimal()) for word in words)
    return sorted(digits for digits in found if digits)
