"""Figures of a translation in the notation of its language: grouping, decimal sign, dates in figures."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from workbench.text.languages import table
from workbench.text.numerals import read_figure

_SPACES = " \u00a0\u202f\u2009"
_FIGURE = re.compile(rf"(?<![\w.,:/])(?<![^\W\d_]-)\d+(?:[.,]\d+|[{_SPACES}]\d{{3}}(?!\d))+(?![\w/]|[:.,]\d)")
_ANY_FIGURE = re.compile(rf"\d+(?:[.,]\d+|[{_SPACES}]\d{{3}}(?!\d))*")
_GROUPED = re.compile(rf"[1-9]\d{{0,2}}([.,{_SPACES}])\d{{3}}(?:\1\d{{3}})*(?:(?!\1)[.,]\d+)?")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_SPACED = re.compile(rf"[{_SPACES}]")
_GROUPS_WITH_SPACES = frozenset({"fr", "hy", "az", "ru"})
_OPEN = re.compile(r"\d{1,3}[.,]\d{3}")
"""Thousands or thousandths, by the language."""
_DATE = re.compile(r"(?<![\w./])(\d{1,2})([./])(\d{1,2})\2((?:19|20)\d{2})(?![\w/]|\.\d)")
_DATE_SIGNS = {"fr": "/", "az": ".", "hy": "."}
_SEPARATED = re.compile(rf"\d[.,/{_SPACES}]\d")

_NUMBERED = re.compile(
    r"(?:\b(?:articles?|art|sections?|sec|paragraphs?|paras?|paragraphes?|alinéas?|points?|clauses?|annexe?s?|chapters?"
    r"|chapitres?|rules?|règles?|items?|versions?|v|nos?|tables?|tableaux?|fig|figures?|maddə\w*|bənd\w*|fəsil|bölmə"
    r"|հոդված\w*|կետ\w*|գլուխ|մաս)\.?|[№°§])\s*$",
    re.IGNORECASE,
)
_NUMBER_OF = re.compile(
    r"[-‐]?\w{0,4}\s+(?:maddə|bənd|fəsil|bölmə|հոդված|կետ|գլուխ)|\s?(?:[ap]\.?\s?m\b|h\b)", re.IGNORECASE
)
_AT_A_TIME = re.compile(r"\b(?:at|from|until|till|to|à|vers|dès|saat|ժամը?)\s*$", re.IGNORECASE)
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[.,][0-5]\d")


def figures_as_written(text: str, source: str, language: str, source_language: str) -> str:
    """`text` with its figures in the notation of `language`, by what they are worth in `source`.

    A figure that the source does not have changes only if its notation can be read in one way. Numbers of articles,
    versions and times of day have no decimals and stay.
    """
    if not _SEPARATED.search(text):
        return text
    sign = _DATE_SIGNS.get(language)
    if sign:
        text = _DATE.sub(lambda found: _date(found, sign), text)
    values = _values(source, source_language)

    def written(found: re.Match[str]) -> str:
        figure = found[0]
        if _DECIMAL.fullmatch(figure) and _is_no_quantity(text, found):
            return figure
        return _figure(figure, values, language, source_language)

    return _FIGURE.sub(written, text)


def _date(found: re.Match[str], sign: str) -> str:
    day, month, year = found[1], found[3], found[4]
    if int(month) > 12 >= int(day):
        day, month = month, day
    return f"{day}{sign}{month}{sign}{year}" if 1 <= int(month) <= 12 and 1 <= int(day) <= 31 else found[0]


def _is_no_quantity(text: str, found: re.Match[str]) -> bool:
    """Whether what looks like a decimal is the number of an article, a version, a time, or of a heading."""
    before, after = text[max(0, found.start() - 24) : found.start()], text[found.end() : found.end() + 24]
    if _NUMBERED.search(before) or _NUMBER_OF.match(after):
        return True
    if _CLOCK.fullmatch(found[0]) and _AT_A_TIME.search(before):
        return True
    return not before.strip() and after[:1].isspace() and after.strip()[:1].isupper()


@lru_cache(maxsize=8)
def _values(source: str, language: str) -> frozenset[Decimal]:
    """What the figures of the source are worth; without its language, those whose notation leaves nothing open."""
    figures = [found[0] for found in _ANY_FIGURE.finditer(source)]
    if language not in _GROUPS_WITH_SPACES:  # `116 123` is a telephone number there
        figures = [figure for figure in figures if not _SPACED.search(figure)]
    readable = [figure for figure in figures if figure.isdecimal() or _can_be_read(figure)]
    if language:
        return frozenset(read_figure(figure, _signs(language)[1]) for figure in readable)
    return frozenset(read_figure(figure, ".") for figure in readable if not _OPEN.fullmatch(figure))


def _can_be_read(figure: str) -> bool:
    return _GROUPED.fullmatch(figure) is not None or _DECIMAL.fullmatch(figure) is not None


def _figure(figure: str, values: frozenset[Decimal], language: str, source_language: str) -> str:
    """A figure by the first reading that the source bears out: the language's own, then the source's."""
    if not _can_be_read(figure):
        return figure
    for decimal in (_signs(language)[1], *(_signs(source_language)[1] if source_language else ".,")):
        value = read_figure(figure, decimal)
        if value in values:
            return _written(figure, value, language)
    both = "." in figure and "," in figure
    several = max(figure.count("."), figure.count(",")) > 1
    if both or several:
        return _written(figure, read_figure(figure, _signs(language)[1]), language)
    return figure


def _written(figure: str, value: Decimal, language: str) -> str:
    """The digits of `figure`, read as `value`, in the notation of `language`; it has groups where the figure has."""
    group, decimal = _signs(language)
    digits = re.sub(r"\D", "", figure)
    places = max(0, -int(value.as_tuple().exponent))
    whole, fraction = digits[: len(digits) - places], digits[len(digits) - places :]
    if not whole.isdecimal() or figure.startswith(whole):
        return whole + (decimal + fraction if fraction else "")
    first = len(whole) % 3 or 3
    groups = [whole[:first], *(whole[at : at + 3] for at in range(first, len(whole), 3))]
    return group.join(groups) + (decimal + fraction if fraction else "")


@cache
def _signs(language: str) -> tuple[str, str]:
    """Group and decimal sign (CLDR); those of the table's default for a language that CLDR does not have."""
    from babel import Locale, UnknownLocaleError

    try:
        symbols = Locale.parse(language).number_symbols
    except (UnknownLocaleError, ValueError):
        return ",", str(table(language)["numbers"]["decimal"])
    symbols = symbols.get("latn", symbols)
    return str(symbols["group"]), str(symbols["decimal"])
