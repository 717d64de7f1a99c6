"""The aligner on texts small and large."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from tests.unit.alignment.invented import read_pair, translated
from workbench.alignment import windows
from workbench.alignment.aligner import Aids, SentenceAligner
from workbench.alignment.confidence import calibrated
from workbench.alignment.decode import Found
from workbench.alignment.priors import Priors
from workbench.alignment.score import score
from workbench.core.bead import Bead, format_bead, parse_beads, verify
from workbench.core.errors import AlignmentError
from workbench.core.term import Grade, TermHit, TermStatus

ALIGN = SentenceAligner().align
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
Runs = list[tuple[int, int, int, int]]


def shapes(beads: Sequence[Bead]) -> list[str]:
    return [bead.shape for bead in beads]


def runs(beads: Sequence[Bead]) -> Runs:
    return [(bead.source_start, bead.source_end, bead.target_start, bead.target_end) for bead in beads]


def sides(lines: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [line[0] for line in lines], [line[1] for line in lines]


def hit(concept: str) -> TermHit:
    return TermHit(concept, concept, 0, 4, "aaaa", Grade.EXACT, TermStatus.PREFERRED)


# -- what it finds -----------------------------------------------------------------------------------------------------


def test_a_sentence_that_became_two_is_one_bead() -> None:
    beads = ALIGN(EN, HY, "en", "hy")
    assert shapes(beads) == ["1-1", "1-1", "1-1", "1-2", "1-1"]
    assert all(0.5 < bead.confidence <= 1 and bead.cost >= 0 for bead in beads)


def test_sentences_divided_otherwise_are_one_bead() -> None:
    source = [*EN[:2], EN[2] + " " + EN[3], EN[4]]
    target = [*HY[:2], HY[2], HY[3] + " " + HY[4], HY[5]]
    assert runs(ALIGN(source, target, "en", "hy")) == [(0, 1, 0, 1), (1, 2, 1, 2), (2, 3, 2, 4), (3, 4, 4, 5)]


def test_what_is_left_out_stands_alone() -> None:
    stray = "In 1998 a storm in Norway had closed 77 harbours and 512 schools for most of the winter that followed it."
    beads = ALIGN([*EN[:2], stray, *EN[2:]], HY, "en", "hy")
    assert shapes(beads) == ["1-1", "1-1", "1-0", "1-1", "1-2", "1-1"]


def test_terms_decide_where_nothing_else_does() -> None:
    source, target = ["aaaa bbbb cccc."] * 3, ["dddd eeee ffff."] * 2
    found = [[hit("water")], [hit("road")], [hit("talks")]]
    beads = ALIGN(source, target, "en", "hy", source_terms=found, target_terms=found[1:])
    assert shapes(beads) == ["1-0", "1-1", "1-1"]


def test_what_is_rendered_by_an_engine_is_evidence() -> None:
    """Sentences of one length that share nothing; the rendering knows one word of each."""
    words = ["apple", "river", "stone", "cloud", "bread", "horse"]
    source = [f"the {word} is." for word in words]
    target = [f"շշշ {word[::-1]}։" for word in words[1:]]

    def render(texts: Sequence[str]) -> list[str]:
        return [next(word[::-1] for word in words if word in text) for text in texts]

    beads = SentenceAligner(Aids(render=render)).align(source, target, "en", "hy")
    assert shapes(beads) == ["1-0", *["1-1"] * 5]


def test_what_is_invented_is_found() -> None:
    draw = np.random.default_rng(1)
    documents = []
    for seed, languages in enumerate([("en", "fr"), ("en", "hy"), ("hy", "az"), ("fr", "en")]):
        gold: list[Bead] = []
        source: list[str] = []
        target: list[str] = []
        for one, other in translated(seed, 120, languages):
            left, right = (int(drawn) for drawn in draw.random(2) > 0.03)
            gold.append(Bead(len(source), len(source) + left, len(target), len(target) + right))
            source += [one] * left
            target += [other] * right
        gold = [bead for bead in gold if bead.source or bead.target]
        documents.append((gold, ALIGN(source, target, *languages)))
    assert score(documents).strict_f1 > 0.9


def test_lines_that_are_all_the_same_are_counted_off() -> None:
    assert shapes(ALIGN(["Yes."] * 40, ["Oui."] * 40, "en", "fr")) == ["1-1"] * 40


@pytest.mark.parametrize(
    ("source", "target"),
    [(0, 0), (0, 4), (4, 0), (1, 1), (1, 300), (300, 1), (3, 300)],
)
def test_every_sentence_is_there_once_whatever_the_sizes(source: int, target: int) -> None:
    beads = ALIGN([f"Sentence {n} here." for n in range(source)], ["Une phrase."] * target, "en", "fr")
    verify(beads, source, target)
    if not source or not target:
        assert {len(bead.source) + len(bead.target) for bead in beads} <= {1}


def test_beads_survive_being_written() -> None:
    beads = ALIGN(EN, HY, "en", "hy")
    again = parse_beads(format_bead(bead) for bead in beads)
    assert score([(beads, again)]).strict_f1 == 1.0


@pytest.mark.parametrize("posterior", [1.0, 1.0 + 1e-12, 0.5, 0.0])
def test_no_cost_is_negative(posterior: float) -> None:
    line = format_bead(windows._bead(Found(0, 1, 0, 1, posterior)))
    assert line.startswith("[0]:[0]:") and "-" not in line


def test_confidence_rises_with_the_posterior() -> None:
    shares = [calibrated(posterior) for posterior in np.linspace(-0.1, 1.1, 200)]
    assert all(0 <= one <= other <= 1 for one, other in pairwise(shares))
    assert (shares[0], calibrated(0.0)) == (0.0, 0.0)
    assert calibrated(1.0) > 0.99


# -- the same again ----------------------------------------------------------------------------------------------------


def test_the_same_texts_give_the_same_beads_whatever_was_aligned_before() -> None:
    aligner = SentenceAligner()
    first = aligner.align(EN * 5, HY * 5, "en", "hy")
    aligner.align(*sides(translated(1, 80)), "en", "fr")
    assert aligner.align(EN * 5, HY * 5, "en", "hy") == first == ALIGN(EN * 5, HY * 5, "en", "hy")


def test_pairs_apart_are_aligned_as_each_alone() -> None:
    aligner = SentenceAligner()
    texts = [sides(translated(seed, count)) for seed, count in ((1, 30), (2, 200), (3, 7), (4, 90))]
    texts[2][1].pop(3)
    reader = aligner.reader("en", "fr")
    pairs = [reader.pair(*text) for text in texts]
    aligner.align_pairs(pairs, joint=False)
    for pair, text in zip(pairs, texts, strict=True):
        alone = aligner.align(*text, "en", "fr")
        assert runs(pair.beads) == runs(alone)
        assert [bead.confidence for bead in pair.beads] == pytest.approx([bead.confidence for bead in alone], abs=1e-6)


def test_aligning_pairs_again_changes_nothing() -> None:
    aligner = SentenceAligner()
    pair = aligner.reader("en", "fr").pair(*sides(translated(5, 200)))
    aligner.align_pairs([pair])
    first = pair.beads
    aligner.align_pairs([pair])
    assert pair.beads == first
    aligner.align_pairs([])


def test_pairs_together_learn_from_each_other() -> None:
    aligner = SentenceAligner()
    lines = translated(6, 260, ("az", "hy"))
    texts = [sides(lines[start : start + 20]) for start in range(0, 260, 20)]
    for source, target in texts:
        del source[4], target[12]
    confidence = []
    for joint in (False, True):
        reader = aligner.reader("az", "hy")
        pairs = [reader.pair(*text) for text in texts]
        aligner.align_pairs(pairs, joint=joint)
        for pair in pairs:
            verify(pair.beads, 19, 19)
        confidence.append(np.mean([bead.confidence for pair in pairs for bead in pair.beads]))
    assert confidence[1] > confidence[0]


def test_known_units_teach_words() -> None:
    """A memory of the same language pair; the text itself is too short to learn from."""
    aligner = SentenceAligner()
    units, lines = translated(7, 300, ("az", "hy")), translated(8, 15, ("az", "hy"))
    confidence = []
    for known in ([], units):
        reader = aligner.reader("az", "hy")
        lessons = [reader.lesson(known)] if known else []
        pair = reader.pair(*sides(lines))
        aligner.align_pairs([pair], lessons=lessons)
        assert shapes(pair.beads) == ["1-1"] * 15
        confidence.append(np.mean([bead.confidence for bead in pair.beads]))
    assert confidence[1] > confidence[0]


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_several_processes_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "_WORTH_SHARING", 0)
    monkeypatch.setattr(windows, "_BLOCK_CELLS", 10_000)
    lines = translated(9, 900)
    texts = sides(lines[:400] + lines[430:])[0], sides(lines)[1]
    alone = SentenceAligner().align(*texts, "en", "fr")
    assert SentenceAligner(workers=2).align(*texts, "en", "fr") == alone


# -- windows and corridors ---------------------------------------------------------------------------------------------


def test_a_corridor_as_wide_as_the_table_gives_what_the_table_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = sides(translated(10, 24))
    del texts[0][5], texts[1][15:17]
    whole = ALIGN(*texts, "en", "fr")
    monkeypatch.setattr(windows, "_WHOLE_CELLS", 0)
    monkeypatch.setattr(windows, "_NARROW", 40)
    assert ALIGN(*texts, "en", "fr") == whole


def test_windows_and_bands_give_what_the_whole_table_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = sides(translated(11, 190, ("en", "hy")))
    del source[30], source[90:93], target[140], target[60:64]
    whole = ALIGN(source, target, "en", "hy")
    monkeypatch.setattr(windows, "_WHOLE_CELLS", 0)
    monkeypatch.setattr(windows, "_CORE", 20)
    monkeypatch.setattr(windows, "_OVERLAP", 8)
    found = ALIGN(source, target, "en", "hy")
    verify(found, len(source), len(target))
    assert score([(whole, found)]).strict_f1 > 0.97


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("at", [0, 180, 360])
def test_a_page_that_one_side_lacks_is_found(side: int, at: int) -> None:
    lines = translated(12, 480)
    texts = sides(lines)
    del texts[side][at : at + 120]
    beads = ALIGN(*texts, "en", "fr")
    gold = {
        tuple(number - 120 * (lacking == side and number > at) for lacking in (0, 1))
        for number in range(480)
        if not at <= number < at + 120
    }
    found = {(bead.source_start, bead.target_start) for bead in beads if bead.shape == "1-1"}
    assert len(gold & found) > 0.98 * len(gold)
    assert shapes(beads).count("0-1" if side == 0 else "1-0") in range(118, 123)


def test_a_long_rest_of_the_target_is_left_alone() -> None:
    source, target = sides(translated(13, 2_600))
    beads = ALIGN(source[:300], target, "en", "fr")
    assert shapes(beads[:300]).count("1-1") > 290


def test_windows_that_do_not_meet_are_searched_again_once() -> None:
    pair = read_pair(["Line."] * 500, ["Ligne."] * 500)
    table = np.zeros(501, dtype=np.int64), np.full(501, 501)
    task = windows._Task(pair, (0, 500), (0, 500), *table, [(0, 184), (136, 344), (296, 500)], [[], [], []])
    assert windows._merged(task) == [0]
    assert task.windows == [(0, 500)]


def test_links_are_probabilities() -> None:
    pair = read_pair(*sides(translated(14, 30)))
    SentenceAligner().align_pairs([pair])
    found = windows.links(pair, Priors())
    assert found.shape == (30, 30)
    assert (found >= 0).all() and (found <= 1).all()
    assert found.sum(axis=0).max() < 1.1, "a sentence belongs to about one"
    assert np.diag(found).mean() > 0.8
    pair.pins = [Bead(3, 5, 3, 4)]
    assert (windows.links(pair, Priors())[3:5, 3:4] == 1).all()


def test_memory_grows_with_the_length_and_not_with_its_square() -> None:
    peaks = []
    for count in (200, 600):
        texts = sides(translated(15, count))
        tracemalloc.start()
        verify(ALIGN(*texts, "en", "fr"), count, count)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 6 * peaks[0]
    assert peaks[1] < 200 << 20


# -- pins --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pins",
    [
        [Bead(1, 3, 1, 2)],
        [Bead(0, 1, 0, 2, 0.25, 3.0)],
        [Bead(2, 3, 2, 2), Bead(3, 3, 2, 3)],
        [Bead(0, 0, 0, 1), Bead(0, 1, 1, 2), Bead(4, 5, 5, 6)],
        [Bead(0, 5, 0, 6)],
    ],
)
def test_pins_come_back_as_they_are(pins: list[Bead]) -> None:
    beads = ALIGN(EN, HY, "en", "hy", pins=pins)
    verify(beads, len(EN), len(HY))
    assert [bead for bead in beads if bead in pins] == pins


def test_the_rest_is_aligned_around_pins() -> None:
    """A wrong pin moves what stands beside it and nothing else."""
    source, target = sides(translated(16, 300))
    plain = ALIGN(source, target, "en", "fr")
    pin = Bead(150, 151, 152, 154)
    pinned = ALIGN(source, target, "en", "fr", pins=[pin])
    assert pin in pinned
    far = [run for run in runs(plain) if run[1] < 140 or run[0] > 160]
    assert set(far) <= set(runs(pinned))


def test_realigning_keeps_what_was_learnt_and_the_pins() -> None:
    aligner = SentenceAligner()
    pair = aligner.reader("en", "fr").pair(*sides(translated(17, 200)))
    aligner.align_pairs([pair])
    before = runs(pair.beads)
    aligner.realign(pair)
    assert runs(pair.beads) == before
    pair.pins = [Bead(20, 22, 21, 22)]
    aligner.realign(pair)
    verify(pair.beads, 200, 200)
    assert pair.pins[0] in pair.beads
    assert runs(pair.beads)[-150:] == before[-150:]


@pytest.mark.parametrize(
    "pins",
    [
        [Bead(1, 2, 2, 3), Bead(2, 3, 1, 2)],
        [Bead(2, 3, 2, 3), Bead(0, 1, 0, 1)],
        [Bead(0, 2, 0, 1), Bead(1, 3, 1, 2)],
        [Bead(4, 6, 5, 6)],
        [Bead(4, 5, 5, 7)],
        [Bead(-1, 1, 0, 1)],
        [Bead(3, 2, 3, 2)],
        [Bead(2, 2, 2, 2)],
    ],
)
def test_pins_that_do_not_fit_are_refused(pins: list[Bead]) -> None:
    with pytest.raises(AlignmentError):
        ALIGN(EN, HY, "en", "hy", pins=pins)


@pytest.mark.parametrize("pin", [Bead(10, 11, 10, 11), Bead(0, -1, 0, -1)], ids=["behind the text", "backwards"])
def test_a_pin_that_is_not_in_the_text_is_refused(pin: Bead) -> None:
    with pytest.raises(AlignmentError):
        ALIGN(EN, HY, "en", "hy", pins=[pin])


# -- time --------------------------------------------------------------------------------------------------------------


def test_time_grows_with_the_length() -> None:
    """Three times the sentences take about three times the time and not nine times: the least of two measurements."""
    least = []
    for count in (250, 750):
        texts = sides(translated(18, count))
        taken = []
        for _ in range(2):
            start = time.perf_counter()
            ALIGN(*texts, "en", "fr")
            taken.append(time.perf_counter() - start)
        least.append(min(taken))
    assert least[1] < 6 * least[0]
