"""Packages as the models desk shows them: what is here, how each pair of a project is reached, what could be installed.

Looking costs no network: the index of packages is read when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.config import Settings
from workbench.core.errors import EngineError
from workbench.engines.catalogue import Entry, advice
from workbench.engines.model import Options
from workbench.engines.routes import HUB, Preference, Routes
from workbench.services import bootstrap
from workbench.services.inventory import routes
from workbench.services.models import ModelList
from workbench.services.offers import Offers, offers


@dataclass(frozen=True, slots=True)
class Way:
    """How a pair of languages is reached.

    Attributes:
        route: languages passed through, source first; empty if there is no way.
        packages: the package of each leg.
        starter: whether a leg is a starter package, good for its own register only.
        advice: what would make it possible, in a sentence; empty if it is.
        choices: names that could be installed for it, the one to take first.
    """

    source: str
    target: str
    route: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    starter: bool = False
    advice: str = ""
    choices: tuple[str, ...] = ()

    @property
    def direct(self) -> bool:
        """Whether no other language is passed through."""
        return len(self.route) == 2


@dataclass(frozen=True, slots=True)
class ModelBoard:
    """Everything the desk shows.

    Attributes:
        ways: every pair of the project's languages, source first.
        offers: what could be installed for them.
        asked: whether `offers` is what the index said today.
    """

    here: ModelList
    ways: tuple[Way, ...]
    offers: Offers
    asked: bool = False

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Models of the curated list that are not here."""
        return tuple(entry for entry, installed in self.offers.models if not installed)


def look(settings: Settings, languages: Sequence[str], *, ask_index: bool = False) -> ModelBoard:
    """What there is for the pairs of some languages.

    Args:
        settings: for the folder of packages, the index, and what is preferred where there is a choice.
        ask_index: read the index of packages, from the network if it lies there; an index that cannot be read is told
            in `offers`.
    Raises: PackageError, WriteError if the packages cannot be listed.
    """
    models = bootstrap.models(settings)
    if ask_index:
        found = models.available(languages)
    else:
        found = offers(EngineError(""), models.inventory().packages, languages)
    preference = Preference(settings.via or HUB, settings.engine)
    ways = _ways(routes(settings, Options(), preference), languages, found)
    return ModelBoard(models.installed(), tuple(ways), found, asked=ask_index)


def _ways(routes: Routes, languages: Sequence[str], found: Offers) -> list[Way]:
    reached = {(route[0], route[-1]): route for route in routes.pairs(languages)}
    ways = []
    for pair in found.pairs:
        route = reached.get((pair.source, pair.target), ())
        used = routes.packages(route) if route else []
        ways.append(
            Way(
                pair.source,
                pair.target,
                route,
                tuple(package.name for package in used),
                any(package.starter for package in used),
                "" if route else advice(pair.source, pair.target),
                tuple(name for name in pair.choices if name not in pair.installed),
            )
        )
    return ways
