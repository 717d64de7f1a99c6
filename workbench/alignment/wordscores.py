"""How much two tokens of a pair of segments look like translations of each other.

In nats, against what two tokens of it taken at random would show; the figures were counted on the development half of
`tests/golden/words`. What two words share speaks for them. That neither shares anything with any word of the other
side speaks for them as well, the more the fewer such words there are, since what a translation keeps stands somewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from workbench.alignment.arrays import Flags, Floats, Ints
from workbench.alignment.lexicon import Learnt
from workbench.alignment.marks import Kind
from workbench.alignment.wordreading import Run, Side, Word

_SHARED: dict[Kind, float] = {
    Kind.NUMBER: 7.0,
    Kind.DIGIT: 6.0,
    Kind.SIGN: 3.0,
    Kind.NAME: 6.0,
    Kind.SHORT_NAME: 4.0,
    Kind.SAME_NAME: 6.0,
    Kind.SAME_WORD: 5.0,
    Kind.BEGINNING: 5.0,
    Kind.TERM: 9.0,
}
_CONCEPT, _CONCEPTS = 4.8, 3.0
"""For one shared concept, and what is added if the words share all that they have."""
_LETTERS, _ALIKE, _ALIKE_CAPITALS, _PER_ALIKE, _MOST_ALIKE = 4, 0.5, 0.25, 20.0, 6.0
"""Letters of a word that can be alike; likeness (0..1) that says nothing, for capitals; nats for 1 more; most nats."""
_MOST_LEARNT = 4.0
_RUN, _LONG_RUN, _IN_RUN = 6.5, 2.8, 2.0
"""At least for words that are a run each, for words of longer runs, and what is added if they share more than that."""
_DAMPED = np.array([0.0, 1.0, 2.5])
_APART = np.array([0.0, -3.5, -2.5])
"""By how many of the two are function words: what sharing counts less, and what sharing nothing says."""
_SURE, _LEFT, _EXPLAINED, _CAPITALS = 5.0, 1.2, 3.2, 1.5
"""Nats that explain a word wholly; for words left over among as many; against one that is explained; for capitals."""
_NEVER = -30.0


def scores(source: Side, target: Side, learnt: tuple[Learnt, Learnt] | None = None) -> Floats:
    """Log-likelihood ratios of all pairs of tokens, source by target; turned round if the sides are."""
    left, right = source.words, target.words
    shared = np.zeros((len(left), len(right)))
    _raise_shared(shared, left, right)
    _raise_alike(shared, left, right)
    if learnt is not None:
        _raise_learnt(shared, left, right, learnt[0])
        _raise_learnt(shared.T, right, left, learnt[1])
    functions = _flags(left, "is_function")[:, None].astype(np.int64) + _flags(right, "is_function")
    shared = np.maximum(shared - _DAMPED[functions], 0.0)
    _raise_runs(shared, source.runs, target.runs)
    rest = np.where(functions > 0, _APART[functions], _left_over(shared, left, right))
    rest[_flags(left, "is_sign")[:, None] | _flags(right, "is_sign")] = _NEVER
    return np.where(shared > 0, shared + np.maximum(rest, 0.0), rest)


def _flags(words: Sequence[Word], name: str) -> Flags:
    return np.array([getattr(word, name) for word in words], dtype=bool)


def _raise_shared(shared: Floats, source: Sequence[Word], target: Sequence[Word]) -> None:
    """Score what shares marks."""
    concepts = np.zeros_like(shared)
    left, right = _by_mark(source), _by_mark(target)
    for mark, (kind, rows) in left.items():
        if mark in right:
            cells = np.ix_(rows, right[mark][1])
            if kind is Kind.VOCABULARY:
                concepts[cells] += 1
            else:
                shared[cells] = np.maximum(shared[cells], _SHARED.get(kind, 0.0))
    counts = [np.array([word.concepts for word in words]) for words in (source, target)]
    part = 2 * concepts / np.maximum(counts[0][:, None] + counts[1], 1)
    np.maximum(shared, np.where(concepts > 0, _CONCEPT + _CONCEPTS * part, 0.0), out=shared)


def _by_mark(words: Sequence[Word]) -> dict[str, tuple[Kind, list[int]]]:
    places: dict[str, tuple[Kind, list[int]]] = {}
    for place, word in enumerate(words):
        for mark, kind in word.marks.items():
            places.setdefault(mark, (kind, []))[1].append(place)
    return places


def _raise_alike(shared: Floats, source: Sequence[Word], target: Sequence[Word]) -> None:
    """Score what is written alike in plain Latin letters, names sooner than other words."""
    rows, columns = ([at for at, word in enumerate(words) if len(word.latin) >= _LETTERS] for words in (source, target))
    if not rows or not columns:
        return
    left, right = [source[row] for row in rows], [target[column] for column in columns]
    alike = cdist(
        [word.latin for word in left],
        [word.latin for word in right],
        scorer=Levenshtein.normalized_similarity,
        dtype=np.float64,
    )
    capitals = _flags(left, "is_capital")[:, None] & _flags(right, "is_capital")
    gain = (alike - np.where(capitals, _ALIKE_CAPITALS, _ALIKE)) * _PER_ALIKE
    cells = np.ix_(rows, columns)
    shared[cells] = np.maximum(shared[cells], np.minimum(gain, _MOST_ALIKE))


def _raise_learnt(shared: Floats, own: Sequence[Word], other: Sequence[Word], learnt: Learnt) -> None:
    """Score what a lexicon knows of the words of one side."""
    rows, columns = _by_stem(own), _by_stem(other)
    there = np.array(sorted(columns), dtype=np.int64)
    for stem, places in rows.items():
        if stem < learnt.words:
            run = slice(learnt.ends[stem], learnt.ends[stem + 1])
            number, ratio = learnt.number[run], learnt.ratio[run]
            met = np.isin(number, there)
            for meaning, gain in zip(number[met].tolist(), _gain(ratio[met], learnt.trust).tolist(), strict=True):
                cells = np.ix_(places, columns[meaning])
                shared[cells] = np.maximum(shared[cells], gain)


def _gain(ratio: Floats, trust: float) -> Floats:
    return np.minimum(np.log(np.maximum(ratio, 1.0)) * trust, _MOST_LEARNT)


def _by_stem(words: Sequence[Word]) -> dict[int, list[int]]:
    places: dict[int, list[int]] = {}
    for place, word in enumerate(words):
        for stem in word.stems:
            places.setdefault(stem, []).append(place)
    return places


def _raise_runs(shared: Floats, source: Sequence[Run], target: Sequence[Run]) -> None:
    """Score what stands in the same term, number or date; surest where it is one word on both sides."""
    left, right = _by_name(source), _by_name(target)
    least, more = np.zeros_like(shared), np.zeros_like(shared)
    for name, (rows, single) in left.items():
        if name in right:
            columns, also_single = right[name]
            cells = np.ix_(rows, columns)
            least[cells] = np.maximum(least[cells], _RUN if single and also_single else _LONG_RUN)
            more[cells] = _IN_RUN
    shared += np.where(shared > 0, more, 0.0)
    np.maximum(shared, least, out=shared)


def _by_name(runs: Sequence[Run]) -> dict[str, tuple[Ints, bool]]:
    """The tokens of all runs of a name, and whether each of them has one."""
    named: dict[str, list[Run]] = {}
    for run in runs:
        named.setdefault(run.name, []).append(run)
    return {
        name: (
            np.unique(np.concatenate([np.arange(run.first, run.end) for run in same])),
            all(run.end == run.first + 1 for run in same),
        )
        for name, same in named.items()
    }


def _left_over(shared: Floats, source: Sequence[Word], target: Sequence[Word]) -> Floats:
    """What sharing nothing says of two words: for them if nothing else explains either, against them if it does."""
    explained = [np.minimum(shared.max(axis=axis, initial=0.0) / _SURE, 1.0) for axis in (1, 0)]
    open_shares = [_open_share(words, known) for words, known in zip((source, target), explained, strict=True)]
    gain = _LEFT - 0.5 * np.log(open_shares[0] * open_shares[1])
    rest: Floats = gain - _EXPLAINED * (explained[0][:, None] + explained[1])
    return rest + _CAPITALS * (_flags(source, "is_capital")[:, None] & _flags(target, "is_capital"))


def _open_share(words: Sequence[Word], explained: Floats) -> float:
    """What part of the content words nothing explains; at least one word."""
    content = ~_flags(words, "is_function") & ~_flags(words, "is_sign")
    return max(float((1 - explained)[content].sum()), 1.0) / max(int(content.sum()), 1)
