"""The aligner: reads two texts, searches them, learns from what it found, searches again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from workbench.alignment.evidence import rates
from workbench.alignment.length import LengthModel, expected_ratio
from workbench.alignment.lexicon import Lesson, learn
from workbench.alignment.marks import Marker
from workbench.alignment.pair import Pair
from workbench.alignment.pieces import cut
from workbench.alignment.priors import Priors
from workbench.alignment.reading import Numbers, Words, read
from workbench.alignment.vectors import Embed, Vectors
from workbench.alignment.windows import find_beads
from workbench.core.bead import Bead
from workbench.core.language import base
from workbench.core.ports import Vocabulary
from workbench.core.term import TermHit
from workbench.text.script import main_script

_LEARNING_BEADS = 150
_RATED_BEADS, _SURE = 60, 0.9
_LONG, _SETTLED, _AROUND = 2_000, 0.98, 2
_LOOKED_AT = 20_000

Render = Callable[[Sequence[str]], Sequence[str]]
"""Texts of the source language put into the target language, by an engine or a memory; empty where it cannot."""


@dataclass(frozen=True, slots=True)
class Aids:
    """What helps to align, beside the two texts.

    Attributes:
        vocabulary: knows what words may mean; asked if it has both languages of a pair.
        render: puts source sentences into the target language; its words are evidence, one by one (the idea of
            Bleualign, Sennrich and Volk 2010, per word instead of per sentence).
        embed: vectors of sentences that are near each other for translations.
    """

    vocabulary: Vocabulary | None = None
    render: Render | None = None
    embed: Embed | None = None


class SentenceAligner:
    """Implements `core.ports.Aligner`. The same texts give the same beads, whatever was aligned before.

    Time and memory grow with the number of sentences: a table of all pairs is made for short texts only, longer ones
    are searched in a corridor, window by window.

    Args:
        aids: what helps.
        workers: processes to share long work with.
    """

    def __init__(self, aids: Aids | None = None, *, workers: int = 1) -> None:
        self._aids = aids or Aids()
        self._workers = workers

    def align(
        self,
        source: Sequence[str],
        target: Sequence[str],
        source_language: str,
        target_language: str,
        *,
        source_terms: Sequence[Sequence[TermHit]] | None = None,
        target_terms: Sequence[Sequence[TermHit]] | None = None,
        pins: Sequence[Bead] = (),
    ) -> list[Bead]:
        """Beads in order that cover every segment of both sides once; see `core.ports.Aligner`."""
        reader = self.reader(source_language, target_language)
        pair = reader.pair(source, target, source_terms, target_terms)
        pair.pins = pins
        self.align_pairs([pair], joint=False)
        return pair.beads

    def reader(self, source_language: str, target_language: str) -> PairReader:
        """Reads pairs of texts in two languages; the pairs of one reader can learn from each other."""
        return PairReader(source_language, target_language, self._aids)

    def align_pairs(self, pairs: Sequence[Pair], *, joint: bool = True, lessons: Sequence[Lesson] = ()) -> None:
        """Put the alignment of each pair into it; all of one reader.

        Args:
            joint: what one pair teaches helps the others.
            lessons: pairs of texts whose alignment is known, of the same reader.
        Raises: AlignmentError if the pins of a pair do not fit it.
        """
        for pair in pairs:
            pair.forget()
        find_beads(pairs, Priors(), self._workers)
        for group in [list(pairs)] if joint else [[pair] for pair in pairs]:
            self._refine(group, lessons)

    def realign(self, pair: Pair) -> None:
        """Align a pair again around its pins, with what was learnt when it was aligned before.

        What was sure and fits the pins stays as it is, and so does what was unsure where no pin has come or gone.

        Raises: AlignmentError if the pins do not fit the pair.
        """
        settled = _settled(pair, changed=pair.searched.symmetric_difference(pair.pins))
        _search_around([pair], [settled], Priors().learnt([pair.beads]), self._workers)

    def _refine(self, group: Sequence[Pair], lessons: Sequence[Lesson]) -> None:
        priors = Priors().learnt(pair.beads for pair in group)
        taught = [*(Lesson(pair.source, pair.target, pair.beads) for pair in group), *lessons]
        sure = [(each.source, each.target, [bead for bead in each.beads if _is_sure(bead)]) for each in taught]
        if sum(len(beads) for _, _, beads in sure) >= _RATED_BEADS:
            found_rates = rates(sure)
            for pair in group:
                pair.rate(found_rates)
        if sum(len(lesson.beads) for lesson in taught) >= _LEARNING_BEADS and (found := learn(taught)):
            learnt, partners = found
            for pair, own in zip(group, partners, strict=False):
                pair.teach(learnt, own)
        settled = [_settled(pair) if pair.source.pieces > _LONG else pair.pins for pair in group]
        _search_around(group, settled, priors, self._workers)


def _settled(pair: Pair, changed: Collection[Bead] | None = None) -> list[Bead]:
    """The pins of a pair, and the beads that are sure all around and fit them: a search need not look at them again.

    Args:
        changed: pins that have come or gone; what is unsure away from them is as settled as it was.
    """
    accepted = set(pair.pins)
    sure = [bead in accepted or (bead.confidence > _SETTLED and _fits(bead, pair.pins)) for bead in pair.beads]
    settled = [all(sure[max(0, at - _AROUND) : at + _AROUND + 1]) for at in range(len(sure))]
    for first, end in _runs_of(settled, False) if changed is not None else ():
        if not any(_touches(pin, pair.beads[first], pair.beads[end - 1]) for pin in changed or ()):
            settled[first:end] = [True] * (end - first)
    kept = accepted.union(bead for bead, stays in zip(pair.beads, settled, strict=True) if stays)
    return sorted(kept, key=lambda bead: (bead.source_start, bead.target_start, bead.source_end, bead.target_end))


def _runs_of(flags: Sequence[bool], wanted: bool) -> Iterator[tuple[int, int]]:
    """Half-open runs of flags of one kind."""
    for flag, run in groupby(range(len(flags)), key=flags.__getitem__):
        if flag is wanted:
            places = list(run)
            yield places[0], places[-1] + 1


def _touches(pin: Bead, first: Bead, last: Bead) -> bool:
    """Whether a pin lies in a stretch from one bead to another, or at its border, on either side."""
    on_source = pin.source_start <= last.source_end and pin.source_end >= first.source_start
    on_target = pin.target_start <= last.target_end and pin.target_end >= first.target_start
    return on_source or on_target


def _fits(bead: Bead, pins: Sequence[Bead]) -> bool:
    """Whether a bead lies before or behind each pin on both sides."""
    return all(
        (bead.source_end <= pin.source_start and bead.target_end <= pin.target_start)
        or (bead.source_start >= pin.source_end and bead.target_start >= pin.target_end)
        for pin in pins
    )


def _search_around(pairs: Sequence[Pair], settled: Sequence[Sequence[Bead]], priors: Priors, workers: int) -> None:
    """Search pairs again, each around the beads that are settled."""
    pins = [pair.pins for pair in pairs]
    try:
        for pair, beads in zip(pairs, settled, strict=True):
            pair.pins = beads
        find_beads(pairs, priors, workers)
    finally:
        for pair, own in zip(pairs, pins, strict=True):
            pair.pins, pair.searched = own, frozenset(own)


def _is_sure(bead: Bead) -> bool:
    return bool(bead.source) and bool(bead.target) and bead.confidence > _SURE


class PairReader:
    """Reads pairs of texts of two languages, with words and marks numbered the same in all of them."""

    def __init__(self, source_language: str, target_language: str, aids: Aids) -> None:
        self._languages = source_language, target_language
        self._aids = aids
        self._words: tuple[Words, Words] | None = None

    def pair(
        self,
        source: Sequence[str],
        target: Sequence[str],
        source_terms: Sequence[Sequence[TermHit]] | None = None,
        target_terms: Sequence[Sequence[TermHit]] | None = None,
    ) -> Pair:
        """Two texts, read.

        Args:
            source_terms, target_terms: for each segment the terms found in it.
        """
        words = self._of(source, target)
        pieces = cut(source), cut(target)
        render, embed = self._aids.render, self._aids.embed
        heard = render(pieces[0].texts) if render else None
        one, other = read(pieces[0], words[0], source_terms, heard), read(pieces[1], words[1], target_terms)
        lengths = LengthModel.of(one.characters, other.characters, expected_ratio(*self._languages))
        vectors = Vectors(embed(pieces[0].texts), embed(pieces[1].texts)) if embed else None
        return Pair(one, other, lengths, vectors)

    def lesson(self, units: Sequence[tuple[str, str]]) -> Lesson:
        """Translation units as texts whose alignment is known."""
        source, target = [unit[0] for unit in units], [unit[1] for unit in units]
        words = self._of(source, target)
        beads = [Bead(at, at + 1, at, at + 1) for at in range(len(units))]
        return Lesson(read(cut(source), words[0]), read(cut(target), words[1]), beads)

    def _of(self, source: Sequence[str], target: Sequence[str]) -> tuple[Words, Words]:
        """The tables of words, made when the first texts show which letters they are written in."""
        if self._words is None:
            aids, languages = self._aids, self._languages
            knows = aids.vocabulary and {base(tag) for tag in languages} <= aids.vocabulary.languages
            vocabulary = aids.vocabulary if knows else None
            alike = main_script(_start(source)) == main_script(_start(target))
            marks = Numbers()
            one, other = (Marker(tag, alike=alike, vocabulary=vocabulary) for tag in languages)
            rendered = other if aids.render else None
            self._words = Words(one, marks, hears=rendered), Words(other, marks, heard=aids.render is not None)
        return self._words


def _start(segments: Sequence[str]) -> str:
    """The first part of a text, enough to tell its script."""
    taken: list[str] = []
    size = 0
    for segment in segments:
        taken.append(segment[:_LOOKED_AT])
        size += len(segment)
        if size > _LOOKED_AT:
            break
    return " ".join(taken)
