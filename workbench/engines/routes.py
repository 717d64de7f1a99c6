"""Which installed packages lead from one language to another, directly or through others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from workbench.core.errors import ModelMissingError, PairUnsupportedError
from workbench.core.hypothesis import Hypothesis
from workbench.core.ports import Engine
from workbench.engines.argos import version_key
from workbench.engines.ctranslate import CTranslateEngine, Options
from workbench.engines.packages import Package

HUB = "en"
"""The language that most packages translate from or into."""

_MOST_LEGS = 3


class PivotEngine:
    """Several engines one after the other.

    Args:
        legs: at least two; each reads the language that the one before writes.
    """

    def __init__(self, legs: Sequence[Engine]) -> None:
        self._legs = tuple(legs)
        self.route = (self._legs[0].route[0], *(language for leg in self._legs for language in leg.route[1:]))

    def translate(
        self, segments: Sequence[str], *, beam: int | None = None, no_repeat_ngram: int = 0
    ) -> list[Hypothesis]:
        """One hypothesis for each segment, with the texts on the way."""
        legs: list[list[Hypothesis]] = []
        texts = segments
        for leg in self._legs:
            legs.append(leg.translate(texts, beam=beam, no_repeat_ngram=no_repeat_ngram))
            texts = [hypothesis.text for hypothesis in legs[-1]]
        return [_joined(steps, self.route) for steps in zip(*legs, strict=True)]


def _joined(steps: Sequence[Hypothesis], route: tuple[str, ...]) -> Hypothesis:
    """One hypothesis for the whole way; it is as weak as its weakest leg."""
    return Hypothesis(
        text=steps[-1].text,
        score=min(step.score for step in steps),
        engine=" + ".join(step.engine for step in steps),
        route=route,
        pivot=tuple(text for step in steps[:-1] for text in (*step.pivot, step.text)) + steps[-1].pivot,
        known_share=min(step.known_share for step in steps),
        starter=any(step.starter for step in steps),
        outside=any(step.outside for step in steps),
        remarks=tuple(dict.fromkeys(remark for step in steps for remark in step.remarks)),
    )


class Routes:
    """Engines for every pair that the packages reach; each package is loaded once, however many routes use it.

    Args:
        packages: installed ones and starters, in any order. For one pair a user's package goes before a shipped one, a
            full one before a starter, a newer one before an older one.
        options: how models run.
        load: makes the engine of a package; tests put their own here.
    """

    def __init__(
        self,
        packages: Sequence[Package],
        options: Options | None = None,
        *,
        load: Callable[[Package], Engine] | None = None,
    ) -> None:
        self._best: dict[tuple[str, str], Package] = {}
        for package in sorted(packages, key=_rank):
            self._best.setdefault(package.pair, package)
        self._onward: dict[str, list[str]] = {}
        for source, target in sorted(self._best):
            self._onward.setdefault(source, []).append(target)
        self._load = load or (lambda package: CTranslateEngine(package, options))
        self._engines: dict[str, Engine] = {}

    def pairs(self) -> list[tuple[str, ...]]:
        """The best route for every pair that can be reached, by source, then target."""
        languages = sorted({language for pair in self._best for language in pair})
        found = [self._find(source, target) for source in languages for target in languages if source != target]
        return [route for route in found if route]

    def packages(self, route: Sequence[str]) -> list[Package]:
        """The packages that a route uses, one a leg."""
        return [self._best[pair] for pair in pairwise(route)]

    def route(self, source: str, target: str, via: str | None = None) -> tuple[str, ...]:
        """The languages passed through: directly if a package does, else through English, else the shortest way.

        Args:
            via: a language that the route must pass through.
        Raises: PairUnsupportedError, ModelMissingError saying which command would help.
        """
        if not self._best:
            raise ModelMissingError(
                f"no package is installed; `workbench models available` shows what there is for {target}"
            )
        if source == target:
            raise PairUnsupportedError(f"source and target are both {source}; there is nothing to translate")
        if via:
            first, second = self._find(source, via), self._find(via, target)
            found = first + second[1:] if first and second else ()
        else:
            found = self._find(source, target)
        if not found:
            raise PairUnsupportedError(self._advice(source, target, via))
        return found

    def engine(self, source: str, target: str, via: str | None = None) -> Engine:
        """The engine for a pair; models load with the first segment.

        Raises: PairUnsupportedError, ModelMissingError as `route`.
        """
        legs = [self._engine(package) for package in self.packages(self.route(source, target, via))]
        return legs[0] if len(legs) == 1 else PivotEngine(legs)

    def _engine(self, package: Package) -> Engine:
        key = str(package.folder)
        if key not in self._engines:
            self._engines[key] = self._load(package)
        return self._engines[key]

    def _find(self, source: str, target: str) -> tuple[str, ...]:
        """The best route, empty if there is none."""
        ways = [way for way in self._ways((source,), target) if len(way) - 1 <= _MOST_LEGS]
        return min(ways, key=lambda way: (len(way), HUB not in way, self._starters(way), way), default=())

    def _ways(self, way: tuple[str, ...], target: str) -> Iterator[tuple[str, ...]]:
        """Every way on from here that visits no language twice and is not too long."""
        if way[-1] == target:
            yield way
        elif len(way) <= _MOST_LEGS:
            for onward in self._onward.get(way[-1], ()):
                if onward not in way:
                    yield from self._ways((*way, onward), target)

    def _starters(self, way: Sequence[str]) -> int:
        return sum(package.starter for package in self.packages(way))

    def _advice(self, source: str, target: str, via: str | None) -> str:
        there = ", ".join(sorted(f"{one}→{other}" for one, other in self._best))
        through = f" through {via}" if via else ""
        return (
            f"no installed package leads from {source} to {target}{through}; there are {there}. "
            "`workbench models available` shows what there is, `workbench models install` takes a file or a name"
        )


def _rank(package: Package) -> tuple[bool, bool, tuple[int, ...], str]:
    """Best first."""
    newest_first = tuple(-number for number in version_key(package.metadata.version))
    return package.shipped, package.starter, newest_first, package.name
