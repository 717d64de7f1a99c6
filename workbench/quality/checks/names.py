"""`names`: a name of the source that the translation does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from workbench.core.finding import Finding, Severity
from workbench.core.language import FOUR, base
from workbench.core.said import Said
from workbench.quality.checks.reading import words
from workbench.text.name_parts import is_title, is_translated
from workbench.text.names import skeleton, transliterated

_FOREIGN_SPELLING = ("fr", "az")
_ALIKE = 0.6
_ENDING_COSTS = 0.1
_SURELY_ALIKE = 0.7
_SAME_OPENING = 4
_SHORTEST = 4
_SHORTEST_COMMON = 5
# Of Latin Extended-A the small letters too, which stand between the capitals; `istitle` tells them apart.
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-žƏԱ-ՖЀ-Я](?<![^\W\d_].)[^\W\d_]*")
_BETWEEN = (" ", "\u00a0", "-")
_MARKS_BEFORE = " \u00a0\u202f\t“«\"„‘'’(–—-"
_ENDS = (*'.!?…։:»”"',)
_LOOK_BACK = 6


@dataclass(frozen=True, slots=True)
class _Run:
    """Capitalised words with nothing between them; `begins` if the first has its capital from where it stands."""

    words: tuple[str, ...]
    begins: bool


class Names:
    """Words that can only be a name and that nothing in the translation is written or sounds like.

    It speaks where it is sure, of the four languages alone: names of places, peoples and institutions change in
    translation, sentences and titles begin with capitals, so words at the start and words of the table in
    `text.name_parts` are left alone. A name is lost if its last word is (of a person, first names come and go), unless
    the translation has a capitalised word that answers to nothing in the source: that one may stand for it.
    """

    id = "names"

    def __call__(self, source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
        """A warning that lists the names, or nothing."""
        if base(source_language) not in FOUR or base(target_language) not in FOUR:
            return []
        wanted = _names(source, source_language)
        if not wanted or not target.strip():
            return []
        pair = source_language, target_language
        there = [word for run in _runs(target) for word in run.words]
        lost = [name for name in wanted if not _is_heard(name, there, *pair)]
        lost = [name for name in lost if not _is_common_there(name[-1], words(target), *pair)]
        if not lost or _has_another(_runs(target), _runs(source), *pair):
            return []
        message = Said("missing: {lost}", lost=", ".join(" ".join(name) for name in lost))
        return [Finding(self.id, Severity.WARNING, message)]


@lru_cache(maxsize=64)
def _runs(text: str) -> tuple[_Run, ...]:
    """The runs of capitalised words of a text. A word all in capitals is an abbreviation, which is translated."""
    runs: list[_Run] = []
    run: list[str] = []
    begins, end = False, 0
    for found in _CAPITALISED.finditer(text):
        if not found[0].istitle():
            continue
        if run and text[end : found.start()] not in _BETWEEN:
            runs.append(_Run(tuple(run), begins))
            run = []
        if not run:
            begins = _begins(text, found.start())
        run.append(found[0])
        end = found.end()
    return (*runs, _Run(tuple(run), begins)) if run else tuple(runs)


def _begins(text: str, at: int) -> bool:
    """Whether a sentence, a quotation or an item may begin here."""
    before = text[max(0, at - _LOOK_BACK) : at].rstrip()
    plain = before.rstrip(_MARKS_BEFORE)
    return not plain or plain.endswith(_ENDS)


def _names(text: str, language: str) -> list[tuple[str, ...]]:
    """What is surely a name; nothing in a text that is a title itself."""
    runs = _runs(text)
    capitals = sum(len(run.words) for run in runs if not (run.begins and len(run.words) == 1))
    if 2 * capitals > len(words(text)):
        return []
    return [name for run in runs for name in _parts(run, language)]


def _parts(run: _Run, language: str) -> Iterator[tuple[str, ...]]:
    """The names in a run, parted by titles; none if another of its words is translated, as those around it then are."""
    parts: list[list[str]] = [[]]
    for at, word in enumerate(run.words):
        first = at == 0 and run.begins
        if is_title(word, language) or is_title(word, "en"):
            parts.append([])
        elif is_translated(word, language) or is_translated(word, "en"):
            if not first:
                return
        elif not (first and len(run.words) == 1):
            parts[-1].append(word)
    yield from (tuple(part) for part in parts if part and max(map(len, part)) >= _SHORTEST)


def _is_heard(name: Sequence[str], there: Sequence[str], source_language: str, target_language: str) -> bool:
    """Whether a word of the translation is like the last word of a name, or of a short one like any."""
    looked_for = name if len(name[-1]) < _SHORTEST else name[-1:]
    if not {_opening(word, target_language) for word in there}.isdisjoint(
        _opening(word, source_language) for word in looked_for
    ):
        return True
    return any(_is_like(word, other, source_language, target_language) for word in looked_for for other in there)


def _has_another(there: Sequence[_Run], said: Sequence[_Run], source_language: str, target_language: str) -> bool:
    """Whether the translation has a capitalised word that answers to none of the source; a beginning one aside."""
    known = {word for run in said for word in run.words}
    openings = {_opening(word, source_language) for word in known}
    return any(
        not is_translated(word, target_language)
        and _opening(word, target_language) not in openings
        and not any(_is_like(other, word, source_language, target_language) for other in known)
        for run in there
        if not (run.begins and len(run.words) == 1)
        for word in run.words
    )


def _is_common_there(word: str, there: Sequence[str], source_language: str, target_language: str) -> bool:
    """Whether the name became a common word, as brands do."""
    if len(word) < _SHORTEST_COMMON:
        return False
    sound = _sound(word, source_language)
    others = {_sound(other, target_language) for other in there if len(other) >= _SHORTEST_COMMON}
    return any(Levenshtein.normalized_similarity(sound, other) > _SURELY_ALIKE for other in others)


@lru_cache(maxsize=65536)
def _is_like(left: str, right: str, left_language: str, right_language: str) -> bool:
    """Whether two words sound alike, each as in its language or, as foreign names are spelled in many, in English."""
    if _sound_alike(_sound(left, left_language), _sound(right, right_language)):
        return True
    left_ways, right_ways = _ways(left_language), _ways(right_language)
    return any(_sound_alike(_sound(left, one), _sound(right, other)) for one in left_ways for other in right_ways)


def _ways(language: str) -> tuple[str, ...]:
    return (language, "en") if base(language) in _FOREIGN_SPELLING else (language,)


def _sound_alike(left: str, right: str) -> bool:
    """Whether two skeletons are alike; an ending that one of them has more costs little."""
    one, other = (left, right) if len(left) <= len(right) else (right, left)
    if not one:
        return False
    if Levenshtein.normalized_similarity(one, other) >= _ALIKE:
        return True
    return len(one) > 1 and Levenshtein.normalized_similarity(one, other[: len(one)]) - _ENDING_COSTS >= _ALIKE


@lru_cache(maxsize=65536)
def _opening(word: str, language: str) -> str:
    return (word if word.isascii() else transliterated(word, language))[:_SAME_OPENING].lower()


@lru_cache(maxsize=65536)
def _sound(word: str, language: str) -> str:
    return skeleton(word, language)
