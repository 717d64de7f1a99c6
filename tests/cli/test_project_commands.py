"""`init`, `import`, `export` and the choice of a project."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import AZ, EN, FR, HY, Run, inside


def test_without_a_command_the_desk_opens(workbench: Run, project: Path) -> None:
    assert workbench("--project", "p").out == f"desk on {project}\n"
    assert workbench().out == "desk on None\n"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["init", "p"], 2, "holds a project already"),
        (["init", "q", "--source", "en,fr"], 2, "not a language tag"),
        (["init", "q", "--targets", ""], 2, "no language given"),
        (["init", "in/talks.en.txt"], 2, "is a file"),
        (["init", "in/talks.en.txt/q"], 4, "in/talks.en.txt/q: cannot be made"),
        (["--project", "nowhere", "import", "in"], 2, "nowhere: no project here"),
        (["import", "in"], 2, "no project in this folder"),
        (["--project", "p", "export"], 2, "--out"),
        (["--project", "p", "export", "nothing", "--out", "x"], 3, "no statement 'nothing'"),
        (["--project", "p", "export", "--out", "x", "--languages", "xx"], 2, "xx: no language of this project"),
        (["--project", "p", "import", "-", "in"], 2, "standard input"),
        (["--project", "p", "import", "-"], 3, "standard input"),
        (["--project", "p", "import", "nowhere"], 3, "nowhere: cannot be read: No such file or directory"),
        (["--project", "p", "import", "in", "--input-format", "odf"], 2, "no document format 'odf'"),
        (["--project", "p", "import", "in", "--language", "!!"], 2, "not a language tag"),
    ],
)
def test_what_cannot_be_done_is_said(
    workbench: Run, project: Path, tmp_path: Path, words: list[str], code: int, message: str
) -> None:
    before = inside(tmp_path)
    done = workbench(*words)
    assert (done.code, done.out) == (code, "")
    assert message in done.err
    assert done.err.count("nowhere: ") <= 1
    assert inside(tmp_path) == before


def test_a_project_is_found_from_a_folder_below_it(
    workbench: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "below").mkdir()
    done = workbench("--project", "p/below", "align")
    assert (done.code, "p/below: no project here" in done.err) == (2, True)


def test_import_tells_what_became_of_every_file(workbench: Run, files: Path) -> None:
    (files / "front.md").write_text(f"---\nlanguage: az\nstatement: talks\n---\n{AZ}", encoding="utf-8")
    (files / "talks.az.txt").unlink()
    (files / "talks.hy.txt").rename(files / "անուն.txt")
    (files / "numbers.txt").write_text("1 2 3\n", encoding="utf-8")
    (files / "empty.txt").touch()
    workbench("init", "p")
    done = workbench("--project", "p", "import", "in", "--json")
    told = {Path(item["path"]).name: (item["action"], item["language"], item["how"]) for item in done.json()}
    assert told == {
        "talks.en.txt": ("new", "en", "name"),
        "talks.fr.txt": ("new", "fr", "name"),
        "front.md": ("new", "az", "front matter"),
        "անուն.txt": ("new", "hy", "detected"),
        "numbers.txt": ("unclear", "", ""),
        "empty.txt": ("failed", "", ""),
    }
    assert done.code == 7
    assert "failed: in/empty.txt: is empty\n" in done.err
    assert "unclear: in/numbers.txt: its language cannot be told" in done.err
    assert {item["statement"] for item in done.json() if item["action"] == "new"} == {"talks"}


def test_a_changed_source_is_shown_before_it_is_taken(workbench: Run, project: Path, files: Path) -> None:
    source = files / "talks.en.txt"
    source.write_text(EN.replace("two hours", "three hours"), encoding="utf-8")
    words = ["--project", "p", "import", str(source)]
    planned = workbench(*words, "--dry-run")
    assert (planned.code, planned.err) == (0, "dry run: nothing was written\n")
    assert "  - They lasted two hours.\n  + They lasted three hours.\n" in planned.out
    done = workbench(*words)
    assert done.out == planned.out
    assert workbench(*words).out.startswith("unchanged")


def test_finished_versions_come_out_byte_for_byte(workbench: Run, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    odd = {
        "a.en.txt": b"\xef\xbb\xbf" + EN.replace("\n", "\r\n").encode(),
        "a.fr.txt": FR.encode("windows-1252"),
        "a.az.txt": ("\n\n" + AZ.rstrip() + " \t").encode("utf-16"),
        "a.hy.txt": HY.replace("\n", "\r").encode(),
    }
    for name, content in odd.items():
        (folder / name).write_bytes(content)
    workbench("init", "p")
    assert workbench("--project", "p", "import", "odd").code == 0
    done = workbench("--project", "p", "export", "--out", "out")
    assert (done.code, done.err) == (0, "")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == odd


def test_drafts_are_left_out_or_called_drafts(workbench: Run, packages: Path, project: Path, tmp_path: Path) -> None:
    assert workbench("--project", "p", "translate", "--to", "az").code == 0
    done = workbench("--project", "p", "export", "--out", "out")
    assert done.code == 7
    assert done.err == "left out: talks az: not finished: 0 missing, 3 drafts; --drafts writes it all the same\n"
    assert inside(tmp_path / "out") == ["talks.en.txt", "talks.fr.txt", "talks.hy.txt"]
    workbench("--project", "p", "export", "--out", "drafts", "--drafts")
    assert "talks.az.draft.txt" in inside(tmp_path / "drafts")


def test_export_replaces_nothing_unasked(workbench: Run, project: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "talks.hy.txt").write_text("mine", encoding="utf-8")
    done = workbench("--project", "p", "export", "--out", "out")
    assert (done.code, done.out) == (4, "")
    assert "out/talks.hy.txt: exists already" in done.err
    assert inside(tmp_path / "out") == ["talks.hy.txt"]
    assert workbench("--project", "p", "export", "--out", "out", "--force").code == 0
    assert (tmp_path / "out" / "talks.hy.txt").read_text(encoding="utf-8") == HY


def test_a_snapshot_is_a_database_of_its_own(workbench: Run, project: Path, tmp_path: Path) -> None:
    assert workbench("--project", "p", "export", "--snapshot", "--out", "copy.db").code == 0
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()
    assert workbench("--project", "p", "export", "--snapshot", "--out", "copy.db").code == 4


def test_nothing_a_person_wrote_is_overwritten_by_an_import(workbench: Run, project: Path, files: Path) -> None:
    from workbench.services.project import Project

    with Project.open(project) as opened:
        (cell, *_) = opened.sheet("talks").columns["fr"]
        opened.edit(cell, "Les pourparlers se sont tenus à Genève le 3 mai 2024.")
    changed = files / "talks.fr.txt"
    changed.write_text(FR.replace("deux heures", "trois heures"), encoding="utf-8")
    refused = workbench("--project", "p", "import", changed)
    assert refused.code == 7
    assert "refused: in/talks.fr.txt: " in refused.err.replace(str(files), "in")
    assert "--force" in refused.err
    assert workbench("--project", "p", "import", changed, "--force").code == 0


@pytest.mark.parametrize(
    ("content", "code", "message"),
    [
        (b"this is no database" * 100, 4, "p/project.db"),
        (b"", 4, "p/project.db"),
    ],
)
def test_a_damaged_database_is_said(workbench: Run, project: Path, content: bytes, code: int, message: str) -> None:
    for name in ("project.db-wal", "project.db-shm"):
        (project / name).unlink(missing_ok=True)
    (project / "project.db").write_bytes(content)
    done = workbench("--project", "p", "export", "--out", "out")
    assert (done.code, done.out) == (code, "")
    assert message in done.err
    assert done.err.count("p/project.db") == 1
    assert (project / "project.db").read_bytes() == content


def test_a_newer_project_is_left_alone(workbench: Run, project: Path) -> None:
    with sqlite3.connect(project / "project.db") as database:
        database.execute("INSERT INTO migration (number, name, applied_at) VALUES (9999, 'one day', '2100-01-01')")
    database.close()
    done = workbench("--project", "p", "align")
    assert done.code == 4
    assert "newer" in done.err


@pytest.mark.parametrize(
    ("content", "message"),
    [("nope = 1\n", "no such setting: nope"), ("x = [", "cannot be read"), ('beam = "x"\n', "use a whole number")],
)
def test_broken_settings_are_said(workbench: Run, project: Path, content: str, message: str) -> None:
    with (project / "workbench.toml").open("a", encoding="utf-8") as settings:
        settings.write(content)
    done = workbench("--project", "p", "align")
    assert done.code == 2
    assert message in done.err
    assert done.err.count("workbench.toml") == 1


def test_standard_input_becomes_a_statement(workbench: Run, project: Path) -> None:
    text = "BİRGƏ BƏYANAT\n\nTərəflər razılığa gəldilər.\n"
    done = workbench("--project", "p", "import", "-", stdin=text)
    assert done.out.split()[:3] == ["new", "birgə-bəyanat", "az"]
    assert workbench("--project", "p", "export", "birgə-bəyanat", "--out", "x", "--languages", "az").code == 0
    assert (project.parent / "x" / "birgə-bəyanat.az.txt").read_text(encoding="utf-8") == text


def test_a_dry_run_of_standard_input_writes_nothing(workbench: Run, project: Path) -> None:
    words = ("--project", "p", "import", "-")
    would = workbench(*words, "--dry-run", "--json", "--summary", "s.json", stdin="BƏYANAT\n\nTərəflər razılaşdılar.\n")
    assert would.json() == [{"path": "-", "action": "new", "statement": "bəyanat", "language": "az"}]
    assert (would.code, would.err) == (0, "dry run: nothing was written\n")
    assert json.loads((project.parent / "s.json").read_text(encoding="utf-8")) == {"new": 1}
    assert workbench("--project", "p", "export", "bəyanat", "--out", "x").code == 3


def test_a_dry_run_of_export_writes_nothing(workbench: Run, project: Path, tmp_path: Path) -> None:
    words = ("--project", "p", "export", "--out", "out")
    would = workbench(*words, "--dry-run")
    assert not (tmp_path / "out").exists()
    assert would.err.endswith("dry run: nothing was written\n")
    done = workbench(*words)
    assert (
        (done.code, done.out)
        == (would.code, would.out)
        == (0, "".join(f"out/talks.{tag}.txt\n" for tag in ("en", "fr", "hy")))
    )


def test_a_summary_counts_what_was_done(workbench: Run, project: Path, tmp_path: Path) -> None:
    for name, words in {
        "import": ["import", "in"],
        "pair": ["pair", "in"],
        "align": ["align"],
        "check": ["check"],
        "translate": ["translate", "--to", "en"],
    }.items():
        workbench("--project", "p", *words, "--summary", f"{name}.json")
        counts = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))
        assert counts and all(isinstance(count, int | dict) for count in counts.values())
