"""What speaks for a pair, against a slow oracle; and what it is worth to have taught."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from tests.unit.alignment.chains import full_band
from tests.unit.alignment.invented import read_pair, translated
from tests.unit.alignment.slow_evidence import SlowEvidence
from workbench.alignment import evidence as fast
from workbench.alignment.arrays import Floats, Ints
from workbench.alignment.band import Band
from workbench.alignment.evidence import SHAPES, Evidence, rates
from workbench.alignment.lexicon import Learnt, Lesson, Partners, learn
from workbench.alignment.marks import CARRIED, Kind
from workbench.alignment.pair import Pair
from workbench.core.bead import Bead

EN = [
    "Margaret went to Geneva on 3 May 2024.",
    "Did Leonard pay 1,200 euros? He did! Nobody in Geneva knew.",
    "",
    "The water was cold; the water was deep.",
    "On 14 May the talks ended (without result).",
]
FR = [
    "Margaret est allée à Genève le 3 mai 2024.",
    "Léonard a-t-il payé 1 200 euros ? Oui !",
    "Personne à Genève ne le savait.",
    "L'eau était froide ; l'eau était profonde.",
    "Le 14 mai, les pourparlers ont pris fin (sans résultat).",
]
HY = [
    "Մարգարետը 2024 թ. մայիսի 3-ին գնաց Ժնև։",
    "Լեոնարդը վճարե՞լ է 1200 եվրո։ Այո՛։ Ժնևում ոչ ոք չգիտեր։",
    "Ջուրը սառն էր, ջուրը խորն էր։",
    "Մայիսի 14-ին բանակցություններն ավարտվեցին (առանց արդյունքի)։",
]


def table(pair: Pair, evidence: Evidence) -> list[Floats]:
    rows, columns = pair.source.pieces, pair.target.pieces
    return [scores[:-1].reshape(rows + 1, columns + 1) for scores in evidence.scores(full_band(rows, columns))]


def known(pair: Pair, *, beads: int) -> tuple[tuple[Learnt, Learnt], tuple[Partners, Partners]]:
    """What so many beads of a pair, segment by segment, teach it."""
    sure = [Bead(at, at + 1, at, at + 1, 0.99) for at in range(beads)]
    found = learn([Lesson(pair.source, pair.target, sure)])
    assert found
    return found[0], found[1][0]


def agree(pair: Pair, evidence: Evidence, slow: SlowEvidence) -> None:
    """Every cell and shape has the score of the oracle."""
    for (height, width), scores in zip(SHAPES, table(pair, evidence), strict=True):
        for row, column in product(range(pair.source.pieces + 1), range(pair.target.pieces + 1)):
            if row < height or column < width:
                assert scores[row, column] == -np.inf
            else:
                assert scores[row, column] == pytest.approx(slow.score(row, column, height, width), abs=1e-9)


@pytest.mark.parametrize(
    ("source", "target", "languages"),
    [(EN, FR, ("en", "fr")), (EN, HY, ("en", "hy")), (HY, FR, ("hy", "fr")), (EN, EN, ("en", "en"))],
    ids=["one script", "two scripts", "from Armenian", "the same"],
)
def test_scores_are_those_of_the_oracle(source: list[str], target: list[str], languages: tuple[str, str]) -> None:
    pair = read_pair(source, target, languages)
    agree(pair, pair.evidence(), SlowEvidence(pair))


@pytest.mark.parametrize("seed", [1, 2])
def test_scores_with_what_was_learnt_are_those_of_the_oracle(seed: int) -> None:
    lines = translated(seed, 12)
    lines += lines[:5]
    pair = read_pair([line[0] for line in lines], [line[1] for line in lines])
    learnt, partners = known(pair, beads=10)
    agree(pair, pair.evidence().taught(learnt, partners), SlowEvidence(pair, learnt, partners))


def test_rates_are_counted_in_beads_and_drawn_to_the_usual() -> None:
    pair = read_pair(EN, FR)
    beads = [Bead(0, 1, 0, 1), Bead(1, 3, 1, 3), Bead(4, 5, 4, 5)]
    slow = SlowEvidence(pair)
    for side, found in enumerate(rates([(pair.source, pair.target, beads), (pair.source, pair.target, [])])):
        every, met = slow.carried(
            side, [((b.source_start, b.source_end), (b.target_start, b.target_end)) for b in beads]
        )
        for kind in Kind:
            strength = fast._RATE_STRENGTH
            wanted = (met[kind] + strength * CARRIED[kind]) / (every[kind] + strength)
            assert found[kind] == pytest.approx(wanted)
        assert every[Kind.NAME] > 3 and 0 < met[Kind.NUMBER] <= every[Kind.NUMBER]


def test_scores_with_rates_are_those_of_the_oracle() -> None:
    pair = read_pair(EN, HY, ("en", "hy"))
    found = rates([(pair.source, pair.target, [Bead(0, 1, 0, 1), Bead(3, 5, 2, 4)])])
    agree(pair, pair.evidence().rated(found), SlowEvidence(pair, rates=found))
    one, other = (np.linspace(0.05, 0.9, len(Kind)) for _ in (0, 1))
    agree(pair, pair.evidence().rated((one, other[::-1])), SlowEvidence(pair, rates=(one, other[::-1])))


def test_one_piece_opposite_nothing_at_all() -> None:
    for source, target in (([], []), (["One."], []), ([""], [""]), (["?"], ["\x00"])):
        pair = read_pair(source, target)
        agree(pair, pair.evidence(), SlowEvidence(pair))


def test_inside_a_band_scores_are_those_of_the_table() -> None:
    """At the edges a run reaches out of the band, and what it would explain there is not looked at."""
    lines = translated(7, 30)
    pair = read_pair([line[0] for line in lines], [line[1] for line in lines])
    rows = np.arange(8, 27)
    band = Band.of(8, np.maximum(rows - 7, 0), np.minimum(rows + 7, 31))
    for (height, width), scores, whole in zip(
        SHAPES, pair.evidence().scores(band), table(pair, pair.evidence()), strict=True
    ):
        seen = 0
        for row, column, score in zip(band.row.tolist(), band.column.tolist(), scores[:-1].tolist(), strict=True):
            place = row - 8
            above = place - height
            if above >= 0 and band.low[place] + width < column < band.high[above]:
                assert score == pytest.approx(whole[row, column], abs=1e-9)
                seen += 1
        assert seen > 100
        assert np.isinf(scores[-1])


def test_a_translation_scores_above_what_is_none() -> None:
    lines = translated(11, 40, ("en", "hy"))
    pair = read_pair([line[0] for line in lines], [line[1] for line in lines], ("en", "hy"))
    scores = table(pair, pair.evidence())[0][1:, 1:]
    true, others = np.diag(scores), scores[~np.eye(len(scores), dtype=bool)]
    assert true.mean() > 1.0
    assert others.mean() < -1.0


class Opposite:
    """Evidence that speaks against one source piece."""

    def scores(self, rows: Ints, columns: Ints, source_run: int, target_run: int) -> Floats:
        return np.where((rows >= 2) & (rows - source_run < 2), -7.0, 0.0)


def test_further_evidence_is_added() -> None:
    lines = translated(3, 6)
    pair = read_pair([line[0] for line in lines], [line[1] for line in lines])
    for (height, _), plain, more in zip(
        SHAPES, table(pair, pair.evidence()), table(pair, pair.evidence().beside(Opposite())), strict=True
    ):
        rows = [row for row in range(len(plain)) if row >= 2 > row - height]
        assert more[rows] == pytest.approx(plain[rows] - 7.0)
        others = [row for row in range(len(plain)) if row not in rows]
        assert more[others] == pytest.approx(plain[others])


# -- leave one out -----------------------------------------------------------------------------------------------------


def diagonal(pair: Pair, learnt: tuple[Learnt, Learnt], partners: tuple[Partners, Partners]) -> Floats:
    """The scores of pairing each source piece with the target piece at the same place."""
    scores: Floats = np.diag(table(pair, pair.evidence().taught(learnt, partners))[0])[1:]
    return scores


def nobody(partners: tuple[Partners, Partners]) -> tuple[Partners, Partners]:
    """As if no bead had taught anything."""
    one, other = (Partners(side.low * 0, side.high * 0) for side in partners)
    return one, other


def test_wrong_beads_that_taught_do_not_confirm_themselves() -> None:
    """Beads of sentences that have nothing to do with each other teach chance, and are not believed for it."""
    lines = translated(5, 60)
    pair = read_pair([line[0] for line in lines], [line[1] for line in lines[30:] + lines[:30]])
    learnt, partners = known(pair, beads=60)
    own, believed = diagonal(pair, learnt, partners), diagonal(pair, learnt, nobody(partners))
    assert own.mean() < believed.mean() - 0.5
    assert (own < believed).mean() > 0.7


def test_a_bead_that_taught_is_judged_by_what_the_others_taught() -> None:
    lines = translated(6, 60)
    pair = read_pair([line[0] for line in lines], [line[1] for line in lines])
    learnt, partners = known(pair, beads=60)
    one, other = (replace(side, share=side.share_without, ratio=side.ratio_without) for side in learnt)
    own, left_out = diagonal(pair, learnt, partners), diagonal(pair, (one, other), nobody(partners))
    assert np.corrcoef(own, left_out)[0, 1] > 0.95
