"""`script`: letters of another script than the language is written in."""

from __future__ import annotations

import re
from functools import lru_cache

from workbench.core.finding import Finding, Severity
from workbench.core.language import base
from workbench.core.said import Said
from workbench.quality.checks.reading import words
from workbench.text.normalize import look_alikes
from workbench.text.script import script_of, scripts

_WRITTEN_IN = {
    **dict.fromkeys(("en", "fr", "az", "tr", "de", "es", "it", "pt", "nl", "pl"), "Latn"),
    **dict.fromkeys(("ru", "uk", "bg"), "Cyrl"),
    **dict.fromkeys(("hy", "hyw"), "Armn"),
    "ka": "Geor",
    "el": "Grek",
    "fa": "Arab",
    "ar": "Arab",
}
_WORD = re.compile(r"[^\W\d_]+")
_TAG_SCRIPT = re.compile(r"-([A-Z][a-z]{3})\b")
_FEWEST_LETTERS = 4
_USUAL = 0x590
"""The first character after the Latin, Greek, Cyrillic and Armenian letters."""


class Script:
    """Most of the translation is in the wrong script, or single letters only look like the right ones.

    Words of the source's script inside a text of another (a name, a code, `iPhone`) are usual and left alone as long as
    they also stand in the source.
    """

    id = "script"

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        """An error for the whole, warnings for words in a script that is neither the language's nor the source's."""
        expected = _script_of_language(target_language)
        if _is_plainly_right(target, target_language):
            return []
        shares = scripts(target)
        if not expected or not shares:
            return []
        letters = sum(1 for letter in target if letter.isalpha())
        own = shares.get(expected, 0.0)
        if own < 0.5 and letters >= _FEWEST_LETTERS and not _is_carried_over(source, target):
            most = next(iter(shares))
            message = Said(
                "written in {script}; {language} is written in {expected}",
                script=most,
                language=target_language,
                expected=expected,
            )
            return [Finding(self.id, Severity.ERROR, message)]
        return [*self._strange_words(source, target, expected), *self._look_alikes(target, target_language)]

    def _strange_words(self, source: str, target: str, expected: str) -> list[Finding]:
        findings = []
        for word in _WORD.finditer(target):
            script = script_of(word[0][0])
            if script in ("", expected, "Latn") or any(script_of(letter) == expected for letter in word[0]):
                continue
            if word[0] not in source:
                message = Said("{word} is written in {script}", word=repr(word[0]), script=script)
                findings.append(Finding(self.id, Severity.WARNING, message, word.start(), word.end()))
        return findings

    def _look_alikes(self, target: str, language: str) -> list[Finding]:
        return [
            Finding(
                self.id,
                Severity.WARNING,
                Said(
                    "{found} (U+{code}) only looks like {meant}",
                    found=repr(one.found),
                    code=f"{ord(one.found):04X}",
                    meant=repr(one.meant),
                ),
                one.start,
                one.start + 1,
            )
            for one in look_alikes(target, language)
        ]


def _is_plainly_right(text: str, language: str) -> bool:
    """Whether a look at the characters is enough: all are the language's own, but for a few words in plain Latin."""
    if _usual_letters(language).issuperset(text):
        return True
    strange = {letter for letter in set(text) if not _is_own(letter, language)}
    if not strange:
        return True
    foreign = [word for word in words(text) if not strange.isdisjoint(word)]
    return all(map(str.isascii, foreign)) and sum(map(len, foreign)) * 2 < sum(map(len, words(text)))


@lru_cache(maxsize=32)
def _usual_letters(language: str) -> frozenset[str]:
    """Most characters in which there is nothing to look at: a set tells at once what asking for each does slowly."""
    return frozenset(letter for letter in map(chr, range(_USUAL)) if _is_own(letter, language))


@lru_cache(maxsize=4096)
def _is_own(letter: str, language: str) -> bool:
    """Whether there is nothing to look at in a character: no letter, or one that the language is written with."""
    expected = _script_of_language(language)
    return script_of(letter) in ("", expected) and not (expected and look_alikes(letter * 2, language))


def _script_of_language(language: str) -> str:
    named = _TAG_SCRIPT.search(language)
    return named[1] if named else _WRITTEN_IN.get(base(language), "")


def _is_carried_over(source: str, target: str) -> bool:
    """Whether all words of the target are names or codes that the source has too (`UNESCO`, `COP29`)."""
    found = words(target)
    return len(found) <= 3 and all(word in source and (word[0].isupper() or len(word) == 1) for word in found)
