"""Numbers in running text: figures with the separators of a language, number words, Roman numerals, per cent.

What `12,345` means depends on the language; a text may still follow another's habit, so a separator is read by its
place first (`1.234,5` can only be one number) and by the language where its place leaves a choice (`1,234`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from workbench.core.language import base
from workbench.text.entity import NUMBER, ORDINAL, PERCENT, Entity
from workbench.text.languages import table, words
from workbench.text.normalize import fold

_FIXED_SPACES = "\u00a0\u202f\u2009"
_WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*")
_ROMAN = re.compile(r"(?<![\w.])([IVXLC]{1,8})(er|re|e|ème)?(?![\w])")
_ROMAN_FORM = re.compile(r"C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_GAP = re.compile(r"[\s-]{0,2}")
_SCALE_LETTER = re.compile(rf"[ {_FIXED_SPACES}]?([kKmMbB])(?![^\W\d_])")
_SCALES = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_PART = re.compile(r"[-‐‑\s]+")


def numbers_in(text: str, language: str) -> Iterator[Entity]:
    """Figures, then Roman numerals, then number words of `text` (NFC); they do not overlap within each of the three."""
    lexicon = _lexicon(base(language))
    yield from _figures(text, lexicon)
    yield from _roman_numerals(text, lexicon)
    yield from _number_words(text, lexicon)


def plain(value: Decimal) -> str:
    """A number as its canonical digits: no exponent, no trailing zeros, no leading `+`."""
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


@dataclass(frozen=True)
class _Lexicon:
    language: str
    decimal: str
    group: str
    figure: re.Pattern[str]
    percent: re.Pattern[str]
    connector: re.Pattern[str]
    cardinals: dict[str, int]
    ordinals: dict[str, int]
    word_endings: tuple[str, ...]
    ordinal_endings: tuple[str, ...]
    unending: frozenset[str]
    vague: frozenset[str]
    roman_before: frozenset[str]
    roman_after: frozenset[str]


@cache
def _lexicon(language: str) -> _Lexicon:
    section = table(language)["numbers"]

    def folded(key: str) -> frozenset[str]:
        return frozenset(fold(word, language) for word in words(language, "numbers", key))

    spaces = _FIXED_SPACES + (" " if " " in section["group"] else "")
    suffixes = "|".join(sorted(map(re.escape, words(language, "numbers", "ordinal_suffixes")), key=len, reverse=True))
    ordinal = rf"(?P<ordinal>[-‐‑]?(?:{suffixes})(?!\w))?" if suffixes else "(?P<ordinal>(?!))?"
    percent_words = f"|(?:{section['percent']})(?!\\w)" if section["percent"] else ""
    return _Lexicon(
        language=language,
        decimal=section["decimal"],
        group=section["group"],
        figure=re.compile(
            rf"(?<!\d)(?P<figure>\d{{1,3}}(?:[{spaces}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d++(?:[.,]\d++)*+){ordinal}",
            re.IGNORECASE,
        ),
        percent=re.compile(rf"\s?(?:[%٪]{percent_words})", re.IGNORECASE),
        connector=re.compile(rf"[\s-]+(?:(?:{'|'.join(words(language, 'numbers', 'connectors')) or '(?!)'})\s+)?"),
        cardinals={fold(word, language): value for word, value in section["cardinals"].items()},
        ordinals={fold(word, language): value for word, value in section["ordinals"].items()},
        word_endings=tuple(fold(word, language) for word in words(language, "numbers", "word_endings")),
        ordinal_endings=tuple(fold(word, language) for word in words(language, "numbers", "ordinal_word_endings")),
        unending=folded("unending"),
        vague=folded("vague"),
        roman_before=folded("roman_before"),
        roman_after=folded("roman_after"),
    )


# Figures


def _figures(text: str, lexicon: _Lexicon) -> Iterator[Entity]:
    for found in lexicon.figure.finditer(text):
        start, end = found.start(), found.end()
        figure = found["figure"]
        if figure.count(".") > 1 and not _is_grouped(figure, "."):
            yield from _separate(figure, start)
            continue
        value = read_figure(figure, lexicon.decimal)
        if found["ordinal"]:
            yield Entity(start, end, ORDINAL, plain(value), text[start:end])
            continue
        value, end = _abbreviated(text, start, end, value) or _multiplied(text, value, end, lexicon)
        yield _counted(text, start, end, value, lexicon)


def _separate(figure: str, start: int) -> Iterator[Entity]:
    """`1.2.3` is no number: each part counts by itself."""
    for part in re.finditer(r"\d+", figure):
        yield Entity(start + part.start(), start + part.end(), NUMBER, plain(Decimal(part[0])), part[0])


def _is_grouped(figure: str, separator: str) -> bool:
    whole, *groups = figure.partition(",")[0].split(separator) if separator == "." else figure.split(separator)
    return 1 <= len(whole) <= 3 and all(len(group) == 3 for group in groups)


def read_figure(figure: str, decimal: str) -> Decimal:
    """The value of a figure as written, where `decimal` is the decimal separator that the language expects.

    The last of two kinds of separator is the decimal one; one that comes twice parts groups; a single one before
    exactly three digits parts groups unless it is `decimal` or follows a 0; any other is decimal.
    """
    digits = re.sub(rf"[\s{_FIXED_SPACES}]", "", figure)
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return Decimal(digits)
    separator, other = digits[last], "." if digits[last] == "," else ","
    whole, fraction = digits[:last], digits[last + 1 :]
    spaced = len(digits) < len(figure)
    if other in whole or spaced:
        grouped = False
    elif separator in whole:
        grouped = True
    else:
        grouped = len(fraction) == 3 and len(whole) <= 3 and separator != decimal and whole.strip("0") != ""
    whole = whole.replace(".", "").replace(",", "")
    return Decimal(whole + fraction if grouped else f"{whole}.{fraction}")


def _abbreviated(text: str, start: int, end: int, value: Decimal) -> tuple[Decimal, int] | None:
    """`$5m` and `3 M€`: a letter says thousands, millions or milliards only beside the sign of a currency."""
    found = _SCALE_LETTER.match(text, end)
    if not found:
        return None
    beside = text[max(0, start - 2) : start].rstrip()[-1:], text[found.end() : found.end() + 1]
    if not any(sign and unicodedata.category(sign) == "Sc" for sign in beside):
        return None
    return value * _SCALES[found[1].lower()], found.end()


def _multiplied(text: str, value: Decimal, end: int, lexicon: _Lexicon) -> tuple[Decimal, int]:
    """`3.5` before `million` is 3,500,000, through the end of that word."""
    gap = _GAP.match(text, end)
    word = _WORD.match(text, gap.end()) if gap else None
    if word:
        read = _word_values(word[0], lexicon.language)
        if read and not read.ordinal and len(read.values) == 1 and read.values[0] >= 1000:
            return value * read.values[0], word.end()
    return value, end


def _counted(text: str, start: int, end: int, value: Decimal, lexicon: _Lexicon, vague: bool = False) -> Entity:
    per_cent = lexicon.percent.match(text, end)
    if per_cent:
        return Entity(start, per_cent.end(), PERCENT, plain(value), text[start : per_cent.end()])
    return Entity(start, end, NUMBER, plain(value), text[start:end], vague)


# Roman numerals


def _roman_numerals(text: str, lexicon: _Lexicon) -> Iterator[Entity]:
    for found in _ROMAN.finditer(text):
        numeral, suffix = found[1], found[2]
        if not _ROMAN_FORM.fullmatch(numeral) or (suffix and lexicon.language != "fr"):
            continue
        plainly = (len(numeral) > 1 and set(numeral) <= set("IVX")) or (suffix and len(numeral) > 1)
        if plainly or _has_roman_context(text, found, lexicon):
            yield Entity(found.start(), found.end(), ORDINAL, str(_roman_value(numeral)), found[0])


def _has_roman_context(text: str, found: re.Match[str], lexicon: _Lexicon) -> bool:
    before = _WORD.findall(text[max(0, found.start() - 24) : found.start()])
    after = _WORD.search(text, found.end(), min(len(text), found.end() + 24))
    return bool(
        (before and text[found.start() - 1].isspace() and fold(before[-1], lexicon.language) in lexicon.roman_before)
        or (after and fold(after[0], lexicon.language) in lexicon.roman_after)
    )


def _roman_value(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


# Number words


@dataclass(frozen=True, slots=True)
class _Reading:
    values: tuple[int, ...]
    ordinal: bool
    vague: bool


@lru_cache(maxsize=8192)
def _word_values(word: str, language: str) -> _Reading | None:
    """The number words that `word` is made of (`twenty-five`, `քսանհինգ`, `üçüncü`), or None if it is no number."""
    lexicon = _lexicon(language)
    whole = fold(word, language)
    if whole in lexicon.cardinals:
        return _Reading((lexicon.cardinals[whole],), False, whole in lexicon.vague)
    values: list[int] = []
    ordinal = False
    for part in _PART.split(whole):
        read = _part_values(part, lexicon)
        if read is None or ordinal:
            return None
        values += read[0]
        ordinal = read[1]
    return _Reading(tuple(values), ordinal, whole in lexicon.vague)


def _part_values(part: str, lexicon: _Lexicon) -> tuple[tuple[int, ...], bool] | None:
    if part in lexicon.ordinals:
        return (lexicon.ordinals[part],), True
    if (values := _cardinal_values(part, lexicon)) is not None:
        return values, False
    for ending in lexicon.ordinal_endings:
        if part.endswith(ending) and (values := _cardinal_values(part.removesuffix(ending), lexicon)) is not None:
            return values, True
    for ending in lexicon.word_endings:
        stem = part.removesuffix(ending)
        if stem == part or len(stem) < 3 or stem in lexicon.unending:
            continue
        if stem in lexicon.ordinals:
            return (lexicon.ordinals[stem],), True
        if (values := _cardinal_values(stem, lexicon)) is not None:
            return values, False
    return None


def _cardinal_values(part: str, lexicon: _Lexicon) -> tuple[int, ...] | None:
    """A cardinal, or two written as one word, as Armenian does (`քսանհինգ`)."""
    if part in lexicon.cardinals:
        return (lexicon.cardinals[part],)
    if lexicon.language != "hy":
        return None
    for cut in range(3, len(part) - 2):
        tens, unit = lexicon.cardinals.get(part[:cut], 0), lexicon.cardinals.get(part[cut:], 0)
        if 20 <= tens <= 100 and 0 < unit < 10:
            return (tens, unit)
    return None


class _Sum:
    """Number words added up as they are read: `two hundred` `five` `thousand`."""

    def __init__(self) -> None:
        self.total = 0
        self.current = 0
        self.magnitude = 0
        self.empty = True

    def takes(self, value: int) -> bool:
        """Whether `value` can go on with the number so far; `two` `three` are two numbers."""
        if self.empty:
            return value > 0
        if value >= 1000:
            return self.current > 0 and (self.magnitude == 0 or value < self.magnitude)
        if value == 100:
            return 0 < self.current < 10
        last_two = self.current % 100
        if last_two == 4 and value in (20, 80):
            return value == 20
        if value >= 10:
            return last_two == 0 or (last_two in (60, 80) and value < 20)
        return last_two % 10 == 0

    def add(self, value: int) -> None:
        if value >= 1000:
            self.total += max(self.current, 1) * value
            self.current, self.magnitude = 0, value
        elif value == 100:
            self.current = max(self.current, 1) * 100
        elif value == 20 and self.current % 100 == 4:
            self.current += 76
        else:
            self.current += value
        self.empty = False

    @property
    def value(self) -> Decimal:
        return Decimal(self.total + self.current)


def _number_words(text: str, lexicon: _Lexicon) -> Iterator[Entity]:
    if not lexicon.cardinals:
        return
    number, start, end, ordinal, vague = _Sum(), 0, 0, False, False

    def finished() -> Iterator[Entity]:
        if number.empty:
            return
        if ordinal:
            yield Entity(start, end, ORDINAL, plain(number.value), text[start:end], vague)
        else:
            yield _counted(text, start, end, number.value, lexicon, vague)

    for word in _WORD.finditer(text):
        read = _word_values(word[0], lexicon.language)
        if read is None or 0 in read.values:
            continue
        touches = not number.empty and not ordinal and lexicon.connector.fullmatch(text, end, word.start()) is not None
        if not (touches and number.takes(read.values[0])):
            yield from finished()
            number, start, vague = _Sum(), word.start(), read.vague
        else:
            vague = False
        for value in read.values:
            number.add(value)
        end, ordinal = word.end(), read.ordinal
    yield from finished()
