"""What only processes show: signals, kills, full disks, closed pipes, two writers, permissions."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click
import pytest

from tests.cli.conftest import EN, TEXTS, Outcome, Run, environment, inside
from workbench.cli import diagnostics


def _hears() -> None:
    """Run in a child before its command: a SIGINT that the shell of the tests ignores is heard again."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(folder: Path, *words: str, **options: object) -> subprocess.Popen[bytes]:
    """`workbench` with these words, running; it hears SIGINT even where the tests run in the background of a shell."""
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-m", "workbench", *words],
        cwd=folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **{"preexec_fn": _hears, **options},
    )


def wait_until(running: subprocess.Popen[bytes], there: Callable[[], bool]) -> None:
    """Wait for a running command to come so far; it must not end before."""
    while not there():
        with suppress(subprocess.TimeoutExpired):
            running.wait(timeout=0.005)
            pytest.fail(f"it ended too early: {running.communicate()}")


def many_statements(folder: Path, count: int) -> None:
    """Statements in four languages."""
    folder.mkdir()
    for number in range(count):
        for language, text in TEXTS.items():
            (folder / f"talks-{number}.{language}.txt").write_text(text.replace("3", str(number)), encoding="utf-8")


def is_whole(project: Path) -> bool:
    """Whether the database of a project is sound."""
    database = sqlite3.connect(project / "project.db")
    try:
        return bool(database.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    finally:
        database.close()


@pytest.mark.parametrize(
    ("number", "code", "word"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "ended on request")]
)
@pytest.mark.parametrize("command", ["pipe", "file"])
def test_a_signal_ends_with_its_code_and_nothing_half_written(
    packages: Path, tmp_path: Path, number: signal.Signals, code: int, word: str, command: str
) -> None:
    (tmp_path / "long.txt").write_text(EN * 40_000, encoding="utf-8")
    pipe = ["translate", "-", "--from", "en", "--to", "fr", "-q"]
    files = ["translate", "long.txt", "--from", "en", "--to", "fr", "--out", "out.txt", "-q", "--guards", "off"]
    running = start(tmp_path, *(pipe if command == "pipe" else files))
    assert running.stdin and running.stdout
    if command == "pipe":
        running.stdin.write(b"The talks.\n")
        running.stdin.flush()
        assert running.stdout.readline().endswith(b"\n")  # a pipe that stays open is answered
    else:
        wait_until(running, lambda: bool(list(tmp_path.glob(".out.txt.*.part"))))
    running.send_signal(number)
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out) == (code, b"")
    assert word in err.decode()
    assert b"Traceback" not in err
    kept = [".out.txt.journal"] if command == "file" else []
    assert inside(tmp_path) == [*kept, "long.txt"]
    assert ("--resume" in err.decode()) is (command == "file")


STRUCK = """
import os, signal, sys

class Strike:
    def find_spec(self, name, path=None, target=None):
        if name == MODULE:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), NUMBER)

sys.meta_path.insert(0, Strike())
sys.argv[1:] = ["detect", "--help"]
from workbench.__main__ import main
main()
"""
"""The command, struck by a signal while it imports a module."""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize(
    ("module", "told"), [("click", False), ("workbench.cli.main", False), ("workbench.cli.commands.text", True)]
)
def test_a_signal_while_the_command_is_loaded_shows_no_trace(
    number: signal.Signals, code: int, module: str, told: bool
) -> None:
    script = STRUCK.replace("MODULE", repr(module)).replace("NUMBER", str(int(number)))
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(), capture_output=True, check=False, preexec_fn=_hears
    )
    assert (done.returncode, done.stdout) == (code, b"")
    assert bool(done.stderr) is told
    assert b"Traceback" not in done.stderr


def test_data_that_ends_too_soon_is_no_interruption(capsys: pytest.CaptureFixture[str]) -> None:
    aborted = click.Abort()
    assert diagnostics.exit_code(aborted) == 130
    aborted.__cause__ = EOFError("marshal data too short")  # as click's own handler leaves it
    assert diagnostics.exit_code(aborted) == 1
    assert "unexpected EOFError: marshal data too short" in capsys.readouterr().err


@pytest.mark.parametrize(("struck", "code"), [(KeyboardInterrupt(), 130), (diagnostics.Terminated(), 143)])
def test_a_native_library_struck_while_it_is_loaded(struck: BaseException, code: int) -> None:
    failed = ImportError("initialization failed")
    failed.__cause__ = struck
    assert diagnostics.exit_code(failed) == code


def test_a_killed_import_can_be_run_again(process: Run, tmp_path: Path) -> None:
    many_statements(tmp_path / "in", 15)
    process("init", "p")
    running = start(tmp_path, "--project", "p", "import", "in")
    log = tmp_path / "p" / "project.db-wal"
    wait_until(running, lambda: log.exists() and log.stat().st_size > 100_000)
    running.kill()
    running.communicate()
    assert is_whole(tmp_path / "p")
    done = process("--project", "p", "import", "in")
    assert done.code == 0, done.err
    assert len(done.out.splitlines()) == 60
    assert process("--project", "p", "export", "--out", "out").code == 0
    assert {name: (tmp_path / "out" / name).read_bytes() for name in inside(tmp_path / "out")} == {
        name: (tmp_path / "in" / name).read_bytes() for name in inside(tmp_path / "in")
    }


def test_two_imports_into_one_project_at_once(process: Run, tmp_path: Path) -> None:
    many_statements(tmp_path / "in", 5)
    process("init", "p")
    running = [start(tmp_path, "--project", "p", "import", "in") for _ in range(2)]
    told = [each.communicate(timeout=60) for each in running]
    assert [each.returncode for each in running] == [0, 0], told
    assert is_whole(tmp_path / "p")
    done = process("--project", "p", "export", "--out", "out")
    assert len(done.out.splitlines()) == 20


