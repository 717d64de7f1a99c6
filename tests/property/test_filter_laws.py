"""A filter finds what is there now, whatever was done to the cells: nothing that is kept for it gets out of date."""

from __future__ import annotations

from hypothesis import given, settings

from tests.property.test_undo_laws import WORDS, Act, act, acts, opened
from workbench.core.project import Cell
from workbench.services.project import Project
from workbench.services.rowsearch import Asked, Look, lines_asked
from workbench.text.normalize import fold


def notices(cell: Cell, source: str) -> bool:
    """A check that hears of the text, the state and the source."""
    return (len(cell.text) + len(source) + len(cell.state)) % 2 == 0


def check(project: Project) -> None:
    """A filter by each word, and one by a check, find what looking at every line finds."""
    whole, sheet = project.sheet("a"), project.pages("a")
    lines = whole.display_rows
    noticed = [
        number
        for number, line in enumerate(lines)
        if (place := line.cells.get("az")) and notices(place.cell, whole.source_of(place.cell))
    ]
    assert [line for piece in lines_asked(sheet, "az", Asked(look=Look(1, notices))) for line in piece] == noticed
    for word in (*WORDS, "LIFE", "they m"):
        looked = [
            number
            for number, line in enumerate(lines)
            if fold(word, "en") in fold(line.source, "en")
            or ((place := line.cells.get("az")) and fold(word, "az") in fold(place.cell.text, "az"))
        ]
        assert [line for piece in lines_asked(sheet, "az", Asked(word)) for line in piece] == looked


@settings(max_examples=25)
@given(acts)
def test_a_filter_follows_every_change(done: list[Act]) -> None:
    with opened() as project:
        for one in done:
            act(project, one)
            check(project)
        while project.undo():
            pass
        check(project)
        project.redo()
        check(project)
