"""Completions of a translation while somebody types it, by the route that drafts of the pair take.

The last leg completes. On a route through another language the legs before it give the text that the last one reads,
once for each source.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Protocol

from workbench.core.ports import Engine
from workbench.engines.completion import Cancelled, Completer, Completion, Take
from workbench.engines.model import Options
from workbench.engines.packages import Package

__all__ = ["Cancelled", "Completion", "Completions"]

_REMEMBERED = 200
"""Texts on the way that are kept."""


class Ways(Protocol):
    """Where routes and their packages come from; `engines.routes.Routes` is one."""

    def route(self, source: str, target: str) -> tuple[str, ...]:
        """The languages passed through; raises PairUnsupportedError, ModelMissingError."""
        ...

    def packages(self, route: Sequence[str]) -> list[Package]:
        """The packages of a route, one a leg."""
        ...

    def engine(self, source: str, target: str) -> Engine:
        """The engine of a pair; raises as `route`."""
        ...


class Completions:
    """Completes translations between any two languages that a route leads to; models load when first needed.

    Args:
        ways: routes and packages.
        options: how models run; device only.
    """

    def __init__(self, ways: Ways, options: Options) -> None:
        self._ways, self._options = ways, options
        self._completers: dict[tuple[str, ...], Completer] = {}
        self._read: OrderedDict[tuple[str, ...], str] = OrderedDict()
        self._making = threading.Lock()

    def complete(
        self,
        text: str,
        typed: str,
        source: str,
        target: str,
        cancelled: Cancelled | None = None,
        early: Take | None = None,
    ) -> Completion | None:
        """How the translation of a text may go on after what is typed; None if given up or there is nothing to add.

        Args:
            early: is handed the first words of it, in another thread, while the rest is on its way.
        Raises: EngineError and what is below it
        """
        route = self._ways.route(source, target)
        with self._making:
            completer = self._completers.get(route)
            if completer is None:
                package = self._ways.packages(route)[-1]
                completer = self._completers[route] = Completer(package, self._options, (route[-2], route[-1]))
        read = text if len(route) == 2 else self._on_the_way(text, route)
        return completer.complete(read, typed, cancelled=cancelled, early=early)

    def _on_the_way(self, text: str, route: tuple[str, ...]) -> str:
        """What the last leg reads."""
        key = (*route, text)
        with self._making:
            if key not in self._read:
                engine = self._ways.engine(route[0], route[-2])
                self._read[key] = engine.translate([text])[0].text
                if len(self._read) > _REMEMBERED:
                    self._read.popitem(last=False)
            return self._read[key]
