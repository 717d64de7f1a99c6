"""An engine without a model: the same input always gives the same output, so that tests can say what they expect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from workbench.core.errors import PairUnsupportedError
from workbench.core.hypothesis import Decoding, Hypothesis
from workbench.core.ports import Batch

_PLAIN = Decoding()
_ROWS = 32
_CALLS = 1_000


@dataclass(frozen=True, slots=True)
class FakeBatch:
    """Some segments in a row."""

    indices: Sequence[int]
    segments: Sequence[str]


class FakeEngine:
    """Says the segment with the language in front, or what it was told to say.

    Args:
        route: languages, source first.
        say: gives the translation of a segment without white space around it; called again for every retry.
        score: of every hypothesis.
        outside: whether every hypothesis is outside the engine's register.
    """

    def __init__(
        self,
        route: Sequence[str],
        say: Callable[[str], str] | None = None,
        *,
        score: float = -0.25,
        starter: bool = False,
        outside: bool = False,
    ) -> None:
        self.route = tuple(route)
        self.calls: list[tuple[tuple[str, ...], Decoding]] = []
        self._say = say or (lambda segment: f"[{self.route[-1]}] {segment}")
        self._score, self._starter, self._outside = score, starter, outside

    @property
    def side_by_side(self) -> int:
        """How many batches are decoded at once."""
        return 1

    def translate(self, segments: Sequence[str], decoding: Decoding = _PLAIN) -> list[Hypothesis]:
        """One hypothesis for each segment; what was asked is kept in `calls`."""
        self.calls.append((tuple(segments), decoding))
        del self.calls[:-_CALLS]
        return [self._hypothesis(segment) for segment in segments]

    def batches(self, segments: Sequence[str]) -> list[FakeBatch]:
        """Runs of segments, in their order."""
        starts = range(0, len(segments), _ROWS)
        return [
            FakeBatch(range(start, min(start + _ROWS, len(segments))), segments[start : start + _ROWS])
            for start in starts
        ]

    def decode(self, batch: Batch, decoding: Decoding = _PLAIN) -> list[Hypothesis]:
        """One hypothesis for each segment of a batch."""
        return self.translate(batch.segments, decoding)

    def _hypothesis(self, segment: str) -> Hypothesis:
        text = segment.strip()
        at = segment.find(text) if text else len(segment)
        said = self._say(text) if text else ""
        return Hypothesis(
            text=segment[:at] + said + segment[at + len(text) :],
            score=self._score if text else 0.0,
            engine="fake",
            route=self.route,
            pivot=tuple(f"[{language}] {text}" for language in self.route[1:-1]),
            starter=self._starter,
            outside=self._outside and bool(text),
        )


class FakeRoutes:
    """Stands in for `Routes`.

    Args:
        engines: the ones there are; without any, every pair gets a plain FakeEngine.
    """

    def __init__(self, engines: Iterable[FakeEngine] = ()) -> None:
        self._engines = {(engine.route[0], engine.route[-1]): engine for engine in engines}
        self._any_pair = not self._engines

    def engine(self, source: str, target: str, via: str | None = None) -> FakeEngine:
        """The engine for a pair.

        Raises: PairUnsupportedError if it was not given.
        """
        pair = (source, target)
        if pair not in self._engines:
            if not self._any_pair:
                raise PairUnsupportedError(f"no installed package leads from {source} to {target}")
            self._engines[pair] = FakeEngine((source, via, target) if via else pair)
        return self._engines[pair]

    def identity(self, source: str, target: str, via: str | None = None) -> list[object]:
        """The same for the same pair; raises as `engine`."""
        return ["fake", *self.engine(source, target, via).route]
