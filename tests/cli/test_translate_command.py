"""`translate` as other programs use it; the packages are tiny and their output means nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import EN, Run, inside

INTO_FRENCH = ("--from", "en", "--to", "fr")
pytestmark = pytest.mark.usefixtures("packages")


def test_a_pipe_keeps_one_line_out_for_one_line_in(workbench: Run) -> None:
    source = "The talks.\n\n  May 3. Paris.\r\n\t\nend"
    done = workbench("translate", "-", *INTO_FRENCH, "-q", stdin=source)
    assert (done.code, done.err) == (0, "")
    lines = done.out.split("\n")
    assert [bool(line.strip()) for line in lines] == [True, False, True, False, True]
    assert lines[2].startswith("  ")
    assert lines[2].endswith("\r")
    assert workbench("translate", *INTO_FRENCH, "-q", stdin=source).out == done.out


def test_json_lines_echo_ids_and_copy_fields(workbench: Run) -> None:
    records = '{"id": "x", "source": "The talks.", "by": {"a": 1}, "target": "old"}\n{"source": "Paris."}\n'
    done = workbench("translate", "-", "--from", "en", "--to", "fr,az", "--format", "jsonl", stdin=records)
    lines = done.json_lines()
    assert [(line["id"], line["route"]) for line in lines] == [
        ("x", ["en", "fr"]),
        ("x", ["en", "az"]),
        (2, ["en", "fr"]),
        (2, ["en", "az"]),
    ]
    fields = ["id", "source", "target", "engine", "route", "origin", "score", "terms", "flags"]
    assert list(lines[0]) == [*fields, "by"]
    assert list(lines[2]) == fields
    assert lines[0]["by"] == {"a": 1}
    assert lines[0]["target"] != "old"
    assert lines[0]["origin"] == "engine"
    assert lines[0]["score"] < 0


def test_a_field_may_be_named(workbench: Run) -> None:
    done = workbench(
        *("translate", "-", *INTO_FRENCH, "--format", "jsonl", "--field", "text"),
        stdin='{"id": 5, "text": "The talks."}\n',
    )
    assert [(line["id"], line["text"]) for line in done.json_lines()] == [(5, "The talks.")]
    missing = workbench("translate", "-", *INTO_FRENCH, stdin='{"id": 5, "text": "The talks."}\n')
    assert (missing.code, missing.out) == (3, "")
    assert "standard input:1: has no text in 'source' (fields: id, text); see --field" in missing.err


def test_several_languages_are_columns(workbench: Run) -> None:
    done = workbench("translate", "-", "--from", "en", "--to", "fr,az", "--format", "tsv", stdin="Paris\tMay\n\n")
    assert [len(line.split("\t")) for line in done.out.splitlines()] == [3, 3, 3]
    assert done.out.startswith("en\tfr\taz\nParis May\t")


def test_folders_are_mirrored_for_every_language(workbench: Run, files: Path, tmp_path: Path) -> None:
    (files / "2024" / "may").mkdir(parents=True)
    (files / "2024" / "may" / "a.txt").write_text("Paris.\n\nMay.\n", encoding="utf-8")
    for path in files.glob("talks.*"):
        path.unlink()
    (files / "b.jsonl").write_text('{"source": "Paris."}\n', encoding="utf-8")
    words = ["translate", "in", "--from", "en", "--to", "fr,az", "--out", "out"]
    planned = workbench(*words, "--dry-run")
    assert planned.code == 0
    assert not (tmp_path / "out").exists()
    done = workbench(*words, "--summary", "counts.json")
    wanted = [f"{language}/{name}" for language in ("az", "fr") for name in ("2024/may/a.txt", "b.jsonl.txt")]
    assert inside(tmp_path / "out") == wanted
    assert sorted(line.removeprefix("out/") for line in done.out.splitlines()) == wanted
    assert (tmp_path / "out" / "fr" / "2024" / "may" / "a.txt").read_text(encoding="utf-8").count("\n") == 3
    assert json.loads((tmp_path / "counts.json").read_text(encoding="utf-8"))["texts"] == 8


def test_outputs_are_not_replaced_unless_asked(workbench: Run, files: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    mine = tmp_path / "out" / "talks.en.txt"
    mine.write_text("mine", encoding="utf-8")
    words = ["translate", files / "talks.en.txt", *INTO_FRENCH, "--out", "out"]
    refused = workbench(*words)
    assert (refused.code, refused.out, mine.read_text(encoding="utf-8")) == (4, "", "mine")
    assert "out/talks.en.txt: exists already" in refused.err
    resumed = workbench(*words, "--resume")
    assert (resumed.code, mine.read_text(encoding="utf-8")) == (0, "mine")
    assert workbench(*words, "--force").code == 0
    assert mine.read_text(encoding="utf-8").count("\n") == EN.count("\n")


def test_a_bad_file_hinders_no_other(workbench: Run, files: Path, tmp_path: Path) -> None:
    (files / "binary.txt").write_bytes(b"\0\1")
    (files / "bad.jsonl").write_text('{"source": "Paris."}\n{"source": 1}\n', encoding="utf-8")
    done = workbench("translate", "in", *INTO_FRENCH, "--out", "out")
    assert done.code == 7
    assert "failed: in/binary.txt: this is a binary file" in done.err
    assert "failed: in/bad.jsonl:2: has no text in 'source'" in done.err
    assert inside(tmp_path / "out") == [f"talks.{language}.txt" for language in ("az", "en", "fr", "hy")]


def test_an_output_folder_inside_the_input_is_not_read_again(workbench: Run, files: Path) -> None:
    words = ["translate", "in", *INTO_FRENCH, "--out", "in/out"]
    assert workbench(*words).code == 0
    assert not (files / "out" / "out").exists()
    assert workbench(*words, "--force").code == 0
    assert not (files / "out" / "out").exists()


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["in/talks.en.txt", "--to", "fr"], 2, "from which language"),
        (["in/talks.en.txt", *INTO_FRENCH, "--resume"], 2, "--resume needs --out"),
        (["in/talks.en.txt", "--from", "en", "--to", "fr,az"], 2, "text output holds one language"),
        (["in", *INTO_FRENCH], 2, "in is a folder"),
        (["in/talks.en.txt", *INTO_FRENCH, "--format", "xliff"], 2, "not in this version yet"),
        (["in/talks.en.txt", *INTO_FRENCH, "--memory", "m.tmx"], 3, "m.tmx: cannot be read: there is no such memory"),
        (["in/talks.en.txt", *INTO_FRENCH, "-g", "none.tbx"], 3, "none.tbx: cannot be read"),
        (["in/talks.en.txt", "--from", "en", "--to", "ka"], 5, "from en to ka"),
        (["none.txt", *INTO_FRENCH], 3, "none.txt: cannot be read"),
        (["none.txt", *INTO_FRENCH, "--out", "out"], 3, "none.txt: there is no such file"),
        (["in/talks.en.txt", *INTO_FRENCH, "--out", "in/talks.en.txt", "--force"], 2, "would replace the input"),
        (["in/talks.en.txt", "other/talks.en.txt", *INTO_FRENCH, "--out", "out"], 2, "would both be written to"),
        (["in", *INTO_FRENCH, "--out", "in/talks.en.txt"], 4, "in/talks.en.txt is no folder"),
    ],
)
def test_what_cannot_be_translated_is_said(
    workbench: Run, files: Path, tmp_path: Path, words: list[str], code: int, message: str
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "talks.en.txt").write_text(EN, encoding="utf-8")
    before = inside(tmp_path)
    done = workbench("translate", *words)
    assert (done.code, done.out) == (code, "")
    assert message in done.err
    assert inside(tmp_path) == before


def test_a_dry_run_in_a_project_writes_nothing(workbench: Run, project: Path) -> None:
    words = ["--project", "p", "translate", "--to", "az"]
    planned = workbench(*words, "--dry-run")
    assert (planned.code, planned.err) == (0, "dry run: nothing was written\n")
    assert planned.out.split()[:4] == ["talks", "az", "3", "drafts"]
    assert workbench(*words, "--dry-run").out == planned.out
    done = workbench(*words, "--summary", "counts.json")
    assert done.out.split()[:4] == ["talks", "az", "3", "drafts"]
    assert workbench(*words).err == "nothing is missing here\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--to", "ka"], "ka: no language of this project"),
        (["--out", "x"], "--out is for files"),
        (["--format", "tsv"], "--format is for files"),
    ],
)
def test_options_for_files_are_refused_in_a_project(
    workbench: Run, project: Path, words: list[str], message: str
) -> None:
    done = workbench("--project", "p", "translate", *words)
    assert done.code == 2
    assert message in done.err
