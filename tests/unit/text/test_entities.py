"""Numbers, dates, times and links mean the same in every language."""

import pytest

from workbench.text.entities import Entity, dates, entities, links, numbers, signature, written_date, written_number

SAME = {
    "2024-05-03": [
        ("en", "on 3 May 2024"),
        ("en", "on May 3, 2024"),
        ("fr", "le 3 mai 2024"),
        ("az", "3 may 2024-cü il"),
        ("az", "2024-cü il mayın 3-də"),
        ("hy", "2024 թ. մայիսի 3"),
        ("hy", "2024 թվականի մայիսի 3-ին"),
        ("en", "(2024-05-03)"),
        ("az", "03.05.2024"),
    ],
    "--05-03": [("en", "on the 3rd of May"), ("fr", "le 3 mai"), ("az", "mayın 3-də"), ("hy", "մայիսի 3-ին")],
    "--05-01": [("en", "1 May"), ("fr", "le 1er mai"), ("az", "mayın 1-i"), ("hy", "մայիսի 1-ը")],
    "2020-08": [
        ("en", "August 2020"),
        ("fr", "en aou\u0302t 2020"),
        ("az", "2020-ci ilin avqustunda"),
        ("hy", "2020 թ. օգոստոսին"),
    ],
    "--07-20": [("az", "İYULUN 20-də"), ("en", "20 July"), ("fr", "20 JUILLET"), ("hy", "ՀՈՒԼԻՍԻ 20")],
}


@pytest.mark.parametrize(
    ("value", "language", "text"), [(value, *case) for value, cases in SAME.items() for case in cases]
)
def test_dates_have_one_value_in_every_language(value: str, language: str, text: str) -> None:
    assert [date.value for date in dates(text, language)] == [value]


@pytest.mark.parametrize(
    ("value", "kind", "language", "text"),
    [
        ("1234567.5", "number", "en", "1,234,567.5"),
        ("1234567.5", "number", "fr", "1\u202f234\u202f567,5"),
        ("1234567.5", "number", "az", "1.234.567,5"),
        ("1234567.5", "number", "hy", "1\u00a0234\u00a0567,5"),
        ("1234567.5", "number", "az", "1 234 567,5"),
        ("12345", "number", "en", "12,345"),
        ("12.345", "number", "fr", "12,345"),
        ("3.5", "number", "az", "3.5"),
        ("0.125", "number", "az", "0.125"),
        ("25", "percent", "en", "25 per cent"),
        ("25", "percent", "fr", "25\u00a0%"),
        ("25", "percent", "az", "25 faizi"),
        ("25", "percent", "hy", "25 տոկոսը"),
        ("25", "percent", "en", "twenty-five per cent"),
        ("3500000", "number", "en", "3.5 million"),
        ("3500000", "number", "fr", "3,5 millions"),
        ("3500000", "number", "az", "3,5 milyon"),
        ("3500000", "number", "hy", "3,5 մլն"),
        ("120000000000", "number", "en", "$120bn"),
        ("5500000", "number", "en", "$5.5m"),
        ("300000", "number", "en", "€ 300k"),
        ("3000000", "number", "fr", "3 M€"),
        ("5", "number", "en", "5m wide"),
        ("205", "number", "en", "two hundred and five"),
        ("205", "number", "fr", "deux cent cinq"),
        ("205", "number", "az", "iki yüz beş"),
        ("205", "number", "hy", "երկու հարյուր հինգ"),
        ("99", "number", "fr", "quatre-vingt-dix-neuf"),
        ("25", "number", "hy", "քսանհինգ"),
        ("12", "number", "hy", "տասներկու"),
        ("2", "number", "az", "ikisi"),
        ("3", "ordinal", "az", "üçüncü"),
        ("2", "ordinal", "hy", "2-րդ"),
        ("2024", "ordinal", "az", "2024-cü"),
        ("21", "ordinal", "en", "21st"),
        ("21", "ordinal", "fr", "XXIe"),
        ("21", "ordinal", "az", "XXI əsrdə"),
        ("5", "ordinal", "en", "Article V"),
    ],
)
def test_numbers_as_each_language_writes_them(value: str, kind: str, language: str, text: str) -> None:
    assert [(one.value, one.kind) for one in numbers(text, language)] == [(value, kind)]


@pytest.mark.parametrize(
    ("language", "text"),
    [("az", "onun üzərində, onu, altında, mini"), ("en", "I often find someone. CD and MD"), ("hy", "մինչև, մինը")],
)
def test_words_that_only_look_like_numbers(language: str, text: str) -> None:
    assert numbers(text, language) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "at 10.15 p.m."), ("fr", "à 22 h 15"), ("az", "saat 22:15-də"), ("hy", "ժամը 22:15-ին"), ("fr", "22h15")],
)
def test_times_of_day(language: str, text: str) -> None:
    assert [(one.kind, one.value) for one in entities(text, language)] == [("time", "22:15")]


def test_links_end_where_the_sentence_goes_on() -> None:
    found = links("See https://example.org/a?b=1. Write to press@example.org!", "en")
    assert [one.surface for one in found] == ["https://example.org/a?b=1", "press@example.org"]


def test_offsets_hold_in_decomposed_text() -> None:
    text = "De\u0301but\u00a0: le 3 fe\u0301vrier 2021, 25 %"
    found = entities(text, "fr")
    assert found[0] == Entity(12, 27, "date", "2021-02-03", "3 fe\u0301vrier 2021")
    assert all(text[one.start : one.end] == one.surface for one in found)


def test_signatures_of_translations_agree() -> None:
    versions = {
        "en": "On 3–5 May 2024 two delegations, 25% of them new, met for the third time at 10 a.m.",
        "fr": "Du 3 au 5 mai 2024, à 10 h, deux délégations, dont 25 % nouvelles, se sont réunies pour la 3e fois.",
        "az": "2024-cü il mayın 3–5-də saat 10:00-da iki nümayəndə heyəti (25 faizi yeni) üçüncü dəfə görüşdü.",
        "hy": "2024 թ. մայիսի 3–5-ը ժամը 10-ին երկու պատվիրակություն (25 տոկոսը՝ նոր) երրորդ անգամ հանդիպեց։",
    }
    found = {language: signature(text, language) for language, text in versions.items()}
    assert found["en"] == found["fr"] == found["az"] == found["hy"]
    assert found["en"] != signature("On 3–5 May 2023 two delegations met.", "en")


def test_numbers_and_dates_are_written_after_cldr() -> None:
    assert written_number("1234567.5", "fr") == "1\u202f234\u202f567,5"
    assert written_number("1234567.5", "az") == "1.234.567,5"
    assert written_date("2024-05-03", "fr") == "3 mai 2024"
    with pytest.raises(ValueError, match="isoformat"):
        written_date("2024-05", "en")


def test_a_language_without_a_table_still_has_figures() -> None:
    assert [one.value for one in entities("Il 3 maggio 2024, 25% di 12", "it")] == ["2024-05-03", "25", "12"]
    assert [one.value for one in numbers("12 qwx", "x-none")] == ["12"]
