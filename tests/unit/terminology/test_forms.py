"""Reading the form of a term and writing another term in it."""

from __future__ import annotations

import pytest

from workbench.terminology.forms import form_of, form_of_word, in_form, in_place


@pytest.mark.parametrize(
    ("language", "read", "surface", "other", "expected"),
    [
        ("az", "komissiya", "komissiyalarının", "nümayəndə heyəti", "nümayəndə heyətlərinin"),
        ("az", "komissiya", "Komissiyanı", "torpaq", "torpağı"),
        ("az", "BMT", "BMT-nin", "Aİ", "Aİ-nin"),
        ("az", "Cenevrə", "Cenevrədə", "Vyana", "Vyanada"),
        ("hy", "հանձնաժողով", "հանձնաժողովին", "պայմանագիր", "պայմանագրին"),
        ("hy", "Ժնև", "Ժնևում", "Վիեննա", "Վիեննայում"),
        ("hy", "ՄԱԿ", "ՄԱԿ-ի", "ԵՄ", "ԵՄ-ի"),
        ("fr", "accord de paix", "accords de paix", "traité", "traités"),
        ("en", "agreement", "agreements", "policy", "policies"),
        ("az", "danışıqlar", "danışıqlarda", "komissiya", "komissiyalarda"),
        ("fr", "autorités", "autorités", "initiative", "initiatives"),
        ("en", "agreements", "agreements", "talks", "talks"),
    ],
)
def test_one_term_in_the_form_of_another(language: str, read: str, surface: str, other: str, expected: str) -> None:
    form = form_of(read, surface, language)
    assert form is not None
    assert in_form(other, language, form) == expected


def test_what_is_no_form_has_none() -> None:
    assert form_of("komissiya", "komissar", "az") is None
    assert form_of("agreement", "agreed", "en") is None


@pytest.mark.parametrize(
    ("language", "word", "other", "expected"),
    [
        ("az", "su hövzəsində", "çay", "çayında"),
        ("hy", "սահմանին", "խորհուրդ", "խորհրդին"),
        ("az", "hövzə", "çay", "çay"),
    ],
)
def test_the_form_of_a_word_that_is_not_given(language: str, word: str, other: str, expected: str) -> None:
    known = {"hövzə", "սահման"}.__contains__
    form = form_of_word(word, language, known)
    assert form is not None
    assert in_form(other, language, form) == expected


def test_without_a_word_there_is_no_form() -> None:
    assert form_of_word("…", "az", lambda _: True) is None


@pytest.mark.parametrize(
    ("head", "standing", "tail", "expected"),
    [
        ("", "Commission", " suit.", "Accord de paix"),
        ("Elles ont parlé. ", "Commission", " suit.", "Accord de paix"),
        ("« ", "Commission", " suit.", "Accord de paix"),
        ("<b>", "Commission", "</b> suit.", "Accord de paix"),
        ("la ", "Commission", " suit.", "accord de paix"),
        ("LES PARTIES SUR LA ", "COMMISSION", "", "ACCORD DE PAIX"),
        ("", "COMMISSION", " CE JOUR", "ACCORD DE PAIX"),
        ("L’", "ONU", " a parlé.", "accord de paix"),
    ],
)
def test_capitals_are_those_of_the_place(head: str, standing: str, tail: str, expected: str) -> None:
    assert in_place("accord de paix", head, standing, tail, "fr") == expected
