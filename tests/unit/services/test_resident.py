"""What a session that stays keeps of models: the same for all threads, made anew when something has changed."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from workbench.config import Settings, load_settings
from workbench.services import bootstrap, inventory

ASK = [bootstrap.resident_translator, bootstrap.resident_completions]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(bootstrap, "_RESIDENT", {})
    return load_settings()


@pytest.mark.parametrize("ask", ASK)
def test_threads_that_ask_at_once_get_the_same(ask: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second asks in the middle of the first one's making."""
    routes, found = inventory.routes, list[object]()
    second = threading.Thread(target=lambda: found.append(ask(settings)))

    def in_the_middle(*given: Any) -> Any:
        monkeypatch.setattr(inventory, "routes", routes)
        second.start()
        second.join(0.05)  # it would be done by then if it did not wait
        return routes(*given)

    monkeypatch.setattr(inventory, "routes", in_the_middle)
    found.append(ask(settings))
    second.join()
    assert len(found) == 2 and found[0] is found[1]


@pytest.mark.parametrize("ask", ASK)
def test_it_is_made_anew_once_a_package_has_come(ask: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ask(settings)
    assert ask(settings) is first
    monkeypatch.setattr(inventory, "fingerprint", lambda _settings: -1)
    assert ask(settings) is not first and ask(settings) is ask(settings)
