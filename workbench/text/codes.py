"""Codes in running text: what no translation changes, letter for letter.

Addresses, handles, tags, placeholders, markup, file names, identifiers, document numbers and emoji. Figures are none:
every language writes them in its own way (see `entities`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_EMOJI = "\u231a-\u231b\u23e9-\u23fa\u2600-\u27bf\u2b1b-\u2b55\U0001f000-\U0001faff"
_ENDINGS = (
    "com|org|net|int|info|gov|edu|mil|eu|uk|fr|az|am|ru|ge|tr|ch|de|io|tv|biz"
    "|pdf|docx?|xlsx?|pptx?|odt|txt|csv|tsv|html?|xml|json|ya?ml|toml|zip|gz|png|jpe?g|gif|svg|mp[34]|py|js|exe|tmx|po"
)
_KINDS = (
    r"(?i:https?|ftp)://[^\s<>\"«»“”]+",
    r"(?<!\w)(?i:mailto):[^\s<>\"«»“”@]{0,400}@[^\s<>\"«»“”]+",
    r"(?<!\w)tel:\+?[\d.()-]{2,40}(?:;[\w.=+-]{1,80}){0,4}",
    r"(?<![\w.@])(?i:www)\.[^\s<>\"«»“”]+",
    r"(?<![\w.+-])[\w.+-]{1,64}+@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}",
    r"</?[A-Za-z][^<>]{0,400}>|&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,6});",
    r"\$?\{\{?[\w.:!-]{0,80}\}?\}|%\(\w{1,80}\)[#0+-]*\d*[sdifgr]",
    r"(?<!\d)(?<!\d\s)%(?:\d+\$)?[#0+-]*\d*(?:\.\d+)?[sdifgu](?!\w)|%%",
    r"(?<![\w@/.])@[A-Za-z0-9_]{2,40}(?![\w@.])",
    r"(?<![\w#&/])#[^\W_]\w{1,60}",
    rf"(?<![\w./@-])(?:[A-Za-z0-9][A-Za-z0-9-]{{0,62}}\.)+(?:{_ENDINGS}|{_ENDINGS.upper()})(?![A-Za-z0-9])(?:/[^\s<>\"«»“”]*)?",
    r"(?<!\w)[^\W_]*+_\w*+",
    r"(?<![\w/])[A-Z]{1,6}(?:/[A-Z0-9][A-Za-z0-9.-]{0,20}){1,6}(?<=\d)(?!\w)",
    rf"[0-9#*]\ufe0f?\u20e3|(?:[\U0001f1e6-\U0001f1ff]{{2}})|[{_EMOJI}](?:\ufe0f|[\U0001f3fb-\U0001f3ff])*"
    rf"(?:\u200d[{_EMOJI}](?:\ufe0f|[\U0001f3fb-\U0001f3ff])*)*",
)
_SIGNS = re.compile("[@#{}<_%&/\u20e3\u2300-\U0001ffff]")
_HINT = re.compile("[@#{}<_\u20e3\u2300-\U0001ffff]|%[\\w%(+-]|&[A-Za-z#]|[A-Z:]/")
_DOTTED = re.compile(r"\.[A-Za-z]{2}")
_TRAILING = re.compile(r"[.,;:!?…։)\]'’*]$|[-‐‑][^\x00-\x7f]+$")
_OPEN_ENDED = ("http", "www.", "ftp:", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a text; offsets in code points, half-open."""

    start: int
    end: int
    text: str


def codes(text: str) -> list[Code]:
    """The codes of `text` in order, without overlap; punctuation of the sentence around a link is not part of it."""
    return [_trimmed(found) for found in _pattern().finditer(text)] if _may_have_codes(text) else []


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled when a text may have codes, since that takes longer than all else at start."""
    return re.compile("|".join(f"(?:{kind})" for kind in _KINDS))


def _may_have_codes(text: str) -> bool:
    """A look at the characters, since most sentences have no code."""
    if _SIGNS.search(text) and _HINT.search(text):
        return True
    return _DOTTED.search(text) is not None or "tel:" in text


def _trimmed(found: re.Match[str]) -> Code:
    whole = found[0]
    if whole.lower().startswith(_OPEN_ENDED) or "/" in whole:
        while (tail := _TRAILING.search(whole)) and tail.start():
            if tail[0] == ")" and whole.count("(") >= whole.count(")"):
                break
            whole = whole[: tail.start()]
    return Code(found.start(), found.start() + len(whole), whole)
