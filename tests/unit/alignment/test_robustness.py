"""Texts that nobody would write: each is aligned in bounded time, and no sentence is lost."""

from __future__ import annotations

import time

import pytest

from tests.unit.alignment.invented import translated
from workbench.alignment import search
from workbench.alignment.aligner import SentenceAligner
from workbench.alignment.arrays import Ints
from workbench.core.bead import Bead, verify

SECONDS = 20.0
"""More than any of these takes on a slow machine; what grows with the square takes longer."""


def aligned(source: list[str], target: list[str], one: str = "en", other: str = "fr") -> list[Bead]:
    """The beads of two texts, looked at for what holds always."""
    start = time.perf_counter()
    beads = SentenceAligner().align(source, target, one, other)
    assert time.perf_counter() - start < SECONDS
    verify(beads, len(source), len(target))
    assert all(0 <= bead.confidence <= 1 and bead.cost >= 0 for bead in beads)
    return beads


def sides(seed: int, count: int, languages: tuple[str, str] = ("en", "fr")) -> tuple[list[str], list[str]]:
    lines = translated(seed, count, languages)
    return [line[0] for line in lines], [line[1] for line in lines]


def pairs(beads: list[Bead]) -> list[Bead]:
    return [bead for bead in beads if bead.source and bead.target]


# -- sizes -------------------------------------------------------------------------------------------------------------


def test_a_source_a_hundred_times_longer() -> None:
    source, target = sides(1, 3_000)
    beads = pairs(aligned(source, target[:30]))
    assert sum(bead.source_start == bead.target_start for bead in beads) >= 28


def test_a_target_a_hundred_times_longer() -> None:
    source, target = sides(1, 3_000)
    beads = pairs(aligned(source[:30], target))
    assert sum(bead.source_start == bead.target_start for bead in beads) >= 28


@pytest.mark.parametrize(("source", "target"), [(1, 20_000), (10_000, 1), (2_000, 20), (20, 20_000)])
def test_thousands_of_lines_beside_a_few(source: int, target: int) -> None:
    aligned(["Hello there."] * source, ["Bonjour."] * target)


def test_lines_of_one_word() -> None:
    words = [" ".join(side).split(" ") for side in sides(2, 200)]
    aligned(words[0][:400], words[1][:400])


@pytest.mark.parametrize("line", ["Yes.", "", "?", "12"])
def test_hundreds_of_lines_that_are_the_same(line: str) -> None:
    aligned([line] * 210, [line] * 200)


# -- languages ---------------------------------------------------------------------------------------------------------


def test_a_text_beside_itself() -> None:
    source, _ = sides(3, 500)
    beads = aligned(source, source, "en", "en")
    assert [bead.shape for bead in beads] == ["1-1"] * 500
    assert min(bead.confidence for bead in beads) > 0.9
    wrong = aligned(source[:100], source[:100], "hy", "az")
    assert [bead.shape for bead in wrong] == ["1-1"] * 100


def test_a_text_in_another_language_than_it_is_said_to_be() -> None:
    source, target = sides(4, 60, ("fr", "hy"))
    found = pairs(aligned(source, target, "hy", "en"))
    assert sum(bead.source_start == bead.target_start for bead in found) > 50


def test_texts_that_have_nothing_in_common() -> None:
    """A few sentences may meet by chance; the aligner does not hold two texts for one another's translation."""
    source, _ = sides(5, 190)
    _, target = sides(6, 190, ("az", "hy"))
    found = pairs(aligned(source, target, "en", "hy"))
    assert len(found) < 40
    assert sum(bead.confidence > 0.9 for bead in found) < 10


@pytest.mark.parametrize(("one", "other"), [("xx", "yy"), ("pt-BR", "az-Cyrl"), ("und", "und"), ("", "")])
def test_languages_that_nobody_knows(one: str, other: str) -> None:
    source, target = sides(7, 20)
    assert len(pairs(aligned(source, target, one, other))) > 15


# -- lines -------------------------------------------------------------------------------------------------------------

MEGABYTE = 1_000_000


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("word " * (MEGABYTE // 5), "mot " * (MEGABYTE // 4)),
        ("x" * MEGABYTE, "é" * MEGABYTE),
        ("1" * MEGABYTE, "1 " * (MEGABYTE // 2)),
        ("1.000," * (MEGABYTE // 6), "1\u202f000" * (MEGABYTE // 5)),
        (" " * MEGABYTE, "\t\n" * (MEGABYTE // 2)),
        ("." * MEGABYTE, "։" * MEGABYTE),
        ("a\u0301" * (MEGABYTE // 2), "\u0301" * MEGABYTE),
        ("ա՞" * (MEGABYTE // 2), "\x00" * MEGABYTE),
        ('."' * (MEGABYTE // 2), ".)»” " * (MEGABYTE // 5)),
        ("word " * (MEGABYTE // 5), ""),
    ],
    ids=["words", "a word", "digits", "numbers", "space", "stops", "accents", "marks", "quotes", "nothing"],
)
def test_a_line_of_a_megabyte(one: str, other: str) -> None:
    beads = aligned(["Before.", one, "Behind."], ["Avant.", other, "Après."])
    assert len(beads) >= 3


def test_two_lines_of_many_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that have lost their line breaks: twice the sentences do not need four times the steps."""
    steps = 0
    cells = search.Lattice.cells

    def counted(self: search.Lattice, step: Ints, window: Ints, column: Ints) -> Ints:
        nonlocal steps
        steps += 1
        return cells(self, step, window, column)

    monkeypatch.setattr(search.Lattice, "cells", counted)
    taken = []
    for count in (30, 60):
        source, target = (" ".join(side) for side in sides(8, count))
        steps = 0
        aligned([source], [target])
        taken.append(steps)
    assert taken[1] < 3 * taken[0]


def test_lines_beside_a_text_that_has_lost_its_line_breaks() -> None:
    source, target = sides(9, 210)
    aligned(source, [" ".join(target)])


def test_a_text_that_has_lost_its_line_breaks_beside_lines() -> None:
    source, target = sides(9, 210)
    aligned([" ".join(source)], target)


# -- characters --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        ["\x00\x01\x02", "\x07bell \x1b[31mred\x1b[0m", "\x7f", "a\x00b"],
        ["\ud800", "\udfff lone \udc80"],
        ["\u202eturned\u202c", "\u200b\u200c\u200d\ufeff", "\u2028\u2029"],
        ["", "", "", ""],
        [" ", "\t", "\u00a0", "\u3000"],
        ["...", "?!", "—", "«»", "()", "։", "՞"],
        ["字字字字。", "かな", "한국어", "👍🏽👩‍👩‍👧", "ไทย"],
        ["²³½", "Ⅷ", "٣٤٥", "१२", "1٣"],
        ["\u0301\u0301", "İI", "ıi", "ßẞ", "ǆ", "ﬁ", "և", "եւ", "Եւ"],
    ],
    ids=["control", "surrogates", "invisible", "empty", "space", "punctuation", "scripts", "digits", "case"],
)
@pytest.mark.parametrize("copies", [1, 3])
def test_odd_characters(lines: list[str], copies: int) -> None:
    for other in (lines, lines[::-1], ["Une phrase.", "Et une autre."]):
        aligned(lines * copies, other * copies, "az", "hy")
        aligned(other * copies, lines * copies, "en", "fr")
