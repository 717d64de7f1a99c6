"""What every engine answers to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.engines.tiny_model import make_package
from workbench.core.ports import Engine
from workbench.engines.ctranslate import CTranslateEngine, Options
from workbench.engines.fake import FakeEngine
from workbench.engines.packages import read_package
from workbench.engines.routes import PivotEngine

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
    hypotheses = engine.translate(SEGMENTS, beam=1)
    assert len(hypotheses) == len(SEGMENTS)
    assert hypotheses[0] == hypotheses[4]
    assert engine.translate([]) == []


def test_the_same_question_has_the_same_answer(engine: Engine) -> None:
    assert engine.translate(SEGMENTS, beam=2) == engine.translate(SEGMENTS, beam=2)


def test_white_space_around_a_segment_comes_back(engine: Engine) -> None:
    hypotheses = engine.translate(SEGMENTS, beam=1, no_repeat_ngram=3)
    assert [each.text for each in hypotheses[1:3]] == ["", " \t"]
    assert hypotheses[3].text.startswith("  ") and hypotheses[3].text.endswith("\n")


def test_no_text_is_too_odd(engine: Engine) -> None:
    odd = ["\ud800", "\0", "▁▁", "<unk>", "</s>", "😀", "a\u0301" * 300, "\u202eabc", "x" * 3000]
    assert len(engine.translate(odd, beam=1)) == len(odd)


def test_hypotheses_say_where_they_come_from(engine: Engine) -> None:
    for hypothesis in engine.translate(SEGMENTS, beam=1):
        assert hypothesis.route == engine.route and len(hypothesis.pivot) == len(engine.route) - 2
        assert hypothesis.engine and hypothesis.score <= 0 and 0 <= hypothesis.known_share <= 1
