"""Laws of inline codes, for any text, any nesting, any translation and any links."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.hypothesis import Hypothesis
from workbench.core.link import WordLink
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.quality.checks import registry
from workbench.services.codecarry import carrying
from workbench.services.retries import STRATEGIES
from workbench.services.translate import Translator
from workbench.services.wordlinks import WordLinks
from workbench.text.codes import codes
from workbench.text.markup import bare, crossed, partners
from workbench.text.placing import placed
from workbench.text.tokenizer import tokens

WORDS = st.sampled_from(
    ["The", "talks", "in", "Geneva", "l’accord", "BMT-nin", "և", "3", "2024-cü", ",", ".", "(", "»"]
)
SPACES = st.sampled_from(["", " ", " ", "\u00a0"])
ALONE = st.sampled_from(["{0}", "{name}", "<br/>", '<x id="2"/>', "&amp;"])
TAGS = st.sampled_from(["b", "i", "g"])


def joined(parts: list[str], space: str) -> str:
    return space.join(parts)


def enclosed(name: str, inside: str) -> str:
    return f"<{name}>{inside}</{name}>"


RUNS = st.builds(joined, st.lists(WORDS | ALONE, max_size=4), SPACES)
NESTED = st.recursive(
    RUNS,
    lambda inner: st.builds(joined, st.lists(inner | st.builds(enclosed, TAGS, inner), max_size=4), SPACES),
    max_leaves=12,
)
MALFORMED = st.builds(
    joined,
    st.lists(WORDS | ALONE | st.sampled_from(["<b>", "</b>", "<i>", "</i>", "<br>", "</g>"]), max_size=12),
    SPACES,
)
PLAIN = st.builds(joined, st.lists(WORDS, max_size=10), SPACES) | st.text(alphabet="ab é.,«»՞\u00a0\n1-’", max_size=30)
PLACES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.floats(0, 1)), max_size=20)


def linked(source: str, target: str, places: list[tuple[int, int, float]]) -> list[WordLink]:
    left, right = tokens(source, "en"), tokens(target, "fr")
    return [
        WordLink(left[one].start, left[one].end, right[two].start, right[two].end, score)
        for one, two, score in places
        if one < len(left) and two < len(right)
    ]


def counted(text: str) -> Counter[str]:
    return Counter(code.text for code in codes(text))


def without(text: str) -> str:
    at, parts = 0, []
    for code in codes(text):
        parts.append(text[at : code.start])
        at = code.end
    return "".join([*parts, text[at:]])


def solid(text: str) -> str:
    return "".join(text.split())


@given(NESTED | MALFORMED, PLAIN, PLACES)
@settings(max_examples=120)
def test_codes_out_are_codes_in_and_the_text_is_the_same(
    source: str, translation: str, places: list[tuple[int, int, float]]
) -> None:
    taken = bare(source)
    out = placed(taken, translation, linked(taken.text, translation, places), "en", "fr")
    brackets = "".join(mark.text[0] + mark.text[-1] for mark in taken.marks if mark.text[0] == "(")
    assert counted(out) == counted(source)
    assert len(solid(without(out))) == len(solid(translation)) + len(brackets)
    if not brackets:
        assert solid(without(out)) == solid(translation)
    if all(code.startswith("<") for code in counted(source)):
        assert without(out) == translation


@given(NESTED, PLAIN, PLACES)
@settings(max_examples=120)
def test_what_is_nested_stays_nested_and_no_word_is_parted(
    source: str, translation: str, places: list[tuple[int, int, float]]
) -> None:
    taken = bare(source)
    out = placed(taken, translation, linked(taken.text, translation, places), "en", "fr")
    before, after = ([code.text for code in codes(text)] for text in (source, out))
    assert not crossed(out, source=source)
    assert sorted(pairs(before)) == sorted(pairs(after))
    borders = {0, len(translation)} | {edge for token in tokens(translation, "fr") for edge in (token.start, token.end)}
    only_tags = re.sub(r"\(?(?:\{\w+\}|&amp;)\)?", "", out)
    if solid(without(only_tags)) == solid(translation):
        solid_borders = {len(solid(translation[:border])) for border in borders}
        assert all(len(solid(without(only_tags[: code.start]))) in solid_borders for code in codes(only_tags))


def pairs(found: list[str]) -> list[tuple[str, str]]:
    mates = partners(found)
    return [(found[at], found[mate]) for at, mate in enumerate(mates) if mate is not None and at < mate]


@given(NESTED | MALFORMED)
def test_a_text_without_codes_has_none_and_every_code_a_place(source: str) -> None:
    taken = bare(source)
    assert Counter(code.text for mark in taken.marks for code in codes(mark.text)) == counted(source)
    assert all(0 <= mark.at <= len(taken.text) for mark in taken.marks)
    assert taken.text == taken.text.strip()
    assert bare(taken.text).text == taken.text


ENGINES = {
    "loses them": lambda text: " ".join(reversed(without(text).split())),
    "translates them": lambda text: re.sub(r"[<>{}&]", "", text).replace("b", "gras"),
    "crosses them": lambda text: " ".join(reversed(text.split())),
    "says nothing": lambda text: "",
}
TRANSLATORS = [
    Translator(
        FakeRoutes([FakeEngine(("en", "fr"), say)]),
        registry(),
        strategies=(*carrying(WordLinks().of), *STRATEGIES),
    )
    for say in ENGINES.values()
]


@given(NESTED | MALFORMED, st.sampled_from(TRANSLATORS))
@settings(max_examples=60)
def test_no_code_is_lost_on_the_way_of_a_whole_text(source: str, translator: Translator) -> None:
    (translation,) = translator.translate_texts([source], "en", "fr")
    assert counted(translation.target) == counted(source)


@given(NESTED, st.sampled_from(TRANSLATORS))
@settings(max_examples=60)
def test_no_tag_is_crossed_on_the_way_of_a_whole_text(source: str, translator: Translator) -> None:
    (translation,) = translator.translate_texts([source], "en", "fr")
    assert not crossed(translation.target, source=source)


@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=8), PLACES)
def test_links_of_an_attention_join_words_that_have_no_link(
    source: list[str], target: list[str], places: list[tuple[int, int, float]]
) -> None:
    texts = " ".join(source), " ".join(target)
    own = linked(*texts, places)
    plain = WordLinks().of(texts[0], Hypothesis(texts[1], 0.0, "", ("en", "fr")))
    filled = WordLinks().of(texts[0], Hypothesis(texts[1], 0.0, "", ("en", "fr"), links=tuple(own)))
    assert set(plain) <= set(filled) <= set(plain) | set(own)
    assert all(link.score >= 0.5 for link in set(filled) - set(plain))
