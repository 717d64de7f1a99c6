"""Candidate terms of projects and files, their renderings, and what a person makes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.core.errors import FormatError, InputError, TermbaseError
from workbench.core.job import Job
from workbench.core.project import Cell, Origin, OriginKind, State, Version
from workbench.core.term import Concept, Term
from workbench.formats.glossary.report import GlossaryReport
from workbench.services import bootstrap
from workbench.services.project import Project
from workbench.services.termbases import read_termbase
from workbench.services.termcheck import word_aligners
from workbench.services.termextract import (
    Block,
    Candidate,
    Wish,
    accept,
    candidates,
    concept_of,
    extract,
    project_blocks,
    read_candidates,
    reject,
    rejected,
)
from workbench.services.termlikely import Likely
from workbench.services.termwork import OWN
from workbench.terminology.lookup import TermFinder

EN = [
    "The mediation team met in Geneva.",
    "The mediation team left.",
    "The talks on water were long.",
    "Water is life.",
]
FR = [
    "L’équipe de médiation s’est réunie à Genève.",
    "L’équipe de médiation est partie.",
    "Les pourparlers sur l’eau.",
    "",
]
WORDS = word_aligners(bootstrap.vocabulary())


def blocks() -> list[Block]:
    return [
        Block(f"s row {at}", f"s{at}", {tag: text for tag, text in (("en", one), ("fr", other)) if text})
        for at, (one, other) in enumerate(zip(EN, FR, strict=True), 1)
    ]


def test_candidates_come_with_places_and_likely_renderings() -> None:
    found = extract(blocks(), "en", ["fr"], words=WORDS)
    first = found[0]
    assert (first.term, first.frequency, first.statements, first.known) == ("mediation team", 2, 2, False)
    assert first.renderings["fr"][0] == Likely("équipe de médiation", 2, 1.0)
    assert first.sure == {"fr": "équipe de médiation"}
    example = first.examples[0]
    assert (example.place, example.text[example.start : example.end]) == ("s row 1", "mediation team")


def test_any_version_can_be_the_one_that_is_read() -> None:
    (first, *_) = extract(blocks(), "fr", ["en"], words=WORDS)
    assert (first.term, first.renderings["en"][0].text) == ("équipe de médiation", "mediation team")


def test_what_the_termbase_has_is_left_out_or_marked() -> None:
    finder = TermFinder([Concept("m", (Term("mediation team", "en"), Term("équipe de médiation", "fr")))])
    assert "mediation team" not in {one.term for one in extract(blocks(), "en", finder=finder)}
    known = extract(blocks(), "en", finder=finder, wish=Wish(known=True))
    assert [one.known for one in known if one.term == "mediation team"] == [True]


def test_most_and_least_bound_what_is_given() -> None:
    assert len(extract(blocks(), "en", wish=Wish(most=1))) == 1
    assert all(one.frequency >= 2 for one in extract(blocks(), "en"))
    assert any(one.frequency == 1 for one in extract(blocks(), "en", wish=Wish(least=1)))


def test_nothing_to_read_gives_nothing() -> None:
    assert extract([], "en", ["fr"]) == []
    assert extract(blocks(), "hy", ["en"]) == []


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p", source="en", targets=["fr", "az"]) as made:
        statement = made.new_statement("Talks", language="en", text="The mediation team met. The mediation team left.")
        version = made.store.put_version(Version(0, statement.id, "fr", "imported", ("Équipe de médiation.",)))
        cell = Cell(
            *(0, version.id, 0, 0, 2),
            text="Équipe de médiation.",
            state=State.CONFIRMED,
            origin=Origin(OriginKind.IMPORTED),
            target_start=0,
            target_end=1,
        )
        made.store.put_cells(version.id, [cell], "")
        drafted = made.ensure_version(statement, "az")
        first = made.store.cells(drafted.id)[0]
        made.machine_draft(first, "Vasitəçilik qrupu.", Origin(OriginKind.ENGINE, "engine"))
        yield made


def test_rows_that_a_version_merges_are_one_block(project: Project) -> None:
    (block,) = project_blocks(project, ["en", "fr", "az"])
    assert block.texts == {"en": "The mediation team met.\nThe mediation team left.", "fr": "Équipe de médiation."}
    assert len(list(project_blocks(project, ["en", "az"]))) == 2, "French, which merges them, is not asked"


def test_drafts_of_an_engine_are_no_evidence(project: Project) -> None:
    (found, *_) = candidates(project, words=WORDS)
    assert set(found.renderings) <= {"fr"}
    with pytest.raises(InputError, match="no statement"):
        candidates(project, keys=["none"])


CANDIDATE = Candidate(
    *("mediation team", "en", 3, 2, 4.0),
    renderings={"fr": (Likely("équipe de médiation", 3, 0.9),), "az": (Likely("qrup", 1, 0.2),)},
)


def test_accepting_takes_in_what_is_likely_with_a_note(project: Project) -> None:
    assert accept(project, CANDIDATE).added == 1
    assert accept(project, CANDIDATE, {"az": "vasitəçilik qrupu"}).changed == 1
    (concept,) = [one for one in read_termbase(project.folder / OWN, GlossaryReport()) if one.id == "c-mediation-team"]
    assert [(term.language, term.text) for term in concept.terms] == [
        ("en", "mediation team"), ("fr", "équipe de médiation"), ("az", "vasitəçilik qrupu")
    ]  # fmt: skip
    assert "Extracted" in concept.note


def test_what_is_rejected_is_not_proposed_again(project: Project) -> None:
    before = {one.term for one in candidates(project)}
    reject(project.folder, CANDIDATE)
    reject(project.folder, replace(CANDIDATE, term="Łódź – təşkilat", language="az"))
    kept = rejected(project.folder)
    assert ("en", "mediation team") in kept and len(kept) == 2
    assert before - {one.term for one in candidates(project, wish=Wish(rejected=kept))} == {"mediation team"}


def test_candidates_are_read_back_as_written_or_as_corrected() -> None:
    lines = [
        json.dumps({"term": "a  b", "language": "EN", "renderings": {"fr": [{"text": "x"}, {"text": "y"}], "az": []}}),
        "",
        json.dumps({"term": "c", "language": "en", "renderings": {"hy": "գ"}}),
    ]
    first, second = read_candidates(lines, "f")
    assert (first[0].term, first[0].language, first[1]) == ("a b", "en", {"fr": "x", "az": ""})
    assert second[1] == {"hy": "գ"}
    assert [term.text for term in concept_of(*first).terms] == ["a b", "x"]


@pytest.mark.parametrize(
    "line",
    ["x", "[]", "{}",
     '{"term": "", "language": "en"}', '{"term": 1, "language": "en"}', '{"term": "a", "language": "?"}',
     '{"term": "a", "language": "en", "renderings": [1]}', '{"term": "a", "language": "en", "renderings": {"fr": [1]}}',
     '{"term": "a", "language": "en", "renderings": {"fr": {"a": 1}}}', "[" * 3000],
)  # fmt: skip
def test_a_line_that_is_no_candidate_is_named(line: str) -> None:
    with pytest.raises(FormatError, match=r"^f:2: "):
        list(read_candidates(["", line], "f"))


def test_a_broken_termbase_is_not_written_over(project: Project) -> None:
    (project.folder / OWN).parent.mkdir(exist_ok=True)
    (project.folder / OWN).write_text("<martif")
    with pytest.raises(TermbaseError, match="repair or move"):
        accept(project, CANDIDATE)


def test_a_cancelled_job_stops() -> None:
    from workbench.core.errors import JobCancelled

    job = Job()
    job.cancel()
    with pytest.raises(JobCancelled):
        extract(blocks(), "en", ["fr"], words=WORDS, job=job)
