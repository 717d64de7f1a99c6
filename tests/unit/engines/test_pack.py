"""Packing: what a folder is told to be, what goes into the package, and that Argos runs what it is said to run."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import ctranslate2
import pytest
import sentencepiece

from tests.unit.engines.model_folders import GOLDEN, PUBLISHED, checkpoint, published
from tests.unit.engines.tiny_model import make_package, sentencepiece_model
from workbench.core.errors import ConfigError, PackageError
from workbench.engines.codes import languages, tag_of
from workbench.engines.convert import check_converters, convert
from workbench.engines.layouts import Layout, layout_of
from workbench.engines.modelfolder import MARIAN, TRANSFORMERS, look_at
from workbench.engines.pack import Plan, Wish, check_tokenizer, plan, write_archive, write_folder
from workbench.engines.packages import Package, PackageFolder, read_package
from workbench.engines.spm import with_control_piece

EN_HY = Wish(("en",), ("hy",))
ALL = sorted(PUBLISHED)
ARGOS_RUNS = [layout for layout in ALL if layout != "madlad"]
TEXTS = [one["text"] for one in json.loads((GOLDEN / "opus" / "expected.json").read_text(encoding="utf-8"))]


def made(layout: str, tmp_path: Path, wish: Wish = EN_HY) -> Plan:
    return plan(look_at(published(layout, tmp_path / "published")), wish)


def written(layout: str, tmp_path: Path, wish: Wish = EN_HY) -> Package:
    done = made(layout, tmp_path, wish)
    write_folder(done, tmp_path / done.name)
    return read_package(tmp_path / done.name)


@pytest.mark.parametrize(
    ("code", "tag"),
    [
        ("hye_Armn", "hy"), ("azj_Latn", "az"), ("azb_Arab", "azb"), ("fra_Latn", "fr"), ("eng_Latn", "en"),
        ("zho_Hans", "zh"), ("zho_Hant", "zh-Hant"), ("pes_Arab", "fa"), ("arb_Arab", "ar"), ("khk_Cyrl", "mn"),
        ("srp_Cyrl", "sr"), ("srp_Latn", "sr-Latn"), ("aze_Cyrl", "az-Cyrl"), ("aze_Latn", "az"), ("nob_Latn", "nb"),
        ("kor_Hang", "ko"), ("hy", "hy"), ("ns", "nso"), ("iw", "he"), ("zh_Latn", "zh-Latn"), ("kat_Geor", "ka"),
    ],
)  # fmt: skip
def test_codes_of_models_become_tags(code: str, tag: str) -> None:
    assert tag_of(code) == tag


def test_every_language_of_nllb_and_m2m100_has_a_tag_of_its_own() -> None:
    for layout, count in (("nllb", 202), ("m2m100", 100)):
        tokens = dict(read_package(GOLDEN / layout / "package").metadata.tokens)
        assert len(tokens) == count == len(set(tokens.values()))
        assert languages(layout, tokens.values()) == tokens


def test_of_two_tokens_for_a_language_the_more_exact_is_taken() -> None:
    assert languages("opus-multi", [">>aze<<", ">>aze_Latn<<", ">>x<<", ">>q!<<"]) == {"az": ">>aze_Latn<<"}
    assert languages("madlad", ["<2fuv>", "<2ff>", "<2fuv>"]) == {"ff": "<2ff>"}


def test_what_is_no_language_among_the_tokens_of_madlad_is_left_out() -> None:
    tokens = ["<2>", "<2translate>", "<2Armn>", "<2CA>", "<2en_xx_simple>", "<2zxx_xx_dtynoise>", "<2mass>", "<2ca>"]
    assert languages("madlad", tokens) == {"ca": "<2ca>"}
    assert languages("madlad", ["<2zh_Latn>", "<2fr_CA>", "<2ms_Arab_BN>", "<2prs>"]) == {
        "fa-AF": "<2prs>", "fr-CA": "<2fr_CA>", "ms-Arab-BN": "<2ms_Arab_BN>", "zh-Latn": "<2zh_Latn>",
    }  # fmt: skip


@pytest.mark.parametrize("layout", ALL)
def test_the_layout_is_told_by_the_files(layout: str, tmp_path: Path) -> None:
    assert look_at(published(layout, tmp_path / "m")).layout == layout
    inner = tmp_path / "whole"
    published(layout, inner / "model")
    assert look_at(inner).model == inner / "model"


def test_a_package_with_one_tokenizer_and_no_language_tokens_is_argos_own(tmp_path: Path) -> None:
    found = look_at(make_package(tmp_path))
    assert found.layout == "argos"
    done = plan(found, Wish(("en",), ("fr",), target_token="__fr__"))
    assert (done.metadata.for_argos, done.metadata.target_prefix) == (True, "__fr__")


@pytest.mark.parametrize("layout", ALL)
def test_a_packed_model_gives_the_tokens_of_the_original_library(layout: str, tmp_path: Path) -> None:
    package = written(layout, tmp_path)
    assert package.metadata.layout == layout
    golden = layout_of(read_package(GOLDEN / layout / "package"))
    assert layout_of(package).encode("The delegations met. և") == golden.encode("The delegations met. և")
    assert layout_of(package).target_prefix == golden.target_prefix


@pytest.mark.parametrize(
    ("layout", "name", "pairs", "for_argos"),
    [
        ("opus", "translate-en_hy-1_0", 1, True),
        ("opus-multi", "translate-en_hy-opus-multi-1_0", 3, False),
        ("nllb", "translate-en_hy-nllb-1_0", 202 * 201, False),
        ("m2m100", "translate-en_hy-m2m100-1_0", 100 * 99, False),
        ("madlad", "translate-en_hy-madlad-1_0", 4 * 3, False),
    ],
)
def test_one_package_serves_every_pair(layout: str, name: str, pairs: int, for_argos: bool, tmp_path: Path) -> None:
    package = written(layout, tmp_path)
    assert (package.name, len(package.pairs), package.metadata.for_argos) == (name, pairs, for_argos)
    assert package.pairs[0] == package.pair == ("en", "hy")
    assert package.covers("fr", "az") == (layout not in ("opus", "opus-multi"))
    assert all(package.covers(*pair) for pair in package.pairs[:50])
    assert not package.covers("en", "en") and not package.covers("en", "tlh")


def test_several_languages_of_opus_are_the_users_to_name(tmp_path: Path) -> None:
    package = written("opus", tmp_path, Wish(("hy", "az"), ("en",)))
    assert package.pairs == (("hy", "en"), ("az", "en"))


def test_the_same_model_gives_the_same_bytes(tmp_path: Path) -> None:
    done = made("madlad", tmp_path, Wish(("en",), ("hy",), licence="Apache-2.0", origin="somebody/madlad"))
    first, second = io.BytesIO(), io.BytesIO()
    write_archive(done, first)
    seen: list[int] = []
    write_archive(done, second, seen.append)
    assert first.getvalue() == second.getvalue() and seen[-1] == done.size_bytes
    card = zipfile.ZipFile(first).read(f"{done.name}/README.md").decode()
    assert "Licence: Apache-2.0" in card and "Where from: somebody/madlad" in card and "Layout: madlad" in card
    (tmp_path / "a.argosmodel").write_bytes(first.getvalue())
    installed = PackageFolder(tmp_path / "packages").install(tmp_path / "a.argosmodel")
    assert (installed.name, installed.metadata.licence) == (done.name, "Apache-2.0")


def test_a_vocabulary_map_is_carried(tmp_path: Path) -> None:
    folder = published("opus", tmp_path / "m")
    (folder / "vmap.txt").write_text("\tthe\n")
    done = plan(look_at(folder), EN_HY)
    write_folder(done, tmp_path / done.name)
    assert read_package(tmp_path / done.name).has_vmap
    assert not read_package(GOLDEN / "opus" / "package").has_vmap


def test_licence_and_origin_are_read_where_the_folder_tells(tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "m")
    (folder / "README.md").write_text("---\nlanguage: hy\nlicense: cc-by-4.0\ntags: []\n---\n# A model\n")
    found = look_at(folder)
    assert (found.licence, found.origin, found.kind, found.layout) == (
        "CC-BY-4.0", "somebody/opus-mt-en-hy", TRANSFORMERS, "opus",
    )  # fmt: skip


WRONG: dict[str, tuple[Any, str]] = {
    "no model": (lambda folder: (folder / "model.bin").unlink(), "neither a CTranslate2 model"),
    "no tokenizer": (lambda folder: (folder / "spiece.model").unlink(), "has no SentencePiece model"),
    "vocabulary": (lambda folder: (folder / "shared_vocabulary.json").write_text("{"), "cannot be read"),
    "settings": (lambda folder: (folder / "config.json").write_text("["), "cannot be read"),
    "settings of another kind": (lambda folder: (folder / "config.json").write_text("[]"), "not the configuration"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_folder_that_lacks_something_is_refused_by_name(what: str, tmp_path: Path) -> None:
    folder = published("madlad", tmp_path / "m")
    harm, message = WRONG[what]
    harm(folder)
    with pytest.raises(PackageError, match=message):
        plan(look_at(folder), EN_HY)


def test_a_tokenizer_of_another_model_is_refused(tmp_path: Path) -> None:
    folder = published("madlad", tmp_path / "m")
    (folder / "spiece.model").write_bytes(sentencepiece_model())
    vocabulary = folder / "shared_vocabulary.json"
    listed = json.loads(vocabulary.read_bytes())
    vocabulary.write_text(json.dumps([token if token.startswith("<") else f"{token}x" for token in listed]))
    found = look_at(folder)
    with pytest.raises(PackageError, match=r"spiece\.model does not belong to the model"):
        check_tokenizer(plan(found, EN_HY), found)


def test_a_broken_tokenizer_is_refused(tmp_path: Path) -> None:
    folder = published("madlad", tmp_path / "m")
    (folder / "spiece.model").write_bytes(b"nonsense")
    found = look_at(folder)
    with pytest.raises(PackageError, match="not a SentencePiece model"):
        check_tokenizer(plan(found, EN_HY), found)


def test_a_language_that_the_model_has_no_token_for_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no token for de; it has az, en, fr, hy"):
        made("madlad", tmp_path, Wish(("en",), ("de",)))
    package = plan(look_at(tmp_path / "published"), Wish(("en",), ("de",), target_token="<2fr>"))
    assert dict(package.metadata.tokens)["de"] == "<2fr>"


@pytest.mark.parametrize("name", ["../up", ".hidden", "a/b", "a b"])
def test_a_name_that_is_no_folders_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be the name"):
        made("opus", tmp_path, Wish(("en",), ("hy",), name=name))


def test_an_unknown_family_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="of type 'bert' cannot be packed"):
        look_at(checkpoint(tmp_path / "m", "bert"))
    with pytest.raises(PackageError, match="only MADLAD-400"):
        look_at(checkpoint(tmp_path / "t5", "t5"))
    with pytest.raises(ConfigError, match="'mamba' is no layout"):
        plan(look_at(published("opus", tmp_path / "o"), layout="mamba"), EN_HY)


def test_converting_says_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = look_at(checkpoint(tmp_path / "m"))
    monkeypatch.setattr("workbench.engines.convert.find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"torch and transformers must be there; .*statement-workbench\[convert\]"):
        convert(found, tmp_path / "out")


def test_a_broken_checkpoint_of_opus_is_named(tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "m")
    (folder / "model.safetensors").unlink()
    (folder / "decoder.yml").write_text("models: [gone.npz]\nvocabs: [gone.yml, gone.yml]\n")
    found = look_at(folder)
    assert found.kind == MARIAN
    check_converters(found)
    with pytest.raises(PackageError, match=r"m: cannot be converted"):
        convert(found, tmp_path / "out")


def test_a_control_piece_is_added_and_decodes_to_nothing() -> None:
    before = sentencepiece.SentencePieceProcessor(model_proto=sentencepiece_model())
    after = sentencepiece.SentencePieceProcessor(model_proto=with_control_piece(sentencepiece_model(), "hye_Armn" * 40))
    assert after.get_piece_size() == before.get_piece_size() + 1
    assert after.is_control(after.piece_to_id("hye_Armn" * 40))
    assert after.decode_pieces(["hye_Armn" * 40, "▁The"]) == "The"
    assert after.encode("The talks", out_type=str) == before.encode("The talks", out_type=str)


ARGOS = """
import json, sys
from argostranslate import package
import ctranslate2
texts = json.load(sys.stdin)
here = package.get_installed_packages()
answers = {}
for one in here:
    if one.type != "translate":
        continue
    model = ctranslate2.Translator(str(one.package_path / "model"), device="cpu", intra_threads=1)
    tokens = [one.tokenizer.encode(text) for text in texts]
    prefix = [[one.target_prefix]] * len(tokens) if one.target_prefix else None
    out = model.translate_batch(tokens, target_prefix=prefix, beam_size=1, max_decoding_length=12)
    answers[one.package_path.name] = [one.tokenizer.decode(each.hypotheses[0]) for each in out]
