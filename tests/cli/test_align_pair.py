"""`align` and `pair` as other programs use them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import EN, FR, Run, inside

BEAD = re.compile(r"^\[(\d+(?:, \d+)*)?\]:\[(\d+(?:, \d+)*)?\]:\d+\.\d+$")
LANGUAGES = ("--from", "en", "--to", "fr")


def indices(lines: list[str], side: int) -> list[int]:
    """The sentence numbers of one side of beads, in the order in which they come."""
    found = []
    for line in lines:
        match = BEAD.match(line)
        assert match, line
        found += [int(number) for number in (match[side] or "").split(", ") if number]
    return found


def test_beads_hold_every_line_once_and_in_order(workbench: Run, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("One thing.\nTwo things in 1999.\n\nThe end.\n", encoding="utf-8")
    (tmp_path / "b").write_text("Une chose. Deux choses en 1999.\nLa fin.\n", encoding="utf-8")
    done = workbench("align", "a", "b", *LANGUAGES, "--presegmented")
    assert (done.code, done.err) == (0, "")
    assert indices(done.out.splitlines(), 1) == [0, 1, 2, 3]
    assert indices(done.out.splitlines(), 2) == [0, 1]


@pytest.mark.parametrize(("left", "right"), [("", "Une chose.\n"), ("One thing.\n", "")])
def test_presegmented_texts_may_be_empty_on_one_side(workbench: Run, tmp_path: Path, left: str, right: str) -> None:
    (tmp_path / "a").write_text(left, encoding="utf-8")
    (tmp_path / "b").write_text(right, encoding="utf-8")
    done = workbench("align", "a", "b", *LANGUAGES, "--presegmented", "--format", "beads")
    assert done.code == 0
    assert re.fullmatch(r"\[0?\]:\[0?\]:\d+\.\d+\n", done.out)


def test_running_text_gives_a_table_that_has_the_whole_text(workbench: Run, files: Path) -> None:
    done = workbench("align", files / "talks.en.txt", files / "talks.fr.txt")
    header, *rows = (line.split("\t") for line in done.out.splitlines())
    assert header == ["en", "fr", "score"]
    assert [row[0] for row in rows] == [
        "The talks were held in Geneva on 3 May 2024.",
        "They lasted two hours.",
        "The parties agreed to meet again.",
    ]
    assert " ".join(row[1] for row in rows).split() == FR.split()
    assert all(0 <= float(row[2]) <= 1 for row in rows)


def test_json_lines_have_the_promised_fields(workbench: Run, files: Path) -> None:
    done = workbench("align", files / "talks.en.txt", files / "talks.hy.txt", "--format", "jsonl", "--to", "hy")
    beads = done.json_lines()
    assert [list(bead) for bead in beads] == [["source", "target", "score", "source_text", "target_text", "terms"]] * 3
    assert [bead["source"] for bead in beads] == [[0], [1], [2]]
    grades = {"exact", "inflected", "uncertain", "missing", "forbidden"}
    uses = [use for bead in beads for use in bead["terms"]]
    assert uses
    assert all(set(use) == {"concept", "source", "target", "grade"} and use["grade"] in grades for use in uses)


@pytest.mark.parametrize("side", [0, 1])
def test_either_side_may_be_standard_input(workbench: Run, files: Path, side: int) -> None:
    paths = [str(files / "talks.en.txt"), str(files / "talks.fr.txt")]
    whole = workbench("align", *paths, *LANGUAGES, "--format", "beads")
    paths[side] = "-"
    piped = workbench("align", *paths, *LANGUAGES, "--format", "beads", stdin=(EN, FR)[side])
    assert (piped.code, piped.out) == (0, whole.out)


def test_vectors_of_sentences_are_evidence_where_a_model_is_named(workbench: Run, files: Path, tmp_path: Path) -> None:
    for library in ("onnx", "onnxruntime", "tokenizers"):
        pytest.importorskip(library)
    from tests.unit.engines.tiny_sentence_model import make_model

    (tmp_path / "model").mkdir()
    make_model(tmp_path / "model")
    done = workbench("align", files / "talks.en.txt", files / "talks.fr.txt", "--embed", tmp_path / "model")
    assert done.code == 0 and len(done.out.splitlines()) == 4


def test_a_page_and_a_memory_are_written_and_read(workbench: Run, files: Path, tmp_path: Path) -> None:
    pair = (files / "talks.en.txt", files / "talks.hy.txt", "--from", "en", "--to", "hy")
    page = workbench("align", *pair, "--format", "html", "--out", tmp_path / "page.html")
    assert (page.code, page.out) == (0, "") and "<svg" in (tmp_path / "page.html").read_text(encoding="utf-8")
    memory = workbench("align", *pair, "--format", "tmx", "--least", "0", "--out", tmp_path / "known.tmx")
    assert memory.code == 0
    known = workbench("align", *pair, "--memory", tmp_path / "known.tmx", "--format", "jsonl")
    assert [bead["source"] for bead in known.json_lines()] == [[0], [1], [2]]


def test_folders_are_aligned_and_mirrored(workbench: Run, tmp_path: Path) -> None:
    for tag, text in (("en", EN), ("fr", FR)):
        (tmp_path / tag / "sub").mkdir(parents=True)
        (tmp_path / tag / "sub" / "talks.txt").write_text(text, encoding="utf-8")
    (tmp_path / "en" / "alone.txt").write_text(EN, encoding="utf-8")
    words = ["align", "en", "fr", *LANGUAGES, "--out", "out"]
    done = workbench(*words)
    assert done.code == 7 and "no partner: en/alone.txt" in done.err
    assert inside(tmp_path / "out") == ["sub/talks.txt.tsv"]
    again = workbench(*words)
    assert again.code == 3 and "exists already" in again.err
    assert workbench(*words, "--resume").code == 7


def test_many_pairs_in_one_process(workbench: Run, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.en").write_text(EN, encoding="utf-8")
        (tmp_path / f"{name}.fr").write_text(FR, encoding="utf-8")
    (tmp_path / "jobs").write_text("a.en\ta.fr\tout/a\nb.en\tb.fr\tout/b\n", encoding="utf-8")
    words = ["align", "--jobs", "jobs", *LANGUAGES, "--presegmented", "--format", "beads"]
    done = workbench(*words)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert inside(tmp_path / "out") == ["a", "b"]
    assert indices((tmp_path / "out" / "a").read_text(encoding="utf-8").splitlines(), 1) == [0, 1]
    assert workbench(*words).code == 0


def test_a_pair_that_fails_does_not_stop_the_others(workbench: Run, tmp_path: Path) -> None:
    (tmp_path / "a.en").write_text(EN, encoding="utf-8")
    (tmp_path / "a.fr").write_text(FR, encoding="utf-8")
    (tmp_path / "jobs").write_text("no.en\ta.fr\tout/x\na.en\ta.fr\tout/a\n", encoding="utf-8")
    done = workbench("align", "--jobs", "jobs", *LANGUAGES, "--presegmented")
    assert done.code == 7
    assert done.err == "failed: no.en: cannot be read: No such file or directory\n"
    assert inside(tmp_path / "out") == ["a"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["in/talks.en.txt"], 2, "against what?"),
        ([], 2, "no project in this folder"),
        (["-", "-"], 2, "only one"),
        (["in/talks.en.txt", "no.txt"], 3, "no.txt: cannot be read: No such file"),
        (["in/talks.en.txt", "in/talks.fr.txt", "--memory", "m.tmx"], 3, "m.tmx: cannot be read"),
        (["in/talks.en.txt", "in/talks.fr.txt", "--embed", "in"], 5, ""),
        (["in", "in", *LANGUAGES], 2, "two folders need --out"),
        (["in", "in", "--out", "x"], 2, "aligning folders needs --from and --to"),
        (["in/talks.en.txt", "in/talks.fr.txt", "--out", "in"], 4, "in: is a folder"),
        (["in/talks.en.txt", "in/talks.fr.txt", "--out", "in/talks.fr.txt"], 4, "exists already"),
        (["in/talks.en.txt", "in/talks.fr.txt", "--out", "in/talks.fr.txt", "--force"], 2, "would replace the input"),
        (["in/talks.en.txt", "in/talks.fr.txt", "--out", "in/talks.fr.txt/x"], 4, "in/talks.fr.txt is no folder"),
        (["in/talks.en.txt", "in/talks.fr.txt", "--out", "/dev/full", "--force"], 4, "no plain file"),
        (["in/talks.en.txt", "in/talks.fr.txt", "--from", "!!"], 2, "not a language tag"),
        (["in/talks.en.txt", "in/talks.fr.txt", "-g", "no.tbx"], 3, "no.tbx: cannot be read"),
        (["--jobs", "in/talks.en.txt", "--from", "en", "--to", "fr"], 3, "in/talks.en.txt:1: is not: source path TAB"),
        (["--jobs", "in/talks.en.txt"], 2, "--jobs needs --from and --to"),
    ],
)
def test_what_cannot_be_aligned_is_said(workbench: Run, files: Path, words: list[str], code: int, message: str) -> None:
    done = workbench("align", *words)
    assert (done.code, done.out) == (code, "")
    assert message in done.err
    assert files.joinpath("talks.fr.txt").read_text(encoding="utf-8") == FR


def test_a_project_is_aligned_without_files(workbench: Run, project: Path) -> None:
    done = workbench("--project", project, "align")
    assert [line.split()[:2] for line in done.out.splitlines()] == [["talks", "fr"], ["talks", "hy"]]
    assert workbench("--project", project, "align", "--to", "xx").code == 2


def test_files_are_paired_by_name_and_by_content(workbench: Run, files: Path) -> None:
    (files / "talks.hy.txt").rename(files / "notes.txt")
    report = workbench("pair", files, "--json").json()
    (group,) = report["groups"]
    assert set(group["members"]) == {"en", "fr", "az", "hy"}
    assert group["by"] == "name and content"
    assert report["unmatched"] == []


def test_what_is_left_alone_is_listed_once_with_its_path(workbench: Run, files: Path) -> None:
    (files / "empty.txt").touch()
    done = workbench("pair", files)
    assert done.code == 7
    assert [line for line in done.out.splitlines() if "empty" in line] == [f"left alone: {files}/empty.txt: is empty"]


def test_a_folder_without_documents_is_said(workbench: Run, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    done = workbench("pair", "none")
    assert done.code == 3
    assert done.err == "workbench: none: no documents in this folder\n"


def test_a_broken_termbase_is_told_and_stops_nothing(workbench: Run, files: Path) -> None:
    done = workbench("align", "in/talks.en.txt", "in/talks.fr.txt", "-g", "in/talks.en.txt")
    assert done.code == 0 and done.out
    assert "in/talks.en.txt:1: no heading names a language" in done.err and "left out" in done.err
