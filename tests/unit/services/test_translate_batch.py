"""Streams and files: order, windows, formats, what is written when something fails."""

from __future__ import annotations

import errno
import io
import json
import os
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.core.errors import ConfigError, EngineError, FormatError, InputError
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.services import records as reading
from workbench.services import windows as cutting
from workbench.services.batch import Reading, translate_files
from workbench.services.fileplan import plan_files
from workbench.services.records import Record, read_records
from workbench.services.stream import Languages, translate_stream
from workbench.services.translate import Translator
from workbench.services.windows import windows

FRENCH = Languages("en", ("fr",))
BOTH = Languages("en", ("fr", "az"))


def fake(**options: object) -> Translator:
    return Translator(FakeRoutes(), guards="off", **options)  # type: ignore[arg-type]


def records(content: bytes, name: str = "standard input", **options: object) -> Iterator[Record]:
    return read_records(io.BytesIO(content), name, live=True, **options)  # type: ignore[arg-type]


def size(record: Record) -> int:
    return len(record.source)


def streamed(content: bytes, languages: Languages = FRENCH, *, output_format: str = "text", **options: object) -> str:
    out: list[str] = []
    translate_stream(fake(), records(content, **options), languages, out.append, output_format=output_format)
    return "".join(out)


def test_text_has_one_line_out_for_one_line_in() -> None:
    assert streamed(b"One.\r\n\n  Two. Three.\nend") == "[fr] One.\r\n\n  [fr] Two. [fr] Three.\n[fr] end"


def test_json_lines_echo_their_ids_and_fields() -> None:
    content = b'{"id": "x", "source": "One.", "by": "me"}\n\n{"text": "no id", "source": "Two\\nlines."}\n'
    first, second = map(json.loads, streamed(content, output_format="jsonl").splitlines())
    assert (first["id"], first["target"], first["by"]) == ("x", "[fr] One.", "me")
    assert (second["id"], second["target"], second["text"]) == (3, "[fr] Two\n[fr] lines.", "no id")
    assert streamed(content) == "[fr] One.\n[fr] Two [fr] lines.\n"


def test_json_lines_may_keep_the_text_in_another_field() -> None:
    (record,) = map(json.loads, streamed(b'{"text": "One."}', output_format="jsonl", source_field="text").splitlines())
    assert (record["source"], record["text"], record["id"]) == ("One.", "One.", 1)


def test_plain_lines_give_json_lines_with_their_numbers() -> None:
    lines = [json.loads(line) for line in streamed(b"One.\n\nTwo.\n", output_format="jsonl").splitlines()]
    assert [(line["id"], line["target"], line["score"]) for line in lines] == [
        (1, "[fr] One.", -0.25),
        (2, "", None),
        (3, "[fr] Two.", -0.25),
    ]


def test_several_languages_are_several_json_lines_or_columns() -> None:
    lines = [json.loads(line) for line in streamed(b"One.\nTwo.\n", BOTH, output_format="jsonl").splitlines()]
    assert [(line["id"], line["route"]) for line in lines] == [
        (number, ["en", language]) for number in (1, 2) for language in ("fr", "az")
    ]
    assert streamed(b"One.\n", BOTH, output_format="tsv") == "en\tfr\taz\nOne.\t[fr] One.\t[az] One.\n"
    with pytest.raises(ConfigError, match="one language"):
        streamed(b"One.\n", BOTH)


def test_columns_hold_no_tabs_and_no_formulas() -> None:
    table = streamed(b'{"source": "=1+1\\tx"}\n{"source": "-2"}\n{"source": "- item"}\n', output_format="tsv")
    assert [line.split("\t")[0] for line in table.splitlines()] == ["en", "'=1+1 x", "'-2", "'- item"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"One.\n\xff\n", "standard input:2: is not UTF-8"),
        (b"One.\n\0\n", "standard input:2: has NUL"),
        (b'{"source": "One."}\n{"x": 1}\n', r"standard input:2: has no text in 'source' \(fields: x\)"),
        (b'{"source": "One."}\n[1]\n', "standard input:2: is not a JSON object"),
        (b'{"source": "One."}\n{"sour\n', "standard input:2: is not JSON"),
        (b'{"source": "One."}\n{"source": "\\ud800"}\n', "standard input:2: holds half a character"),
    ],
)
def test_a_bad_line_is_named_after_the_good_ones_are_answered(content: bytes, message: str) -> None:
    for prompt in (False, True):
        out: list[str] = []
        with pytest.raises(FormatError, match=message):
            translate_stream(fake(), records(content), FRENCH, out.append, prompt=prompt)
        assert out[1:] == ["[fr] One.\n"]


