"""Aligning again in memory: around pins, with nothing of what was learnt thrown away; where versions disagree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.alignment.invented import translated
from workbench.core.bead import verify
from workbench.core.project import Statement, Version
from workbench.services import alignwork
from workbench.services.align import Method
from workbench.services.alignagain import Crossing, Realigner
from workbench.services.aligndesk import Facing, opened, recut
from workbench.services.alignproject import align_project
from workbench.services.alignwork import Alignment, Side
from workbench.services.beadcells import extent
from workbench.services.project import Project

COUNT = 60


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """An invented text in three languages, aligned; the French one lacks two sentences."""
    with Project.create(tmp_path / "project", source="en", targets=["fr", "az"]) as made:
        talks = made.store.add_statement(Statement(0, "talks", "Talks", "", "en"))
        for language in ("en", "fr", "az"):
            other = "az" if language == "az" else "fr"
            texts = [f"{line[language != 'en']} " for line in translated(7, COUNT, ("en", other))]
            if language == "fr":
                del texts[40], texts[20]
            made.store.put_version(Version(0, talks.id, language, "imported", tuple(texts)))
        list(align_project(made))
        yield made


def version(project: Project, language: str) -> Facing:
    _, found = opened(project, "talks", language)
    assert found is not None
    return found


def test_pins_stay_and_the_rest_finds_its_place_again(project: Project) -> None:
    french = version(project, "fr")
    again = Realigner(project, french, Method())
    searched = frozenset(french.alignment.pins)
    pushed = recut(project, french, alignwork.inserted(french.alignment, 10, Side.TARGET))
    assert pushed.alignment.beads[11].target_start == 10
    found = again.around(pushed.alignment, searched)
    verify(found.beads, *french.alignment.sizes)
    assert set(map(extent, pushed.alignment.pins)) <= {extent(bead) for bead in found.beads}
    assert found.pinned.count(True) == 1
    assert [extent(bead) for bead in found.beads[-15:]] == [extent(bead) for bead in french.alignment.beads[-15:]]


def test_where_no_pin_has_come_or_gone_nothing_changes(project: Project) -> None:
    french = version(project, "fr")
    again = Realigner(project, french, Method())
    found = again.around(french.alignment, frozenset(french.alignment.pins))
    assert found == french.alignment
    unsure = Alignment(tuple(replace(bead, confidence=0.3) for bead in french.alignment.beads), french.alignment.pinned)
    assert again.around(unsure, frozenset()) == unsure
    surer = again.around(unsure, frozenset(), everything=True)
    assert min(bead.confidence for bead in surer.beads[:15]) > 0.3


def test_it_knows_the_texts_that_it_has_read(project: Project) -> None:
    french, again = version(project, "fr"), Realigner(project, version(project, "fr"), Method())
    assert again.fits(french)
    other = replace(french.version, segments=(*french.version.segments, "Une de plus."))
    assert not again.fits(replace(french, version=other))


def test_versions_that_lead_to_different_places_are_told(project: Project) -> None:
    facings = {language: version(project, language) for language in ("fr", "az")}
    crossing = Crossing(facings, Method())
    assert crossing.fits(facings)
    calm = crossing.against(facings)
    shifted = recut(project, facings["az"], alignwork.inserted(facings["az"].alignment, 5, Side.TARGET))
    doubts = crossing.against({**facings, "az": shifted})
    assert len(doubts["az"]) > len(calm["az"]) + 10
    assert set(doubts["az"].values()) == {"fr"} and (6, 7) in doubts["az"]
    assert crossing.against({}) == {}
