"""Candidate terms: what counts as a phrase, under which form, in which order."""

from __future__ import annotations

import pytest

from workbench.terminology.extract import Phrases
from workbench.terminology.wordclass import Lexicon, lexicon_of

EN = lexicon_of(
    {"team": {"noun"}, "water": {"noun"}, "meet": {"verb"}, "new": {"adjective"}, "late": {"adjective", "adverb"}}, "en"
)
AZ = lexicon_of({"nümayəndə": {"noun"}, "heyət": {"noun"}, "gəlmək": {"verb"}, "imtina": {"verb"}}, "az")
HY = lexicon_of({"երկիր": {"noun"}, "հանդիպել": {"verb"}}, "hy")


def terms(texts: list[str], language: str, lexicon: Lexicon, least: int = 2) -> dict[str, int]:
    return {one.term: one.frequency for one in Phrases(texts, language, lexicon, least=least).ranked()}


def test_phrases_end_at_function_words_verbs_figures_and_punctuation() -> None:
    texts = ["The mediation team met the river experts, 12 water boards.", "A mediation team meets river experts."]
    assert terms(texts, "en", EN) == {
        "mediation team": 2, "mediation": 2, "team": 2, "river experts": 2, "river": 2, "experts": 2
    }  # fmt: skip


def test_nouns_joined_by_a_preposition_are_one_phrase() -> None:
    assert "line of contact" in terms(["The line of contact.", "Along the line of contact."], "en", EN)
    assert "équipe de médiation" in terms(["L’équipe de médiation.", "Une équipe de médiation."], "fr", {})


@pytest.mark.parametrize(
    ("language", "lexicon", "texts", "term"),
    [
        ("en", EN, ["Water boards.", "A water board."], "water board"),
        ("fr", {}, ["Des accords bilatéraux.", "Un accord bilatéral."], "accord bilatéral"),
        ("az", AZ, ["Nümayəndə heyətinin səfəri.", "Nümayəndə heyətinə."], "nümayəndə heyəti"),
        ("hy", HY, ["Սա հարևան երկրի հետ։", "Դա հարևան երկրից։"], "հարևան երկիր"),
        ("az", AZ, ["Bu BMT-nin işidir.", "Onlar BMT-yə müraciət edib."], "BMT"),
    ],
)
def test_forms_count_together_under_the_citation_form(
    language: str, lexicon: Lexicon, texts: list[str], term: str
) -> None:
    assert terms(texts, language, lexicon).get(term) == 2


def test_what_is_seen_in_the_plural_alone_stays_in_it() -> None:
    lexicon = lexicon_of({"danışıq": {"noun"}}, "az")
    assert list(terms(["Sonra danışıqların vaxtı.", "Onlar danışıqlara hazırdır."], "az", lexicon)) == ["danışıqlar"]


def test_headlines_and_beginnings_of_sentences_have_no_say_in_capitals() -> None:
    texts = ["MEDIATION TEAM IN GENEVA", "Mediation team in Geneva.", "A mediation team goes to Geneva."]
    found = terms(texts, "en", EN)
    assert found["mediation team"] == 3 and found["Geneva"] == 3


def test_a_part_gets_what_the_whole_does_not_explain() -> None:
    texts = ["a customs union treaty"] * 4 + ["a customs union"]
    ranked = [one.term for one in Phrases(texts, "en", {}, least=2).ranked()]
    assert ranked[0] == "customs union treaty"
    assert ranked.index("customs union") < ranked.index("customs")


def test_common_words_come_after_rare_ones() -> None:
    texts = ["the water", "the sluice"] * 3
    assert [one.term for one in Phrases(texts, "en", EN).ranked()] == ["sluice", "water"]


def test_places_are_those_of_the_text() -> None:
    texts = ["Օրը՝ հարևան երկիրը։", "Հարևան երկրների միջև։"]
    (phrase,) = [one for one in Phrases(texts, "hy", HY).ranked() if one.key == ("հարեւան", "երկիր")]
    assert [texts[place.text][place.start : place.end] for place in phrase.places] == [
        "հարևան երկիրը",
        "Հարևան երկրների",
    ]


def test_rare_phrases_are_counted_and_not_proposed() -> None:
    phrases = Phrases(["one rare bird"], "en", {}, least=2)
    assert not phrases.found and phrases.counts[("rare", "bird")] == 1


@pytest.mark.parametrize("texts", [[], [""], ["   "], ["— 12,5 !"], ["’"], ["a " * 4000], ["x" * 70000]])
@pytest.mark.parametrize("language", ["en", "fr", "az", "hy", "ka"])
def test_odd_texts_give_no_error(texts: list[str], language: str) -> None:
    Phrases(texts, language, {}, least=1).ranked()


def test_the_same_texts_give_the_same_order() -> None:
    texts = ["alpha beta gamma", "beta gamma alpha", "gamma alpha beta"] * 2
    assert [one.term for one in Phrases(texts, "en", {}).ranked()] == [
        one.term for one in Phrases(list(texts), "en", {}).ranked()
    ]
