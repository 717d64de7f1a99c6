"""The vocabulary of common words: that it is what its description says, and that words are found in it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from workbench.services import bootstrap

VOCABULARY = Path(__file__).parents[3] / "glossaries" / "vocabulary.tsv"
AZERBAIJANI = set("abcçdeəfgğhxıijkqlmnoöprsştuüvyzABCÇDEƏFGĞHXIİJKQLMNOÖPRSŞTUÜVYZ-'")
SPEECH = {"noun", "verb", "adjective", "adverb", "pronoun", "adposition", "numeral", "particle", "conjunction"}


def _rows() -> list[list[str]]:
    heading, *rows = (line.split("\t") for line in VOCABULARY.read_text(encoding="utf-8").splitlines())
    assert heading == ["concept", "part of speech", "en", "fr", "az", "hy"]
    return rows


def test_every_row_has_words_of_two_languages_at_least() -> None:
    rows = _rows()
    assert len(rows) > 5_000
    assert all(len(row) == 6 and sum(map(bool, row[2:])) >= 2 for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    assert {row[1] for row in rows} <= SPEECH | {"properNoun"}
    filled = [sum(bool(row[column]) for row in rows) for column in range(2, 6)]
    assert min(filled) > 0.97 * len(rows), "no language is second class"


def test_cells_hold_single_words_each_once() -> None:
    for row in _rows():
        for cell in row[2:]:
            words = cell.split("|") if cell else []
            assert all(word and word == word.strip() and " " not in word for word in words), row
            assert max(Counter(words).values(), default=0) <= 1, row


@pytest.mark.parametrize(("column", "script"), [(2, "LATIN"), (3, "LATIN"), (5, "ARMENIAN")])
def test_letters_are_of_the_language_s_script(column: int, script: str) -> None:
    letters = {letter for row in _rows() for letter in row[column] if letter.isalpha()}
    assert {letter for letter in letters if not unicodedata.name(letter).startswith(script)} == set()


def test_azerbaijani_has_its_own_letters_and_armenian_its_ligature() -> None:
    assert {letter for row in _rows() for letter in row[4]} <= AZERBAIJANI | {"|"}
    assert not re.search("եւ", "".join(row[5] for row in _rows()))


@pytest.mark.parametrize(
    ("words", "shared"),
    [
        ({"en": "governments", "fr": "gouvernement", "az": "hökumətin", "hy": "կառավարության"}, True),
        ({"en": "rivers", "fr": "rivières", "az": "çayları", "hy": "գետերը"}, True),
        ({"en": "accepted", "fr": "acceptent", "az": "qəbul", "hy": "ընդունել"}, True),
        ({"en": "winter", "fr": "maison", "az": "kitab", "hy": "ձուկ"}, False),
    ],
)
def test_forms_of_words_for_one_thing_share_a_concept(words: dict[str, str], shared: bool) -> None:
    vocabulary = bootstrap.vocabulary()
    assert vocabulary is not None and vocabulary.languages == {"en", "fr", "az", "hy"}
    concepts = [set(vocabulary.concepts(word, language)) for language, word in words.items()]
    assert all(concepts)
    assert bool(set.intersection(*concepts)) is shared


def test_an_unknown_word_means_nothing() -> None:
    vocabulary = bootstrap.vocabulary()
    assert vocabulary is not None and vocabulary.concepts("zxqwv", "en") == ()
