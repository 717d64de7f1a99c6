"""Articles before a noun that takes the place of another."""

from __future__ import annotations

import pytest

from workbench.text.determiners import fitted, gender_of


@pytest.mark.parametrize(
    ("head", "noun", "gender", "expected"),
    [
        ("de la ", "traité", "", "du "),
        ("l’", "commission", "", "la "),
        ("Le ", "initiative", "", "L’"),
        ("au ", "ONU", "feminine", "à l’"),
        ("cette ", "accord", "", "cet "),
        ("un ", "assemblée", "", "une "),
        ("de ", "Arménie", "", "d’"),
        ("d’", "Géorgie", "", "de "),
        ("du ", "Haut-Commissariat", "masculine", "du "),
        ("pour la ", "Azerbaïdjan", "masculine", "pour l’"),
        ("les ", "accords", "", "les "),
        ("voile ", "traité", "", "voile "),
        ("", "traité", "", ""),
        ("la ", "QZX", "", "la "),
    ],
)
def test_a_french_article_fits_the_noun(head: str, noun: str, gender: str, expected: str) -> None:
    assert fitted(head, noun, "fr", gender) == expected


@pytest.mark.parametrize(
    ("head", "noun", "expected"),
    [
        ("a ", "agreement", "an "),
        ("An ", "treaty", "A "),
        ("an ", "European plan", "a "),
        ("a ", "EU programme", "an "),
        ("an ", "UN mission", "a "),
        ("the ", "agreement", "the "),
        ("Panama ", "agreement", "Panama "),
        ("a ", "union", "a "),
        ("a ", "uninformed view", "an "),
    ],
)
def test_an_english_article_fits_the_sound(head: str, noun: str, expected: str) -> None:
    assert fitted(head, noun, "en") == expected


@pytest.mark.parametrize("language", ["az", "hy", "tr"])
def test_languages_without_articles_are_left_alone(language: str) -> None:
    assert fitted("a la ", "x", language) == "a la "


def test_the_gender_of_nouns_by_their_ending() -> None:
    told = {
        noun: gender_of(noun) for noun in ("déclaration", "traité", "liberté", "paix", "gouvernement", "ONU", "zzz")
    }
    assert told == {
        "déclaration": "feminine",
        "traité": "masculine",
        "liberté": "feminine",
        "paix": "feminine",
        "gouvernement": "masculine",
        "ONU": "",
        "zzz": "",
    }
