"""`translate` when something breaks down in the middle: what is said, what stays, how it goes on."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, inside
from workbench.engines.model import Model
from workbench.services import windows

JOB = ("translate", "in", "--from", "en", "--to", "fr,az", "--out", "out", "-q", "--beam", "1")
pytestmark = pytest.mark.usefixtures("packages")


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three texts, each of several windows."""
    monkeypatch.setattr(windows, "RECORDS", 8)
    folder = tmp_path / "in"
    folder.mkdir()
    for name in "abc":
        lines = [f"The talks in {name} were held on {number} May.\n" for number in range(20)]
        (folder / f"{name}.txt").write_text("".join(lines), encoding="utf-8")
    return folder


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, Exception | None], list[int]]:
    """Let models fail from the n-th batch on; what is given back counts the batches."""
    real = Model._searched

    def fail(after: int, error: Exception | None) -> list[int]:
        sizes: list[int] = []

        def searched(model: Model, tokens: Any, *others: Any, **options: Any) -> Any:
            sizes.append(len(tokens))
            if error and len(sizes) > after:
                raise error
            return real(model, tokens, *others, **options)

        monkeypatch.setattr(Model, "_searched", searched)
        return sizes

    return fail


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in inside(folder)}


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (RuntimeError("CUDA failed with error unspecified launch failure"), "the GPU failed"),
        (MemoryError("std::bad_alloc"), "not enough memory for one segment"),
        (RuntimeError("index 7 out of bounds"), "the model failed: index 7"),
    ],
)
def test_a_model_that_breaks_down_leaves_what_was_done_and_the_job_goes_on(
    workbench: Run, texts: Path, tmp_path: Path, error: Exception, message: str, breaks: Any
) -> None:
    every = breaks(0, None)
    assert workbench(*("whole" if word == "out" else word for word in JOB)).code == 0
    breaks(12, error)
    broken = workbench(*JOB, "--workers", "2")
    assert (broken.code, broken.out) == (5, "")
    assert f"package translate-en_fr-1_0: {message}" in broken.err or f"translate-en_az-1_0: {message}" in broken.err
    assert "--resume" in broken.err
    assert ".workbench.journal" in inside(tmp_path / "out")
    refused = workbench(*JOB)
    assert (refused.code, "go on with --resume, or start again with --force" in refused.err) == (2, True)
    again = breaks(0, None)
    done = workbench(*JOB, "--resume", "--workers", "1")
    assert done.code == 0, done.err
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert len(again) < len(every)


def test_a_pipe_keeps_what_was_answered(workbench: Run, texts: Path, breaks: Any) -> None:
    breaks(2, RuntimeError("CUDA failed with error unspecified launch failure"))
    words = ["translate", "-", *JOB[2:4], "--to", "fr", "-q", "--guards", "off"]
    done = workbench(*words, stdin=(texts / "a.txt").read_bytes())
    assert done.code == 5
    assert done.out.count("\n") in (8, 16)
    assert done.err.startswith("workbench: package translate-en_fr-1_0: the GPU failed")


