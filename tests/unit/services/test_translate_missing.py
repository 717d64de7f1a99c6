"""Drafting what is missing in a project."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.core.errors import ConflictError, EngineError, JobCancelled
from workbench.core.job import Job, Progress
from workbench.core.project import Cell, OriginKind, State, Statement, Version
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.services.drafts import translate_cell, translate_missing
from workbench.services.project import Project
from workbench.services.translate import Translator

TEXT = "Talks on water\n\nThe delegations met. They agreed on three points.\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "project", source="en", targets=["fr", "az"]) as made:
        made.new_statement("Talks on water", language="en", text=TEXT)
        made.new_statement("Səfər", language="az", text="Səfər başa çatdı. Tərəflər razılaşdı.\n")
        yield made


def fake(*engines: FakeEngine) -> Translator:
    return Translator(FakeRoutes(engines), guards="flag")


def cells(project: Project, key: str, language: str) -> list[Cell]:
    return list(project.sheet(key).columns[language])


def first_key(project: Project) -> str:
    return next(each.key for each in project.statements() if each.source_language == "en")


def test_every_missing_version_is_drafted_from_the_statements_own_language(project: Project) -> None:
    summary = translate_missing(project, translator=fake())
    assert {(each.statement, each.language, each.route, each.cells) for each in summary.drafted} == {
        (first_key(project), "fr", ("en", "fr"), 3),
        (first_key(project), "az", ("en", "az"), 3),
        ("səfər", "en", ("az", "en"), 2),
        ("səfər", "fr", ("az", "fr"), 2),
    }
    first, *_ = cells(project, first_key(project), "fr")
    assert (first.text, first.state, first.origin.kind) == ("[fr] Talks on water", State.DRAFT, OriginKind.ENGINE)
    assert (first.origin.engine, first.origin.route, first.origin.score) == ("fake", ("en", "fr"), -0.25)
    assert first.source_text == "Talks on water" and not first.by_person
    assert translate_missing(project, translator=fake()).cells == 0


def test_only_what_was_asked_for_is_drafted(project: Project) -> None:
    key = first_key(project)
    summary = translate_missing(project, translator=fake(), languages=["fr"], keys=[key])
    assert [(each.statement, each.language) for each in summary.drafted] == [(key, "fr")]
    assert cells(project, key, "az") == []


def test_who_begins_to_type_while_drafts_are_made_keeps_the_cell(project: Project) -> None:
    """The drafts come from elsewhere, as those of a job in a process of its own."""
    translate_missing(project, translator=fake(), languages=["fr"])
    key = first_key(project)
    first = cells(project, key, "fr")[0]
    project.edit(first, "")
    with Project.open(project.folder) as desk:

        def type_something(_progress: Progress) -> None:
            desk.journal(first.id, "Pourparlers")

        summary = translate_missing(project, translator=fake(), languages=["fr"], keys=[key], job=Job(type_something))
        assert sum(each.kept for each in summary.drafted) == 1 == len(summary.drafted)
        assert desk.recovered() == {first.id: "Pourparlers"}
    assert cells(project, key, "fr")[0].text == ""


def test_flags_starters_and_pivots_go_into_the_origin(project: Project) -> None:
    engine = FakeEngine(("az", "en", "fr"), outside=True, starter=True)
    summary = translate_missing(project, translator=fake(engine), keys=["səfər"], languages=["fr"])
    assert summary.drafted[0].starter and summary.flagged == {"outside-register": 2}
    first, _ = cells(project, "səfər", "fr")
    assert first.origin.flags == ("outside-register",) and first.origin.pivot == ("[en] Səfər başa çatdı.",)


def test_a_missing_pair_is_reported_and_hinders_no_other(project: Project) -> None:
    summary = translate_missing(project, translator=fake(FakeEngine(("en", "fr"))))
    assert set(summary.missing) == {("en", "az"), ("az", "en"), ("az", "fr")}
    assert "no installed package leads from az to fr" in summary.missing["az", "fr"]
    assert [(each.language, each.cells) for each in summary.drafted] == [("fr", 3)]
    assert cells(project, "səfər", "fr") == []


def test_what_a_person_wrote_or_is_writing_is_left_alone(project: Project) -> None:
    key = first_key(project)
    project.ensure_version(project.statement(key), "fr")
    mine, typing, other = cells(project, key, "fr")
    project.edit(mine, "À moi")
    project.journal(typing.id, "À moi au")
    translate_missing(project, translator=fake(), keys=[key], languages=["fr"])
    assert [cell.text for cell in cells(project, key, "fr")] == [
        "À moi",
        "",
        f"[fr] {project.sheet(key).source_of(other)}",
    ]


def test_a_person_who_is_faster_than_the_engine_keeps_the_cell(project: Project) -> None:
    key = first_key(project)
    project.ensure_version(project.statement(key), "fr")
    cell = cells(project, key, "fr")[1]

    def meanwhile(segment: str) -> str:
        if project.store.cell(cell.id) == cell:
            project.edit(cell, "Plus vite")
        return f"[fr] {segment}"

    engine = FakeEngine(("en", "fr"), meanwhile)
    summary = translate_missing(project, translator=fake(engine), keys=[key], languages=["fr"])
    assert (summary.drafted[0].cells, summary.drafted[0].kept) == (2, 1)
    assert cells(project, key, "fr")[1].text == "Plus vite"


def test_imported_versions_are_left_alone(project: Project) -> None:
    statement = project.statement(first_key(project))
    version = project.store.put_version(Version(0, statement.id, "fr", "imported", ("Bonjour.",)))
    project.store.put_cells(version.id, [Cell(0, version.id, 0, 0, 1)], "import")
    summary = translate_missing(project, translator=fake(), keys=[statement.key], languages=["fr"])
    assert summary.drafted == ()
    assert cells(project, statement.key, "fr")[0].text == ""


def test_a_line_break_inside_a_sentence_is_a_space_for_the_engine(project: Project) -> None:
    text = "The delegations met in the capital on Monday in order to talk about\nwater and about transport.\n"
    project.new_statement("Wrapped", language="en", text=text)
    translate_missing(project, translator=fake(), keys=["wrapped"], languages=["fr"])
    (cell,) = cells(project, "wrapped", "fr")
    assert cell.text == f"[fr] {' '.join(text.split())}"


def test_many_statements_are_written_one_by_one_and_progress_counts_cells(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.services.draftwork._CELLS_AT_ONCE", 4)
    for number in range(3):
        project.new_statement(f"Number {number}", language="en", text=f"First {number}. Second. Third.\n")
    reports: list[Progress] = []
    translate_missing(project, translator=fake(), languages=["fr"], job=Job(reports.append))
    assert [(each.done, each.total) for each in reports] == [(0, 14), (2, 14), (8, 14), (14, 14)]


def test_a_stopped_job_keeps_what_was_done_and_the_next_one_goes_on(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.services.draftwork._CELLS_AT_ONCE", 1)
    job = Job(lambda progress: job.cancel() if progress.done else None)
    with pytest.raises(JobCancelled):
        translate_missing(project, translator=fake(), job=job)
    done = sum(cell.state is State.DRAFT for key in ("səfər", first_key(project)) for cell in _all(project, key))
    assert 0 < done < 10
    assert translate_missing(project, translator=fake()).cells == 10 - done


def _all(project: Project, key: str) -> list[Cell]:
    return [cell for column in project.sheet(key).columns.values() for cell in column]


def test_a_failing_model_ends_the_job_and_keeps_what_was_done(project: Project) -> None:
    def fail(_: str) -> str:
        raise EngineError("the model failed")

    engines = [FakeEngine(("az", "en")), FakeEngine(("az", "fr"), fail), *map(FakeEngine, [("en", "fr"), ("en", "az")])]
    with pytest.raises(EngineError, match="the model failed"):
        translate_missing(project, translator=fake(*engines))
    assert [cell.state for cell in cells(project, "səfər", "en")] == [State.DRAFT] * 2


def test_one_cell_is_drafted_again_when_asked_unless_a_person_wrote_it(project: Project) -> None:
    key = first_key(project)
    translate_missing(project, translator=fake(), keys=[key], languages=["fr"])
    sheet = project.sheet(key)
    cell = sheet.columns["fr"][0]
    again = translate_cell(project, sheet, "fr", cell, fake(FakeEngine(("en", "fr"), str.upper)))
    assert (again.text, again.state, again.revision) == ("TALKS ON WATER", State.DRAFT, cell.revision + 1)
    mine = project.edit(again, "À moi")
    with pytest.raises(ConflictError):
        translate_cell(project, sheet, "fr", mine, fake())


KILLED = """
import os, signal, sys
from pathlib import Path
from workbench.engines.fake import FakeEngine, FakeRoutes
from workbench.services import drafts, draftwork
from workbench.services.project import Project
from workbench.services.translate import Translator

