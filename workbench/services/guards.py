"""Guards: checks run on what an engine says, and another try where they object.

A neural model leaves headlines in capitals untranslated, repeats itself, drops numbers, invents. Nothing of that is
accepted silently: it is tried again in another way (`retries`), and what stays doubtful is flagged with the ids of the
checks.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.core.finding import Severity
from workbench.core.hypothesis import Decoding, Hypothesis
from workbench.core.ports import Check, Engine
from workbench.services.retries import HEADLINES, STRATEGIES, Attempt, Strategy, is_headline

OUTSIDE_REGISTER = "outside-register"
"""Flag: the package itself says that the text is outside what it was made for."""

MODES = ("retry", "flag", "off")

CUT_OFF = "cut-off"
_WEIGHTS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 3}
_PLAIN = Decoding()


@dataclass(frozen=True, slots=True)
class Guarded:
    """A hypothesis and the ids of the checks that still object to it, most telling first.

    Attributes:
        weight: how heavily they object, 0 for not at all; comparable between hypotheses of one segment.
        repairs: concepts whose term was brought in afterwards, and by which way.
    """

    hypothesis: Hypothesis
    flags: tuple[str, ...] = ()
    weight: int = 0
    repairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    hypothesis: Hypothesis
    objections: tuple[str, ...]
    weight: int
    in_pieces: bool = False

    @property
    def rank(self) -> tuple[bool, int, bool, float]:
        """Best first: codes as they should be, whatever else is wrong, since a lost one breaks what the text stands in;
        the least objections, whole before pieces, then what the model itself finds likeliest.
        """
        return "codes" in self.objections, self.weight, self.in_pieces, -self.hypothesis.score

    def is_answered_by(self, strategy: Strategy) -> bool:
        """Whether a strategy may do better; what is outside of the package's register, no search brings inside, but a
        code that got lost there can still be carried over.
        """
        if not self.weight:
            return False
        if self.hypothesis.outside:
            return strategy.carries_codes and "codes" in self.objections
        if strategy.in_pieces and self.weight < _WEIGHTS[Severity.ERROR]:
            return False  # for a warning the sentence is not worth taking apart
        return strategy.against is None or not strategy.against.isdisjoint((*self.objections, *self.hypothesis.remarks))


class Guard:
    """Decodes segments under the eyes of checks; may be used by several threads at once.

    Args:
        checks: what looks at every hypothesis; findings from warning on count.
        mode: `retry`, `flag` (no second try) or `off` (decode once, report nothing).
        strategies: what is tried, in this order, where checks object.
    """

    def __init__(
        self, checks: Iterable[Check], mode: str = "retry", strategies: Sequence[Strategy] = STRATEGIES
    ) -> None:
        self._checks, self.mode, self._strategies = tuple(checks), mode, tuple(strategies)
        self._counting = threading.Lock()
        self.retried = 0
        """Segments decoded more than once so far."""

    def translate(self, engine: Engine, segments: Sequence[str], decoding: Decoding = _PLAIN) -> list[Guarded]:
        """The best hypothesis for each segment, in their order.

        Raises: EngineError
        """
        first = engine.translate(segments, decoding)
        if self.mode == "off":
            return [Guarded(hypothesis) for hypothesis in first]
        pair = engine.route[0], engine.route[-1]
        best = [self._judge(segment, each, pair) for segment, each in zip(segments, first, strict=True)]
        if self.mode == "retry":
            self._retry(engine, segments, best, decoding)
        return [_guarded(each) for each in best]

    def judge(self, segment: str, hypothesis: Hypothesis) -> Guarded:
        """A hypothesis that somebody else made of a segment; with the mode `off` nothing is said of it."""
        if self.mode == "off":
            return Guarded(hypothesis)
        return _guarded(self._judge(segment, hypothesis, (hypothesis.route[0], hypothesis.route[-1])))

    def _retry(self, engine: Engine, segments: Sequence[str], best: list[_Candidate], decoding: Decoding) -> None:
        """Try again what is shouted, then what is objected to; `best` keeps the better one each time.

        One call of the engine for each strategy, with all segments that it is for, in their order.
        """
        shouted = [at for at, segment in enumerate(segments) if is_headline(segment)]
        again = set(self._try(HEADLINES, engine, segments, best, decoding, shouted))
        for strategy in self._strategies:
            doubtful = [at for at, each in enumerate(best) if each.is_answered_by(strategy)]
            again.update(self._try(strategy, engine, segments, best, decoding, doubtful))
        with self._counting:
            self.retried += len(again)

    def _try(
        self,
        strategy: Strategy,
        engine: Engine,
        segments: Sequence[str],
        best: list[_Candidate],
        decoding: Decoding,
        which: Sequence[int],
    ) -> list[int]:
        """Decode those segments as the strategy says; which of them it had something to try for."""
        pair = engine.route[0], engine.route[-1]
        attempts = {at: attempt for at in which if (attempt := strategy.attempt(segments[at], *pair))}
        if not attempts:
            return []
        for at, tried in _answers(engine, attempts, strategy.search(decoding)):
            candidate = self._judge(segments[at], tried, pair, strategy.in_pieces)
            best[at] = min(best[at], candidate, key=lambda each: each.rank)
        return list(attempts)

    def _judge(
        self, segment: str, hypothesis: Hypothesis, pair: tuple[str, str], in_pieces: bool = False
    ) -> _Candidate:
        if not segment.strip():
            return _Candidate(hypothesis, (), 0)
        found = [finding for check in self._checks for finding in check(segment, hypothesis.text, *pair)]
        serious = [finding for finding in found if finding.severity is not Severity.INFO]
        objections = tuple(dict.fromkeys(finding.check for finding in serious))
        weight = sum(_WEIGHTS[finding.severity] for finding in serious)
        worse = hypothesis.outside + (CUT_OFF in hypothesis.remarks)
        return _Candidate(hypothesis, objections, weight + worse * _WEIGHTS[Severity.ERROR], in_pieces)


def _answers(engine: Engine, attempts: dict[int, Attempt], decoding: Decoding) -> list[tuple[int, Hypothesis]]:
    """Whole translations of each segment that is tried again, in order, from one call of the engine."""
    said = engine.translate([text for attempt in attempts.values() for text in attempt.texts], decoding)
    answers: list[tuple[int, Hypothesis]] = []
    start = 0
    for at, attempt in attempts.items():
        end = start + len(attempt.texts)
        answers += [(at, each) for each in attempt.whole(said[start:end])]
        start = end
    return answers


def _guarded(candidate: _Candidate) -> Guarded:
    hypothesis = candidate.hypothesis
    outside = (OUTSIDE_REGISTER,) if hypothesis.outside else ()
    return Guarded(hypothesis, (*candidate.objections, *outside, *hypothesis.remarks), candidate.weight)
