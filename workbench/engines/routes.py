"""Which packages lead from one language to another, directly or through others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import pairwise

from workbench.core.errors import EngineError, ModelMissingError, PairUnsupportedError
from workbench.core.language import without_region
from workbench.core.ports import Engine
from workbench.engines.argos import version_key
from workbench.engines.ctranslate import CTranslateEngine
from workbench.engines.fake import FakeEngine
from workbench.engines.model import Model, Options, device_of
from workbench.engines.packages import MODEL, Package
from workbench.engines.pivot import PivotEngine

HUB = "en"
"""The language that most packages translate from or into."""

FAKE = "fake"
"""Name of the engine without a model, which says the source with the language in front."""

STARTER = "starter"
"""Name that stands for the packages that come with the workbench."""

Load = Callable[[Package, tuple[str, str]], Engine]


@dataclass(frozen=True, slots=True)
class Preference:
    """What a person wants of routes.

    Attributes:
        via: language to pass through where no package leads there directly.
        engines: packages to prefer, by name or by the beginning of it; `starter` are those that came with the
            workbench, `fake` is the engine without a model.
    """

    via: str = HUB
    engines: tuple[str, ...] = ()


class Routes:
    """Engines for every pair that the packages reach; each package is loaded once, however many routes use it.

    Args:
        packages: installed ones and starters, in any order. For one pair a preferred package goes before others, a
            user's before a shipped one, a full one before a starter, one made for the pair before one of several
            pairs, a newer one before an older one.
        options: how models run.
        preference: what the user wants of routes.
        advice: says which command would make a pair possible.
        load: makes the engine of a package for a pair; tests put their own here.
    """

    def __init__(
        self,
        packages: Sequence[Package],
        options: Options | None = None,
        *,
        preference: Preference | None = None,
        advice: Callable[[str, str], str] | None = None,
        load: Load | None = None,
    ) -> None:
        self._preference = preference or Preference()
        self._packages = sorted(packages, key=self._rank)
        self._options = options
        self._advise = advice
        self._load = load or self._loaded
        self._models: dict[str, Model] = {}
        self._engines: dict[tuple[str, tuple[str, str]], Engine] = {}
        self.best = cache(self._best)

    def pairs(self, languages: Sequence[str] | None = None) -> list[tuple[str, ...]]:
        """The best route for every pair that can be reached, by source, then target.

        Args:
            languages: to look at; None for those that packages of one pair are made for, since a model of two hundred
                languages has forty thousand pairs.
        """
        wanted = sorted(set(languages if languages is not None else self._own_languages()))
        found = [self._find(source, target) for source in wanted for target in wanted if source != target]
        return [route for route in found if route]

    def packages(self, route: Sequence[str]) -> list[Package]:
        """The packages that a route uses, one a leg."""
        return [package for leg in pairwise(route) if (package := self.best(*leg))]

    def route(self, source: str, target: str, via: str | None = None) -> tuple[str, ...]:
        """The languages passed through: rather full packages than starters, rather few legs, rather by the preferred
        language. A region that no package knows is left out: `en-US` goes by packages for `en`.

        Args:
            via: a language that the route must pass through.
        Raises: PairUnsupportedError, ModelMissingError saying which command would help.
        """
        source, target, via = self._served(source), self._served(target), via and self._served(via)
        if source == target:
            raise PairUnsupportedError(f"source and target are both {source}; there is nothing to translate")
        if FAKE in self._preference.engines:
            return (source, via, target) if via and via not in (source, target) else (source, target)
        if not self._packages:
            raise ModelMissingError(f"no package is installed; {self._advice(source, target)}")
        self._refuse_unknown_names()
        if via and via not in (source, target):
            first, second = self._find(source, via), self._find(via, target)
            found = first + second[1:] if first and second else ()
        else:
            found = self._find(source, target)
        if not found:
            raise PairUnsupportedError(self._no_route(source, target, via))
        return found

    def engine(self, source: str, target: str, via: str | None = None) -> Engine:
        """The engine for a pair; models load with the first segment.

        Raises: PairUnsupportedError, ModelMissingError as `route`.
        """
        route = self.route(source, target, via)
        if FAKE in self._preference.engines:
            return FakeEngine(route)
        legs = [self._engine(package, leg) for package, leg in zip(self.packages(route), pairwise(route), strict=True)]
        return legs[0] if len(legs) == 1 else PivotEngine(legs)

    def identity(self, source: str, target: str, via: str | None = None) -> list[object]:
        """Whatever decides what the engine of a pair says: packages, files, how they run; for comparing, as JSON.

        Raises: as `route`
        """
        route = self.route(source, target, via)
        options = self._options or Options()
        about: list[object] = [*route, asdict(replace(options, device=device_of(options), translators=0))]
        for package in self.packages(route):
            try:
                stat = (package.folder / MODEL).stat()
            except OSError as error:
                raise EngineError(f"package {package.name}: its model is gone; install it again") from error
            about.append([package.name, package.metadata.version, stat.st_size, stat.st_mtime_ns])
        return about

    def _served(self, language: str) -> str:
        """The tag itself if a package has it, else the language without its region, if one has that."""
        return next((tag for tag in (language, without_region(language)) if self._knows(tag)), language)

    def _knows(self, language: str) -> bool:
        return bool(self._reading(language) or self._writing(language))

    def _refuse_unknown_names(self) -> None:
        """Raises: ModelMissingError for a preferred package that nothing here is called."""
        for name in self._preference.engines:
            if name != STARTER and not any(_is_called(package, name) for package in self._packages):
                there = ", ".join(package.name for package in self._packages)
                raise ModelMissingError(f"engine {name!r}: no installed package is called that; there are {there}")

    def _engine(self, package: Package, leg: tuple[str, str]) -> Engine:
        key = str(package.folder), leg
        if key not in self._engines:
            self._engines[key] = self._load(package, leg)
        return self._engines[key]

    def _loaded(self, package: Package, leg: tuple[str, str]) -> Engine:
        """An engine of one direction; those of one package share its model."""
        model = self._models.setdefault(str(package.folder), Model(package, self._options))
        return CTranslateEngine(package, pair=leg, model=model)

    def _best(self, source: str, target: str) -> Package | None:
        """The package for a pair, None if there is none."""
        return next((package for package in self._packages if package.covers(source, target)), None)

    def _find(self, source: str, target: str) -> tuple[str, ...]:
        """The best route, empty if there is none."""
        ways: list[tuple[str, ...]] = [(source, target)] if self.best(source, target) else []
        onward, inward = self._targets(source), self._sources(target)
        ways += [(source, middle, target) for middle in onward & inward - {source, target}]
        if not ways:
            ways = [
                (source, one, other, target)
                for one in onward - {source, target}
                for other in inward - {source, target, one}
                if self.best(one, other)
            ]
        return min(ways, key=self._cost, default=())

    def _cost(self, way: tuple[str, ...]) -> tuple[bool, bool, int, bool, bool, tuple[str, ...]]:
        """Least first; a package the user asked for counts more than anything."""
        packages = self.packages(way)
        unwanted = bool(self._preference.engines) and not all(map(self._is_wanted, packages))
        starters = any(package.starter for package in packages)
        return unwanted, starters, len(way), self._preference.via not in way, HUB not in way, way

    def _targets(self, source: str) -> set[str]:
        listed = (package.metadata.targets or package.pair[1:] for package in self._reading(source))
        return {target for targets in listed for target in targets if target != source}

    def _sources(self, target: str) -> set[str]:
        listed = (package.metadata.sources or package.pair[:1] for package in self._writing(target))
        return {source for sources in listed for source in sources if source != target}

    def _reading(self, source: str) -> list[Package]:
        return [each for each in self._packages if source in (*each.metadata.sources, each.pair[0])]

    def _writing(self, target: str) -> list[Package]:
        return [each for each in self._packages if target in (*each.metadata.targets, each.pair[1])]

    def _own_languages(self) -> set[str]:
        return {language for package in self._packages if not package.several for language in package.pair}

    def _is_wanted(self, package: Package) -> bool:
        return any(
            package.shipped if name == STARTER else _is_called(package, name) for name in self._preference.engines
        )

    def _rank(self, package: Package) -> tuple[bool, bool, bool, bool, tuple[int, ...], str]:
        """Best first."""
        newest_first = tuple(-number for number in version_key(package.metadata.version))
        unwanted = bool(self._preference.engines) and not self._is_wanted(package)
        return unwanted, package.shipped, package.starter, package.several, newest_first, package.name

    def _no_route(self, source: str, target: str, via: str | None) -> str:
        there = ", ".join("→".join(pair) for pair in sorted({each.pair for each in self._packages}))
        through = f" through {via}" if via else ""
        advice = self._advice(source, target)
        return f"no installed package leads from {source} to {target}{through}; there are {there}. {advice}"

    def _advice(self, source: str, target: str) -> str:
        if self._advise:
            return self._advise(source, target)
        return "`workbench models available` shows what there is, `workbench models install` takes a file or a name"


def _is_called(package: Package, name: str) -> bool:
    """Whether a name stands for a package: the beginning of its folder's name, with or without `translate-`."""
    return package.name.startswith(name) or package.name.removeprefix("translate-").startswith(name)
