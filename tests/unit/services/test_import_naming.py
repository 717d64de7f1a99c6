"""What file names tell, and keys made from titles."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from workbench.services.naming import LONGEST_KEY, free_key, name_evidence, slug

KNOWN = {"en", "fr", "az", "hy", "az-Cyrl", "pt-BR"}


@pytest.mark.parametrize(
    ("path", "key", "language"),
    [
        ("talks.en.txt", "talks", "en"),
        ("talks_fr.md", "talks", "fr"),
        ("talks-az-Latn.txt", "talks", "az"),
        ("talks.az-Cyrl.txt", "talks", "az-Cyrl"),
        ("talks_pt_BR.txt", "talks", "pt-BR"),
        ("talks.HY.docx", "talks", "hy"),
        ("talks.hye.txt", "talks", "hy"),
        ("fr/talks.txt", "talks", "fr"),
        ("talks/hy.txt", "talks", "hy"),
        ("Talks on Water_en.txt", "talks-on-water", "en"),
        ("talks.txt", "talks", ""),
        ("talks.de.txt", "talks-de", ""),
        ("way-in.txt", "way-in", ""),
        ("en.txt", "en", "en"),
        ("…​.txt", "statement", ""),
    ],
)
def test_names(path: str, key: str, language: str) -> None:
    found = name_evidence(PurePath(path), KNOWN)
    assert (found.key, found.language) == (key, language)


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2024-05-03-talks.en.txt", "2024-05-03"),
        ("talks_20240503.txt", "2024-05-03"),
        ("talks-2024-13-03.txt", ""),
        ("doc-0417.txt", ""),
    ],
)
def test_dates_in_names(name: str, date: str) -> None:
    assert name_evidence(PurePath(name), KNOWN).date == date


def test_keys_are_small_letters_of_any_script() -> None:
    assert slug("İRƏVAN və BAKI: 2 sual", "az") == "irəvan-və-bakı-2-sual"
    assert slug("ԵՐԵՎԱՆ — հանդիպում", "hy").startswith("եր")
    assert slug("İSTANBUL", "en") == slug("istanbul") == "istanbul"
    assert slug("?!") == ""
    long = slug("word " * 40)
    assert len(long) <= LONGEST_KEY and not long.endswith("-")
    assert len(slug("x" * 200)) == LONGEST_KEY


def test_a_key_that_is_taken_gets_a_number() -> None:
    assert free_key("talks", set()) == "talks"
    assert free_key("talks", {"talks", "talks-2"}) == "talks-3"
    assert free_key("", {"statement"}) == "statement-2"
