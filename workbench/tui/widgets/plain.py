"""A text area that never sends a control character to the terminal, and takes back lines without a fault."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.geometry import Offset
from textual.widgets import TextArea

from workbench.tui.drawing import clean


class PlainArea(TextArea):
    """Controls in its text are shown as signs, and are left out of what is pasted; line breaks and tabs stay."""

    def get_line(self, line_index: int) -> Text:
        """A line with control characters made visible; the text itself is not touched."""
        return Text(clean(self.document.get_line(line_index)), end="", no_wrap=True)

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Bring the cursor in sight. Textual 8.2.8 asks for it in the middle of taking lines back, when the scrollbar
        goes, while the cursor is still beyond the text; it asks again once the cursor is back.
        """
        if self.cursor_location[0] >= self.document.line_count:
            return Offset()
        return super().scroll_cursor_visible(center, animate)

    async def _on_paste(self, event: events.Paste) -> None:
        text = event.text.replace("\r\n", "\n").replace("\r", "\n")
        kept = "".join(character for character in text if character in "\n\t" or character == clean(character))
        event.stop()
        event.prevent_default()
        if not self.read_only and (result := self._replace_via_keyboard(kept, *self.selection)):
            self.move_cursor(result.end_location)
