"""A statement in pages: what is kept, what a change does, what others write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.core.project import Cell, State
from workbench.services import pages
from workbench.services.pages import PagedSheet
from workbench.services.project import Project
from workbench.services.rowsearch import Asked, lines_asked
from workbench.services.wordcount import WordCount

ROWS = 300


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path, source="en", targets=["fr", "az", "hy"]) as made:
        text = "".join(f"Sentence number {row} speaks of water. " for row in range(ROWS))
        statement = made.new_statement("Talks", language="en", text=text)
        made.ensure_version(statement, "fr")
        made.ensure_version(statement, "az")
        yield made


@pytest.fixture
def sheet(project: Project) -> PagedSheet:
    return project.pages("talks")


def cell(sheet: PagedSheet, row: int, language: str = "fr") -> Cell:
    found = sheet.cell(row, language)
    assert found is not None
    return found


def test_what_is_not_shown_is_not_kept(sheet: PagedSheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "KEPT", 3)
    for row in range(0, ROWS, 10):
        assert sheet[row].source_row == row
    assert len(sheet._blocks) == 3
    assert sheet[-1].source_row == ROWS - 1
    with pytest.raises(IndexError):
        sheet[ROWS]


def test_a_changed_cell_is_shown_and_counted_once(project: Project, sheet: PagedSheet) -> None:
    before = cell(sheet, 7)
    after = project.confirm(project.edit(before, "Sept."))
    assert sheet.put("fr", after) == before
    sheet.put("fr", after)
    assert cell(sheet, 7) == after
    assert sheet.counts["fr"] == {State.NEW: ROWS - 1, State.CONFIRMED: 1}


def test_a_changed_cell_that_was_never_shown_is_counted_as_well(project: Project, sheet: PagedSheet) -> None:
    (far,) = project.store.cells_over(sheet.heads["fr"].id, 250, 251)
    after = project.confirm(project.edit(far, "Loin."))
    assert sheet.put("fr", after) is None
    assert +sheet.counts["fr"] == {State.NEW: ROWS - 1, State.CONFIRMED: 1}
    assert cell(sheet, 250) == after


def test_news_are_the_cells_that_were_changed(project: Project, sheet: PagedSheet) -> None:
    shown, unseen = cell(sheet, 3), cell(sheet, 3, "az")
    assert not sheet.news().cells
    changed = project.edit(shown, "Trois."), project.edit(unseen, "Üç.")
    news = sheet.news()
    assert not news.moved and set(news.cells) == set(changed) and set(news.counts) == {"fr", "az"}
    assert sheet.take(news)
    assert cell(sheet, 3).text == "Trois." and sheet.counts["az"][State.EDITED] == 1
    assert not sheet.news().cells


def test_news_that_are_older_than_an_edit_here_are_read_again(project: Project, sheet: PagedSheet) -> None:
    project.edit(cell(sheet, 3), "Trois.")
    stale = sheet.news()
    mine = project.edit(cell(sheet, 4), "Quatre.")
    sheet.put("fr", mine)
    assert not sheet.take(stale)
    assert sheet.take(sheet.news())
    assert +sheet.counts["fr"] == {State.NEW: ROWS - 2, State.EDITED: 2}


def test_an_older_state_of_a_cell_does_not_come_back(project: Project, sheet: PagedSheet) -> None:
    mine = project.edit(cell(sheet, 4), "Quatre.")
    sheet.put("fr", mine)
    sheet._put(replace(mine, text="older", revision=1), "fr")
    assert cell(sheet, 4) == mine


@pytest.mark.parametrize("how", ["split", "begin", "source"])
def test_news_say_where_lines_have_moved(project: Project, sheet: PagedSheet, how: str) -> None:
    statement = project.statement("talks")
    if how == "split":
        project.split(project.edit(cell(sheet, 3), "Un. Deux."), 3)
    elif how == "begin":
        project.ensure_version(statement, "hy")
    else:
        source = project.store.version(statement.id, "en")
        assert source is not None
        project.store.put_version(replace(source, segments=source.segments[1:]))
    assert sheet.news().moved
    again = project.pages("talks")
    assert not again.news().moved
    assert len(again) == ROWS + {"split": 1, "begin": 0, "source": -1}[how]


def test_a_block_that_has_shrunk_meanwhile_is_no_error(project: Project, sheet: PagedSheet) -> None:
    source = project.store.version(sheet.statement.id, "en")
    assert source is not None
    project.store.put_version(replace(source, segments=source.segments[:10]))
    assert sheet[ROWS - 1].source == "" and sheet[5].source


def test_the_search_follows_edits(project: Project, sheet: PagedSheet) -> None:
    def found(text: str) -> list[int]:
        return [line for lines in lines_asked(sheet, "fr", Asked(text)) for line in lines]

    assert found("NUMBER 42 ") == [42]
    assert not found("ÇA")
    project.edit(cell(sheet, 9), "ça coule")
    assert found("ÇA") == [9]
    project.undo()
    assert not found("ÇA")


def test_words_follow_edits(project: Project, sheet: PagedSheet) -> None:
    words = WordCount(sheet)
    assert not words.count(lambda: True) and not words.ready
    assert words.count(lambda: False) and words.done == {"fr": 0, "az": 0} and words.total == 6 * ROWS
    before = cell(sheet, 9)
    after = project.confirm(project.edit(before, "Neuf."))
    words.moved("fr", before, after)
    assert words.ready and words.done["fr"] == 6
    words.outdate()
    assert not words.ready and words.count(lambda: False) and words.done["fr"] == 6


def test_looking_through_cells_goes_round_and_leaves_the_first_one_out(sheet: PagedSheet) -> None:
    for line, step in ((0, 1), (150, 1), (150, -1), (ROWS - 1, -1)):
        rows = [found.source_start for found, _ in sheet.cells_from(line, "fr", step)]
        assert rows == [(line + step * distance) % ROWS for distance in range(1, ROWS)]
    sources = {source for _, source in sheet.cells_from(0, "fr", 1)}
    assert "Sentence number 17 speaks of water." in sources and len(sources) == ROWS - 1
    assert not list(sheet.cells_from(0, "hy", 1))
