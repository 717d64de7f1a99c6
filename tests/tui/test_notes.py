"""Entries of the lower pane: wrapped, cut, two to a line, each found again under a click."""

from __future__ import annotations

from textual.app import App, ComposeResult

from workbench.services.suggestions import Kind, Suggestion
from workbench.tui.offers import entries
from workbench.tui.widgets.notes import Notes

TEXT = "Պատվիրակությունները մայիսի 3-ին հանդիպեցին Ժնևում և քննարկեցին գետի համատեղ կառավարումը։"
TERMS = [("delegations", "պատվիրակություն"), ("Geneva", "Ժնև"), ("discussed", "քննարկել"), ("river", "գետ")]
LONG = ("joint management of the shared water resources", "ընդհանուր ջրային ռեսուրսների համատեղ կառավարում")


class Listed(App[None]):
    """Notes of five lines, as they stand at 80×24."""

    def __init__(self, suggestions: list[Suggestion], text: str = "") -> None:
        super().__init__()
        self.suggestions, self.text = suggestions, text
        self.picked: list[int] = []

    def compose(self) -> ComposeResult:
        """The list alone."""
        yield Notes()

    def on_mount(self) -> None:
        """Show the suggestions."""
        self.query_one(Notes).show(entries(self.suggestions, "…", compact=True, text=self.text))

    def on_notes_picked(self, event: Notes.Picked) -> None:
        """What was clicked."""
        self.picked.append(event.number)


def _listed() -> list[Suggestion]:
    words = [Suggestion(Kind.TERM, target, source=source) for source, target in [*TERMS, *TERMS]]
    return [Suggestion(Kind.MACHINE, TEXT), *words]


async def test_nine_suggestions_are_in_sight_at_once_and_each_is_clicked_where_it_stands() -> None:
    app = Listed(_listed(), TEXT)
    async with app.run_test(size=(80, 5)) as pilot:
        notes = app.query_one(Notes)
        lines = [notes.render_line(y).text for y in range(5)]
        for number in range(1, 10):
            row = next(y for y in range(5) if f"{number} " in lines[y])
            before = lines[row].index(f"{number} ")
            await pilot.click(Notes, offset=(before, row))
        assert app.picked == [1, 2, 3, 4, 5, 6, 7, 8, 9]
        assert lines[0].rstrip().endswith("…"), "the draft stands in the cell; here one line is enough"


async def test_a_draft_that_is_not_in_the_cell_is_shown_whole() -> None:
    app = Listed(_listed(), "այլ")
    async with app.run_test(size=(80, 7)):
        shown = " ".join(app.query_one(Notes).render_line(y).text for y in range(2))
        assert TEXT.split() == shown.split()[2:]


async def test_what_is_too_long_for_half_a_line_has_one_of_its_own() -> None:
    long = Suggestion(Kind.TERM, LONG[1], source=LONG[0])
    app = Listed([long, Suggestion(Kind.TERM, "գետ", source="river"), long])
    async with app.run_test(size=(80, 7)):
        rows = app.query_one(Notes).rows
        assert [row.right for row in rows] == [0] * len(rows)
        assert all(row.text.cell_len <= 79 for row in rows)
