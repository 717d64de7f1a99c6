"""What beads teach about words, against IBM model 1 in plain Python."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pytest

from tests.unit.alignment.invented import read_pair, translated
from workbench.alignment import lexicon
from workbench.alignment.aligner import SentenceAligner
from workbench.alignment.lexicon import Learnt, Lesson, learn
from workbench.alignment.pair import Pair
from workbench.alignment.reading import Text
from workbench.core.bead import Bead

Stems = list[set[int]]
"""The stems of one side, bead by bead."""


@dataclass(frozen=True)
class Meaning:
    """What is learnt of a pair of words."""

    share: float
    ratio: float
    share_without: float
    ratio_without: float


def meetings(one: Stems, other: Stems) -> Counter[tuple[int, int]]:
    """In how many beads each two words are both."""
    return Counter(
        (left, right) for lefts, rights in zip(one, other, strict=True) for left in lefts for right in rights
    )


def expected(one: Stems, other: Stems) -> dict[tuple[int, int], float]:
    """How often each word of one side explains each of the other; words of a single bead are left out."""
    own, told = (Counter(stem for bead in side for stem in bead) for side in (one, other))
    beads = [
        ({stem for stem in left if own[stem] > 1}, {stem for stem in right if told[stem] > 1})
        for left, right in zip(one, other, strict=True)
    ]
    times = Counter((left, right) for lefts, rights in beads for left in lefts for right in rights)
    share = {pair: count / own[pair[0]] / 8 for pair, count in times.items()}
    found: dict[tuple[int, int], float] = {}
    for _ in range(lexicon._PASSES):
        found = dict.fromkeys(times, 0.0)
        for lefts, rights in beads:
            for right in rights:
                offered = sum(share[left, right] for left in lefts) + lexicon._NULL * told[right] / len(beads)
                for left in lefts:
                    found[left, right] += share[left, right] / offered
        share = {pair: value / own[pair[0]] for pair, value in found.items()}
    return found


def meanings(one: Stems, other: Stems) -> dict[tuple[int, int], Meaning]:
    """What each word of one side means on the other, whatever it is worth."""
    own, told = (Counter(stem for bead in side for stem in bead) for side in (one, other))
    times = meetings(one, other)
    forward, back = expected(one, other), expected(other, one)
    found = {}
    for (left, right), value in forward.items():
        both = math.sqrt(value * back[right, left])
        share = max(both - lexicon._DISCOUNT, 0) / (own[left] + lexicon._SMOOTHED)
        fewer = max(both - both / times[left, right] - lexicon._DISCOUNT, 0) / (own[left] - 1 + lexicon._SMOOTHED)
        found[left, right] = Meaning(
            share, share * (len(one) + 1) / (told[right] + 0.5), fewer, fewer * len(one) / (told[right] - 1 + 0.5)
        )
    return found


def stems_of(text: Text, segments: Sequence[int]) -> Stems:
    words = text.words.table()[3]
    stems = [set[int]() for _ in range(text.segments)]
    starts = text.starts.tolist()
    for word, piece in zip(text.word.tolist(), text.piece.tolist(), strict=True):
        segment = next(at for at in range(text.segments) if starts[at] <= piece < starts[at + 1])
        if words[word] >= 0:
            stems[segment].add(int(words[word]))
    return [stems[segment] for segment in segments]


def learnt_meanings(learnt: Learnt) -> dict[tuple[int, int], Meaning]:
    return {
        (word, int(learnt.number[at])): Meaning(
            *(float(column[at]) for column in (learnt.share, learnt.ratio, learnt.share_without, learnt.ratio_without))
        )
        for word in range(learnt.words)
        for at in range(int(learnt.ends[word]), int(learnt.ends[word + 1]))
    }


def straight(count: int, confidence: float = 0.99) -> list[Bead]:
    return [Bead(at, at + 1, at, at + 1, confidence) for at in range(count)]


def invented_pair(seed: int, count: int, languages: tuple[str, str] = ("en", "fr")) -> Pair:
    lines = translated(seed, count, languages)
    return read_pair([line[0] for line in lines], [line[1] for line in lines], languages)


def close(one: Meaning, other: Meaning) -> bool:
    columns = zip(vars(one).values(), vars(other).values(), strict=True)
    return all(math.isclose(left, right, abs_tol=1e-12) for left, right in columns)


@pytest.mark.parametrize(("seed", "languages"), [(1, ("en", "fr")), (2, ("hy", "az"))])
def test_meanings_are_those_of_model_1(seed: int, languages: tuple[str, str]) -> None:
    pair = invented_pair(seed, 40, languages)
    found = learn([Lesson(pair.source, pair.target, straight(40))])
    assert found
    source, target = stems_of(pair.source, range(40)), stems_of(pair.target, range(40))
    forward, back = meanings(source, target), meanings(target, source)
    telling = {
        (one, other)
        for one, other in forward
        if max(forward[one, other].ratio, back[other, one].ratio) > lexicon._LEAST_RATIO
    }
    assert len(telling) > 50
    for learnt, true, wanted in (
        (found[0][0], forward, telling),
        (found[0][1], back, {(other, one) for one, other in telling}),
    ):
        own = learnt_meanings(learnt)
        assert own.keys() == wanted
        assert all(close(own[words], true[words]) for words in wanted)


def test_what_is_learnt_is_mostly_right() -> None:
    """Words that occur often have for their first meaning a word that is there (nearly) each time."""
    pair = invented_pair(3, 300)
    found = learn([Lesson(pair.source, pair.target, straight(300))])
    assert found
    source, target = stems_of(pair.source, range(300)), stems_of(pair.target, range(300))
    count, met = Counter(stem for bead in source for stem in bead), meetings(source, target)
    learnt = learnt_meanings(found[0][0])
    often = {stem for stem, times in count.items() if times > 8} & {stem for stem, _ in learnt}
    best = {
        stem: max((pair for pair in learnt if pair[0] == stem), key=lambda pair: learnt[pair].share) for stem in often
    }
    right = [met[best[stem]] >= 0.9 * count[stem] for stem in often]
    assert len(right) > 20
    assert sum(right) > 0.9 * len(right)


def test_with_one_bead_fewer_a_word_explains_less() -> None:
    pair = invented_pair(4, 60)
    found = learn([Lesson(pair.source, pair.target, straight(60))])
    assert found
    for learnt in found[0]:
        assert len(learnt.share) > 50
        assert (learnt.share_without < learnt.share).all()
        assert (learnt.share_without >= 0).all() and (learnt.share <= 1).all()


def test_partners_are_the_pieces_opposite_when_a_bead_taught() -> None:
    source = ["The first was short. The second was longer.", "A third sentence stands here.", "And a fourth one."]
    target = ["Le premier.", "Un troisième se trouve ici. Et ceci encore.", "Et un quatrième. Et un cinquième."]
    pair = read_pair(source * 8, target * 8)
    assert pair.source.starts.tolist()[:5] == [0, 2, 3, 4, 6]
    assert pair.target.starts.tolist()[:5] == [0, 1, 3, 5, 6]
    odd = [Bead(0, 1, 0, 1, 0.9), Bead(1, 2, 1, 2, 0.9), Bead(2, 3, 2, 3, 0.7), Bead(3, 5, 3, 4, 0.9), Bead(5, 6, 4, 6)]
    found = learn([Lesson(pair.source, pair.target, [*odd, *straight(24)[6:]])])
    assert found
    one, other = found[1][0]
    assert list(zip(one.low.tolist(), one.high.tolist(), strict=True))[:9] == [
        *[(0, 1), (0, 1), (1, 3), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0)],
        (10, 11),
    ]
    assert list(zip(other.low.tolist(), other.high.tolist(), strict=True))[:11] == [
        *[(0, 2), (2, 3), (2, 3), *[(0, 0)] * 7],
        (8, 10),
    ]


def test_only_sure_beads_of_one_to_one_teach() -> None:
    pair = invented_pair(5, 20)
    assert learn([Lesson(pair.source, pair.target, [])]) is None
    assert learn([Lesson(pair.source, pair.target, straight(20, 0.8))]) is None
    assert learn([Lesson(pair.source, pair.target, straight(1))]) is None
    assert learn([Lesson(pair.source, pair.target, [Bead(0, 2, 0, 2), Bead(2, 3, 2, 2), Bead(3, 4, 2, 4)])]) is None


def test_pairs_teach_together_as_if_they_were_one() -> None:
    lines = translated(6, 40)
    reader = SentenceAligner().reader("en", "fr")
    parts = [reader.pair([line[0] for line in part], [line[1] for line in part]) for part in (lines[:15], lines[15:])]
    apart = learn([Lesson(pair.source, pair.target, straight(pair.source.segments)) for pair in parts])
    whole = reader.pair([line[0] for line in lines], [line[1] for line in lines])
    together = learn([Lesson(whole.source, whole.target, straight(40))])
    assert apart and together
    for one, other in zip(apart[0], together[0], strict=True):
        left, right = learnt_meanings(one), learnt_meanings(other)
        assert left.keys() == right.keys()
        assert all(close(left[words], right[words]) for words in left)
    assert [len(side.low) for side in apart[1][1]] == [parts[1].source.pieces, parts[1].target.pieces]


def test_of_many_beads_some_are_taken_from_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexicon, "_MOST_BEADS", 10)
    pair = invented_pair(7, 40)
    found = learn([Lesson(pair.source, pair.target, straight(40))])
    assert found
    taught = [at for at, high in enumerate(found[1][0][0].high.tolist()) if high]
    assert len(taught) == 10
    assert [other - one for one, other in pairwise(taught)] == [4] * 9


def test_no_lesson_teaches_nothing() -> None:
    assert learn([]) is None
