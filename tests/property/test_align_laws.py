"""Laws of alignments, for any two texts."""

from __future__ import annotations

import math
from itertools import permutations
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.alignment.invented import translated
from workbench.alignment import windows
from workbench.alignment.aligner import SentenceAligner
from workbench.alignment.score import score
from workbench.core.bead import Bead, format_bead, parse_beads, verify
from workbench.core.errors import AlignmentError
from workbench.services.align import align_texts

Texts = tuple[list[str], list[str], str, str]
Run = tuple[int, int, int, int]

ALIGN = SentenceAligner().align
SAID = {
    "en": "the water talks ended Geneva Paris on 14 May, 1,200 agreed (they) we? No! “road”",
    "fr": "l'eau pourparlers Genève Paris le 14 mai, 1\u00a0200 d'accord (ils) nous ? Non ! «route»",
    "az": "su danışıqlar Cenevrə Paris 14 may, 1.200 razı (onlar) biz? Yox! “yol” İIıi",
    "hy": "ջուր բանակցություններ Ժնև Փարիզ մայիսի 14-ին, 1200 (նրանք) մե՞նք Ո՛չ։ «ճանապարհ» և",
}
WORDS = {language: said.split(" ") for language, said in SAID.items()}
ODD = st.text("abc 12.éəհ։՞İ\u00a0\u0301\u200b\x00\n«?", max_size=40) | st.text(max_size=12)


def sentences(language: str, most: int) -> st.SearchStrategy[list[str]]:
    words = st.lists(st.sampled_from(WORDS[language]), max_size=9).map(" ".join)
    return st.lists(words | words.map(lambda text: f"{text.capitalize()}. {text}") | ODD, max_size=most)


@st.composite
def texts(draw: st.DrawFn, most: int = 9) -> Texts:
    """Two small texts, as like as chance has it, in two of the four languages or one."""
    languages = draw(st.sampled_from(sorted(WORDS))), draw(st.sampled_from(sorted(WORDS)))
    return draw(sentences(languages[0], most)), draw(sentences(languages[1], most)), *languages


@st.composite
def translations(draw: st.DrawFn, most: int = 14) -> Texts:
    """A small invented text and its translation, in which some sentences are missing on either side."""
    languages = draw(st.sampled_from(list(permutations(sorted(WORDS), 2))))
    lines = translated(draw(st.integers(0, 10_000)), draw(st.integers(1, most)), languages)
    kept = draw(st.lists(st.sampled_from(["both"] * 8 + ["source", "target"]), min_size=most, max_size=most))
    source = [line[0] for line, sides in zip(lines, kept, strict=False) if sides != "target"]
    target = [line[1] for line, sides in zip(lines, kept, strict=False) if sides != "source"]
    return source, target, *languages


def run(bead: Bead) -> Run:
    return bead.source_start, bead.source_end, bead.target_start, bead.target_end


def check(beads: list[Bead], source: list[str], target: list[str]) -> None:
    """Every sentence once and in order; probabilities are probabilities."""
    verify(beads, len(source), len(target))
    for bead in beads:
        assert 0 <= bead.confidence <= 1
        assert 0 <= bead.cost < math.inf
        assert all(isinstance(place, int) for place in run(bead))
        assert isinstance(bead.confidence, float) and isinstance(bead.cost, float)
    told = sorted((bead.cost, -bead.confidence) for bead in beads)
    assert [confidence for _, confidence in told] == sorted(confidence for _, confidence in told)


@given(texts() | translations())
@settings(max_examples=50)
def test_every_sentence_once_with_a_probability(pair: Texts) -> None:
    source, target, *_ = pair
    beads = ALIGN(*pair)
    check(beads, source, target)
    assert score([(beads, parse_beads(map(format_bead, beads)))]).strict_f1 in (0.0, 1.0)


@given(texts())
@settings(max_examples=25)
def test_the_same_texts_give_the_same_beads(pair: Texts) -> None:
    assert ALIGN(*pair) == SentenceAligner().align(*pair)


@given(sentences("az", 6), st.booleans())
@settings(max_examples=50)
def test_beside_nothing_each_sentence_stands_alone(lines: list[str], turned: bool) -> None:
    beads = ALIGN([], lines, "en", "az") if turned else ALIGN(lines, [], "az", "en")
    assert [bead.shape for bead in beads] == ["0-1" if turned else "1-0"] * len(lines)


@given(texts(most=30) | translations(most=40), st.integers(3, 12), st.integers(1, 4), st.integers(1, 6))
@settings(max_examples=25)
def test_windows_however_small_lose_no_sentence(pair: Texts, core: int, overlap: int, narrow: int) -> None:
    source, target, *_ = pair
    with mock.patch.multiple(windows, _WHOLE_CELLS=0, _CORE=core, _OVERLAP=overlap, _NARROW=narrow, _BLOCK_CELLS=200):
        check(ALIGN(*pair), source, target)


# -- turned round ------------------------------------------------------------------------------------------------------


