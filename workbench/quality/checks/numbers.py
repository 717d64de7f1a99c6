"""`numbers`: figures, dates and percentages that got lost, changed or invented."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, repeat

from workbench.core.finding import Finding, Severity
from workbench.core.said import Said
from workbench.quality.checks.reading import digits, words
from workbench.text.entities import countable, entities, word_value

_LITTLE = frozenset(str(value) for value in (*range(1, 13), 100, 1000, 10**6, 10**9))
"""Counted on fingers, or vague: `hundreds`, `thousands`, `millions`."""
_DIGITS = re.compile(r"\d+")
_GROUP_SIGN = re.compile(r"(?<=\d)[.,\s](?=\d{3}(?!\d))")
_TIME = re.compile(r"(\d\d):(\d\d)")


class Numbers:
    """Every number, date and percentage of the source has its equal in the translation, and the other way round.

    Compared by value, so `1,234.5` and `1 234,5`, `3 May` and `mayın 3-ü`, `twenty-five` and `25` agree. Small numbers
    in words come and go in good translations (`both`, `a dozen`, `for a second time`): one that is only missing or only
    added is left alone, one in the place of another is a warning. How figures are written is not looked at: texts with
    the same digits and the same number words agree.
    """

    id = "numbers"

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        """An error for values in figures, a warning for words; the message lists what is missing and what is added."""
        if _agree_at_a_glance(source, target, source_language, target_language):
            return []
        left, right = _Values.of(source, source_language), _Values.of(target, target_language)
        missing, added = _without_spellings(left.without(right), right.without(left))
        if not missing or not added:
            missing, added = left.weighty(missing), right.weighty(added)
        if not missing and not added:
            return []
        in_words = all(value in left.small for value in missing) and all(value in right.small for value in added)
        severity = Severity.WARNING if in_words else Severity.ERROR
        return [Finding(self.id, severity, _message(missing, added))]


def _agree_at_a_glance(source: str, target: str, source_language: str, target_language: str) -> bool:
    """Whether both have the same digits and the same number words and months, give or take little words.

    Most pairs have none at all. `3` and `three` agree, and so do `07:00` and `7`.
    """
    left_digits, right_digits = list(digits(source)), list(digits(target))
    has_digits = bool(left_digits or right_digits)
    left, right = _word_values(source, source_language, has_digits), _word_values(target, target_language, has_digits)
    if left_digits != right_digits:
        left_digits, right_digits = _ungrouped(source), _ungrouped(target)
        left += left_digits
        right += right_digits
    if left == right:
        return True
    missing, added = set(left).difference(right), set(right).difference(left)
    if (missing and added) or not missing | added <= _LITTLE | {""}:
        return False
    return missing.isdisjoint(left_digits) and added.isdisjoint(right_digits)


def _ungrouped(text: str) -> list[str]:
    """The digits of a text with groups of three joined to those before, without zeros in front."""
    return [digits.lstrip("0") for digits in _DIGITS.findall(_GROUP_SIGN.sub("", text))]


def _word_values(text: str, language: str, has_digits: bool) -> list[str]:
    """What the words of a text count for; months mean nothing where no digit makes a date of them."""
    found = list(filter(None, map(word_value, words(text), repeat(language))))
    found += ["%"] * text.count("%")
    return found if has_digits else [value for value in found if not value.startswith("month")]


@dataclass(frozen=True, slots=True)
class _Values:
    """Values of a text in the order of their first place; `small` are those that stand there in words alone."""

    all: tuple[str, ...]
    small: frozenset[str]

    @classmethod
    def of(cls, text: str, language: str) -> _Values:
        in_figures: set[str] = set()
        in_words: set[str] = set()
        found = entities(text, language)
        for one in found:
            (in_figures if any(sign.isdigit() for sign in one.surface) else in_words).add(one.value)
        return cls(tuple(dict.fromkeys(countable(found))), frozenset(in_words - in_figures) & _LITTLE)

    def without(self, other: _Values) -> list[str]:
        return [value for value in self.all if value not in other.all]

    def weighty(self, values: Iterable[str]) -> list[str]:
        return [value for value in values if value not in self.small]


def _without_spellings(missing: list[str], added: list[str]) -> tuple[list[str], list[str]]:
    """What is left once ways of writing the same are taken out: `the 1930s` and `les années 30`, `5.30` and `17 h 30`,
    `six more millions` and `6 million`, the groups of a telephone number.
    """
    if not missing or not added:
        return missing, added
    for one, other in ((missing, added), (added, missing)):
        for value in list(one):
            if short := next((short for short in _short_forms(value) if short in other), ""):
                one.remove(value)
                other.remove(short)
        _take_out_products(one, other)
    if _digits(missing) == _digits(added) and len(missing) != len(added):
        return [], []
    return missing, added


def _short_forms(value: str) -> Iterable[str]:
    """`30` for the year `1930`; `5.3`, `5:30` and `17.3` for half past five."""
    if _is_year(value):
        yield value[2:].lstrip("0")
    elif clock := _TIME.fullmatch(value):
        for hour in (int(clock[1]), int(clock[1]) % 12):
            yield f"{hour}.{clock[2]}".rstrip("0").rstrip(".")
            yield f"{hour:02}:{clock[2]}"


def _is_year(value: str) -> bool:
    return len(value) == 4 and value.isdigit() and value[:2] in ("18", "19", "20")


def _take_out_products(parts: list[str], wholes: list[str]) -> None:
    """Removes a factor and a magnitude (`6`, `1000000`) from the one list and their product from the other."""
    for left, right in combinations([part for part in parts if part.replace(".", "", 1).isdigit()], 2):
        product = format((Decimal(left) * Decimal(right)).normalize(), "f")
        if max(Decimal(left), Decimal(right)) >= 100 and product in wholes and left in parts and right in parts:
            parts.remove(left)
            parts.remove(right)
            wholes.remove(product)


def _digits(values: Iterable[str]) -> str:
    return "".join(sign for value in values for sign in value if sign.isdigit())


def _message(missing: Collection[str], added: Collection[str]) -> Said:
    if not added:
        return Said("missing: {lost}", lost=_listed(missing))
    if not missing:
        return Said("not in the source: {added}", added=_listed(added))
    return Said("missing: {lost}; not in the source: {added}", lost=_listed(missing), added=_listed(added))


def _listed(values: Collection[str]) -> str:
    return ", ".join(value.replace("month:", "month ") for value in values)
