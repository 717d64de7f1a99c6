"""Numbers, dates, times and links in a text: found, compared across languages, and written in each of them."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache

from workbench.core.language import base
from workbench.text.dates import dates_in, months
from workbench.text.entity import DATE, LINK, NUMBER, ORDINAL, PERCENT, TIME, Entity, composed
from workbench.text.languages import table
from workbench.text.normalize import fold
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
    "countable",
    "dates",
    "entities",
    "links",
    "numbers",
    "signature",
    "word_value",
]

_LINK = re.compile(LINK_PATTERN)
_LINK_SIGN = re.compile(r"@|://|www\.")
_DIGIT = re.compile(r"\d")
_ROMAN_DIGIT = re.compile("[VX]")
_ROMAN = re.compile("[IVX]{2,}")


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
    if _DIGIT.search(text):
        yield from dates_in(text, language)
    yield from numbers_in(text, language)


def _placed(entity: Entity, start: int, end: int, text: str) -> Entity:
    return replace(entity, start=start, end=end, surface=text[start:end])


def _links(text: str, language: str) -> Iterator[Entity]:
    if not _LINK_SIGN.search(text) or not _LINK.search(text):
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
    return Counter(countable(entities(text, language)))


def countable(found: Iterable[Entity]) -> Iterator[str]:
    """The values that `signature` counts, in the order of `found`."""
    for one in found:
        if one.vague:
            continue
        if one.kind == DATE:
            yield from _date_parts(one.value)
        else:
            yield one.value
            if one.kind == PERCENT:
                yield "%"


@lru_cache(maxsize=65536)
def word_value(word: str, language: str) -> str:
    """What a word is worth beside a figure, the same in every language: `million`, `May`, `per cent`, `five`.

    Empty for nearly all words. It serves to tell cheaply that two texts agree; what a number is worth, `entities` says.
    """
    if _ROMAN_DIGIT.fullmatch(word):
        return word
    small, openings = word[:4].lower().replace("i\u0307", "i"), _openings(language)
    if not (small in openings or small[:3] in openings or small[:2] in openings or _ROMAN.fullmatch(word)):
        return ""
    values = signature(f"3 {word}", language)
    values.subtract(("3",))
    found = " ".join(sorted(value for value, times in values.items() if times > 0))
    return found or ("%" if fold(word, language) in _ends_of_per_cent(base(language)) else "")


@cache
def _ends_of_per_cent(language: str) -> frozenset[str]:
    """The last words of what says per cent in several (`per cent`)."""
    phrases = table(language)["numbers"]["percent"].split("|")
    return frozenset(phrase.split()[-1] for phrase in phrases if " " in phrase)


@cache
def _openings(language: str) -> frozenset[str]:
    """How the words that count for something begin, at most four letters: number words, months, per cent."""
    section = table(language)["numbers"]
    counting = [*section["cardinals"], *section["ordinals"], *re.findall(r"[^\W\d_]{3,}", section["percent"])]
    return frozenset([fold(word, language)[:4] for word in counting] + [name[:4] for name in months(base(language))])


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