def test_a_disk_that_takes_no_output_keeps_what_was_decoded(
    workbench: Run, texts: Path, tmp_path: Path, breaks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        broken = workbench(*JOB)
    assert (broken.code, broken.out) == (4, "")
    assert "failed: out/fr/a.txt: cannot be written: No space left on device" in broken.err
    assert "once it can be written, the same command with --resume goes on" in broken.err
    assert inside(tmp_path / "out") == [".workbench.journal"]
    again = breaks(0, None)
    assert workbench(*JOB, "--resume").code == 0
    assert (len(again), len(inside(tmp_path / "out"))) == (0, 6)


def test_what_other_settings_decoded_is_not_thrown_away_unasked(
    workbench: Run, texts: Path, tmp_path: Path, breaks: Any
) -> None:
    breaks(5, RuntimeError("broken"))
    assert workbench(*JOB).code == 5
    kept = (tmp_path / "out" / ".workbench.journal").read_bytes()
    breaks(0, None)
    refused = workbench(*JOB, "--guards", "off")
    assert refused.code == 2
    assert "out: an interrupted run of this job is kept here (made with other settings or packages)" in refused.err
    assert (tmp_path / "out" / ".workbench.journal").read_bytes() == kept
    done = workbench(*JOB, "--guards", "off", "--resume")
    assert (done.code, len(inside(tmp_path / "out"))) == (0, 6)
    assert "made with other settings or packages; it was not used" in done.err


def test_other_files_do_not_take_the_place_of_an_interrupted_run(
    workbench: Run, texts: Path, tmp_path: Path, breaks: Any
) -> None:
    breaks(5, RuntimeError("broken"))
    assert workbench(*JOB).code == 5
    breaks(0, None)
    (tmp_path / "other").mkdir()
    for name in "xy":
        (tmp_path / "other" / f"{name}.txt").write_text("The talks.\n", encoding="utf-8")
    refused = workbench("translate", "other", *JOB[2:], "--resume")
    assert refused.code == 2
    assert "an interrupted run of other files is kept here (fr/a.txt …); finish that one" in refused.err
    assert workbench("translate", "other/x.txt", *JOB[2:4], "--to", "fr", "--out", "out", "-q").code == 0
    assert workbench(*JOB, "--resume").code == 0
    assert workbench("translate", "other", *JOB[2:]).code == 0


def test_it_goes_on_from_another_folder_too(workbench: Run, texts: Path, tmp_path: Path, breaks: Any) -> None:
    breaks(12, RuntimeError("broken"))
    assert workbench(*JOB).code == 5
    again = breaks(0, None)
    words = [str(tmp_path / word) if word in ("in", "out") else word for word in JOB]
    assert workbench(*words, "--resume").code == 0
    assert len(inside(tmp_path / "out")) == 6 and len(again) > 0


@pytest.mark.parametrize("name", ["pipe.txt", "/dev/full", "taken"])
def test_a_single_output_that_is_no_file_is_refused_before_anything_is_done(
    workbench: Run, texts: Path, tmp_path: Path, name: str
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    done = workbench("translate", "in/a.txt", *JOB[2:4], "--to", "fr", "--out", name)
    assert (done.code, done.out) == (4, "")
    assert f"{name}: exists already" in done.err or f"workbench: {name}: is no plain file" in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_a_name_that_is_too_long_hinders_no_other(workbench: Run, texts: Path, tmp_path: Path) -> None:
    (texts / f"{'n' * 246}.txt").write_text("The talks.\n", encoding="utf-8")
    done = workbench(*JOB, "--format", "jsonl")
    assert (done.code, len(inside(tmp_path / "out"))) == (7, 6)
    assert "cannot be written: File name too long" in done.err
    again = workbench(*JOB, "--format", "jsonl", "--resume")
    assert (again.code, "cannot be written: File name too long" in again.err, "--resume" in again.err) == (
        7,
        True,
        False,
    )


def test_pipes_in_a_folder_are_left_alone(workbench: Run, texts: Path, tmp_path: Path) -> None:
    os.mkfifo(texts / "pipe.txt")
    assert workbench(*JOB).code == 0
    assert len(inside(tmp_path / "out")) == 6


def test_a_dry_run_names_what_cannot_be_read(workbench: Run, texts: Path) -> None:
    (texts / "binary.txt").write_bytes(b"\0\1\2")
    done = workbench(*JOB, "--dry-run")
    assert done.code == 7
    assert "60 texts" in done.err
    assert done.err.count("failed: in/binary.txt:") == 1
    assert workbench("translate", "in/binary.txt", *JOB[2:], "--dry-run").code == 3


def test_a_pipe_is_read_as_the_format_that_is_named(workbench: Run) -> None:
    words = ["translate", "-", "--from", "en", "--to", "fr", "--engine", "fake"]
    page = b"<p>One.</p><p>Two.</p>"
    assert workbench(*words, "--input-format", "html", stdin=page).out == "[fr] One.\n\n[fr] Two.\n"
    wrong = workbench(*words, "--input-format", "nope", stdin=page)
    assert (wrong.code, "no document format 'nope'" in wrong.err) == (2, True)


def test_an_engine_that_is_not_there_is_said(workbench: Run) -> None:
    done = workbench("translate", "-", "--from", "en", "--to", "fr", "--engine", "opus", stdin="The talks.\n")
    assert (done.code, done.out) == (5, "")
    assert "engine 'opus': no installed package is called that; there are translate-" in done.err
