"""Codes as markup, and placing them into translations by links."""

from __future__ import annotations

import pytest

from workbench.core.link import WordLink
from workbench.text.markup import bare, crossed, partners
from workbench.text.placing import placed
from workbench.text.tokenizer import tokens


@pytest.mark.parametrize(
    ("found", "mates"),
    [
        (["<b>", "</b>"], [1, 0]),
        (["<b>", "<i>", "</i>", "</b>"], [3, 2, 1, 0]),
        (["<b>", "<b>", "</b>", "</b>"], [3, 2, 1, 0]),
        (["<b>", "<i>", "</b>", "</i>"], [2, None, 0, None]),
        (["</b>", "<b>"], [None, None]),
        (['<g id="1">', "{0}", "<x/>", "<br>", "</g>"], [4, None, None, None, 0]),
        (["&amp;", "%s"], [None, None]),
    ],
)
def test_a_closing_tag_closes_the_latest_open_one_of_its_name(found: list[str], mates: list[int | None]) -> None:
    assert partners(found) == mates


@pytest.mark.parametrize(
    ("source", "text", "is_crossed"),
    [
        ("<b>a</b> <i>c</i>", "<i>c</i> <b>a</b>", False),
        ("<b>a</b> <i>c</i>", "<i><b>c</i>a</b>", True),
        ("<b>a</b>", "</b>a<b>", True),
        ("<b>a", "a<b>", False),
        ("a<br>b", "b<br>a", False),
        ("a", "a", False),
    ],
)
def test_tags_are_crossed_where_one_has_lost_its_partner(source: str, text: str, is_crossed: bool) -> None:
    assert crossed(text, source=source) is is_crossed


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("In <b>Geneva</b> on {0} May, see {1}.", "In Geneva on May, see."),
        ("in <b> Geneva </b> today", "in Geneva today"),
        ("<b>un</b>happy", "unhappy"),
        ("one<br/>two", "one two"),
        ("the text ({0}) here", "the text here"),
        ("{0} of them", "of them"),
        ("see https://example.org/a.", "see."),
        ("{0}", ""),
        ("plain text", "plain text"),
    ],
)
def test_one_space_stays_where_a_code_stood_between_two(text: str, without: str) -> None:
    assert bare(text).text == without


def linked(source: str, target: str, places: str) -> list[WordLink]:
    left, right = tokens(bare(source).text, "en"), tokens(target, "fr")
    pairs = [tuple(map(int, place.split("-"))) for place in places.split()]
    return [WordLink(left[a].start, left[a].end, right[b].start, right[b].end, 0.9) for a, b in pairs]


@pytest.mark.parametrize(
    ("source", "target", "places", "wanted"),
    [
        ("a <b>red house</b> there", "une maison rouge là", "0-0 1-2 2-1 3-3", "une <b>maison rouge</b> là"),
        ("the <b>envoy</b> left", "l’émissaire partit", "0-0 1-1 2-2", "l’<b>émissaire</b> partit"),
        ("<b>All of it.</b>", "Tout cela.", "0-0", "<b>Tout cela.</b>"),
        ("<b>un</b>happy men", "hommes malheureux", "0-1 1-0", "hommes <b>malheureux</b>"),
        ("<i>a <b>c</b></i> d", "dd cc aa", "0-2 1-1 2-0", "dd <i><b>cc</b> aa</i>"),
        ("<b>a</b> <i>c</i>", "cc aa", "0-1 1-0", "<i>cc</i> <b>aa</b>"),
        ("x <b>a c</b> d", "xx qq yy dd", "0-0 3-3", "xx <b>qq yy</b> dd"),  # nothing else is left for it
        ("x <b>a</b> d", "xx dd", "0-0 2-1", "xx<b></b> dd"),
        ("a {0} men met", "des hommes", "0-0 1-1", "des {0} hommes"),
        ("met {0}, then", "puis, vu", "0-2 1-1 2-0", "puis, vu {0}"),
        ("see https://example.org/a.", "voir.", "0-0 1-1", "voir https://example.org/a."),
        ("the text ({0}) here", "le texte ici", "0-0 1-1 2-2", "le texte ({0}) ici"),
        ("one<br/>two", "un deux", "0-0 1-1", "un <br/>deux"),
        ("<b>One two", "un deux", "0-1 1-0", "<b>un deux"),  # goes on in the next segment
        ("one two</b>", "un deux", "0-1 1-0", "un deux</b>"),
        ("<b>a</b></i><i>", "aa", "0-0", "<b>aa</b></i><i>"),
        ("{0} <b></b>{1}", "", "", "{0}<b></b> {1}"),
    ],
)
def test_codes_stand_where_their_words_went(source: str, target: str, places: str, wanted: str) -> None:
    assert placed(bare(source), target, linked(source, target, places), "en", "fr") == wanted


def test_deep_nesting_is_no_trouble() -> None:
    source = "<b>" * 2_000 + "word" + "</b>" * 2_000
    assert placed(bare(source), "mot", linked(source, "mot", "0-0"), "en", "fr") == source.replace("word", "mot")
