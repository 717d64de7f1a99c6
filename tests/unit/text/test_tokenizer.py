"""Tokens, scripts, names and differences."""

import pytest

from workbench.text.names import name_candidates, name_similarity, skeleton, transliterated
from workbench.text.script import main_script, scripts
from workbench.text.similarity import changes, edit_similarity
from workbench.text.tokenizer import tokens, word_key, words_of


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Don’t co-operate, Mr. Smith!", ["Don’t", "co-operate", ",", "Mr", ".", "Smith", "!"]),
        (
            "fr",
            "L’ambassadeur d’Azerbaïdjan, aujourd’hui",
            ["L’", "ambassadeur", "d’", "Azerbaïdjan", ",", "aujourd’hui"],
        ),
        ("az", "BMT-nin 2024-cü il hesabatı", ["BMT-nin", "2024-cü", "il", "hesabatı"]),
        ("hy", "«Ի՞նչ» ասաց ՄԱԿ-ի ղեկավարը։", ["«", "Ի՞նչ", "»", "ասաց", "ՄԱԿ-ի", "ղեկավարը", "։"]),
        (
            "en",
            "{0} of %s, %(name)s <b>x</b> &amp; ${path}",
            ["{0}", "of", "%s", ",", "%(name)s", "<b>", "x", "</b>", "&amp;", "${path}"],
        ),
        ("en", "25% of 1,234.5 at a@b.org.", ["25", "%", "of", "1,234.5", "at", "a@b.org", "."]),
    ],
)
def test_tokens(language: str, text: str, expected: list[str]) -> None:
    found = tokens(text, language)
    assert [token.text for token in found] == expected
    assert all(text[token.start : token.end] == token.text for token in found)


def test_kinds_of_codes() -> None:
    assert [token.kind for token in tokens("{0} <br/> www.a.org 5 x .", "en")] == [
        "placeholder",
        "tag",
        "link",
        "number",
        "word",
        "punctuation",
    ]


def test_words_are_looked_up_without_intonation_marks() -> None:
    assert word_key(words_of("Ի՞նչ", "hy")[0].text, "hy") == word_key("ինչ", "hy")


def test_scripts_and_their_shares() -> None:
    assert scripts("abc Հայ 123") == {"Armn": 0.5, "Latn": 0.5}
    assert main_script("Азәрбајҹан ab") == "Cyrl"
    assert scripts("25 %") == {}


@pytest.mark.parametrize(
    "versions",
    [
        ("Geneva", "Genève", "Cenevrə", "Ժնև"),
        ("Washington", "Washington", "Vaşinqton", "Վաշինգտոն"),
        ("Yerevan", "Erevan", "İrəvan", "Երևան"),
        ("Baku", "Bakou", "Bakı", "Բաքու"),
        ("Azerbaijan", "Azerbaïdjan", "Azərbaycan", "Ադրբեջան"),
        ("Nakhchivan", "Nakhitchevan", "Naxçıvan", "Նախիջևան"),
    ],
)
def test_names_meet_across_languages(versions: tuple[str, str, str, str]) -> None:
    languages = ("en", "fr", "az", "hy")
    for name, language in zip(versions[1:], languages[1:], strict=True):
        assert name_similarity(versions[0], name, "en", language) >= 0.75


def test_other_names_stay_apart() -> None:
    assert name_similarity("Geneva", "Փարիզ") < 0.5
    assert skeleton("Հայաստան") == skeleton("Hayastan")
    assert transliterated("Երևան, Ոստան", "hy") == "Yerevan, Vostan"


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "The envoy, Mr. J. Smith, met Anna Lee in New York.", ["Mr. J. Smith", "Anna Lee", "New York"]),
        ("hy", "Պատվիրակը մեկնեց Ժնև, որտեղ ՄԱԿ-ի նիստն էր։", ["Ժնև", "ՄԱԿ-ի"]),
        ("az", "Nazir Bakıda Əli Quliyev ilə görüşdü.", ["Nazir Bakıda Əli Quliyev"]),
        ("fr", "LES MINISTRES À GENÈVE", []),
    ],
)
def test_what_looks_like_a_name(language: str, sentence: str, expected: list[str]) -> None:
    assert [name.text for name in name_candidates(sentence, language)] == expected


def test_a_difference_is_shown_word_by_word() -> None:
    old, new = "The talks began on Monday.", "The new talks began on Friday."
    shown = [
        (change.kind, old[change.old_start : change.old_end] or new[change.new_start : change.new_end])
        for change in changes(old, new)
    ]
    assert shown == [
        ("equal", "The "),
        ("insert", "new "),
        ("equal", "talks began on "),
        ("delete", "Monday"),
        ("insert", "Friday"),
        ("equal", "."),
    ]


def test_edit_similarity_has_known_values() -> None:
    assert edit_similarity("abcd", "abcx") == 0.75
    assert edit_similarity("", "") == 1.0
