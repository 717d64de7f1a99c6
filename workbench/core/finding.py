"""What a check reports."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters, least first."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for the least severe."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check noticed about a translated segment.

    Attributes:
        check: stable id of the check (`numbers`).
        severity: how much it matters.
        message: what is wrong, for a person.
        start, end: place in the target in code points, half-open; both 0 if the finding is about the whole.
    """

    check: str
    severity: Severity
    message: str
    start: int = 0
    end: int = 0

    @property
    def is_serious(self) -> bool:
        """Whether it is more than information: a warning or an error."""
        return self.severity is not Severity.INFO
