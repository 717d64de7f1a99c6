"""Work in another process: what it returns, reports and raises, how it is stopped, and what becomes of its death."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from workbench.core.errors import ConflictError, EngineError, FormatError, JobCancelled
from workbench.core.job import Job, Progress
from workbench.services import apart
from workbench.services.apart import run_apart


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Functions that another process finds, too."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return importlib.import_module("apart_work")


def test_the_result_and_the_progress_come_back_from_another_process(work: Any) -> None:
    told: list[Progress] = []
    assert run_apart(work.count, 3, job=Job(told.append)) != os.getpid()
    assert told == [Progress(number, 3, f"ə{number}") for number in range(3)]


def test_errors_come_back_as_they_were(work: Any) -> None:
    with pytest.raises(FormatError, match="no such thing"):
        run_apart(work.fail, "format", job=Job())
    with pytest.raises(ConflictError, match="somebody else was here"):
        run_apart(work.fail, "conflict", job=Job())
    with pytest.raises(RuntimeError, match="KeyError: 'missing'"):
        run_apart(work.fail, "fault", job=Job())


def test_the_death_of_the_process_is_an_error_and_no_more(work: Any) -> None:
    with pytest.raises(EngineError, match=r"signal 9.*start it again"):
        run_apart(work.fail, "death", job=Job())


def test_what_is_printed_disturbs_nothing(work: Any) -> None:
    assert run_apart(work.chatter, job=Job()) == "said"


def test_it_stops_when_it_is_told_to(work: Any, tmp_path: Path) -> None:
    job: Job = Job(lambda _progress: job.cancel())
    with pytest.raises(JobCancelled):
        run_apart(work.wait_for_the_end, tmp_path / "ready", job=job)
    assert (tmp_path / "ready").exists()
    with pytest.raises(JobCancelled):  # and does not begin any more
        run_apart(work.wait_for_the_end, tmp_path / "again", job=job)
    assert not (tmp_path / "again").exists()


def test_what_does_not_stop_is_ended(work: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_GRACE_S", 0.0)
    job: Job = Job(lambda _progress: job.cancel())
    with pytest.raises(JobCancelled):
        run_apart(work.hear_nothing, job=job)


def test_no_process_can_be_started(work: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(EngineError, match="No such file"):
        run_apart(work.count, 1, job=Job())
