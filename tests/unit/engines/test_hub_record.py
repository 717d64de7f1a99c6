"""What is noted of an installed package, and what is found to have changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.core.errors import PackageError, WriteError
from workbench.engines.record import RECORD, differences, read_record, write_record


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.bin").write_bytes(b"weights")
    (tmp_path / "README.md").write_text("read")
    return tmp_path


def test_notes_every_file_and_finds_nothing_changed(package: Path) -> None:
    write_record(package, "https://example.org/x", archive_sha256="ab")
    record = read_record(package)
    assert record and (record.origin, record.archive_sha256) == ("https://example.org/x", "ab")
    assert set(record.files) == {"README.md", "model/model.bin"}
    (package / "later.txt").write_text("harmless")
    assert differences(package, record) == []


def test_names_what_changed(package: Path) -> None:
    write_record(package, "here")
    record = read_record(package)
    assert record
    (package / "README.md").unlink()
    (package / "model" / "model.bin").write_bytes(b"weightz")
    assert differences(package, record) == ["README.md is missing", "model/model.bin has changed (another checksum)"]
    (package / "model" / "model.bin").write_bytes(b"w")
    assert differences(package, record)[1] == "model/model.bin has 1 bytes and had 7"


def test_a_package_without_a_note_has_none(package: Path) -> None:
    assert read_record(package) is None


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"origin": "", "archive_sha256": "", "files": {"x": {"bytes": "many"}}}']
)
def test_a_damaged_note_is_told(text: str, package: Path) -> None:
    (package / RECORD).write_text(text)
    with pytest.raises(PackageError, match=r"install.json: is damaged .* --force"):
        read_record(package)


def test_a_folder_that_is_gone_cannot_be_noted(tmp_path: Path) -> None:
    with pytest.raises(WriteError):
        write_record(tmp_path / "gone", "here")
