"""Case, spelling and look-alike letters by language."""

import pytest

from workbench.text import normalize


@pytest.mark.parametrize(
    ("language", "small", "capital"),
    [
        ("az", "bakı", "BAKI"),
        ("az", "irəvan", "İRƏVAN"),
        ("az", "iqlim dəyişikliyi", "İQLİM DƏYİŞİKLİYİ"),
        ("en", "istanbul", "ISTANBUL"),
        ("fr", "déclaration à l’été", "DÉCLARATION À L’ÉTÉ"),
        ("hy", "երևան", "ԵՐԵՎԱՆ"),
        ("hy", "ջուր և ճանապարհ", "ՋՈՒՐ ԵՎ ՃԱՆԱՊԱՐՀ"),
        ("hy", "եվրոպա", "ԵՎՐՈՊԱ"),
    ],
)
def test_case_goes_both_ways(language: str, small: str, capital: str) -> None:
    assert normalize.upper(small, language) == capital
    assert normalize.lower(capital, language) == small
    assert normalize.fold(small, language) == normalize.fold(capital, language)


def test_the_two_i_of_azerbaijani_stay_apart() -> None:
    assert normalize.fold("ILIQ", "az") == normalize.fold("ılıq", "az") != normalize.fold("iliq", "az")
    assert normalize.fold("ILIQ", "en") == normalize.fold("iliq", "en")
    assert normalize.fold("I\u0307l", "az") == normalize.fold("İl", "az") == "il"


def test_armenian_ew_in_all_its_spellings() -> None:
    assert len({normalize.fold(word, "hy") for word in ("Երևան", "ԵՐԵՎԱՆ", "Երեւան", "երևան", "ԵՐԵՒԱՆ")}) == 1


@pytest.mark.parametrize(
    ("language", "text", "title", "sentence"),
    [
        ("en", "THE PRESIDENT’S VISIT", "The President’s Visit", "The president’s visit"),
        ("az", "İQLİM ÜZRƏ GÖRÜŞ", "İqlim Üzrə Görüş", "İqlim üzrə görüş"),
        ("az", "ILIQ SU", "Ilıq Su", "Ilıq su"),
        ("fr", "ÉTAT ET EAU", "État Et Eau", "État et eau"),
        ("hy", "ԵՎ ՋՈՒՐԸ", "Եվ Ջուրը", "Եվ ջուրը"),
    ],
)
def test_headlines_into_other_cases(language: str, text: str, title: str, sentence: str) -> None:
    assert normalize.titlecase(text, language) == title
    assert normalize.sentence_case(text, language) == sentence


def test_capitals_are_seen_as_capitals() -> None:
    assert normalize.is_shouted("ԵՐԵՎԱՆ և 25")
    assert normalize.is_shouted("BAKI 2024")
    assert not normalize.is_shouted("Bakı")
    assert not normalize.is_shouted("25 %")


@pytest.mark.parametrize(
    ("language", "left", "right"),
    [
        ("fr", "«\u00a0L’été\u202f!\u00a0»", '" l\'e\u0301te\u0301 ! "'),
        ("en", "“co\u00adoperation” – 25\u00a0%…", '"cooperation" - 25 %...'),
        ("az", "vә İclas", "və iclas"),
        ("hy", "Ջուր։", "ջուր:"),
        ("hy", "Հայաստաo", "հայաստաօ"),
    ],
)
def test_spellings_a_reader_would_call_the_same(language: str, left: str, right: str) -> None:
    assert normalize.comparable(left, language) == normalize.comparable(right, language)


@pytest.mark.parametrize(
    ("language", "text", "repaired"),
    [
        ("az", "vә ǝlaqə", "və əlaqə"),
        ("az", "Азәрбајҹан", "Азәрбајҹан"),
        ("hy", "hայերեն և Uահման", "հայերեն և Սահման"),
        ("hy", "iPhoneը և COP29-ը", "iPhoneը և COP29-ը"),
        ("hy", "Twp-ն", "Twp-ն"),
        ("en", "Cоmmission", "Commission"),
        ("ru", "вода", "вода"),
    ],
)
def test_look_alikes_are_read_as_meant_and_strangers_left_alone(language: str, text: str, repaired: str) -> None:
    assert normalize.repair(text, language) == repaired


def test_look_alikes_are_reported_where_they_stand() -> None:
    assert normalize.look_alikes("Su vә yol", "az") == [normalize.LookAlike(4, "ә", "ə")]
