"""`demo` on a few statements: built, finished after a kill, and left as a person left it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run, inside
from tests.cli.test_processes import is_whole, start, wait_until
from workbench.core.project import State
from workbench.services import bootstrap
from workbench.services.project import Project


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, packages: Path) -> None:
    """Two shipped statements only, and tiny packages, so that the demo is quick."""
    real = bootstrap.shipped
    corpora = tmp_path / "corpora"
    (corpora / "unsorted").mkdir(parents=True)
    (corpora / "statements").mkdir()
    shutil.copy(real("corpora") / "manifest.toml", corpora)
    for path in real("corpora").glob("statements/*"):
        if path.name.startswith(("talks-on-water.", "visa-facilitation.")):
            shutil.copy(path, corpora / "statements")
    monkeypatch.setattr(bootstrap, "shipped", lambda name: corpora if name == "corpora" else real(name))


@pytest.mark.usefixtures("few")
def test_a_second_run_does_nothing_new_and_keeps_what_a_person_wrote(workbench: Run, tmp_path: Path) -> None:
    first = workbench("demo", "d")
    assert first.code == 0, first.err
    assert first.out.endswith("open it     workbench --project d\n")
    with Project.open(tmp_path / "d") as project:
        (cell, *_) = project.sheet("visa-facilitation").columns["fr"]
        project.edit(cell, "Écrit par une personne.", state=State.CONFIRMED)
    second = workbench("demo", "d")
    assert second.code == 0
    assert ", 0 of them new" in second.out
    assert "translated  no sentence in this run" in second.out
    assert "1 settled" in second.out
    with Project.open(tmp_path / "d") as project:
        assert project.sheet("visa-facilitation").columns["fr"][0].text == "Écrit par une personne."


@pytest.mark.usefixtures("few")
def test_a_folder_with_something_else_is_left_alone(workbench: Run, tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "mine.txt").write_text("mine", encoding="utf-8")
    done = workbench("demo", "d")
    assert (done.code, done.out) == (4, "")
    assert done.err.startswith("workbench: d: holds something that is no project")
    assert inside(tmp_path / "d") == ["mine.txt"]


def test_a_killed_demo_is_finished_by_the_next(process: Run, packages: Path, tmp_path: Path) -> None:
    running = start(tmp_path, "demo", "d")
    log = tmp_path / "d" / "project.db-wal"
    wait_until(running, lambda: log.exists() and log.stat().st_size > 300_000)
    running.kill()
    running.communicate()
    assert is_whole(tmp_path / "d")
    assert process("--project", "d", "align").code == 0
