"""The command palette: every action of the registry that can be done here, by name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from workbench.tui.actions import Action, Place
from workbench.tui.i18n import _
from workbench.tui.keymap import actions, key_names


class RegistryCommands(Provider):
    """Offers the actions of the current place and of everywhere."""

    def _here(self) -> Iterator[Action]:
        place = getattr(self.screen, "place", None)
        places = [Place.EVERYWHERE] if place is None else [place, Place.EVERYWHERE]
        if place is Place.EDITOR:
            places.insert(1, Place.GRID)
        for each in places:
            yield from actions(each)

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for entry in self._here():
            yield DiscoveryHit(_(entry.help), partial(self._run, entry), help=f"{entry.id}   {key_names(entry)}")

    async def search(self, query: str) -> Hits:
        """Those whose help or id resembles what is typed."""
        matcher = self.matcher(query)
        for entry in self._here():
            score = max(matcher.match(_(entry.help)), matcher.match(entry.id))
            if score:
                yield Hit(
                    score,
                    matcher.highlight(_(entry.help)),
                    partial(self._run, entry),
                    help=f"{entry.id}   {key_names(entry)}",
                )

    async def _run(self, entry: Action) -> None:
        await self.app.run_action(entry.method, self.screen)
