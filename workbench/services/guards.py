"""Guards: checks run on what an engine says, and another try where they object.

A neural model leaves headlines in capitals untranslated, repeats itself, drops numbers, invents. Nothing of that is
accepted silently: it is tried again in another way, and what stays doubtful is flagged with the ids of the checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from workbench.core.finding import Severity
from workbench.core.hypothesis import Hypothesis
from workbench.core.ports import Check, Engine
from workbench.text.normalize import is_shouted, sentence_case, upper

OUTSIDE_REGISTER = "outside-register"
"""Flag: the package itself says that the text is outside what it was made for."""

MODES = ("retry", "flag", "off")

_RETRIES: tuple[tuple[int | None, int], ...] = ((1, 0), (6, 0), (None, 3))
"""Beam and n-gram block of each further try, in this order, until the checks are content."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """A hypothesis and the ids of the checks that still object to it, most telling first."""

    hypothesis: Hypothesis
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    hypothesis: Hypothesis
    objections: tuple[str, ...]
    weight: int

    @property
    def rank(self) -> tuple[int, float]:
        """Best first: fewest objections, then what the model itself finds likeliest."""
        return self.weight, -self.hypothesis.score


class Guard:
    """Decodes segments under the eyes of checks.

    Args:
        checks: what looks at every hypothesis; findings from warning on count.
        mode: `retry`, `flag` (no second try) or `off` (decode once, report nothing).
    """

    def __init__(self, checks: Iterable[Check], mode: str = "retry") -> None:
        self._checks, self.mode = tuple(checks), mode

    def translate(self, engine: Engine, segments: Sequence[str], *, beam: int | None = None) -> list[Guarded]:
        """The best hypothesis for each segment, in their order.

        Raises: EngineError
        """
        if self.mode == "off":
            return [Guarded(hypothesis) for hypothesis in engine.translate(segments, beam=beam)]
        first = engine.translate(segments, beam=beam)
        pair = engine.route[0], engine.route[-1]
        best = [self._judge(segment, each, pair) for segment, each in zip(segments, first, strict=True)]
        if self.mode == "retry":
            self._retry(engine, segments, best, beam)
        return [Guarded(each.hypothesis, _flags(each)) for each in best]

    def _retry(self, engine: Engine, segments: Sequence[str], best: list[_Candidate], beam: int | None) -> None:
        """Try again what is shouted, then what is objected to; `best` keeps the better one each time."""
        source, target = engine.route[0], engine.route[-1]

        def again(which: list[int], beam: int | None, block: int, shape: Callable[[str], str] | None = None) -> None:
            texts = [shape(segments[at]) if shape else segments[at] for at in which]
            for at, tried in zip(which, engine.translate(texts, beam=beam, no_repeat_ngram=block), strict=True):
                shouted = replace(tried, text=upper(tried.text, target)) if shape else tried
                candidate = self._judge(segments[at], shouted, (source, target))
                best[at] = min(best[at], candidate, key=lambda each: each.rank)

        if shouted := [at for at, segment in enumerate(segments) if _is_headline(segment)]:
            again(shouted, beam, 0, lambda text: sentence_case(text, source))
        for retry_beam, block in _RETRIES:
            doubtful = [at for at, each in enumerate(best) if each.weight]
            if doubtful and not (retry_beam == beam and not block):
                again(doubtful, retry_beam or beam, block)

    def _judge(self, segment: str, hypothesis: Hypothesis, pair: tuple[str, str]) -> _Candidate:
        if not segment.strip():
            return _Candidate(hypothesis, (), 0)
        found = [finding for check in self._checks for finding in check(segment, hypothesis.text, *pair)]
        serious = [finding for finding in found if finding.severity is not Severity.INFO]
        objections = tuple(dict.fromkeys(finding.check for finding in serious))
        weight = sum(finding.severity.rank for finding in serious) + ("cut-off" in hypothesis.remarks)
        return _Candidate(hypothesis, objections, weight)


def _flags(candidate: _Candidate) -> tuple[str, ...]:
    outside = (OUTSIDE_REGISTER,) if candidate.hypothesis.outside else ()
    return (*candidate.objections, *outside, *candidate.hypothesis.remarks)


def _is_headline(segment: str) -> bool:
    """Whether a segment is several words in capitals; one word is as likely an abbreviation."""
    return is_shouted(segment) and len(segment.split()) > 1
