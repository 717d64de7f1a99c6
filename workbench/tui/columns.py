"""Which columns a grid shows, in which order and how wide: a person's choice, and how it is laid out in cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

MIN_COLUMN = 30
"""Cells that a column needs at least before one more is shown, as long as the columns show themselves as they fit."""

NARROW_COLUMN = 14
"""Cells that a column needs at least where a person has chosen what is shown."""

WEIGHTS = (40, 60, 80, 100, 125, 160, 200, 250)
"""Widths to choose from, in percent of an even share."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A person's choice of columns; the source is always there and always first.

    Attributes:
        order: languages in the order wished for; those not named follow in the statement's own order.
        hidden: languages that are not shown.
        weights: width of a column in percent of an even share, 100 where nothing is said; the source has one too.
        fitted: whether only as many columns are shown as have `MIN_COLUMN` cells; else all that are not hidden.
    """

    order: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    weights: Mapping[str, int] = field(default_factory=dict)
    fitted: bool = True

    def ordered(self, languages: Sequence[str]) -> tuple[str, ...]:
        """These languages in the order wished for, hidden ones too."""
        first = [language for language in self.order if language in languages]
        return (*first, *(language for language in languages if language not in first))

    def shown(self, languages: Sequence[str]) -> tuple[str, ...]:
        """Those of these languages that are not hidden, in order; all where none would be left."""
        ordered = self.ordered(languages)
        return tuple(language for language in ordered if language not in self.hidden) or ordered

    def moved(self, language: str, step: int, languages: Sequence[str]) -> Columns:
        """The choice with a language further left (-1) or right (1)."""
        order = list(self.ordered(languages))
        at = order.index(language)
        to = max(0, min(at + step, len(order) - 1))
        order.insert(to, order.pop(at))
        elsewhere = [each for each in self.order if each not in order]
        return replace(self, order=(*order, *elsewhere))

    def toggled(self, language: str, languages: Sequence[str]) -> Columns:
        """The choice with a language hidden or shown again; the last one shown stays. What is shown is chosen now."""
        hidden = self.hidden ^ {language}
        if all(each in hidden for each in languages):
            return self
        return replace(self, hidden=hidden, fitted=False)

    def widened(self, language: str, step: int) -> Columns:
        """The choice with a column one size wider (1) or narrower (-1)."""
        at = WEIGHTS.index(self.weight(language)) + step
        weight = WEIGHTS[max(0, min(at, len(WEIGHTS) - 1))]
        return replace(self, weights={**self.weights, language: weight})

    def weight(self, language: str) -> int:
        """Width of a column in percent of an even share, one of `WEIGHTS`."""
        wished = self.weights.get(language, 100)
        return min(WEIGHTS, key=lambda weight: abs(weight - wished))

    def value(self) -> dict[str, Any]:
        """The choice as plain values, to be remembered."""
        return {
            "order": list(self.order),
            "hidden": sorted(self.hidden),
            "weights": dict(self.weights),
            "fitted": self.fitted,
        }

    @classmethod
    def of(cls, value: object) -> Columns:
        """The choice that was remembered; what is not understood of it says nothing."""
        found = value if isinstance(value, dict) else {}
        weights = found.get("weights")
        sizes = weights.items() if isinstance(weights, dict) else ()
        return cls(
            _words(found.get("order")),
            frozenset(_words(found.get("hidden"))),
            {str(language): size for language, size in sizes if isinstance(size, int)},
            found.get("fitted") is not False,
        )


def _words(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in value if isinstance(each, str))) if isinstance(value, list) else ()


def lay_out(choice: Columns, source: str, languages: Sequence[str], current: str, room: int) -> list[tuple[str, int]]:
    """The columns that are shown, source first, each with its width; one cell stands between two of them.

    Args:
        languages: that there are, without the source.
        current: the language that is always among them, hidden or not.
        room: cells for all of them together.
    """
    names = choice.shown(languages)
    if current in languages and current not in names:
        names = tuple(each for each in choice.ordered(languages) if each in names or each == current)
    least = MIN_COLUMN if choice.fitted else NARROW_COLUMN
    fitting = max(1, min(len(names), (room + 1) // (least + 1) - 1))
    at = names.index(current) if current in names else 0
    start = max(0, min(at - fitting + 1, len(names) - fitting))
    columns = [source, *names[start : start + fitting]]
    return list(zip(columns, _widths([choice.weight(name) for name in columns], room - len(columns) + 1), strict=True))


def _widths(weights: Sequence[int], room: int) -> list[int]:
    """Room shared out by weights, all of it, the cells left over to the first ones; each gets one cell at least."""
    total = sum(weights)
    widths = [max(1, room * weight // total) for weight in weights]
    for number in range(room - sum(widths)):
        widths[number % len(widths)] += 1
    return widths
