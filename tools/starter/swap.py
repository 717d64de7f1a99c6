"""Swaps words of parallel sentences for others of the vocabulary, where the sentence stays right in all four languages.

A noun gives way to a noun of the same French gender, elision and plural, and of the same class of endings in
Azerbaijani and Armenian, whose endings it takes over; an adjective to one of the same forms; an adverb to an adverb;
a number to a number. What results need not make sense: it teaches what the words are called.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tools.starter.inflect import AZ_VOWELS, az_upper
from tools.starter.lexicon import LANGUAGES
from tools.starter.quantities import LAST_YEAR, az_locative, az_ordinal
from tools.starter.vocabulary import (
    Concept,
    armenian_noun,
    english_plural,
    french_adjective,
    french_gender,
    french_vowel,
    harmonise,
    has_plural,
    is_free_adjective,
    is_plain,
)

WORD = re.compile(r"[^\W\d_]+")
NUMBER = re.compile(r"(?<![\d.,:/\u00a0\u202f-])\d{1,4}(?![\d:/]|[.,\u00a0\u202f]\d|s|nd|rd|th|er?\b)")
AZ_SUFFIX = re.compile(r"(?:l[aə]r)?(?:s?[ıiuü])?(?:n?[ıiuü]n?|[yn]?[aə]|n?d[aə]n?|[ıiuü]n)?")
HY_SUFFIX = re.compile(r"(?:ներ)?(?:[ըն]|ին?|ից|ով|ում|ի[նց])?")
HY_SUFFIX_OF = {"ություն": re.compile(r"ությ(?:ուն(?:ներ)?(?:[ըն]|ից|ին?|ով|ում)?|ան[նը]?|ամբ)")}
HY_SUFFIX_OF["ում"] = re.compile(r"(?:ում(?:[ըն]|ից|ներ(?:[ըն]|ին?|ից|ով)?)?|ման[նը]?|մամբ)")
HY_SUFFIX_OF["իա"] = re.compile(r"իա(?:ն|յին?|յից|յով|յում)?")

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Spot:
    """A word of a sentence that may be swapped: where it stands in each language, and what may stand there."""

    spans: dict[str, tuple[int, int]]
    pool: tuple[str, ...]
    render: Callable[[Concept], Texts]


class Swapper:
    """Finds what may be swapped, and swaps."""

    def __init__(self, concepts: list[Concept]) -> None:
        self.pools: dict[tuple[str, ...], list[Concept]] = {}
        self.english: dict[str, list[tuple[Concept, tuple[str, ...], bool]]] = {}
        for concept in filter(is_plain, concepts):
            key = class_of(concept)
            if not key:
                continue
            self.pools.setdefault(key, []).append(concept)
            for word in concept.words["en"]:
                self.english.setdefault(word, []).append((concept, key, False))
                if key[0] == "noun":
                    self.english.setdefault(english_plural(word), []).append((concept, key, True))

    def swapped(self, texts: Texts, chance: random.Random, most: int) -> Texts:
        """The sentence with up to `most` words swapped, in all four languages alike."""
        spots = list(self.spots(texts))
        chance.shuffle(spots)
        taken: list[Spot] = []
        for spot in spots:
            if len(taken) < most and not any(_overlap(spot, other) for other in taken):
                taken.append(spot)
        changes: dict[str, list[tuple[int, int, str]]] = {language: [] for language in LANGUAGES}
        for spot in taken:
            written = spot.render(chance.choice(self.pools[spot.pool]))
            for language, (start, end) in spot.spans.items():
                changes[language].append((start, end, _capital(written[language], texts[language][start], language)))
        return {language: _apply(text, changes[language], language) for language, text in texts.items()}

    def spots(self, texts: Texts) -> Iterator[Spot]:
        """The words that may be swapped: those found once, and only once, in every language."""
        found = {language: list(WORD.finditer(text)) for language, text in texts.items()}
        for match in found["en"]:
            word = match[0] if match.start() else match[0].lower()
            for concept, key, plural in self.english.get(word, ()):
                places = {language: _places(found[language], concept, language, key, plural) for language in LANGUAGES}
                if all(len(spans) == 1 for spans in places.values()):
                    spans = {language: span[0][:2] for language, span in places.items()}
                    tails = {language: span[0][2] for language, span in places.items()}
                    yield Spot(spans, key, lambda new, k=key, p=plural, t=tails: _render(new, k, p, t))
                    break


def class_of(concept: Concept) -> tuple[str, ...]:
    """What a concept must share with another to stand in its place; empty if it is never swapped."""
    fr, az, hy = (concept.usual[language] for language in ("fr", "az", "hy"))
    elided = "vowel" if french_vowel(fr) or fr[0] == "h" else "consonant"
    if concept.part_of_speech == "adverb":
        return "adverb", elided
    if is_free_adjective(concept):
        return "adjective", elided, "e" if fr[-1] == "e" else "s" if fr[-1] in "sx" else "regular"
    gender = french_gender(fr)
    if concept.part_of_speech != "noun" or not gender or not armenian_noun(hy) or az[-1] in "kq":
        return ()
    hy_class = next((ending for ending in HY_SUFFIX_OF if hy.endswith(ending)), "")
    if hy.endswith(("ագիր", "ներ", "եր", "ի")):
        return ()
    return "noun", gender, elided, "vowel" if az[-1] in AZ_VOWELS else "", hy_class, str(has_plural(concept))


def _places(
    found: list[re.Match[str]], concept: Concept, language: str, key: tuple[str, ...], plural: bool
) -> list[tuple[int, int, str]]:
    """Start, end and tail of the words that are forms of the concept; the tail is what a new word takes over."""
    places = []
    for match in found:
        word = match[0] if match.start() else match[0].lower()
        tails = {_tail(word, base, language, key, plural) for base in concept.words[language]} - {None}
        places += [(match.start(), match.end(), tail) for tail in tails if tail is not None]
    return places


def _tail(word: str, base: str, language: str, key: tuple[str, ...], plural: bool) -> str | None:
    """What `word` has beside the stem of `base`, or which form it is; None if it is none of its forms."""
    if key[0] == "adjective" and language == "fr":
        forms = french_adjective(base) or ()
        return "".join(str(index) for index, form in enumerate(forms) if form == word) or None
    if key[0] != "noun":
        return "" if word == base else None
    if language == "en":
        return "" if word == (english_plural(base) if plural else base) else None
    if language == "fr":
        return "" if word == base + "s" * plural else None
    marker = key[4] if language == "hy" else ""
    if not base.endswith(marker):
        return None
    stem = base.removesuffix(marker)
    allowed = AZ_SUFFIX if language == "az" else HY_SUFFIX_OF.get(marker, HY_SUFFIX)
    tail = word.removeprefix(stem)
    return tail if word.startswith(stem) and allowed.fullmatch(tail) else None


def _render(new: Concept, key: tuple[str, ...], plural: bool, tails: Texts) -> Texts:
    """The words of a concept in the forms that the sentence wants."""
    words = new.usual
    if key[0] == "adjective":
        forms = french_adjective(words["fr"]) or ("",) * 4
        return words | {"fr": forms[int(tails["fr"][0])]}
    if key[0] != "noun":
        return words
    return {
        "en": english_plural(words["en"]) if plural else words["en"],
        "fr": words["fr"] + "s" * plural,
        "az": words["az"] + harmonise(words["az"], tails["az"]),
        "hy": words["hy"].removesuffix(key[4]) + tails["hy"],
    }


def _overlap(one: Spot, other: Spot) -> bool:
    return any(
        one.spans[language][0] < other.spans[language][1] and other.spans[language][0] < one.spans[language][1]
        for language in LANGUAGES
    )


def _capital(word: str, first: str, language: str) -> str:
    if not first.isupper():
        return word
    return (az_upper(word[0]) if language == "az" else word[0].upper()) + word[1:]


def _apply(text: str, changes: list[tuple[int, int, str]], language: str) -> str:
    """The text with stretches replaced, and the English article before a new word put right."""
    for start, end, word in sorted(changes, reverse=True):
        before = text[:start]
        if language == "en":
            before = re.sub(r"\b([Aa])n? $", r"\1n " if word[0].lower() in "aeiou" else r"\1 ", before)
        text = before + word + text[end:]
    return text


def renumbered(texts: Texts, chance: random.Random) -> Texts:
    """The sentence with other numbers, where the same figures stand once in every language."""
    found = {language: [match[0] for match in NUMBER.finditer(text)] for language, text in texts.items()}
    for figures in found["en"]:
        if int(figures) > 1 and all(found[language].count(figures) == 1 for language in LANGUAGES):
            texts = _renumbered(texts, figures, _like(int(figures), chance))
    return texts


def _like(number: int, chance: random.Random) -> int:
    """A number that can stand for another: days for days, years for years."""
    if 1900 < number < 2100:
        return chance.randint(1990, LAST_YEAR)
    bounds = ((28, 2), (99, 29), (999, 100), (9999, 1000))
    return next(chance.randint(low, high) for high, low in bounds if number <= high or high == 9999)


def _renumbered(texts: Texts, figures: str, number: int) -> Texts:
    changed = dict(texts)
    for language, text in texts.items():
        match = next(match for match in NUMBER.finditer(text) if match[0] == figures)
        written, rest = str(number), text[match.end() :]
        if language == "az" and (suffix := re.match(r"-(?:(c[ıiuü])|(d[aə]))\b", rest)):
            written, rest = (az_ordinal if suffix[1] else az_locative)(number), rest[suffix.end() :]
        elif language == "az" and rest.startswith("-"):
            return texts
        changed[language] = text[: match.start()] + written + rest
    return changed
