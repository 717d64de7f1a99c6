"""Where a project says something: capitals and apostrophes aside, in any language, with what stands opposite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.core.errors import JobCancelled
from workbench.core.job import Job
from workbench.services.concordance import Concordance
from workbench.services.project import Project

TEXT = "The river's flow is measured.\nThey met in Geneva.\nTHE RIVER is 100% long_winding.\n"
AZ = ("Çayın axını ölçülür.", "Onlar CENEVRƏDƏ görüşdülər, İLLƏR ötdü.", "ÇAY uzundur. Çay da.")
PAIR = ("en", "az")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "project", source="en", targets=["az", "hy"]) as made:
        statement = made.new_statement("Talks", language="en", text=TEXT)
        made.ensure_version(statement, "az")
        for cell, text in zip(made.sheet("talks").columns["az"], AZ, strict=True):
            made.edit(cell, text)
        made.new_statement("Հանդիպում", language="hy", text="Գետի հոսքը չափվում է։")
        yield made


def places(project: Project, wanted: str, languages: tuple[str, ...] | None = None) -> list[tuple[str, int, list[str]]]:
    found = Concordance(project, wanted, PAIR, languages).hits(50)
    return [(hit.language, hit.row, [hit.text[a:b] for a, b in hit.spans]) for hit in found]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("the river", [("en", 0, ["The river"]), ("en", 2, ["THE RIVER"])]),
        ("river’s  flow", [("en", 0, ["river's flow"])]),
        ("çay", [("az", 0, ["Çay"]), ("az", 2, ["ÇAY", "Çay"])]),
        ("cenevrə", [("az", 1, ["CENEVRƏ"])]),
        ("illər", [("az", 1, ["İLLƏR"])]),
        ("ıllər", []),
        ("100%", [("en", 2, ["100%"])]),
        ("long_w", [("en", 2, ["long_w"])]),
        ("l%g", []),
        ("  ", []),
    ],
)
def test_it_finds_what_a_reader_would_find(project: Project, wanted: str, found: object) -> None:
    assert places(project, wanted) == found


def test_other_languages_are_looked_in_when_asked(project: Project) -> None:
    assert places(project, "ԳԵՏԻ") == []
    assert places(project, "ԳԵՏԻ", ("en", "az", "hy")) == [("hy", 0, ["Գետի"])]


def test_what_stands_opposite_comes_with_it(project: Project) -> None:
    (hit,) = Concordance(project, "Geneva", PAIR).hits(5)
    assert (hit.opposite_language, hit.opposite) == ("az", AZ[1])
    (hit,) = Concordance(project, "görüşdülər", PAIR).hits(5)
    assert (hit.opposite_language, hit.opposite, hit.opposite_id) == ("en", "They met in Geneva.", 0)
    (hit,) = Concordance(project, "Գետի", ("hy", "az"), ("hy",)).hits(5)
    assert (hit.opposite, hit.opposite_language) == ("", "")


def test_hits_are_limited_and_all_of_them_are_counted(project: Project) -> None:
    search = Concordance(project, "e", PAIR)
    assert len(list(search.hits(2))) == 2
    assert search.count() == len(list(search.hits(100)))


def test_it_stops_when_asked(project: Project) -> None:
    job = Job()
    found = Concordance(project, "e", PAIR).hits(100, job)
    next(found)
    job.cancel()
    with pytest.raises(JobCancelled):
        list(found)
