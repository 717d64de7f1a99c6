"""Findings in projects, files and tables; when a command fails."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.core.errors import ConfigError, FormatError
from workbench.core.finding import Finding, Severity
from workbench.core.project import Version
from workbench.services.alignproject import align_statement
from workbench.services.check import Pair, check_pairs, check_project, fails, pairs_of_files, pairs_of_table, worst
from workbench.services.project import Project

EN = (
    "The parties met on 3 May 2024 in Geneva. They spoke of 14 villages for a very long time. The next round is soon.\n"
)
FR = ("Les parties se sont réunies le 3 mai 2024 à Genève. ", "Elles ont longuement parlé de 15 villages.\n")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p", source="en", targets=["fr", "az"]) as made:
        statement = made.new_statement("Talks", language="en", text=EN)
        made.store.put_version(Version(0, statement.id, "fr", "imported", FR))
        align_statement(made, "talks", "fr")
        made.ensure_version(statement, "az")
        yield made


def test_a_project_is_checked_cell_by_cell(project: Project) -> None:
    found = [(one.finding.check, one.place) for one in check_project(project)]
    assert found == [("numbers", "talks fr row 2"), ("empty", "talks fr row 3")]
    assert not list(check_project(project, languages=["az"])), "cells still to do are not findings"
    assert [one.finding.check for one in check_project(project, checks=["empty"])] == ["empty"]


def test_an_unknown_check_is_named() -> None:
    with pytest.raises(ConfigError, match="spelling"):
        list(check_pairs([Pair(1, "a", "b")], "en", "fr", checks=["spelling"]))


def test_two_files_are_checked_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("14 cases\nAll is well.\n")
    (tmp_path / "b").write_text("15 affaires\nTout va bien.\n")
    (finding,) = check_pairs(pairs_of_files(tmp_path / "a", tmp_path / "b"), "en", "fr", name="b")
    assert (finding.place, finding.finding.check, finding.source) == ("b:1", "numbers", "14 cases")
    (tmp_path / "b").write_text("15 affaires\n")
    with pytest.raises(FormatError, match=r"has 1 lines, .*a has 2"):
        pairs_of_files(tmp_path / "a", tmp_path / "b")


def test_tables_may_be_columns_or_json() -> None:
    content = b'one\tun\textra\n\n{"source": "two", "target": "deux"}\n'
    assert list(pairs_of_table(io.BytesIO(content), "t")) == [Pair(1, "one", "un"), Pair(3, "two", "deux")]
    for bad in (b"no tab\n", b'{"source": "two"}\n', b'{"source": \n'):
        with pytest.raises(FormatError, match="t:1"):
            list(pairs_of_table(io.BytesIO(bad), "t"))


def test_the_worst_finding_decides() -> None:
    findings = [Finding("a", Severity.INFO, ""), Finding("b", Severity.WARNING, "")]
    assert worst(findings) is Severity.WARNING and worst([]) is None
    assert fails(findings, Severity.WARNING) and fails(findings, Severity.INFO)
    assert not fails(findings, Severity.ERROR) and not fails(findings, None) and not fails([], Severity.INFO)
