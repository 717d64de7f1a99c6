"""Models of the curated list, from a hub on this machine and from a folder that was carried here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from tests.unit.engines.hub_server import COMMIT, Server
from tests.unit.engines.tiny_model import SPECIALS, _Filler, pieces, sentencepiece_model
from workbench.config import load_settings
from workbench.core.errors import ConfigError, EngineError, ModelMissingError, PackageError
from workbench.core.language import FOUR
from workbench.engines import catalogue
from workbench.engines.catalogue import Entry, Part
from workbench.engines.downloads import Downloads
from workbench.services import offers
from workbench.services.models import Models

hub_library = pytest.importorskip("huggingface_hub.file_download")

TINY = Entry(
    name="tiny-nllb",
    title="Tiny NLLB",
    layout="nllb",
    parts=(
        Part("some/tiny", "", ("config.json", "shared_vocabulary.json", "model.bin")),
        Part("the/original", "", ("sentencepiece.bpe.model",)),
    ),
    size_bytes=200_000,
    quantization="int8",
    licence="CC-BY-NC-4.0",
    pair=None,
    languages=FOUR,
    confirmed=(),
    scores=(),
    note="",
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of TINY."""
    folder = tmp_path_factory.mktemp("tiny")
    tokens = ["eng_Latn", "fra_Latn", "azj_Latn", "hye_Armn"]
    _Filler(1, 6.0).spec([*SPECIALS, *pieces(), *tokens]).save(str(folder))
    (folder / "sentencepiece.bpe.model").write_bytes(sentencepiece_model())
    return folder


@pytest.fixture
def server(files: Path) -> Iterator[Server]:
    running = Server()
    content = {path.name: path.read_bytes() for path in files.iterdir()}
    tokenizer = {"sentencepiece.bpe.model": content.pop("sentencepiece.bpe.model")}
    running.repository("some/tiny", content, small=("config.json", "shared_vocabulary.json"))
    running.repository("the/original", tokenizer)
    yield running
    running.close()


@pytest.fixture
def there(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Models:
    """A user whose curated list has TINY alone."""
    monkeypatch.setattr(hub_library.constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(catalogue, "catalogue", lambda: (TINY,))
    monkeypatch.setattr(offers, "catalogue", lambda: (TINY,))
    (tmp_path / "index.json").write_text("[]")
    (tmp_path / "starters").mkdir()
    flags = {"packages": str(tmp_path / "own"), "index": str(tmp_path / "index.json"), "device": "cpu"}
    arriving = Downloads(tmp_path / "downloads", timeout_s=5, pause=lambda _: None)
    settings = load_settings(flags=flags)
    return Models(settings, starters=tmp_path / "starters", downloads=arriving, endpoint=server.address)


def test_one_model_serves_every_pair_it_covers(there: Models, tmp_path: Path) -> None:
    installed = there.install("hy-az", accept_licence=True)
    assert (installed.name, installed.several, installed.licence) == ("tiny-nllb", True, "CC-BY-NC-4.0")
    routes = there.routes()
    assert [routes.route(*pair) for pair in permutations(FOUR, 2)] == list(permutations(FOUR, 2))
    assert len(routes.engine("hy", "az").translate(["Երևանում"])) == 1
    assert {each.installed for each in there.available().pairs} == {("tiny-nllb",)}
    assert list((tmp_path / "downloads").iterdir()) == []


def test_what_was_installed_is_noted_and_compared(there: Models) -> None:
    folder = there.install("tiny-nllb", accept_licence=True).folder
    assert there.info("tiny-nllb").origin == (
        f"https://huggingface.co/some/tiny@{COMMIT} + https://huggingface.co/the/original@{COMMIT}"
    )
    assert there.verify(["tiny-nllb"])[0].problem == ""
    weights = folder / "model" / "model.bin"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    assert "model/model.bin has changed (another checksum)" in there.verify(["tiny-nllb"])[0].problem
    assert there.install("tiny-nllb", accept_licence=True, force=True).folder == folder
    assert there.verify(["tiny-nllb"])[0].problem == ""


def test_a_licence_that_forbids_commercial_use_must_be_accepted(there: Models, server: Server) -> None:
    assert there.choose("en-hy").restricted
    with pytest.raises(ConfigError, match=r"tiny-nllb is under CC-BY-NC-4\.0.*--accept-licence"):
        there.install("en-hy")
    assert server.asked == []


def test_what_is_installed_is_not_fetched_again(there: Models, server: Server) -> None:
    there.install("tiny-nllb", accept_licence=True)
    server.asked.clear()
    with pytest.raises(PackageError, match=r"tiny-nllb is installed in .* --force"):
        there.install("tiny-nllb", accept_licence=True)
    assert server.asked == []


def test_what_the_hub_says_is_wrong_leaves_no_package(there: Models, server: Server, tmp_path: Path) -> None:
    server.repository("the/original", {"sentencepiece.bpe.model": b"no such thing"})
    with pytest.raises((PackageError, EngineError)):
        there.install("tiny-nllb", accept_licence=True)
    assert not (tmp_path / "own" / "tiny-nllb").exists()
    assert there.installed().packages == () and there.installed().broken == ()


def test_a_folder_carried_here_needs_no_hub(there: Models, server: Server, files: Path, tmp_path: Path) -> None:
    there.install("tiny-nllb", source=files, accept_licence=True)
    assert server.asked == [] and there.verify(["tiny-nllb"])[0].problem == ""
    assert not (tmp_path / "own/tiny-nllb/model/model.bin").samefile(files / "model.bin")
    with pytest.raises(ModelMissingError, match=r"it has no config\.json, .* of some/tiny; .* of the/original"):
        there.install("tiny-nllb", source=tmp_path / "starters", accept_licence=True, force=True)


def test_info_tells_what_a_model_would_make_possible(there: Models) -> None:
    info = there.info("tiny-nllb")
    assert info.installed is None and info.entry == TINY
    assert set(info.direct) == set(permutations(FOUR, 2)) and info.through == ()
    with pytest.raises(ModelMissingError):
        there.info("nothing")


def test_a_missing_pair_names_the_command(there: Models, files: Path) -> None:
    there.install("tiny-nllb", source=files, accept_licence=True)
    with pytest.raises(EngineError, match=r"models available --languages en,tlh"):
        there.routes().route("en", "tlh")
