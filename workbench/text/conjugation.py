"""Azerbaijani and Armenian verbs, recognised: whether what follows a verb's stem is an ending of its paradigm.

The endings come from the inflection tables. Vowel harmony is not asked of verbs: their stems are few and long enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from functools import cache
from typing import Any

from workbench.text.endings import VERB, Candidate
from workbench.text.normalize import fold

_SYMBOLS = {"A": "[aə]", "I": "[ıiuü]", "Q": "[qkğy]"}
_AZ_NOUN = (
    r"(?:l[aə]r)?(?:[ıiuü]m(?:[ıiuü]z)?|m(?:[ıiuü]z)?|[ıiuü]?n[ıiuü]z|s?[ıiuü])?"
    r"(?:n?[ıiuü]n|[yn]?[aə]|[nsy]?[ıiuü]|n?d[aə]n?|y?l[aə])?(?:k[ıi])?"
)
_HY_NOUN = "(?:եր|ներ)?(?:ի|ից|ով|ում|ու|ուց)?[ընսդ]?"

Recogniser = Callable[[str, Container[str] | None], Iterator[Candidate]]


def _pattern(suffix: str) -> str:
    text = re.sub(r"\((.)\)", r"\1?", suffix)
    return "".join(_SYMBOLS.get(symbol, symbol) for symbol in text)


def _any(suffixes: str) -> str:
    return "(?:" + "|".join(_pattern(suffix) for suffix in suffixes.split()) + ")"


def azerbaijani(table: dict[str, Any]) -> Recogniser:
    """A recogniser of Azerbaijani verb forms: voice, negation, tense, person, and participles with noun endings."""
    verbs = table["verbs"]
    ending = re.compile(
        f"{_any(verbs['voices'])}{{0,2}}(?:m[aə]?)?"
        f"(?:{_any(verbs['tenses'])}{_any(verbs['persons'])}{{0,2}}|{_any(verbs['nominal'])}{_AZ_NOUN}(?:d[ıiuü]r)?)"
    )
    infinitives = tuple(verbs["infinitives"])
    unvoiced = {soft: hard for hard, soft in verbs["voiced"].items()}

    def candidates(word: str, known: Container[str] | None) -> Iterator[Candidate]:
        for cut in range(2, len(word)):
            stem = word[:cut]
            for base in (stem, unvoiced[stem]) if stem in unvoiced else (stem,):
                for infinitive in infinitives:
                    key = VERB + base + infinitive
                    if (known is None or key in known) and ending.fullmatch(word, cut):
                        yield Candidate(key, False, "finite")

    return candidates


def armenian(table: dict[str, Any]) -> Recogniser:
    """A recogniser of Armenian verb forms, with the prefixes `կ-` (conditional) and `չ-` (negative)."""
    verbs = table["verbs"]
    ending = re.compile(
        fold(
            f"{verbs['passive']}?(?:{'|'.join(verbs['causative'].split())})?"
            f"(?:(?:{'|'.join(verbs['finite'].split())})|(?:{'|'.join(verbs['nominal'].split())}){_HY_NOUN})",
            "hy",
        )
    )
    irregular = _irregular(verbs["irregular"])
    prefixes = tuple(verbs["prefixes"].split())
    infinitives = tuple(verbs["infinitives"])

    def candidates(word: str, known: Container[str] | None) -> Iterator[Candidate]:
        bare = [word, *(word[1:] for prefix in prefixes if word.startswith(prefix))]
        for form in bare:
            for infinitive in irregular.get(form, ()):
                if known is None or VERB + infinitive in known:
                    yield Candidate(VERB + infinitive, False, "finite")
            head = VERB + form
            for cut in range(1, len(form)):
                stem = head[: cut + 1]
                for infinitive in infinitives:
                    key = stem + infinitive
                    if (known is None or key in known) and ending.fullmatch(form, cut):
                        yield Candidate(key, False, "finite")

    return candidates


def _irregular(listed: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for infinitive, forms in listed.items():
        for form in fold(forms, "hy").split():
            found.setdefault(form, []).append(fold(infinitive, "hy"))
    return found


@cache
def none() -> Recogniser:
    """The recogniser of a language whose verbs are in its table of endings, or that has none."""

    def candidates(_word: str, _known: Container[str] | None) -> Iterator[Candidate]:
        return iter(())

    return candidates
