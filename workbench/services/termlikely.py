"""How a phrase of one language is likely rendered in another, from the words that alignment joins.

What the words of the phrase are linked to is a vote for every phrase of the translation that holds it and nothing that
belongs elsewhere. Votes are compared by the Dice coefficient over blocks, so that what stands everywhere gains little.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.core.job import Job
from workbench.core.link import WordLink, opposite
from workbench.core.ports import TermFinder, WordAligner
from workbench.terminology.extract import Key, Occurrence, Phrase, Phrases

_MOST_PLACES = 20
_MOST_RENDERINGS = 3
_LEAST_SCORE = 0.15
_SURE, _SURE_COUNT = 0.5, 2
"""On the shipped statements 0.92 of such renderings are those of the termbase, and 0.69 of the others."""
_RAW, _MIXED = 0.75, 0.4
"""What a stretch counts that is no phrase by its looks, and a phrase with words that belong elsewhere."""


@dataclass(frozen=True, slots=True)
class Likely:
    """A likely rendering.

    Attributes:
        text: in citation form as far as that is certain.
        count: places that speak for it, of those looked at.
        score: 0..1, the Dice coefficient of the two phrases.
    """

    text: str
    count: int
    score: float

    @property
    def sure(self) -> bool:
        """Whether it may enter a termbase without a word from a person about it."""
        return self.score >= _SURE and self.count >= _SURE_COUNT


@dataclass(slots=True)
class Linker:
    """Finds renderings of phrases of one language in another.

    Args:
        source, target: phrases of texts with the same numbers, block by block.
        aligner: joins their words; without one there are no renderings.
        finder: the termbase, whose terms help to align.
    """

    source: Phrases
    target: Phrases
    aligner: WordAligner | None
    finder: TermFinder | None = None
    _links: dict[int, list[WordLink]] = field(default_factory=dict)

    def likely(self, phrase: Phrase, job: Job) -> tuple[Likely, ...]:
        """The likeliest renderings of a phrase, best first; of many places the first ones are looked at.

        Raises: JobCancelled
        """
        places = [place for place in phrase.places if self.target.texts[place.text].strip()]
        sample = places[:: max(1, len(places) // _MOST_PLACES)][:_MOST_PLACES] if self.aligner else []
        votes: dict[Key, float] = defaultdict(float)
        counts: Counter[Key] = Counter()
        surfaces: dict[Key, list[str]] = defaultdict(list)
        for place in sample:
            job.check()
            for key, (start, end), weight in self._votes(place):
                votes[key] += weight
                counts[key] += 1
                surfaces[key].append(self.target.texts[place.text][start:end])
        scale = len(places) / len(sample) if sample else 1.0
        scores = {key: self._dice(key, vote * scale, len(places)) for key, vote in votes.items()}
        found: dict[str, Likely] = {}
        for key in sorted(scores, key=lambda key: (-scores[key], -len(key), key)):
            if scores[key] >= _LEAST_SCORE:
                text = self.target.cited(key, surfaces[key])
                found.setdefault(text, Likely(text, counts[key], round(scores[key], 3)))
        return tuple(found.values())[:_MOST_RENDERINGS]

    def _dice(self, key: Key, linked: float, places: int) -> float:
        return min(1.0, 2 * linked / (places + max(self.target.counts[key], linked)))

    def _votes(self, place: Occurrence) -> Iterator[tuple[Key, tuple[int, int], float]]:
        """What speaks for which phrase of the translation: key, where it stands, and how much; each key once."""
        links = self._links_of(place.text)
        span = opposite(links, place.start, place.end)
        kept = self.target.trimmed(self.target.texts[place.text], *span) if span else None
        if kept is None:
            return
        own = {
            (link.target_start, link.target_end)
            for link in links
            if link.source_start < place.end and place.start < link.source_end
        }
        elsewhere = [(link.target_start, link.target_end) for link in links]
        best: dict[Key, tuple[float, tuple[int, int]]] = {}
        for key, found in self.target.in_text(place.text):
            if found.start <= kept[0] and kept[1] <= found.end:
                foreign = any(
                    found.start <= start and end <= found.end for start, end in elsewhere if (start, end) not in own
                )
                weight = _MIXED if foreign else 1.0
                if key not in best or weight > best[key][0]:
                    best[key] = weight, (found.start, found.end)
        if not best:
            best[self.target.key_of(self.target.texts[place.text][kept[0] : kept[1]])] = _RAW, kept
        for key, (weight, where) in best.items():
            yield key, where, weight

    def _links_of(self, number: int) -> list[WordLink]:
        assert self.aligner is not None
        if number not in self._links:
            source, target = self.source.texts[number], self.target.texts[number]
            terms = [
                self.finder.find(text, language) if self.finder else []
                for text, language in ((source, self.source.language), (target, self.target.language))
            ]
            self._links[number] = self.aligner.align(source, target, *terms)
        return self._links[number]
