"""Is one text a version of another: by the numbers, names and concepts they share, their length and their shape.

Nothing is aligned, so that thousands of files can be compared: an index from what is named to who names it gives each
text its few candidates.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.alignment.length import expected_ratio
from workbench.text.entities import signature
from workbench.text.names import skeleton
from workbench.text.tokenizer import WORD, tokens

KINDS = ("number", "name", "term")

_KIND_WEIGHT = {"number": 2.0, "name": 1.0, "term": 1.0}
_SMALL_NUMBER = 10
_SHORTEST_SOUND, _LONGEST_SOUND = 3, 4
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n|\n")
_LENGTH_DEVIATION, _PARAGRAPH_DEVIATION = 0.35, 0.6
_BUSY, _BUSY_SHARE = 25, 0.03
_CANDIDATES = 12

Thing = tuple[str, str]
"""A kind and a value that is the same in every language."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a text is recognised by.

    Attributes:
        language: its language.
        things: numbers, names and concepts, each with how the text writes it.
        characters, paragraphs: how long it is.
    """

    language: str
    things: Mapping[Thing, str]
    characters: int
    paragraphs: int


def profile(text: str, language: str, concepts: Mapping[str, str] | None = None) -> Profile:
    """The profile of a text; `concepts` are ids of concepts that it names, with its words for them."""
    things: dict[Thing, str] = {}
    for value in signature(text, language):
        if not (value.isdigit() and int(value) <= _SMALL_NUMBER):
            things["number", value] = value.replace("month:", "month ")
    for token in tokens(text, language):
        if token.kind == WORD and token.text[0].isupper():
            sound = skeleton(token.text, language)
            if len(sound) >= _SHORTEST_SOUND:
                things.setdefault(("name", sound[:_LONGEST_SOUND]), token.text)
    things.update((("term", concept), surface) for concept, surface in (concepts or {}).items())
    paragraphs = sum(1 for part in _PARAGRAPH.split(text) if part.strip())
    return Profile(language, things, len("".join(text.split())), paragraphs)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are.

    Attributes:
        score: 0..1.
        shared: by kind, what both name, the rarest first.
        length_ratio: length of the second over what is expected of a translation of the first.
    """

    score: float
    shared: Mapping[str, tuple[Thing, ...]]
    length_ratio: float


class Likenesses:
    """Compares the texts of a collection; what is rare in the collection counts more."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = profiles
        self._places: dict[Thing, list[int]] = {}
        for number, one in enumerate(profiles):
            for thing in one.things:
                self._places.setdefault(thing, []).append(number)
        size = max(len(profiles), 20)
        self._weight = {
            thing: _KIND_WEIGHT[thing[0]] * math.log(1 + size / len(places)) for thing, places in self._places.items()
        }
        self._norm = [math.sqrt(sum(self._weight[thing] ** 2 for thing in one.things)) for one in profiles]

    def candidates(self, number: int) -> list[int]:
        """The texts in other languages that share most that is rare with one, the best first."""
        busy = max(_BUSY, int(_BUSY_SHARE * len(self._profiles)))
        gains: dict[int, float] = defaultdict(float)
        for thing in self._profiles[number].things:
            places = self._places[thing]
            if len(places) <= busy:
                for other in places:
                    gains[other] += self._weight[thing] ** 2
        language = self._profiles[number].language
        others = [other for other in gains if self._profiles[other].language != language]
        return sorted(others, key=lambda other: (-gains[other], other))[:_CANDIDATES]

    def likeness(self, one: int, other: int) -> Likeness:
        """How alike two texts of the collection are."""
        left, right = self._profiles[one], self._profiles[other]
        shared = sorted(left.things.keys() & right.things.keys(), key=lambda thing: (-self._weight[thing], thing))
        norm = self._norm[one] * self._norm[other]
        cosine = sum(self._weight[thing] ** 2 for thing in shared) / norm if norm else 0.0
        expected = max(left.characters, 1) * expected_ratio(left.language, right.language)
        length_ratio = max(right.characters, 1) / expected
        shape = _near(length_ratio, _LENGTH_DEVIATION) * _near(
            max(right.paragraphs, 1) / max(left.paragraphs, 1), _PARAGRAPH_DEVIATION
        )
        by_kind = {kind: tuple(thing for thing in shared if thing[0] == kind) for kind in KINDS}
        return Likeness(cosine * (0.4 + 0.6 * shape), by_kind, length_ratio)

    def pairs(self) -> Iterator[tuple[int, int, Likeness]]:
        """Each two texts in different languages that are worth comparing, once."""
        seen = set()
        for one in range(len(self._profiles)):
            for other in self.candidates(one):
                pair = (min(one, other), max(one, other))
                if pair not in seen:
                    seen.add(pair)
                    yield *pair, self.likeness(*pair)


def _near(ratio: float, deviation: float) -> float:
    """1 for a ratio of 1, falling with its logarithm."""
    return math.exp(-0.5 * (math.log(ratio) / deviation) ** 2)
