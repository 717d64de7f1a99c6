"""Terms on the desk: underlined where they stand, suggested, told where they are not carried; seen without colour."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workbench.core.term import Grade
from workbench.services.termuse import TermUse
from workbench.tui.wording import term_lines

TERMS = "en,fr,az\njoint management,gestion commune,birgə idarə\nriver,fleuve,çay\nmeasurement,mesure,ölçmə\n"


@pytest.fixture
def own_terms(project_folder: Path) -> Path:
    """The small project with a termbase of its own, and no other."""
    (project_folder / "terms.csv").write_text(TERMS, encoding="utf-8")
    settings = project_folder / "workbench.toml"
    text = settings.read_text(encoding="utf-8").replace("glossaries = []", 'glossaries = ["terms.csv"]')
    settings.write_text(text, encoding="utf-8")
    return project_folder


def underlined(hands: Any, widget: str) -> list[str]:
    """What is underlined in a widget as painted, piece by piece."""
    region = hands.statement.query_one(widget).region
    found = []
    for line in hands.app.screen._compositor.render_strips()[region.y : region.bottom]:
        for segment in line.crop(region.x, region.right):
            if segment.style and segment.style.underline and segment.text.strip():
                found.append(segment.text)
    return found


@pytest.mark.parametrize("size", [(80, 24), (150, 40)])
async def test_terms_are_underlined_in_the_source_and_in_its_rendering(
    desk: Any, own_terms: Path, size: tuple[int, int]
) -> None:
    async with desk("enter", size=size) as hands:
        await hands.go("az", 2)
        assert underlined(hands, "#source") == ["joint management", "river"]
        assert underlined(hands, "#editor") == ["çayın", "birgə idarə"]
        exact, inflected = ("  ✓ exact", "  ✓ inflected") if size[0] > 80 else (" ✓", " ✓")
        assert f"term joint management → birgə idarə{exact}" in hands.screen
        assert f"term river → çay{inflected}" in hands.screen


async def test_a_term_without_a_rendering_is_missing_and_another_row_has_other_terms(
    desk: Any, own_terms: Path
) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 3)
        assert "term measurements → ölçmə  ! missing" in hands.screen
        assert "! term: measurements is not carried" in hands.screen
        assert underlined(hands, "#editor") == []
        await hands.press("down")
        assert underlined(hands, "#source") == []
        assert "term " not in hands.screen


async def test_nothing_is_underlined_in_the_text_being_typed(desk: Any, own_terms: Path) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 2)
        await hands.press("enter")
        assert underlined(hands, "#editor") == []
        await hands.write(" gestion")
        await hands.press("escape")
        assert underlined(hands, "#editor") == ["çayın", "birgə idarə"]


async def test_the_shipped_termbases_stand_in_where_a_project_names_none(desk: Any) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 1)
        assert "delegations" in underlined(hands, "#source")
        assert "term delegations → " in hands.screen


async def test_a_broken_termbase_is_told_and_takes_nothing_away(desk: Any, own_terms: Path) -> None:
    (own_terms / "terms.csv").unlink()
    async with desk("enter", size=(150, 40)) as hands:
        assert "terms.csv" in hands.said and "not shown" in hands.said
        await hands.go("az", 2)
        assert underlined(hands, "#source") == []


def test_what_needs_a_look_is_told_first() -> None:
    uses = [
        TermUse("a", "treaty", "traité", Grade.EXACT),
        TermUse("b", "ceasefire", None, Grade.MISSING),
        TermUse("c", "talks", "bidon", Grade.FORBIDDEN),
        TermUse("a", "treaty", "traité", Grade.EXACT),
    ]
    assert term_lines(uses) == [
        "! term: ceasefire is not carried",
        "! term: talks is rendered by bidon, which is forbidden",
    ]


def lit(hands: Any, widget: str) -> list[str]:
    """What stands out in a widget as painted, without colour."""
    region = hands.statement.query_one(widget).region
    found = []
    for line in hands.app.screen._compositor.render_strips()[region.y : region.bottom]:
        for segment in line.crop(region.x, region.right):
            if segment.style and segment.style.reverse and segment.text.strip():
                found.append(segment.text)
    return found


async def test_a_term_and_its_renderings_light_up_in_every_version(desk: Any, own_terms: Path) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 2)
        await hands.press("shift+f8")
        assert lit(hands, "#source") == ["joint management"]
        assert set(" ".join(lit(hands, "#grid")).split()) == {
            "joint",
            "management",
            "gestion",
            "commune",
            "birgə",
            "idarə",
        }
        assert lit(hands, "#editor") == ["birgə idarə"]
        await hands.press("shift+f8")
        assert lit(hands, "#source") == ["river"] and "fleuve" in lit(hands, "#grid")
        await hands.press("shift+f8")
        assert lit(hands, "#grid") == [] == lit(hands, "#editor")
        await hands.press("shift+f8", "down")
        assert lit(hands, "#grid") == []


async def test_a_term_lights_up_while_one_types(desk: Any, own_terms: Path) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 2)
        await hands.press("enter", "ctrl+t")
        assert lit(hands, "#editor")[:1] == ["birgə idarə"]


async def test_without_a_term_it_says_so(desk: Any, own_terms: Path) -> None:
    async with desk("enter") as hands:
        await hands.go("az", 5)
        await hands.press("shift+f8")
        assert "no term of the termbase" in hands.said


async def test_a_term_is_added_from_a_selection_in_two_keys(desk: Any, own_terms: Path) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 5)
        await hands.press("enter", "home", "ctrl+shift+right")
        assert hands.statement.pane.editor.selected_text.strip() == "Məlumatlar"
        await hands.press("f8")
        assert hands.app.screen.field("source").value == "data"
        assert hands.app.screen.field("target").value == "məlumatlar"
        await hands.press("enter")
        assert "new in the termbase: data → məlumatlar" in hands.said
        assert underlined(hands, "#source") == ["data"]
        assert "term data → məlumatlar  ✓ exact" in hands.screen
        assert hands.project.settings.glossaries[0].name == "termbase.tbx"


async def test_what_the_termbase_has_is_told_before_it_is_stored(desk: Any, own_terms: Path) -> None:
    async with desk("enter", size=(150, 40)) as hands:
        await hands.go("az", 2)
        await hands.press("shift+f8", "shift+f8", "f8")
        assert hands.app.screen.field("source").value == "river"
        await hands.write("nəhr")
        assert "river → çay" in hands.screen and "as admitted" in hands.screen
        await hands.press("enter")
        assert "nəhr" in (own_terms / "glossaries" / "termbase.tbx").read_text(encoding="utf-8")


async def test_a_term_needs_both_sides_and_can_be_left(desk: Any, own_terms: Path) -> None:
    async with desk("enter") as hands:
        await hands.press("f8", "enter")
        assert "a term needs a text in both languages" in hands.screen
        await hands.press("escape")
        assert not (own_terms / "glossaries").exists()
