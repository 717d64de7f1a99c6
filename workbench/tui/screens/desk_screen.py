"""What every place of the desk answers to: the app tells it of changes and of work in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.screen import Screen

from workbench.core.change import Change
from workbench.tui.actions import Place
from workbench.tui.messages import JobEnded

if TYPE_CHECKING:
    from workbench.tui.app import DeskApp


class DeskScreen(Screen[None]):
    """A desk of its own, opened from anywhere and left for where one was."""

    place: ClassVar[Place]

    @property
    def desk(self) -> DeskApp:
        """The app, by its own type."""
        return cast("DeskApp", self.app)

    def reload(self) -> None:
        """Somebody else, or a job, has written in the project."""

    def restored(self, change: Change) -> bool:
        """A change was taken back or made again; whether it is seen here."""
        return False

    def refresh_bar(self) -> None:
        """The job under way has got further, or something else that the header tells."""

    def job_ended(self, message: JobEnded) -> None:
        """A job is over."""
