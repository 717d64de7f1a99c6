"""A text as what is translated and what stays: white space, line ends, controls, signs at the edges of a segment."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from workbench.text.codes import codes
from workbench.text.segmenter import segment

_LINE_ENDS = re.compile(r"(\r\n|[\n\r\v\f\x85\u2028\u2029])")
_BREAKS = re.compile(r"(?<![^\S\r\n])[^\S\r\n]*[\r\n]+\s*")
# U+2581 is no control, but SentencePiece writes blanks with it: no model gives it back.
_CONTROL = "\0-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u2581\ufeff\ufff9-\ufffb"
_TERMINAL = r"\x1b\[[0-?]*[ -/]*[@-~]"
_CONTROLS = re.compile(
    rf"((?<!\s)\s*(?:{_TERMINAL}|[{_CONTROL}])(?:{_TERMINAL}|[\s{_CONTROL}])*"
    r"|(?<=\S)[^\S\r\n\t]*\t[^\S\r\n]*(?=\S))"
)
"""Controls with the white space around them, the commands of terminals, and tabs between words of one line."""
_MARKER = re.compile(r"\s*(?:#{1,6}|>(?:\s*>)*|[-*+–—])\s+")
_LETTER = re.compile(r"[^\W\d_]")


class Skeleton:
    """A text cut into segments, without the segments.

    Args:
        text: as it came in.
        language: whose sentences are told apart.
        keep_lines: every line is cut by itself; else a line end inside a sentence counts as a space.
    """

    def __init__(self, text: str, language: str, *, keep_lines: bool) -> None:
        self.text = text
        parts = [part for piece in _segments(text, language, keep_lines) for part in _parts(piece)]
        self._frame = [(lead, bool(core), trail) for lead, core, trail in parts]
        self.cores = tuple(core for _, core, _ in parts if core)

    def filled(self, said: Sequence[str]) -> str:
        """The text with each of its `cores` replaced by what is said for it, in their order."""
        words = iter(said)
        return "".join(f"{lead}{next(words) if core else ''}{trail}" for lead, core, trail in self._frame)


def _segments(text: str, language: str, keep_lines: bool) -> Iterator[str]:
    for line in _LINE_ENDS.split(text) if keep_lines else [text]:
        yield from segment(line, language)


def _parts(piece: str) -> Iterator[tuple[str, str, str]]:
    """What stands before, a core in one line, what stands after; controls and tabs part a segment and are kept."""
    for number, part in enumerate(_CONTROLS.split(piece) if _CONTROLS.search(piece) else [piece]):
        if number % 2:
            yield part, "", ""
        elif part:
            yield around(part)


def around(part: str) -> tuple[str, str, str]:
    """What stands before and after a text, and the text: white space and signs that no translation changes, such as
    bullets and emoji, are not given to a model.
    """
    if not _LETTER.search(part):
        return _bare(part)
    marker = _MARKER.match(part)
    start, end = marker.end() if marker else 0, len(part)
    while start < end and _is_outside(part[start]):
        start += 1
    while end > start and _is_outside(part[end - 1]):
        end -= 1
    return part[:start], _BREAKS.sub(" ", part[start:end]), part[end:]


def _bare(part: str) -> tuple[str, str, str]:
    """A part without a letter: figures are still written as the target language writes them, signs stay."""
    core = part.strip()
    if not any(sign.isdigit() for sign in core):
        return part, "", ""
    at = part.find(core)
    return part[:at], core, part[at + len(core) :]


def _is_outside(sign: str) -> bool:
    if sign.isspace():
        return True
    return (ord(sign) > 0x2000 and unicodedata.category(sign) in ("So", "Sk", "Cn", "Co")) or sign in "\ufe0f\u200d•‣◦"


def is_worded(core: str) -> bool:
    """Whether a core has a letter outside of codes, so that there is something to translate."""
    if not _LETTER.search(core):
        return False
    found = codes(core)
    if not found:
        return True
    ends, starts = [0, *(code.end for code in found)], [*(code.start for code in found), len(core)]
    return any(_LETTER.search(core, end, start) for end, start in zip(ends, starts, strict=True))
