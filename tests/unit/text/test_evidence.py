"""Small evidence about words: language, number, part of a name that is translated."""

from __future__ import annotations

import pytest

from workbench.text.entities import dates, word_value
from workbench.text.evidence import common_words
from workbench.text.name_parts import is_title, is_translated


def test_words_with_letters_of_their_own_are_evidence_but_names_are_not() -> None:
    assert common_words(["və", "Müəllim", "müəllim", "ağır"]) == {"az": 3, "tr": 1}


@pytest.mark.parametrize(
    ("word", "language", "value"),
    [
        ("five", "en", "5"),
        ("beş", "az", "5"),
        ("հինգերորդ", "hy", "5"),
        ("million", "en", "3000000"),
        ("milyonlarla", "az", ""),
        ("May", "en", "month:5"),
        ("mayın", "az", "month:5"),
        ("մայիսի", "hy", "month:5"),
        ("cent", "en", "%"),
        ("faizi", "az", "%"),
        ("տոկոսով", "hy", "%"),
        ("XIV", "fr", "14"),
        ("V", "en", "V"),
        ("négociations", "fr", ""),
        ("one", "en", ""),
    ],
)
def test_what_a_word_counts_for(word: str, language: str, value: str) -> None:
    assert word_value(word, language) == value


def test_a_year_with_an_ending_makes_a_date() -> None:
    assert [date.value for date in dates("2017 թ.-ի հունիսին", "hy")] == ["2017-06"]


@pytest.mark.parametrize(
    ("word", "language", "translated"),
    [
        ("Union", "en", True),
        ("Şimali", "az", True),
        ("Գերմանիայի", "hy", True),
        ("Allemagne", "fr", True),
        ("The", "en", True),
        ("İrəvan", "az", True),
        ("Fövqəladə", "az", True),
        ("Ընկերության", "hy", True),
        ("Merkel", "en", False),
        ("Merkel", "x-none", False),
    ],
)
def test_which_words_of_names_are_translated(word: str, language: str, translated: bool) -> None:
    assert is_translated(word, language) is translated


@pytest.mark.parametrize(
    ("word", "language", "title"),
    [
        ("President", "en", True),
        ("Mr", "en", True),
        ("Nazirin", "az", True),
        ("Նախագահի", "hy", True),
        ("Merkel", "en", False),
        ("Union", "en", False),
        ("Herr", "de", False),
    ],
)
def test_which_words_stand_before_the_name_of_a_person(word: str, language: str, title: bool) -> None:
    assert is_title(word, language) is title
