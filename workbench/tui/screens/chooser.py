"""Choosing a file or folder: type a path, or walk the tree."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import DirectoryTree, Input, Static

from workbench.tui.drawing import clean
from workbench.tui.i18n import _
from workbench.tui.paths import path_of, unusable


class _PathSuggester(Suggester):
    """Completes a path from what is on disk."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The first entry that begins as typed."""
        typed = path_of(value)
        folder, start = (typed, "") if value.endswith("/") else (typed.parent, typed.name)
        try:
            names = sorted(entry.name for entry in folder.iterdir() if entry.name.startswith(start))
        except (OSError, ValueError):
            return None
        return value[: len(value) - len(start)] + names[0] if names and (start or value.endswith("/")) else None


class _Tree(DirectoryTree):
    """Files that are not hidden."""

    folders_only = False
    ICON_NODE, ICON_NODE_EXPANDED, ICON_FILE = "+ ", "- ", "  "

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Leave out hidden entries, and files where a folder is wanted."""
        return [path for path in paths if not path.name.startswith(".") and (path.is_dir() or not self.folders_only)]


class ChoosePath(ModalScreen[Path | None]):
    """Gives the path chosen, or None.

    Args:
        question: what it is for.
        folder: where to begin.
        folders_only: a folder is wanted.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("ctrl+s", "take_folder", show=False, priority=True),
    ]

    def __init__(self, question: str, folder: Path, *, folders_only: bool = False) -> None:
        super().__init__()
        self._question, self._folder, self._folders_only = question, folder, folders_only

    def compose(self) -> ComposeResult:
        """A field with completion above a tree."""
        tree = _Tree(self._folder)
        tree.folders_only = self._folders_only
        with Vertical(classes="dialog tall"):
            yield Static(Content(clean(self._question)), classes="dialog-title")
            yield Input(f"{self._folder}/", suggester=_PathSuggester(), compact=True, select_on_focus=False)
            yield Static("", id="wrong")
            yield tree
            yield Static(
                _("→ completes, Enter takes the path   Tab: the tree, Enter takes a file, Ctrl+S the folder   Esc"),
                classes="dialog-keys",
            )

    def _take(self, path: Path) -> None:
        path = path_of(str(path))
        if wrong := unusable(path):
            self.query_one("#wrong", Static).update(Content(clean(wrong)))
        elif not path.exists():
            self.query_one("#wrong", Static).update(Content(clean(_("{path} is not there").format(path=path))))
        elif self._folders_only and not path.is_dir():
            self.query_one("#wrong", Static).update(Content(clean(_("{path} is not a folder").format(path=path))))
        else:
            self.dismiss(path)

    @on(Input.Submitted)
    def typed(self, event: Input.Submitted) -> None:
        """Take the path typed."""
        self._take(Path(event.value.strip() or "."))

    @on(DirectoryTree.FileSelected)
    def chosen(self, event: DirectoryTree.FileSelected) -> None:
        """Take the file."""
        self._take(event.path)

    @on(DirectoryTree.NodeHighlighted)
    def pointed(self, event: DirectoryTree.NodeHighlighted[object]) -> None:
        """Show in the field what the tree points at."""
        tree = self.query_one(_Tree)
        if tree.has_focus and event.node.data is not None:
            self.query_one(Input).value = str(getattr(event.node.data, "path", ""))

    def action_take_folder(self) -> None:
        """Take what the field says, folder or not."""
        self._take(Path(self.query_one(Input).value.strip() or "."))
