"""Laws of word links, for any two texts."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.alignment.words import BeadWords, WordLink, opposite
from workbench.core.term import Grade, TermHit, TermStatus
from workbench.text.tokenizer import LINK, PLACEHOLDER, TAG, tokens

PIECES = st.sampled_from(
    [
        *(
            "The",
            "talks",
            "in",
            "Geneva",
            "Ժնևում",
            "բանակցությունները",
            "və",
            "danışıqlar",
            "l’accord",
            "le",
            "BMT-nin",
        ),
        *(
            "3",
            "2024-cü",
            "1,5",
            "<b>",
            "</b>",
            "{0}",
            "%s",
            "&amp;",
            "https://example.org",
            "«",
            "»",
            ",",
            ".",
            "։",
            "?",
        ),
        *("e\u0301tat", "\u00ad", "\n", "\u00a0", "x" * 70, "🙂", "İ", "և"),
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=60)
LANGUAGES = st.sampled_from(["en", "fr", "az", "hy", "xx"])
HITS = st.lists(
    st.builds(
        lambda concept, start, length: TermHit(
            concept, "", start, start + length, "", Grade.EXACT, TermStatus.PREFERRED
        ),
        st.sampled_from(["c1", "c2"]),
        st.integers(0, 80),
        st.integers(0, 20),
    ),
    max_size=4,
)
ALIGNERS: dict[tuple[str, str], BeadWords] = {}


def aligned(
    source: str, target: str, languages: tuple[str, str], hits: tuple[list[TermHit], list[TermHit]]
) -> list[WordLink]:
    aligner = ALIGNERS.setdefault(languages, BeadWords(*languages))
    return aligner.align(source, target, *hits)


@given(TEXTS, TEXTS, st.tuples(LANGUAGES, LANGUAGES), st.tuples(HITS, HITS))
def test_links_join_tokens_in_order_each_pair_once(
    source: str, target: str, languages: tuple[str, str], hits: tuple[list[TermHit], list[TermHit]]
) -> None:
    links = aligned(source, target, languages, hits)
    left, right = (
        {(token.start, token.end) for token in tokens(text, language)}
        for text, language in zip((source, target), languages, strict=True)
    )
    spans = [(link.source_start, link.source_end, link.target_start, link.target_end) for link in links]
    assert spans == sorted(set(spans))
    assert all(span[:2] in left and span[2:] in right for span in spans)
    assert all(0 <= link.score <= 1 for link in links)
    assert aligned(source, target, languages, hits) == links == BeadWords(*languages).align(source, target, *hits)


@given(TEXTS, TEXTS, st.tuples(LANGUAGES, LANGUAGES), st.tuples(HITS, HITS))
@settings(max_examples=200)
def test_sides_turned_round_give_the_links_turned_round(
    source: str, target: str, languages: tuple[str, str], hits: tuple[list[TermHit], list[TermHit]]
) -> None:
    there = aligned(source, target, languages, hits)
    back = aligned(target, source, languages[::-1], hits[::-1])
    turned = [
        WordLink(link.target_start, link.target_end, link.source_start, link.source_end, link.score) for link in back
    ]
    assert sorted(turned, key=lambda link: (link.source_start, link.target_start)) == there


@given(TEXTS, TEXTS)
def test_a_code_is_linked_to_a_like_one_as_often_as_both_sides_have_it(source: str, target: str) -> None:
    links = aligned(source, target, ("en", "az"), ([], []))
    codes = [
        Counter(token.text for token in tokens(text, language) if token.kind in (TAG, PLACEHOLDER, LINK))
        for text, language in ((source, "en"), (target, "az"))
    ]
    pairs = [
        (source[link.source_start : link.source_end], target[link.target_start : link.target_end]) for link in links
    ]
    assert Counter(one for one, _ in pairs if one in codes[0]) == codes[0] & codes[1]
    assert all(one == two for one, two in pairs if one in codes[0] or two in codes[1])


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_an_opposite_lies_inside_the_target(text: str, start: int, length: int) -> None:
    links = aligned(text, text, ("en", "en"), ([], []))
    span = opposite(links, start, start + length)
    if span is not None:
        assert 0 <= span[0] < span[1] <= len(text)
        assert any(link.source_start < start + length and start < link.source_end for link in links)
