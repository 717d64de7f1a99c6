"""Word links from attention: pieces to spans, spans to words, parts of a segment, legs of a route."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.engines.tiny_model import make_package
from workbench.core.hypothesis import Decoding, Hypothesis
from workbench.core.link import WordLink
from workbench.engines.attention import Side, links, piece_spans, shifted
from workbench.engines.ctranslate import CTranslateEngine
from workbench.engines.fake import FakeEngine
from workbench.engines.model import Options
from workbench.engines.packages import read_package
from workbench.engines.pivot import PivotEngine
from workbench.text.tokenizer import tokens

ASKED = Decoding(beam=2, links=True)


@pytest.mark.parametrize(
    ("pieces", "text", "spans"),
    [
        (["▁The", "▁tal", "ks", "."], "The talks.", [(0, 3), (4, 7), (7, 9), (9, 10)]),
        (["▁", "3", "▁May"], "3 May", [(0, 0), (0, 1), (2, 5)]),
        (["▁a", "▁b"], "a  \u00a0b", [(0, 1), (4, 5)]),
        (["▁co", "operation"], "co\u00adoperation", [(0, 2), (3, 12)]),
        (["▁և"], "եւ", None),
        (["▁a", "<0xE2>"], "a…", None),
        (["▁a"], "a b", None),
        (["▁a", "▁b"], "a", None),
        ([], "", []),
    ],
)
def test_pieces_stand_where_they_spell_the_text(
    pieces: list[str], text: str, spans: list[tuple[int, int]] | None
) -> None:
    assert piece_spans(pieces, text) == spans


def test_shares_of_pieces_are_summed_up_over_words() -> None:
    source = Side("the talks", "en", ["▁the", "▁tal", "ks"])
    target = Side("l’entretien", "fr", ["▁l", "’", "entre", "tien"])
    rows = [[0.9, 0.1, 0.0], [0.7, 0.2, 0.1], [0.1, 0.5, 0.4], [0.2, 0.3, 0.5]]
    found = links(source, target, rows)
    assert [(link.source_start, link.target_start, round(link.score, 3)) for link in found] == [
        (0, 0, 0.8),
        (4, 2, 0.85),
    ]
    assert [(link.source_end, link.target_end) for link in found] == [(3, 2), (9, 11)]


def test_a_piece_over_two_words_is_divided_by_letters() -> None:
    found = links(Side("l’accord", "fr", ["▁l’accord"]), Side("accord", "en", ["▁accord"]), [[1.0]])
    assert [(link.source_start, link.score) for link in found] == [(2, 0.75)]


@pytest.mark.parametrize(
    ("target", "rows"),
    [
        (Side("a b", "fr", ["▁a", "▁b"]), [[0.3, 0.3], [0.2, 0.1]]),  # looks elsewhere
        (Side("a b", "fr", ["▁a", "▁b"]), [[1.0, 0.0]]),  # not a row for each piece
        (Side("a c", "fr", ["▁a", "▁b"]), [[1.0, 0.0], [0.0, 1.0]]),  # does not spell the text
        (Side("", "fr", []), []),
    ],
)
def test_no_links_rather_than_wrong_ones(target: Side, rows: list[list[float]]) -> None:
    found = links(Side("x y", "en", ["▁x", "▁y"]), target, rows)
    assert [(link.source_start, link.target_start) for link in found] in ([], [(0, 0), (2, 0)])
    assert all(link.score == 0.3 for link in found)


def test_links_of_a_part_are_shifted() -> None:
    assert shifted([WordLink(0, 3, 1, 4, 0.5)], 10, 20) == [WordLink(10, 13, 21, 24, 0.5)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_package(tmp_path_factory.mktemp("packages"), stop_bias=2.0)


def engine_of(folder: Path) -> CTranslateEngine:
    return CTranslateEngine(read_package(folder), Options(device="cpu", translators=1))


def check(segment: str, hypothesis: Hypothesis) -> None:
    """Every link joins a word of the segment with one of the hypothesis, in order of place."""
    sides = [
        {(word.start, word.end) for word in tokens(text, language)}
        for text, language in ((segment, "en"), (hypothesis.text, "fr"))
    ]
    spans = [(link.source_start, link.source_end, link.target_start, link.target_end) for link in hypothesis.links]
    assert spans == sorted(set(spans))
    assert all(span[:2] in sides[0] and span[2:] in sides[1] for span in spans)
    assert all(0 < link.score <= 1 for link in hypothesis.links)


def test_an_engine_gives_links_where_they_are_asked_for(folder: Path) -> None:
    segments = ["  The talks were held in Paris on 3 May. ", "a_b_c: (one)", "", "Par\u00adis"]
    engine = engine_of(folder)
    plain, asked = engine.translate(segments, Decoding(beam=2)), engine.translate(segments, ASKED)
    assert [each.text for each in plain] == [each.text for each in asked]
    assert not any(each.links for each in plain)
    assert any(each.links for each in asked)
    for segment, hypothesis in zip(segments, asked, strict=True):
        check(segment, hypothesis)


def test_every_output_has_links_of_its_own(folder: Path) -> None:
    segment = "The talks were held in Paris on 3 May."
    (best,) = engine_of(folder).translate([segment], Decoding(beam=4, n_best=4, links=True))
    assert any(each.links for each in best.alternatives)
    for each in (best, *best.alternatives):
        check(segment, each)


def test_links_of_a_segment_in_parts_are_those_of_the_whole(tmp_path: Path) -> None:
    engine = engine_of(make_package(tmp_path, stop_bias=2.0, max_source_tokens=12))
    segment = "The talks were held in Paris; the talks were held on 3 May; one two three."
    (said,) = engine.translate([segment], ASKED)
    assert "split-segment" in said.remarks
    assert said.links[-1].source_start > len(segment) / 2
    check(segment, said)


def test_tokens_around_the_text_are_no_words(tmp_path: Path) -> None:
    package = make_package(tmp_path, stop_bias=2.0, layout="opus", target_prefix="")
    segment = "The talks were held in Paris on 3 May."
    (said,) = engine_of(package).translate([segment], ASKED)
    assert said.links
    check(segment, said)


def test_a_model_whose_columns_are_not_its_tokens_gives_none(tmp_path: Path) -> None:
    package = make_package(tmp_path, stop_bias=2.0)
    path = package / "model" / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"add_source_bos": True}))
    (said,) = engine_of(package).translate(["The talks were held in Paris."], ASKED)
    assert said.text and not said.links


class Linking(FakeEngine):
    """Says the segment, with given links."""

    def __init__(self, route: tuple[str, str], given: tuple[WordLink, ...]) -> None:
        super().__init__(route, lambda text: text)
        self._given = given

    def _hypothesis(self, segment: str) -> Hypothesis:
        plain = super()._hypothesis(segment)
        return Hypothesis(plain.text, plain.score, plain.engine, plain.route, links=self._given)


def test_links_of_legs_are_joined_over_the_words_between() -> None:
    first = Linking(("az", "en"), (WordLink(0, 1, 2, 3, 0.8), WordLink(2, 3, 0, 1, 0.5), WordLink(2, 3, 4, 5, 0.9)))
    second = Linking(("en", "fr"), (WordLink(0, 1, 0, 1, 1.0), WordLink(2, 3, 4, 5, 0.5), WordLink(4, 5, 0, 1, 0.5)))
    (said,) = PivotEngine([first, second]).translate(["a b c"])
    assert said.links == (WordLink(0, 1, 4, 5, 0.4), WordLink(2, 3, 0, 1, 0.5))
