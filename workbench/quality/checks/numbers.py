"""`numbers`: figures, dates and percentages that got lost, changed or invented."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from workbench.core.finding import Finding, Severity
from workbench.text.entities import entities, signature

_COUNTED_ON_FINGERS = frozenset(str(value) for value in (*range(1, 13), 100, 1000))


class Numbers:
    """Every number, date and percentage of the source has its equal in the translation, and the other way round.

    Compared by value, so `1,234.5` and `1 234,5`, `3 May` and `mayın 3-ü`, `twenty-five` and `25` agree. Small numbers
    in words come and go in good translations (`both`, `a dozen`, `for a second time`): one that is only missing or only
    added is left alone, one in the place of another is a warning.
    """

    id = "numbers"

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        """An error for values in figures, a warning for words; the message lists what is missing and what is added."""
        left, right = _Values.of(source, source_language), _Values.of(target, target_language)
        missing, added = left.without(right), right.without(left)
        if not missing or not added:
            missing, added = left.weighty(missing), right.weighty(added)
        else:
            missing, added = _without_spellings(missing, added)
        if not missing and not added:
            return []
        in_words = all(value in left.small for value in missing) and all(value in right.small for value in added)
        parts = [_listed("missing", missing), _listed("not in the source", added)]
        severity = Severity.WARNING if in_words else Severity.ERROR
        return [Finding(self.id, severity, "; ".join(part for part in parts if part))]


@dataclass(frozen=True, slots=True)
class _Values:
    """Values of a text in the order of their first place; `small` are those that stand there in words alone."""

    all: tuple[str, ...]
    small: frozenset[str]

    @classmethod
    def of(cls, text: str, language: str) -> _Values:
        in_figures: set[str] = set()
        in_words: set[str] = set()
        for one in entities(text, language):
            (in_figures if any(sign.isdigit() for sign in one.surface) else in_words).add(one.value)
        return cls(tuple(signature(text, language)), frozenset(in_words - in_figures) & _COUNTED_ON_FINGERS)

    def without(self, other: _Values) -> list[str]:
        return [value for value in self.all if value not in other.all]

    def weighty(self, values: Iterable[str]) -> list[str]:
        return [value for value in values if value not in self.small]


def _without_spellings(missing: list[str], added: list[str]) -> tuple[list[str], list[str]]:
    """What is left once two ways of writing the same are taken out: `the 1930s` and `les années 30`, the groups of a
    telephone number.
    """
    for year in [value for value in missing + added if _is_year(value)]:
        one, other = (missing, added) if year in missing else (added, missing)
        if year[2:].lstrip("0") in other:
            one.remove(year)
            other.remove(year[2:].lstrip("0"))
    if _digits(missing) == _digits(added) and len(missing) != len(added):
        return [], []
    return missing, added


def _is_year(value: str) -> bool:
    return len(value) == 4 and value.isdigit() and value[:2] in ("18", "19", "20")


def _digits(values: Iterable[str]) -> str:
    return "".join(sign for value in values for sign in value if sign.isdigit())


def _listed(what: str, values: Collection[str]) -> str:
    return f"{what}: {', '.join(value.replace('month:', 'month ') for value in values)}" if values else ""
