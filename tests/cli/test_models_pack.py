"""`models pack`: folders in, packages out."""

from __future__ import annotations

import json
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from tests.cli.conftest import Run, inside
from tests.unit.engines.model_folders import PUBLISHED, checkpoint, published


@pytest.fixture
def own_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for packages."""
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.setenv("WORKBENCH_PACKAGES", str(folder))
    return folder


def test_a_model_of_many_languages_is_packed_and_serves_its_pairs(
    workbench: Run, own_packages: Path, tmp_path: Path
) -> None:
    published("nllb", tmp_path / "nllb")
    done = workbench("models", "pack", "nllb", "--from", "en", "--to", "hy", "--licence", "CC-BY-NC-4.0")
    assert (done.code, done.err) == (0, "")
    rows = dict(line.split(maxsplit=1) for line in done.out.splitlines())
    assert (rows["layout"], rows["licence"], rows["for_argos"]) == ("nllb", "CC-BY-NC-4.0", "no")
    assert rows["file"] == "translate-en_hy-nllb-1_0.argosmodel" and "and 194 more" in rows["sources"]
    assert workbench("models", "install", rows["file"]).code == 0
    assert workbench("models", "verify", rows["name"]).code == 0
    translated = workbench("translate", "-", "--from", "fr", "--to", "az", "--guards", "off", stdin="Bonjour.\n")
    assert (translated.code, translated.out.count("\n")) == (0, 1)


@pytest.mark.parametrize("layout", sorted(PUBLISHED))
def test_every_layout_translates(layout: str, workbench: Run, own_packages: Path, tmp_path: Path) -> None:
    published(layout, tmp_path / "m")
    assert workbench("models", "pack", "m", "--from", "en", "--to", "hy", "--install").code == 0
    words = ("translate", "-", "--from", "en", "--to", "hy", "--guards", "off", "--format", "jsonl")
    done = workbench(*words, stdin="The delegations met.\n")
    assert done.code == 0
    assert done.json_lines()[0]["engine"].startswith("translate-en_hy")


def test_install_leaves_no_file(workbench: Run, own_packages: Path, tmp_path: Path) -> None:
    published("opus", tmp_path / "opus")
    done = workbench("models", "pack", "opus", "--from", "en", "--to", "hy", "--install", "--json")
    assert done.code == 0
    assert "--licence" in done.err
    values = done.json()
    assert (values["file"], values["converted"], values["for_argos"]) == (None, False, True)
    assert values["folder"] == str(own_packages / "translate-en_hy-1_0")
    assert not list(tmp_path.glob("*.argosmodel"))
    again = workbench("models", "pack", "opus", "--from", "en", "--to", "hy", "--install")
    assert again.code == 5 and "--force" in again.err
    assert workbench("models", "pack", "opus", "--from", "en", "--to", "hy", "--install", "--force").code == 0


def test_nothing_is_overwritten_without_force(workbench: Run, own_packages: Path, tmp_path: Path) -> None:
    published("opus", tmp_path / "opus")
    words = ("models", "pack", "opus", "--from", "en", "--to", "hy", "--out", "mine.argosmodel")
    (tmp_path / "mine.argosmodel").write_bytes(b"mine")
    refused = workbench(*words)
    assert refused.code == 4 and "--force" in refused.err
    assert (tmp_path / "mine.argosmodel").read_bytes() == b"mine"
    assert workbench(*words, "--force").code == 0
    assert (tmp_path / "mine.argosmodel").read_bytes()[:2] == b"PK"


def test_a_dry_run_writes_nothing(workbench: Run, own_packages: Path, tmp_path: Path) -> None:
    published("madlad", tmp_path / "madlad")
    before = inside(tmp_path)
    done = workbench("models", "pack", "madlad", "--from", "en", "--to", "hy", "--install", "--dry-run", "--json")
    assert (done.code, inside(tmp_path)) == (0, before)
    assert (done.json()["layout"], done.json()["dry_run"]) == ("madlad", True)


def test_a_checkpoint_without_converters_says_how_to_get_them(
    workbench: Run, own_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkpoint(tmp_path / "marian")
    monkeypatch.setattr("workbench.engines.convert.find_spec", lambda name: None)
    before = inside(tmp_path)
    done = workbench("models", "pack", "marian", "--from", "en", "--to", "hy")
    assert done.code == 2
    assert "pip install 'statement-workbench[convert]'" in done.err
    assert inside(tmp_path) == before


def test_a_checkpoint_that_fails_leaves_nothing(
    workbench: Run, own_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def converter(found: object) -> object:
        raise RuntimeError("tensor 'x' has shape (3,)\nand a long story")

    checkpoint(tmp_path / "marian")
    monkeypatch.setattr("workbench.engines.convert.find_spec", lambda name: object())
    monkeypatch.setattr("workbench.engines.convert._converter", converter)
    before = inside(tmp_path)
    done = workbench("models", "pack", "marian", "--from", "en", "--to", "hy")
    assert done.code == 5
    assert done.err == "workbench: marian: cannot be converted: tensor 'x' has shape (3,)\n"
    assert inside(tmp_path) == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".workbench")]


def test_a_checkpoint_is_converted_then_packed(
    workbench: Run, own_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a converter that writes what CTranslate2's would; the real ones are run by tools/layouts/make.py."""

    class Converter:
        def convert(self, out: str, *, quantization: str) -> None:
            published("opus", Path(out))
            (Path(out) / "source.spm").unlink()
            (Path(out) / "target.spm").unlink()

    checkpoint(tmp_path / "marian")
    monkeypatch.setattr("workbench.engines.convert.find_spec", lambda name: object())
    monkeypatch.setattr("workbench.engines.convert._converter", lambda found: Converter())
    done = workbench("models", "pack", "marian", "--from", "en", "--to", "hy", "--json")
    assert done.code == 0
    assert (done.json()["converted"], done.json()["origin"]) == (True, "somebody/opus-mt-en-hy")
    assert workbench("models", "install", done.json()["file"]).code == 0
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".workbench")]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("gone", "--from", "en", "--to", "hy"), 3, "gone: there is no such folder"),
        (("empty", "--from", "en", "--to", "hy"), 5, "neither a CTranslate2 model"),
        (("madlad", "--from", "en", "--to", "de"), 2, "no token for de"),
        (("madlad", "--from", "en", "--to", "nonsense"), 2, "not a language tag"),
        (("madlad", "--from", "en", "--to", "hy", "--quantization", "int3"), 2, "'int3' is no quantization"),
        (("madlad", "--from", "en", "--to", "hy", "--layout", "x"), 2, "'x' is no layout"),
        (("madlad", "--from", "en", "--to", "hy", "--name", "a/b"), 2, "cannot be the name"),
        (("madlad", "--from", "en", "--to", "en"), 2, "source and target are both en"),
        (("madlad", "--from", "en"), 2, "--to"),
    ],
)
def test_what_cannot_be_done_is_said(
    workbench: Run, own_packages: Path, tmp_path: Path, words: tuple[str, ...], code: int, message: str
) -> None:
    published("madlad", tmp_path / "madlad")
    (tmp_path / "empty").mkdir()
    before = inside(tmp_path)
    done = workbench("models", "pack", *words)
    assert (done.code, done.out) == (code, "")
    assert message in done.err
    assert inside(tmp_path) == before


def test_a_disk_without_room_is_noticed_first(
    workbench: Run, own_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    published("opus", tmp_path / "opus")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(100, 99, 1))
    done = workbench("models", "pack", "opus", "--from", "en", "--to", "hy")
    assert done.code == 4
    assert "are free" in done.err
    assert not list(tmp_path.glob("*.argosmodel"))


def test_argos_can_have_its_own(workbench: Run, own_packages: Path, tmp_path: Path) -> None:
    published("nllb", tmp_path / "nllb")
    done = workbench("models", "pack", "nllb", "--from", "en", "--to", "hy", "--argos", "--install", "--json")
    assert (done.code, done.json()["for_argos"], done.json()["targets"]) == (0, True, ["hy"])
    metadata = json.loads((own_packages / done.json()["name"] / "metadata.json").read_bytes())
    assert (metadata["type"], metadata["target_prefix"]) == ("translate", "hye_Armn")
