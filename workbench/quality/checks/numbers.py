"""`numbers`: figures, dates and percentages that got lost, changed or invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from workbench.core.finding import Finding, Severity
from workbench.text.entities import signature


class Numbers:
    """Every number, date and percentage of the source has its equal in the translation, and the other way round.

    Compared by value, so `1,234.5` and `1 234,5`, `3 May` and `mayın 3-ü`, `twenty-five` and `25` agree.
    """

    id = "numbers"

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        """An error for each value that is missing or added."""
        wanted, found = signature(source, source_language), signature(target, target_language)
        missing, added = wanted - found, found - wanted
        if not missing and not added:
            return []
        message = "; ".join(
            part for part in (_listed("missing", missing), _listed("not in the source", added)) if part
        )
        return [Finding(self.id, Severity.ERROR, message)]


def _listed(what: str, values: Counter[str]) -> str:
    return f"{what}: {', '.join(_shown(sorted(values.elements())))}" if values else ""


def _shown(values: Iterable[str]) -> list[str]:
    return [value.replace("month:", "month ") for value in values]
