"""The completion of what is being typed, behind the cursor: asked for in a thread, given up with the next key.

Terms and matches of the memory are shown at once where they foretell something, and compete with what the engine says.
It is shown, never saved: the editor's text does not have it until a person takes it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.worker import get_current_worker

from workbench.core.errors import WorkbenchError
from workbench.services.hints import Hint, Sources, better, hinted
from workbench.tui.drawing import clean

if TYPE_CHECKING:
    from workbench.config import Settings
    from workbench.services.completing import Cancelled, Completion
    from workbench.tui.widgets.editor import Editor

_WORD = re.compile(r"\s*\S+\s?")


class Ghost:
    """Completes what stands in an editor.

    Args:
        app: runs the thread.
        editor: whose text is completed.
        settings: of the project; `ghost = off` asks for nothing.
    Attributes:
        sources: terms and matches of the cell, set from above.
    """

    def __init__(self, app: App[Any], editor: Editor, settings: Settings) -> None:
        self._app, self._editor, self._settings = app, editor, settings
        self._asked: Cancelled | None = None
        self._failed: set[tuple[str, str]] = set()
        self.sources = Sources()

    def ask(self, source: str, pair: tuple[str, str]) -> None:
        """Look for a completion of the text as it is now; what was asked before is given up."""
        self.give_up()
        editor, typed = self._editor, self._editor.text
        if self._settings.ghost == "off" or not source.strip() or not editor.at_end:
            return
        if editor.read_only or editor.suggestion:  # a suggestion that is there has foretold what was typed
            return
        hint = hinted(typed, self.sources, pair[1])
        if hint is not None:
            self._show(typed, hint.text)
        if pair not in self._failed:
            self._app.run_worker(
                lambda: self._look(source, typed, pair, hint),
                thread=True,
                group="ghost",
                exclusive=True,
                exit_on_error=False,
            )

    def give_up(self) -> None:
        """What is being looked for is not wanted any more."""
        if self._asked is not None:
            self._asked.cancel()

    def _look(self, source: str, typed: str, pair: tuple[str, str], hint: Hint | None) -> None:
        from workbench.services import bootstrap
        from workbench.services.completing import Cancelled

        asked = self._asked = Cancelled()
        worker = get_current_worker()
        if worker.is_cancelled:
            return

        def show(found: Completion | None) -> None:
            text = better(hint, found.text, found.score, pair[1]) if found else hint.text if hint else ""
            self._app.call_later(self._show, typed, text, asked)

        try:
            show(bootstrap.resident_completions(self._settings).complete(source, typed, *pair, asked, show))
        except WorkbenchError:
            self._failed.add(pair)  # asked for a draft, the desk says what is wrong; here it would say so at every key

    def _show(self, typed: str, text: str, asked: Cancelled | None = None) -> None:
        editor = self._editor
        wanted = asked is None or not asked.is_set
        if wanted and editor.is_attached and editor.has_focus and editor.text == typed and editor.at_end:
            editor.suggestion = clean(text.replace("\n", " "))

    def word(self) -> str:
        """The first word of what is shown, with the space after it; empty if nothing is shown."""
        found = _WORD.match(self._editor.suggestion)
        return found[0] if found else ""
