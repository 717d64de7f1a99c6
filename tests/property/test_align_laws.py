"""Laws of alignments, for any two texts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.alignment.aligner import LengthAligner
from workbench.alignment.score import score
from workbench.core.bead import Bead, format_bead, parse_beads, verify
from workbench.services.align import align_texts

SENTENCES = st.lists(st.text("abc 12.éəհ։İ\u00a0", max_size=40), max_size=12)


@given(SENTENCES, SENTENCES)
@settings(max_examples=60)
def test_every_sentence_once_with_a_probability(source: list[str], target: list[str]) -> None:
    beads = LengthAligner().align(source, target, "en", "hy")
    verify(beads, len(source), len(target))
    assert all(0 <= bead.confidence <= 1 and bead.cost >= 0 for bead in beads)
    assert score([(beads, parse_beads(map(format_bead, beads)))]).strict_f1 in (0.0, 1.0)


@given(st.lists(st.text("ab 1.", min_size=1, max_size=30), min_size=1, max_size=8))
@settings(max_examples=40)
def test_a_long_text_beside_a_short_one_is_turned_round_rightly(lines: list[str]) -> None:
    short, long = lines[:1], lines * 6
    there, back = LengthAligner().align(short, long, "en", "en"), LengthAligner().align(long, short, "en", "en")
    turned = [Bead(b.target_start, b.target_end, b.source_start, b.source_end, b.confidence, b.cost) for b in back]
    assert turned == there


@given(st.text("Ab. \n1é", max_size=200), st.text("Ab. \n1é", max_size=200))
@settings(max_examples=40)
def test_no_text_is_lost(source: str, target: str) -> None:
    found = align_texts(source, target, "en", "fr")
    assert "".join(found.source) == source and "".join(found.target) == target
    verify(found.beads, len(found.source), len(found.target))
