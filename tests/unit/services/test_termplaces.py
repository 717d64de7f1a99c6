"""Where terms stand in a project: what choosing texts before leaves out, and what it may not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.core.language import base
from workbench.core.project import Statement, Version
from workbench.core.term import Concept, Term
from workbench.services import bootstrap, termplaces
from workbench.services.project import Project
from workbench.services.termbases import open_termbase
from workbench.services.termplaces import TermPlace, places
from workbench.terminology.lookup import TermFinder
from workbench.text.segmenter import segment

TEXTS = {
    "en": "The river rose. The men met and held talks; states' men took part. The two states hold talks again.\n",
    "fr": "LES ETATS MEMBRES se réunissent. Les yeux du fleuve. Ils finissent de parler au Caire.\n",
    "az": "Çayın axını artdı. Tərəflər ittiham edir. ÇAYDA su çoxdur. çаyın (kiril hərfi ilə).\n",
    "hy": "Գե՞տը բարձրացավ։ ԳԵՏԵՐԸ հոսում են։ Նա տվեց պատասխան։ Տների մոտ։\n",
}
CONCEPTS = [
    Concept("river", (Term("river", "en"), Term("çay", "az", part_of_speech="noun"), Term("գետ", "hy"))),
    Concept("state", (Term("member state", "en"), Term("État membre", "fr", part_of_speech="noun"))),
    Concept("talks", (Term("hold talks", "en", part_of_speech="verb"), Term("finir", "fr", part_of_speech="verb"))),
    Concept("give", (Term("տալ", "hy", part_of_speech="verb"), Term("ittiham etmək", "az", part_of_speech="verb"))),
    Concept("eye", (Term("œil", "fr", part_of_speech="noun"), Term("man", "en", part_of_speech="noun"))),
    Concept("house", (Term("տուն", "hy", part_of_speech="noun"), Term("Le Caire", "fr", case_sensitive=True))),
]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p", source="en", targets=["fr", "az", "hy"]) as made:
        for language, text in TEXTS.items():
            made.new_statement(f"in {language}", language=language, text=text)
        talks = made.store.statement("in-en")
        assert talks is not None
        version = made.ensure_version(talks, "az")
        for cell, text in zip(made.store.cells(version.id), segment(TEXTS["az"], "az"), strict=False):
            made.edit(cell, text.strip())
        yield made


def every_place(project: Project, concept: Concept) -> set[tuple[str, str, int, int]]:
    """The matcher on every text."""
    finder = TermFinder([concept])
    found = set()
    for statement in project.statements():
        sheet = project.sheet(statement.key)
        texts = [(statement.source_language, row, text) for row, text in enumerate(sheet.rows)]
        texts += [(tag, cell.source_start, cell.text) for tag, cells in sheet.columns.items() for cell in cells]
        for language, row, text in texts:
            found |= {(statement.key, language, row, hit.start) for hit in finder.find(text, language)}
    return found


def _key(place: TermPlace) -> tuple[str, str, int, int]:
    return place.statement_key, place.language, place.row, place.start


@pytest.mark.parametrize("concept", CONCEPTS, ids=[concept.id for concept in CONCEPTS])
def test_every_place_that_the_matcher_finds_is_found(
    project: Project, concept: Concept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(termplaces, "SLICE", 2)
    found = [_key(place) for place in places(project, concept)]
    assert len(found) == len(set(found))
    assert set(found) == every_place(project, concept) != set()


def test_every_place_of_shipped_concepts_in_a_shipped_text_is_found(tmp_path: Path) -> None:
    text = next(bootstrap.shipped("corpora").rglob("*.az.txt"), None)
    if text is None:
        pytest.skip("no shipped text of that name")
    with Project.create(tmp_path / "p", source="az", targets=["en"]) as made:
        made.store.put_version(
            Version(
                0,
                made.store.add_statement(Statement(0, "text", "", "", "az")).id,
                "az",
                "imported",
                tuple(segment(text.read_text(encoding="utf-8"), "az")),
            )
        )
        for concept in open_termbase(bootstrap.shipped("glossaries") / "diplomacy.tbx").concepts[::9]:
            if any(base(term.language) == "az" for term in concept.terms):
                assert {_key(place) for place in places(made, concept)} == every_place(made, concept), concept.id


def test_a_search_stops_when_asked(project: Project) -> None:
    assert list(places(project, CONCEPTS[0], lambda: True)) == []