NO_BYTECODE = {"PYTHONDONTWRITEBYTECODE": "1"}
"""For processes whose files may not grow: Python itself would leave modules cut off behind, and read them again."""


def _limit_files() -> None:
    """Let no file grow over 20,000 bytes; the signal that would kill is ignored, so that writing fails instead."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


@pytest.mark.parametrize(
    "words",
    [
        ["align", "a.txt", "b.txt", "--from", "en", "--to", "fr", "--out", "out.tsv"],
        ["translate", "a.txt", "--from", "en", "--to", "fr", "--out", "out.txt", "--guards", "off"],
        ["init", "new"],
    ],
)
def test_a_full_disk_leaves_nothing_half_written(
    process: Run, packages: Path, tmp_path: Path, words: list[str]
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(EN * (900 if words[0] == "translate" else 150), encoding="utf-8")
    done = process(*words, preexec_fn=_limit_files, env=NO_BYTECODE)
    assert done.code == 4, done.err
    assert (
        done.err.startswith(f"workbench: {words[-1]}" if words[0] == "init" else "workbench: out") or "out." in done.err
    )
    assert "Traceback" not in done.err
    kept = [".out.txt.journal"] if words[0] == "translate" else []  # what was decoded, for --resume
    assert ("--resume" in done.err) is bool(kept)
    there = [name for name in inside(tmp_path) if not name.startswith("new/project.db")]
    assert there == [*kept, "a.txt", "b.txt"]
    if words[0] == "init":
        assert process(*words).code == 0


def test_a_full_disk_during_an_import_keeps_the_project(process: Run, tmp_path: Path) -> None:
    many_statements(tmp_path / "in", 15)
    process("init", "p")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    done = process("--project", "p", "import", "in", preexec_fn=limit, env=NO_BYTECODE)
    assert done.code == 4, done.err
    assert "p" in done.err
    assert "Traceback" not in done.err
    assert is_whole(tmp_path / "p")
    assert process("--project", "p", "import", "in").code == 0


def test_standard_output_on_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(EN, encoding="utf-8")
    for words in (["segment", "a.txt"], ["detect", "a.txt"]):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "workbench", *words],
                cwd=tmp_path, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False,
            )  # fmt: skip
        assert done.returncode == 4
        assert done.stderr == b"workbench: standard output: cannot be written: No space left on device\n"


@pytest.mark.parametrize("words", ["--help", "detect --help", "detect many.txt", "segment many.txt --format jsonl"])
def test_a_closed_pipe_is_silent(tmp_path: Path, words: str) -> None:
    (tmp_path / "many.txt").write_text(EN * 5_000, encoding="utf-8")
    command = f"{sys.executable} -m workbench {words} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("0\n", "")


@pytest.mark.parametrize(
    "words",
    [
        ["segment"],
        ["detect"],
        ["terms", "find", "-l", "en"],
        ["align", "-", "a.txt", "--from", "en", "--to", "fr"],
        ["translate", "-", "--from", "en", "--to", "fr"],
        ["translate", "--from", "en", "--to", "fr"],
    ],
)
def test_a_closed_standard_input_is_said(process: Run, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXTS["fr"], encoding="utf-8")
    done = process(*words, stdin=b"", preexec_fn=lambda: os.close(0))
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("workbench: standard input: is closed; ")


def test_nothing_is_said_where_standard_error_is_closed(process: Run, files: Path) -> None:
    words = ("translate", "in", "--from", "en", "--to", "fr", "--engine", "fake", "--out", "out")
    assert process(*words, preexec_fn=lambda: os.close(2)) == Outcome(
        0, "".join(f"out/talks.{tag}.txt\n" for tag in ("az", "en", "fr", "hy")), ""
    )


def _without_rights() -> None:
    """Give up root's right to pass by permissions (Linux: CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH)."""
    if os.geteuid() == 0:
        for capability in (1, 2):
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def test_what_may_not_be_read_or_written(process: Run, files: Path, tmp_path: Path) -> None:
    (files / "talks.en.txt").chmod(0)
    (files / "closed").mkdir(mode=0)
    (tmp_path / "fixed").mkdir(mode=0o555)
    probe = [sys.executable, "-c", f"import os; os.listdir({str(files / 'closed')!r})"]
    if subprocess.run(probe, preexec_fn=_without_rights, capture_output=True, check=False).returncode == 0:
        pytest.skip("root cannot give its rights up here")

    def tried(*words: str) -> tuple[int, str]:
        done = process(*words, preexec_fn=_without_rights)
        return done.code, done.err

    assert tried("segment", "in/talks.en.txt") == (
        3,
        "workbench: in/talks.en.txt: cannot be read: Permission denied\n",
    )
    assert tried("pair", "in", "--json") == (7, "")
    code, err = tried("init", "fixed/q")
    assert (code, "fixed/q: cannot be made: Permission denied" in err) == (4, True)
    code, err = tried("align", "in/talks.fr.txt", "in/talks.hy.txt", "--out", "fixed/x.tsv")
    assert (code, "fixed/x.tsv: cannot be written: Permission denied" in err) == (4, True)
    code, err = tried("translate", "in", "--from", "en", "--to", "fr", "--out", "o", "--dry-run")
    assert (code, "in/closed: cannot be read: Permission denied" in err) == (3, True)
    process("init", "p")
    code, err = tried("--project", "p", "import", "in")
    assert code == 7
    assert "failed: in/closed: cannot be read: Permission denied\n" in err
    assert "failed: in/talks.en.txt: cannot be read: Permission denied\n" in err
    (files / "closed").chmod(0o700)
