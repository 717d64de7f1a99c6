"""Edits of several processes, and what a kill leaves of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.services.project import Project

EDITS = """
import sys
from pathlib import Path
from workbench.services.project import Project

project = Project.open(Path(sys.argv[1]))
cell = project.store.cells(int(sys.argv[2]))[int(sys.argv[3])]
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[4])):
    cell = project.edit(cell, f"text {number}")
project.journal(cell.id, "half typed")
print("done", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def version(tmp_path: Path) -> int:
    """Number of a version with two empty cells, in a project in `p`."""
    with Project.create(tmp_path / "p", source="en", targets=["fr"]) as project:
        statement = project.new_statement("Talks", language="en", text="They met. They spoke.")
        return project.ensure_version(statement, "fr").id


def start(folder: Path, version: int, cell: int, edits: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", EDITS, str(folder), str(version), str(cell), str(edits)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ))


def say(process: subprocess.Popen[str], line: str = "") -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_what_was_edited_and_half_typed_outlives_a_kill(tmp_path: Path, version: int) -> None:
    with start(tmp_path / "p", version, 0, 3) as process:
        hear(process)
        say(process)
        assert hear(process) == "done"
        process.send_signal(signal.SIGKILL)
    with Project.open(tmp_path / "p") as project:
        cell = project.store.cells(version)[0]
        assert (cell.text, cell.revision) == ("text 2", 4)
        assert project.recovered() == {cell.id: "half typed"}


def test_two_processes_write_at_once_and_none_is_shut_out(tmp_path: Path, version: int) -> None:
    both = [start(tmp_path / "p", version, cell, 40) for cell in (0, 1)]
    with both[0], both[1], Project.open(tmp_path / "p") as project:
        assert [hear(process) for process in both] == ["ready", "ready"]
        seen = project.store.change_count()
        for process in both:
            say(process)
        assert [hear(process) for process in both] == ["done", "done"]
        assert project.store.change_count() != seen
        assert [(cell.text, cell.revision) for cell in project.store.cells(version)] == [("text 39", 41)] * 2
        for process in both:
            say(process)
    assert [process.returncode for process in both] == [0, 0]
