"""`models`, `config`, `doctor`, and what is not in this version."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Run, inside
from tests.unit.engines.hub_server import COMMIT, Server
from tests.unit.engines.tiny_model import make_package, zip_package
from workbench.cli.commands import models as commands


@pytest.fixture
def own_packages(tiny_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for packages, and `en_fr.argosmodel` beside it."""
    folder = tmp_path / "packages"
    folder.mkdir()
    zip_package(next(tiny_packages.glob("*en_fr*")), tmp_path / "en_fr.argosmodel")
    monkeypatch.setenv("WORKBENCH_PACKAGES", str(folder))
    return folder


def user_packages(workbench: Run) -> list[tuple[str, str]]:
    packages = workbench("models", "list", "--json").json()["packages"]
    return [(each["source"], each["target"]) for each in packages if each["kind"] == "user"]


def test_a_package_comes_and_goes(workbench: Run, own_packages: Path) -> None:
    assert user_packages(workbench) == []
    done = workbench("models", "install", "en_fr.argosmodel")
    assert done.code == 0
    name = done.out.split("\t")[0]
    assert user_packages(workbench) == [("en", "fr")]
    assert workbench("models", "info", name).code == 0
    assert workbench("models", "verify", name).out.split() == [name, "works"]
    assert workbench("models", "remove", name).code == 0
    assert inside(own_packages) == []


