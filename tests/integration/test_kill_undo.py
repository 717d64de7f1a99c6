"""What a kill in the middle of changes leaves: cells and log agree, and all of it can still be taken back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.core.project import Cell
from workbench.services.project import Project

WORK = """
import random
import sys
from pathlib import Path
from workbench.core.errors import WorkbenchError
from workbench.services.project import Project
from workbench.services.propagate import propagate

project = Project.open(Path(sys.argv[1]))
dice = random.Random(int(sys.argv[3]))
print("ready", flush=True)
for number in range(100_000):
    cells = project.store.cells(int(sys.argv[2]))
    at = dice.randrange(len(cells))
    try:
        dice.choice([
            lambda: project.edit(cells[at], f"text {number}"),
            lambda: propagate(project, project.confirm(cells[at])),
            lambda: project.split(cells[at], cells[at].text.find(" ")),
            lambda: project.merge(cells[at], cells[at + 1]),
            lambda: project.lock(cells[at : at + 2]),
            lambda: project.unlock(cells),
            project.undo,
            project.redo,
        ])()
    except (WorkbenchError, IndexError):
        pass
    if number == int(sys.argv[4]):
        print("enough", flush=True)
"""


def look(project: Project, version: int) -> list[tuple[object, ...]]:
    cells: list[Cell] = project.store.cells(version)
    return [(c.id, c.source_start, c.source_end, c.text, c.state, c.origin, c.trail) for c in cells]


@pytest.mark.parametrize("seed", range(2))
def test_after_a_kill_everything_goes_back_and_comes_again(tmp_path: Path, seed: int) -> None:
    with Project.create(tmp_path / "p", source="en", targets=["az"]) as project:
        statement = project.new_statement("A", language="en", text="Water. They met. Water. They left. Water.\n")
        version = project.ensure_version(statement, "az").id
        new = look(project, version)
    for number in range(4):
        command = [sys.executable, "-c", WORK, str(tmp_path / "p"), str(version), str(10 * seed + number), "15"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
            assert process.stdout is not None
            assert [process.stdout.readline().strip() for _ in range(2)] == ["ready", "enough"]
            process.send_signal(signal.SIGKILL)
    with Project.open(tmp_path / "p") as project:
        while project.redo():
            pass
        done = look(project, version)
        assert done != new
        while project.undo():
            pass
        assert look(project, version) == new
        while project.redo():
            pass
        assert look(project, version) == done
