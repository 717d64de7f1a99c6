"""The cache of a termbase: gives back what it was given, or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.core.term import Concept, Term, TermStatus
from workbench.storage.termbase import MAGIC, TermbaseCache

CONCEPTS = [
    Concept("a", (Term("söz", "az", note="x"), Term("բառ", "hy", TermStatus.FORBIDDEN, "noun")), "law", "d", "n"),
    Concept("b", (Term("WHO", "en", term_type="acronym", case_sensitive=True),)),
    Concept("c", ()),
]
ABOUT = {"told": "é"}


@pytest.fixture
def cache(tmp_path: Path) -> TermbaseCache:
    return TermbaseCache(tmp_path / "cache")


@pytest.mark.parametrize("concepts", [CONCEPTS, [], [Concept("x", ())]])
def test_concepts_come_back_as_they_were(cache: TermbaseCache, concepts: list[Concept]) -> None:
    assert cache.save("k", concepts, ABOUT)
    assert cache.load("k") == (concepts, ABOUT)


def test_what_is_not_there_is_none(cache: TermbaseCache) -> None:
    assert cache.load("k") is None


def test_a_damaged_file_reads_as_none(cache: TermbaseCache) -> None:
    cache.save("k", CONCEPTS, ABOUT)
    file = cache.folder / "k.concepts"
    content = file.read_bytes()
    for broken in (b"", MAGIC, content[:-1], content + b"x", content[5:], content[:40] + b"\xff" * 8 + content[48:]):
        file.write_bytes(broken)
        assert cache.load("k") is None
    for place in range(len(MAGIC), len(content), 3):
        file.write_bytes(content[:place] + b"\xff" + content[place + 1 :])
        cache.load("k")


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert not TermbaseCache(tmp_path / "file" / "cache").save("k", CONCEPTS, ABOUT)


def test_a_text_that_cannot_be_kept_is_no_error(cache: TermbaseCache) -> None:
    assert not cache.save("k", [Concept("a\0b", ())], {})
    assert not cache.save("k", [Concept("\ud800", ())], {})
    assert cache.load("k") is None


def test_old_files_go(cache: TermbaseCache) -> None:
    for number in range(40):
        cache.save(f"k{number}", [], {})
    assert len(list(cache.folder.iterdir())) == 32
    assert cache.kept("k39.concepts") is not None
