"""Slots that are made and not listed: dates, years, months, numbers, shares, amounts. Month names come from CLDR."""

import random
from collections.abc import Callable

from babel import Locale

from tools.starter.inflect import az_cases
from tools.starter.lexicon import LANGUAGES, Entry
from tools.starter.names import name

NNBSP, NBSP = "\u202f", "\u00a0"
AZ_ORDINAL = {1: "ci", 2: "ci", 3: "cü", 4: "cü", 5: "ci", 6: "cı", 7: "ci", 8: "ci", 9: "cu", 10: "cu", 20: "ci"}
AZ_ORDINAL |= {30: "cu", 40: "cı", 50: "ci", 60: "cı", 70: "ci", 80: "ci", 90: "cı"}
AZ_LOCATIVE = {1: "də", 2: "də", 3: "də", 4: "də", 5: "də", 6: "da", 7: "də", 8: "də", 9: "da", 10: "da", 20: "də"}
AZ_LOCATIVE |= {30: "da", 40: "da", 50: "də", 60: "da", 70: "də", 80: "də", 90: "da"}
LAST_YEAR = 2035


def az_ordinal(number: int) -> str:
    """`2024-cü`, `6-cı`: the Azerbaijani ordinal of a number from 1 to 9999 in figures."""
    if number % 100 == 0:
        return f"{number}-{'ci' if number % 1000 == 0 else 'cü'}"
    return f"{number}-{AZ_ORDINAL[_last_part(number)]}"


def az_locative(number: int) -> str:
    """`3-də`, `10-da`: the locative of a number from 1 to 99 in figures."""
    return f"{number}-{AZ_LOCATIVE[_last_part(number)]}"


def _last_part(number: int) -> int:
    """The last word of the number as it is spoken: 24 → 4, 30 → 30."""
    return number % 10 or number % 100


def _months(language: str) -> dict[int, str]:
    return dict(Locale(language).months["stand-alone"]["wide"])


MONTHS = {language: _months(language) for language in ("en", "fr", "az", "hy")}


def _month(number: int) -> tuple[str, str, str, str]:
    """The month's name in English and French, its Azerbaijani genitive, its Armenian genitive."""
    az = az_cases(MONTHS["az"][number].lower())["gen"]
    return MONTHS["en"][number], MONTHS["fr"][number], az, MONTHS["hy"][number].lower() + "ի"


def _entry(
    en: dict[str, str], fr: dict[str, str], az: dict[str, str], hy: dict[str, str], plural: bool = False
) -> Entry:
    return Entry({"en": en, "fr": fr, "az": az, "hy": hy}, plural=plural)


def date(chance: random.Random) -> Entry:
    """A day: `nom` as adverb (`on` in English is the template's), `plain` as in a dateline."""
    day, year = anyday(chance), _year_number(chance)
    en, fr, az, hy = (day.forms[language] for language in LANGUAGES)
    return _entry(
        {"nom": f"{en['nom']} {year}", "us": f"{en['us']}, {year}"},
        {"nom": f"{fr['nom']} {year}"},
        {"nom": f"{az_ordinal(year)} il {az['nom']}", "plain": f"{az['plain']} {az_ordinal(year)} il"},
        {"nom": f"{year} թվականի {hy['nom']}", "plain": f"{year} թ. {hy['plain']}"},
    )


def anyday(chance: random.Random) -> Entry:
    """A day of no particular year, in the forms of `date`."""
    day, month = chance.randint(1, 31), chance.randint(1, 12)
    day = min(day, 28 if month == 2 else 30)
    en, fr, az, hy = _month(month)
    return _entry(
        {"nom": f"{day} {en}", "us": f"{en} {day}"},
        {"nom": f"{'1er' if day == 1 else day} {fr}"},
        {"nom": f"{az} {az_locative(day)}", "plain": f"{day} {MONTHS['az'][month].lower()}"},
        {"nom": f"{hy} {day}-ին", "plain": f"{hy} {day}"},
    )


def month(chance: random.Random) -> Entry:
    """A month with its year: `May 2024`; `loc` says in which month, `until` by when, where a case or ending does."""
    number, year = chance.randint(1, 12), _year_number(chance)
    en, fr, _, hy = _month(number)
    az = f"{az_ordinal(year)} ilin {MONTHS['az'][number].lower()}"
    return _entry(
        {"nom": f"{en} {year}"},
        {"nom": f"{fr} {year}"},
        {"loc": f"{az} ayında", "until": f"{az} ayınadək"},
        {"loc": f"{year} թվականի {hy}ն", "until": f"մինչև {year} թվականի {MONTHS['hy'][number].lower()}ը"},
    )


def anymonth(chance: random.Random) -> Entry:
    """A month of no particular year; `nom` is the adverb where a case marks it."""
    number = chance.randint(1, 12)
    en, fr, _, hy = _month(number)
    return _entry({"nom": en}, {"nom": fr}, {"nom": f"{MONTHS['az'][number].lower()} ayında"}, {"nom": f"{hy}ն"})


