"""Every layout gives the tokens and the text of the library that the model comes from.

The fixtures are made by tools/layouts/make.py, with the original libraries; see tests/golden/layouts/README.md.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ctranslate2
import pytest

from tests.unit.engines.tiny_model import make_package
from workbench.core.errors import EngineError, PairUnsupportedError
from workbench.engines.layouts import Layout, layout_of, repair_armenian
from workbench.engines.packages import Package, read_package
from workbench.engines.vocabulary import source_vocabulary

GOLDEN = Path(__file__).parents[2] / "golden" / "layouts"
LAYOUTS = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
EXPECTED = {layout: json.loads((GOLDEN / layout / "expected.json").read_text(encoding="utf-8")) for layout in LAYOUTS}
CASES = [
    pytest.param(layout, one, id=f"{layout}-{number}")
    for layout in LAYOUTS
    for number, one in enumerate(EXPECTED[layout])
]
TEXTS = [one["text"] for one in EXPECTED["opus"]]


def package_of(layout: str) -> Package:
    return read_package(GOLDEN / layout / "package")


@pytest.fixture(scope="session")
def translators() -> dict[str, Any]:
    """Each fixture's model, loaded once."""
    return {
        layout: ctranslate2.Translator(str(GOLDEN / layout / "package" / "model"), device="cpu", intra_threads=1)
        for layout in LAYOUTS
    }


def as_the_model_reads(package: Package, tokens: list[str]) -> list[str]:
    """Tokens as the original library shows them: what the model does not know is `<unk>`, the end is there."""
    known = source_vocabulary(package.folder / "model")
    shown = [token if token in known else "<unk>" for token in tokens]
    settings = json.loads((package.folder / "model" / "config.json").read_bytes())
    return shown + (["</s>"] if settings["add_source_eos"] else [])


def greedy(translator: Any, layout: Layout, tokens: list[str], most: int) -> list[str]:
    prefix = [layout.target_prefix] if layout.target_prefix else None
    result = translator.translate_batch([tokens], target_prefix=prefix, beam_size=1, max_decoding_length=most)
    return list(result[0].hypotheses[0])


def test_there_is_a_fixture_for_every_layout_but_argos_own() -> None:
    assert LAYOUTS == ["m2m100", "madlad", "nllb", "opus", "opus-multi"]
    assert all(package_of(layout).metadata.layout == layout for layout in LAYOUTS)
    for layout in LAYOUTS:
        assert sum(path.stat().st_size for path in (GOLDEN / layout).rglob("*") if path.is_file()) < 300_000


@pytest.mark.parametrize(("layout", "one"), CASES)
def test_the_source_tokens_are_those_of_the_original_library(layout: str, one: dict[str, Any]) -> None:
    package = package_of(layout)
    assert as_the_model_reads(package, layout_of(package).encode(one["text"])) == one["source"]


@pytest.mark.parametrize(("layout", "one"), CASES)
def test_the_output_is_that_of_the_original_library(
    layout: str, one: dict[str, Any], translators: dict[str, Any]
) -> None:
    adapter = layout_of(package_of(layout))
    prefix = adapter.target_prefix
    # A model that was stopped by its limit is stopped there again, one that ended may go on if it is wrong.
    most = len(prefix) + len(one["target"]) + (10 if one["ended"] else 0)
    tokens = greedy(translators[layout], adapter, adapter.encode(one["text"]), most)
    assert tokens == [*prefix, *one["target"]]
    assert adapter.decode(tokens) == repair_armenian(one["translation"])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_many_at_once_are_what_each_is_alone(layout: str) -> None:
    package = package_of(layout)
    adapter = layout_of(package)
    texts = ["", "a", "The talks", "և", "half \ud800 a character", *TEXTS]
    assert adapter.encode_many(texts) == [adapter.encode(text) for text in texts]
    outputs = [[*adapter.target_prefix, "▁The", "ե", "ւ"], ["▁The"], []]
    assert adapter.decode_many(outputs) == [adapter.decode(tokens) for tokens in outputs] == ["Theև", "The", ""]
    assert adapter.encode_many([]) == adapter.decode_many([]) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_pieces_are_what_the_model_knows(layout: str) -> None:
    package = package_of(layout)
    assert layout_of(package).pieces() <= source_vocabulary(package.folder / "model")


