"""A machine translation written the way its language writes: figures, per cent, quotes and the spaces around marks.

Letters and digits never change, nor their order (but for day and month of `12/25/2024`); codes are left alone
(`text.codes`). Writing what was written changes nothing. Only what an engine said goes through here: people write as
they like.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from workbench.core.language import base
from workbench.text.codes import codes
from workbench.text.figures import figures_as_written

_NARROW, _FIXED = "\u202f", "\u00a0"
_MASK = "\ue000"
_QUOTE_SIGNS = re.compile('["“”„«»]')
_QUOTES = {"en": ("“", "”"), "fr": (f"«{_FIXED}", f"{_FIXED}»"), "az": ("“", "”"), "hy": ("«", "»")}
_PER_CENT = re.compile(r"(?<=\d)[ \u00a0\u202f]?%(?![\w%])")
_SPACED_MARK = re.compile(r"(?<=[\w\ue000»”)\]%])[ \u00a0\u202f]+(?=[;:!?]+(?:\s|$))")
_FRENCH_HIGH_MARK = re.compile(r"(?<=[^\s;:!?¡¿(\[{«“\"'])[ \u00a0\u202f]*(?=[;!?]+(?:[\s»”\")\]]|$))")
_FRENCH_COLON = re.compile(r"(?<=[^\s;:!?(\[{«“\"'])[ \u00a0\u202f]*(?=:(?:\s|$))")
_ELISION = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


def as_written(target_text: str, source_text: str, language: str, source_language: str = "") -> str:
    """The translation with figures, quotes and spaces as `language` writes them.

    Args:
        source_text: decides what a figure is worth that its own notation leaves open (`1,234`); figures that it does
            not have change only where their notation leaves nothing open.
        language: of the translation; nothing changes in languages other than the four.
        source_language: how the source is read; without it what its figures leave open stays open.
    """
    code = base(language)
    change = _CHANGES.get(code)
    if change is None or _MASK in target_text:
        return target_text
    found = codes(target_text)
    text = target_text
    if found:
        ends = [0, *(one.end for one in found)]
        starts = [*(one.start for one in found), len(text)]
        text = _MASK.join(text[end:start] for end, start in zip(ends, starts, strict=True))
    text = change(figures_as_written(text, source_text, code, base(source_language)), source_text)
    if not found:
        return text
    pieces = text.split(_MASK)
    return pieces[0] + "".join(one.text + piece for one, piece in zip(found, pieces[1:], strict=True))


def _english(text: str, source: str) -> str:
    return _quoted(_SPACED_MARK.sub("", _PER_CENT.sub("%", text)), "en")


def _azerbaijani(text: str, source: str) -> str:
    return _quoted(_SPACED_MARK.sub("", _PER_CENT.sub("%", text)), "az")


def _armenian(text: str, source: str) -> str:
    text = _quoted(_SPACED_MARK.sub("", _PER_CENT.sub("%", text)), "hy")
    return _with_armenian_stop(text, source)


def _french(text: str, source: str) -> str:
    text = _PER_CENT.sub(f"{_FIXED}%", text)
    if "'" in text:
        text = _ELISION.sub("’", text)
    text = _quoted(text, "fr")
    return _FRENCH_COLON.sub(_FIXED, _FRENCH_HIGH_MARK.sub(_NARROW, text))


_CHANGES: dict[str, Callable[[str, str], str]] = {
    "en": _english,
    "fr": _french,
    "az": _azerbaijani,
    "hy": _armenian,
}


# Quotes

_STRAIGHT = '"'
_OPENS, _CLOSES = "“«„", "”»"
_DEEPEST = 4
"""Quotations inside one another; more are no quotations."""
_INNER_SPACE = " \u00a0\u202f"
_KEPT = {"en": "“”", "fr": "«»", "az": "“”«»", "hy": "«»"}
"""Quotes that are right as they are; Azerbaijani writes both."""


def _quoted(text: str, language: str) -> str:
    """Quotes in pairs as the language writes them; text in which they do not pair stays as it is.

    A quotation inside another keeps its own marks.
    """
    if not _QUOTE_SIGNS.search(text):
        return text
    pairs = _pairs(text)
    if not pairs:
        return text
    opening, closing = _QUOTES[language]
    pieces: list[str] = []
    at = 0
    for start, end, mark in sorted(_edges(text, pairs)):
        kept = language != "fr" and text[start:end].strip(_INNER_SPACE) in _KEPT[language]
        new = text[start:end].strip(_INNER_SPACE) if kept else opening if mark == "open" else closing
        pieces += (text[at:start], new)
        at = end
    return "".join(pieces) + text[at:]


def _edges(text: str, pairs: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Start and end of every mark with the spaces on its inner side."""
    edges = []
    for left, right in pairs:
        inner = left + 1
        while inner < right and text[inner] in _INNER_SPACE:
            inner += 1
        outer = right
        while outer > inner and text[outer - 1] in _INNER_SPACE:
            outer -= 1
        edges += [(left, inner, "open"), (outer, right + 1, "close")]
    return edges


