"""Keys in two strokes: after a prefix such as Ctrl+X the next key, whatever it is, is the answer.

An action of the registry whose key is written `ctrl+x,s` is run by Ctrl+X and then `s`, and nothing else needs to be
bound. Whoever wants the next key for something of its own (a number, a letter to jump to) calls `desk.prefix.wait`.
The app hands every key to `Prefix.take` before any binding or widget sees it. A key that means nothing after the
prefix cancels it and does nothing else.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.widgets import Input

from workbench.tui.actions import Action, Place
from workbench.tui.i18n import _
from workbench.tui.keymap import key_name, sequences
from workbench.tui.widgets.lines import KeyLine

if TYPE_CHECKING:
    from textual.screen import Screen

Answer = Callable[[str], Awaitable[None] | None]
"""Takes the key: the character that it types (`s`, `ս`, `4`), or its name (`escape`, `ctrl+x`) where it types none."""


class Prefix:
    """What the app waits for after the first of two keys.

    Args:
        app: the desk.
    """

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._answer: Answer | None = None
        self._screen: Screen[Any] | None = None

    @property
    def waiting(self) -> bool:
        """Whether the next key belongs to a prefix."""
        return self._answer is not None and self._screen is self._app.screen

    def wait(self, shown: str, answer: Answer) -> None:
        """Hand the next key to `answer` and to nobody else; the last line says `shown` until then."""
        self._answer, self._screen = answer, self._app.screen
        self._tell(shown)

    async def take(self, event: events.Key) -> bool:
        """Whether the key belongs to a prefix: it is what one waits for, or begins one of this place."""
        key = event.character if event.is_printable and event.character else event.key
        if self.waiting:
            await self._finish(key)
            return True
        self._answer = None
        found = {} if isinstance(self._app.focused, Input) else self._begun_by(key)
        if found:
            self.wait(_shown(key, found), lambda second: self._run(found, second))
        return bool(found)

    def _begun_by(self, key: str) -> Mapping[str, Action]:
        place = getattr(self._app.screen, "place", None)
        return sequences(place).get(key, {}) if isinstance(place, Place) else {}

    async def _finish(self, key: str) -> None:
        answer, self._answer = self._answer, None
        self._tell("")
        if answer is not None and (running := answer(key)) is not None:
            await running

    async def _run(self, found: Mapping[str, Action], key: str) -> None:
        entry = found.get(key) or found.get(key.removeprefix("ctrl+"))  # Ctrl may stay down, for layouts without Latin
        if entry is not None:
            await self._app.run_action(entry.method, self._app.screen)

    def _tell(self, shown: str) -> None:
        for line in self._app.screen.query(KeyLine):
            line.wait(shown)


def _shown(first: str, found: Mapping[str, Action]) -> str:
    """`Ctrl+X …  s split here  m merge`: what may follow, each action once."""
    words: dict[str, str] = {}
    for second, entry in found.items():
        words.setdefault(entry.id, f"{key_name(second)} {_(entry.short or entry.help)}")
    return f"{key_name(first)} …  {'   '.join(words.values())}"
