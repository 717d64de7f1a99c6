"""A one-line picker of a language's letters and signs: one key each, or the arrows and Enter."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from workbench.core.language import base
from workbench.tui.drawing import fit
from workbench.tui.keymap import action, keys
from workbench.tui.layouts import ARMENIAN_PHONETIC, twin

_PAIRS = {
    "az": "eə EƏ gğ GĞ iı Iİ oö OÖ uü UÜ sş SŞ cç CÇ <« >» '’ -–",
    "fr": "eé EÉ wè rê të aà qâ cç iî yï oô pœ uù jû <« >» '’",
    "hy": "<« >» ,՝ '՛ ?՞ !՜ :։ &և ;՚ -–",
    "en": "'’ `‘ <“ >” -– _— eé",
}
_SPACES = {"fr": (" ", "\N{NARROW NO-BREAK SPACE}", "n.b.")}


def choices(language: str) -> dict[str, str]:
    """Characters of a language by the key that types them."""
    code = base(language)
    found = {pair[0]: pair[1] for pair in _PAIRS.get(code, _PAIRS["en"]).split()}
    if code in _SPACES:
        key, character, _ = _SPACES[code]
        found[key] = character
    return found


def compose(language: str, key: str) -> str:
    """The character that a key types, empty if none: `e` is `ə` in az; in hy every letter types its phonetic twin.

    A capital types the capital of what its small letter types.
    """
    found = choices(language)
    if key in found:
        return found[key]
    if base(language) == "hy":
        return twin(key, ARMENIAN_PHONETIC)
    small = found.get(key.lower(), "")
    return small.upper() if key.isupper() and len(small.upper()) == 1 else ""


class Picker(Static, can_focus=True):
    """Shown while it has the focus; answers with one character or none."""

    DEFAULT_CSS = "Picker { height: 1; width: 1fr; display: none; }"

    @dataclass
    class Picked(Message):
        """A character was chosen; empty if the person changed their mind."""

        character: str

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__("", id=widget_id)
        self._language = ""
        self._at = 0
        self._last: dict[str, str] = {}

    def open(self, language: str) -> None:
        """Show the characters of a language, the last used one first under Enter."""
        self._language = language
        characters = list(choices(language).values())
        last = self._last.get(language, "")
        self._at = characters.index(last) if last in characters else 0
        self.display = True
        self.focus()
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Every key is an answer or moves the choice."""
        event.stop()
        event.prevent_default()
        characters = list(choices(self._language).values())
        if event.key in ("left", "right"):
            self._at = (self._at + (1 if event.key == "right" else -1)) % len(characters)
            self.refresh()
        elif event.key == "enter" or event.key in keys(action("editor.pick")):
            self._answer(characters[self._at])
        elif event.character:
            self._answer(compose(self._language, event.character))
        else:
            self._answer("")

    def _answer(self, character: str) -> None:
        if character:
            self._last[self._language] = character
        self.display = False
        self.post_message(self.Picked(character))

    def render(self) -> Content:
        """Key and character of each, the current one marked."""
        parts: list[tuple[str, str]] = []
        for number, (key, character) in enumerate(choices(self._language).items()):
            shown = _SPACES["fr"][2] if character.isspace() else character
            name = "Spc" if key == " " else key
            here = number == self._at
            parts.append((f"[{name}" if here else f" {name}", "bold $desk-accent" if here else "$desk-dim"))
            parts.append((f"{shown}]" if here else f"{shown} ", "bold $desk-text"))
        return Content.assemble(*parts) if parts else Content(fit("", self.size.width))
