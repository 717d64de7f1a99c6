"""What the text around a hit says for or against it: capitals, the beginning of a sentence, a verb's company.

The endings alone cannot tell a name from a common word that is written alike, nor a noun from a verb's form. What is
decided here comes from the word lists of `languages/*.inflection.toml`; a hit is kept, made uncertain, or dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from workbench.terminology.index import CASE_SENSITIVE, IS_VERB, SHORT_FORM, Entry
from workbench.terminology.readings import EXACT, UNCERTAIN, Reading
from workbench.terminology.words import Token
from workbench.text.morphology import TABLED, inflection, morphology
from workbench.text.normalize import fold, is_shouted

_OPENING = frozenset(".!?…:։«»“”„\"'‘(–—-•")
_HYPHENS = frozenset("-‐‑")
_ELISION = frozenset("'’ʼ")
_SPOKEN_SHORT_FORM = 4
"""Letters from which an abbreviation may be written as a name, `Nato`."""
_SHORTEST_PART = 2
"""First letters by which most words are known not to be part of any phrase that makes them another word."""
_DISTINCT = 5
"""Letters from which a name is known in a word made of it with a small letter."""


class Place(NamedTuple):
    """Where a hit stands: its first and last token, among all tokens of the text and their readings."""

    text: str
    tokens: Sequence[Token]
    readings: Sequence[Reading]
    first: int
    last: int


class Evidence:
    """Judges hits in one language."""

    def __init__(self, language: str) -> None:
        words = morphology(language).words
        self._names_like_words = words("names_like_words")
        self._names_like_persons = words("names_like_persons")
        self._other_words = tuple(words("other_words"))
        self._other_parts = frozenset(part[:_SHORTEST_PART] for phrase in self._other_words for part in phrase.split())
        self._doubtful = words("doubtful")
        self._verb_before = words("verb_before")
        self._noun_before = words("noun_before")
        self._auxiliaries = words("auxiliaries")
        self._function_words = words("never")
        lists = inflection(language).get("words", {})
        self._participle = tuple(fold(lists.get("participle", ""), language).split())
        self._auxiliary_after = bool(lists.get("auxiliary_after", False))
        self._fixed = frozenset(inflection(language).get("phrase", {}).get("fixed", "").split())
        self._compounds = bool(lists.get("hyphens_make_words", False))
        self._knows_capitals = language in TABLED

    @property
    def auxiliaries(self) -> frozenset[str]:
        """Words that may stand before the verb of a verb phrase (`կոչ է անում`)."""
        return self._auxiliaries

    def company(self, place: Place) -> int | None:
        """What the words around say of any one word there.

        Returns: the grade that a common noun cannot be surer than; None where the word is part of another one.
        """
        if place.first != place.last:
            return EXACT
        key = place.readings[place.first].key
        if key[:_SHORTEST_PART] in self._other_parts and self._is_other(place):
            return None
        is_doubtful = (
            key in self._doubtful
            or ((self._verb_before or self._participle) and self._is_verb_form(place))
            or (self._compounds and _in_compound(place))
        )
        return UNCERTAIN if is_doubtful else EXACT

    def judge(self, entry: Entry, place: Place, grade: int, company: int) -> int | None:
        """The grade of a hit once its surroundings are seen; None where it is no hit."""
        if place.last > place.first + 1 and not _hyphens_join(entry, place):
            return None
        if entry.capitals and (self._knows_capitals or entry.flags & CASE_SENSITIVE):
            return self._name(entry, entry.capitals, place, grade)
        if entry.flags & IS_VERB:
            return max(grade, UNCERTAIN) if self._is_noun(place) else grade
        return max(grade, company)

    def _name(self, entry: Entry, capitals: Sequence[str], place: Place, grade: int) -> int | None:
        span = slice(place.first, place.last + 1)
        shouted = _is_shouted(place.text)
        words = zip(capitals, place.tokens[span], place.readings[span], strict=False)
        # Articles and prepositions of a name have small letters in running text: `Le Caire`, `au Caire`.
        if not all(key in self._fixed or _fits(cited, token[2], shouted) for cited, token, (key, *_) in words):
            # Two words that are both there say more than a capital that is not; one alone says nothing, but words made
            # of names have small letters in Azerbaijani and Armenian (`azərbaycanlı`).
            strict = entry.flags & (CASE_SENSITIVE | SHORT_FORM) or "all" in capitals or len(entry.text) < _DISTINCT
            several = sum(reading.key not in self._fixed for reading in place.readings[span]) > 1
            if several and not strict and place.tokens[place.first].surface[0].isupper():
                return grade  # `Միացյալ նահանգներ`: the first word has its capital
            return UNCERTAIN if not strict and (several or grade == UNCERTAIN) else None
        if place.first == place.last:
            if self._compounds and grade != EXACT and _in_compound(place):
                return UNCERTAIN
            key = place.readings[place.first].key
            if shouted and key in self._function_words:
                return UNCERTAIN
            if key in self._names_like_words and (shouted or _opens_sentence(place)):
                return UNCERTAIN
            if key in self._names_like_persons and _beside_name(place):
                return UNCERTAIN
        return grade

    def _is_other(self, place: Place) -> bool:
        """Whether the words beside it make it another one: `New Mexico`, `bazar günü`, `au cours`."""
        at, readings = place.first, place.readings
        key = readings[at].key
        before = f"{readings[at - 1].key} {key}" if at else ""
        after = f"{key} {readings[at + 1].key}" if at + 1 < len(readings) else ""
        return before.startswith(self._other_words) or after.startswith(self._other_words)

    def _is_noun(self, place: Place) -> bool:
        """Whether the one word of a verb's hit stands behind an article or a possessive: `their support`."""
        is_one = place.first == place.last and place.first > 0
        return is_one and place.readings[place.first - 1].key in self._noun_before

    def _is_verb_form(self, place: Place) -> bool:
        """Whether the one word of a hit stands where a verb stands: after a pronoun, or beside an auxiliary."""
        first, readings = place.first, place.readings
        before = readings[first - 1].key if first else ""
        if before in _ELISION and first > 1:
            before = readings[first - 2].key
        if before and before in self._verb_before:
            return True
        if self._participle and readings[first].key.endswith(self._participle):
            after = readings[first + 1].key if self._auxiliary_after and first + 1 < len(readings) else ""
            # A negative auxiliary stands before its participle; after a word it is the copula of a noun.
            return before in self._auxiliaries or (after in self._auxiliaries and not after.startswith("չ"))
        return False


