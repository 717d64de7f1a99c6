"""The aligner on texts small and large."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from workbench.alignment import aligner as aligner_module
from workbench.alignment.aligner import LengthAligner
from workbench.alignment.score import score
from workbench.core.bead import Bead, format_bead, parse_beads, verify

ALIGN = LengthAligner().align
EN = [
    "PRESS STATEMENT",
    "On 3 May 2024 the two delegations met in Geneva.",
    "They discussed the supply of water to 14 villages.",
    "The talks lasted two days. Nobody left early.",
    "The next round is planned for the autumn in Tashkent, if both sides agree to it.",
]
HY = [
    "ՄԱՄՈՒԼԻ ՀԱՂՈՐԴԱԳՐՈՒԹՅՈՒՆ",
    "2024 թ. մայիսի 3-ին երկու պատվիրակությունները հանդիպեցին Ժնևում։",
    "Նրանք քննարկեցին 14 գյուղերի ջրամատակարարումը։",
    "Բանակցությունները տևեցին երկու օր։",
    "Ոչ ոք շուտ չհեռացավ։",
    "Հաջորդ փուլը նախատեսված է աշնանը՝ Տաշքենդում, եթե երկու կողմերն էլ համաձայնեն։",
]


def shapes(beads: list[Bead]) -> list[str]:
    return [bead.shape for bead in beads]


def test_a_sentence_that_became_two_is_one_bead() -> None:
    beads = ALIGN(EN, HY, "en", "hy")
    assert shapes(beads) == ["1-1", "1-1", "1-1", "1-2", "1-1"]
    assert all(0 < bead.confidence <= 1 and bead.cost >= 0 for bead in beads)


def test_what_is_left_out_stands_alone() -> None:
    stray = "In 1998 a storm in Norway had closed 77 harbours and 512 schools for most of the winter that followed it."
    beads = ALIGN([*EN[:2], stray, *EN[2:]], HY, "en", "hy")
    assert shapes(beads) == ["1-1", "1-1", "1-0", "1-1", "1-2", "1-1"]


def test_terms_decide_where_nothing_else_does() -> None:
    source, target = ["aaaa bbbb cccc."] * 3, ["dddd eeee ffff."] * 2
    terms = {"source_terms": [["water"], ["road"], ["talks"]], "target_terms": [["road"], ["talks"]]}
    assert shapes(ALIGN(source, target, "en", "az", **terms)) == ["1-0", "1-1", "1-1"]


@pytest.mark.parametrize(
    ("source", "target"),
    [(0, 0), (0, 4), (4, 0), (1, 1), (1, 300), (300, 1), (3, 300), (2000, 20)],
)
def test_every_sentence_is_there_once_whatever_the_sizes(source: int, target: int) -> None:
    beads = ALIGN([f"Sentence {n} here." for n in range(source)], ["Une phrase."] * target, "en", "fr")
    verify(beads, source, target)


def test_the_same_texts_give_the_same_beads() -> None:
    assert ALIGN(EN * 5, HY * 5, "en", "hy") == ALIGN(EN * 5, HY * 5, "en", "hy")


def test_windows_and_bands_give_what_the_whole_table_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    source = [f"{line} This is number {n * 7 + 1000}." for n in range(40) for line in EN]
    target = [f"{line} Համարը՝ {n * 7 + 1000}։" for n in range(40) for line in HY]
    whole = ALIGN(source, target, "en", "hy")
    monkeypatch.setattr(aligner_module, "_FULL_CELLS", 0)
    monkeypatch.setattr(aligner_module, "_HALF_WIDTH", 60)
    monkeypatch.setattr(aligner_module, "_WINDOW", 50)
    found = ALIGN(source, target, "en", "hy")
    assert score([(whole, found)]).strict_f1 > 0.98


@pytest.mark.parametrize(("source", "target"), [(3000, 3000), (40_000, 30)])
def test_time_and_memory_stay_small(source: int, target: int) -> None:
    tracemalloc.start()
    start = time.perf_counter()
    verify(ALIGN(["Yes."] * source, ["Oui."] * target, "en", "fr"), source, target)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.perf_counter() - start < 60
    assert peak < 600 << 20


def test_beads_survive_being_written() -> None:
    beads = ALIGN(EN, HY, "en", "hy")
    again = parse_beads(format_bead(bead) for bead in beads)
    assert score([(beads, again)]).strict_f1 == 1.0
