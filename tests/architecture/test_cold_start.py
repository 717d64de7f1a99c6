"""What may not be loaded: deferred imports are proved in a fresh interpreter, since a static graph cannot."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

HEAVY = (
    "textual",
    "sqlalchemy",
    "sqlite3",
    "ctranslate2",
    "sentencepiece",
    "argostranslate",
    "langdetect",
    "numpy",
    "lxml",
)
NEVER = ("torch", "stanza", "spacy", "sacremoses", "argostranslate.translate")


def loaded_by(code: str) -> set[str]:
    """Names of the modules that a fresh interpreter has loaded after `code`."""
    script = f"import sys\n{code}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_help_loads_no_model_database_or_interface_library() -> None:
    code = "from workbench.cli.main import run; run(['--help'], lambda folder: None)"
    assert not loaded_by(code).intersection((*HEAVY, *NEVER))


@pytest.mark.parametrize(
    "module",
    ["workbench.cli.main", "workbench.services.translate", "workbench.engines.packages", "workbench.engines.hub"],
)
def test_nothing_loads_what_the_lean_install_leaves_out(module: str) -> None:
    assert not loaded_by(f"import {module}").intersection(NEVER)


def test_help_comes_at_once() -> None:
    """150 ms over bare Python; half as much again is allowed here, for machines that are busy with other tests."""

    def fastest(*words: str) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run([sys.executable, *words], capture_output=True, check=True)
            times.append(time.perf_counter() - start)
        return min(times)

    assert fastest("-m", "workbench", "--help") - fastest("-c", "pass") < 0.225


def test_command_line_and_desk_are_strangers() -> None:
    assert not any(name.startswith("workbench.tui") for name in loaded_by("import workbench.cli.main"))
    assert not any(name.startswith("workbench.cli") for name in loaded_by("import workbench.tui.app"))
