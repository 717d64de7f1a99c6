"""The memory of a project, and the drafts that come of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.core.errors import StorageError
from workbench.core.match import Context, MatchKind
from workbench.core.project import Cell, Origin, OriginKind, State, Version
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.services import draftwork
from workbench.services.drafts import renew_drafts, translate_cell, translate_missing
from workbench.services.draftwork import CONFIRMED_PIVOT
from workbench.services.learning import ADAPTED
from workbench.services.project import Project
from workbench.services.projectmemory import project_memory, remembered
from workbench.services.translate import Translator

TEXT = "They met in Baku.\nYes.\nNo.\nThey met in Baku.\nThey met in Paris.\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "project", source="en", targets=["fr", "az"]) as made:
        made.new_statement("Talks", language="en", text=TEXT)
        yield made


def fake(*engines: FakeEngine) -> Translator:
    return Translator(FakeRoutes(engines), guards="flag")


def column(project: Project, language: str = "fr", key: str = "talks") -> list[Cell]:
    return list(project.sheet(key).columns[language])


def confirm(project: Project, place: int, text: str, language: str = "fr") -> Cell:
    return project.confirm(project.edit(column(project, language)[place], text))


def test_what_is_confirmed_is_known_at_once_and_what_is_taken_back_is_not(project: Project) -> None:
    translate_missing(project, fake(), languages=["fr"])
    assert remembered(project_memory(project).memory, "They met in Baku.", ("en", "fr")) is None
    cell = confirm(project, 0, "Ils se sont vus à Bakou.")
    memory = project_memory(project).memory
    match = remembered(memory, "They met in Baku.", ("en", "fr"), Context("", "Yes."))
    assert match and match.kind is MatchKind.CONTEXT and match.entry.origin == "talks"
    assert match.entry.target == "Ils se sont vus à Bakou."
    assert remembered(memory, "Ils se sont vus à Bakou.", ("fr", "en"))
    project.set_state(cell, State.EDITED)
    assert remembered(memory, "They met in Baku.", ("en", "fr")) is None and project_memory(project).memory is memory


def test_two_versions_give_their_pair_too(project: Project) -> None:
    translate_missing(project, fake())
    confirm(project, 1, "Oui.")
    confirm(project, 1, "Bəli.", "az")
    match = remembered(project_memory(project).memory, "Oui.", ("fr", "az"))
    assert match and match.entry.target == "Bəli."


@pytest.mark.parametrize(("confidence", "score"), [(0.95, 95), (0.5, None)])
def test_an_alignment_that_nobody_reviewed_never_scores_100(
    project: Project, confidence: float, score: int | None
) -> None:
    statement = project.statement("talks")
    version = project.store.put_version(Version(0, statement.id, "fr", "imported", ("Oui.\n",)))
    cell = Cell(
        *(0, version.id, 0, 1, 2, "Oui.", State.CONFIRMED, Origin(OriginKind.IMPORTED)),
        target_start=0,
        target_end=1,
        confidence=confidence,
    )
    (put,) = project.store.put_cells(version.id, [cell], "import")
    found = project_memory(project).memory.lookup("Yes.", "en", "fr")
    assert [round(match.score) for match in found] == ([score] if score else [])
    project.store.put_cells(version.id, [replace(put, pinned=True)], "person")
    assert project_memory(project).memory.lookup("Yes.", "en", "fr")[0].score == 100


def test_a_repetition_is_drafted_from_the_memory(project: Project) -> None:
    translate_missing(project, fake(), languages=["fr"])
    confirm(project, 0, "Ils se sont vus à Bakou.")
    project.new_statement("More", language="en", text="They met in Baku.\nGoodbye.\n")
    translate_missing(project, fake(), languages=["fr"], keys=["more"])
    first, second = column(project, key="more")
    assert (first.text, first.state) == ("Ils se sont vus à Bakou.", State.FUZZY)
    assert (first.origin.kind, first.origin.score) == (OriginKind.MEMORY, 100)
    assert (second.text, second.origin.kind) == ("[fr] Goodbye.", OriginKind.ENGINE)


def test_one_cell_asked_for_has_the_memory_first(project: Project) -> None:
    translate_missing(project, fake(), languages=["fr"])
    confirm(project, 0, "Ils se sont vus à Bakou.")
    cell = translate_cell(project, project.sheet("talks"), "fr", column(project)[3], fake())
    assert (cell.text, cell.origin.kind) == ("Ils se sont vus à Bakou.", OriginKind.MEMORY)


def test_later_drafts_are_renewed_by_what_was_confirmed(project: Project) -> None:
    translate_missing(project, fake(), languages=["fr"])
    confirm(project, 0, "Ils se sont vus dans la ville de Baku.")
    renewed = renew_drafts(project, "talks", "fr", fake())
    assert [(cell.position, cell.origin.kind) for cell in renewed] == [(3, OriginKind.MEMORY), (4, OriginKind.ENGINE)]
    assert renewed[1].text == "Ils se sont vus dans la ville de Paris." and ADAPTED in renewed[1].origin.flags
    assert [cell.text for cell in column(project)[1:3]] == ["[fr] Yes.", "[fr] No."]
    assert renew_drafts(project, "talks", "fr", fake()) == [] == renew_drafts(project, "talks", "az", fake())


def test_a_confirmed_text_on_the_way_takes_the_place_of_the_engines(project: Project) -> None:
    engines = FakeEngine(("en", "fr", "az")), FakeEngine(("en", "fr")), FakeEngine(("fr", "az"))
    translate_missing(project, fake(*engines), languages=["fr"])
    confirm(project, 1, "Oui.")
    summary = translate_missing(project, fake(*engines), languages=["az"])
    assert [(each.language, each.cells) for each in summary.drafted] == [("az", 5)]
    other, pivoted, *_ = column(project, "az")
    assert (pivoted.text, pivoted.origin.route) == ("[az] Oui.", ("en", "fr", "az"))
    assert pivoted.origin.pivot == ("Oui.",) and CONFIRMED_PIVOT in pivoted.origin.flags
    assert (other.text, other.origin.flags) == ("[az] They met in Baku.", ())


def test_a_broken_memory_stops_no_draft_and_is_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(project: Project) -> None:
        raise StorageError("cannot be read")

    monkeypatch.setattr(draftwork, "project_memory", broken)
    summary = translate_missing(project, fake(), languages=["fr"])
    assert summary.cells == 5 and "left out: cannot be read" in summary.problems[0]