@given(translations())
@settings(max_examples=40)
def test_what_is_sure_is_found_from_the_other_side_too(pair: Texts) -> None:
    """The likelihood of a length is asked of the target, so beads in doubt may differ; sure ones do not."""
    source, target, one, other = pair
    there = {run(bead): bead for bead in ALIGN(source, target, one, other) if bead.source and bead.target}
    back = {run(bead): bead for bead in ALIGN(target, source, other, one) if bead.source and bead.target}
    turned = {(bead[2], bead[3], bead[0], bead[1]): back[bead] for bead in back}
    for found, opposite in ((there, turned), (turned, there)):
        for place, bead in found.items():
            if bead.cost < -math.log(0.95):
                assert place in opposite
                assert opposite[place].confidence == pytest.approx(bead.confidence, abs=0.25)


@given(st.lists(st.text("ab 1.", min_size=1, max_size=30), min_size=1, max_size=8))
@settings(max_examples=15)
def test_a_long_text_beside_a_short_one_loses_nothing_either_way(lines: list[str]) -> None:
    short, long = lines[:1], lines * 12
    check(ALIGN(short, long, "en", "en"), short, long)
    check(ALIGN(long, short, "en", "en"), long, short)


# -- pins --------------------------------------------------------------------------------------------------------------


@st.composite
def pinned(draw: st.DrawFn) -> tuple[Texts, list[Bead]]:
    """Two texts, and beads that fit them, in order."""
    pair = draw(texts() | translations())
    ends = len(pair[0]), len(pair[1])
    pins: list[Bead] = []
    at = [0, 0]
    for _ in range(draw(st.integers(0, 4))):
        cuts = [sorted(draw(st.lists(st.integers(at[side], ends[side]), min_size=2, max_size=2))) for side in (0, 1)]
        if cuts[0][0] < cuts[0][1] or cuts[1][0] < cuts[1][1]:
            confidence, cost = draw(st.floats(0, 1)), draw(st.floats(0, 9))
            pins.append(Bead(cuts[0][0], cuts[0][1], cuts[1][0], cuts[1][1], confidence, cost))
            at = [cuts[0][1], cuts[1][1]]
    return pair, pins


@given(pinned())
@settings(max_examples=50)
def test_pins_come_back_as_they_are_and_the_rest_around_them(drawn: tuple[Texts, list[Bead]]) -> None:
    pair, pins = drawn
    beads = ALIGN(*pair, pins=pins)
    verify(beads, len(pair[0]), len(pair[1]))
    assert [bead for bead in beads if bead in pins] == pins


@given(pinned(), st.integers(1, 3), st.integers(1, 3))
@settings(max_examples=50)
def test_pins_that_cross_are_refused(drawn: tuple[Texts, list[Bead]], down: int, right: int) -> None:
    (source, target, *languages), pins = drawn
    source, target = [*source, *["Line."] * 6], [*target, *["Line."] * 6]
    rows, columns = len(source), len(target)
    crossing = [
        Bead(rows - down - 1, rows - down, columns - 1, columns),
        Bead(rows - 1, rows, columns - right - 1, columns - right),
    ]
    with pytest.raises(AlignmentError):
        ALIGN(source, target, languages[0], languages[1], pins=[*pins, *crossing])


PLACES = st.integers(-1, 5)


@given(st.lists(st.builds(Bead, PLACES, PLACES, PLACES, PLACES), max_size=3))
@settings(max_examples=200)
def test_any_pins_are_kept_or_refused(pins: list[Bead]) -> None:
    source, target = ["One.", "Two.", "Three."], ["Un.", "Deux.", "Trois."]
    try:
        beads = ALIGN(source, target, "en", "fr", pins=pins)
    except AlignmentError:
        return
    check(beads, source, target)
    assert [bead for bead in beads if bead in pins] == pins


# -- several pairs -----------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 12), st.integers(0, 12)), min_size=1, max_size=4))
@settings(max_examples=15)
def test_pairs_apart_are_aligned_as_each_alone(drawn: list[tuple[int, int, int]]) -> None:
    aligner = SentenceAligner()
    sides = []
    for seed, count, gone in drawn:
        lines = translated(seed, count, ("en", "hy"))
        sides.append(([line[0] for line in lines], [line[1] for at, line in enumerate(lines) if at != gone]))
    reader = aligner.reader("en", "hy")
    pairs = [reader.pair(*side) for side in sides]
    aligner.align_pairs(pairs, joint=False)
    for pair, (source, target) in zip(pairs, sides, strict=True):
        alone = aligner.align(source, target, "en", "hy")
        assert [run(bead) for bead in pair.beads] == [run(bead) for bead in alone]
        assert [bead.confidence for bead in pair.beads] == pytest.approx([bead.confidence for bead in alone], abs=1e-6)


@given(st.text("Ab. \n1é", max_size=200), st.text("Ab. \n1é", max_size=200))
@settings(max_examples=30)
def test_no_text_is_lost(source: str, target: str) -> None:
    found = align_texts(source, target, "en", "fr")
    assert "".join(found.source) == source and "".join(found.target) == target
    verify(found.beads, len(found.source), len(found.target))
