"""What is left of a project when the process is killed, or the disk fills up, in the middle of an import."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.services.project import Project

IMPORT = """
import os, resource, signal, sys
from pathlib import Path
from workbench.core.errors import WriteError
from workbench.services.importing import import_paths
from workbench.services.project import Project

project = Project.open(Path(sys.argv[1]))
put_version, at, seen = project.store.put_version, int(sys.argv[3]), 0

def put_and_die(version):
    global seen
    stored = put_version(version)
    seen += 1
    if seen == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return stored

project.store.put_version = put_and_die

class Named:
    def detect(self, text, languages=None):
        return "und", 0.0

if sys.argv[4:]:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), resource.RLIM_INFINITY))
try:
    report = import_paths(project, [Path(sys.argv[2])], detector=Named())
except WriteError as error:
    print(error, flush=True)
    os._exit(4)
print([item.action for item in report.items])
project.close()
"""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for key in ("a", "b", "c"):
        for language in ("en", "fr"):
            (folder / f"{key}.{language}.txt").write_text(f"{key} {language}. " * 200)
    Project.create(tmp_path / "p", source="en", targets=["fr"]).close()
    return folder


def run_import(texts: Path, die_at: int, *limit: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", IMPORT, str(texts.parent / "p"), str(texts), str(die_at), *limit]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=dict(os.environ))


def test_a_kill_in_the_middle_of_a_statement_leaves_whole_statements(texts: Path) -> None:
    killed = run_import(texts, die_at=3)  # the first version of the second statement
    assert killed.returncode == -signal.SIGKILL
    with Project.open(texts.parent / "p") as project:
        (statement,) = project.statements()
        versions = project.store.versions(statement.id)
        assert [version.text for version in versions] == ["a en. " * 200, "a fr. " * 200]
    again = run_import(texts, die_at=0)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.strip() == str(["unchanged"] * 2 + ["new"] * 4)


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no limit on the size of files here")
def test_a_disk_without_room_is_said_and_the_project_stays_whole(texts: Path) -> None:
    database = texts.parent / "p" / "project.db"
    (texts / "d.en.txt").write_text("One more sentence of some length. " * 20_000)
    limited = run_import(texts, 0, str(database.stat().st_size + 200_000))
    assert limited.returncode == 4, limited.stderr
    assert str(database) in limited.stdout and "free space" in limited.stdout
    with Project.open(texts.parent / "p") as project:
        assert [each.key for each in project.statements()] == ["a", "b", "c"]
    again = run_import(texts, die_at=0)
    assert again.stdout.strip() == str(["unchanged"] * 6 + ["new"]), again.stderr
