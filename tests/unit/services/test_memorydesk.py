"""The memories of a project: what is confirmed in it in every pair, its memory files, taking them in, writing them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.config import load_settings
from workbench.core.errors import InputError, WriteError
from workbench.core.project import Cell, Origin, OriginKind, State, Statement, Version
from workbench.services import memorydesk
from workbench.services.memorydesk import Pair, export_units, file_units, memory_files, project_units, take_in
from workbench.services.project import Project
from workbench.services.unittable import Unit

SOURCE = ("One. ", "Two. ", "Three. ", "Four.")
TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
 srclang="en" datatype="plaintext"/><body>
<tu><tuv xml:lang="en-GB"><seg>River.</seg></tuv><tuv xml:lang="az"><seg>Çay.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Bank.</seg></tuv><tuv xml:lang="hy"><seg>Ափ։</seg></tuv>
 <tuv xml:lang="az"><seg>Sahil.</seg></tuv></tu>
</body></tmx>
"""


def _cell(version: Version, start: int, end: int, text: str, state: State, confidence: float = 1.0) -> Cell:
    return Cell(
        0, version.id, 0, start, end, text, state, Origin(OriginKind.IMPORTED), confidence=confidence,
        target_start=start, target_end=end,
    )  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """English source; az confirmed but for one; hy in beads of other sizes; one unsure, one draft."""
    with Project.create(tmp_path / "p", source="en", targets=["az", "hy"]) as made:
        talks = made.store.add_statement(Statement(0, "talks", "", "", "en"))
        made.store.put_version(Version(0, talks.id, "en", "imported", SOURCE))
        az = made.store.put_version(Version(0, talks.id, "az", "imported", ("Bir. ", "İki. ", "Üç. ", "Dörd.")))
        hy = made.store.put_version(Version(0, talks.id, "hy", "imported", ("Մեկ։ ", "Երկու, երեք։ ", "Չորս։")))
        done = State.CONFIRMED
        made.store.put_cells(
            az.id,
            [
                _cell(az, 0, 1, "Bir.", done),
                _cell(az, 1, 2, "İki.", done, 0.3),
                _cell(az, 2, 3, "Üç.", State.DRAFT),
                _cell(az, 3, 4, "Dörd.", State.REVIEWED, 0.3),
            ],
            "x",
        )
        made.store.put_cells(
            hy.id,
            [_cell(hy, 0, 1, "Մեկ։", done), _cell(hy, 1, 3, "Երկու, երեք։", done), _cell(hy, 3, 4, "Չորս։", done)],
            "x",
        )
        yield made


def units(project: Project, pair: Pair) -> list[Unit]:
    return [unit for some in project_units(project, pair) for unit in some]


@pytest.mark.parametrize("rows", [1, 2, 1000])
def test_what_is_confirmed_is_there_in_every_pair(project: Project, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memorydesk, "SLICE", rows)
    assert units(project, ("en", "az")) == [
        Unit("One.", "Bir.", "talks", "az", 0),
        Unit("Four.", "Dörd.", "talks", "az", 3),
    ]
    assert units(project, ("hy", "en")) == [
        Unit("Մեկ։", "One.", "talks", "hy", 0),
        Unit("Երկու, երեք։", "Two. Three.", "talks", "hy", 1),
        Unit("Չորս։", "Four.", "talks", "hy", 3),
    ]
    assert units(project, ("az", "hy")) == [
        Unit("Bir.", "Մեկ։", "talks", "hy", 0),
        Unit("Dörd.", "Չորս։", "talks", "hy", 3),
    ]
    assert units(project, ("fr", "az")) == []


def test_the_units_are_those_of_the_projects_memory(project: Project) -> None:
    from workbench.services.projectmemory import project_memory

    memory = project_memory(project).memory
    for pair in (("en", "az"), ("az", "hy"), ("hy", "en")):
        for unit in units(project, pair):
            found = memory.lookup(unit.source, *pair, least=0.5, most=1)
            assert found and found[0].entry.target == unit.target, unit


def test_reading_stops_when_asked(project: Project) -> None:
    assert list(project_units(project, ("en", "az"), lambda: True)) == []


def test_a_memory_file_is_copied_in_named_and_read(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "old.tmx"
    file.write_text(TMX, encoding="utf-8")
    came = take_in(project.folder, file)
    assert came is not None
    assert (came.units, came.pairs, came.problem) == (2, {("az", "en"): 2, ("az", "hy"): 1, ("en", "hy"): 1}, "")
    again = take_in(project.folder, file)
    assert again is not None
    assert memory_files(project.folder) == (came.path, again.path)
    assert [path.name for path in memory_files(project.folder)] == ["old.tmx", "old-2.tmx"]
    problems: list[str] = []
    found = [unit for some in file_units(came.path, ("en", "az"), problems) for unit in some]
    assert found == [Unit("River.", "Çay.", file="old.tmx", place=1), Unit("Bank.", "Sahil.", file="old.tmx", place=2)]
    assert not problems


def test_a_file_that_lies_in_the_project_is_named_where_it_lies(project: Project) -> None:
    file = project.folder / "tm" / "own.tmx"
    file.parent.mkdir()
    file.write_text(TMX, encoding="utf-8")
    came = take_in(project.folder, file)
    assert came is not None and came.path == file
    take_in(project.folder, file)
    assert load_settings(project.folder).memories == (file,)


def test_a_broken_file_comes_in_as_far_as_it_goes(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "broken.tmx"
    file.write_text(TMX.replace("</body></tmx>", "<tu>"), encoding="utf-8")
    came = take_in(project.folder, file)
    assert came is not None and came.units == 2 and "not well-formed" in came.problem
    problems: list[str] = []
    assert sum(map(len, file_units(came.path, ("en", "az"), problems))) == 2
    assert "not well-formed" in problems[0]


@pytest.mark.parametrize("content", ["no xml", TMX.replace("<tu>", "<tux>").replace("</tu>", "</tux>"), None])
def test_what_is_no_memory_changes_nothing(project: Project, tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "x.tmx"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError):
        take_in(project.folder, file)
    assert memory_files(project.folder) == ()
    assert not (project.folder / "memories").exists()


def test_a_missing_memory_file_is_told(tmp_path: Path) -> None:
    problems: list[str] = []
    assert sum(map(len, file_units(tmp_path / "gone.tmx", ("en", "az"), problems))) == 0
    assert "gone.tmx" in problems[0]


def test_what_is_written_reads_as_the_same_units(project: Project, tmp_path: Path) -> None:
    there = units(project, ("hy", "en"))
    out = tmp_path / "out.tmx"
    assert export_units(there, ("hy", "en"), out) == (3, {})
    problems: list[str] = []
    back = [(unit.source, unit.target) for some in file_units(out, ("hy", "en"), problems) for unit in some]
    assert back == [(unit.source, unit.target) for unit in there]
    with pytest.raises(WriteError, match="exists already"):
        export_units(there, ("hy", "en"), out)