def test_nothing_at_all_is_a_text_like_others() -> None:
    assert streamed(b"") == ""
    assert streamed(b"\n \n") == "\n \n"


def test_a_line_that_is_no_line_of_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.services.records._LONGEST_LINE_BYTES", 1000)
    with pytest.raises(FormatError, match="standard input:2: is longer than"):
        streamed(b"One.\n" + b"x" * 2000)


def test_windows_close_by_number_and_by_size() -> None:
    short = [Record(number, "x") for number in range(2500)]
    assert [len(window) for window in windows(short, size)] == [1024, 1024, 452]
    long = [Record(number, "x" * 150_000) for number in range(3)]
    assert [len(window) for window in windows(long, size)] == [2, 1]
    assert list(windows([], size)) == []


def test_a_pipe_that_pauses_is_answered() -> None:
    """The writer waits for each answer before it types the next line; without answers in time it would hang."""
    answers: queue.Queue[str] = queue.Queue()
    out_of, into = os.pipe()

    def run() -> None:
        with os.fdopen(out_of, "rb") as stream:
            translate_stream(fake(), read_records(stream, "-", live=True), FRENCH, answers.put, prompt=True)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    with os.fdopen(into, "wb", buffering=0) as typing:
        assert answers.get(timeout=20) == ""
        for word in (b"One.", b"Two."):
            typing.write(word + b"\n")
            assert answers.get(timeout=20) == f"[fr] {word.decode()}\n"
    thread.join(timeout=20)
    assert not thread.is_alive()


def test_a_reader_that_is_left_behind_stops() -> None:
    endless = (Record(number, "x") for number in iter(int, 1))
    found = windows(endless, size, prompt=True)
    assert len(next(found)) == 1024
    found.close()  # type: ignore[attr-defined]
    for thread in threading.enumerate():
        if thread.name == "reading input":
            thread.join(timeout=20)
            assert not thread.is_alive()


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_bytes("Café.\r\nTwo.".encode("cp1252"))
    (folder / "deep" / "b.md").write_text("# Title\n\nText.\n")
    (folder / "c.jsonl").write_text('{"source": "One."}\n')
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.txt").write_text("no")
    return folder


def outputs(folder: Path) -> dict[str, str]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes().decode() for path in found}


def test_a_folder_is_mirrored(texts: Path, tmp_path: Path) -> None:
    tasks = plan_files([texts], FRENCH, tmp_path / "out")
    summary = translate_files(fake(), tasks, "en")
    assert outputs(tmp_path / "out") == {
        "a.txt": "[fr] Café.\r\n[fr] Two.",
        "c.jsonl.txt": "[fr] One.\n",
        "deep/b.md": "# [fr] Title\n\n[fr] Text.\n",
    }
    assert len(summary.done) == 3 and summary.tally.texts == 6 and not summary.failed


def test_several_languages_get_a_folder_each(texts: Path, tmp_path: Path) -> None:
    tasks = plan_files([texts / "a.txt", texts / "deep"], BOTH, tmp_path / "out", output_format="jsonl")
    translate_files(fake(), tasks, "en", Reading("jsonl"))
    assert set(outputs(tmp_path / "out")) == {"fr/a.txt.jsonl", "az/a.txt.jsonl", "fr/b.md.jsonl", "az/b.md.jsonl"}


def test_one_file_may_go_to_one_file(texts: Path, tmp_path: Path) -> None:
    (task,) = plan_files([texts / "a.txt"], FRENCH, tmp_path / "fr.txt")
    translate_files(fake(), [task], "en")
    assert (tmp_path / "fr.txt").exists()


