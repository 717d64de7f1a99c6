"""The page of an alignment: one file that loads nothing, shows every text as text, and links what belongs together."""

from __future__ import annotations

import base64
import hashlib
import html
import itertools
import re
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.formats.alignment_page import GRADES, AlignmentPage, PageBead, Span, alignment_page
from workbench.formats.page import COLOURS, document, escape

VOID = {"meta", "input"}
HOSTILE = "</script><script>alert(1)</script></style></title>]]>--><img src=x onerror=\"a\" title='b'> & &amp; {}"
EN = "The two delegations met in the capital."
HY = "Երկու պատվիրակությունները հանդիպեցին մայրաքաղաքում։"


class Page(HTMLParser):
    """A page as elements: fails where tags do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[int] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[list[str]] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.texts.append([])
        if tag not in VOID:
            self.open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.elements[self.open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            self.texts[element].append(data)

    def having(self, word: str, tag: str = "") -> list[tuple[dict[str, str], str]]:
        """Attributes and text of the elements with this class."""
        return [
            (attributes, "".join(text))
            for (name, attributes), text in zip(self.elements, self.texts, strict=True)
            if word in attributes.get("class", "").split() and tag in ("", name)
        ]

    def text_of(self, tag: str) -> list[str]:
        return ["".join(text) for (name, _), text in zip(self.elements, self.texts, strict=True) if name == tag]


def written(beads: Sequence[PageBead], title: str = "A statement", source: str = "en", target: str = "hy") -> str:
    return "".join(alignment_page(AlignmentPage(title, source, target, beads)))


def pairs(count: int, confidence: float = 0.9) -> list[PageBead]:
    return [PageBead((row,), (row,), f"{EN} {row}", f"{HY} {row}", confidence) for row in range(count)]


def shown(text: str) -> str:
    """What a reader sees of a text."""
    return html.unescape(escape(text))


texts = st.text(st.sampled_from("abə Ա։&<>\"'/-\x00\x1b\x85\n\r\u00a0\u202e\u0301\ud800\U0001f600\ufffe"), max_size=20)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start, end = draw(st.integers(-2, 20)), draw(st.integers(-2, 25))
    return Span(start, end, draw(st.sampled_from("ABC")), draw(st.sampled_from(GRADES)), draw(texts))


@st.composite
def alignments(draw: st.DrawFn) -> list[PageBead]:
    beads, source, target = [], 0, 0
    for _ in range(draw(st.integers(0, 6))):
        left, right = draw(st.integers(0, 2)), draw(st.integers(0, 2))
        beads.append(
            PageBead(
                tuple(range(source, source + left)),
                tuple(range(target, target + right)),
                draw(texts) if left else "",
                draw(texts) if right else "",
                draw(st.floats()),
                tuple(draw(st.lists(spans(), max_size=4))),
                tuple(draw(st.lists(spans(), max_size=4))),
                draw(texts),
            )
        )
        source, target = source + left, target + right
    return beads


@settings(max_examples=60, deadline=None)
@given(alignments(), texts, texts)
def test_any_alignment_is_a_page_with_every_text_on_it(beads: list[PageBead], title: str, language: str) -> None:
    text = written(beads, title, language)
    assert text == written(beads, title, language)
    text.encode()
    page = Page(text)
    assert page.text_of("title")[0] == shown(title)
    expected = [
        shown(side)
        for bead in beads
        for indices, side in ((bead.source, bead.source_text), (bead.target, bead.target_text))
        if indices
    ]
    # A CR LF cut in two by a term is two line ends, which read as one.
    assert [" ".join(found.split()) for _, found in page.having("text")] == [
        " ".join(side.split()) for side in expected
    ]
    assert [note for _, note in page.having("note")] == [shown(bead.note) for bead in beads if bead.note]
    assert {name for name, _ in page.elements} <= KNOWN
    names = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(set(names)) == len(names)
    links = {attributes["href"] for _, attributes in page.elements if "href" in attributes}
    assert links <= {f"#{name}" for name in names}


KNOWN = set(
    re.findall(
        r"\w+",
        "html head meta title style body a header h1 bdi p span main dl div dt dd section h2 ul ol li i figure "
        "figcaption svg g path rect text polyline table caption thead tbody tr th td mark label input output "
        "footer script",
    )
)


@given(texts)
def test_what_is_escaped_holds_no_markup_and_reads_as_it_was(text: str) -> None:
    escaped = escape(text)
    assert not re.search("[<>\"'\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", escaped)
    kept = [sign for sign in text.replace("\r\n", "\n") if sign not in "\x00\x1b\x85\r\u202e\ud800\ufffe"]
    assert [sign for sign in html.unescape(escaped) if sign != "\ufffd" and sign != "\n"] == [
        sign for sign in kept if sign != "\n"
    ]


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x7f", "\x85", "\u202e", "\ud800", "\uffff", "\U0001ffff"])
def test_a_sign_that_cannot_be_shown_is_visible(sign: str) -> None:
    assert escape(f"a{sign}b") == "a\ufffdb"


def test_hostile_text_stays_text_everywhere() -> None:
    spans = (Span(0, 9, HOSTILE, "missing", HOSTILE),)
    bead = PageBead((0,), (0,), HOSTILE, HOSTILE * 2, 0.1, spans, (Span(3, 8, '"><b>', "exact", ""),), HOSTILE)
    text = written([bead, *pairs(2)], HOSTILE, '"><b>', HOSTILE)
    page = Page(text)
    assert {name for name, _ in page.elements} <= KNOWN
    assert len(page.text_of("script")) == 1
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert HOSTILE in page.text_of("title")
    assert (text.count("<script"), text.count("<style"), text.count("<img")) == (1, 1, 0)


def test_the_page_asks_for_nothing_and_lets_in_only_its_own_styles_and_script() -> None:
    text = written(pairs(3))
    page = Page(text)
    assert "://" not in text
    assert "url(" not in text
    assert "@import" not in text
    attributes = {name for _, attributes in page.elements for name in attributes}
    assert not attributes & {"src", "style", "srcset", "action", "data", "xlink:href"}
    policy = next(found["content"] for _, found in page.elements if "http-equiv" in found)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (content,) = page.text_of(tag)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy


def test_a_page_without_a_script_allows_none() -> None:
    text = "".join(document("x", ["<p>y</p>"]))
    assert "script-src 'none'" in text
    assert "<script" not in text
    Page(text)


@pytest.mark.parametrize(("styles", "script"), [("</style>", ""), ("", "</script>"), ("", "<!--")])
def test_styles_and_scripts_do_not_end_themselves(styles: str, script: str) -> None:
    with pytest.raises(ValueError, match="markup"):
        "".join(document("x", [], styles=styles, script=script))


def test_it_comes_in_pieces_and_the_rows_one_by_one() -> None:
    pieces = list(alignment_page(AlignmentPage("x", "en", "hy", pairs(50))))
    assert sum(piece.startswith("<tr id=") for piece in pieces) == 50


def test_each_side_says_its_language_and_its_sentences() -> None:
    page = Page(written([PageBead((0, 1), (0,), EN, HY, 0.8), PageBead((2, 4), (1,), EN, HY, 0.8)]))
    assert [(found["lang"], found["dir"]) for found, _ in page.having("text")] == [("en", "auto"), ("hy", "auto")] * 2
    numbers = [text for found, text in page.having("number") if found["class"] == "number quiet"]
    assert numbers[-4:] == ["1–2", "1", "3, 5", "2"]
    assert page.text_of("th") == ["English", "Armenian", "Confidence"]


@pytest.mark.parametrize(("tag", "name"), [("az", "Azerbaijani"), ("az-Cyrl", "Azerbaijani (az-Cyrl)"), ("ka", "ka")])
def test_languages_have_names(tag: str, name: str) -> None:
    assert Page(written(pairs(1), source=tag)).text_of("th")[0] == name


def test_the_shape_is_shown_where_it_is_not_one_to_one_and_empty_sides_say_so() -> None:
    beads = [
        PageBead((0,), (0,), EN, HY, 1),
        PageBead((1, 2), (1,), EN, HY, 1),
        PageBead((), (2,), "", HY, 1),
        PageBead((3,), (), EN, "", 1),
    ]
    page = Page(written(beads))
    assert [text for _, text in page.having("shape")] == ["2-1", "0-1", "1-0"]
    assert [text for _, text in page.having("void")] == ["no counterpart"] * 2


def test_a_text_without_a_sentence_number_is_still_shown() -> None:
    page = Page(written([PageBead((), (0,), "stray", HY, 1)]))
    assert "stray" in [text for _, text in page.having("text")]


def linked(*beads: PageBead) -> list[tuple[str, str, str]]:
    """Hue, words and title of each marked term."""
    marks = Page(written(beads)).having("term", "mark")
    return [(found["class"].split()[1], text, found["title"]) for found, text in marks]


def test_terms_of_one_concept_have_one_colour_and_those_of_another_another() -> None:
    bead = PageBead(
        *((0,), (0,), EN, HY, 0.9),
        source_spans=(Span(31, 38, "capital", "exact", "capital"), Span(8, 19, "team", "inflected", "delegation")),
        target_spans=(
            Span(6, 25, "team", "inflected", "պատվիրակություն"),
            Span(37, 49, "capital", "inflected", "մայրաքաղաք"),
        ),
    )
    assert linked(bead) == [
        ("t0", "delegations", "delegation · inflected"),
        ("t1", "capital", "capital · exact"),
        ("t0", "պատվիրակությունները", "պատվիրակություն · inflected"),
        ("t1", "մայրաքաղաքու", "մայրաքաղաք · inflected"),
    ]


def test_a_term_lights_up_its_partners_and_can_be_reached_by_key() -> None:
    bead = PageBead((0,), (0,), EN, HY, 0.9, (Span(8, 19, "x", "exact", "delegation"),))
    page = Page(written([bead]))
    assert page.having("term", "mark")[0][0]["tabindex"] == "0"
    assert "tr:has(.t0:is(:hover,:focus)) .t0" in page.text_of("style")[0]


def test_a_missing_rendering_is_marked_on_both_sides() -> None:
    bead = PageBead((0,), (0,), EN, HY, 0.9, (Span(31, 38, "capital", "missing", "capital"),))
    assert linked(bead) == [
        ("t0", "capital", "capital · missing"),
        ("t0", "capital", "capital · missing, not found here"),
    ]


def test_a_term_of_a_sentence_without_counterpart_is_marked_once() -> None:
    bead = PageBead((0,), (), EN, "", 0.9, (Span(31, 38, "capital", "missing", "capital"),))
    assert len(linked(bead)) == 1


@pytest.mark.parametrize(
    ("ranges", "kept"),
    [
        ([(0, 3), (2, 5), (4, 7)], ["The", "two"]),
        ([(4, 7), (0, 3)], ["The", "two"]),
        ([(0, 3), (0, 7)], ["The"]),
        ([(-1, 3), (3, 3), (5, 4), (31, 99), (39, 40)], []),
        ([(38, 39)], ["."]),
    ],
)
def test_spans_that_overlap_or_leave_the_text_are_left_out(ranges: list[tuple[int, int]], kept: list[str]) -> None:
    spans = tuple(Span(start, end, f"{start}", "exact", "x") for start, end in ranges)
    assert [words for _, words, _ in linked(PageBead((0,), (0,), EN, HY, 1, spans))] == kept


def test_a_grade_of_another_name_is_refused() -> None:
    with pytest.raises(ValueError, match="exact, inflected"):
        Span(0, 1, "x", "good", "x")


def test_the_summary_counts() -> None:
    beads = [
        PageBead((0,), (0,), EN, HY, 0.49999, (Span(0, 3, "a", "exact", "a"),), (Span(0, 3, "a", "exact", "a"),)),
        PageBead((1,), (1,), EN, HY, 1.0, (Span(0, 3, "b", "missing", "b"),), (Span(0, 3, "c", "forbidden", "c"),)),
        PageBead((2,), (), EN, "", float("nan")),
    ]
    page = Page(written(beads))
    assert page.text_of("dd") == ["3", "3", "2", "0.49", "2"]
    assert [text for _, text in page.having("tally")] == [
        "1-121-01",
        "0.9 and above10.75 to 0.900.5 to 0.7500.25 to 0.51below 0.251",
        "exact1inflected0uncertain0missing1forbidden1",
    ]


def test_a_number_below_a_limit_never_reads_as_the_limit() -> None:
    page = Page(written([PageBead((0,), (0,), EN, HY, 0.4999), PageBead((1,), (1,), EN, HY, 0.29)]))
    assert [text for _, text in page.having("sure")] == ["0.49", "0.29"]


def test_the_least_certain_come_first_and_lead_to_their_rows() -> None:
    beads = [PageBead((row,), (row,), EN, HY, 1 - (row * 7 % 30) / 30) for row in range(30)]
    page = Page(written(beads))
    start = next(at for at, (_, found) in enumerate(page.elements) if "least" in found.get("class", "").split())
    links = [found["href"] for tag, found in page.elements[start:] if tag == "a"]
    expected = sorted(range(30), key=lambda row: beads[row].confidence)[:20]
    assert links == [f"#b{row + 1}" for row in expected]


@pytest.mark.parametrize("count", [1, 2, 600, 601, 10_000])
def test_the_plot_covers_every_row_with_few_marks(count: int) -> None:
    text = written(pairs(count))
    svg = text[text.index("<svg") : text.index("</svg>")]
    rows = [int(row) for row in re.findall(r'href="#b(\d+)"', svg)]
    assert len(rows) <= 600
    assert rows[0] == 1
    gaps = [later - row for row, later in itertools.pairwise([*rows, count + 1])]
    assert max(gaps) == min(gaps[:-1], default=gaps[0])
    assert len(svg) < 150_000


def test_a_mark_for_several_beads_leads_to_the_least_certain() -> None:
    beads = pairs(1200)
    beads[701] = PageBead((701,), (701,), EN, HY, 0.1)
    text = written(beads)
    svg = text[text.index("<svg") : text.index("</svg>")]
    assert '<a href="#b702">' in svg
    assert '<a href="#b701">' not in svg
    assert "stands for 2 beads" in text


def test_marks_stay_within_the_plot() -> None:
    beads = [PageBead((0,), (), EN, "", 0.2), *pairs(3), PageBead((), (3, 4), "", HY, 0.2)]
    text = written(beads)
    wide, high = map(int, re.findall(r'viewBox="0 0 (\d+) (\d+)"', text)[0])
    for x, y, width, height in re.findall(r'x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"', text):
        assert 0 <= float(x) < float(x) + float(width) <= wide
        assert 0 <= float(y) < float(y) + float(height) <= high


def test_an_alignment_of_nothing_says_so() -> None:
    text = written([])
    page = Page(text)
    assert "no sentences" in text
    assert not page.text_of("table")
    assert not page.text_of("svg")


def test_an_alignment_of_one_side_is_a_page() -> None:
    page = Page(written([PageBead((row,), (), EN, "", 0.0) for row in range(3)]))
    assert len(page.having("void")) == 3


def test_the_filter_waits_for_the_script() -> None:
    page = Page(written(pairs(2)))
    assert "hidden" in next(found for _, found in page.elements if found.get("id") == "filter")


def test_the_rows_keep_the_meaning_of_a_table() -> None:
    page = Page(written(pairs(2)))
    roles = {
        "table": "table",
        "thead": "rowgroup",
        "tbody": "rowgroup",
        "tr": "row",
        "td": "cell",
        "th": "columnheader",
    }
    for tag, found in page.elements:
        assert found.get("role") == roles.get(tag, found.get("role"))


def luminance(colour: Sequence[float]) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def rgb(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def contrast(one: Sequence[float], other: Sequence[float]) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
def test_colours_keep_the_contrast_of_wcag_aa(scheme: int) -> None:
    side = {name: rgb(pair[scheme]) for name, pair in COLOURS.items()}
    grounds = [side[name] for name in ("paper", "surface", "lit")]
    hues = [name for name in side if re.fullmatch(r"t\d", name)]
    for ground in grounds:
        assert min(contrast(side[name], ground) for name in ("ink", "quiet", "link", *hues)) >= 4.5
        assert min(contrast(side[f"k{step}"], ground) for step in range(5)) >= 3
    for name in hues:
        for ground in grounds:
            glow = [0.22 * hue + 0.78 * part for hue, part in zip(side[name], ground, strict=True)]
            assert contrast(side["ink"], glow) >= 4.5
    assert contrast(side["edge"], side["surface"]) >= 3
