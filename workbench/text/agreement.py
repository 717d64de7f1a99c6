"""French and English words: number, gender, and verbs, by pairs of endings.

The pairs come from `languages/fr.inflection.toml` and `en.inflection.toml`: the end of the citation form and the end
of the other form. For writing the longest fitting pair wins, for reading all are tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from workbench.text.endings import AGREEING, ANY_SHAPE, NOUN, VERB, EndingTable, Rule

_VOWELS = "aeiouyàâéèêëîïôöùûüœ"


def _rule(kind: str, restored: str, form: str, *, changes: bool = False, doubtful: bool = False) -> Rule:
    return Rule(kind, restored, ANY_SHAPE, changes, doubtful, form)


def _number(table: dict[str, Any]) -> Iterator[tuple[str, Rule]]:
    """Plurals of a word cited in the singular, and singulars of one cited in the plural."""
    pairs = [*table["number"]["plural"], *table["number"]["words"].items()]
    for singular, plural in pairs:
        for kind in (NOUN, AGREEING):
            if singular != plural:
                yield plural, _rule(kind, singular, "plural")
                yield singular, _rule(kind, plural, "singular")


def _gender(table: dict[str, Any]) -> Iterator[tuple[str, Rule]]:
    gender = table.get("gender", {})
    for masculine, feminine in [*gender.get("feminine", ()), *gender.get("words", {}).items()]:
        if masculine != feminine:
            yield feminine, _rule(AGREEING, masculine, "feminine")
            yield feminine + "s", _rule(AGREEING, masculine, "feminine plural")
    for masculine, feminine in gender.get("doubtful", ()):
        yield feminine, _rule(NOUN, masculine, "feminine", doubtful=True)
        yield feminine + "s", _rule(NOUN, masculine, "feminine plural", doubtful=True)


def _verbs(table: dict[str, Any]) -> Iterator[tuple[str, Rule]]:
    verbs = table["verbs"]
    for infinitive, endings in verbs["endings"].items():
        for ending in endings.split():
            yield ending, _rule(VERB, infinitive, "finite", changes=True)
    for infinitive, forms in verbs["irregular"].items():
        for form in forms.split():
            yield form, _rule(VERB, infinitive, "finite")


def _french_stems(stem: str) -> Iterable[str]:
    """The stem before `-er` of one changed by spelling: `engage(ons)`, `annonç(ait)`, `appell(e)`, `emploi(e)`."""
    if stem.endswith("ge"):
        yield stem[:-1]
    if stem.endswith("ç"):
        yield stem[:-1] + "c"
    if stem[-1:] in "lt" and stem[-2:-1] == stem[-1:]:
        yield stem[:-1]
    if stem.endswith("i"):
        yield stem[:-1] + "y"
    if "è" in stem[-3:]:
        head, _, tail = stem.rpartition("è")
        yield from (head + vowel + tail for vowel in "ée")


def _english_stems(stem: str) -> Iterable[str]:
    """The base form of a verb's stem: `provid(ed)`, `carri(ed)`, `stopp(ed)`."""
    yield stem + "e"
    if stem.endswith("i"):
        yield stem[:-1] + "y"
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        yield stem[:-1]


def ending_table(table: dict[str, Any], language: str) -> EndingTable:
    """The endings of French or English words from the language's inflection table."""
    rules = [*_number(table), *_gender(table), *_verbs(table)]
    return EndingTable(rules, changes=_french_stems if language == "fr" else _english_stems)


def plural_of(word: str, table: dict[str, Any]) -> str:
    """The plural of a folded word."""
    return _other(word, table["number"]["plural"], table["number"]["words"])


def feminine_of(word: str, table: dict[str, Any]) -> str:
    """The feminine of a folded French adjective; the word itself where the language has none."""
    gender = table.get("gender")
    return _other(word, gender["feminine"], gender["words"]) if gender else word


def _other(word: str, pairs: Sequence[Sequence[str]], exceptions: dict[str, str]) -> str:
    if word in exceptions:
        return exceptions[word]
    cited, other = max((pair for pair in pairs if word.endswith(pair[0])), key=lambda pair: len(pair[0]))
    return word.removesuffix(cited) + other
