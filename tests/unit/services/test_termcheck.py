"""Terms checked over aligned versions and over pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from workbench.core.bead import Bead
from workbench.core.link import WordLink
from workbench.core.project import Cell, Origin, OriginKind, State, Version
from workbench.core.term import Concept, Grade, Term, TermHit, TermStatus
from workbench.services.check import Pair
from workbench.services.project import Project
from workbench.services.termcheck import TermPlace, TermTally, check_pair_terms, check_project_terms
from workbench.services.termuse import matched
from workbench.terminology.lookup import TermFinder

NOUN = "noun"
CONCEPTS = [
    Concept("statement", (Term("statement", "en"), Term("déclaration", "fr"), Term("bəyanat", "az"))),
    Concept("declaration", (Term("declaration", "en"), Term("déclaration", "fr"), Term("bəyannamə", "az"))),
    Concept(
        "talks",
        (
            Term("talks", "en"),
            Term("pourparlers", "fr"),
            Term("négociations", "fr", TermStatus.ADMITTED),
            Term("palabres", "fr", TermStatus.FORBIDDEN),
            Term("parlotes", "fr", TermStatus.DEPRECATED),
            Term("danışıqlar", "az", part_of_speech=NOUN),
        ),
    ),
    Concept("border", (Term("border", "en"), Term("frontière", "fr"), Term("sərhəd", "az", part_of_speech=NOUN))),
]
FINDER = TermFinder(CONCEPTS)


def hit(concept: str, start: int, end: int, term: str = "t") -> TermHit:
    return TermHit(concept, term, start, end, "x" * (end - start), Grade.EXACT, TermStatus.PREFERRED)


def test_what_can_mean_one_thing_only_chooses_first() -> None:
    sources = [hit("a", 0, 1), hit("b", 0, 1), hit("a", 2, 3)]
    pairs, left = matched(sources, [hit("a", 0, 1), hit("b", 5, 6)])
    assert [(one.concept, other and other.start) for one, other in pairs] == [("b", 5), ("a", 0)]
    assert not left


def test_a_rendering_answers_for_one_term_only() -> None:
    pairs, left = matched([hit("a", 0, 1), hit("a", 2, 3)], [hit("c", 0, 1), hit("a", 4, 5)])
    assert [other and other.start for _, other in pairs] == [4, None]
    assert [one.concept for one in left] == ["c"]


def places(source: str, target: str, **about: object) -> list[TermPlace]:
    return list(check_pair_terms([Pair(7, source, target)], "en", "fr", FINDER, name="f", **about))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("target", "verdict", "grade"),
    [
        ("Les pourparlers durent.", "exact", Grade.EXACT),
        ("Les négociations durent.", "admitted", Grade.EXACT),
        ("Les parlotes durent.", "deprecated", Grade.EXACT),
        ("Les palabres durent.", "forbidden", Grade.FORBIDDEN),
        ("Les entretiens durent.", "missing", Grade.MISSING),
    ],
)
def test_every_rendering_has_a_verdict(target: str, verdict: str, grade: Grade) -> None:
    (place,) = places("The talks go on.", target)
    rendering = place.renderings["fr"]
    assert (place.place, place.row, place.concept, rendering.rows) == ("f:7", 7, "talks", (7, 7))
    assert (rendering.verdict, rendering.grade) == (verdict, grade)
    assert bool(place.problems) == (verdict not in ("exact", "admitted"))
    if rendering.hit:
        assert target[rendering.hit.start : rendering.hit.end] == rendering.hit.surface


def test_a_forbidden_term_beside_the_right_one_is_told() -> None:
    found = places("The talks go on.", "Les pourparlers, ces palabres, durent.")
    assert [(one.source is None, one.renderings["fr"].verdict) for one in found] == [
        (False, "exact"),
        (True, "forbidden"),
    ]


def test_terms_that_the_source_lacks_are_told_when_asked() -> None:
    assert not places("They go on.", "La frontière.")
    (place,) = places("They go on.", "La frontière.", added=True)
    assert (place.source, place.concept) == (None, "border")


def test_nothing_opposite_is_left_to_other_checks() -> None:
    assert not places("The talks go on.", " ")


class Straight:
    """Joins the second word of both sides."""

    def align(
        self, source: str, target: str, source_terms: Sequence[TermHit] = (), target_terms: Sequence[TermHit] = ()
    ) -> list[WordLink]:
        spans = []
        for text in (source, target):
            first, second = text.split()[:2]
            spans += [len(first) + 1, len(first) + 1 + len(second)]
        return [WordLink(spans[0], spans[1], spans[2], spans[3], 1.0)]


def test_what_stands_there_instead_is_told_and_is_no_term() -> None:
    (place,) = places("The talks go on.", "Les entretiens durent.", words=lambda one, other: Straight())
    rendering = place.renderings["fr"]
    assert rendering.hit is None and rendering.instead is not None
    assert (rendering.instead.text, rendering.instead.start, rendering.instead.end) == ("entretiens", 4, 14)


AZ = ("Bəyannamə uzundur. ", "Danışıqlar davam edir. ", "Onlar sərhəddədir.")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """One statement; French merges its last two rows, Azerbaijani renders the first by another concept."""
    with Project.create(tmp_path / "p", source="fr", targets=["en", "az"]) as made:
        statement = made.new_statement("Talks", language="fr", text="La déclaration. Les pourparlers. La frontière.")
        rows = [Bead(0, 1, 0, 1), Bead(1, 3, 1, 2)]
        put(made, statement.id, "en", ("The statement is long. ", "The talks go on at the border."), rows)
        put(made, statement.id, "az", AZ, [Bead(0, 1, 0, 1), Bead(1, 2, 1, 2), Bead(2, 3, 2, 3)])
        yield made


def put(project: Project, statement: int, language: str, segments: tuple[str, ...], beads: Sequence[Bead]) -> None:
    version = project.store.put_version(Version(0, statement, language, "imported", segments))
    cells = [
        Cell(
            0,
            version.id,
            at,
            bead.source_start,
            bead.source_end,
            text=segments[bead.target_start].strip(),
            state=State.CONFIRMED,
            origin=Origin(OriginKind.IMPORTED),
            target_start=bead.target_start,
            target_end=bead.target_end,
        )
        for at, bead in enumerate(beads)
    ]
    project.store.put_cells(version.id, cells, "")


def test_a_concept_links_all_versions_at_once(project: Project) -> None:
    found = {place.row: place for place in check_project_terms(project, FINDER)}
    assert sorted(found) == [1, 2, 3]
    assert set(found[2].renderings) == {"en", "az"}
    assert found[2].renderings["en"].rows == (2, 3) and found[2].renderings["az"].rows == (2, 2)
    border = found[3].renderings["en"]
    assert border.hit and border.hit.surface == "border" and border.cell
    assert found[3].place == f"{found[3].statement} row 3"


def test_the_meaning_that_versions_carry_is_the_one_meant(project: Project) -> None:
    (place,) = [one for one in check_project_terms(project, FINDER) if one.row == 1]
    assert place.renderings["en"].concept == "statement"
    assert place.renderings["az"].concept == "declaration"
    assert not place.problems, "either is a rendering of the word that the source has"


def test_languages_and_statements_can_be_chosen(project: Project) -> None:
    key = project.statements()[0].key
    found = list(check_project_terms(project, FINDER, keys=[key], languages=["az"]))
    assert {tag for place in found for tag in place.renderings} == {"az"}


def test_different_terms_for_one_are_counted() -> None:
    tally = TermTally()
    for target in ("Les pourparlers.", "Les pourparlers.", "Les négociations.", "Les entretiens."):
        for place in places("The talks.", target):
            tally.add(place)
    assert tally.places == 4
    assert tally.verdicts["fr"] == {"exact": 2, "admitted": 1, "missing": 1} == tally.total
    (mixed,) = tally.mixed()
    assert (mixed.concept, mixed.source, mixed.terms) == ("talks", "talks", (("pourparlers", 2), ("négociations", 1)))