def test_what_is_there_is_not_overwritten_and_can_be_resumed(texts: Path, tmp_path: Path) -> None:
    tasks = plan_files([texts], FRENCH, tmp_path / "out")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.txt").write_text("mine")
    summary = translate_files(fake(), tasks, "en")
    assert [(each.task.path.name, "exists already" in str(each.error)) for each in summary.failed] == [("a.txt", True)]
    assert len(translate_files(fake(), tasks, "en", Reading(resume=True)).present) == 3
    assert (tmp_path / "out" / "a.txt").read_text() == "mine"
    assert len(translate_files(fake(), tasks, "en", Reading(force=True)).done) == 3
    assert "Café" in (tmp_path / "out" / "a.txt").read_text()


def test_an_input_is_never_replaced_by_its_translation(texts: Path) -> None:
    tasks = plan_files([texts / "a.txt"], FRENCH, texts)
    (failed,) = translate_files(fake(), tasks, "en", Reading(force=True)).failed
    assert "replace the input" in str(failed.error)


def test_a_bad_file_leaves_nothing_and_hinders_no_other(texts: Path, tmp_path: Path) -> None:
    (texts / "b.txt").write_bytes(b"\0\1")
    (texts / "c.jsonl").write_text('{"source": "One."}\n{')
    summary = translate_files(fake(), plan_files([texts], FRENCH, tmp_path / "out"), "en")
    assert [each.task.path.name for each in summary.failed] == ["b.txt", "c.jsonl"]
    assert set(outputs(tmp_path / "out")) == {"a.txt", "deep/b.md"}


def test_a_full_disk_leaves_nothing_half_written(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    summary = translate_files(fake(), plan_files([texts], FRENCH, tmp_path / "out"), "en")
    assert len(summary.failed) == 3 and all("No space left" in str(each.error) for each in summary.failed)
    assert outputs(tmp_path / "out") == {}


def test_a_missing_route_ends_the_job_before_anything_is_written(texts: Path, tmp_path: Path) -> None:
    maker = Translator(FakeRoutes([FakeEngine(("en", "fr"))]))
    with pytest.raises(EngineError, match="from en to az"):
        translate_files(maker, plan_files([texts], BOTH, tmp_path / "out"), "en")
    assert not (tmp_path / "out").exists()


def test_what_is_missing_or_empty_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.txt: there is no such"):
        plan_files([tmp_path / "nowhere.txt"], FRENCH, tmp_path / "out")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="nothing here"):
        plan_files([tmp_path / "empty"], FRENCH, tmp_path / "out")


def test_memory_is_bounded_by_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records are taken from the input only as windows need them."""
    monkeypatch.setattr(cutting, "RECORDS", 10)
    taken: list[int] = []

    def source() -> Iterator[Record]:
        for number in range(100):
            taken.append(number)
            yield Record(number, "One.")

    seen: list[int] = []
    translate_stream(fake(), source(), FRENCH, lambda _: None, flush=lambda: seen.append(len(taken)))
    assert len(seen) == 10 and all(count <= 10 * (number + 4) for number, count in enumerate(seen))


@pytest.mark.parametrize(
    ("content", "streamed_line_by_line"),
    [
        ("One.\nTwo…\r\n\nThree".encode(), True),
        (("x" * 15 + "\r\n").encode() * 3, True),
        (b"One.\rTwo.\n", False),
        ("Two…".encode()[:-1], False),
        ("Café.\n".encode("cp1252"), False),
        (b"One.\0\n", False),
        (b"One.\r", False),
    ],
)
def test_a_long_plain_text_is_read_line_by_line(
    content: bytes, streamed_line_by_line: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_BLOCK_BYTES", 4)
    assert reading._is_utf8_lines(io.BytesIO(content)) is streamed_line_by_line
    if streamed_line_by_line:
        short = [(each.source, each.end) for each in read_records(io.BytesIO(content), "a.txt")]
        monkeypatch.setattr(reading, "_LONG_BYTES", 1)
        assert [(each.source, each.end) for each in read_records(io.BytesIO(content), "a.txt")] == short
