"""`same-as-source`: the source came back untranslated."""

from __future__ import annotations

import re

from workbench.core.finding import Finding, Severity
from workbench.core.language import base
from workbench.core.said import Said
from workbench.quality.checks.reading import word_key
from workbench.text.normalize import comparable, is_shouted

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[’'-][^\W_]+)*")
_WITHOUT_DOUBT = 5


class SameAsSource:
    """Source and target are the same words.

    One word (`Conclusion`, `UNESCO`) and names (`Marie Curie`) may well be the same in two languages, so a short text
    counts only if it has two words or more and one that is not written like a name.
    """

    id = "same-as-source"

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        """An error, or nothing."""
        if base(source_language) == base(target_language) or _begin_differently(source, target, source_language):
            return []
        words = _WORD.findall(target)
        if len(words) < 2 or not _are_equal(source, target, source_language, target_language):
            return []
        names = all(word[0].isupper() for word in words) and not is_shouted(target)
        if names and len(words) < _WITHOUT_DOUBT:
            return []
        message = Said("the translation is the same as the source")
        return [Finding(self.id, Severity.ERROR, message, 0, len(target))]


def _begin_differently(source: str, target: str, language: str) -> bool:
    """Whether a glance tells that the two are not the same: another length, number of words, or first word."""
    if abs(len(source) - len(target)) * 4 > len(source):
        return True
    left, right = source.split(), target.split()
    return len(left) != len(right) or not left or word_key(left[0], language) != word_key(right[0], language)


def _are_equal(source: str, target: str, source_language: str, target_language: str) -> bool:
    """Whether a reader would call them the same; what was copied has the case pairs of the source (`I` and `ı`)."""
    whole = comparable(source, source_language)
    return whole in (comparable(target, source_language), comparable(target, target_language))
