"""`codes`: addresses, placeholders, markup, file names, identifiers and emoji that got lost, changed or invented."""

from __future__ import annotations

from collections import Counter

from workbench.core.finding import Finding, Severity
from workbench.text.codes import codes


class Codes:
    """Every code of the source stands in the translation, letter for letter and as often; see `text.codes`.

    An ending that the target language hangs on a code (`example.org-ից`) does not change it.
    """

    id = "codes"

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        """One error for all codes that are missing, and a warning at each that the source does not have."""
        wanted = Counter(code.text for code in codes(source))
        lost = [code for code, times in wanted.items() if target.count(code) < times]
        findings = [Finding(self.id, Severity.ERROR, f"missing: {', '.join(lost)}")] if lost else []
        for code in codes(target):
            if code.text not in source and not any(known in code.text for known in wanted):
                message = f"not in the source: {code.text}"
                findings.append(Finding(self.id, Severity.WARNING, message, code.start, code.end))
        return findings
