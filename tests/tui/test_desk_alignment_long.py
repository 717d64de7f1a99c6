"""The alignment desk on a long text: only what is in sight is drawn, a change touches only its neighbours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tui.test_desk_alignment import desk_of
from workbench.core.bead import Bead
from workbench.core.project import Statement, Version
from workbench.services.beadcells import extent, imported_cell
from workbench.services.project import Project
from workbench.tui.widgets.bead_lines import lines_of

COUNT = 1_600


@pytest.fixture
def long_text(tmp_path: Path) -> Path:
    """One statement of some thousand sentences, its Armenian version aligned one to one."""
    with Project.create(tmp_path / "long", source="en", targets=["hy"]) as project:
        store = project.store
        statement = store.add_statement(Statement(0, "long", "Long", "", "en"))
        texts = [f"Sentence number {number} says what it says, and no more. " for number in range(COUNT)]
        source = store.put_version(Version(0, statement.id, "en", "imported", tuple(texts)))
        texts = [f"Նախադասություն {number}, որը նույնն է ասում։ " for number in range(COUNT)]
        version = store.put_version(Version(0, statement.id, "hy", "imported", tuple(texts)))
        beads = [Bead(row, row + 1, row, row + 1, 0.6 if row == 1_200 else 0.99) for row in range(COUNT)]
        store.put_cells(version.id, [imported_cell(bead, None, source, version) for bead in beads], "import")
    return tmp_path / "long"


@pytest.fixture
def no_aligner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Aligning thousands of sentences again is for the benchmarks."""
    monkeypatch.setattr("workbench.tui.screens.alignment_reading.AlignmentReading.make_ready", lambda _self: None)


async def test_a_long_text_opens_moves_and_changes_at_once(desk: Any, long_text: Path, no_aligner: None) -> None:
    async with desk("a", size=(150, 40), folder=long_text) as hands:
        assert desk_of(hands).at == 1_200
        lines_of.cache_clear()
        await hands.press("end", "home", "pagedown", "n", "J", "m", "u")
        assert lines_of.cache_info().misses < 800, "only what is in sight is put into lines"
        cells = hands.cells("hy", "long")
        assert [extent(cell) for cell in cells[1_199:1_202]] == [
            (1_199, 1_200, 1_199, 1_200), (1_200, 1_201, 1_200, 1_200), (1_201, 1_202, 1_200, 1_202),
        ]  # fmt: skip
        changed = [cell for cell in cells if cell.revision > 1]
        assert len(changed) <= 2


async def test_all_versions_of_a_long_text(desk: Any, long_text: Path, no_aligner: None) -> None:
    async with desk("a", "V", size=(150, 40), folder=long_text) as hands:
        assert desk_of(hands).pivot and desk_of(hands).at == 1_200
        await hands.press("end", "m", "up", "m", "home", "x", "pagedown")
        cells = hands.cells("hy", "long")
        assert [extent(cell) for cell in cells[:2]] == [(0, 1, 0, 0), (1, 1, 0, 1)]
        assert "".join(cell.lead + cell.text + cell.trail for cell in cells).count("։") == COUNT