json.dump({"here": [one.package_path.name for one in here], "answers": answers}, sys.stdout)
"""


@pytest.fixture(scope="session")
def argos(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A folder with every layout, made for Argos and not, and what Argos' package and tokenizer classes make of it."""
    root = tmp_path_factory.mktemp("argos")
    for layout in ALL:
        found = look_at(published(layout, root / layout))
        for name, wish in (("own", replace(EN_HY, argos=True)), ("other", EN_HY)):
            if layout == "madlad" and wish.argos:
                continue
            done = plan(found, replace(wish, name=f"{name}-{layout}"))
            write_folder(done, root / "packages" / done.name)
    done = subprocess.run(
        [sys.executable, "-c", ARGOS],
        input=json.dumps(TEXTS),
        env={"HOME": str(root), "ARGOS_PACKAGES_DIR": str(root / "packages")},
        capture_output=True,
        text=True,
        check=True,
    )
    return root / "packages", json.loads(done.stdout)


@pytest.mark.parametrize("layout", ARGOS_RUNS)
def test_argos_runs_a_package_made_for_it(layout: str, argos: tuple[Path, dict[str, Any]]) -> None:
    """Argos gets the text that our pipeline gets, but for `_`, which it takes for a space, and the repaired `և`."""
    packages, answer = argos
    package = read_package(packages / f"own-{layout}")
    assert package.metadata.for_argos and package.pairs == (("en", "hy"),)
    adapter, original = layout_of(package), layout_of(read_package(GOLDEN / layout / "package"))
    ours = greedy(package.folder / "model", adapter)
    assert ours == greedy(GOLDEN / layout / "package" / "model", original)
    decoded = [text.replace("_", " ").strip() for text in adapter.decode_many(ours)]
    assert [text.replace("եւ", "և").strip() for text in answer["answers"][package.name]] == decoded


