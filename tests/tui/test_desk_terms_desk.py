"""The terms desk by keys alone: browsing, filtering, what the matcher takes, editing with undo, glossaries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workbench.config import load_settings
from workbench.core.term import Concept, Term, TermStatus
from workbench.services.termbases import open_termbase
from workbench.services.termwork import OWN, add_concept
from workbench.tui.actions import Place
from workbench.tui.keymap import footer
from workbench.tui.screens import browse
from workbench.tui.screens.statement import StatementScreen
from workbench.tui.screens.statements import StatementsScreen
from workbench.tui.screens.term_form import TermForm
from workbench.tui.screens.terms import TermsScreen
from workbench.tui.term_words import status_glyph

RIVER = Concept(
    "c-water-course",
    (
        Term("river", "en", part_of_speech="noun"),
        Term("çay", "az", part_of_speech="noun"),
        Term("գետ", "hy", part_of_speech="noun"),
    ),
    "water",
    "What flows.",
)
STREAM = Concept("c-stream", (Term("stream", "en"), Term("çay", "az", TermStatus.FORBIDDEN)))
DATA = Concept("c-data", (Term("data", "en"), Term("données", "fr"), Term("məlumat", "az"), Term("տվյալ", "hy")))


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Details are worked out without waiting for the cursor to rest."""
    monkeypatch.setattr(browse, "REST_S", 0)


@pytest.fixture
def own(project_folder: Path) -> Path:
    """The project's own termbase, with three concepts; two of them say different things of one word."""
    for concept in (RIVER, STREAM, DATA):
        add_concept(project_folder, concept)
    return project_folder / OWN


def concepts(path: Path) -> dict[str, Concept]:
    return {concept.id: concept for concept in open_termbase(path).concepts} if path.exists() else {}


def terms(hands: Any) -> TermsScreen:
    assert isinstance(hands.app.screen, TermsScreen)
    return hands.app.screen


@pytest.mark.parametrize("keys", [("f7",), ("t",), ("ctrl+x", "t")])
async def test_the_desk_opens_from_the_statements_and_closes_back(desk: Any, own: Path, keys: tuple[str, ...]) -> None:
    async with desk(*keys) as hands:
        assert terms(hands).terms.count == 3
        await hands.press("escape")
        assert isinstance(hands.app.screen, StatementsScreen)


async def test_opened_from_an_editor_half_typed_text_is_kept_and_one_comes_back_to_it(desk: Any, own: Path) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 3)
        await hands.press("enter")
        await hands.write(" bəli")
        await hands.press("f7")
        assert terms(hands)
        assert hands.cells("az")[3].text == "Tərəflər razılaşdılar. bəli"
        await hands.press("escape")
        assert isinstance(hands.app.screen, StatementScreen)


async def test_concepts_stand_in_rows_with_a_glyph_for_each_status(desk: Any, own: Path) -> None:
    async with desk("f7") as hands:
        screen = hands.screen
        forbidden = status_glyph(TermStatus.FORBIDDEN)
        assert f"{status_glyph(TermStatus.PREFERRED)} գետ" in screen and f"{forbidden} çay" in screen
        assert "3 of 3 concepts" in screen
        assert "Enter edit" in screen and len(footer(Place.TERMS)) == 6


async def test_details_say_forms_as_the_matcher_takes_them_and_where_the_concept_stands(desk: Any, own: Path) -> None:
    async with desk("f7", size=(150, 40)) as hands:
        screen = hands.screen
        assert "What flows." in screen and "c-water-course" in screen
        assert "çayın" in screen and "գետի" in screen  # found as
        assert "in 1 statement" in screen and "en 2" in screen and "az 1" in screen
        assert "“çay” (preferred) stands also in c-stream (forbidden)" in screen.replace("\n", "")
        assert "no term to use in fr" in screen


async def test_the_filter_shows_what_contains_the_words_in_any_language(desk: Any, own: Path) -> None:
    async with desk("f7", "/") as hands:
        await hands.write("ÇAY")
        assert [terms(hands).table.concepts[row].id for row in terms(hands).terms.shown] == [
            "c-water-course",
            "c-stream",
        ]
        await hands.press("enter", "down")
        assert terms(hands).terms.current == STREAM
        await hands.press("escape")
        assert terms(hands).terms.count == 3
        await hands.press("/")
        await hands.write("zzz")
        assert "no concept like that" in hands.screen


async def test_problems_are_shown_in_turn(desk: Any, own: Path) -> None:
    async with desk("f7", "p") as hands:
        screen = terms(hands)
        assert [screen.table.concepts[row].id for row in screen.terms.shown] == ["c-water-course", "c-stream"]
        await hands.press("p")
        assert "conflicts" in hands.screen and screen.terms.count == 2
        await hands.press("f6")
        assert screen.terms.count == 2  # both lack a language
        await hands.press("escape")
        assert screen.terms.count == 3


