"""Running the command: in this process where that tells the same, in one of its own where processes matter."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.unit.engines.tiny_model import make_package
from workbench.cli.main import run as run_command
from workbench.core.ports import TermFinder
from workbench.services import bootstrap
from workbench.services.finders import vocabulary_of
from workbench.services.termbases import default_cache

ROOT = Path(__file__).parents[2]

EN = "The talks were held in Geneva on 3 May 2024. They lasted two hours.\nThe parties agreed to meet again.\n"
FR = (
    "Les entretiens ont eu lieu à Genève le 3 mai 2024. Ils ont duré deux heures.\n"
    "Les parties sont convenues de se revoir.\n"
)
AZ = "Danışıqlar 3 may 2024-cü ildə Cenevrədə keçirilib. Onlar iki saat davam edib.\nTərəflər yenidən görüşəcəklər.\n"
HY = (
    "Բանակցությունները տեղի են ունեցել Ժնևում 2024 թ. մայիսի 3-ին։ Դրանք տևել են երկու ժամ։\n"
    "Կողմերը պայմանավորվել են կրկին հանդիպել։\n"
)
TEXTS = {"en": EN, "fr": FR, "az": AZ, "hy": HY}


@dataclass(frozen=True)
class Outcome:
    """What one run gave: exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    def json_lines(self) -> list[Any]:
        """Standard output as JSON values, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    def json(self) -> Any:
        """Standard output as one JSON document."""
        return json.loads(self.out)


Run = Callable[..., Outcome]


def no_desk(folder: Path | None) -> None:
    """What opens instead of the terminal UI: a note of where."""
    sys.stdout.write(f"desk on {folder}\n")


@pytest.fixture(scope="session")
def kept_terms(tmp_path_factory: pytest.TempPathFactory) -> tuple[TermFinder | None, Path]:
    """The finder over the shipped termbases, read once, and where it and the vocabulary are kept for processes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        vocabulary_of(bootstrap.shipped("glossaries") / "vocabulary.tsv")
        finder, _ = bootstrap.term_finder(bootstrap.shipped_glossaries())
        return finder, default_cache().folder


@pytest.fixture
def shipped_terms(kept_terms: tuple[TermFinder | None, Path]) -> TermFinder | None:
    """The finder over the shipped termbases."""
    return kept_terms[0]


@pytest.fixture(autouse=True)
def _home_of_somebody_who_has_aligned(kept_terms: tuple[TermFinder | None, Path], own_home: Path) -> None:
    """Processes find the shipped termbases as an earlier command has kept them: reading them anew takes 1.3 s each."""
    folder = default_cache().folder
    folder.mkdir(parents=True)
    for file in kept_terms[1].iterdir():
        (folder / file.name).hardlink_to(file)


@pytest.fixture(autouse=True)
def _terms_read_once(shipped_terms: TermFinder | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands in this process share the shipped termbases, which take a third of a second to read."""
    real = bootstrap.term_finder

    def finder(glossaries: Sequence[Path], *, named: bool = False) -> tuple[TermFinder | None, list[str]]:
        shipped = tuple(glossaries) == bootstrap.shipped_glossaries()
        return (shipped_terms, []) if shipped else real(glossaries, named=named)

    monkeypatch.setattr(bootstrap, "term_finder", finder)


@pytest.fixture
def workbench(tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run `workbench` with these words in the test's folder; `stdin` is text or bytes, a file to the command."""
    handler = signal.getsignal(signal.SIGTERM)

    def run(*words: str | Path, stdin: str | bytes = b"", env: dict[str, str] | None = None) -> Outcome:
        given = own_home / "stdin"
        given.write_bytes(stdin.encode() if isinstance(stdin, str) else stdin)
        out, err = io.BytesIO(), io.BytesIO()
        with monkeypatch.context() as patch, given.open("rb") as raw:
            patch.chdir(tmp_path)
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.TextIOWrapper(raw, encoding="utf-8"))
            patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="utf-8", write_through=True))
            patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8", write_through=True))
            code = run_command(list(map(str, words)), no_desk)
            return Outcome(code, out.getvalue().decode("utf-8", "surrogateescape"), err.getvalue().decode("utf-8"))

    yield run
    signal.signal(signal.SIGTERM, handler)


@pytest.fixture
def process(tmp_path: Path, own_home: Path) -> Run:
    """Run `workbench` in a process of its own; more options go to `subprocess.run`."""

    def run(*words: str | Path, stdin: str | bytes = b"", env: dict[str, str] | None = None, **options: Any) -> Outcome:
        given: dict[str, Any] = {"capture_output": True} | options
        done = subprocess.run(
            [sys.executable, "-m", "workbench", *map(str, words)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            cwd=tmp_path,
            env=environment(env),
            timeout=120,
            check=False,
            **given,
        )
        return Outcome(done.returncode, (done.stdout or b"").decode("utf-8"), (done.stderr or b"").decode("utf-8"))

    return run


def environment(more: dict[str, str] | None = None) -> dict[str, str]:
    """Variables under which a process finds the workbench."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **(more or {})}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder `in` with one statement in four languages, named talks.LANGUAGE.txt."""
    folder = tmp_path / "in"
    folder.mkdir()
    for language, text in TEXTS.items():
        (folder / f"talks.{language}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def built_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `project` copies."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "in").mkdir()
    for language in ("en", "fr", "hy"):
        (folder / "in" / f"talks.{language}.txt").write_text(TEXTS[language], encoding="utf-8")
    for words in (["init", "p"], ["--project", "p", "import", "in"]):
        command = [sys.executable, "-m", "workbench", *words]
        subprocess.run(command, cwd=folder, env=environment(), capture_output=True, check=True)
    return folder / "p"


@pytest.fixture
def project(built_project: Path, files: Path, tmp_path: Path) -> Path:
    """A project `p` with the statement `talks` in English, French and Armenian; Azerbaijani is missing."""
    (files / "talks.az.txt").unlink()
    return Path(shutil.copytree(built_project, tmp_path / "p"))


@pytest.fixture(scope="session")
def tiny_packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages that do all the arithmetic and translate nothing: en→fr, en→az, az→en.

    The seeds are of models that mostly end their outputs soon, and now and then never: an endless one takes 400 tokens.
    """
    folder = tmp_path_factory.mktemp("packages")
    make_package(folder, "en", "fr", seed=3, stop_bias=7.0)
    make_package(folder, "en", "az", seed=11, stop_bias=8.0)
    make_package(folder, "az", "en", seed=4, stop_bias=9.0)
    return folder


@pytest.fixture
def packages(tiny_packages: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny packages, installed for the commands of this test and its processes."""
    monkeypatch.setenv("WORKBENCH_PACKAGES", str(tiny_packages))
    return tiny_packages


def inside(folder: Path) -> list[str]:
    """Every file below a folder, by its path from there; hidden leftovers too."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
