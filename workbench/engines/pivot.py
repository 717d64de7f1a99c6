"""Translating through other languages: several engines one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbench.core.hypothesis import Decoding, Hypothesis
from workbench.core.link import WordLink
from workbench.core.ports import Batch, Engine

_PLAIN = Decoding()


class PivotEngine:
    """Several engines one after the other.

    Args:
        legs: at least two; each reads the language that the one before writes.
    """

    def __init__(self, legs: Sequence[Engine]) -> None:
        self._first, *self._others = legs
        self.route: tuple[str, ...] = (
            self._first.route[0],
            *(language for leg in legs for language in leg.route[1:]),
        )

    @property
    def side_by_side(self) -> int:
        """How many batches are decoded at once."""
        return self._first.side_by_side

    def translate(self, segments: Sequence[str], decoding: Decoding = _PLAIN) -> list[Hypothesis]:
        """One hypothesis for each segment, with the texts on the way.

        Raises: EngineError
        """
        return self._onward(self._first.translate(segments, _single(decoding)), decoding)

    def batches(self, segments: Sequence[str]) -> Sequence[Batch]:
        """The batches of the first leg; the others cut what it wrote into theirs.

        Raises: EngineError
        """
        return self._first.batches(segments)

    def decode(self, batch: Batch, decoding: Decoding = _PLAIN) -> list[Hypothesis]:
        """One hypothesis for each segment of a batch, with the texts on the way.

        Raises: EngineError
        """
        return self._onward(self._first.decode(batch, _single(decoding)), decoding)

    def _onward(self, hypotheses: list[Hypothesis], decoding: Decoding) -> list[Hypothesis]:
        """Whatever the first leg said, through the others; only the last may be asked for several outputs."""
        steps = [hypotheses]
        for leg in self._others:
            last = leg is self._others[-1]
            steps.append(leg.translate([one.text for one in steps[-1]], decoding if last else _single(decoding)))
        return [self._joined(way) for way in zip(*steps, strict=True)]

    def _joined(self, steps: Sequence[Hypothesis]) -> Hypothesis:
        """One hypothesis for the whole way; it is as weak as its weakest leg."""
        *before, last = steps
        whole = replace(
            last,
            score=min(step.score for step in steps),
            engine=" + ".join(step.engine for step in steps),
            route=self.route,
            pivot=tuple(text for step in before for text in (*step.pivot, step.text)) + last.pivot,
            known_share=min(step.known_share for step in steps),
            starter=any(step.starter for step in steps),
            outside=any(step.outside for step in steps),
            remarks=tuple(dict.fromkeys(remark for step in steps for remark in step.remarks)),
            alternatives=(),
            links=_through(steps),
        )
        others = tuple(self._joined([*before, other]) for other in last.alternatives)
        return replace(whole, alternatives=others)


def _through(steps: Sequence[Hypothesis]) -> tuple[WordLink, ...]:
    """Links from the source to the last text over the words on the way; as sure as all legs are together."""
    first, *others = (step.links for step in steps)
    for onward in others:
        over: dict[tuple[int, int], list[WordLink]] = {}
        for link in onward:
            over.setdefault((link.source_start, link.source_end), []).append(link)
        joined: dict[tuple[int, int, int, int], float] = {}
        for link in first:
            for next_link in over.get((link.target_start, link.target_end), ()):
                ends = link.source_start, link.source_end, next_link.target_start, next_link.target_end
                joined[ends] = max(joined.get(ends, 0.0), link.score * next_link.score)
        first = tuple(WordLink(*ends, score) for ends, score in sorted(joined.items()))
    return first


def _single(decoding: Decoding) -> Decoding:
    return replace(decoding, n_best=1)