def test_a_model_of_several_languages_has_a_layout_for_each_pair() -> None:
    nllb, m2m100, madlad, multi = (package_of(name) for name in ("nllb", "m2m100", "madlad", "opus-multi"))
    there = layout_of(nllb, "fr", "az")
    assert (there.encode("a")[0], there.encode("a")[-1], there.target_prefix) == ("fra_Latn", "</s>", ["azj_Latn"])
    assert (layout_of(m2m100, "hy", "en").encode("a")[0], layout_of(m2m100, "hy", "en").target_prefix) == (
        "__hy__",
        ["__en__"],
    )
    assert (
        layout_of(madlad, "hy", "az").encode("a")[:2] == ["▁", "<2az>"]
        and layout_of(madlad, "hy", "az").target_prefix == []
    )
    assert layout_of(multi, "en", "az").encode("a")[0] == ">>aze_Latn<<"
    assert all(package.several for package in (nllb, m2m100, madlad, multi)) and not package_of("opus").several


def test_a_pair_that_is_not_covered_is_refused() -> None:
    with pytest.raises(PairUnsupportedError, match="package package does not translate from fr to en"):
        layout_of(package_of("opus"), "fr", "en")
    with pytest.raises(PairUnsupportedError):
        layout_of(package_of("nllb"), "en", "en")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("text", ["fra_Latn a", "__fr__ a", ">>fra<< a", "</s> a", "<unk> <pad> a"])
def test_no_text_becomes_a_special_token(layout: str, text: str) -> None:
    adapter = layout_of(package_of(layout))
    plain = adapter.encode("a")
    special = {"fra_Latn", "__fr__", ">>fra<<", "</s>", "<unk>", "<pad>"}
    inside = [token for token in adapter.encode(text) if token in special]
    assert inside == [token for token in plain if token in special]


def test_a_language_token_that_comes_out_is_no_text() -> None:
    adapter = layout_of(package_of("nllb"), "en", "fr")
    assert adapter.decode(["fra_Latn", "▁a", "hye_Armn", "<pad>", "b"]) == "ab"


def test_tokens_may_be_left_to_the_vocabulary(tmp_path: Path) -> None:
    """A card that names its layout and no token is enough."""
    folder = make_package(tmp_path, "en", "hy", layout="nllb")
    listed = folder / "model" / "shared_vocabulary.json"
    listed.write_text(json.dumps([*json.loads(listed.read_bytes()), "eng_Latn", "hye_Armn"]), encoding="utf-8")
    adapter = layout_of(read_package(folder))
    assert (adapter.encode("a")[0], adapter.target_prefix) == ("eng_Latn", ["hye_Armn"])


def test_a_language_without_a_token_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"translate-en_hy-1_0: its model has no token for the language 'en'"):
        layout_of(read_package(make_package(tmp_path, "en", "hy", layout="m2m100")))


def test_a_layout_from_the_future_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="its layout 'mamba' is none that this version"):
        layout_of(read_package(make_package(tmp_path, layout="mamba")))


def test_what_the_engine_adds_is_not_added_twice(tmp_path: Path) -> None:
    folder = make_package(tmp_path, layout="opus")
    assert layout_of(read_package(folder)).encode("a")[-1] == "</s>"
    settings = folder / "model" / "config.json"
    settings.write_text(json.dumps({**json.loads(settings.read_bytes()), "add_source_eos": True}))
    assert layout_of(read_package(folder)).encode("a")[-1] != "</s>"


def test_settings_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    folder = make_package(tmp_path)
    (folder / "model" / "config.json").write_text("{")
    with pytest.raises(EngineError, match=r"translate-en_fr-1_0: model/config.json cannot be read"):
        layout_of(read_package(folder))
