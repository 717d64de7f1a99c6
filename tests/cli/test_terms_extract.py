"""`terms extract` as a user runs it, on a terminal too."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from tests.cli.conftest import Run, environment

EN = "The mediation team met.\nThe mediation team left.\nA sluice gate.\nThe sluice gate.\n"
FR = "L’équipe de médiation s’est réunie.\nL’équipe de médiation est partie.\nUne vanne.\nLa vanne.\n"
PATIENCE_S = 60.0


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, ...]:
    (tmp_path / "a.txt").write_text(EN)
    (tmp_path / "b.txt").write_text(FR)
    return "a.txt", "b.txt", "--from", "en", "--to", "fr"


@pytest.fixture
def project(workbench: Run, tmp_path: Path) -> Path:
    """A project with one statement in English, of two candidates."""
    (tmp_path / "talks.en.txt").write_text(EN)
    assert workbench("init", "p", "--targets", "fr").code == 0
    assert workbench("--project", "p", "import", "talks.en.txt").code == 0
    return tmp_path / "p"


def test_text_shows_candidates_with_renderings(workbench: Run, pair: tuple[str, ...]) -> None:
    done = workbench("terms", "extract", *pair)
    assert done.code == 0
    assert "mediation team  2× in 1" in done.out and "fr  équipe de médiation (1.00)" in done.out
    assert done.err.endswith("candidates\n")


def test_jsonl_has_places_and_scores(workbench: Run, pair: tuple[str, ...]) -> None:
    done = workbench("terms", "extract", *pair, "--format", "jsonl")
    (first,) = [line for line in done.json_lines() if line["term"] == "mediation team"]
    assert (first["language"], first["frequency"], first["known"]) == ("en", 2, False)
    assert first["renderings"]["fr"][0] == {"text": "équipe de médiation", "count": 2, "score": 1.0}
    example = first["examples"][0]
    assert example["text"][example["start"] : example["end"]] == "mediation team"
    assert workbench("terms", "extract", *pair, "--json").json() == done.json_lines()
    assert len(workbench("terms", "extract", *pair, "--most", "1", "--json").json()) == 1


def test_tsv_is_a_glossary_that_import_takes(
    workbench: Run, pair: tuple[str, ...], project: Path, tmp_path: Path
) -> None:
    table = workbench("terms", "extract", *pair, "--format", "tsv")
    (tmp_path / "new.tsv").write_text(table.out)
    assert workbench("terms", "import", "new.tsv", "--strict", "--project", project).code == 0
    found = workbench("terms", "find", "-l", "fr", "--project", project, stdin="Une équipe de médiation.\n")
    assert "équipe de médiation" in found.out


def test_texts_in_one_language_need_no_translation(workbench: Run, pair: tuple[str, ...]) -> None:
    done = workbench("terms", "extract", "b.txt", "--from", "fr", "--format", "jsonl")
    assert "équipe de médiation" in {line["term"] for line in done.json_lines()}
    piped = workbench("terms", "extract", "-", "--from", "fr", "--format", "jsonl", stdin=FR)
    assert [line["term"] for line in piped.json_lines()] == [line["term"] for line in done.json_lines()]


def test_accepting_a_file_takes_each_in(workbench: Run, pair: tuple[str, ...], project: Path, tmp_path: Path) -> None:
    listed = workbench("terms", "extract", *pair, "--format", "jsonl").out
    chosen = "".join(line for line in listed.splitlines(keepends=True) if '"term": "mediation team"' in line)
    dry = workbench("terms", "extract", "--accept", "-", "--dry-run", "--project", project, stdin=chosen)
    assert dry.out == "would add mediation team · fr équipe de médiation\n"
    assert not (project / "glossaries" / "termbase.tbx").exists()
    done = workbench("terms", "extract", "--accept", "-", "--project", project, stdin=chosen)
    assert (done.code, done.out) == (0, "added mediation team · fr équipe de médiation\n")
    again = workbench("terms", "extract", "--project", project, "--format", "jsonl")
    assert "mediation team" not in {line["term"] for line in again.json_lines()}
    known = workbench("terms", "extract", "--project", project, "--format", "jsonl", "--known")
    assert [line["known"] for line in known.json_lines() if line["term"] == "mediation team"] == [True]


def test_a_broken_line_keeps_everything_out(workbench: Run, project: Path) -> None:
    lines = '{"term": "a", "language": "en"}\nno\n'
    done = workbench("terms", "extract", "--accept", "-", "--project", project, stdin=lines)
    assert (done.code, done.out) == (3, "") and "standard input:2" in done.err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("a.txt",), 2, "which language"),
        (("--project", "p", "--to", "fr"), 2, "--languages"),
        (("--project", "p", "--from", "en,fr"), 2, "one language"),
        (("--project", "p", "--review"), 2, "needs a terminal"),
        (("--project", "p", "--accept", "x", "a.txt"), 2, "its own file"),
        (("--project", "p", "--accept", "none"), 3, "none"),
        (("a.txt", "b.txt", "a.txt", "--from", "en", "--to", "fr"), 2, "one table"),
        (("--project", "p", "--statement", "none"), 3, "no statement"),
    ],
)
def test_slips_are_told(
    workbench: Run, pair: tuple[str, ...], project: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    done = workbench("terms", "extract", *words)
    assert (done.code, done.out) == (code, "") and told in done.err


def test_candidates_are_reviewed_one_by_one_on_a_terminal(workbench: Run, project: Path) -> None:
    listed = workbench("terms", "extract", "--project", project, "--format", "jsonl").json_lines()
    terms = [line["term"] for line in listed]
    assert len(terms) >= 3
    shown = reviewed(project, ["n\n", "e\n", "edited term\n", "mis au point\n", "1\n", "0\n"])
    assert f"1/{len(terms)}  {terms[0]}" in shown and "2 of" in shown and "[" in shown
    found = workbench("terms", "find", "-l", "fr", "--project", project, stdin="mis au point\n")
    assert "mis au point" in found.out
    left = [line["term"] for line in workbench("terms", "extract", "--project", project, "--json").json()]
    assert terms[0] not in left, "a rejected candidate does not come back"
    assert terms[2] not in left, "an accepted one is in the termbase"
    assert terms[1] in left, "only the edited text was accepted"


def reviewed(project: Path, answers: list[str]) -> str:
    """Everything that a review on a terminal shows while these lines are typed, each when a question stands there."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "workbench", "--project", str(project), "terms", "extract", "--review"]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment())
    os.close(slave)
    shown, seen, end = "", 0, monotonic() + PATIENCE_S
    while process.poll() is None:
        assert monotonic() < end, f"waited for the end; shown:\n{shown}"
        if select.select([master], [], [], 0.05)[0]:
            try:
                shown += os.read(master, 65536).decode("utf-8", "replace")
            except OSError:
                break
        if answers and shown[seen:].rstrip(" ").endswith("]:"):
            seen = len(shown)
            os.write(master, answers.pop(0).encode())
    os.close(master)
    assert process.wait(PATIENCE_S) == 0, shown
    return shown
