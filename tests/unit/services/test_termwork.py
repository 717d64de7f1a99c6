"""A project's termbase: what comes in, what goes out, what it takes to open it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from workbench.config import cache_dir, load_settings
from workbench.core.errors import ConfigError, FormatError, TermbaseError, WriteError
from workbench.core.term import Concept, Term, TermStatus
from workbench.formats.glossary.report import GlossaryReport
from workbench.services import bootstrap
from workbench.services.project import Project
from workbench.services.settings_file import add_glossaries
from workbench.services.termbases import open_termbase, open_termbases, read_termbase, united
from workbench.services.termwork import (
    OWN,
    PLACES,
    add_concept,
    import_glossaries,
    new_id,
    seed_places,
    settled_terms,
    write_glossary,
)

TABLE = "concept,en,fr\n1,treaty,traité\n2,river,fleuve\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    Project.create(folder, source="en", targets=["fr", "de"]).close()
    return folder


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def own(project: Path) -> list[Concept]:
    return read_termbase(project / OWN, GlossaryReport())


def test_a_glossary_comes_in_and_the_shipped_ones_stay_in_use(project: Path, table: Path) -> None:
    done = import_glossaries(project, [table])
    assert (done.termbase, done.concepts, len(done.copied)) == (project / OWN, 2, 2)
    assert [concept.id for concept in own(project)] == ["c-1", "c-2"]
    named = [path.relative_to(project).as_posix() for path in load_settings(project).glossaries]
    assert named == [OWN.as_posix(), "glossaries/diplomacy.tbx", "glossaries/places.tbx"]


def test_coming_in_again_changes_nothing(project: Path, table: Path) -> None:
    import_glossaries(project, [table])
    before = (project / OWN).read_bytes()
    done = import_glossaries(project, [table])
    assert done.files[0].merge is not None
    assert (done.files[0].merge.unchanged, done.copied) == (2, ())
    assert (project / OWN).read_bytes() == before


def test_a_broken_file_is_told_and_the_others_come_in(project: Path, table: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.tbx").write_text("<tbx>")
    done = import_glossaries(project, [tmp_path / "bad.tbx", table, tmp_path / "none.csv"])
    assert [each.error is None for each in done.files] == [False, True, False]
    assert len(own(project)) == 2


def test_strict_writes_nothing(project: Path, table: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd.csv"
    odd.write_text("en,en status\na,odd\n")
    with pytest.raises(TermbaseError, match=r"odd\.csv:2: unknown status 'odd'"):
        import_glossaries(project, [table, odd], strict=True)
    assert not (project / OWN).exists()
    assert import_glossaries(project, [table], strict=True).concepts == 2


def test_a_dry_run_needs_no_project(table: Path) -> None:
    done = import_glossaries(None, [table], dry_run=True)
    assert (done.termbase, done.concepts) == (None, 2)


def test_terms_are_added(project: Path) -> None:
    terms = settled_terms(["en=good faith", "fr=bonne foi", "fr=bonne  volonté", "fr:forbidden=bon fois"])
    assert [term.status for term in terms] == ["preferred", "preferred", "admitted", "forbidden"]
    add_concept(project, Concept(new_id(terms), terms, "law"))
    again = settled_terms(["en=good faith", "az=vicdanlılıq"])
    assert add_concept(project, Concept("c-good-faith", again)).changed == 1
    assert [(c.id, [t.text for t in c.terms]) for c in own(project)] == [
        ("c-good-faith", ["good faith", "bonne foi", "bonne volonté", "bon fois", "vicdanlılıq"])
    ]


@pytest.mark.parametrize("words", ["en", "en=", "=x", "e=x", "en:odd=x"])
def test_what_is_no_term_is_told(words: str) -> None:
    with pytest.raises(ConfigError):
        settled_terms([words])


def test_a_broken_termbase_of_the_project_is_never_written_over(project: Path, table: Path) -> None:
    (project / OWN).parent.mkdir()
    (project / OWN).write_text("<tbx><text>")
    with pytest.raises(TermbaseError, match="repair"):
        import_glossaries(project, [table])
    assert (project / OWN).read_text() == "<tbx><text>"


def test_places_are_seeded_in_any_language(project: Path) -> None:
    path, number = seed_places(project, ["de", "fr"])
    assert number > 400
    found = {concept.id: concept for concept in read_termbase(path, GlossaryReport())}
    assert [term.text for term in found["territory-AM"].terms] == ["Armenien", "Arménie"]
    assert project / PLACES in load_settings(project).glossaries
    with pytest.raises(WriteError, match="--force"):
        seed_places(project, ["de"])
    with pytest.raises(ConfigError, match="xx"):
        seed_places(project, ["xx"], force=True)


@pytest.mark.parametrize("form", ["tbx", "csv", "tsv"])
def test_what_is_written_opens_again(form: str, tmp_path: Path) -> None:
    concepts = [Concept("a", (Term("x", "en"), Term("=y", "fr", TermStatus.DEPRECATED)), "law")]
    stream = io.BytesIO()
    assert not write_glossary(concepts, stream, form)
    (tmp_path / "x").write_bytes(stream.getvalue())
    assert list(open_termbase(tmp_path / "x").concepts) == concepts


def test_a_large_termbase_is_kept_under_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text("en,fr\n" + "".join(f"word {n},mot {n}\n" for n in range(5000)) + ",,\n")
    first = open_termbase(path)
    assert len(list((cache_dir() / "termbases").iterdir())) == 1
    assert open_termbase(path) == first
    path.write_text("en,fr\n" + "".join(f"word {n},mot {n}\n" for n in range(5001)))
    assert len(open_termbase(path).concepts) == 5001


def test_a_broken_termbase_stops_nothing_and_is_told(tmp_path: Path, table: Path) -> None:
    cut = tmp_path / "cut.tbx"
    entry = '<termEntry id="a"><langSet xml:lang="en"><tig><term>x</term></tig></langSet></termEntry>'
    cut.write_text(f'<martif type="TBX"><text><body>{entry}<termEntry>')
    opened, problems = open_termbases([cut, table, tmp_path / "none.tbx"])
    assert [each.path for each in opened] == [table]
    assert all("left out" in problem for problem in problems)
    assert len(problems) == 2
    with pytest.raises(FormatError, match="not well-formed"):
        open_termbase(cut)


def test_a_termbase_with_unsound_entries_is_used_and_told(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("concept,en\n1,a\n2,\n")
    opened, problems = open_termbases([path])
    assert len(opened[0].concepts) == 1
    assert "1 of 2 concepts" in problems[0]


def test_ids_of_two_files_are_told_apart_unless_they_share_a_term(tmp_path: Path) -> None:
    for name, text in (("a", "en,fr\nriver,fleuve\n"), ("b", "en,fr\nlake,lac\n"), ("c", "en,az\nriver,çay\n")):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    concepts = united(open_termbases([tmp_path / f"{name}.csv" for name in "abc"])[0])
    assert [(c.id, len(c.terms)) for c in concepts] == [("concept-1", 3), ("b.concept-1", 2)]


def test_a_finder_reads_any_glossary(table: Path) -> None:
    finder, problems = bootstrap.term_finder([table])
    assert finder is not None
    assert [hit.concept for hit in finder.find("A treaty.", "en")] == ["1"]
    assert not problems


@pytest.mark.parametrize(
    "text",
    [
        "",
        'source = "en"\n',
        "glossaries = []\n# mine\n",
        'glossaries = [\n  "a.tbx",  # mine\n]\nbeam = 2\n',
        'glossaries = "a.tbx"\n',
    ],
)
def test_a_setting_is_added_and_the_rest_stays(tmp_path: Path, text: str) -> None:
    file = tmp_path / "workbench.toml"
    file.write_text(text, encoding="utf-8")
    before = load_settings(tmp_path)
    add_glossaries(tmp_path, ["b.tbx", "ü.tbx"])
    after = load_settings(tmp_path)
    assert after.glossaries == (*before.glossaries, tmp_path / "b.tbx", tmp_path / "ü.tbx")
    assert (after.beam, after.source) == (before.beam, before.source)
    assert ("# mine" in file.read_text()) == ("# mine" in text and "a.tbx" not in text)


def test_a_finder_made_before_is_read_back_and_tells_the_same(table: Path) -> None:
    table.write_text(TABLE + "3,,\n", encoding="utf-8")
    first, told = bootstrap.term_finder([table])
    assert [path.suffix for path in (cache_dir() / "termbases").iterdir()] == [".index"]
    again, told_again = bootstrap.term_finder([table])
    assert first is not None
    assert again is not None
    assert told == told_again != []
    text = "The treaty on rivers."
    assert first.find(text, "en") == again.find(text, "en") != []


def test_a_damaged_index_is_made_again_and_a_changed_glossary_too(table: Path) -> None:
    bootstrap.term_finder([table])
    (kept,) = (cache_dir() / "termbases").iterdir()
    kept.write_bytes(kept.read_bytes()[:-9])
    finder, _ = bootstrap.term_finder([table])
    assert finder is not None
    assert finder.find("a treaty", "en")
    table.write_text("concept,en\n1,pact\n")
    changed, _ = bootstrap.term_finder([table])
    assert changed is not None
    assert not changed.find("a treaty", "en")
    assert changed.find("a pact", "en")
