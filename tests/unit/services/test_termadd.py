"""A term from a text: how it is cited, where its source is, and storing it."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.core.errors import TermbaseError
from workbench.core.term import Concept, Term, TermStatus
from workbench.services.project import Project
from workbench.services.termadd import Known, add_term, cited, known, likely_source
from workbench.services.termbases import open_termbase
from workbench.services.termwork import OWN
from workbench.terminology.lookup import TermFinder

SOURCE = "The two sides agreed that the measurements of the river's flow will be published every two months."
TARGET = "Tərəflər razılaşdılar ki, çayın axınının ölçmə nəticələri hər iki ayda dərc edilsin."


@pytest.mark.parametrize(
    ("surface", "language", "citation"),
    [
        ("measurements", "en", "measurement"),
        ("Treaties,", "en", "treaty"),
        ("news", "en", "news"),
        ("fleuves", "fr", "fleuve"),
        ("çayın", "az", "çay"),
        ("Ölçmələrin", "az", "ölçmə"),
        ("birgə idarə", "az", "birgə idarə"),
        ("Cenevrədə", "az", "Cenevrədə"),
        ("գետի", "hy", "գետ"),
        ("…", "hy", ""),
    ],
)
def test_words_the_vocabulary_knows_are_cited(surface: str, language: str, citation: str) -> None:
    assert cited(surface, language) == citation


@pytest.mark.parametrize(("target", "source"), [("ölçmə nəticələri", "measurements"), ("iki ayda", "two months")])
def test_the_source_of_what_is_selected_is_found_by_word_links(target: str, source: str) -> None:
    at = TARGET.index(target)
    assert likely_source(SOURCE, TARGET, (at, at + len(target)), ("en", "az")) == source


def test_what_is_there_is_told_and_its_preferred_term_stays(tmp_path: Path) -> None:
    finder = TermFinder([Concept("river", (Term("river", "en"), Term("çay", "az")))])
    there = known(finder, "river", ("en", "az"))
    assert (
        there == Known("river", (Term("çay", "az", part_of_speech=there.terms[0].part_of_speech),)) if there else False
    )
    assert known(finder, "the river", ("en", "az")) is None and known(None, "river", ("en", "az")) is None
    with Project.create(tmp_path / "p", source="en", targets=["az"]) as project:
        add_term(project.folder, ("river", "nəhr"), ("en", "az"), there)
        (concept,) = open_termbase(project.folder / OWN).concepts
        assert concept.id == "river"
        assert concept.in_language("az")[0].status is TermStatus.ADMITTED


def test_a_new_term_is_preferred_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p", source="en", targets=["az"]) as project:
        assert add_term(project.folder, (" joint  management", "birgə idarə"), ("en", "az")).added == 1
        assert add_term(project.folder, ("joint management", "birgə idarə"), ("en", "az")).unchanged == 1
        (concept,) = open_termbase(project.folder / OWN).concepts
        assert [term.text for term in concept.terms] == ["joint management", "birgə idarə"]
        assert all(term.status is TermStatus.PREFERRED for term in concept.terms)
        with pytest.raises(TermbaseError):
            add_term(project.folder, ("river", " "), ("en", "az"))
