"""Armenian nouns: case, number, article and possessive by type of declension, in both directions.

The types come from `languages/hy.inflection.toml`: each says how the end of the citation form looks in each case.
Eastern Armenian in reformed spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from workbench.text.endings import ANY_SHAPE, NOUN, EndingTable, Rule
from workbench.text.normalize import fold

_VOWELS = "աեէըիոօ"
_CONSONANT_FINAL, _VOWEL_FINAL = 1, 2
_OBLIQUE = ("ablative", "instrumental", "locative")
_REGULAR_PLURALS = ("եր", "ներ")


def shape(stem: str) -> int:
    """The bit of a stem's shape: whether it ends in a vowel, `ու` being one."""
    return _VOWEL_FINAL if _ends_in_vowel(stem) else _CONSONANT_FINAL


def _ends_in_vowel(text: str) -> bool:
    return bool(text) and (text[-1] in _VOWELS or text.endswith("ու"))


def _forms(form: str, articles: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A case form and itself with each article or possessive."""
    yield form, ""
    for article in articles["after_vowel" if _ends_in_vowel(form) else "after_consonant"].split():
        yield form + article, "definite" if article in "ըն" else "possessive"


def _oblique(form: str, articles: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield form, ""
    for article in articles["possessive"].split():
        yield form + article, "possessive"


def _row_forms(row: dict[str, Any], articles: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """The ends of the forms of one type, with the form in words and whether the stem may change before it."""
    citation = fold(row["citation"], "hy")
    if row.get("after") == "consonant":
        for article in articles["after_consonant"].split():
            yield article, "definite" if article in "ըն" else "possessive", False
    else:
        for form, name in _forms(citation, articles):
            if name:
                yield form, name, False
    for genitive in fold(row["genitive"], "hy").split():
        for form, name in _forms(genitive, articles):
            yield form, f"genitive {name}".strip(), True
    for case in _OBLIQUE:
        for variant in fold(row[case], "hy").split():
            for form, name in _oblique(variant, articles):
                yield form, f"{case} {name}".strip(), True
    for plural in fold(row["plural"], "hy").split():
        yield from ((form, f"plural {name}".strip(), True) for form, name in _plural_forms(plural, articles))


def _plural_forms(plural: str, articles: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _forms(plural, articles)
    if plural.endswith(_REGULAR_PLURALS):
        for case, ending in articles["plural_cases"].items():
            shaped = _forms if case == "genitive" else _oblique
            yield from ((form, f"{case} {name}".strip()) for form, name in shaped(plural + ending, articles))


def _rules(table: dict[str, Any]) -> Iterator[tuple[str, Rule]]:
    articles = table["articles"]
    for row in table["nouns"]:
        citation = fold(row["citation"], "hy")
        default = row.get("after") == "consonant"
        for ending, form, changes in _row_forms(row, articles):
            reduces = changes and bool(row.get("reduces"))
            shapes = _CONSONANT_FINAL if default else ANY_SHAPE
            yield ending, Rule(NOUN, citation, shapes, reduces, False, form)
            if default:
                for derived in table["doubtful"]["derived"].split():
                    yield derived + ending, Rule(NOUN, "", ANY_SHAPE, False, True, "derived")
    for derived in table["doubtful"]["derived"].split():
        yield derived, Rule(NOUN, "", ANY_SHAPE, True, True, "derived")
        yield derived, Rule(NOUN, "ա", ANY_SHAPE, False, True, "derived")


def ending_table(table: dict[str, Any]) -> EndingTable:
    """The endings of Armenian nouns from its inflection table."""
    vowels = tuple(table["stems"]["drop"].split())
    change = tuple((re.compile(f"{new}(?=[^{_VOWELS}]{{1,2}}$)"), old) for old, new in table["stems"]["change"].items())

    def changes(stem: str) -> Iterable[str]:
        found = [
            stem[:-size] + vowel + stem[-size:]
            for size in (1, 2)
            if len(stem) > size and not any(letter in _VOWELS for letter in stem[-size - 1 :])
            for vowel in vowels
        ]
        found += [changed for pattern, old in change if (changed := pattern.sub(old, stem)) != stem]
        return tuple(found)

    return EndingTable(_rules(table), shape, changes)


def inflected(word: str, table: dict[str, Any], number: str, case: str, article: str, *, is_name: bool) -> str:
    """A folded word in a form, by the type with the longest matching citation form.

    Args:
        is_name: names in `-ի` keep it: `Չիլի`, `Չիլիի`.
        article: `definite`, `first` (-ս), `second` (-դ) or empty; only the nominative and the genitive-dative take the
            definite article.
    Raises: KeyError for a case that the table does not have.
    """
    row = _type_of(word, table["nouns"])
    stem = word[: len(word) - len(fold(row["citation"], "hy"))]
    oblique = _reduced(stem, table["stems"]["reduced"]) if row.get("reduces") else stem
    if number == "plural":
        form = _plural(word, stem, oblique, row, case)
        if case and form.endswith(_REGULAR_PLURALS):
            form += table["articles"]["plural_cases"]["genitive" if case == "dative" else case]
    elif case:
        variants = fold(row["genitive" if case == "dative" else case], "hy").split()
        keeps = is_name and row["citation"] == "ի" and not word.endswith("ցի")
        form = oblique + next((variant for variant in variants if keeps and variant[0] == "ի"), variants[0])
    else:
        form = word
    if article == "definite":
        return form if case in _OBLIQUE else form + ("ն" if _ends_in_vowel(form) else "ը")
    return form + {"first": "ս", "second": "դ", "": ""}[article]


def _type_of(word: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    fitting = [
        row
        for row in rows
        if word.endswith(fold(row["citation"], "hy"))
        and (row.get("after") != "consonant" or not _ends_in_vowel(word))
        and (row["citation"] != "ում" or len(word) > 4)
    ]
    return max(fitting, key=lambda row: len(row["citation"]), default=rows[0])


def _reduced(stem: str, pairs: str) -> str:
    for pair in sorted(pairs.split(), key=len, reverse=True):
        whole, _, short = pair.partition(":")
        if stem.endswith(whole):
            return stem.removesuffix(whole) + short
    return stem


def _plural(word: str, stem: str, oblique: str, row: dict[str, Any], case: str) -> str:
    """`-եր` after one syllable and in compounds whose last part lost its vowel (`պայմանագրեր`), else `-ներ`.

    Irregular plurals are listed in the order nominative, genitive, ablative, instrumental.
    """
    listed = fold(row["plural"], "hy").split()
    if row.get("after") != "consonant":
        place = {"": 0, "genitive": 1, "dative": 1, "ablative": 2, "instrumental": 3}.get(case, 0)
        regular = listed[0].endswith(_REGULAR_PLURALS)
        return stem + listed[0 if regular or place >= len(listed) else place]
    if len(re.findall(f"ու|[{_VOWELS}]", word)) == 1:
        return oblique + "եր"
    if oblique != stem and word.endswith(("գիր", "գիծ")):
        return oblique + "եր"
    return word + "ներ"
