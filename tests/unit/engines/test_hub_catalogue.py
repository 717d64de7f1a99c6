"""The curated list: whole, honest, and of one mind about what a pair needs."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import permutations

import pytest

from workbench.core.language import FOUR, language_tag
from workbench.engines.catalogue import CHECKABLE, advice, catalogue, choices, named, parse_pair, size_text
from workbench.engines.modelfolder import LAYOUTS


def test_every_entry_is_whole() -> None:
    names = [entry.name for entry in catalogue()]
    assert len(set(names)) == len(names)
    for entry in catalogue():
        assert entry.layout in LAYOUTS and entry.licence and entry.size_bytes > 1_000_000
        assert entry.name == entry.name.lower() and parse_pair(entry.name) is None
        assert set(entry.confirmed) <= set(CHECKABLE)
        files = [name for part in entry.parts for name in part.files]
        assert "model.bin" in files and len(set(files)) == len(files)
        assert any(name.endswith((".model", ".spm")) for name in files)
        for part in entry.parts:
            assert re.fullmatch(r"[\w.-]+/[\w.-]+", part.repository)
            assert re.fullmatch(r"([0-9a-f]{40})?", part.revision)
        assert all(language_tag(tag) == tag for tag in entry.languages)
        assert all(entry.covers(score.source, score.target) for score in entry.scores)


def test_a_revision_counts_as_confirmed_only_where_every_part_has_one() -> None:
    for entry in catalogue():
        assert ("revision" in entry.confirmed) == all(part.revision for part in entry.parts)


def test_every_pair_of_the_four_languages_is_covered_with_and_without_a_restricted_licence() -> None:
    for source, target in permutations(FOUR, 2):
        found = choices(source, target)
        assert not found[0].restricted
        assert {entry.restricted for entry in found} == {True, False}
        free = [entry.restricted for entry in found]
        assert free == sorted(free)


def test_what_forbids_commercial_use_is_known() -> None:
    assert {entry.layout for entry in catalogue() if entry.restricted} == {"nllb"}
    nllb = named("NLLB-200-distilled-600M")
    assert nllb is not None and nllb.terms == "CC-BY-NC-4.0: no commercial use"


@pytest.mark.parametrize(
    ("pair", "told"),
    [
        (
            ("en", "hy"),
            "`workbench models install en-hy` gets madlad400-3b (2.96 GB, Apache-2.0); or name another: m2m100",
        ),
        (("fr", "az"), "`workbench models install fr-az` gets madlad400-3b"),
        (("en", "az"), "`workbench models install en-az` gets a package for it from Argos' index"),
        (("en", "tlh"), "`workbench models available --languages en,tlh`"),
    ],
)
def test_advice_is_a_command(pair: tuple[str, str], told: str) -> None:
    assert advice(*pair).startswith(told)


@pytest.mark.parametrize("text", ["en-hy", "en_hy", "translate-en_hy"])
def test_pairs_are_read(text: str) -> None:
    assert parse_pair(text) == ("en", "hy")


@pytest.mark.parametrize("text", ["en", "m2m100-418m", "opus-mt-en-hy", "", "-"])
def test_other_names_are_no_pairs(text: str) -> None:
    assert parse_pair(text) is None


def test_sizes_are_for_people() -> None:
    assert (size_text(634_000_000), size_text(2_960_000_000)) == ("634 MB", "2.96 GB")


def test_it_is_cheap_to_import() -> None:
    script = "import sys, workbench.engines.catalogue as c; c.advice('en', 'hy'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "ctranslate2", "argostranslate", "huggingface_hub", "babel", "sentencepiece"} & set(loaded)