def test_a_folder_that_is_no_package_is_named_and_hinders_nothing(workbench: Run, own_packages: Path) -> None:
    (own_packages / "junk").mkdir()
    workbench("models", "install", "en_fr.argosmodel")
    done = workbench("models", "list")
    assert done.code == 0
    assert "en→fr" in done.out
    assert "junk" in done.err


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"../escape.txt": b"x"}, "escape"),
        ({"/tmp/absolute": b"x"}, ""),
        ({"one/metadata.json": b"{}", "two/metadata.json": b"{}"}, ""),
        ({"one/metadata.json": b"no json"}, ""),
        ({"one/readme": b"no metadata"}, "metadata"),
        ({"one/metadata.json": b"{}", "one/model/model.bin": b"\0" * 30_000_000}, ""),
    ],
)
def test_a_hostile_package_writes_nothing(
    workbench: Run, own_packages: Path, tmp_path: Path, members: dict[str, bytes], message: str
) -> None:
    with zipfile.ZipFile(tmp_path / "bad.argosmodel", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    before = inside(tmp_path)
    done = workbench("models", "install", "bad.argosmodel")
    assert (done.code, done.out) == (5, "")
    assert "bad.argosmodel: " in done.err
    assert message in done.err
    assert inside(tmp_path) == before


@pytest.mark.parametrize("words", [["install", "none.argosmodel"], ["remove", "none"], ["info", "none"]])
def test_a_package_that_is_not_there_is_said(workbench: Run, own_packages: Path, words: list[str]) -> None:
    done = workbench("models", *words)
    assert done.code in (3, 5)
    assert done.out == ""
    assert "none" in done.err


def test_without_a_network_the_list_is_shown_and_the_index_says_so(workbench: Run, own_packages: Path) -> None:
    done = workbench("models", "available", env={"WORKBENCH_INDEX": "http://127.0.0.1:9/index.json"})
    assert done.code == 7
    assert "cannot be read" in done.err
    assert "models install FILE.argosmodel" in done.err
    pairs, _, models = done.out.partition("\nfrom the list of models on the hub:\n")
    assert len(pairs.splitlines()) == 12 and "hy→az" in pairs
    row = next(line for line in models.splitlines() if line.startswith("nllb-200-distilled-600m"))
    assert all(told in row for told in ("634 MB", "CC-BY-NC-4.0: no commercial use", "not confirmed: revision"))


def test_the_offers_as_json_say_what_is_not_confirmed(workbench: Run, own_packages: Path, tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text("[]", encoding="utf-8")
    index = {"WORKBENCH_INDEX": str(tmp_path / "index.json")}
    done = workbench("models", "available", "--languages", "en,hy", "--json", env=index)
    assert done.code == 0
    assert [(each["source"], each["target"]) for each in done.json()["pairs"]] == [("en", "hy"), ("hy", "en")]
    models = {each["name"]: each for each in done.json()["models"]}
    opus = models["opus-mt-en-hy"]
    assert (opus["confirmed"], opus["commercial_use"], opus["parts"][0]["revision"]) == (False, True, None)
    assert {"revision", "files"} <= set(opus["not_confirmed"])
    assert models["madlad400-3b"]["confirmed"] and not models["madlad400-3b"]["installed"]


def test_info_of_a_model_that_is_not_here(workbench: Run, own_packages: Path) -> None:
    done = workbench("models", "info", "opus-mt-en-hy")
    assert done.code == 0
    for told in ("Apache-2.0", "97 MB, float16 (not confirmed)", "main (not confirmed)", "en→hy 40.4 on Tatoeba-test"):
        assert told in done.out
    assert workbench("models", "info", "m2m100-1.2b", "--json").json()["model"]["layout"] == "m2m100"


def opus_files(folder: Path) -> Path:
    """Files as those of `opus-mt-en-hy`, with random weights."""
    made = make_package(folder, "en", "hy")
    files = folder / "files"
    shutil.copytree(made / "model", files)
    for side in ("source.spm", "target.spm"):
        shutil.copy(made / "sentencepiece.model", files / side)
    return files


def test_a_model_of_the_list_from_files_carried_here(workbench: Run, own_packages: Path, tmp_path: Path) -> None:
    files = opus_files(tmp_path)
    done = workbench("models", "install", "opus-mt-en-hy", "--from", files)
    assert (done.code, done.out.split("\t")[:2]) == (0, ["opus-mt-en-hy", "en→hy"])
    assert "licence Apache-2.0" in done.err and "not confirmed" in done.err
    assert workbench("models", "verify", "opus-mt-en-hy").out.split() == ["opus-mt-en-hy", "works"]
    assert workbench("models", "remove", "opus-mt-en-hy").code == 0
    assert inside(own_packages) == []


def test_a_licence_that_forbids_commercial_use_is_asked_for(
    workbench: Run, own_packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("models", "install", "nllb-200-distilled-600m", "--from", own_packages)
    done = workbench(*words)
    assert (done.code, done.out) == (2, "")
    assert "CC-BY-NC-4.0, which forbids commercial use" in done.err and "--accept-licence" in done.err
    monkeypatch.setattr(commands, "_at_terminal", lambda: True)
    assert workbench(*words, stdin="n\n").code == 2
    accepted = workbench(*words, stdin="y\n")
    assert accepted.code == 5 and "it has no config.json" in accepted.err
    assert workbench(*words, "--accept-licence").err.count("it has no config.json") == 1


def test_what_would_be_installed_is_told(workbench: Run, own_packages: Path) -> None:
    done = workbench("models", "install", "fr-az", "--dry-run", env={"WORKBENCH_INDEX": "http://127.0.0.1:9/x"})
    assert (done.code, done.out) == (0, "")
    assert "madlad400-3b: 2.96 GB; licence Apache-2.0" in done.err and "others: m2m100-1.2b" in done.err
    assert inside(own_packages) == []


def test_from_a_mirror_and_offline_by_the_variables_of_the_hub(
    process: Run, own_packages: Path, own_home: Path, tmp_path: Path
) -> None:
    pytest.importorskip("huggingface_hub")
    server = Server()
    try:
        content = {path.name: path.read_bytes() for path in opus_files(tmp_path).iterdir()}
        server.repository("gaudi/opus-mt-en-hy-ctranslate2", content)
        env = {"HF_ENDPOINT": server.address, "HF_HOME": str(own_home / "hf"), "WORKBENCH_DEVICE": "cpu"}
        done = process("models", "install", "opus-mt-en-hy", env=env)
    finally:
        server.close()
    assert (done.code, done.out.split("\t")[0]) == (0, "opus-mt-en-hy"), done.err
    assert json.loads((own_packages / "opus-mt-en-hy" / "install.json").read_text())["origin"].endswith(COMMIT)
    done = process("models", "install", "opus-mt-hy-en", env={**env, "HF_HUB_OFFLINE": "1"})
    assert done.code == 5 and "HF_HOME" in done.err and "opus-mt-hy-en --from DIR" in done.err


def test_an_index_may_be_a_file(workbench: Run, own_packages: Path, tmp_path: Path) -> None:
    entry = {"package_version": "1.0", "from_code": "en", "from_name": "English", "to_code": "fr", "to_name": "French"}
    entry |= {"code": "translate-en_fr", "links": [str(tmp_path / "en_fr.argosmodel")], "type": "translate"}
    (tmp_path / "index.json").write_text(json.dumps([entry, {"nonsense": 1}]), encoding="utf-8")
    done = workbench("models", "available", "--json", env={"WORKBENCH_INDEX": str(tmp_path / "index.json")})
    assert [offer["name"] for offer in done.json()["offers"]] == ["translate-en_fr"]


def test_settings_come_from_flag_environment_project_and_user_in_that_order(
    workbench: Run, project: Path, own_home: Path
) -> None:
    def beam(**env: str) -> tuple[int, str]:
        settings = {each["name"]: each for each in workbench("--project", "p", "config", "--json", env=env).json()}
        return settings["beam"]["value"], Path(settings["beam"]["from"]).name

    assert beam() == (0, "default")
    user = own_home / ".config" / "statement-workbench" / "config.toml"
    user.parent.mkdir(parents=True)
    user.write_text("beam = 2\n", encoding="utf-8")
    assert beam() == (2, "config.toml")
    with (project / "workbench.toml").open("a", encoding="utf-8") as file:
        file.write("beam = 3\n")
    assert beam() == (3, "workbench.toml")
    assert beam(WORKBENCH_BEAM="4") == (4, "WORKBENCH_BEAM")


def test_settings_that_cannot_be_followed_are_explained(workbench: Run, own_home: Path) -> None:
    done = workbench("config", env={"WORKBENCH_BEAM": "wide"})
    assert done.code == 2
    assert "WORKBENCH_BEAM: beam = 'wide' cannot be used: use a whole number from 0 on" in done.err
    unknown = workbench("config", env={"WORKBENCH_BEEM": "4"})
    assert "WORKBENCH_BEEM: no such setting" in unknown.err
    user = own_home / ".config" / "statement-workbench" / "config.toml"
    user.parent.mkdir(parents=True)
    user.write_text("beem = 2\n", encoding="utf-8")
    done = workbench("config")
    assert done.code == 2
    assert "config.toml: no such setting: beem; there are author, beam" in done.err


def test_the_doctor_says_what_is_missing_and_goes_on(workbench: Run, project: Path, own_packages: Path) -> None:
    (own_packages / "junk").mkdir()
    shutil.rmtree(project / "glossaries", ignore_errors=True)
    (project / "project.db").write_bytes(b"no database" * 100)
    done = workbench("--project", "p", "doctor", "--json")
    assert done.code == 5
    symptoms = {each["what"]: each for each in done.json() if not each["ok"]}
    assert "junk" in symptoms["packages"]["says"]
    assert "project.db" in symptoms["project"]["says"]
    text = workbench("doctor")
    assert "python" in text.out


@pytest.mark.parametrize("command", ["memory", "analyze", "convert", "report", "serve"])
def test_what_is_not_in_yet_says_so_in_one_line(workbench: Run, command: str) -> None:
    for words in ([command], [command, "--help"], [command, "anything", "--option"]):
        done = workbench(*words)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"workbench: {command}: ")
        assert "not in this version yet" in done.err
        assert done.err.count("\n") == 1


def test_a_group_without_a_command_shows_its_help(workbench: Run) -> None:
    done = workbench("models")
    assert done.code == 2
    assert done.err.startswith("Usage: workbench models")
