"""The case forms that the grammar fills its slots with, against forms written by hand."""

import random

import pytest

from tools.starter.inflect import az_cases, az_lower, az_upper, fr_forms, hy_cases
from tools.starter.lexicon import read_entry
from tools.starter.quantities import QUANTITIES, az_locative, az_ordinal, grouped, month


@pytest.mark.parametrize(
    ("base", "possessive", "forms"),
    [
        ("Azərbaycan", False, "Azərbaycanın Azərbaycana Azərbaycanı Azərbaycanda Azərbaycandan"),
        ("Bakı", False, "Bakının Bakıya Bakını Bakıda Bakıdan"),
        ("Gümrü", False, "Gümrünün Gümrüyə Gümrünü Gümrüdə Gümrüdən"),
        ("London", False, "Londonun Londona Londonu Londonda Londondan"),
        ("nümayəndə heyəti", True, "heyətinin heyətinə heyətini heyətində heyətindən"),
        ("işçi qrupu", True, "qrupunun qrupuna qrupunu qrupunda qrupundan"),
        ("əməkdaşlıq", False, "əməkdaşlığın əməkdaşlığa əməkdaşlığı əməkdaşlıqda əməkdaşlıqdan"),
        ("nazirlik", False, "nazirliyin nazirliyə nazirliyi nazirlikdə nazirlikdən"),
    ],
)
def test_azerbaijani_cases_follow_vowel_harmony(base: str, possessive: bool, forms: str) -> None:
    made = az_cases(base, possessive=possessive)
    assert " ".join(form.split()[-1] for case, form in made.items() if case != "nom") == forms


def test_hard_final_of_a_foreign_name_stays() -> None:
    assert az_cases("Strasburq", soften=False)["gen"] == "Strasburqun"


@pytest.mark.parametrize(
    ("cell", "forms"),
    [
        ("səfir", "səfiri səfirinin səfirinə səfirini səfirində səfirindən"),
        ("xüsusi elçi", "elçisi elçisinin elçisinə elçisini elçisində elçisindən"),
        ("Baş katib", "katibi katibinin katibinə katibini katibində katibindən"),
        ("səfirlik", "səfirliyi səfirliyinin səfirliyinə səfirliyini səfirliyində səfirliyindən"),
        ("dialoq!", "dialoqu dialoqunun dialoquna dialoqunu dialoqunda dialoqundan"),
        ("mətbuat katibi+", "katibi katibinin katibinə katibini katibində katibindən"),
    ],
)
def test_azerbaijani_forms_after_a_genitive(cell: str, forms: str) -> None:
    made = read_entry(f"x | le x | {cell} | x").forms["az"]
    cases = ("poss", "possgen", "possdat", "possacc", "possloc", "possabl")
    assert " ".join(made[case].split()[-1] for case in cases) == forms


@pytest.mark.parametrize(
    ("cell", "forms"),
    [
        ("Հայաստան", "Հայաստանը Հայաստանի Հայաստանին Հայաստանից Հայաստանով Հայաստանում"),
        ("Ֆրանսիա", "Ֆրանսիան Ֆրանսիայի Ֆրանսիային Ֆրանսիայից Ֆրանսիայով Ֆրանսիայում"),
        ("համագործակցություն", "համագործակցությունը համագործակցության համագործակցությանը համագործակցությունից"),
        ("համաձայնագիր:համաձայնագր", "համաձայնագիրը համաձայնագրի համաձայնագրին համաձայնագրից"),
        ("դեսպանատան բացում~բացման", "բացումը բացման բացմանը բացումից բացմամբ"),
    ],
)
def test_armenian_cases(cell: str, forms: str) -> None:
    made = read_entry(f"x | le x | x | {cell}").forms["hy"]
    found = " ".join(form.split()[-1] for case, form in made.items() if case != "nom")
    assert found.startswith(forms)


def test_armenian_instrumental_of_abstract_nouns() -> None:
    assert hy_cases("կառավարություն")["ins"] == "կառավարությամբ"


def test_french_articles_contract() -> None:
    assert fr_forms("le Conseil")["de"] == "du Conseil"
    assert fr_forms("les pourparlers")["a"] == "aux pourparlers"
    assert fr_forms("l’Arménie")["of"] == "d’Arménie"
    assert fr_forms("l’Arménie")["in"] == "en Arménie"
    assert fr_forms("le Liban")["in"] == "au Liban"


def test_azerbaijani_ordinals_and_locatives_harmonise_with_the_spoken_number() -> None:
    assert [az_ordinal(n) for n in (2000, 2010, 2016, 2019, 2023, 2024, 2025, 2026, 2030)] == [
        "2000-ci",
        "2010-cu",
        "2016-cı",
        "2019-cu",
        "2023-cü",
        "2024-cü",
        "2025-ci",
        "2026-cı",
        "2030-cu",
    ]
    assert [az_locative(day) for day in (3, 6, 9, 10, 20, 30)] == ["3-də", "6-da", "9-da", "10-da", "20-də", "30-da"]


def test_numbers_are_grouped_as_each_language_groups() -> None:
    forms = {language: named["nom"] for language, named in grouped(12500).forms.items()}
    assert forms == {"en": "12,500", "fr": "12\u202f500", "az": "12.500", "hy": "12\u00a0500"}


@pytest.mark.parametrize("name", QUANTITIES)
def test_what_a_quantity_writes_tells_its_key(name: str) -> None:
    """Otherwise one sentence had several keys, and might be both trained on and held out."""
    chance = random.Random(5)
    keys: dict[tuple[str, str, str], set[str]] = {}
    for entry in (QUANTITIES[name](chance) for _ in range(2000)):
        for language, forms in entry.forms.items():
            for form, text in forms.items():
                keys.setdefault((language, form, text), set()).add(entry.key)
    assert not [text for text, found in keys.items() if len(found) > 1]


def test_a_month_by_which_something_is_done() -> None:
    forms = month(random.Random(3)).forms
    assert forms["az"]["until"] == forms["az"]["loc"].replace("ayında", "ayınadək")
    assert forms["hy"]["until"] == "մինչև " + forms["hy"]["loc"].removesuffix("ին") + "ը"


def test_azerbaijani_case_pairs() -> None:
    assert az_upper("İrəvan, Bakı, işıq") == "İRƏVAN, BAKI, İŞIQ"
    assert az_lower("İRƏVAN, BAKI, İŞIQ") == "irəvan, bakı, işıq"
