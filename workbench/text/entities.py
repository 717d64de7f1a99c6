"""Numbers, dates, times and links in a text: found, compared across languages, and written in each of them."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from workbench.text.dates import dates_in
from workbench.text.entity import DATE, LINK, NUMBER, ORDINAL, PERCENT, TIME, Entity, composed
from workbench.text.numerals import numbers_in
from workbench.text.tokenizer import LINK as LINK_TOKEN
from workbench.text.tokenizer import LINK_PATTERN, tokens

__all__ = [
    "DATE",
    "LINK",
    "NUMBER",
    "ORDINAL",
    "PERCENT",
    "TIME",
    "Entity",
    "dates",
    "entities",
    "links",
    "numbers",
    "signature",
]

_LINK = re.compile(LINK_PATTERN)


def entities(text: str, language: str) -> list[Entity]:
    """Everything found in `text`, ordered, without overlap: a figure inside a date or a link is part of that.

    Args:
        language: a BCP 47 tag; figures are found in any language, words in those that have a table.
    """
    whole, offsets = composed(text)
    free = bytearray(b"\1") * len(whole)
    kept = []
    for one in _candidates(whole, language):
        if all(free[one.start : one.end]):
            free[one.start : one.end] = bytes(one.end - one.start)
            kept.append(one)
    kept.sort(key=lambda entity: entity.start)
    if whole == text:
        return kept
    return [_placed(one, offsets[one.start], offsets[one.end], text) for one in kept]


def _candidates(text: str, language: str) -> Iterator[Entity]:
    yield from _links(text, language)
    yield from dates_in(text, language)
    yield from numbers_in(text, language)


def _placed(entity: Entity, start: int, end: int, text: str) -> Entity:
    return replace(entity, start=start, end=end, surface=text[start:end])


def _links(text: str, language: str) -> Iterator[Entity]:
    if not _LINK.search(text):
        return
    for token in tokens(text, language):
        if token.kind == LINK_TOKEN:
            yield Entity(token.start, token.end, LINK, token.text.lower().rstrip("/"), token.text)


def numbers(text: str, language: str) -> list[Entity]:
    """Numbers, ordinals and percentages of `text` that belong to no date, time or link."""
    return [one for one in entities(text, language) if one.kind in (NUMBER, ORDINAL, PERCENT)]


def dates(text: str, language: str) -> list[Entity]:
    """Dates of `text`."""
    return [one for one in entities(text, language) if one.kind == DATE]


def links(text: str, language: str) -> list[Entity]:
    """URLs and e-mail addresses of `text`."""
    return [one for one in entities(text, language) if one.kind == LINK]


def signature(text: str, language: str) -> Counter[str]:
    """What a faithful translation of `text` repeats, as countable values that are the same in every language.

    A date counts as its day, its month (`month:5`) and its year, and a percentage as its figure and `%`, so that
    `3–5 May`, `mayın 3–5-də` and `on the 3rd to the 5th of May` agree. Ordinals count as their number; vague number
    words (`one`, `bir`, `մի`, French `neuf`) do not count.
    """
    return Counter(_countable(entities(text, language)))


def _countable(found: Iterable[Entity]) -> Iterator[str]:
    for one in found:
        if one.vague:
            continue
        if one.kind == DATE:
            yield from _date_parts(one.value)
        else:
            yield one.value
            if one.kind == PERCENT:
                yield "%"


def _date_parts(value: str) -> Iterator[str]:
    year, month, day = value[:4].lstrip("-"), "", ""
    month, _, day = value.lstrip("-")[len(year) :].lstrip("-").partition("-")
    if len(year) < 4:
        year, month, day = "", value[2:4], value[5:7]
    yield f"month:{int(month)}"
    if year:
        yield year
    if day:
        yield str(int(day))


def written_number(value: str, language: str) -> str:
    """A number's canonical value with the separators of `language` (CLDR): `1234567.5` → `1 234 567,5` in French."""
    from babel.numbers import format_decimal

    places = len(value.partition(".")[2])
    return str(format_decimal(Decimal(value), format="#,##0" + ("." + "0" * places if places else ""), locale=language))


def written_date(value: str, language: str) -> str:
    """A date's canonical value as `language` writes it out (CLDR's long form), whole dates alone.

    Raises: ValueError if `value` has no year or no day.
    """
    from babel.dates import format_date

    return str(format_date(datetime.date.fromisoformat(value), format="long", locale=language))
