"""A verb in the form of another one."""

from __future__ import annotations

import pytest

from workbench.terminology.verbs import conjugated, ending_of, verb_spans


@pytest.mark.parametrize(
    ("language", "cited", "surface", "other", "expected"),
    [
        ("az", "qeyd etmək", "qeyd edib", "dəstəkləmək", "dəstəkləyib"),
        ("az", "qeyd etmək", "qeyd etdilər", "imzalamaq", "imzaladılar"),
        ("az", "pisləmək", "pisləyir", "təşəkkür etmək", "təşəkkür edir"),
        ("az", "pisləmək", "pisləyəcək", "pozmaq", "pozacaq"),
        ("hy", "հաստատել", "հաստատեցին", "քննարկել", "քննարկեցին"),
        ("hy", "նշել", "չնշեց", "աջակցել", "չաջակցեց"),
        ("hy", "նշել", "նշում", "շնորհակալություն հայտնել", "շնորհակալություն հայտնում"),
        ("fr", "noter", "notent", "exhorter", "exhortent"),
        ("fr", "condamner", "condamnons", "négocier", "négocions"),
        ("fr", "inviter", "invitons", "engager", "engageons"),
        ("fr", "noter", "note", "appuyer", "appuie"),
        ("en", "note", "notes", "accuse", "accuses"),
        ("en", "note", "noted", "reject", "rejected"),
        ("en", "invite", "inviting", "comply with", "complying with"),
        ("en", "note", "noted", "hold talks", "held talks"),
        ("en", "confirm", "confirmed", "ratify", "ratified"),
    ],
)
def test_one_verb_in_the_form_of_another(language: str, cited: str, surface: str, other: str, expected: str) -> None:
    ending = ending_of(cited, surface, language)
    assert ending is not None
    assert conjugated(other, ending, language) == expected


@pytest.mark.parametrize(
    ("language", "cited", "surface"),
    [
        ("az", "dəvət etmək", "dəvət olunub"),
        ("fr", "convenir", "conviennent"),
        ("en", "hold", "held"),
        ("hy", "նշել", "ասել"),
    ],
)
def test_what_is_irregular_or_another_verb_is_left_alone(language: str, cited: str, surface: str) -> None:
    assert ending_of(cited, surface, language) is None


@pytest.mark.parametrize(
    ("language", "verb", "ending"),
    [("fr", "rejeter", "~e"), ("fr", "soutenir", "~ent"), ("en", "stop", "ed"), ("hy", "անցկացնել", "~եց")],
)
def test_spelling_that_would_change_is_not_guessed(language: str, verb: str, ending: str) -> None:
    assert conjugated(verb, ending, language) is None


def test_verbs_are_found_where_they_stand() -> None:
    text = "Nazir bunu qeyd edib və qeyd edir."
    assert [text[start:end] for start, end in verb_spans(text, "qeyd etmək", "az")] == ["qeyd edib", "qeyd edir"]