def _is_shouted(text: str) -> bool:
    return text.isupper() or ("և" in text and is_shouted(text))


def _hyphens_join(entry: Entry, place: Place) -> bool:
    """Whether hyphens inside a hit join words as in the term; with spaces around they are dashes."""
    tokens = place.tokens
    inner = [at for at in range(place.first + 1, place.last) if tokens[at].surface in _HYPHENS]
    if not inner or " - " in entry.text or " – " in entry.text:
        return True
    return all(tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start for at in inner)


def _in_compound(place: Place) -> bool:
    """Whether a hyphen joins the word to another: `États-Unis`, `vice-président`."""
    tokens, first, last = place.tokens, place.first, place.last
    before = first > 1 and tokens[first - 1].surface in _HYPHENS and tokens[first - 2].end == tokens[first].start - 1
    after = last + 2 < len(tokens) and tokens[last + 1].surface in _HYPHENS
    return before or (after and tokens[last].end == tokens[last + 2].start - 1)


def _opens_sentence(place: Place) -> bool:
    if not place.first:
        return True
    before = place.tokens[place.first - 1]
    gap = place.text[before.end : place.tokens[place.first].start]
    return "\n" in gap or (before.surface in _OPENING and (before.surface not in "-'" or bool(gap)))


def _beside_name(place: Place) -> bool:
    """Whether another capitalised word stands right before or after, as in a person's name."""
    at, tokens = place.first, place.tokens
    if at and not _opens_sentence(place._replace(first=at - 1)) and _are_names(place.text, tokens[at - 1], tokens[at]):
        return True
    return at + 1 < len(tokens) and _are_names(place.text, tokens[at], tokens[at + 1])


def _are_names(text: str, left: Token, right: Token) -> bool:
    both = left.surface[0].isupper() and right.surface[0].isupper()
    return both and len(left.surface) > 1 and text[left.end : right.start] == " "


def _fits(cited: str, surface: str, shouted: bool) -> bool:
    if not cited:
        return True
    if cited == "first" or shouted:
        return surface[0].isupper()
    if len(surface) >= _SPOKEN_SHORT_FORM and surface[0].isupper():
        return True
    return surface[:2].isupper()
