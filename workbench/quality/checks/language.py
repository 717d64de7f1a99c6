"""`language`: the right script and the wrong language, as when a French text comes out English."""

from __future__ import annotations

from workbench.core.finding import Finding, Severity
from workbench.core.language import base, own_name
from workbench.core.said import Said
from workbench.quality.checks.reading import words
from workbench.text.evidence import common_words

_MEASURED = frozenset({"en", "fr", "az"})
"""Languages whose frequent words are known well enough to miss them; Armenian is told by its script."""
_MARGIN = 2
_FEWEST_WORDS = 4
_SCHWA_EXPECTED = 6
"""From this many words on, an Azerbaijani text has an `ə`; Turkish has none."""


class Language:
    """More words of the translation are frequent in another language than in the one asked for.

    Silent on short texts and on texts of names, where words cannot tell.
    """

    id = "language"

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        """An error, or nothing."""
        expected = base(target_language)
        found = words(target)
        if expected not in _MEASURED or len(found) < _FEWEST_WORDS:
            return []
        counts = common_words(found)
        own = counts.pop(expected, 0)
        other = max(counts, key=lambda language: counts[language], default="")
        if not other:
            return []
        doubt = expected == "az" and len(found) >= _SCHWA_EXPECTED and not _has_schwa(target)
        if counts[other] + doubt * _MARGIN - own < _MARGIN:
            return []
        message = Said(
            "reads like {other}, not {expected} ({n} frequent words against {own})",
            other=own_name(other),
            expected=own_name(expected),
            n=counts[other],
            own=own,
        )
        return [Finding(self.id, Severity.ERROR, message, 0, len(target))]


def _has_schwa(text: str) -> bool:
    return "ə" in text or "Ə" in text