draftwork._CELLS_AT_ONCE = 1
seen = set()
def say(text):
    seen.add(text)
    if len(seen) > 13:
        os.kill(os.getpid(), signal.SIGKILL)
    return "[fr] " + text
with Project.open(Path(sys.argv[1])) as project:
    maker = Translator(FakeRoutes([FakeEngine(("en", "fr"), say)]), guards="off")
    drafts.translate_missing(project, translator=maker, languages=["fr"])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_kill_9_keeps_every_finished_statement(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    with Project.create(folder, source="en", targets=["fr"]) as project:
        for number in range(6):
            project.new_statement(
                f"Number {number}", language="en", text=f"One {number}. Two {number}. Three {number}.\n"
            )
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder)], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with Project.open(folder) as project:
        states = [[cell.state for cell in cells(project, each.key, "fr")] for each in project.statements()]
        whole = [[State.DRAFT] * 3] * sum(of_one[0] is State.DRAFT for of_one in states)
        assert states == whole + [[State.NEW] * 3] * (6 - len(whole)) and whole
        left = translate_missing(project, translator=fake(), languages=["fr"])
        assert left.cells == 3 * (6 - len(whole))


def test_a_statement_without_sentences_is_no_work(project: Project) -> None:
    statement = project.store.add_statement(Statement(0, "blank", "Blank", "", "en"))
    project.store.put_version(replace(Version(0, statement.id, "en", "imported"), segments=(" \n",)))
    assert translate_missing(project, translator=fake(), keys=["blank"]).cells == 0
