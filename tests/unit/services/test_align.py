"""Aligning files, jobs and the versions of a project."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.alignment.score import score
from workbench.core.bead import parse_beads
from workbench.core.errors import ConfigError, FormatError, InputError, NotInYetError
from workbench.core.project import Cell, Origin, OriginKind, State, Version
from workbench.core.term import Grade, TermHit, TermStatus
from workbench.services.align import (
    PairJob,
    align_files,
    align_jobs,
    align_project,
    align_statement,
    align_texts,
    read_jobs,
)
from workbench.services.bitext import rendered
from workbench.services.project import Project

EN = "TALKS\n\nThe parties met on 3 May 2024 in Geneva. They spoke of water. The next round is in autumn in Tashkent.\n"
FR = (
    "ENTRETIENS\n\n"
    "Les parties se sont réunies le 3 mai 2024 à Genève et ont parlé de l’eau. "
    "Le prochain cycle aura lieu en automne à Tachkent.\n"
)
CORPORA = Path(__file__).parents[3] / "corpora"


class Finder:
    """Finds `water` and `eau`."""

    def find(self, text: str, language: str) -> list[TermHit]:
        word = {"en": "water", "fr": "eau"}[language]
        at = text.find(word)
        hit = TermHit("c1", word, at, at + len(word), word, Grade.EXACT, TermStatus.PREFERRED)
        return [hit] if at >= 0 else []


def test_every_format_is_as_agreed() -> None:
    found = align_texts(EN, FR, "en", "fr", finder=Finder())
    assert "".join(rendered(found, "beads")).splitlines()[1].startswith("[1, 2]:[1]:")
    lines = [json.loads(line) for line in rendered(found, "jsonl", Finder())]
    assert set(lines[1]) == {"source", "target", "score", "source_text", "target_text", "terms"}
    assert lines[1]["source"] == [1, 2] and lines[1]["target"] == [1] and 0 < lines[1]["score"] <= 1
    assert lines[1]["terms"] == [{"concept": "c1", "source": "water", "target": "eau", "grade": "exact"}]
    table = "".join(rendered(found, "tsv")).splitlines()
    assert table[0] == "en\tfr\tscore" and len(table) == len(lines) + 1
    assert all(line.count("\t") == 2 for line in table)


def test_formats_to_come_say_so_and_others_are_unknown() -> None:
    found = align_texts(EN, FR, "en", "fr")
    with pytest.raises(NotInYetError, match="tmx is not in yet"):
        rendered(found, "tmx")
    with pytest.raises(ConfigError, match="no alignment format"):
        rendered(found, "xml")


def test_a_table_holds_no_formula() -> None:
    found = align_texts(["=1+1"], ["=1+1"], "en", "fr", presegmented=True)
    assert "".join(rendered(found, "tsv")).splitlines()[1].startswith("'=1+1\t'=1+1\t")


def test_presegmented_lines_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("One. Two.\n\nThree.\n")
    (tmp_path / "b").write_text("")
    found = align_files(tmp_path / "a", tmp_path / "b", "en", "fr", presegmented=True)
    assert found.source == ("One. Two.", "", "Three.") and found.target == ()
    assert [bead.shape for bead in found.beads] == ["1-0"] * 3


def test_jobs_go_on_after_a_pair_that_fails(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("One.\nTwo.\n")
    jobs = [
        PairJob(tmp_path / "missing", tmp_path / "a", tmp_path / "out" / "1"),
        PairJob(tmp_path / "a", tmp_path / "a", tmp_path / "out" / "2"),
    ]
    first, second = align_jobs(jobs, "en", "en", presegmented=True)
    assert "missing: cannot be read" in first.error and not (tmp_path / "out" / "1").exists()
    assert second.beads == 2 and (tmp_path / "out" / "2").read_text().startswith("[0]:[0]:")


def test_a_jobs_file_is_read_strictly(tmp_path: Path) -> None:
    good = tmp_path / "jobs"
    good.write_text("a\tb\tc\n\nd e\tf\tg\n")
    with good.open("rb") as stream:
        assert read_jobs(stream, "jobs")[1] == PairJob(Path("d e"), Path("f"), Path("g"))
    good.write_text("a\tb\tc\na\tb\n")
    with good.open("rb") as stream, pytest.raises(FormatError, match="jobs:2"):
        read_jobs(stream, "jobs")


def test_the_shipped_gold_is_met() -> None:
    documents = []
    for gold in sorted((CORPORA / "gold").glob("*.beads")):
        slug, pair = gold.stem.rsplit(".", 1)
        one, other = pair.split("-")
        source, target = (next(CORPORA.glob(f"statements/{slug}.{tag}.*"), None) for tag in (one, other))
        if source and target:
            found = align_files(source, target, one, other)
            documents.append((parse_beads(gold.read_text("utf-8").splitlines()), found.beads))
    assert len(documents) >= 20
    result = score(documents)
    assert result.strict_f1 > 0.94 and result.lax_f1 > 0.97


# -- projects ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p", source="en", targets=["fr", "az"]) as made:
        statement = made.new_statement("Talks", language="en", text=EN)
        segments = align_texts(EN, FR, "en", "fr").target
        made.store.put_version(Version(0, statement.id, "fr", "imported", segments))
        yield made


def cells(project: Project) -> list[Cell]:
    version = project.store.version(project.statement("talks").id, "fr")
    assert version is not None
    return project.store.cells(version.id)


def test_beads_become_cells_that_hold_the_whole_text(project: Project) -> None:
    done = align_statement(project, "talks", "fr")
    found = cells(project)
    assert [(c.source_start, c.source_end, c.target_start, c.target_end) for c in found] == [
        (0, 1, 0, 1),
        (1, 3, 1, 2),
        (3, 4, 2, 3),
    ]
    assert "".join(c.lead + c.text + c.trail for c in found) == FR
    assert all(c.state is State.CONFIRMED and c.origin.kind is OriginKind.IMPORTED for c in found)
    assert (done.beads, dict(done.shapes), done.kept) == (3, {"1-1": 2, "2-1": 1}, 0)


def test_aligning_again_changes_nothing(project: Project) -> None:
    align_statement(project, "talks", "fr")
    before = cells(project)
    align_statement(project, "talks", "fr")
    assert [(c.id, c.revision, c.text) for c in cells(project)] == [(c.id, c.revision, c.text) for c in before]


def test_what_a_person_wrote_stays_with_its_place(project: Project) -> None:
    align_statement(project, "talks", "fr")
    mine = project.edit(cells(project)[1], "Mon texte à moi.", state=State.REVIEWED)
    done = align_statement(project, "talks", "fr")
    found = cells(project)
    assert found[1].text == "Mon texte à moi." and found[1].id == mine.id and found[1].state is State.REVIEWED
    assert done.kept == 1
    assert [c.source_end for c in found] == [1, 3, 4]


def test_a_fuzzy_cell_stays_fuzzy(project: Project) -> None:
    align_statement(project, "talks", "fr")
    first, second, third = cells(project)
    stale = replace(second, state=State.FUZZY, source_text="Old.", confidence=0.0)
    project.store.put_cells(first.version_id, [first, stale, third], "test")
    (done,) = align_project(project)
    after = cells(project)[1]
    assert after.state is State.FUZZY and after.source_text == "Old." and after.confidence > 0
    assert done.beads == 3


def test_a_project_is_aligned_once(project: Project) -> None:
    assert [(one.statement, one.language, one.beads) for one in align_project(project)] == [("talks", "fr", 3)]
    count = project.store.change_count()
    assert [one.beads for one in align_project(project)] == [3]
    assert project.store.change_count() == count


def test_drafts_and_missing_versions_say_why_not(project: Project) -> None:
    project.ensure_version(project.statement("talks"), "az")
    assert "drafted" in align_statement(project, "talks", "az").reason
    with pytest.raises(InputError, match="no text in hy"):
        align_statement(project, "talks", "hy")


def test_origin_of_a_draft_in_an_imported_version_is_kept(project: Project) -> None:
    align_statement(project, "talks", "fr")
    first, second, third = cells(project)
    drafted = replace(third, text="Brouillon.", state=State.DRAFT, origin=Origin(OriginKind.ENGINE, "x"))
    project.store.put_cells(first.version_id, [first, second, drafted], "test")
    align_statement(project, "talks", "fr")
    assert cells(project)[2].text == "Brouillon."
