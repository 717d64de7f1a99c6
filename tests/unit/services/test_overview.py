"""The numbers of all statements: right, and read again only where something was written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.core.page import Tally
from workbench.core.project import Cell, State, Version
from workbench.services.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path, source="en", targets=["fr", "az"]) as made:
        for title in ("One", "Two", "Three"):
            statement = made.new_statement(title, language="en", text="They met. They spoke of water.")
            made.ensure_version(statement, "fr")
        yield made


@pytest.fixture
def counted(project: Project, monkeypatch: pytest.MonkeyPatch) -> list[list[int] | None]:
    """Which versions were counted, each time that any were."""
    asked: list[list[int] | None] = []
    count = project.store.tallies

    def tallies(version_ids: list[int] | None = None) -> list[Tally]:
        asked.append(version_ids)
        return count(version_ids)

    monkeypatch.setattr(project.store, "tallies", tallies)
    return asked


def first_cell(project: Project, key: str) -> Cell:
    return project.sheet(key).columns["fr"][0]


def test_only_what_was_written_is_counted_again(project: Project, counted: list[list[int] | None]) -> None:
    before = {item.statement.key: item for item in project.overview()}
    assert counted == [None]
    cell = project.confirm(project.edit(first_cell(project, "two"), "Ils se sont vus."))
    after = {item.statement.key: item for item in project.overview()}
    assert counted == [None, [cell.version_id]]
    assert after["one"] is before["one"] and after["three"] is before["three"]
    french = after["two"].languages["fr"]
    assert (french.counts, french.done, french.total) == ({State.CONFIRMED: 1, State.NEW: 1}, 1, 2)
    project.journal(cell.id, "half")
    assert {item.statement.key: item for item in project.overview()} == after
    assert len(counted) == 2


def test_versions_and_statements_that_come_are_seen(project: Project, counted: list[list[int] | None]) -> None:
    project.overview()
    statement = project.statement("two")
    project.ensure_version(statement, "az")
    project.new_statement("Four", language="hy", text="Նրանք հանդիպեցին։")
    items = {item.statement.key: item for item in project.overview()}
    assert list(items) == ["four", "one", "three", "two"]
    assert items["two"].languages["az"].kind == "drafted"
    assert list(items["four"].languages) == ["hy", "en", "fr", "az"]
    assert items["four"].languages["en"].counts == {State.NEW: 1}


def test_words_are_counted_once_for_each_text(project: Project) -> None:
    (one, *_) = project.overview()
    assert project.numbers.counted_words(one) is None
    assert project.numbers.words(one) == 6 == project.numbers.counted_words(one)
    source = project.store.version(one.statement.id, "en")
    assert source is not None
    project.store.put_version(Version(0, one.statement.id, "en", "imported", (*source.segments, "And left.")))
    (one, *_) = project.overview()
    assert project.numbers.words(one) == 8


def test_the_least_certain_bead_of_an_imported_version(project: Project) -> None:
    (one, *_) = project.overview()
    assert project.numbers.lowest_confidence(one, "fr") is None
    version = project.store.put_version(Version(0, one.statement.id, "az", "imported", ("Görüşdülər.",)))
    project.store.put_cells(version.id, [Cell(0, 0, 0, 0, 2, "Görüşdülər.", confidence=0.25)], "import")
    (one, *_) = project.overview()
    assert project.numbers.lowest_confidence(one, "az") == 0.25
    assert project.numbers.lowest_confidence(one, "en") is None
