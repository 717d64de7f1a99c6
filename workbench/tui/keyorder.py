"""Keys one after the other: the next is heard when all that came of the one before it is done.

Textual runs bindings in the app and types letters in the widget, each with a queue of its own, so that of keys that
come at once (typed while the machine was held up) a letter may overtake the Backspace before it, and Enter the last
letter. Here a key that finds anything under way, from where one types up to the app, waits: word is sent the way that
the key before it went, behind all that waits there, and the key is heard when word is back and nothing is under way.
The app itself waits for nothing, and a key that finds nothing under way is heard at once.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Final

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

LOOK_S: Final = 0.005
"""How often it is looked whether word still moves, in seconds."""

STILL: Final = 100
"""So many looks without a move, half a second, and word is held to be lost or stuck: the next key waits no longer.
Looks are counted and not seconds, so that a machine that is held up, where nothing can move, does not use them up."""

ROUNDS: Final = 8
"""How often word is sent for a key at most: each time what came of the last round is done (a key types, the text has
changed, a dialog closes, its answer is acted upon, the focus moves)."""

Process = Callable[[events.Event], Awaitable[None]]


class KeyOrder:
    """Hands what a person does to the app, each thing when its turn has come.

    All of it but the steps of word runs in the app's own task.

    Args:
        app: where keys arrive.
        process: hears one of them.
    """

    def __init__(self, app: App[Any], process: Process) -> None:
        self._app, self._process = app, process
        self._waiting: deque[events.Event] = deque()
        self._walk = 0
        """Number of the word sent last; what is heard of an earlier one counts no more."""
        self._walking = False
        self._steps = 0
        self._patience = STILL

    @property
    def busy(self) -> bool:
        """Whether a key waits for what is under way."""
        return bool(self._waiting)

    async def take(self, event: events.Event) -> None:
        """A key, a click or a paste has arrived: it is heard now, or when its turn comes."""
        self._waiting.append(event)
        if not self._walking:
            await self._next(ROUNDS)

    async def _next(self, rounds: int) -> None:
        """Those that wait are heard as long as nothing is under way; else word is sent, `rounds` times at most."""
        self._walking = False
        while self._waiting:
            if rounds and not self._is_quiet():
                self._send_word(rounds - 1)
                return
            rounds = ROUNDS
            await self._process(self._waiting.popleft())

    def _nearer(self) -> list[MessagePump]:
        """What a key passes before it comes to the app, from where one types."""
        here = self._app.focused or self._app.screen
        return [pump for pump in here.ancestors_with_self if pump is not self._app]

    def _behind(self) -> list[MessagePump]:
        """The screens behind, which may wait for answers, as far as they are at work."""
        return [screen for screen in self._app.screen_stack[:-1] if not _rests(screen)]

    def _is_quiet(self) -> bool:
        """Whether nothing is under way; the app itself is at work, with this."""
        return _has_nothing(self._app) and not self._behind() and all(_rests(pump) for pump in self._nearer())

    def _send_word(self, rounds: int) -> None:
        self._walk += 1
        self._walking = True
        self._look_later(self._walk, self._patience)
        self._pass_on(self._walk, rounds, [*self._nearer(), *self._behind(), self._app])

    def _pass_on(self, walk: int, rounds: int, way: list[MessagePump]) -> None:
        """Word goes to the next on the way that still listens, behind all that waits there."""
        while way and not way.pop(0).call_later(self._arrived, walk, rounds, way):
            pass

    async def _arrived(self, walk: int, rounds: int, way: list[MessagePump]) -> None:
        """Word has come to somebody; to the app, if nothing is left of the way."""
        if walk != self._walk:
            return
        self._steps += 1
        if way:
            self._pass_on(walk, rounds, way)
        else:
            self._patience = STILL
            await self._next(rounds)

    def _look_later(self, walk: int, left: int) -> None:
        asyncio.get_running_loop().call_later(LOOK_S, self._look, walk, self._steps, left)

    def _look(self, walk: int, seen: int, left: int) -> None:
        """Word that has not moved for long is not waited for."""
        if walk != self._walk or not self._walking:
            return
        left = left - 1 if self._steps == seen else self._patience
        if left > 0:
            self._look_later(walk, left)
        else:
            self._app.call_later(self._give_up, walk)

    async def _give_up(self, walk: int) -> None:
        """The keys that wait are heard without waiting for each other, until word comes back again."""
        if walk == self._walk and self._walking:
            self._walk += 1
            self._patience = 1
            await self._next(0)


def _has_nothing(pump: MessagePump) -> bool:
    """Whether nothing waits in a queue of Textual's, in what it has taken out to look at, or behind its message."""
    return not (pump.message_queue_size or pump._pending_message or pump._next_callbacks)


def _rests(pump: MessagePump) -> bool:
    """Whether its task stands at an empty queue: it is not in the middle of a message, and has begun to listen."""
    return _has_nothing(pump) and bool(pump._message_queue.ready_event._waiters)  # there is no public word for it
