"""Starter packages are found without installing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.engines.tiny_model import make_package, zip_package
from workbench.core.errors import PackageError
from workbench.engines.shipped import starter_packages


def test_folders_are_read_where_they_lie_and_files_are_unpacked_once(tmp_path: Path) -> None:
    shipped, unpacked = tmp_path / "starter", tmp_path / "data"
    make_package(shipped, "en", "az", starter=True)
    zip_package(make_package(tmp_path / "built", "en", "fr", starter=True), shipped / "en_fr.argosmodel")
    found = starter_packages(unpacked, shipped)
    assert [(package.pair, package.shipped, package.starter) for package in found] == [
        (("en", "az"), True, True),
        (("en", "fr"), True, True),
    ]
    times = [path.stat().st_mtime_ns for path in unpacked.rglob("*")]
    assert starter_packages(unpacked, shipped) == found
    assert [path.stat().st_mtime_ns for path in unpacked.rglob("*")] == times


def test_folders_need_no_place_to_write(tmp_path: Path) -> None:
    make_package(tmp_path / "starter", starter=True)
    assert len(starter_packages(tmp_path / "data", tmp_path / "starter")) == 1
    assert not (tmp_path / "data").exists()


def test_a_damaged_shipped_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "en_fr.argosmodel").write_bytes(b"PK")
    with pytest.raises(PackageError, match="en_fr"):
        starter_packages(tmp_path / "data", tmp_path)


def test_nothing_shipped_is_nothing_found(tmp_path: Path) -> None:
    assert starter_packages(tmp_path / "data", tmp_path / "none") == ()
