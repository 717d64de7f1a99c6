"""Packages as a user sees them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.engines.tiny_model import described, make_package, zip_package
from workbench.config import load_settings
from workbench.core.errors import EngineError, ModelMissingError, PackageError
from workbench.engines.record import RECORD
from workbench.services.models import Models


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return zip_package(make_package(tmp_path / "built"), tmp_path / "en_fr.argosmodel")


def models(tmp_path: Path, *entries: object) -> Models:
    """A user with one starter package, an index of these entries and a folder of their own."""
    starters = tmp_path / "starters"
    if not starters.exists():
        make_package(starters, "en", "fr", version="9.0", starter=True)
    index = tmp_path / "index.json"
    index.write_text(json.dumps(entries))
    flags = {"packages": str(tmp_path / "own"), "index": str(index), "device": "cpu"}
    return Models(load_settings(flags=flags), starters=starters)


def test_a_starter_serves_until_a_package_is_installed(tmp_path: Path, archive: Path) -> None:
    there = models(tmp_path)
    assert [(each.kind, each.used) for each in there.installed().packages] == [("starter", True)]
    installed = there.install(str(archive))
    assert (installed.name, installed.kind, installed.version) == ("translate-en_fr-1_0", "user", "1.0")
    listed = there.installed()
    assert [(each.kind, each.used) for each in listed.packages] == [("user", True), ("starter", False)]
    assert listed.routes == (("en", "fr"),) and listed.packages[0].size_bytes > 1000
    assert there.routes().engine("en", "fr").translate(["The talks"])[0].engine == "translate-en_fr-1_0"


def test_what_the_index_offers_beside_what_is_here(tmp_path: Path, archive: Path) -> None:
    there = models(tmp_path, described("en", "fr", "1.0"), described("en", "fr", "1.1"), described("en", "az"), {})
    there.install(str(archive))
    offers = there.available()
    assert [(each.name, each.version, each.state) for each in offers.offers] == [
        ("translate-en_az", "1.0", "new"),
        ("translate-en_fr", "1.1", "update"),
        ("translate-en_fr", "1.0", "installed"),
    ]
    assert offers.skipped == 1 and not offers.problem


def test_installs_from_the_index_by_name(tmp_path: Path, archive: Path) -> None:
    there = models(tmp_path, described(links=[archive.as_uri()]))
    assert there.install("en-fr").name == "translate-en_fr-1_0"
    with pytest.raises(PackageError, match="--force"):
        there.install("translate-en_fr")
    assert there.install("translate-en_fr", force=True).name == "translate-en_fr-1_0"
    with pytest.raises(ModelMissingError, match="en-tlh"):
        there.install("en-tlh")


@pytest.mark.parametrize("name", ["missing.argosmodel", "folder/missing"])
def test_a_file_that_is_not_there_is_not_looked_for_in_the_index(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelMissingError, match="no such package file"):
        models(tmp_path).install(name)


def test_no_index_and_no_copy_says_what_to_do(tmp_path: Path) -> None:
    there = models(tmp_path)
    (tmp_path / "index.json").unlink()
    with pytest.raises(EngineError, match="models install FILE"):
        there.install("translate-en_fr")
    offers = there.available()
    assert offers.missing and "models install FILE" in offers.problem
    assert not offers.offers and {entry.name for entry, _ in offers.models} >= {"madlad400-3b"}


def test_a_starter_cannot_be_removed_and_a_package_can(tmp_path: Path, archive: Path) -> None:
    there = models(tmp_path)
    with pytest.raises(PackageError, match="came with the workbench"):
        there.remove("translate-en_fr-9_0")
    there.install(str(archive))
    assert there.remove("translate-en_fr").name == "translate-en_fr-1_0"
    with pytest.raises(ModelMissingError):
        there.remove("translate-en_fr")


def test_verify_finds_the_damaged_and_the_broken(tmp_path: Path, archive: Path) -> None:
    there = models(tmp_path)
    folder = there.install(str(archive)).folder
    assert [each.problem for each in there.verify()] == ["", ""]
    (folder / "model" / "model.bin").write_bytes(b"short")
    (tmp_path / "own" / "empty").mkdir()
    problems = {each.name: each.problem for each in there.verify()}
    assert "not as it was installed: model/model.bin has 5 bytes" in problems["translate-en_fr-1_0"]
    assert "metadata" in problems["empty"]
    assert not problems["translate-en_fr-9_0"]
    assert [each.name for each in there.verify(["translate-en_fr-9_0"])] == ["translate-en_fr-9_0"]


def test_a_package_without_checksums_is_only_tried(tmp_path: Path, archive: Path) -> None:
    there = models(tmp_path)
    folder = there.install(str(archive)).folder
    assert there.verify(["translate-en_fr"])[0].compared == 5
    (folder / RECORD).unlink()
    (folder / "model" / "model.bin").write_bytes(b"short")
    assert "cannot be loaded" in there.verify(["translate-en_fr"])[0].problem


def test_info_shows_the_readme(tmp_path: Path, archive: Path) -> None:
    there = models(tmp_path)
    installed = there.install(str(archive))
    (installed.folder / "README.md").write_text("Trained on air.")
    info = there.info("translate-en_fr")
    assert (info.readme, info.origin, info.entry) == ("Trained on air.", "en_fr.argosmodel", None)
    starter = there.info("translate-en_fr-9_0").installed
    assert starter and starter.kind == "starter"
    with pytest.raises(ModelMissingError):
        there.info("nothing")
