"""How a segment is decoded again when the guards object to its translation: the strategies, in their order.

A strategy says how to search and what to decode in place of the segment, and makes whole translations of the answers.
It judges nothing; `guards` keeps the best.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.core.hypothesis import Decoding, Hypothesis
from workbench.text.codes import codes
from workbench.text.normalize import capitalized, is_shouted, lower, sentence_case, upper

_BREAK = re.compile(r"(?<=[,;:—–՝])\s+|\s+(?=[—–]\s)")
_LETTER = re.compile(r"[^\W\d_]")
_FINAL_STOP = re.compile(r"\s*[.։:]$")
_SHORTEST_CLAUSE = 3
"""Words; a shorter clause goes with its neighbour, since a model says odd things of fragments."""

_N_BEST = 4
_NO_REPEAT = 3
_PENALTY = 1.2
LOSES_THE_THREAD = frozenset({"repetition", "length", "empty", "cut-off"})
"""Objections that forbidding repetition can answer; a lost number does not come back by it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is decoded for a segment, and what becomes of the answers.

    Attributes:
        texts: to be decoded, in this order.
        whole: makes translations of the segment, the best first, from a hypothesis for each of the texts.
    """

    texts: tuple[str, ...]
    whole: Callable[[Sequence[Hypothesis]], Sequence[Hypothesis]]


@dataclass(frozen=True, slots=True)
class Strategy:
    """One way to decode again.

    Attributes:
        name: for reports and tests.
        attempt: what to decode for a segment between two languages; None where the strategy has nothing to try.
        search: how to decode, from how it was done at first.
        against: ids of the objections that it may answer; None for any.
        in_pieces: whether its scores cannot be compared with those of whole segments.
        carries_codes: whether codes come through whatever the engine makes of the text around them.
    """

    name: str
    attempt: Callable[[str, str, str], Attempt | None]
    search: Callable[[Decoding], Decoding] = lambda decoding: decoding
    against: frozenset[str] | None = None
    in_pieces: bool = False
    carries_codes: bool = False


def _as_it_is(segment: str, source: str, target: str) -> Attempt:
    return Attempt((segment,), lambda said: (replace(said[0], alternatives=()), *said[0].alternatives))


def is_headline(segment: str) -> bool:
    """Whether a segment is several words in capitals; one word is as likely an abbreviation."""
    return segment.replace("և", "").isupper() and is_shouted(segment) and len(segment.split()) > 1


def _sentence_cased(segment: str, source: str, target: str) -> Attempt | None:
    """A headline as running text, put into capitals again; codes keep their case."""
    if not is_headline(segment):
        return None
    text = _outside_codes(segment, lambda part: lower(part, source))
    text = capitalized(text, source) if codes(segment) else sentence_case(segment, source)

    def whole(said: Sequence[Hypothesis]) -> Sequence[Hypothesis]:
        return (said[0].rewritten(_outside_codes(said[0].text, lambda part: upper(part, target))),)

    return Attempt((text,), whole)


def as_running_text(segment: str, source: str, target: str) -> Attempt:
    """A segment as it is, a headline as running text."""
    return _sentence_cased(segment, source, target) or _as_it_is(segment, source, target)


def _outside_codes(text: str, change: Callable[[str], str]) -> str:
    return "".join(part if is_code else change(part) for part, is_code in _around_codes(text))


def _around_codes(text: str) -> Iterator[tuple[str, bool]]:
    """The codes of a text and what stands between them, in order, with whether it is a code; they join to the text."""
    at = 0
    for code in codes(text):
        yield text[at : code.start], False
        yield code.text, True
        at = code.end
    yield text[at:], False


# Pieces


def _in_pieces(segment: str, source: str, target: str) -> Attempt | None:
    """Clause by clause; codes, white space and what has no letter are carried over as they are."""
    parts = list(_pieces(segment))
    wanted = tuple(core for _, core, _, is_text in parts if is_text)
    if not wanted or wanted == (segment.strip(),):
        return None

    def whole(said: Sequence[Hypothesis]) -> Sequence[Hypothesis]:
        answers = iter(said)
        pieces = [
            lead + (_fitted(next(answers).text, core, source, target) if is_text else core) + trail
            for lead, core, trail, is_text in parts
        ]
        return (_joined("".join(pieces), said),)

    return Attempt(wanted, whole)


def _pieces(segment: str) -> Iterator[tuple[str, str, str, bool]]:
    """White space before, a piece, white space after, and whether the piece is to be translated."""
    for part, is_code in _around_codes(segment):
        for clause in [part] if is_code else _clauses(part):
            core = clause.strip()
            at = clause.find(core) if core else len(clause)
            yield clause[:at], core, clause[at + len(core) :], not is_code and _LETTER.search(core) is not None


def _clauses(text: str) -> Iterator[str]:
    """The clauses of a text with the white space after each; they join to the text."""
    start = 0
    for found in _BREAK.finditer(text):
        if min(len(text[start : found.start()].split()), len(text[found.end() :].split())) >= _SHORTEST_CLAUSE:
            yield text[start : found.end()]
            start = found.end()
    yield text[start:]


def _fitted(said: str, core: str, source: str, target: str) -> str:
    """A piece without the capital and the full stop that make a sentence of it, where the source has none."""
    said = said.strip()
    if not _FINAL_STOP.search(core):
        said = _FINAL_STOP.sub("", said)
    first = _LETTER.search(core)
    if first and first[0].islower() and said[:1].isupper() and said[1:2].islower() and said.split()[0] not in core:
        return lower(said[0], target) + said[1:]
    return said


def _joined(text: str, said: Sequence[Hypothesis]) -> Hypothesis:
    """One hypothesis from those of the pieces: scores weighted by length, and whatever any of them remarked."""
    weights = [max(1, len(each.text)) for each in said]
    score = sum(each.score * weight for each, weight in zip(said, weights, strict=True)) / sum(weights)
    return replace(
        said[0],
        text=text,
        score=score,
        pivot=tuple(" ".join(texts) for texts in zip(*(each.pivot for each in said), strict=False)),
        known_share=min(each.known_share for each in said),
        starter=any(each.starter for each in said),
        outside=any(each.outside for each in said),
        remarks=tuple(dict.fromkeys(remark for each in said for remark in each.remarks)),
        alternatives=(),
        links=(),
    )


# Searching


def _n_best(decoding: Decoding) -> Decoding:
    return replace(decoding, beam=max(decoding.beam or 0, _N_BEST), n_best=_N_BEST)


def _other_beam(decoding: Decoding) -> Decoding:
    return replace(decoding, beam=6 if decoding.beam == 1 else 1, n_best=1)


def _without_repeats(decoding: Decoding) -> Decoding:
    return replace(decoding, n_best=1, no_repeat_ngram=_NO_REPEAT)


def _penalised(decoding: Decoding) -> Decoding:
    return replace(decoding, n_best=1, repetition_penalty=max(decoding.repetition_penalty, _PENALTY))


HEADLINES = Strategy("sentence-case", _sentence_cased)
"""Tried for every headline, objected to or not: models know few words in capitals."""

STRATEGIES = (
    Strategy("n-best", _as_it_is, _n_best),
    Strategy("other-beam", _as_it_is, _other_beam),
    Strategy("no-repeat", _as_it_is, _without_repeats, against=LOSES_THE_THREAD),
    Strategy("penalty", _as_it_is, _penalised, against=LOSES_THE_THREAD),
    Strategy("pieces", _in_pieces, in_pieces=True, carries_codes=True),
)
"""What is tried, in this order, with the segments that are still objected to."""
