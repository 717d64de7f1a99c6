"""What words are recognised by in a text of another language."""

from __future__ import annotations

import pytest

from workbench.alignment.marks import CARRIED, TOKEN, Kind, Mark, Marker

FOUR = ("en", "fr", "az", "hy")


class Dictionary:
    """Knows two words."""

    languages = frozenset({"en", "hy"})

    def concepts(self, word: str, language: str) -> list[str]:
        known = {("en", "water"): ["water"], ("hy", "ջուր"): ["water", "river"]}
        return known.get((language, word.lower()), [])


def marks(text: str, language: str, *, alike: bool = False) -> list[Mark]:
    marker = Marker(language, alike=alike)
    return [mark for token in TOKEN.findall(text) for mark in marker.marks(token)]


def of_kind(text: str, language: str, *kinds: Kind, alike: bool = False) -> set[str]:
    return {name for name, kind in marks(text, language, alike=alike) if kind in kinds}


def test_every_kind_has_a_share() -> None:
    assert set(CARRIED) == set(Kind)
    assert all(0 < share < 1 for share in CARRIED.values())


@pytest.mark.parametrize("language", FOUR)
@pytest.mark.parametrize(
    ("notations", "number"),
    [
        (("1,200", "1.200", "1\u00a0200", "1\u202f200", "1200"), "1200"),
        (("3,5", "3.5"), "3.5"),
        (("1,234,567", "1.234.567", "1\u202f234\u202f567"), "1234567"),
        (("1,234.5", "1.234,5", "1\u00a0234,5"), "1234.5"),
        (("2024",), "2024"),
        (("12.05.2024",), "12.05.2024"),
    ],
)
def test_a_number_is_the_same_in_any_notation(language: str, notations: tuple[str, ...], number: str) -> None:
    for written in notations:
        assert marks(written, language) == [(f"number {number}", Kind.NUMBER)]


def test_a_single_digit_counts_less() -> None:
    assert marks("7", "en") == [("number 7", Kind.DIGIT)]
    assert CARRIED[Kind.DIGIT] < CARRIED[Kind.NUMBER]


@pytest.mark.parametrize(
    "written",
    [
        {"en": "Tashkent", "fr": "Tachkent", "az": "Daşkənd", "hy": "Տաշքենդ"},
        {"en": "Geneva", "fr": "Genève", "az": "Cenevrə", "hy": "Ժնև"},
        {"en": "Margaret", "fr": "Marguerite", "az": "Marqaret", "hy": "Մարգարետը"},
        {"en": "Washington", "fr": "Washington", "az": "Vaşinqtonda", "hy": "Վաշինգտոնում"},
    ],
)
def test_names_meet_across_languages_and_scripts(written: dict[str, str]) -> None:
    """All but one of the spellings have a sound in common; the fourth may be told apart."""
    sounds = [of_kind(name, language, Kind.NAME, Kind.SHORT_NAME) for language, name in written.items()]
    assert all(len(sound) == 1 for sound in sounds)
    spelt = [sound.pop() for sound in sounds]
    assert max(spelt.count(sound) for sound in spelt) >= 3


def test_a_word_in_small_letters_is_no_name() -> None:
    assert {kind for _, kind in marks("problem", "en")} == set()
    assert {kind for _, kind in marks("Problem", "en")} == {Kind.NAME}


def test_words_written_alike_are_marks_where_scripts_are_alike() -> None:
    kinds = (Kind.SAME_WORD, Kind.SAME_NAME, Kind.BEGINNING)
    assert of_kind("information", "en", *kinds, alike=True) == of_kind("information", "fr", *kinds, alike=True)
    assert of_kind("communiqué", "fr", Kind.BEGINNING, alike=True) == {"begins commu"}
    assert of_kind("Événement", "fr", Kind.BEGINNING, alike=True) == {"begins evene"}
    assert not of_kind("information", "en", *kinds)


@pytest.mark.parametrize(
    ("text", "language"), [("Really?", "en"), ("Vraiment ?", "fr"), ("Doğrudan?", "az"), ("Իրո՞ք։", "hy")]
)
def test_a_question_is_one_in_every_language(text: str, language: str) -> None:
    assert of_kind(text, language, Kind.QUESTION) == {"question"}


@pytest.mark.parametrize(
    ("text", "language"), [("Never!", "en"), ("Jamais !", "fr"), ("Heç vaxt!", "az"), ("Երբե՜ք։", "hy")]
)
def test_an_exclamation_is_one_in_every_language(text: str, language: str) -> None:
    assert of_kind(text, language, Kind.EXCLAMATION) == {"exclamation"}


def test_quotes_are_quotes_however_they_look() -> None:
    for quoted in ('"a"', "«a»", "“a”", "„a“"):
        assert of_kind(quoted, "en", Kind.QUOTE) == {"quote"}
    assert of_kind("(a); b: 5%", "en", Kind.SIGN) == {"sign (", "sign )", "sign ;", "sign :", "sign %"}


def test_an_inner_mark_does_not_split_a_word() -> None:
    assert TOKEN.findall("Ինչո՞ւ եկա՜վ։") == ["Ինչո՞ւ", "եկա՜վ"]
    marker = Marker("hy", alike=False)
    assert marker.stem("ինչո՞ւ") == marker.stem("ինչու") == "ինչու"
    assert Marker("en", alike=False).stem("co\u00adoperation") == "coope"


def test_a_stem_is_the_beginning_of_a_word_whatever_its_case() -> None:
    assert Marker("az", alike=True).stem("İSTANBULDA") == Marker("az", alike=True).stem("istanbul")
    assert Marker("hy", alike=True).stem("ԵՐԵՎԱՆՈՒՄ") == Marker("hy", alike=True).stem("Երևան")
    assert Marker("en", alike=True).stem("12") == Marker("en", alike=True).stem("?") == ""


def test_a_stem_does_not_depend_on_the_unicode_form() -> None:
    marker = Marker("fr", alike=True)
    assert marker.stem("e\u0301cole") == marker.stem("école")


def test_the_vocabulary_is_asked_for_a_word_as_it_is_written() -> None:
    english, armenian = (Marker(tag, alike=False, vocabulary=Dictionary()) for tag in ("en", "hy"))
    assert ("means water", Kind.VOCABULARY) in english.marks("Water")
    assert [mark for mark in armenian.marks("Ջուր") if mark[1] == Kind.VOCABULARY] == [
        ("means water", Kind.VOCABULARY),
        ("means river", Kind.VOCABULARY),
    ]
    assert not [mark for mark in english.marks("wine") if mark[1] == Kind.VOCABULARY]


@pytest.mark.parametrize("language", FOUR)
@pytest.mark.parametrize("word", ["²", "½", "Ⅷ", "٣", "ʼ", "ª", "\u0130", "ß", "x" * 61, "x" * 100_000, "字", "👍"])
def test_odd_characters_are_survived(word: str, language: str) -> None:
    for alike in (False, True):
        marker = Marker(language, alike=alike)
        for token in TOKEN.findall(word):
            assert all(name and kind in Kind for name, kind in marker.marks(token))
            assert len(marker.stem(token)) <= 5
