"""A text area that never sends a control character to the terminal."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.widgets import TextArea

from workbench.tui.drawing import clean


class PlainArea(TextArea):
    """Controls in its text are shown as signs, and are left out of what is pasted; line breaks and tabs stay."""

    def get_line(self, line_index: int) -> Text:
        """A line with control characters made visible; the text itself is not touched."""
        return Text(clean(self.document.get_line(line_index)), end="", no_wrap=True)

    async def _on_paste(self, event: events.Paste) -> None:
        text = event.text.replace("\r\n", "\n").replace("\r", "\n")
        kept = "".join(character for character in text if character in "\n\t" or character == clean(character))
        event.stop()
        event.prevent_default()
        if not self.read_only and (result := self._replace_via_keyboard(kept, *self.selection)):
            self.move_cursor(result.end_location)
