"""Packages on disk: what is listed, what is installed and what is refused with nothing written."""

from __future__ import annotations

import errno
import json
import os
import struct
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.engines.tiny_model import described, make_package, sentencepiece_model, zip_package
from workbench.core.errors import ModelMissingError, PackageError, WriteError
from workbench.engines.archive import Limits
from workbench.engines.argos import packages_folder
from workbench.engines.packages import PackageFolder, read_package

TOP = "translate-en_fr-1_0"
Members = dict[str, bytes]


def sound(metadata: object = None) -> Members:
    """Members that pass every look; the model's bytes matter to nobody before it is loaded."""
    values = described() if metadata is None else metadata
    return {
        f"{TOP}/metadata.json": json.dumps(values).encode(),
        f"{TOP}/model/model.bin": os.urandom(5000),
        f"{TOP}/sentencepiece.model": sentencepiece_model(),
    }


def write_zip(path: Path, members: Members) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> PackageFolder:
    return PackageFolder(tmp_path / "data" / "packages")


def everything(path: Path) -> list[str]:
    return sorted(str(each.relative_to(path)) for each in path.rglob("*"))


def assert_refused(folder: PackageFolder, archive: Path, reason: str, *, force: bool = False) -> None:
    """The archive is refused for that reason and nothing at all is left of it."""
    root = folder.folder.parent
    before = everything(root) if root.exists() else []
    with pytest.raises(PackageError, match=reason):
        folder.install(archive, force=force)
    after = everything(root) if root.exists() else []
    assert [path for path in after if path != "packages"] == [path for path in before if path != "packages"]


def test_installs_lists_and_removes(folder: PackageFolder, tmp_path: Path) -> None:
    package = folder.install(write_zip(tmp_path / "a.argosmodel", sound()))
    assert (package.name, package.pair, package.metadata.version) == (TOP, ("en", "fr"), "1.0")
    assert [each.name for each in folder.inventory().packages] == [TOP]
    assert everything(folder.folder.parent) == sorted(
        ["packages", *(f"packages/{TOP}{rest}" for rest in ("", "/metadata.json", "/model", "/model/model.bin",
                                                            "/sentencepiece.model"))]
    )  # fmt: skip
    folder.remove("translate-en_fr")
    assert everything(folder.folder.parent) == ["packages"]
    with pytest.raises(ModelMissingError, match="no package"):
        folder.remove(TOP)


def with_member(name: str, content: bytes = b"x") -> Callable[[Path], Path]:
    return lambda path: write_zip(path, {**sound(), name: content})


def with_metadata(**changed: object) -> Callable[[Path], Path]:
    def build(path: Path) -> Path:
        values = {key: value for key, value in (described() | changed).items() if value is not None}
        return write_zip(path, sound(values))

    return build


def without(name: str) -> Callable[[Path], Path]:
    return lambda path: write_zip(path, {key: value for key, value in sound().items() if key != f"{TOP}/{name}"})


def special(mode: int) -> Callable[[Path], Path]:
    def build(path: Path) -> Path:
        write_zip(path, sound())
        with zipfile.ZipFile(path, "a") as out:
            member = zipfile.ZipInfo(f"{TOP}/evil")
            member.external_attr = mode << 16
            out.writestr(member, "/etc/passwd")
        return path

    return build


def twice(path: Path) -> Path:
    write_zip(path, sound())
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as out:
        warnings.simplefilter("ignore")
        out.writestr(f"{TOP}/metadata.json", b"{}")
    return path


