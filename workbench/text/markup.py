"""The codes of a text as markup: which tags belong together, and the text without them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.text.codes import Code, codes

_TAG = re.compile(r"<(/?)([A-Za-z][^\s<>/]*)[^<>]*?(/?)>")


def is_tag(code: str) -> bool:
    """Whether a code is a tag in angle brackets, which stands beside words without white space of its own."""
    return _TAG.fullmatch(code) is not None


def partners(found: Sequence[str]) -> list[int | None]:
    """For each code the place of the tag that closes or opens it; None for one that stands by itself.

    A closing tag closes the latest open one of its name; what was opened in between stands by itself.
    """
    partner: list[int | None] = [None] * len(found)
    unclosed: list[tuple[str, int]] = []
    for at, code in enumerate(found):
        tag = _TAG.fullmatch(code)
        if not tag or tag[3]:
            continue
        if not tag[1]:
            unclosed.append((tag[2], at))
            continue
        opened = next((place for place in reversed(range(len(unclosed))) if unclosed[place][0] == tag[2]), None)
        if opened is not None:
            partner[at], partner[unclosed[opened][1]] = unclosed[opened][1], at
            del unclosed[opened:]
    return partner


def crossed(text: str, *, source: str) -> bool:
    """Whether tags of `text` miss or cross their partners, though each has its partner in `source`.

    A tag that is never closed there, such as `<br>`, needs no partner here.
    """
    alone = [_lonely(side) for side in (source, text)]
    return bool(alone[1] - alone[0])


def _lonely(text: str) -> set[str]:
    found = [code.text for code in codes(text)]
    return {code for code, partner in zip(found, partners(found), strict=True) if partner is None and is_tag(code)}


@dataclass(frozen=True, slots=True)
class Mark:
    """A code and where it stands in the text without codes.

    Attributes:
        at: code points before it.
        partner: place of its partner among the marks; None if it stands by itself.
        before, after: the sign beside it, codes left out; a space at the ends of the text.
    """

    text: str
    at: int
    partner: int | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Bare:
    """A text without its codes, and these in order."""

    text: str
    marks: tuple[Mark, ...]


def bare(text: str) -> Bare:
    """Take the codes out; where one stood between spaces one space stays, and none at the ends.

    Words that only a code by itself parted are parted by a space. Brackets around nothing but a code go with it.
    """
    found = codes(text)
    partner = partners([code.text for code in found])
    found = [
        code if mate is not None else _with_brackets(code, text) for code, mate in zip(found, partner, strict=True)
    ]
    parts = _between(text, found)
    kept, places = parts[0].lstrip(), []
    for part, mate in zip(parts[1:], partner, strict=True):
        kept = _trimmed(kept, part)
        if mate is None and kept[-1:].isalnum() and part[:1].isalnum():
            kept += " "
        places.append(len(kept))
        kept += part if kept else part.lstrip()
    kept = kept.rstrip()
    signs = zip(*_beside(parts), strict=True)
    marks = [
        Mark(code.text, min(place, len(kept)), mate, *beside)
        for code, place, mate, beside in zip(found, places, partner, signs, strict=True)
    ]
    return Bare(kept, tuple(marks))


def _with_brackets(code: Code, text: str) -> Code:
    around = text[code.start - 1 : code.start] + text[code.end : code.end + 1]
    return Code(code.start - 1, code.end + 1, text[code.start - 1 : code.end + 1]) if around in _BRACKETS else code


def _between(text: str, found: Sequence[Code]) -> list[str]:
    ends, starts = [0, *(code.end for code in found)], [*(code.start for code in found), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


def _trimmed(kept: str, part: str) -> str:
    """What is kept before a code, without a space that would be one too many before what follows it."""
    return kept.rstrip() if part[:1].isspace() or part[:1] in _CLOSING else kept


_BRACKETS = ("()", "[]")
_CLOSING = frozenset(".,;:!?…։)]»”")


def _beside(parts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The signs before and after each code, found beyond other codes where these touch it."""
    before: list[str] = []
    after = [" "]
    for part in parts[:-1]:
        before.append(part[-1:] or (before[-1] if before else " "))
    for part in reversed(parts[1:]):
        after.append(part[:1] or after[-1])
    return before, after[:0:-1]
