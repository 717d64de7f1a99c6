"""`codes`: addresses, placeholders, markup, file names, identifiers and emoji that got lost, changed or invented, and
tags that got crossed.
"""

from __future__ import annotations

import re
from collections import Counter

from workbench.core.finding import Finding, Severity
from workbench.core.said import Said
from workbench.text.codes import codes
from workbench.text.markup import crossed


class Codes:
    """Every code of the source stands in the translation, letter for letter and as often, tags with their partners;
    see `text.codes`.

    An ending that the target language hangs on a code (`example.org-ից`) does not change it.
    """

    id = "codes"

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        """One error for all codes that are missing or crossed, and a warning at each that the source does not have."""
        here, there = codes(source), codes(target)
        if not here and not there:
            return []
        wanted = Counter(code.text for code in here)
        lost = [code for code, times in wanted.items() if _times(code, target) < times]
        findings = [Finding(self.id, Severity.ERROR, Said("missing: {lost}", lost=", ".join(lost)))] if lost else []
        if not lost and wanted and crossed(target, source=source):
            findings.append(Finding(self.id, Severity.ERROR, Said("a tag has lost its partner or crosses another")))
        for code in there:
            if code.text not in source and not any(known in code.text for known in wanted):
                message = Said("not in the source: {added}", added=code.text)
                findings.append(Finding(self.id, Severity.WARNING, message, code.start, code.end))
        return findings


def _times(code: str, text: str) -> int:
    """How often a code stands in a text; with a letter or digit at its end it would be another one."""
    return len(re.findall(re.escape(code) + (r"(?!\w)" if code[-1].isalnum() else ""), text))
