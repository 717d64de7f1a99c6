"""How much two tokens of a pair of segments look like translations of each other.

In nats, against what two tokens anywhere would show. What two words share speaks for them; that both share nothing with
any word of the other side speaks for them as well, the more the fewer such words there are, since what a translation
keeps has to stand somewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from workbench.alignment.arrays import Flags, Floats
from workbench.alignment.lexicon import Learnt
from workbench.alignment.marks import Kind
from workbench.alignment.wordreading import Run, Side, Word

_NEVER = -30.0
_SHARED: dict[Kind, float] = {
    Kind.NUMBER: 7.0,
    Kind.DIGIT: 6.0,
    Kind.SIGN: 3.0,
    Kind.NAME: 6.0,
    Kind.SOUND: 3.0,
    Kind.SHORT_NAME: 4.0,
    Kind.SAME_NAME: 6.0,
    Kind.SAME_WORD: 5.0,
    Kind.BEGINNING: 5.0,
    Kind.TERM: 9.0,
}
_CONCEPT, _CONCEPTS = 4.8, 3.0
_RUN, _LONG_RUN, _IN_RUN = 6.5, 2.8, 2.0
_LETTERS, _ALIKE, _ALIKE_CAPITALS, _PER_ALIKE, _MOST_ALIKE = 4, 0.5, 0.25, 20.0, 6.0
_MOST_LEARNT = 4.0
_DAMPED = np.array([0.0, 1.0, 2.5])
_UNSHARED_FUNCTION = np.array([0.0, -3.5, -2.5])
_LEFT, _EXPLAINED, _SURE = 1.2, 3.2, 5.0
_CAPITALS, _LENGTHS, _UNLIKE = 1.5, 0.25, -2.0


def scores(source, target, learnt):
    found, functions = first(source, target, learnt)
    known = [np.clip(found.max(axis=axis, initial=0.0) / _SURE, 0.0, 1.0) for axis in (1, 0)]
    return combined(found, functions, source, target, known[0][:, None] + known[1], known)


def again(found, functions, source, target, agreed):
    mine = [np.clip(agreed.sum(axis=1), 0, 1), np.clip(agreed.sum(axis=0), 0, 1)]
    lex = [np.clip(found.max(axis=axis, initial=0.0) / _SURE, 0.0, 1.0) for axis in (1, 0)]
    w = _BLEND
    a = w * np.clip(agreed.sum(axis=1)[:, None] - agreed, 0, 1) + (1 - w) * lex[0][:, None]
    b = w * np.clip(agreed.sum(axis=0)[None] - agreed, 0, 1) + (1 - w) * lex[1][None]
    return combined(found, functions, source, target, a + b, lex)


_BLEND = 0.5


def first(source, target, learnt):
    found = np.full((len(source.words), len(target.words)), -np.inf)
    _share(found, source.words, target.words)
    _sound_alike(found, source.words, target.words)
    if learnt is not None:
        _were_learnt(found, source.words, target.words, learnt)
    functions = _function(source.words)[:, None].astype(np.int64) + _function(target.words)
    found -= _DAMPED[functions]
    _run_together(found, source.runs, target.runs)
    return found, functions


def combined(found, functions, source, target, known, crowd):
    rest = _left_over(known, crowd, source.words, target.words)
    rest = np.where(functions > 0, _UNSHARED_FUNCTION[functions], rest)
    rest[~(_is_word(source.words)[:, None] & _is_word(target.words))] = _NEVER
    return np.where(found > 0, found, rest)


def _function(words: Sequence[Word]) -> Flags:
    return np.array([word.is_function for word in words], dtype=bool)


def _is_word(words: Sequence[Word]) -> Flags:
    return np.array([not word.is_sign for word in words], dtype=bool)


def _share(found: Floats, source: Sequence[Word], target: Sequence[Word]) -> None:
    """Raise the pairs that share marks."""
    places: dict[str, list[int]] = {}
    for column, word in enumerate(target):
        for mark in word.marks:
            places.setdefault(mark, []).append(column)
    concepts: dict[tuple[int, int], int] = {}
    for row, word in enumerate(source):
        for mark, kind in word.marks.items():
            for column in places.get(mark, ()):
                if kind is Kind.VOCABULARY:
                    concepts[row, column] = concepts.get((row, column), 0) + 1
                else:
                    found[row, column] = max(found[row, column], _SHARED.get(kind, 0.0))
    for (row, column), shared in concepts.items():
        part = 2 * shared / (source[row].concepts + target[column].concepts)
        found[row, column] = max(found[row, column], _CONCEPT + _CONCEPTS * part)


def _sound_alike(found: Floats, source: Sequence[Word], target: Sequence[Word]) -> None:
    """Raise the pairs that are written alike in plain Latin letters, names sooner than others."""
    rows, columns = (
        np.array([at for at, word in enumerate(words) if len(word.latin) >= _LETTERS], dtype=np.int64)
        for words in (source, target)
    )
    if not len(rows) or not len(columns):
        return
    left, right = [source[row].latin for row in rows], [target[column].latin for column in columns]
    alike = cdist(left, right, scorer=Levenshtein.normalized_similarity, dtype=np.float64)
    capitals = _capitals([source[row] for row in rows])[:, None] & _capitals([target[column] for column in columns])
    gain = np.minimum((alike - np.where(capitals, _ALIKE_CAPITALS, _ALIKE)) * _PER_ALIKE, _MOST_ALIKE)
    cells = np.ix_(rows, columns)
    found[cells] = np.maximum(found[cells], np.where(gain > 0, gain, -np.inf))


def _capitals(words: Sequence[Word]) -> Flags:
    return np.array([word.is_capital for word in words], dtype=bool)


def _were_learnt(found: Floats, source: Sequence[Word], target: Sequence[Word], learnt: tuple[Learnt, Learnt]) -> None:
    """Raise the pairs that the lexicon knows, by what it says in either direction."""
    rows, columns = _by_stem(source), _by_stem(target)
    for own, other, table, turned in ((rows, columns, learnt[0], False), (columns, rows, learnt[1], True)):
        for stem, places in own.items():
            if stem >= table.words:
                continue
            meanings = slice(table.ends[stem], table.ends[stem + 1])
            for number, ratio in zip(table.number[meanings].tolist(), table.ratio[meanings].tolist(), strict=True):
                gain = min(float(np.log(max(ratio, 1.0))) * table.trust, _MOST_LEARNT)
                for one in places:
                    for two in other.get(number, ()):
                        cell = (two, one) if turned else (one, two)
                        found[cell] = max(found[cell], gain)


def _by_stem(words: Sequence[Word]) -> dict[int, list[int]]:
    places: dict[int, list[int]] = {}
    for at, word in enumerate(words):
        for stem in word.stems:
            places.setdefault(stem, []).append(at)
    return places


def _run_together(found: Floats, source: Sequence[Run], target: Sequence[Run]) -> None:
    """Raise the pairs that stand in the same term, number or date; surest where it is one word on both sides."""
    named: dict[str, list[Run]] = {}
    for run in target:
        named.setdefault(run.name, []).append(run)
    for one in source:
        for two in named.get(one.name, ()):
            cells = found[one.first : one.end, two.first : two.end]
            gain = _RUN if cells.size == 1 else _LONG_RUN
            cells[...] = np.maximum(cells + _IN_RUN, gain)


def _left_over(sums, explained, source: Sequence[Word], target: Sequence[Word]) -> Floats:
    """What speaks for pairs that share nothing: that neither word shares anything with another one."""
    content = [_is_word(words) & ~_function(words) for words in (source, target)]
    crowd = [
        max(float(((1 - known) * own).sum()), 1.0) / max(int(own.sum()), 1)
        for known, own in zip(explained, content, strict=True)
    ]
    gain = _LEFT - 0.5 * np.log(crowd[0] * crowd[1])
    rest: Floats = gain - _EXPLAINED * sums
    rest += _CAPITALS * (_capitals(source)[:, None] & _capitals(target))
    lengths = [np.array([len(word.latin) for word in words], dtype=np.float64) for words in (source, target)]
    short, long = np.minimum(lengths[0][:, None], lengths[1]), np.maximum(lengths[0][:, None], lengths[1])
    rest += _UNLIKE * (short < _LENGTHS * long)
    return rest
