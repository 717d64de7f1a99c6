"""`terms` as a user runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

TABLE = "concept,en,fr,en status\nb1,border,frontière,\nb1,boundary,,admitted\nx,,,\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def project(workbench: Run, tmp_path: Path) -> Path:
    assert workbench("init", "p").code == 0
    return tmp_path / "p"


def test_find_gives_one_object_a_line(workbench: Run, table: Path) -> None:
    text = "The border is closed.\n\nNothing.\nBorder, boundary.\n"
    done = workbench("terms", "find", "-", "--language", "en", "-g", table, "--format", "jsonl", stdin=text)
    assert (done.code, done.err.count("\n")) == (0, 1)
    lines = done.json_lines()
    assert [line["id"] for line in lines] == [1, 2, 3, 4]
    assert lines[0]["hits"] == [
        {
            "concept": "b1",
            "term": "border",
            "start": 4,
            "end": 10,
            "surface": "border",
            "grade": "exact",
            "status": "preferred",
        }
    ]
    assert lines[1]["hits"] == lines[2]["hits"] == []
    assert [(hit["start"], hit["status"]) for hit in lines[3]["hits"]] == [(0, "preferred"), (8, "admitted")]


def test_find_echoes_ids_and_counts_code_points(workbench: Run, table: Path) -> None:
    record = '{"id": "x7", "source": "𝔸 la frontière"}\n'
    done = workbench("terms", "find", "-", "-l", "fr", "-g", table, "--format", "jsonl", stdin=record)
    assert [(line["id"], line["hits"][0]["start"], line["hits"][0]["end"]) for line in done.json_lines()] == [
        ("x7", 5, 14)
    ]


def test_find_as_text_gives_one_hit_a_line(workbench: Run, table: Path, tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("The border.\n")
    done = workbench("terms", "find", "in.txt", "-l", "en", "-g", table)
    assert done.out == "1\t4\t10\tborder\tborder\texact\tpreferred\tb1\n"


def test_a_broken_glossary_is_left_out_and_told(workbench: Run, table: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.tbx").write_text("<martif")
    done = workbench("terms", "find", "-l", "en", "-g", "bad.tbx", "-g", table, stdin="a border\n")
    assert (done.code, done.out.count("\n")) == (0, 1)
    assert "bad.tbx" in done.err
    done = workbench("terms", "find", "-l", "en", "-g", "bad.tbx", stdin="a border\n")
    assert (done.code, done.out) == (3, "")


def test_import_says_what_was_read_kept_and_skipped(workbench: Run, table: Path, project: Path) -> None:
    done = workbench("terms", "import", table, "--project", project)
    assert done.code == 0
    assert "2 concepts read, 1 kept, 1 skipped; 3 terms read, 3 kept, 0 skipped" in done.out
    assert "mine.csv:4: x: no term that can be used; left out [no-term]" in done.err
    found = workbench("--project", project, "terms", "find", "-l", "en", stdin="a boundary\n")
    assert found.out.endswith("admitted\tb1\n")


def test_import_strict_refuses_and_writes_nothing(workbench: Run, table: Path, project: Path) -> None:
    done = workbench("terms", "import", "--strict", table, "--project", project)
    assert (done.code, done.out) == (3, "")
    assert "nothing was written" in done.err
    assert not (project / "glossaries").exists()


def test_import_of_some_that_failed_is_7_and_of_all_3(workbench: Run, table: Path, project: Path) -> None:
    assert workbench("terms", "import", table, "none.tbx", "--project", project).code == 7
    assert workbench("terms", "import", "none.tbx", "--project", project).code == 3


def test_import_as_json_and_dry(workbench: Run, table: Path) -> None:
    import json

    done = workbench("terms", "import", "--dry-run", "--json", table)
    found = json.loads(done.out)
    assert (done.code, found["termbase"]) == (0, None)
    assert found["files"][0]["concepts"] == {"read": 2, "kept": 1, "skipped": 1}
    assert found["files"][0]["problems"][0]["line"] == 4


@pytest.mark.parametrize("form", ["tbx", "csv", "tsv"])
def test_export_is_what_import_reads(workbench: Run, table: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"out.{form}"
    done = workbench("terms", "export", "-g", table, "--out", out)
    assert (done.code, done.out) == (0, f"{out}: 1 concepts\n")
    assert "1 concepts read, 1 kept" in workbench("terms", "import", "--dry-run", "--strict", out).out
    assert workbench("terms", "export", "-g", table, "--out", out).code == 4
    shown = workbench("terms", "export", "-g", table, "--format", form)
    assert shown.out == out.read_text(encoding="utf-8-sig")


def test_add_and_seed(workbench: Run, project: Path) -> None:
    done = workbench("--project", project, "terms", "add", "en=good faith", "fr=bonne foi", "--domain", "law")
    assert (done.code, done.out) == (0, f"{project / 'glossaries' / 'termbase.tbx'}: added, 1 concepts\n")
    assert workbench("--project", project, "terms", "seed", "--languages", "en,de", "--force").code == 0
    found = workbench("--project", project, "terms", "find", "-l", "de", stdin="in Armenien\n")
    assert found.out.endswith("territory-AM\n")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["find"], 2, "--language"),
        (["find", "-l", "!!"], 2, "not a language tag"),
        (["import", "x.csv"], 2, "no project"),
        (["add", "en=x"], 2, "no project"),
        (["check", "a", "b"], 2, "no project"),
        (["extract", "--top", "9"], 2, "No such option"),
        (["export", "-g", "none.tbx"], 3, "none.tbx"),
    ],
)
def test_errors_have_a_code_and_say_what(workbench: Run, words: list[str], code: int, message: str) -> None:
    done = workbench("terms", *words)
    assert done.code == code
    assert message in done.err
    assert done.out == ""
    assert "Traceback" not in done.err
