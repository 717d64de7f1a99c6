"""A filter finds what is there now, whatever was done to the cells: nothing that is kept for it gets out of date."""

from __future__ import annotations

from hypothesis import given, settings

from tests.property.test_undo_laws import WORDS, Act, act, acts, opened
from workbench.services.project import Project
from workbench.services.rowsearch import Asked, lines_asked
from workbench.text.normalize import fold


def check(project: Project) -> None:
    """A filter by each word finds what looking at every line finds."""
    lines, sheet = project.sheet("a").display_rows, project.pages("a")
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
