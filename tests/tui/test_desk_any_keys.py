"""Whatever keys are pressed, the desk goes on, and what it stores stays whole."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.tui.conftest import SOURCE, Hands, OpenDesk
from workbench.core.bead import Bead, verify
from workbench.engines.fake import FakeRoutes
from workbench.services.project import Project
from workbench.tui.actions import ACTIONS

SEEDS = range(int(os.environ.get("DESK_SEEDS", "3")))
KEYS = 120
_LEAVES = {"desk.quit", "editor.external"}
_TEXT = [*"aeimnrstəğışİçևնրսաէ։՞", "space", "enter", "escape", "tab", "backspace", "1", "2", "left", "right", "up"]


def _keys(seed: int) -> list[str]:
    """Keys of all actions, each once in a while, and plain typing between them."""
    chance = random.Random(seed)
    bound = [key for action in ACTIONS if action.id not in _LEAVES for key in action.keys if "," not in key[1:]]
    found: list[str] = []
    while len(found) < KEYS:
        found += [chance.choice(bound)] if chance.random() < 0.6 else chance.choices(_TEXT, k=3)
    return found[:KEYS]


@pytest.mark.parametrize("seed", SEEDS)
async def test_any_keys(
    desk: OpenDesk, machine: FakeRoutes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")  # so that nothing is imported from where the tests are run
    size = ((80, 24), (160, 48), (60, 16))[seed % 3]
    async with desk("enter", size=size) as hands:
        for key in _keys(seed):
            await hands.press(*key.split(","))
            assert hands.app.is_running, key
        _whole(hands)


def _whole(hands: Hands) -> None:
    """Texts that came in are as they came, and every version covers the whole source in order."""
    project: Project = hands.project
    talks = project.statement("talks-on-water")
    source = project.store.version(talks.id, "en")
    assert source is not None and source.segments == SOURCE
    for version in project.store.versions(talks.id):
        cells = project.store.cells(version.id)
        if version.language == "en" or not cells:
            continue
        rows = [row for cell in cells for row in range(cell.source_start, cell.source_end)]
        assert sorted(set(rows)) == list(range(len(SOURCE))), version.language
        if version.kind == "imported":
            beads = [Bead(c.source_start, c.source_end, c.target_start or 0, c.target_end or 0) for c in cells]
            if len(rows) == len(set(rows)):  # no row has been divided
                verify(beads, len(SOURCE), len(version.segments))