async def test_a_concept_is_edited_and_the_edit_taken_back_and_made_again(desk: Any, own: Path) -> None:
    async with desk("f7", "enter") as hands:
        assert isinstance(hands.app.screen, TermForm)
        await hands.press("end")
        await hands.write("s")
        await hands.press("tab")
        assert f"‹{status_glyph(TermStatus.PREFERRED)} preferred›" in hands.screen
        await hands.press("space", "ctrl+s")  # admitted
        assert terms(hands).terms.current.terms[0] == Term("rivers", "en", TermStatus.ADMITTED, "noun")
        assert concepts(own)["c-water-course"].terms[0].text == "rivers"
        await hands.press("z")
        assert concepts(own)["c-water-course"] == RIVER == terms(hands).terms.current
        await hands.press("ctrl+y")
        assert concepts(own)["c-water-course"].terms[0].text == "rivers"
        await hands.press("Z")
        assert "nothing to take back" in hands.said


async def test_a_statement_below_takes_the_new_terms_over(desk: Any, own: Path) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 0)
        await hands.press("end")
        assert "ikinci görüş" not in hands.screen
        await hands.press("f7", "n")
        await hands.write("second meeting")
        await hands.press(*["tab"] * 14)  # seven fields a term
        await hands.write("ikinci görüş")
        await hands.press("ctrl+s", "escape")
        assert "second meeting" in hands.screen and "ikinci görüş" in hands.screen


async def test_a_new_concept_is_written_in_every_language(desk: Any, own: Path) -> None:
    async with desk("f7", "n") as hands:
        await hands.write("treaty")
        await hands.press(*["tab"] * 21)
        await hands.write("պայմանագիր")
        await hands.press("ctrl+s")
        made = concepts(own)["c-treaty"]
        assert [(term.language, term.text) for term in made.terms] == [("en", "treaty"), ("hy", "պայմանագիր")]
        assert terms(hands).terms.current == made


async def test_terms_are_added_to_and_dropped_from_a_concept(desk: Any, own: Path) -> None:
    async with desk("f7", "enter", "ctrl+n") as hands:
        await hands.write("watercourse")
        await hands.press("ctrl+s")
        texts = [(term.text, term.status) for term in concepts(own)["c-water-course"].in_language("en")]
        assert texts == [("river", TermStatus.PREFERRED), ("watercourse", TermStatus.ADMITTED)]
        await hands.press("enter", "ctrl+x", "ctrl+s")
        assert [term.text for term in concepts(own)["c-water-course"].in_language("en")] == ["watercourse"]


async def test_a_form_says_what_is_wrong_and_asks_before_it_is_left(desk: Any, own: Path) -> None:
    async with desk("f7", "n", "ctrl+s") as hands:
        assert "a concept needs a term" in hands.screen
        await hands.write("x")
        await hands.press("shift+tab", "end", "ctrl+u")
        await hands.write("zz zz")
        await hands.press("ctrl+s")
        assert "is not a language tag" in hands.screen
        await hands.press("escape")
        assert "This is not kept yet." in hands.screen
        await hands.press("enter")
        assert isinstance(hands.app.screen, TermForm)
        await hands.press("escape", "down", "enter")
        assert terms(hands) and len(concepts(own)) == 3


async def test_a_concept_is_deleted_and_comes_back(desk: Any, own: Path) -> None:
    async with desk("f7", "down", "x") as hands:
        assert list(concepts(own)) == ["c-water-course", "c-data"]
        assert "c-stream is deleted; z brings it back" in hands.said
        await hands.press("ctrl+z")
        assert list(concepts(own)) == ["c-water-course", "c-stream", "c-data"]


async def test_a_term_that_another_concept_has_is_told_when_it_is_written(desk: Any, own: Path) -> None:
    async with desk("f7", "n") as hands:
        await hands.write("DATA")
        await hands.press("ctrl+s")
        assert "stands in another one too: c-data" in hands.said


async def test_a_shipped_termbase_is_only_read_until_it_is_copied(desk: Any, project_folder: Path) -> None:
    async with desk("f7") as hands:
        assert "read-only" in hands.screen and terms(hands).terms.count > 100
        await hands.press("x")
        assert "a copies it into the project" in hands.said
        await hands.press("enter")
        assert isinstance(hands.app.screen, TermForm) and "is only read" in hands.screen.replace("\n", " ")
        await hands.press("escape", "a")
        copy = project_folder / "glossaries" / "diplomacy.tbx"
        assert copy in load_settings(project_folder).glossaries
        assert copy in hands.project.settings.glossaries  # the desk goes on with it
        assert "read-only" not in hands.screen
        before = len(concepts(copy))
        await hands.press("x")
        assert len(concepts(copy)) == before - 1


async def test_a_new_concept_beside_a_shipped_termbase_begins_the_projects_own(desk: Any, project_folder: Path) -> None:
    async with desk("f7", "n") as hands:
        await hands.write("treaty")
        await hands.press("ctrl+s")
        assert list(concepts(project_folder / OWN)) == ["c-treaty"]
        assert "glossaries/termbase.tbx" in hands.screen
        assert {book.name for book in terms(hands).books} >= {"glossaries/termbase.tbx", "glossaries/diplomacy.tbx"}