def greedy(model: Path, adapter: Layout) -> list[list[str]]:
    prefix = [adapter.target_prefix] * len(TEXTS) if adapter.target_prefix else None
    translator = ctranslate2.Translator(str(model), device="cpu", intra_threads=1)
    outputs = translator.translate_batch(
        adapter.encode_many(TEXTS), target_prefix=prefix, beam_size=1, max_decoding_length=12
    )
    return [output.hypotheses[0] for output in outputs]


def test_what_argos_cannot_run_it_does_not_list(argos: tuple[Path, dict[str, Any]]) -> None:
    packages, answer = argos
    assert len(answer["here"]) == len(ALL) + len(ARGOS_RUNS)
    assert sorted(answer["answers"]) == sorted([*(f"own-{layout}" for layout in ARGOS_RUNS), "other-opus"])
    inventory = PackageFolder(packages).inventory()
    assert len(inventory.packages) == len(answer["here"]) and not inventory.broken


def test_argos_cannot_have_madlad(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="leave --argos out"):
        made("madlad", tmp_path, replace(EN_HY, argos=True))


def test_a_package_made_for_one_pair_serves_no_other(tmp_path: Path) -> None:
    package = written("nllb", tmp_path, Wish(("en",), ("hy",), argos=True))
    values = json.loads((package.folder / "metadata.json").read_bytes())
    (package.folder / "metadata.json").write_text(json.dumps({**values, "languages": ["fr"]}))
    with pytest.raises(PackageError.__mro__[1], match="packed for one pair only"):
        layout_of(read_package(package.folder), "fr", "hy")


@pytest.mark.parametrize(
    ("field", "value"), [("languages", [1]), ("languages", [{"name": "x"}]), ("layout", 3), ("source_languages", ["!"])]
)
def test_metadata_of_the_wrong_kind_is_refused(field: str, value: object, tmp_path: Path) -> None:
    folder = tmp_path / "p"
    shutil.copytree(GOLDEN / "nllb" / "package", folder)
    values = json.loads((folder / "metadata.json").read_bytes())
    (folder / "metadata.json").write_text(json.dumps({**values, field: value}))
    with pytest.raises(PackageError, match="in the metadata"):
        read_package(folder)
