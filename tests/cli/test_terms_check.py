"""`terms check` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TABLE = (
    "concept,en,fr,fr forbidden,hy\n"
    "talks,talks,pourparlers|entretiens,palabres,բանակցություններ\nparty,party,partie,,կողմ\n"
)


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "a.txt").write_text("The talks go on.\nThe parties met.\nNothing.\n")
    (tmp_path / "b.txt").write_text("Les palabres continuent.\nLes pays se sont réunis.\nRien.\n")
    return "a.txt", "b.txt"


def test_a_project_is_told_by_statement(workbench: Run, project: Path, glossary: Path) -> None:
    assert workbench("--project", project, "align").code == 0
    done = workbench("terms", "check", "-g", glossary, "--project", project, "--all")
    assert done.code == 0
    assert done.out.splitlines()[:3] == [
        "talks (en)", "  1  talks  (talks)", "      fr  admitted    entretiens"
    ]  # fmt: skip
    assert "hy  inflected   Բանակցությունները" in done.out
    assert "2 places with a term of the source" in done.err
    quiet = workbench("terms", "check", "-g", glossary, "--project", project, "-q")
    assert (quiet.out, quiet.err) == ("", "")


def test_nothing_to_check_is_said(workbench: Run, glossary: Path) -> None:
    assert workbench("init", "q").code == 0
    done = workbench("terms", "check", "-g", glossary, "--project", "q")
    assert (done.code, done.out) == (0, "") and "no version is aligned yet" in done.err


def test_jsonl_links_the_spans_of_all_versions(workbench: Run, project: Path, glossary: Path) -> None:
    workbench("--project", project, "align")
    done = workbench("terms", "check", "talks", "-g", glossary, "--project", project, "--format", "jsonl")
    first = done.json_lines()[0]
    assert (first["statement"], first["row"], first["concept"], first["language"]) == ("talks", 1, "talks", "en")
    assert (first["source"], first["start"], first["end"], first["grade"]) == ("talks", 4, 9, "exact")
    french = first["renderings"]["fr"]
    assert {name: french[name] for name in ("rendering", "start", "end", "term", "grade", "status", "rows")} == {
        "rendering": "entretiens", "start": 4, "end": 14, "term": "entretiens", "grade": "exact",
        "status": "admitted", "rows": [1],
    }  # fmt: skip
    assert first["renderings"]["hy"]["grade"] == "inflected"
    chosen = workbench(
        *("terms", "check", "-g", glossary, "--project", project, "--format", "jsonl", "--languages", "hy")
    )
    assert {tag for line in chosen.json_lines() for tag in line["renderings"]} == {"hy"}


def test_files_are_told_line_by_line(workbench: Run, glossary: Path, pair: tuple[str, str]) -> None:
    done = workbench("terms", "check", *pair, "--from", "en", "--to", "fr", "-g", glossary)
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[:3] == ["b.txt", "  1  talks  (talks)", "      fr  forbidden   palabres"]
    assert lines[3] == "  2  parties  (party)" and lines[4].startswith("      fr  missing")


def test_a_table_from_standard_input(workbench: Run, glossary: Path) -> None:
    done = workbench(
        *("terms", "check", "-", "--from", "en", "--to", "fr", "-g", glossary, "--format", "jsonl"),
        stdin='{"source": "The talks.", "target": "Les pourparlers."}\nThe party.\tLe jour.\n',
    )
    assert [(line["place"], line["renderings"]["fr"]["grade"]) for line in done.json_lines()] == [
        ("standard input:1", "exact"), ("standard input:2", "missing")
    ]  # fmt: skip
    problems = workbench(
        *("terms", "check", "-", "--from", "en", "--to", "fr", "-g", glossary, "--format", "jsonl", "--problems"),
        stdin="The talks.\tLes pourparlers.\n",
    )
    assert problems.out == ""


@pytest.mark.parametrize(
    ("gate", "code"), [("missing", 6), ("forbidden,missing", 6), ("admitted", 0), ("inconsistent", 0)]
)
def test_the_gate(workbench: Run, glossary: Path, pair: tuple[str, str], gate: str, code: int) -> None:
    done = workbench("terms", "check", *pair, "--from", "en", "--to", "fr", "-g", glossary, "--fail-on", gate)
    assert done.code == code


def test_one_document_with_counts_and_what_is_inconsistent(workbench: Run, glossary: Path, tmp_path: Path) -> None:
    done = workbench(
        *("terms", "check", "-", "--from", "en", "--to", "fr", "-g", glossary, "--json", "--summary", "s.json"),
        *("--fail-on", "inconsistent"),
        stdin="The talks.\tLes pourparlers.\nThe talks.\tLes entretiens.\n",
    )
    assert done.code == 6
    document = done.json()
    assert len(document["places"]) == 2
    assert document["renderings"]["fr"]["exact"] == document["renderings"]["fr"]["admitted"] == 1
    (mixed,) = document["inconsistent"]
    assert (mixed["concept"], mixed["terms"]) == ("talks", {"pourparlers": 1, "entretiens": 1})
    assert json.loads((tmp_path / "s.json").read_text())["inconsistent"] == [mixed]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("a.txt", "b.txt"), 2, "project"),
        (("--from", "en", "a.txt", "b.txt"), 2, "both languages"),
        (("--from", "en", "--to", "fr"), 2, "give a source"),
        (("--from", "en", "--to", "fr", "a.txt", "none.txt"), 3, "none.txt"),
        (("--from", "en", "--to", "fr", "a.txt", "b.txt", "--fail-on", "worst"), 2, "there are missing"),
        (("--from", "en", "--to", "fr", "a.txt", "b.txt", "-g", "bad.tbx"), 3, "no termbase"),
    ],
)
def test_slips_are_told(
    workbench: Run, pair: tuple[str, str], tmp_path: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    (tmp_path / "bad.tbx").write_text("<martif")
    done = workbench("terms", "check", *words)
    assert (done.code, done.out) == (code, "") and told in done.err
