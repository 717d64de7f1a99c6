"""Laws of shaping an alignment by hand: whatever a person does, beads stay in order and no sentence is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.bead import Bead, verify
from workbench.core.errors import AlignmentError
from workbench.services import alignwork
from workbench.services.alignwork import Alignment, Cut, Recut, Side

SIDES = st.sampled_from(Side)
SHAPES = st.sampled_from([(1, 1)] * 6 + [(1, 2), (2, 1), (0, 1), (1, 0), (2, 2), (0, 3), (3, 0)])


@st.composite
def alignments(draw: st.DrawFn) -> Alignment:
    """Beads of any shape, some of them accepted."""
    beads: list[Bead] = []
    row = at = 0
    for up, down in draw(st.lists(SHAPES, min_size=1, max_size=9)):
        beads.append(Bead(row, row + up, at, at + down, draw(st.sampled_from([0.1, 0.5, 0.8, 0.95]))))
        row, at = row + up, at + down
    return Alignment(tuple(beads), tuple(draw(st.booleans()) for _ in beads))


Act = Callable[[Alignment, int, Side, int, int], Recut]
ACTS: dict[str, Act] = {
    "accepted": lambda alignment, at, *_: alignwork.accepted(alignment, at),
    "released": lambda alignment, at, *_: alignwork.released(alignment, at),
    "merged": lambda alignment, at, *_: alignwork.merged(alignment, at),
    "split": lambda alignment, at, _side, up, down: alignwork.split(alignment, at, Cut(up, down)),
    "moved down": lambda alignment, at, side, *_: alignwork.moved(alignment, at, side, 1),
    "moved up": lambda alignment, at, side, *_: alignwork.moved(alignment, at, side, -1),
    "emptied": lambda alignment, at, side, *_: alignwork.emptied(alignment, at, side),
    "inserted": lambda alignment, at, side, *_: alignwork.inserted(alignment, at, side),
}


@given(alignments(), st.data(), st.sampled_from(sorted(ACTS)), SIDES)
def test_every_act_keeps_the_laws_or_says_why_not(
    alignment: Alignment, data: st.DataObject, act: str, side: Side
) -> None:
    at = data.draw(st.integers(0, len(alignment) - 1))
    try:
        recut = ACTS[act](alignment, at, side, data.draw(st.integers(0, 3)), data.draw(st.integers(0, 3)))
    except AlignmentError as error:
        assert str(error)
        return
    after = alignment.after(recut)
    verify(after.beads, *alignment.sizes)
    assert len(after.pinned) == len(after.beads)
    assert recut.start <= at < recut.end
    assert 0 <= recut.cursor < len(recut.beads)
    assert after.beads[: recut.start] == alignment.beads[: recut.start]
    assert after.beads[recut.start + len(recut.beads) :] == alignment.beads[recut.end :]
    assert recut.pinned[recut.cursor] is (act != "released"), "what a person has shaped is pinned"
    assert all(bead.confidence == 1.0 for bead, pin in zip(recut.beads, recut.pinned, strict=True) if pin) or any(
        alignment.pinned[recut.start : recut.end]
    )


@given(alignments(), st.data(), SIDES)
def test_pins_away_from_the_hand_stay(alignment: Alignment, data: st.DataObject, side: Side) -> None:
    at = data.draw(st.integers(0, len(alignment) - 1))
    try:
        after = alignment.after(alignwork.inserted(alignment, at, side))
    except AlignmentError:
        return
    pins = {bead for number, bead in enumerate(alignment.beads) if alignment.pinned[number] and number != at}
    assert pins <= {bead for number, bead in enumerate(after.beads) if after.pinned[number]}


def test_a_shift_ends_in_a_long_text() -> None:
    beads = tuple(Bead(row, row + 1, row, row + 1, 0.9) for row in range(1_000))
    alignment = Alignment(beads, (False,) * 1_000)
    after = alignment.after(alignwork.inserted(alignment, 10, Side.TARGET))
    verify(after.beads, 1_000, 1_000)
    end = 10 + alignwork.FARTHEST
    assert [bead.shape for bead in (after.beads[10], after.beads[11], after.beads[end])] == ["1-0", "1-1", "1-2"]
    assert after.beads[end + 1 :] == beads[end + 1 :]


@given(alignments(), st.data())
def test_splitting_takes_merging_back(alignment: Alignment, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(alignment) - 1))
    if at + 1 == len(alignment):
        with pytest.raises(AlignmentError):
            alignwork.merged(alignment, at)
        return
    bead = alignment.beads[at]
    one = alignment.after(alignwork.merged(alignment, at))
    two = one.after(alignwork.split(one, at, Cut(len(bead.source), len(bead.target))))
    assert extents(two) == extents(alignment)


@given(alignments(), st.data(), SIDES)
def test_emptying_twice_brings_a_bead_back(alignment: Alignment, data: st.DataObject, side: Side) -> None:
    at = data.draw(st.integers(0, len(alignment) - 1))
    bead = alignment.beads[at]
    if not (bead.source and bead.target):
        return
    recut = alignwork.emptied(alignment, at, side)
    assert recut.beads[recut.cursor].shape.replace("0", "") in {f"{len(bead.source)}-", f"-{len(bead.target)}"}
    apart = alignment.after(recut)
    own = alignwork.emptied(apart, recut.start, side)
    if own.start == at:
        assert extents(apart.after(own)) == extents(alignment)


@given(alignments(), st.data(), SIDES)
def test_a_border_moved_there_and_back_is_where_it_was(alignment: Alignment, data: st.DataObject, side: Side) -> None:
    at = data.draw(st.integers(0, len(alignment) - 1))
    step = data.draw(st.sampled_from([1, -1]))
    if not 0 <= at + step < len(alignment) or alignment.beads[at].shape in ("0-1", "1-0"):
        return
    try:
        there = alignment.after(alignwork.moved(alignment, at, side, step))
    except AlignmentError:
        return
    back = there.after(alignwork.moved(there, at + step, side, -step))
    assert extents(back) == extents(alignment)


@given(alignments(), alignments())
def test_a_difference_leads_from_one_alignment_to_the_other(one: Alignment, other: Alignment) -> None:
    found = alignwork.difference(one, other)
    assert (one if found is None else one.after(found)) == other


@given(alignments(), st.integers(0, 30), SIDES)
def test_the_bead_of_a_sentence_is_found(alignment: Alignment, sentence: int, side: Side) -> None:
    slow = [at for at, bead in enumerate(alignment.beads) if alignwork.run_of(bead, side)[1] > sentence]
    assert alignment.at(side, sentence) == (slow[0] if slow else len(alignment) - 1)


@given(alignments(), st.integers(1, 12))
def test_the_strip_shows_the_least_certain_of_each_part(alignment: Alignment, parts: int) -> None:
    found = alignwork.lowest(alignment, parts)
    assert len(found) == parts
    free = [bead.confidence for bead, pin in zip(alignment.beads, alignment.pinned, strict=True) if not pin]
    assert min(found) == min([1.0, *free])


@given(st.lists(st.integers(1, 200), max_size=5), st.lists(st.integers(1, 200), max_size=5))
def test_a_proposed_cut_leaves_something_in_each_part(source: list[int], target: list[int]) -> None:
    cut = alignwork.best_cut(source, target)
    if len(source) + len(target) < 2:
        assert cut is None
        return
    assert cut is not None
    bead = Alignment((Bead(0, len(source), 0, len(target)),), (False,))
    assert len(alignwork.split(bead, 0, cut).beads) == 2


def extents(alignment: Alignment) -> list[tuple[int, int, int, int]]:
    return [(bead.source_start, bead.source_end, bead.target_start, bead.target_end) for bead in alignment.beads]
