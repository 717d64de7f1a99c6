"""`names`: a name of the source that the translation does not have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from workbench.core.finding import Finding, Severity
from workbench.core.language import FOUR, base
from workbench.quality.checks.reading import words
from workbench.text.name_parts import is_translated
from workbench.text.names import skeleton

_ALIKE = 0.6
_ENDING_COSTS = 0.1
_SURELY_ALIKE = 0.7
_SAME_OPENING = 4
_SHORTEST_ALONE = 5
_GOES_ON = (",", "-", "/", "(", "’", "'", "՝")


class Names:
    """Words that can only be a name and that nothing in the translation is written or sounds like.

    It speaks where it is sure, of the four languages alone: names of places, peoples and institutions change in
    translation, sentences and titles begin with capitals, so words at the start and words of the table in
    `text.name_parts` are left alone. A name counts as lost if the translation has fewer capitalised words over, which
    answer to nothing in the source, than the name has words; what else may stand for it cannot be told.
    """

    id = "names"

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        """A warning that lists the names, or nothing."""
        if base(source_language) not in FOUR or base(target_language) not in FOUR:
            return []
        wanted = [name for name in _names(words(source), source_language) if _stands_inside(name, source)]
        if not wanted or not target.strip():
            return []
        pair = source_language, target_language
        there = [word for word in words(target) if word.istitle()]
        said = [word for word in words(source) if word.istitle()]
        if _untranslated(there, target_language) >= _untranslated(said, source_language):
            return []
        lost = [name for name in wanted if not any(_is_like(word, other, *pair) for word in name for other in there)]
        if not lost:
            return []
        over = sum(1 for other in there if _is_unexplained(other, said, *pair))
        lost = [name for name in lost if over < len(name) and not _is_there_small(name, words(target), *pair)]
        if not lost:
            return []
        return [Finding(self.id, Severity.WARNING, f"missing: {', '.join(' '.join(name) for name in lost)}")]


def _names(found: Sequence[str], language: str) -> Iterator[tuple[str, ...]]:
    """Runs of capitalised words that are surely names; none in titles, nor the first word by itself.

    A word all in capitals is an abbreviation, which is translated.
    """
    capitals = [at for at, word in enumerate(found) if word.istitle()]
    if capitals[:1] == [0] and capitals[1:2] != [1]:
        del capitals[0]
    if 2 * len(capitals) > len(found):
        return
    run: list[str] = []
    for at in capitals:
        run.append(found[at])
        if at + 1 < len(found) and found[at + 1].istitle():
            continue
        long = max(map(len, run)) >= (_SHORTEST_ALONE if len(run) == 1 else _SAME_OPENING)
        if long and not any(is_translated(word, language) or is_translated(word, "en") for word in run):
            yield tuple(run)
        run = []


def _untranslated(found: Sequence[str], language: str) -> int:
    return sum(1 for word in found if not is_translated(word, language))


def _stands_inside(name: tuple[str, ...], text: str) -> bool:
    """Whether nothing parts the words of a name, and a single one has its capital not from a beginning sentence."""
    at = text.find(" ".join(name))
    if at < 0 or len(name) > 1:
        return at >= 0
    before = text[:at].rstrip()
    return before.endswith(_GOES_ON) or before[-1:].isalnum()


def _is_there_small(name: Sequence[str], there: Sequence[str], source_language: str, target_language: str) -> bool:
    """Whether the name became a common word, as brands do."""
    sounds = [_sound(word, source_language) for word in name if len(word) >= _SHORTEST_ALONE]
    others = [_sound(word, target_language) for word in there if len(word) >= _SHORTEST_ALONE]
    return any(Levenshtein.normalized_similarity(one, other) > _SURELY_ALIKE for one in sounds for other in others)


def _is_unexplained(word: str, said: Sequence[str], source_language: str, target_language: str) -> bool:
    if is_translated(word, target_language):
        return False
    return not any(_is_like(other, word, source_language, target_language) for other in said)


def _is_like(left: str, right: str, left_language: str, right_language: str) -> bool:
    """Whether two words are written alike at their start, or sound alike; an ending more costs little."""
    if left[:_SAME_OPENING] == right[:_SAME_OPENING]:
        return True
    one, other = sorted((_sound(left, left_language), _sound(right, right_language)), key=len)
    if not one:
        return False
    if Levenshtein.normalized_similarity(one, other) >= _ALIKE:
        return True
    return len(one) > 1 and Levenshtein.normalized_similarity(one, other[: len(one)]) - _ENDING_COSTS >= _ALIKE


@lru_cache(maxsize=65536)
def _sound(word: str, language: str) -> str:
    return skeleton(word, language)
