"""Aligning many pairs of files in one go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from workbench.core.errors import ConfigError, FormatError, InputError, JobCancelled
from workbench.core.job import Job, Progress
from workbench.services import alignjobs
from workbench.services.align import Method
from workbench.services.alignjobs import Batch, PairJob, align_jobs, folder_jobs, read_jobs

EN = "One thing happened in Geneva.\nTwo things happened in 1999.\nThe end came.\n"
FR = "Une chose arriva à Genève.\nDeux choses arrivèrent en 1999.\nLa fin vint.\n"
LINES = Batch(("en", "fr"), presegmented=True)


def _jobs(folder: Path, count: int) -> list[PairJob]:
    (folder / "a").write_text(EN, encoding="utf-8")
    (folder / "b").write_text(FR, encoding="utf-8")
    return [PairJob(folder / "a", folder / "b", folder / "out" / str(number)) for number in range(count)]


def test_jobs_go_on_after_a_pair_that_fails(tmp_path: Path) -> None:
    good = _jobs(tmp_path, 1)[0]
    missing = PairJob(tmp_path / "missing", tmp_path / "a", tmp_path / "out" / "x")
    first, second = align_jobs([missing, good], LINES, Method())
    assert "missing: cannot be read" in first.error and not missing.output.exists()
    assert second.beads == 3 and good.output.read_text().startswith("[0]:[0]:")


def test_a_jobs_file_is_read_strictly(tmp_path: Path) -> None:
    good = tmp_path / "jobs"
    good.write_text("a\tb\tc\n\nd e\tf\tg\n")
    with good.open("rb") as stream:
        assert read_jobs(stream, "jobs")[1] == PairJob(Path("d e"), Path("f"), Path("g"))
    good.write_text("a\tb\tc\na\tb\n")
    with good.open("rb") as stream, pytest.raises(FormatError, match="jobs:2"):
        read_jobs(stream, "jobs")
    good.write_text("a\tb\tc\na\td\tc\n")
    with good.open("rb") as stream, pytest.raises(ConfigError, match="jobs:2: writes the same output as line 1"):
        read_jobs(stream, "jobs")


@pytest.mark.parametrize("output", ["a", "./b", "sub/../b"])
def test_no_job_writes_over_an_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / "jobs").write_text(f"c\td\te\na\tf\t{output}\nx\tb\tg\n")
    with (
        Path("jobs").open("rb") as stream,
        pytest.raises(ConfigError, match="jobs:2: the output would replace an input"),
    ):
        read_jobs(stream, "jobs")


def test_a_resumed_batch_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignjobs, "_GROUP_PAIRS", 2)
    jobs = _jobs(tmp_path, 5)
    whole = [one.beads for one in align_jobs(jobs, LINES, Method())]
    expected = [job.output.read_bytes() for job in jobs]
    for lost in ([0, 1, 2, 3, 4], [1, 3], [4], []):
        for number in lost:
            jobs[number].output.unlink()
        kept = {job.output: job.output.stat().st_mtime_ns for job in jobs if job.output.exists()}
        done = list(align_jobs(jobs, replace(LINES, resume=True), Method()))
        assert [one.there for one in done] == [number not in lost for number in range(5)]
        assert [job.output.read_bytes() for job in jobs] == expected
        assert all(path.stat().st_mtime_ns == written for path, written in kept.items())
    assert whole == [3] * 5


def test_what_stops_a_batch_leaves_whole_files(tmp_path: Path) -> None:
    jobs = _jobs(tmp_path, 4)
    job = Job()

    def stop(progress: Progress) -> None:
        if progress.done == 2:
            job.cancel()

    job._report = stop
    with pytest.raises(JobCancelled):
        list(align_jobs(jobs, LINES, Method(), job))
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == ["0", "1"]


def test_folders_are_paired_by_place_and_name(tmp_path: Path) -> None:
    for folder, names in (("en", ["a.txt", "sub/b.txt", "only.txt"]), ("fr", ["a.txt", "sub/b.txt", "seule.txt"])):
        for name in names:
            (tmp_path / folder / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / folder / name).write_text("x", encoding="utf-8")
    jobs, alone = folder_jobs(tmp_path / "en", tmp_path / "fr", tmp_path / "out", "tsv")
    assert [job.output.relative_to(tmp_path).as_posix() for job in jobs] == ["out/a.txt.tsv", "out/sub/b.txt.tsv"]
    assert [path.name for path in alone] == ["only.txt", "seule.txt"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no file of one has the name"):
        folder_jobs(tmp_path / "en", tmp_path / "empty", tmp_path / "out", "tsv")


def test_pairs_learn_from_each_other_unless_told_not_to(tmp_path: Path) -> None:
    """Words of two invented languages, learnt where figures tie the sentences, tie those of a text without figures."""
    names = [f"{first}{middle}{last}u" for first in "bdfgk" for middle in "lmnr" for last in "aeio"]
    lines = [(f"{one} ta {two} sen", f"{two[::-1]} {one[::-1]} ko") for one, two in zip(names, names[7:], strict=False)]
    jobs = []
    for number in range(5):
        chosen = lines[number::2] if number else lines[20:28]
        told = [(f"{one} {at * 37 + 1000}", f"{at * 37 + 1000} {other}") for at, (one, other) in enumerate(chosen)]
        sides = told if number else chosen
        (tmp_path / f"{number}.xx").write_text("".join(f"{one}\n" for one, _ in sides), encoding="utf-8")
        kept = sides if number else sides[1:]
        (tmp_path / f"{number}.yy").write_text("".join(f"{other}\n" for _, other in kept), encoding="utf-8")
        jobs.append(PairJob(tmp_path / f"{number}.xx", tmp_path / f"{number}.yy", tmp_path / f"{number}.beads"))
    batch = Batch(("xx", "yy"), presegmented=True)
    list(align_jobs(jobs, batch, Method()))
    joint = [line.rsplit(":", 1)[0] for line in (tmp_path / "0.beads").read_text().splitlines()]
    assert joint == ["[0]:[]"] + [f"[{row}]:[{row - 1}]" for row in range(1, 8)]
    list(align_jobs(jobs, replace(batch, joint=False), Method()))
    alone = [line.rsplit(":", 1)[0] for line in (tmp_path / "0.beads").read_text().splitlines()]
    assert alone != joint


@pytest.mark.parametrize("workers", [1, 2])
def test_the_number_of_workers_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    from workbench.alignment import windows

    monkeypatch.setattr(windows, "_WORTH_SHARING", 0)
    jobs = _jobs(tmp_path, 6)
    list(align_jobs(jobs, LINES, Method(workers=workers)))
    assert {job.output.read_text() for job in jobs} == {jobs[0].output.read_text()}
    assert jobs[0].output.read_text().count("\n") == 3
