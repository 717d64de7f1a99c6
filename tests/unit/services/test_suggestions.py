"""What may be put into a cell: which suggestions there are, and their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.core.match import Context, MatchKind
from workbench.core.project import Cell, Origin, OriginKind
from workbench.core.term import Concept, Grade, Term, TermStatus
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.services import bootstrap
from workbench.services.namehints import NameHints
from workbench.services.project import Project
from workbench.services.suggestions import (
    Kind,
    Suggestion,
    drafted_before,
    in_order,
    machine_suggestion,
    memory_suggestions,
    name_suggestions,
    number_suggestions,
    quick,
    term_suggestions,
)
from workbench.services.translate import Translator
from workbench.terminology.lookup import TermFinder

TEXT = "They met in Geneva on 3 May.\nThe river is long.\nThey met in Geneva on 3 June.\nThe rivers are long.\n"
PAIR = ("en", "az")
ENGINE = Origin(OriginKind.ENGINE, "starter", ("en", "az"), -0.1)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "project", source="en", targets=["az", "hy"]) as made:
        made.ensure_version(made.new_statement("Talks", language="en", text=TEXT), "az")
        yield made


def cells(project: Project, language: str = "az") -> list[Cell]:
    return list(project.sheet("talks").columns[language])


def confirm(project: Project, row: int, text: str) -> Cell:
    return project.confirm(project.edit(cells(project)[row], text))


def test_one_list_with_sure_matches_first_and_words_by_their_place() -> None:
    def memory(percent: float, text: str) -> Suggestion:
        return Suggestion(Kind.MEMORY, text, percent, MatchKind.FUZZY)

    wanted = [
        replace(memory(100, "context"), match=MatchKind.CONTEXT),
        memory(100, "exact"),
        memory(95, "sure"),
        Suggestion(Kind.MACHINE, ""),
        memory(94.9, "like"),
        Suggestion(Kind.TERM, "çay", place=(4, 9)),
        Suggestion(Kind.TERM, "ölçmə", place=(10, 12)),
        Suggestion(Kind.NUMBER, "3", place=(0, 1)),
        Suggestion(Kind.NAME, "Cenevrə", place=(2, 3)),
        Suggestion(Kind.SPELLING, "çay", place=(1, 4)),
    ]
    assert in_order(reversed(wanted)) == wanted
    assert in_order([*wanted, Suggestion(Kind.MACHINE, "exact")])[:4] == wanted[:4], (
        "a draft that is a match is the match"
    )


def test_a_match_comes_with_its_score_and_the_cell_is_none_for_itself(project: Project) -> None:
    first = confirm(project, 0, "Onlar mayın 3-də Cenevrədə görüşdülər.")
    (found,) = memory_suggestions(project, "They met in Geneva on 3 June.", PAIR, cells(project)[2])
    assert (found.kind, found.origin, found.source) == (Kind.MEMORY, "talks", "They met in Geneva on 3 May.")
    assert found.percent and 70 < found.percent < 100
    assert (found.made.kind, found.made.score) == (OriginKind.MEMORY, round(found.percent, 1))
    assert memory_suggestions(project, "They met in Geneva on 3 May.", PAIR, first) == []
    context = Context("", "The river is long.")
    (exact,) = memory_suggestions(project, "They met in Geneva on 3 May.", PAIR, None, context)
    assert (exact.match, exact.percent) == (MatchKind.CONTEXT, 100)


def test_the_last_draft_of_todays_source_is_told_and_no_other(project: Project) -> None:
    cell = project.machine_draft(cells(project)[1], "Çay uzun.", ENGINE)
    cell = project.machine_draft(cell, "Çay uzundur.", ENGINE)
    project.edit(cell, "Bu çay uzundur.")
    (found,) = drafted_before(project.store.history(cell.id), "The river is long.")
    assert (found.text, found.route, round(found.percent or 0)) == ("Çay uzundur.", ("en", "az"), 90)
    assert drafted_before(project.store.history(cell.id), "Another source.") == []


def test_terms_come_with_the_preferred_rendering_and_what_became_of_them() -> None:
    concepts = [
        Concept("river", (Term("river", "en"), Term("nəhr", "az", TermStatus.ADMITTED), Term("çay", "az"))),
        Concept("lake", (Term("lake", "en"), Term("göl", "az"))),
        Concept("bank", (Term("bank", "en"),)),
    ]
    found = term_suggestions(TermFinder(concepts), "The lake, the rivers and the bank.", "Çayların göldən", PAIR)
    assert [(each.text, each.source, each.grade) for each in found] == [
        ("göl", "lake", Grade.INFLECTED),
        ("çay", "rivers", Grade.INFLECTED),
    ]
    (missing, _) = term_suggestions(TermFinder(concepts), "The lake and the river.", "Çay", PAIR)
    assert missing.grade is Grade.MISSING


def test_numbers_are_written_as_the_target_writes_them() -> None:
    found = number_suggestions("On 3 May 2024 two of 1,234.5 came, 38 per cent.", "2024-cü il mayın 3-də", PAIR)
    assert [(each.text, each.grade) for each in found] == [
        ("3 may 2024", Grade.EXACT),
        ("iki", Grade.MISSING),
        ("1.234,5", Grade.MISSING),
        ("38%", Grade.MISSING),
    ]


def test_a_month_in_a_date_is_no_term_beside_it(project: Project) -> None:
    finder = TermFinder([Concept("may", (Term("May", "en"), Term("may", "az")))])
    found = quick(project, "They met on 3 May.", PAIR, finder=finder)
    assert [(each.kind, each.text) for each in found] == [(Kind.NUMBER, "3 may")]


def test_names_come_as_the_project_has_rendered_them(project: Project) -> None:
    confirm(project, 0, "Onlar mayın 3-də Cenevrədə görüşdülər.")
    found = name_suggestions(NameHints(project), "Yesterday we saw Geneva.", "", PAIR)
    assert [(each.text, each.source) for each in found] == [("Cenevrədə", "Geneva")]
    assert name_suggestions(NameHints(project), "Yesterday we saw Ulaanbaatar.", "", PAIR) == []
    assert [
        each.text for each in name_suggestions(NameHints(project), "Yesterday we saw Ulaanbaatar.", "", ("en", "fr"))
    ] == ["Ulaanbaatar"]


def test_the_machine_is_asked_for_todays_source(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    translator = Translator(FakeRoutes([FakeEngine(("en", "az"))]))
    monkeypatch.setattr(bootstrap, "resident_translator", lambda _settings: translator)
    found = machine_suggestion(project, "The river is long.", PAIR)
    assert (found.kind, found.text, found.route) == (Kind.MACHINE, "[az] The river is long.", ("en", "az"))


def test_a_row_with_nothing_opposite_has_no_suggestions(project: Project) -> None:
    assert quick(project, "", PAIR) == []