def raw(content: bytes) -> Callable[[Path], Path]:
    def build(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return build


def truncated(path: Path) -> Path:
    content = write_zip(path, sound()).read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def damaged(path: Path) -> Path:
    content = bytearray(write_zip(path, sound()).read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo(f"{TOP}/model/model.bin").header_offset + 200
    content[at] ^= 0xFF
    path.write_bytes(content)
    return path


def encrypted(path: Path) -> Path:
    content = bytearray(write_zip(path, sound()).read_bytes())
    at = content.find(b"PK\1\2")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\1\2", at + 4)
    path.write_bytes(content)
    return path


def understated(path: Path) -> Path:
    """A member that holds more than its header says."""
    write_zip(path, {**sound(), f"{TOP}/more": bytes(5_000_000)})
    content = path.read_bytes()
    path.write_bytes(content.replace(struct.pack("<L", 5_000_000), struct.pack("<L", 10)))
    return path


def many(path: Path) -> Path:
    return write_zip(path, {**sound(), **{f"{TOP}/{number}": b"" for number in range(6000)}})


def many_unsaid(path: Path) -> Path:
    """The same with an end record that says it has one."""
    content = bytearray(many(path).read_bytes())
    at = content.rfind(b"PK\5\6")
    content[at + 8 : at + 12] = b"\1\0\1\0"
    path.write_bytes(content)
    return path


HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "path escape": (with_member("../evil"), "leads out"),
    "path escape inside": (with_member(f"{TOP}/../../evil"), "leads out"),
    "path that goes back": (with_member(f"{TOP}/a/../b"), "leads out"),
    "empty part": (with_member(f"{TOP}//b"), "leads out"),
    "absolute path": (with_member("/tmp/evil"), "absolute"),
    "drive letter": (with_member("C:/evil"), "absolute path or one for another system"),
    "backslash": (with_member(f"{TOP}\\..\\evil"), "another system"),
    "control character": (with_member(f"{TOP}/a\x1b[2J"), "control characters"),
    "symlink": (special(0o120777), "is a link"),
    "fifo": (special(0o010644), "special file"),
    "device": (special(0o060644), "special file"),
    "same name twice": (twice, "twice"),
    "same name in capitals": (with_member(f"{TOP}/METADATA.json"), "twice"),
    "file and folder": (with_member(f"{TOP}/metadata.json/x"), "file and a folder"),
    "bomb by ratio": (with_member(f"{TOP}/zeros", bytes(40_000_000)), "a bomb"),
    "bomb by count": (many, "members, more than"),
    "bomb by count, understated": (many_unsaid, "members, more than|no zip archive"),
    "more than its header says": (understated, "damaged"),
    "two top folders": (with_member("other/x"), "things at its top"),
    "file at the top": (with_member("README"), "things at its top"),
    "only files": (lambda path: write_zip(path, {"metadata.json": b"{}"}), "is not a folder"),
    "hidden top folder": (lambda path: write_zip(path, {".git/metadata.json": b"{}"}), "plain name"),
    "empty archive": (lambda path: write_zip(path, {}), "is empty"),
    "no metadata": (without("metadata.json"), "has no metadata.json"),
    "no model": (without("model/model.bin"), "has no model/model.bin"),
    "no tokenizer": (without("sentencepiece.model"), r"has no sentencepiece\.model, its tokenizer; get the file again"),
    "metadata no object": (lambda path: write_zip(path, sound(["en"])), "not a JSON object"),
    "metadata no JSON": (lambda path: write_zip(
        path, {**sound(), f"{TOP}/metadata.json": b"{"}), "not JSON"),
    "metadata too deep": (lambda path: write_zip(
        path, {**sound(), f"{TOP}/metadata.json": b"[" * 100_000}), "not JSON"),
    "metadata too large": (lambda path: write_zip(
        path, {**sound(), f"{TOP}/metadata.json": os.urandom(2 << 20)}), "larger than"),
    "no source language": (with_metadata(from_code=None), "from_code"),
    "language a number": (with_metadata(to_code=7), "to_code"),
    "language a path": (with_metadata(to_code="../x"), "not a language tag"),
    "same language": (with_metadata(to_code="en"), "from en to en"),
    "version a number": (with_metadata(package_version=1.0), "package_version"),
    "languages a text": (with_metadata(languages="en"), "languages"),
    "another type": (with_metadata(type="sbd"), "of type 'sbd'"),
    "truncated": (truncated, "damaged|no zip archive"),
    "a damaged member": (damaged, "damaged"),
    "encrypted": (encrypted, "encrypted"),
    "no archive": (raw(os.urandom(4000)), "no zip archive"),
    "an empty file": (raw(b""), "no zip archive"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_is_refused_with_nothing_written(kind: str, folder: PackageFolder, tmp_path: Path) -> None:
    build, reason = HOSTILE[kind]
    (tmp_path / "outside").mkdir()
    assert_refused(folder, build(tmp_path / "outside" / "hostile.argosmodel"), reason)
    assert everything(tmp_path / "outside") == ["hostile.argosmodel"]
    assert not (tmp_path / "evil").exists()


def test_an_archive_larger_than_allowed_is_refused(folder: PackageFolder, tmp_path: Path) -> None:
    archive = write_zip(tmp_path / "a.argosmodel", {**sound(), f"{TOP}/noise": os.urandom(3 << 20)})
    with pytest.raises(PackageError, match="more than 2 MiB"):
        folder.install(archive, limits=Limits(total_bytes=2 << 20))


def test_a_missing_archive_is_named(folder: PackageFolder, tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"nowhere\.argosmodel: cannot be read"):
        folder.install(tmp_path / "nowhere.argosmodel")


def test_another_package_is_never_replaced(folder: PackageFolder, tmp_path: Path) -> None:
    folder.install(write_zip(tmp_path / "a.argosmodel", sound()))
    other = write_zip(tmp_path / "b.argosmodel", sound(described("en", "az", "9.0")))
    assert_refused(folder, other, "another package")
    assert_refused(folder, other, "another package", force=True)
    assert folder.find(TOP).pair == ("en", "fr")


def test_the_same_package_is_replaced_by_a_newer_one_or_by_force(folder: PackageFolder, tmp_path: Path) -> None:
    folder.install(write_zip(tmp_path / "a.argosmodel", sound(described(version="1.9"))))
    same = write_zip(tmp_path / "b.argosmodel", sound(described(version="1.9")))
    assert_refused(folder, same, "installed in version 1.9")
    newer = folder.install(write_zip(tmp_path / "c.argosmodel", sound(described(version="1.10"))))
    assert newer.metadata.version == "1.10"
    assert folder.install(same, force=True).metadata.version == "1.9"
    assert everything(folder.folder) == everything(folder.folder.parent / "packages")
    assert [path.name for path in folder.folder.parent.iterdir()] == ["packages"]


def test_a_broken_folder_is_named_and_harms_no_other(folder: PackageFolder, tmp_path: Path) -> None:
    folder.install(write_zip(tmp_path / "a.argosmodel", sound()))
    for name, metadata in {
        "none": None,
        "wrong": b"{",
        "list": b"[]",
        "half": json.dumps(described()).encode(),
    }.items():
        (folder.folder / name).mkdir()
        if metadata is not None:
            (folder.folder / name / "metadata.json").write_bytes(metadata)
    (folder.folder / "stray.txt").write_text("x")
    inventory = folder.inventory()
    assert [package.name for package in inventory.packages] == [TOP]
    reasons = {broken.folder.name: broken.reason for broken in inventory.broken}
    assert set(reasons) == {"none", "wrong", "list", "half"}
    assert "no metadata.json" in reasons["none"] and "model.bin" in reasons["half"]
    with pytest.raises(PackageError, match="no metadata"):
        folder.find("none")
    folder.remove("none")
    assert not (folder.folder / "none").exists()


def test_a_broken_folder_in_the_way_is_replaced_by_force_only(folder: PackageFolder, tmp_path: Path) -> None:
    (folder.folder / TOP).mkdir(parents=True)
    archive = write_zip(tmp_path / "a.argosmodel", sound())
    assert_refused(folder, archive, "broken; --force")
    assert folder.install(archive, force=True).name == TOP


def test_a_link_in_the_way_is_never_followed(folder: PackageFolder, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.folder.mkdir(parents=True)
    (folder.folder / TOP).symlink_to(elsewhere)
    assert_refused(folder, write_zip(tmp_path / "a.argosmodel", sound()), "in its way", force=True)
    assert not any(elsewhere.iterdir())


def test_a_full_disk_leaves_nothing(folder: PackageFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = write_zip(tmp_path / "a.argosmodel", sound())
    real = Path.open

    def full(self: Path, mode: str = "r", *rest: object, **more: object) -> object:
        if mode == "xb" and self.name == "model.bin":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, mode, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(WriteError, match="No space left"):
        folder.install(archive)
    assert everything(folder.folder.parent) == ["packages"]


def test_a_failing_rename_brings_the_old_package_back(
    folder: PackageFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.install(write_zip(tmp_path / "a.argosmodel", sound()))
    newer = write_zip(tmp_path / "b.argosmodel", sound(described(version="2.0")))
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if target == folder.folder / TOP and self.name == TOP:
            raise OSError(errno.EIO, "Input/output error")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(WriteError, match="Input/output"):
        folder.install(newer)
    assert folder.find(TOP).metadata.version == "1.0"
    assert [path.name for path in folder.folder.parent.iterdir()] == ["packages"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_no_permission_is_a_write_error(folder: PackageFolder, tmp_path: Path) -> None:
    folder.folder.parent.mkdir()
    folder.folder.parent.chmod(0o500)
    with pytest.raises(WriteError, match="Permission denied"):
        folder.install(write_zip(tmp_path / "a.argosmodel", sound()))


def test_a_short_name_that_fits_two_asks_for_the_full_one(folder: PackageFolder) -> None:
    make_package(folder.folder, version="1.0")
    make_package(folder.folder, version="1.1")
    with pytest.raises(PackageError, match=r"translate-en_fr-1_0, translate-en_fr-1_1"):
        folder.find("translate-en_fr")


def test_metadata_of_its_own_is_read(tmp_path: Path) -> None:
    package = read_package(
        make_package(tmp_path, starter=True, beam_size=1, max_source_tokens=60, target_prefix="__fr__")
    )
    assert package.starter and (package.metadata.beam, package.metadata.max_source_tokens) == (1, 60)
    assert package.metadata.target_prefix == "__fr__"


ARGOS = """
import json, sys
from argostranslate import package, settings
listed = package.get_installed_packages()
json.dump({"folder": str(settings.package_data_dir),
           "packages": [[p.from_code, p.to_code, p.tokenizer.encode("The talks")[:1]] for p in listed]}, sys.stdout)
"""


@pytest.mark.parametrize("variables", [{}, {"XDG_DATA_HOME": "data"}, {"ARGOS_PACKAGES_DIR": "own"}])
def test_argos_itself_reads_the_folder(variables: dict[str, str], tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), **{key: str(tmp_path / value) for key, value in variables.items()}}
    ours = packages_folder(environment) if variables else tmp_path / ".local/share/argos-translate/packages"
    PackageFolder(ours).install(zip_package(make_package(tmp_path / "built"), tmp_path / "a.argosmodel"))
    done = subprocess.run([sys.executable, "-c", ARGOS], env=environment, capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout)
    assert seen["folder"] == str(ours)
    assert [pair[:2] for pair in seen["packages"]] == [["en", "fr"]] and seen["packages"][0][2]


def test_the_folder_is_the_one_that_argos_settings_file_names(tmp_path: Path) -> None:
    environment = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": "/data"}
    assert packages_folder(environment) == Path("/data/argos-translate/packages")
    (tmp_path / "argos-translate").mkdir()
    settings = tmp_path / "argos-translate" / "settings.json"
    settings.write_text(json.dumps({"ARGOS_PACKAGES_DIR": "/elsewhere"}))
    assert packages_folder(environment) == Path("/elsewhere")
    settings.write_text("{")
    assert packages_folder(environment) == Path("/data/argos-translate/packages")


LIGHT = """
import sys
from pathlib import Path
from workbench.engines.packages import PackageFolder
from workbench.engines.routes import Routes
engine = Routes(PackageFolder(Path(sys.argv[1])).inventory().packages).engine("en", "fr")
engine.translate(["The talks were held in Paris."])
heavy = {"torch", "stanza", "spacy", "argostranslate.translate"} & set(sys.modules)
sys.exit(f"loaded {heavy}" if heavy else 0)
"""


def test_translating_loads_neither_torch_nor_argos_translate(tmp_path: Path) -> None:
    make_package(tmp_path / "packages")
    environment = {**os.environ, "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", LIGHT, str(tmp_path / "packages")], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("variables", [{"HOME": "home"}, {"HOME": "home", "ARGOS_PACKAGES_DIR": "home/packages"}])
def test_a_home_that_cannot_be_written_hinders_no_translation(variables: dict[str, str], tmp_path: Path) -> None:
    make_package(tmp_path / "packages")
    (tmp_path / "home").write_text("a file where a folder should be")
    environment = {**os.environ, **{name: str(tmp_path / value) for name, value in variables.items()}}
    done = subprocess.run(
        [sys.executable, "-c", LIGHT, str(tmp_path / "packages")], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