async def test_another_termbase_is_chosen(desk: Any, own: Path) -> None:
    async with desk("f7", "b") as hands:
        assert "Which termbase?" in hands.screen
        await hands.press("down", "enter")
        assert terms(hands).book is not None and terms(hands).book.name != "glossaries/termbase.tbx"


async def test_a_glossary_is_imported_with_a_report_and_taken_back(desk: Any, own: Path, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    file.write_text("concept,en,az\nbank,bank,sahil\nstream,stream,axın\n,,\n", encoding="utf-8")
    async with desk("f7", "i") as hands:
        await hands.press("end", "ctrl+u")
        await hands.write(str(file))
        await hands.press("enter")
        assert "more.csv is imported" in hands.screen and "new" in hands.screen
        await hands.press("enter")
        assert "c-bank" in str(concepts(own)) or "bank" in concepts(own)
        await hands.press("z")
        assert list(concepts(own)) == ["c-water-course", "c-stream", "c-data"]


async def test_a_glossary_that_cannot_be_read_is_told_and_changes_nothing(desk: Any, own: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.tbx"
    file.write_text("<tbx", encoding="utf-8")
    async with desk("f7", "i") as hands:
        await hands.press("end", "ctrl+u")
        await hands.write(str(file))
        await hands.press("enter")
        assert "x.tbx" in hands.said and len(concepts(own)) == 3


async def test_a_termbase_is_written_to_a_file_and_over_one_only_when_said(
    desk: Any, own: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    async with desk("f7", "w") as hands:
        await hands.press("end", "ctrl+u")
        await hands.write(str(out.with_suffix(".doc")))
        await hands.press("enter")
        assert "name a file that ends in" in hands.screen
        await hands.press("end", "ctrl+u")
        await hands.write(str(out))
        await hands.press("enter")
        written = out.read_bytes()
        assert "գետ".encode() in written and "3 concepts" in hands.said
        out.write_bytes(b"mine")
        await hands.press("w", "end", "ctrl+u")
        await hands.write(str(out))
        await hands.press("enter", "enter")
        assert out.read_bytes() == b"mine"
        await hands.press("w", "end", "ctrl+u")
        await hands.write(str(out))
        await hands.press("enter", "down", "enter")
        assert out.read_bytes() == written


async def test_the_places_of_a_concept_are_listed_and_opened(desk: Any, own: Path) -> None:
    async with desk("f7", "g") as hands:
        assert "c-water-course: 3 places" in hands.screen
        assert "talks-on-water 3 en" in hands.screen
        await hands.press("down", "down", "enter")
        statement = hands.statement
        assert (statement.board.key, statement.grid.language) == ("talks-on-water", "az")
        assert statement.grid.cell is not None and "çayın" in statement.grid.cell.text


async def test_a_sentence_is_tried(desk: Any, own: Path) -> None:
    async with desk("f7", "v") as hands:
        await hands.write("Rivers and data")
        assert "rivers" in hands.screen.lower() and "inflected" in hands.screen and "as cited" in hands.screen
        await hands.press("f3", "f3", "end", "ctrl+u")
        await hands.write("Bu çayda")
        assert "çayda" in hands.screen and "c-stream" in hands.screen and "c-water-course" in hands.screen
        await hands.press("escape")
        assert terms(hands)


async def test_an_empty_termbase_says_what_to_do(desk: Any, own: Path) -> None:
    async with desk("f7", "x", "x", "x") as hands:
        assert "write the first concept" in hands.screen and "import a glossary" in hands.screen
        await hands.press("enter")
        assert "there is no concept here" in hands.said


async def test_what_somebody_else_wrote_meanwhile_is_told_and_shown(desk: Any, own: Path) -> None:
    async with desk("f7", "enter") as hands:
        other = own.read_text(encoding="utf-8").replace("What flows.", "What flows, they say.")
        own.write_text(other, encoding="utf-8")
        await hands.press("end")
        await hands.write("s")
        await hands.press("ctrl+s")
        assert "changed by somebody else" in hands.said
        assert "they say" in hands.screen and "What flows, they say." in own.read_text(encoding="utf-8")


async def test_what_was_added_elsewhere_is_there_when_one_comes_back(desk: Any, own: Path) -> None:
    async with desk("f7", "g", "enter") as hands:
        add_concept(hands.project.folder, Concept("c-late", (Term("late", "en"),)))
        await hands.press("f7")
        assert "late" in hands.screen and terms(hands).terms.count == 4


async def test_long_details_are_read_by_keys(desk: Any, own: Path) -> None:
    async with desk("f7") as hands:
        scroll = hands.app.screen.query_one("#details-scroll")
        await hands.press("J")
        assert scroll.scroll_offset.y > 0
        await hands.press("K", "ctrl+up")
        assert scroll.scroll_offset.y == 0


async def test_rows_are_moved_through_by_every_key(desk: Any, own: Path) -> None:
    async with desk("f7") as hands:
        at = []
        for key in ("down", "j", "up", "k", "end", "home", "pagedown", "pageup"):
            await hands.press(key)
            at.append(terms(hands).terms.cursor)
        assert at == [1, 2, 1, 0, 2, 0, 1, 0]