def year(chance: random.Random) -> Entry:
    """A year: az `2030-cu`, hy bare; the word for year is the template's."""
    number = _year_number(chance)
    plain = {"nom": str(number)}
    return _entry(plain, plain, {"nom": str(number), "ord": az_ordinal(number)}, plain)


def _year_number(chance: random.Random) -> int:
    return chance.randint(2015, LAST_YEAR) if chance.random() < 0.85 else chance.randint(1991, 2014)


def ordinal(chance: random.Random) -> Entry:
    """`14th`, `14e`, `14-cü`, `14-րդ`; from 2, for sessions and anniversaries."""
    return _ordinal(chance.randint(2, 80))


def century(chance: random.Random) -> Entry:
    """The ordinal of a century, 4th to 20th."""
    return _ordinal(chance.randint(4, 20))


def _ordinal(number: int) -> Entry:
    tens, ones = divmod(number, 10)
    suffix = "th" if tens == 1 else {1: "st", 2: "nd", 3: "rd"}.get(ones, "th")
    return _entry(
        {"nom": f"{number}{suffix}"}, {"nom": f"{number}e"}, {"nom": az_ordinal(number)}, {"nom": f"{number}-րդ"}
    )


def count(chance: random.Random) -> Entry:
    """A number of things, 2 to 90,000, grouped as each language groups."""
    number = chance.choice((chance.randint(2, 99), chance.randint(100, 999), chance.randint(10, 900) * 100))
    return grouped(number)


def grouped(number: int) -> Entry:
    """A whole number, grouped by thousands as each language does in running text."""
    marks = f"{number:,}"
    forms = {
        "en": marks,
        "fr": marks.replace(",", NNBSP),
        "az": marks.replace(",", "."),
        "hy": marks.replace(",", NBSP),
    }
    named = {language: {"nom": form} for language, form in forms.items()}
    named["az"]["ord"] = f"{forms['az']}-{az_ordinal(number).rpartition('-')[2]}"
    return Entry(named, plural=True)


def small(chance: random.Random) -> Entry:
    """A small number in figures, the same everywhere."""
    return grouped(chance.randint(2, 40))


def share(chance: random.Random) -> Entry:
    """A percentage without its sign or word."""
    number = chance.randint(2, 95)
    whole, part = str(number), chance.randint(1, 9)
    if chance.random() < 0.6:
        return _entry({"nom": whole}, {"nom": whole}, {"nom": whole}, {"nom": whole}, True)
    comma = f"{whole},{part}"
    return _entry({"nom": f"{whole}.{part}"}, {"nom": comma}, {"nom": comma}, {"nom": comma}, True)


def amount(chance: random.Random) -> Entry:
    """A sum of money in millions or billions, with its currency."""
    number = chance.choice((str(chance.randint(2, 900)), f"{chance.randint(1, 99)}.{chance.randint(1, 9)}"))
    comma = number.replace(".", ",")
    scale = chance.choice((("million", "millions", "milyon", "միլիոն"), ("billion", "milliards", "milyard", "միլիարդ")))
    money = chance.choice(
        (("euros", "d’euros", "avro", "եվրո"), ("US dollars", "de dollars", "ABŞ dolları", "ԱՄՆ դոլար"))
    )
    fr = f"{comma} {scale[1] if float(number) >= 2 else scale[1].rstrip('s')} {money[1]}"
    return _entry(
        {"nom": f"{number} {scale[0]} {money[0]}"},
        {"nom": fr},
        {"nom": f"{comma} {scale[2]} {money[2]}"},
        {"nom": f"{comma} {scale[3]} {money[3]}"},
        True,
    )


def clock(chance: random.Random) -> Entry:
    """A time of day: `10:30`."""
    hour, minute = chance.randint(8, 20), chance.choice((0, 15, 30, 45))
    time = f"{hour}:{minute:02d}"
    fr = f"{hour} h {minute}" if minute else f"{hour} h"
    az = {"nom": time, "loc": f"{time}-{AZ_LOCATIVE[_last_part(minute or hour)]}"}
    return _entry({"nom": time}, {"nom": fr}, az, {"nom": time})


def code(chance: random.Random) -> Entry:
    """A number of a document, a telephone or a decision: digits and marks that are copied as they stand."""
    pattern = chance.choice(("A/##/###", "S/20##/###", "##-##/####", "+### ## ### ## ##", "###/####", "#####", "##.##"))
    text = "".join(str(chance.randint(1, 9)) if mark == "#" else mark for mark in pattern)
    plain = {"nom": text}
    return _entry(plain, plain, plain, plain)


QUANTITIES: dict[str, Callable[[random.Random], Entry]] = {
    "date": date,
    "anyday": anyday,
    "month": month,
    "anymonth": anymonth,
    "year": year,
    "ordinal": ordinal,
    "century": century,
    "count": count,
    "small": small,
    "share": share,
    "amount": amount,
    "clock": clock,
    "code": code,
    "name": name,
}
