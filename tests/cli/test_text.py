"""`segment` and `detect` as other programs use them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

FRENCH = (
    "Les délégations se sont réunies à Genève le 3 mai 2024.\n"
    "M. A. Dupin a ouvert la séance ; elle a duré deux heures.\n"
)


def test_segment_gives_one_a_line(workbench: Run, tmp_path: Path) -> None:
    (tmp_path / "talks.fr.txt").write_text(FRENCH, encoding="utf-8")
    done = workbench("segment", "talks.fr.txt", "--language", "fr")
    assert done.out.splitlines() == FRENCH.splitlines()
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize("language", [[], ["--language", "fr"]])
def test_segments_join_to_the_text(workbench: Run, language: list[str]) -> None:
    segments = workbench("segment", "-", *language, "--format", "jsonl", stdin=FRENCH).json_lines()
    assert "".join(segment["text"] for segment in segments) == FRENCH
    assert all(FRENCH[segment["start"] : segment["end"]] == segment["text"] for segment in segments)


def test_detect_answers_every_line(workbench: Run) -> None:
    lines = "Tərəflər razılığa gəldilər.\n\nԿողմերը համաձայնեցին։\nThe parties agreed on the text.\n"
    done = workbench("detect", "-", "--format", "jsonl", stdin=lines)
    assert [answer["language"] for answer in done.json_lines()] == ["az", "und", "hy", "en"]
    assert [answer["text"] for answer in done.json_lines()] == lines.splitlines()
    assert [answer["id"] for answer in done.json_lines()] == [1, 2, 3, 4]


def test_detect_whole_answers_every_file(workbench: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(FRENCH, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes("Tərəflər razılığa gəldilər.".encode("utf-16"))
    done = workbench("detect", "--whole", "a.txt", "b.txt")
    assert [line.split("\t")[::2] for line in done.out.splitlines()] == [["fr", "a.txt"], ["az", "b.txt"]]


def test_detect_goes_on_after_a_file_that_cannot_be_read(workbench: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The talks were held in Geneva.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\0\1\2\3")
    done = workbench("detect", "a.txt", "b.txt", "gone.txt", "a.txt")
    assert (done.code, [line[:2] for line in done.out.splitlines()]) == (7, ["en", "en"])
    assert [line.split(": ")[:2] for line in done.err.splitlines()] == [["failed", "b.txt"], ["failed", "gone.txt"]]
    assert workbench("detect", "--whole", "b.txt", "gone.txt").code == 3


def test_detect_takes_json_lines_and_echoes_their_ids(workbench: Run) -> None:
    records = (
        '{"id": "x7", "source": "Tərəflər razılığa gəldilər."}\n{"id": 9, "source": "Les parties sont d’accord."}\n'
    )
    done = workbench("detect", "-", "--input-format", "jsonl", "--format", "jsonl", stdin=records)
    assert [(answer["id"], answer["language"]) for answer in done.json_lines()] == [("x7", "az"), (9, "fr")]


def test_a_reader_that_stops_reading_is_no_error(tmp_path: Path) -> None:
    import subprocess
    import sys

    many = tmp_path / "many.txt"
    many.write_text("The parties agreed.\n" * 20_000, encoding="utf-8")
    command = f"{sys.executable} -m workbench detect {many} | head -n 1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, cwd=Path(__file__).parents[2], timeout=60, check=False
    )
    assert done.stdout.splitlines()[0].startswith("en\t")
    assert done.stdout.splitlines()[1] == "0"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("words", "stdin", "code", "message"),
    [
        (["segment", "missing.txt"], b"", 3, "missing.txt: cannot be read"),
        (["segment", "-"], b"", 3, "empty"),
        (["segment", "-"], b"\x00\x01\x02\x03\xff" * 50, 3, "binary"),
        (["detect", "-"], "caf\xe9\n".encode("latin-1"), 3, "standard input:1: is not UTF-8"),
        (["detect", "--languages", "xx", "-"], b"abc\n", 2, "no language profile for xx"),
        (["segment", "--language", "!!", "-"], b"abc\n", 2, "not a language tag"),
        (["segment", "--frobnicate"], b"", 2, "No such option"),
        (["memory", "stats"], b"", 2, "not in this version yet"),
        (["nonsense"], b"", 2, "No such command"),
    ],
)
def test_errors_have_a_code_and_say_what(
    workbench: Run, words: list[str], stdin: bytes, code: int, message: str
) -> None:
    done = workbench(*words, stdin=stdin)
    assert done.code == code
    assert message in done.err
    assert done.out == ""
    assert "Traceback" not in done.err


def test_output_does_not_depend_on_the_locale(process: Run) -> None:
    done = process("segment", "-", "-l", "hy", stdin="Բարև։", env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert done.out == "Բարև։\n"
