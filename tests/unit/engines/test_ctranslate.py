"""CTranslate2 run directly, on a tiny model with random weights."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.engines.tiny_model import direct_translation, make_package, sentencepiece_model
from workbench.core.errors import EngineError, PackageError
from workbench.core.hypothesis import Decoding
from workbench.engines.ctranslate import CTranslateEngine
from workbench.engines.layouts import layout_of, repair_armenian
from workbench.engines.model import Options
from workbench.engines.packages import read_package

TALKS = "The talks were held in Paris on 3 May."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_package(tmp_path_factory.mktemp("packages"))


def engine_of(folder: Path, **options: object) -> CTranslateEngine:
    return CTranslateEngine(read_package(folder), Options(device="cpu", **options))  # type: ignore[arg-type]


@pytest.mark.parametrize("beam", [1, 2, 4])
def test_says_what_the_libraries_say(folder: Path, beam: int) -> None:
    (hypothesis,) = engine_of(folder).translate([TALKS], Decoding(beam=beam))
    assert hypothesis.text == direct_translation(folder, TALKS, beam=beam)
    assert hypothesis.score < 0 and hypothesis.engine == folder.name and hypothesis.route == ("en", "fr")


def test_white_space_and_blank_segments_come_back(folder: Path) -> None:
    plain, spaced, *blank = engine_of(folder).translate([TALKS, f" \t{TALKS}\u00a0\n", "", "  \n"], Decoding(beam=1))
    assert spaced.text == f" \t{plain.text}\u00a0\n"
    assert [(each.text, each.score) for each in blank] == [("", 0.0), ("  \n", 0.0)]


def test_the_same_segments_give_the_same_batches_however_many_translators_run(folder: Path) -> None:
    segments = [f"The talks were held in Paris on {number} May, {'two, ' * (number % 7)}three!" for number in range(90)]
    answers = [
        engine_of(folder, translators=count, batch_tokens=64).translate(segments, Decoding(beam=2))
        for count in (1, 2, 3)
    ]
    assert answers[0] == answers[1] == answers[2]


def test_a_package_names_its_own_beam(tmp_path: Path) -> None:
    greedy = make_package(tmp_path, beam_size=1)
    assert engine_of(greedy).translate([TALKS])[0].text == direct_translation(greedy, TALKS, beam=1)


def test_a_segment_that_is_too_long_is_translated_in_parts(tmp_path: Path) -> None:
    engine = engine_of(make_package(tmp_path, max_source_tokens=20))
    first, second = "The talks were held in Paris.", "Two; three (one) in May!"
    joined, one, other = engine.translate([f"{first}\u00a0 {second}", first, second], Decoding(beam=1))
    assert joined.text == f"{one.text}\u00a0 {other.text}"
    assert "split-segment" in joined.remarks and "split-segment" not in one.remarks + other.remarks


def test_an_endless_word_is_translated_in_parts(folder: Path) -> None:
    (hypothesis,) = engine_of(folder).translate(["a_b_c:" * 2000], Decoding(beam=1))
    assert "split-segment" in hypothesis.remarks


def test_an_output_that_never_ends_is_remarked(tmp_path: Path) -> None:
    (hypothesis,) = engine_of(make_package(tmp_path, stop_bias=-200.0)).translate([TALKS], Decoding(beam=1))
    assert hypothesis.remarks == ("cut-off",)


def test_the_register_tells_what_is_outside(tmp_path: Path) -> None:
    folder = make_package(tmp_path, starter=True)
    words = ["the", "talks", "were", "held", "in", "paris", "on", "may"]
    bounds = {"words": words, "min_known_share": 0.75, "min_score": -100.0}
    (folder / "register.json").write_text(json.dumps(bounds))
    inside, outside, shouted, number = engine_of(folder).translate(
        [TALKS, "Paris has two rivers", TALKS.upper(), "2024"], Decoding(beam=1)
    )
    assert (inside.known_share, inside.outside, inside.starter) == (1.0, False, True)
    assert (outside.known_share, outside.outside) == (0.25, True)
    assert shouted.known_share == number.known_share == 1.0
    (folder / "register.json").write_text(json.dumps(bounds | {"min_score": -0.0001}))
    assert engine_of(folder).translate([TALKS], Decoding(beam=1))[0].outside


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"words": 3}', '{"words": [], "min_known_share": "x", "min_score": 0}']
)
def test_a_broken_register_is_named(tmp_path: Path, content: str) -> None:
    folder = make_package(tmp_path)
    (folder / "register.json").write_text(content)
    with pytest.raises(PackageError, match=r"register\.json: is not a register"):
        engine_of(folder).translate([TALKS])


def damage_model(folder: Path) -> None:
    path = folder / "model" / "model.bin"
    path.write_bytes(path.read_bytes()[:2000])


def empty_model(folder: Path) -> None:
    (folder / "model" / "model.bin").write_bytes(b"")


def other_vocabulary(folder: Path) -> None:
    (folder / "model" / "shared_vocabulary.json").write_text(json.dumps([f"w{number}" for number in range(150)]))


def short_vocabulary(folder: Path) -> None:
    path = folder / "model" / "shared_vocabulary.json"
    path.write_text(json.dumps(json.loads(path.read_text())[:40]))


def no_vocabulary(folder: Path) -> None:
    (folder / "model" / "shared_vocabulary.json").unlink()


def unreadable_vocabulary(folder: Path) -> None:
    (folder / "model" / "shared_vocabulary.json").write_text("[")


def broken_tokenizer(folder: Path) -> None:
    (folder / "sentencepiece.model").write_bytes(sentencepiece_model()[:100])


def broken_settings(folder: Path) -> None:
    (folder / "model" / "config.json").write_text("{")


DAMAGE = [damage_model, empty_model, other_vocabulary, short_vocabulary, no_vocabulary, unreadable_vocabulary]


@pytest.mark.parametrize("damage", [*DAMAGE, broken_tokenizer, broken_settings])
def test_a_damaged_package_is_named_with_what_to_do(damage: object, tmp_path: Path) -> None:
    folder = make_package(tmp_path)
    damage(folder)  # type: ignore[operator]
    with pytest.raises(EngineError, match=r"translate-en_fr-1_0.*(install|verify)"):
        engine_of(folder).translate([TALKS])


def test_a_gpu_that_is_not_there_is_said(folder: Path) -> None:
    ctranslate2 = pytest.importorskip("ctranslate2")
    if ctranslate2.get_cuda_device_count():
        pytest.skip("there is one")
    with pytest.raises(EngineError, match="--device cpu"):
        CTranslateEngine(read_package(folder), Options(device="cuda")).translate([TALKS])


def test_a_package_of_the_older_layout_is_refused_in_plain_words(tmp_path: Path) -> None:
    folder = make_package(tmp_path)
    (folder / "sentencepiece.model").rename(folder / "bpe.model")
    with pytest.raises(EngineError, match=r"bpe\.model.*sacremoses.*not supported"):
        engine_of(folder).translate([TALKS])


def test_a_package_that_lost_its_tokenizer_is_not_called_an_old_one(tmp_path: Path) -> None:
    folder = make_package(tmp_path)
    package = read_package(folder)
    (folder / "sentencepiece.model").unlink()
    with pytest.raises(PackageError, match=r"has no sentencepiece\.model, its tokenizer; install it again, or remove"):
        read_package(folder)
    with pytest.raises(
        EngineError, match=r"translate-en_fr-1_0: its tokenizer sentencepiece\.model is gone; install it"
    ):
        CTranslateEngine(package).translate([TALKS])


def test_underscores_survive_decoding(folder: Path) -> None:
    layout = layout_of(read_package(folder))
    assert layout.decode(layout.encode("a_b_c: talks")) == "a_b_c: talks"


def test_the_target_prefix_goes_in_and_does_not_come_out(tmp_path: Path) -> None:
    folder = make_package(tmp_path, target_prefix="▁Paris")
    layout = layout_of(read_package(folder))
    assert layout.target_prefix == ["▁Paris"]
    assert layout.decode(["▁Paris", *layout.encode("talks")]) == "talks"
    (hypothesis,) = engine_of(folder).translate([TALKS], Decoding(beam=1))
    assert not hypothesis.text.startswith("Paris Paris")


def test_the_armenian_ligature_is_repaired(tmp_path: Path) -> None:
    layout = layout_of(read_package(make_package(tmp_path, "en", "hy")))
    assert layout.decode(["▁", "ե", "ւ", "▁", "Ե", "ր", "ե", "ւ", "ա", "ն"]) == "և Երևան"
    assert repair_armenian("Թե՛ եւ") == "Թե՛ և"
    assert layout_of(read_package(make_package(tmp_path, "en", "fr"))).decode(["ե", "ւ"]) == "եւ"


def test_closing_gives_the_model_back_and_the_next_segment_loads_it(folder: Path) -> None:
    engine = engine_of(folder)
    before = engine.translate([TALKS], Decoding(beam=1))
    engine.close()
    assert engine.translate([TALKS], Decoding(beam=1)) == before


def test_a_vocabulary_map_decides_what_may_be_written(tmp_path: Path) -> None:
    folder = make_package(tmp_path)
    (free,) = engine_of(folder).translate([TALKS], Decoding(beam=1))
    allowed = [
        piece for piece in json.loads((folder / "model" / "shared_vocabulary.json").read_text()) if piece in "ao▁"
    ]
    # The line without a source is what may always be written.
    (folder / "model" / "vmap.txt").write_text("\t" + " ".join(allowed) + "\n", encoding="utf-8")
    (bound,) = engine_of(folder).translate([TALKS], Decoding(beam=1))
    assert set(bound.text) <= set("ao ") and set(free.text) - set("ao ")
    (unbound,) = engine_of(folder, vmap=False).translate([TALKS], Decoding(beam=1))
    assert unbound.text == free.text


def test_an_unknown_word_of_the_output_is_taken_from_the_source(folder: Path) -> None:
    """A word that the model cannot write comes out as the source word it looked at, not as a mark."""
    outputs = engine_of(folder).translate([f"The talks 😀 {sign} in Paris" for sign in "ԱЖ中"], Decoding(beam=1))
    assert all("<unk>" not in each.text and "⁇" not in each.text for each in outputs)


def test_halves_of_a_batch_that_memory_does_not_hold(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_of(folder)
    whole = [each.text for each in engine.translate([TALKS, "Paris.", "May."], Decoding(beam=1))]
    real = type(engine.model)._decode

    def little(self: object, tokens: list[object], *about: object) -> object:
        if len(tokens) > 1:
            raise RuntimeError("out of memory")
        return real(self, tokens, *about)  # type: ignore[arg-type]

    monkeypatch.setattr(type(engine.model), "_decode", little)
    assert [each.text for each in engine.translate([TALKS, "Paris.", "May."], Decoding(beam=1))] == whole


def test_other_length_penalties_give_the_same_kind_of_score(folder: Path) -> None:
    scores = [
        engine_of(folder).translate([TALKS], Decoding(beam=1, length_penalty=penalty))[0].score
        for penalty in (0.0, 0.2, 1.0)
    ]
    assert scores[0] == pytest.approx(scores[2], rel=1e-4) and scores[1] == pytest.approx(scores[2], rel=1e-4)
