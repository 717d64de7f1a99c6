"""Translators beside a person who types leave the processor to the typing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.unit.engines.tiny_model import make_package
from workbench.engines.model import Model, Options
from workbench.engines.packages import read_package

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="threads have no priority of their own here")


def _niceness() -> dict[int, int]:
    threads = [int(path.name) for path in Path("/proc/self/task").iterdir()]
    return {thread: os.getpriority(os.PRIO_PROCESS, thread) for thread in threads}


@pytest.mark.parametrize("yielding", [True, False])
def test_only_the_translators_threads_yield(tmp_path: Path, yielding: bool) -> None:
    before = _niceness()
    model = Model(read_package(make_package(tmp_path)), Options(translators=2, yielding=yielding))
    model.load()
    after = _niceness()
    made = {thread: nice for thread, nice in after.items() if thread not in before}
    assert len(made) >= 2
    assert all((nice > before[os.getpid()]) is yielding for nice in made.values())
    assert all(after[thread] == nice for thread, nice in before.items() if thread in after)  # others may have ended
    model.close()
