"""What every engine answers to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.engines.tiny_model import make_package
from workbench.core.hypothesis import Decoding
from workbench.core.ports import Engine
from workbench.engines.ctranslate import CTranslateEngine
from workbench.engines.fake import FakeEngine
from workbench.engines.model import Options
from workbench.engines.packages import read_package
from workbench.engines.pivot import PivotEngine

CPU = Options(device="cpu")
SEGMENTS = ["The talks were held in Paris.", "", " \t", "  a_b_c: (one)\n", "The talks were held in Paris.", "\u200b"]


def ctranslate(folder: Path) -> Engine:
    return CTranslateEngine(read_package(make_package(folder)), CPU)


def pivot(folder: Path) -> Engine:
    legs = [make_package(folder), make_package(folder, "fr", "az", seed=2)]
    return PivotEngine([CTranslateEngine(read_package(leg), CPU) for leg in legs])


ENGINES: dict[str, Callable[[Path], Engine]] = {
    "fake": lambda _folder: FakeEngine(("en", "fr", "az")),
    "ctranslate": ctranslate,
    "pivot": pivot,
}


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return ENGINES[request.param](tmp_path_factory.mktemp("packages"))


def test_one_hypothesis_for_each_segment_in_order(engine: Engine) -> None:
    hypotheses = engine.translate(SEGMENTS, Decoding(beam=1))
    assert len(hypotheses) == len(SEGMENTS)
    assert hypotheses[0] == hypotheses[4]
    assert engine.translate([]) == []


def test_the_same_question_has_the_same_answer(engine: Engine) -> None:
    assert engine.translate(SEGMENTS, Decoding(beam=2)) == engine.translate(SEGMENTS, Decoding(beam=2))


def test_white_space_around_a_segment_comes_back(engine: Engine) -> None:
    hypotheses = engine.translate(SEGMENTS, Decoding(beam=1, no_repeat_ngram=3))
    assert [each.text for each in hypotheses[1:3]] == ["", " \t"]
    assert hypotheses[3].text.startswith("  ") and hypotheses[3].text.endswith("\n")


def test_no_text_is_too_odd(engine: Engine) -> None:
    odd = ["\ud800", "\0", "▁▁", "<unk>", "</s>", "😀", "a\u0301" * 300, "\u202eabc", "x" * 3000]
    assert len(engine.translate(odd, Decoding(beam=1))) == len(odd)


def test_hypotheses_say_where_they_come_from(engine: Engine) -> None:
    for hypothesis in engine.translate(SEGMENTS, Decoding(beam=1)):
        assert hypothesis.route == engine.route and len(hypothesis.pivot) == len(engine.route) - 2
        assert hypothesis.engine and hypothesis.score <= 0 and 0 <= hypothesis.known_share <= 1


def test_batches_hold_every_segment_once_and_decode_like_the_whole(engine: Engine) -> None:
    batches = engine.batches(SEGMENTS)
    assert sorted(index for batch in batches for index in batch.indices) == list(range(len(SEGMENTS)))
    assert [[SEGMENTS[index] for index in batch.indices] for batch in batches] == [list(b.segments) for b in batches]
    placed = {}
    for batch in batches:
        placed.update(zip(batch.indices, engine.decode(batch, Decoding(beam=2)), strict=True))
    whole = engine.translate(SEGMENTS, Decoding(beam=2))
    assert [placed[index].text for index in range(len(SEGMENTS))] == [each.text for each in whole]


def test_alternatives_are_given_where_they_are_asked_for(engine: Engine) -> None:
    (plain,) = engine.translate(SEGMENTS[:1], Decoding(beam=4))
    (several,) = engine.translate(SEGMENTS[:1], Decoding(beam=4, n_best=3))
    assert plain.alternatives == () and several.text == plain.text
    if several.engine != "fake" and "split-segment" not in several.remarks:
        assert len(several.alternatives) == 2
        assert all(other.score <= several.score + 1e-6 for other in several.alternatives if len(engine.route) == 2)
