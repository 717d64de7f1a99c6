"""`length`: far longer or shorter than a translation of this source is."""

from __future__ import annotations

import math
from functools import lru_cache

from workbench.core.finding import Finding, Severity
from workbench.core.language import base
from workbench.core.said import Said

_CHARACTERS_FOR_ENGLISH = {"en": 1.0, "fr": 1.19, "az": 1.08, "hy": 1.07, "ru": 1.08, "tr": 1.05, "de": 1.2, "ka": 1.12}
"""Characters a translation has for one character of English, on average over news text."""

_SHORTEST = 12
_WARNING, _ERROR = 2.6, 5.2


@lru_cache(maxsize=64)
def expected_ratio(source_language: str, target_language: str) -> float:
    """Target characters for one source character; 1 for languages that are not measured."""
    table = _CHARACTERS_FOR_ENGLISH
    return table.get(base(target_language), 1.1) / table.get(base(source_language), 1.1)


class Length:
    """The logarithm of the length ratio is many standard deviations from what the pair of languages has.

    The deviation is wide for short segments (a heading may be twice as long) and narrow for long ones.
    """

    id = "length"

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        """A warning, an error where there can be no doubt, or nothing; segments of a few letters are left alone."""
        source_chars, target_chars = len(source.strip()), len(target.strip())
        if max(source_chars, target_chars) < _SHORTEST or not source_chars or not target_chars:
            return []
        expected = source_chars * expected_ratio(source_language, target_language)
        deviation = math.sqrt(0.15**2 + 2.0 / min(expected, target_chars))
        score = math.log(target_chars / expected) / deviation
        if abs(score) < _WARNING:
            return []
        severity = Severity.ERROR if abs(score) >= _ERROR else Severity.WARNING
        fields = {"n": target_chars, "expected": f"{expected:.0f}"}
        message = (
            Said("far longer than a translation is: {n} characters, about {expected} expected", **fields)
            if score > 0
            else Said("far shorter than a translation is: {n} characters, about {expected} expected", **fields)
        )
        return [Finding(self.id, severity, message)]
