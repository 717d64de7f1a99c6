"""Messages shared by more than one widget or screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual.message import Message

from workbench.core.job import Progress


@dataclass
class JobProgressed(Message):
    """A job in the background has got further; a newer report replaces one that still waits."""

    name: str
    progress: Progress
    seconds_left: float | None

    def can_replace(self, message: Message) -> bool:
        """Only the newest report of a job matters."""
        return isinstance(message, JobProgressed) and message.name == self.name


@dataclass
class JobEnded(Message):
    """A job is over: its result, or what went wrong in one line, or neither if it was stopped."""

    name: str
    result: Any = None
    error: str = ""
    cancelled: bool = False
