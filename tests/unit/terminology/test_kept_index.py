"""The index of a termbase as bytes: read back whole, or refused."""

from __future__ import annotations

import pytest

from workbench.core.errors import TermbaseError
from workbench.core.term import Concept, Term, TermStatus
from workbench.terminology.kept import kept, restored
from workbench.terminology.lookup import TermFinder

CONCEPTS = [
    Concept("peace", (Term("sülh", "az"), Term("խաղաղություն", "hy"), Term("peace", "en"))),
    Concept("un", (Term("BMT", "az", term_type="acronym"), Term("UN", "en", TermStatus.ADMITTED))),
    Concept("empty", ()),
]


def test_it_finds_as_before() -> None:
    again = restored(kept(TermFinder(CONCEPTS), "7"), "7")
    assert again.ids == ["peace", "un", "empty"]
    assert [(hit.concept, hit.term) for hit in again.find("sülhün və BMT-nin", "az")] == [
        ("peace", "sülh"),
        ("un", "BMT"),
    ]
    assert again.find("UN", "en")[0].status is TermStatus.ADMITTED
    assert again.find("paix", "fr") == []


def test_an_empty_termbase_is_kept_too() -> None:
    assert restored(kept(TermFinder([]), ""), "").ids == []


def test_another_state_of_the_termbase_is_refused() -> None:
    with pytest.raises(TermbaseError, match="another state"):
        restored(kept(TermFinder(CONCEPTS), "7"), "8")


def test_damage_is_noticed_wherever_it_is() -> None:
    content = kept(TermFinder(CONCEPTS), "7")
    for at in (3, len(content) // 2, len(content) - 1):
        damaged = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        with pytest.raises(TermbaseError, match="build it again"):
            restored(damaged, "7")
    with pytest.raises(TermbaseError, match="build it again"):
        restored(content[:-5], "7")
    with pytest.raises(TermbaseError, match="build it again"):
        restored(b"", "7")
