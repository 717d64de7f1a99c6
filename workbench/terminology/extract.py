"""Candidate terms: phrases that look like terms and are more frequent than what they are part of explains.

A candidate is a run of words without function words, verbs, figures and punctuation, but for the prepositions that join
nouns; its inflected forms count together. Ranked by C-value and NC-value (Frantzi, Ananiadou and Mima 2000, sections 3
and 4), with log2(words + 1) for the length so that single words are not lost, and less for what is a common word.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from workbench.core.language import base
from workbench.terminology.wordclass import Lexicon, Word, WordClasses
from workbench.text.endings import NOUN, POSSESSED
from workbench.text.function_words import is_function_word
from workbench.text.normalize import capitalized, is_shouted, lower, upper
from workbench.text.tokenizer import PUNCTUATION, WORD, Token, tokens, word_key

MOST_WORDS = 4
_MOST_TOKENS = 7
_OWN, _CONTEXT = 0.8, 0.2
_CONTEXT_FROM = 0.25
"""Share of the candidates by C-value whose neighbours say what terms stand beside."""
_COMMON, _COMMON_PHRASE = 0.5, 0.85
"""What a candidate counts that is one common word, or made of common words only."""
_SHORT_FORM = 5
_INSIDE, _INITIAL, _SHOUTED = "inside", "initial", "shouted"
_SMALL, _CAPITAL, _UPPER = "small", "capital", "upper"
_HYPHENED = re.compile("[-‐‑]")

Key = tuple[str, ...]
"""The citation forms of a phrase, folded; function words inside it as they are."""


class Occurrence(NamedTuple):
    """A place of a phrase: number of the text, and code points in it, half-open."""

    text: int
    start: int
    end: int


@dataclass(slots=True)
class Phrase:
    """A phrase of the texts with its places.

    Attributes:
        key: what its forms count under.
        term: in citation form, or the most bare form seen where that is not certain.
        frequency: how often it stands there.
        score: NC-value, weighed by how common its words are.
        places: in order.
    """

    key: Key
    term: str = ""
    frequency: int = 0
    score: float = 0.0
    places: list[Occurrence] = field(default_factory=list)


class _Spot(NamedTuple):
    token: Token
    word: Word
    initial: bool


class Phrases:
    """All phrases of some texts in one language that may be terms.

    Args:
        texts: segments; time and memory grow with their number.
        lexicon: common words of the language.
        least: occurrences that a phrase must have.

    Attributes:
        counts: how often each phrase that may be a term stands in the texts.
        found: those that are there often enough.
    """

    def __init__(self, texts: Sequence[str], language: str, lexicon: Lexicon, *, least: int = 2) -> None:
        self.language, self.texts = base(language), texts
        self._least = max(1, least)
        self._read = [tokens(text, language) for text in texts]
        written: dict[str, Counter[str]] = defaultdict(Counter)
        for text, found in zip(texts, self._read, strict=True):
            shouted = is_shouted(text)
            for place, token in enumerate(found):
                if token.kind == WORD:
                    initial = place == 0 or _opens(found[place - 1])
                    written[token.text][_SHOUTED if shouted else _INITIAL if initial else _INSIDE] += 1
        seen: Counter[str] = Counter()
        for surface, where in written.items():
            seen[word_key(surface, language)] += where.total()
        self._words = WordClasses(language, lexicon, seen)
        self._contents: dict[str, str] = {}
        self._case = _Case(self._words, written)
        self.counts = Counter(key for number in range(len(texts)) for key, _ in self.in_text(number))
        self.found = self._placed()
        self._rank()

    def key_of(self, text: str) -> Key:
        """What a phrase as a text has it counts under."""
        spots = [self._words.read(token.text) for token in tokens(text, self.language) if token.kind == WORD]
        return tuple(word.key for word in spots)

    def trimmed(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """A stretch of a text without words at its ends that begin or end no term; None if nothing is left."""
        inside = [
            token
            for token in tokens(text, self.language)
            if start <= token.start and token.end <= end and token.kind == WORD
        ]
        kept = [token for token in inside if not (word := self._words.read(token.text)).barred and not word.inner]
        return (kept[0].start, kept[-1].end) if kept else None

    def ranked(self) -> list[Phrase]:
        """The phrases, the likeliest terms first."""
        return sorted(self.found.values(), key=lambda one: (-one.score, -one.frequency, one.key))

    def _runs(self, number: int) -> Iterator[list[_Spot]]:
        """Words in a row that may be in one term."""
        run: list[_Spot] = []
        after: Token | None = None
        for token in self._read[number]:
            word = self._words.read(token.text) if token.kind == WORD else None
            if word is None or word.barred:
                if run:
                    yield run
                run = []
            else:
                run.append(_Spot(token, word, after is None or _opens(after)))
                if word.closes:
                    yield run
                    run = []
            after = token
        if run:
            yield run

    def in_text(self, number: int) -> Iterator[tuple[Key, Occurrence]]:
        """Every phrase of one text that may be a term, however rare; they overlap."""
        for run in self._runs(number):
            for first, spot in enumerate(run):
                if spot.word.inner or not self._begins(spot.word):
                    continue
                words = 0
                for last in range(first, min(first + _MOST_TOKENS, len(run))):
                    words += not run[last].word.inner
                    if words > MOST_WORDS:
                        break
                    part = run[first : last + 1]
                    if self._is_phrase(part):
                        place = Occurrence(number, spot.token.start, run[last].token.end)
                        yield tuple(each.word.key for each in part), place

    def _begins(self, word: Word) -> bool:
        return word.naming or self.language != "fr"

    def _is_phrase(self, part: Sequence[_Spot]) -> bool:
        last = part[-1].word
        if last.inner or (len(part) == 1 and not last.naming):
            return False
        if self.language == "az" and not last.possessed and any("genitive" in spot.word.form for spot in part[:-1]):
            return False  # what belongs to something has an ending that says so
        return last.naming or self.language == "fr"

    def _placed(self) -> dict[Key, Phrase]:
        """The phrases that are there often enough, with their places."""
        found: dict[Key, Phrase] = {}
        enough = max(self.counts.values(), default=0) >= self._least
        for number in range(len(self.texts)) if enough else ():
            for key, place in self.in_text(number):
                if self.counts[key] >= self._least:
                    phrase = found.get(key) or found.setdefault(key, Phrase(key))
                    phrase.frequency += 1
                    phrase.places.append(place)
        for phrase in found.values():
            surfaces = (self.texts[place.text][place.start : place.end] for place in phrase.places)
            phrase.term = self.cited(phrase.key, surfaces)
        return found

    # -- ranking -----------------------------------------------------------------------------------------------------

    def _rank(self) -> None:
        plain = self._c_values()
        beside = {key: Counter(self._neighbours(phrase)) for key, phrase in self.found.items()}
        weights = self._context_weights(plain, beside)
        for key, phrase in self.found.items():
            context = sum(count * weights.get(word, 0.0) for word, count in beside[key].items())
            phrase.score = (_OWN * plain[key] + _CONTEXT * context) * self._rarity(key)

    def _c_values(self) -> dict[Key, float]:
        """C-value of each phrase: less what longer candidates explain of its frequency."""
        inside: dict[Key, list[int]] = defaultdict(lambda: [0, 0])
        for key, phrase in self.found.items():
            for part in _parts(key):
                if part in self.found:
                    inside[part][0] += phrase.frequency
                    inside[part][1] += 1
        values = {}
        for key, phrase in self.found.items():
            total, holders = inside.get(key, (0, 0))
            free = phrase.frequency - total / holders if holders else phrase.frequency
            values[key] = math.log2(self._length(key) + 1) * free
        return values

    def _length(self, key: Key) -> int:
        return sum(not self._words.read(word).inner for word in key)

    def _neighbours(self, phrase: Phrase) -> Iterator[str]:
        """The content words right before and behind a phrase."""
        for place in phrase.places:
            found = self._read[place.text]
            for at, token in enumerate(found):
                if token.start == place.start and at:
                    yield from self._content(found[at - 1])
                if token.end == place.end and at + 1 < len(found):
                    yield from self._content(found[at + 1])

    def _content(self, token: Token) -> Iterator[str]:
        """The key of a token that is a content word."""
        key = self._contents.get(token.text)
        if key is None:
            plain = token.kind == WORD and not is_function_word(token.text, self.language)
            key = self._contents[token.text] = word_key(token.text, self.language) if plain else ""
        if key:
            yield key

    def _context_weights(self, plain: Mapping[Key, float], beside: Mapping[Key, Counter[str]]) -> dict[str, float]:
        best = sorted(plain, key=lambda key: (-plain[key], key))[: max(1, int(len(plain) * _CONTEXT_FROM))]
        with_word = Counter(word for key in best for word in beside[key])
        return {word: count / len(best) for word, count in with_word.items()}

    def _rarity(self, key: Key) -> float:
        common = [self._words.read(word).common for word in key if not self._words.read(word).inner]
        if not all(common):
            return 1.0
        return _COMMON if len(common) == 1 else _COMMON_PHRASE

    # -- citation form -----------------------------------------------------------------------------------------------

    def cited(self, key: Key, surfaces: Iterable[str]) -> str:
        """A phrase in citation form: the head as its endings prove it, else the most bare form seen.

        Args:
            surfaces: the forms in which it stands in texts, at least one, as often as they do.
        """
        forms = Counter(map(self._case.shown, surfaces))
        bare = min(forms, key=lambda form: (len(form), -forms[form], form))
        if self.language not in ("az", "hy"):
            return bare
        head, _, _ = min(forms, key=lambda form: (-forms[form], form)).rpartition(" ")
        lasts = {form.rpartition(" ")[2] for form in forms}
        last = self._nominative(lasts, key, possessed=bool(head) and self.language == "az")
        return f"{head} {last}".strip()

    def _nominative(self, forms: set[str], key: Key, *, possessed: bool) -> str:
        """The citation form of the last word, with the possessive or the plural if all forms have it."""
        folded = {word_key(form, self.language) for form in forms}
        cited = key[-1]
        if cited not in folded:
            kinds = POSSESSED if possessed else NOUN
            shared = set.intersection(*({form, *self._words.citations(form, kinds)} for form in folded))
            fitting = [one for one in shared if self._is_citation(one, cited, possessed=possessed)]
            cited = max(fitting, key=lambda one: (one in folded, len(one), one), default=cited)
        return self._case.like(cited, min(forms, key=lambda form: (len(form), form)))

    def _is_citation(self, form: str, word: str, *, possessed: bool) -> bool:
        """Whether a form of a word can stand for it: with its possessive in a phrase, in the plural alone."""
        return form[-1] in "ıiuü" if possessed else self._words.citations(form).get(word) == "plural"


class _Case:
    """Which words are written with a capital or in capitals, by where no sentence begins and nobody shouts.

    Args:
        written: how often each word stands inside of sentences, at their beginning, and in texts in capitals.
    """

    def __init__(self, words: WordClasses, written: Mapping[str, Counter[str]]) -> None:
        self._words, self._language = words, words.language
        self._styles: dict[str, dict[str, Counter[str]]] = {}
        for surface, where in written.items():
            styles = self._styles.setdefault(words.read(surface).key, {})
            for place, count in where.items():
                styles.setdefault(place, Counter())[_style(surface)] += count

    def shown(self, text: str) -> str:
        """A stretch of text with each word as it is written inside of sentences, spaces made one."""
        shown, at = [], 0
        for token in tokens(text, self._language):
            shown += [text[at : token.start], self.word(token.text) if token.kind == WORD else token.text]
            at = token.end
        return " ".join("".join(shown).split())

    def word(self, surface: str) -> str:
        """A word with the capitals that it has inside of sentences."""
        word = self._words.read(surface)
        style = self._style_of(word)
        if style == _style(surface):
            return surface
        if style == _UPPER:
            return upper(surface, self._language)
        small = lower(surface, self._language)
        return capitalized(small, self._language) if style == _CAPITAL else small

    def like(self, key: str, sample: str) -> str:
        """A folded word with the capitals and the spelling of a form of it."""
        for end in range(len(sample), 0, -1):
            if word_key(sample[:end], self._language) == key:
                return sample[:end]
        plain = key.replace("եւ", "և") if self._language == "hy" else key
        style = _style(sample)
        if style == _UPPER:
            return upper(plain, self._language)
        return capitalized(plain, self._language) if style == _CAPITAL else plain

    def _style_of(self, word: Word) -> str:
        styles = self._styles.get(word.key, {})
        if _INSIDE in styles:
            return styles[_INSIDE].most_common(1)[0][0]
        if word.common or word.inner:
            return _SMALL
        if _INITIAL in styles:
            return styles[_INITIAL].most_common(1)[0][0]
        return _UPPER if len(word.key) <= _SHORT_FORM else _SMALL


def _style(surface: str) -> str:
    letters = _HYPHENED.split(surface)[0]
    if len(letters) > 1 and letters.isupper():
        return _UPPER
    return _CAPITAL if surface[:1].isupper() else _SMALL


def _opens(token: Token) -> bool:
    """Whether a sentence, a title or a quotation may begin behind a token."""
    return token.kind == PUNCTUATION and token.text in '.!?…։:"“«„—–-*#'


def _parts(key: Key) -> Iterable[Key]:
    """The shorter phrases that a phrase has inside, each once."""
    return {
        key[first:end] for first in range(len(key)) for end in range(first + 1, len(key) + 1) if end - first < len(key)
    }