def _pairs(text: str) -> list[tuple[int, int]]:
    """Offsets of the outer quotes, opening and closing; none if any mark of the text has no partner or an odd place."""
    pairs: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for found in _QUOTE_SIGNS.finditer(text):
        mark, at = found[0], found.start()
        last = stack[-1][0] if stack else ""
        if len(stack) < _DEEPEST and _opens(text, mark, at, last, any(one == _STRAIGHT for one, _ in stack)):
            stack.append((mark, at))
            continue
        if not stack or not _closes(text, mark, at, last):
            return []
        start = stack.pop()[1]
        if not stack:
            pairs.append((start, at))
    return [] if stack else pairs


def _opens(text: str, mark: str, at: int, last: str, in_straight: bool) -> bool:
    """Whether `mark` opens a quotation, given the one last opened and whether a straight one is open."""
    if mark == "“":
        return last != "„"
    if mark != _STRAIGHT:
        return mark in _OPENS
    return not in_straight and (at == 0 or text[at - 1].isspace() or text[at - 1] in "([{—–-/’'" + _OPENS)


def _closes(text: str, mark: str, at: int, open_mark: str) -> bool:
    """Whether `mark` is the partner of `open_mark`; a straight one must not stand before a letter or after a figure."""
    if mark != _STRAIGHT:
        return (open_mark, mark) in {("“", "”"), ("«", "»"), ("„", "“"), ("„", "”")}
    return open_mark == _STRAIGHT and not text[at + 1 : at + 2].isalnum()


# Armenian

_ARMENIAN_END = re.compile(r"(?<=[ա-ևԱ-Ֆ\d»)])(?:[.:])(?=[»)\]]*\s*$)")
_ARMENIAN_INNER = re.compile(r"(?<=[ա-և]{4})[.](?=\s+[Ա-Ֆ])")
_ABBREVIATED = re.compile(r"(?:^|[\s.«(\d])[ա-ևԱ-Ֆ]{1,3}$")
_ENDS = re.compile(r"[.!?…։][»”\"’')\]]*\s*$")
_NEW_SENTENCE = re.compile(r"[.!?…][»”\"’')\]]*\s+[\"“«]?[^\W\d_a-zа-я]")


def _with_armenian_stop(text: str, source: str) -> str:
    """`։` for the full stop at the end, and between sentences where the source has several.

    What ends otherwise in the source (a colon before a list, a heading) stays, and so do abbreviations.
    """
    end = _ARMENIAN_END.search(text)
    if end and _ENDS.search(source) and not _ABBREVIATED.search(text[: end.start()]):
        text = f"{text[: end.start()]}։{text[end.end() :]}"
    if "." in text and _NEW_SENTENCE.search(source):
        text = _ARMENIAN_INNER.sub("։", text)
    return text
