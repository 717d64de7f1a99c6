"""Editing the termbases of a project: what may be edited, nothing lost, every edit undoable."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.config import load_settings
from workbench.core.errors import TermbaseError
from workbench.core.term import Concept, Term, TermStatus
from workbench.services import bootstrap
from workbench.services.project import Project
from workbench.services.termdesk import MOST_STEPS, Book, TermDesk
from workbench.services.termwork import OWN, add_concept

RIVER = Concept("c-river", (Term("river", "en"), Term("çay", "az"), Term("գետ", "hy")), "water", "What flows.")
BANK = Concept("c-bank", (Term("bank", "en"), Term("sahil", "az", TermStatus.ADMITTED, note="of a river")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Project.create(tmp_path / "p", source="en", targets=["az", "hy"]).close()
    return tmp_path / "p"


def own(desk: TermDesk) -> Book:
    return desk.books()[0]


def test_a_project_without_termbases_shows_its_own_empty_one_and_the_shipped_ones(folder: Path) -> None:
    first, *others = TermDesk(folder).books()
    assert (first.path, first.concepts, first.why_not) == (folder / OWN, (), "")
    assert [book.path for book in others] == list(bootstrap.shipped_glossaries())
    assert all("copy it into the project" in book.why_not and book.concepts for book in others)


def test_concepts_are_added_changed_and_deleted_and_each_step_is_taken_back(folder: Path) -> None:
    desk = TermDesk(folder)
    added = desk.change(own(desk), None, RIVER)
    assert own(desk).concepts == added.concepts == (RIVER,)
    assert folder / OWN in load_settings(folder).glossaries
    two = desk.change(added, None, BANK)
    better = replace(RIVER, note="Not a stream.")
    changed = desk.change(two, RIVER, better)
    assert changed.concepts == (better, BANK)
    assert desk.change(changed, BANK, None).concepts == (better,)
    seen = [book.concepts for book in iter(desk.undo, None)]
    assert seen == [(better, BANK), (RIVER, BANK), (RIVER,), ()]
    assert [book.concepts for book in iter(desk.redo, None)] == [(RIVER,), (RIVER, BANK), (better, BANK), (better,)]
    assert own(desk).concepts == (better,)


def test_a_new_edit_forgets_what_was_undone(folder: Path) -> None:
    desk = TermDesk(folder)
    desk.change(own(desk), None, RIVER)
    desk.undo()
    desk.change(own(desk), None, BANK)
    assert desk.redo() is None
    assert own(desk).concepts == (BANK,)


def test_what_somebody_else_added_meanwhile_stays(folder: Path) -> None:
    desk = TermDesk(folder)
    book = desk.change(own(desk), None, RIVER)
    add_concept(folder, BANK)
    changed = desk.change(book, RIVER, replace(RIVER, note="x"))
    assert [concept.id for concept in changed.concepts] == ["c-river", "c-bank"]
    undone = desk.undo()
    assert undone is not None
    assert undone.concepts == (RIVER, BANK)


def test_an_edit_of_what_somebody_else_changed_is_refused_and_writes_nothing(folder: Path) -> None:
    desk, other = TermDesk(folder), TermDesk(folder)
    book = desk.change(own(desk), None, RIVER)
    theirs = replace(RIVER, note="theirs")
    other.change(own(other), RIVER, theirs)
    with pytest.raises(TermbaseError, match="somebody else"):
        desk.change(book, RIVER, replace(RIVER, note="mine"))
    with pytest.raises(TermbaseError, match="somebody else"):
        desk.undo()
    assert desk.undo() is None
    assert own(desk).concepts == (theirs,)


def test_an_id_that_is_taken_or_not_allowed_comes_out_changed(folder: Path) -> None:
    desk = TermDesk(folder)
    book = desk.change(own(desk), None, RIVER)
    book = desk.change(book, None, replace(BANK, id="c-river"))
    book = desk.change(book, None, replace(BANK, id="10 027"))
    assert [concept.id for concept in book.concepts] == ["c-river", "c-river-2", "c-10_027"]


def test_a_shipped_termbase_is_copied_with_its_header_and_then_edited(folder: Path) -> None:
    desk = TermDesk(folder)
    shipped = next(book for book in desk.books() if book.path.name == "diplomacy.tbx")
    with pytest.raises(TermbaseError, match="copy it into the project"):
        desk.change(shipped, None, RIVER)
    copy = desk.adopt(shipped)
    assert (copy.why_not, copy.concepts) == ("", shipped.concepts)
    named = {path.name for path in load_settings(folder).glossaries}
    assert named == {path.name for path in bootstrap.shipped_glossaries()}
    mine = replace(RIVER, id="c-mine")
    changed = desk.change(copy, None, mine)
    assert changed.concepts == (*shipped.concepts, mine)
    assert desk.open(copy.path).concepts == changed.concepts
    head = shipped.path.read_bytes().partition(b"<body>")[0]
    assert copy.path.read_bytes().startswith(head)


def test_a_named_termbase_outside_of_the_project_gives_place_to_its_copy(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.tbx"
    other.write_bytes(bootstrap.shipped_glossaries()[0].read_bytes())
    (folder / "workbench.toml").write_text(
        f'glossaries = ["{other}", "kept.tbx"]\nsource = "en"\ntargets = ["az"]\n', encoding="utf-8"
    )
    desk = TermDesk(folder)
    copy = desk.adopt(desk.open(other))
    assert load_settings(folder).glossaries == (copy.path, folder / "kept.tbx")
    assert copy.path == folder / "glossaries" / "other.tbx"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", "en,az\nriver,çay\n", "a table"),
        ("b.tbx", "<tbx", ""),
        ("missing.tbx", None, "cannot be read"),
    ],
)
def test_what_cannot_be_edited_says_why(folder: Path, name: str, content: str | None, why: str) -> None:
    if content is not None:
        (folder / name).write_text(content, encoding="utf-8")
    desk = TermDesk(folder)
    book = desk.open(folder / name)
    assert why in book.why_not
    with pytest.raises(TermbaseError):
        desk.change(book, None, RIVER)


def test_a_file_with_more_in_it_than_would_be_written_is_not_edited(folder: Path) -> None:
    desk = TermDesk(folder)
    desk.change(own(desk), None, RIVER)
    path = folder / OWN
    more = path.read_text(encoding="utf-8").replace("<term>", '<admin type="projectSubset">x</admin><term>', 1)
    path.write_text(more, encoding="utf-8")
    book = desk.open(path)
    with pytest.raises(TermbaseError, match="would be lost"):
        desk.change(book, None, BANK)
    assert path.read_text(encoding="utf-8") == more


def test_an_import_is_one_step_to_take_back(folder: Path) -> None:
    desk = TermDesk(folder)
    before = desk.change(own(desk), None, RIVER)
    add_concept(folder, BANK)
    add_concept(folder, replace(BANK, id="c-x", terms=(Term("x", "en"),)))
    assert len(desk.took(before).concepts) == 3
    undone = desk.undo()
    assert undone is not None
    assert undone.concepts == (RIVER,)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["add", "change", "delete"]), st.integers(0, 5)), max_size=8))
def test_undoing_everything_gives_the_beginning_and_redoing_the_end(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("terms") / "p"
    Project.create(folder, source="en", targets=["az"]).close()
    desk = TermDesk(folder)
    book = own(desk)
    for number, (what, at) in enumerate(edits):
        if what == "add" or not book.concepts:
            book = desk.change(book, None, Concept(f"c-{number}", (Term(f"t{number}", "en"),)))
        else:
            concept = book.concepts[at % len(book.concepts)]
            book = desk.change(book, concept, replace(concept, note=str(number)) if what == "change" else None)
    end = book.concepts
    for _ in range(MOST_STEPS):
        book = desk.undo() or book
    assert own(desk).concepts == ()
    for _ in range(MOST_STEPS):
        book = desk.redo() or book
    assert own(desk).concepts == end
