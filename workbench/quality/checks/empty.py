"""`empty`: nothing stands where a translation should."""

from __future__ import annotations

import re

from workbench.core.finding import Finding, Severity
from workbench.core.said import Said

_VISIBLE = re.compile(r"\w")


class Empty:
    """The source says something and the target has no letter and no figure."""

    id = "empty"

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        """An error, or nothing."""
        if not _VISIBLE.search(source) or _VISIBLE.search(target):
            return []
        return [Finding(self.id, Severity.ERROR, Said("the translation is missing"))]
