"""What every test gets: no settings of the developer's own, a home of its own, no network."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("suite", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("suite")

gc.set_threshold(100_000, 50, 100)
"""Looking for garbage among all that tests leave behind takes a fifth of their time."""

_REAL_CONNECT = socket.socket.connect


def _refuse_network(self: socket.socket, address: object) -> None:
    """Only this machine may be talked to."""
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"a test tried to reach {address!r}; tests use no network")
    _REAL_CONNECT(self, address)  # type: ignore[arg-type]


def pytest_collection_finish() -> None:
    """What is imported by now stays."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Home folders to be made: pytest's own numbering reads all folders there are, 3 ms among thousands."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder of the test's own; no variable of the developer's reaches the code."""
    home = next(homes)
    home.mkdir()
    for name in [name for name in os.environ if name.startswith(("WORKBENCH_", "XDG_", "ARGOS_", "PYTHON"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(socket.socket, "connect", _refuse_network)
    yield home
