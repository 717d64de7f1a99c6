"""Dates and times of day in running text, by the month names of CLDR and the word order of `languages/*.toml`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from workbench.core.language import base
from workbench.text.entity import DATE, TIME, Entity
from workbench.text.languages import table, words
from workbench.text.normalize import fold

_WORD = re.compile(r"[^\W\d_]{3,}")
_ISO_DATE = re.compile(r"(?<![\w.-])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?![\w-])")
_FIGURE_DATE = re.compile(r"(?<![\w./])(?P<d>\d{1,2})(?P<mark>[./])(?P<m>\d{1,2})(?P=mark)(?P<y>(?:19|20)\d{2})(?!\d)")
_CLOCK = r"(?<![\d:.,])(?P<h>[01]?\d|2[0-4]):(?P<min>[0-5]\d)(?![\d:])"
_BEFORE, _AFTER = 40, 60


def dates_in(text: str, language: str) -> Iterator[Entity]:
    """Dates with a month and a day, a year or both, and times of day of `text` (NFC); each at most once.

    `3/5/2024` is read with the day first; a month above 12 turns the two round.
    """
    yield from _figure_dates(text)
    yield from _times(text, language)
    rules = _rules(base(language))
    ended = 0
    for word in _WORD.finditer(text):
        month = _month(word[0], rules.language)
        if month is None:
            continue
        found = _around(text, word, month, rules)
        if found and found.start >= ended:
            ended = found.end
            yield found


def _figure_dates(text: str) -> Iterator[Entity]:
    for pattern in (_ISO_DATE, _FIGURE_DATE):
        for found in pattern.finditer(text):
            year, month, day = int(found["y"]), int(found["m"]), int(found["d"])
            if month > 12 and "/" in found[0]:
                month, day = day, month
            value = _value(year, month, day)
            if value:
                yield Entity(found.start(), found.end(), DATE, value, found[0])


def _times(text: str, language: str) -> Iterator[Entity]:
    ended = 0
    for found in _clock(base(language)).finditer(text):
        parts = {name.rstrip("_"): part for name, part in found.groupdict().items() if part}
        hour, start = int(parts["h"]), min(found.start(name) for name, part in found.groupdict().items() if part)
        if half := parts.get("half", "").lower():
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour <= 24 and start >= ended:
            ended = found.end()
            yield Entity(start, ended, TIME, f"{hour:02}:{parts.get('min', '00')}", text[start:ended])


@cache
def _clock(language: str) -> re.Pattern[str]:
    """The clock times of a language's table, tried before `HH:MM`; each alternative gets group names of its own."""
    sources = [*words(language, "dates", "clock"), _CLOCK]
    named = [re.sub(r"\(\?P<(\w+)>", rf"(?P<\1{'_' * number}>", source) for number, source in enumerate(sources)]
    return re.compile("|".join(named), re.IGNORECASE)


@dataclass(frozen=True)
class _Rules:
    language: str
    months: dict[str, int]
    patterns: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]


@cache
def _rules(language: str) -> _Rules:
    endings = "|".join(
        sorted(
            {*words(language, "numbers", "ordinal_suffixes"), *words(language, "numbers", "figure_endings")},
            key=len,
            reverse=True,
        )
    )
    ending = rf"(?:[-‐‑]?(?:{endings})(?!\w))?+" if endings else ""
    parts = {"d": rf"(?<![\d.,:])(?P<d>\d{{1,2}}){ending}(?![\d])", "y": rf"(?<!\d)(?P<y>[12]\d{{3}}){ending}(?!\d)"}

    def compiled(source: str, anchor: str) -> re.Pattern[str]:
        for key, part in parts.items():
            source = source.replace(f"{{{key}}}", part)
        return re.compile(source.replace(" ", r"\s{1,3}") + anchor, re.IGNORECASE)

    patterns = [pattern.partition("{m}") for pattern in table(language)["dates"]["patterns"]]
    return _Rules(
        language, months(language), tuple((compiled(head, "$"), compiled(tail, "")) for head, _, tail in patterns)
    )


@lru_cache(maxsize=16384)
def _month(word: str, language: str) -> int | None:
    return months(language).get(fold(word, language))


@cache
def months(language: str) -> dict[str, int]:
    """Every form of a month's name, folded, with its number: CLDR's own and those with an ending of the table."""
    from babel import Locale, UnknownLocaleError
    from babel.dates import get_month_names

    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}
    names: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, context, locale).items():
                names.setdefault(fold(name.rstrip("."), language), number)
    for extra in words(language, "dates", "months_extra"):
        name, _, digits = extra.partition("=")
        names[fold(name, language)] = int(digits)
    forms = {name: number for name, number in names.items() if not name.isdigit()}
    for name, number in names.items():
        for suffix in words(language, "dates", "month_endings"):
            forms.setdefault(name + fold(suffix, language), number)
    return forms


def _around(text: str, word: re.Match[str], month: int, rules: _Rules) -> Entity | None:
    """The date of which `word` is the month, by the first pattern that fits before and after it."""
    head_from = max(0, word.start() - _BEFORE)
    after = word.end() + (text[word.end() : word.end() + 1] == "." and len(word[0]) < 6)
    for before_pattern, after_pattern in rules.patterns:
        before = before_pattern.search(text[head_from : word.start()])
        if not before:
            continue
        found = after_pattern.match(text, after, min(len(text), after + _AFTER))
        if not found:
            continue
        parts = {**before.groupdict(), **found.groupdict()}
        year, day = parts.get("y"), parts.get("d")
        value = _value(int(year) if year else None, month, int(day) if day else None)
        start = head_from + before.start()
        if value:
            return Entity(start, found.end(), DATE, value, text[start : found.end()])
    return None


def _value(year: int | None, month: int, day: int | None) -> str:
    """ISO 8601, `--MM-DD` without a year; empty for a day that no calendar has."""
    try:
        datetime.date(year or 2000, month, day or 1)
    except ValueError:
        return ""
    if year is None:
        return f"--{month:02}-{day:02}"
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")
