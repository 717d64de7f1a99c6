"""What is pasted is text, whatever it holds: a control character in it must not be taken for a key.

Textual 8.2.8 leaves a bracketed paste at an Esc in it and takes some of the rest for keys: an Enter among them confirms
a cell. Terminals differ in what they leave out of a paste, so everything but line breaks and tabs is left out here.
Can go when Textual reads on to the end of the paste.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from textual import _xterm_parser
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START
from textual.message import Message

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class PasteFilter:
    """Takes control characters out of bracketed pastes in what a terminal sends, however it is cut into pieces."""

    def __init__(self) -> None:
        self._pasting = False
        self._end = ""
        """The end of what was sent that may begin a sign: shown already outside a paste, held back in one."""

    def of(self, sent: str) -> str:
        """The next piece as it may be read."""
        made = []
        while sent:
            piece, sent = self._inside(sent) if self._pasting else self._outside(sent)
            made.append(piece)
        return "".join(made)

    def _outside(self, sent: str) -> tuple[str, str]:
        """What comes before and with the begin of a paste, and the rest; nothing waits, since it may be keys."""
        known, self._end = self._end, ""
        before, begin, _rest = (known + sent).partition(BRACKETED_PASTE_START)
        if begin:
            self._pasting = True
            length = len(before) + len(begin) - len(known)
            return sent[:length], sent[length:]
        self._end = _begun(before, BRACKETED_PASTE_START)
        return sent, ""

    def _inside(self, sent: str) -> tuple[str, str]:
        """What is pasted, with the end of the paste if it is there, and the rest."""
        text, end, rest = (self._end + sent).partition(BRACKETED_PASTE_END)
        self._end = "" if end else _begun(text, BRACKETED_PASTE_END)
        self._pasting = not end
        return _CONTROLS.sub("", text.removesuffix(self._end) if self._end else text) + end, rest


def _begun(text: str, sign: str) -> str:
    """The longest end of a text that a sign begins with; empty if there is none."""
    return next((sign[:length] for length in range(len(sign) - 1, 0, -1) if text.endswith(sign[:length])), "")


class _Parser(_xterm_parser.XTermParser):
    """Textual's own, behind the filter."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._filter = PasteFilter()

    def feed(self, data: str) -> Iterable[Message]:
        """Read a piece; an empty one is the end."""
        kept = self._filter.of(data)
        return super().feed(kept) if kept or not data else ()


def guard() -> None:
    """Read what the terminal sends through the filter, from the next time that a driver begins to."""
    if sys.platform != "win32":  # there keys do not come as text
        from textual.drivers import linux_driver

        linux_driver.XTermParser = _Parser  # type: ignore[attr-defined]
