"""What search and replace looks for, as one object for plain texts and for regular expressions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from workbench.core.errors import ConfigError
from workbench.core.language import base
from workbench.text.normalize import fold, nfc
from workbench.text.search import Span, find_spans

if TYPE_CHECKING:  # loaded when the first pattern is
    import regex

LIMIT_S = 1.0
"""How long a pattern may take on one text; some take years."""

_DOTLESS = str.maketrans({"İ": "i", "I": "ı"})
_NAMED = re.compile(r"\\[pPN]\{[^}]*\}|[^\\]|\\.", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:g<(?P<name>[^>]*)>|(?P<number>\d\d?)|(?P<sign>[nt\\])|(?P<wrong>.?))", re.DOTALL)
_SIGNS = {"n": "\n", "t": "\t", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for.

    Attributes:
        text: the text, or the pattern of a regular expression.
        regex: whether `text` is a pattern (syntax of Python's `re`).
        case: whether capitals matter; where not, letters pair as the language pairs them (az `İ i`, `I ı`; hy `ԵՎ և`).
        whole_word: only where no letter or figure stands right before or after it.
    """

    text: str
    regex: bool = False
    case: bool = False
    whole_word: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One place: its span, and what is to be put there (None if nothing is)."""

    span: Span
    replacement: str | None = None


class Finder(Protocol):
    """Finds the places in a text, in order and without overlap."""

    def __call__(self, text: str) -> list[Hit]:
        """Raises: ConfigError if it takes too long."""
        ...


def finder(search: Search, language: str, replacement: str | None = None) -> Finder:
    """What looks for that in texts of a language.

    Raises: ConfigError if there is nothing to look for, or a pattern or its replacement is none, with the place.
    """
    if not search.text:
        raise ConfigError("nothing to look for; type a text or a pattern")
    if search.regex:
        return _PatternFinder(search, language, replacement)
    key = nfc if search.case else partial(fold, language=language)
    return partial(_plain, search=search, key=key, replacement=replacement)


def _plain(text: str, search: Search, key: Callable[[str], str], replacement: str | None) -> list[Hit]:
    return [Hit(span, replacement) for span in find_spans(text, search.text, key, whole_word=search.whole_word)]


class _PatternFinder:
    """Hits of a regular expression; a hit holds at least one character."""

    def __init__(self, search: Search, language: str, replacement: str | None) -> None:
        self._search = search
        self._dotless = not search.case and base(language) in ("az", "tr")
        self._pattern = self._compiled(search)
        self._parts = None if replacement is None else _template(replacement, self._pattern)

    def _compiled(self, search: Search) -> regex.Pattern[str]:
        import regex

        pattern = search.text
        if self._dotless:  # texts are looked at in the same way; names of signs keep their capitals
            pattern = _NAMED.sub(lambda part: part[0] if part[0][0] == "\\" else part[0].translate(_DOTLESS), pattern)
        if search.whole_word:
            pattern = rf"(?<![\w\p{{M}}])(?:{pattern})(?![\w\p{{M}}])"
        try:
            regex.compile(search.text)  # for the place of what is wrong in the pattern as it was typed
            return regex.compile(pattern, 0 if search.case else regex.IGNORECASE)
        except regex.error as error:
            where = f" at character {min(error.pos + 1, len(search.text))}" if error.pos is not None else ""
            raise ConfigError(f"the pattern is wrong{where}: {error.msg}") from error

    def __call__(self, text: str) -> list[Hit]:
        looked_at = text.translate(_DOTLESS) if self._dotless else text
        hits = []
        try:
            # Without the interpreter's lock, so that a slow pattern holds up nobody else.
            for match in self._pattern.finditer(looked_at, timeout=LIMIT_S, concurrent=True):
                if match.end() > match.start():
                    hits.append(Hit(match.span(), self._filled(match, text)))
        except TimeoutError as error:
            raise ConfigError(
                f"the pattern takes longer than {LIMIT_S:g} s on one text ({text[:40]!r} …); "
                "make it simpler: repetitions inside of repetitions are slow"
            ) from error
        return hits

    def _filled(self, match: regex.Match[str], text: str) -> str | None:
        """The replacement with the groups as they are in the text."""
        if self._parts is None:
            return None
        return "".join(part if isinstance(part, str) else text[slice(*match.span(part))] for part in self._parts)


def _template(replacement: str, pattern: regex.Pattern[str]) -> Sequence[str | int]:
    """Texts and numbers of groups.

    Raises: ConfigError if there is no such group or escape, with the place.
    """
    parts: list[str | int] = []
    end = 0
    for escape in _ESCAPE.finditer(replacement):
        parts.append(replacement[end : escape.start()])
        end = escape.end()
        if escape["sign"]:
            parts.append(_SIGNS[escape["sign"]])
            continue
        name = escape["name"] if escape["name"] is not None else escape["number"]
        group = pattern.groupindex.get(name, int(name) if name and name.isdecimal() else -1) if name else -1
        if not 0 <= group <= pattern.groups:
            raise ConfigError(
                f"the replacement is wrong at character {escape.start() + 1}: the pattern has no group {escape[0]}; "
                "groups are \\1 or \\g<name>, a backslash is \\\\"
            )
        parts.append(group)
    return [*parts, replacement[end:]]
