"""Invented texts and their translations: languages of made-up words, with numbers and names that both sides share."""

from __future__ import annotations

import random
from collections.abc import Sequence

from workbench.alignment.aligner import SentenceAligner
from workbench.alignment.pair import Pair

_SYLLABLES = {
    "en": ("th", "st", "r", "l", "wh", "ck", "b", "m", "n", "ea", "o", "i", "u", "ee"),
    "fr": ("ch", "qu", "r", "l", "v", "j", "p", "m", "n", "é", "o", "è", "ou", "ai"),
    "az": ("ş", "ç", "r", "l", "y", "x", "d", "m", "n", "ə", "o", "ı", "ü", "ö"),
    "hy": ("շ", "չ", "ր", "լ", "յ", "խ", "դ", "մ", "ն", "ա", "ո", "ի", "ու", "ե"),
}
_NAMES = {
    "en": ("Geneva", "Washington", "Tashkent", "Margaret", "Leonard", "Sebastian"),
    "fr": ("Genève", "Washington", "Tachkent", "Margaret", "Léonard", "Sébastien"),
    "az": ("Cenevrə", "Vaşinqton", "Daşkənd", "Marqaret", "Leonard", "Sebastian"),
    "hy": ("Ժնև", "Վաշինգտոն", "Տաշքենդ", "Մարգարետ", "Լեոնարդ", "Սեբաստիան"),
}
_ENDS = {"en": ".", "fr": ".", "az": ".", "hy": "։"}
_CONCEPTS = 400


def dictionary(language: str) -> list[str]:
    """The words of a language, the same ones each time; the word at each place means the same in all languages."""
    draw = random.Random(f"words of {language}")
    syllables = _SYLLABLES[language]
    return ["".join(draw.choice(syllables) for _ in range(draw.randint(3, 6))) for _ in range(_CONCEPTS)]


def translated(seed: int, count: int, languages: tuple[str, str] = ("en", "fr")) -> list[tuple[str, str]]:
    """So many sentences in two languages; about half of them have a number or a name."""
    draw = random.Random(seed)
    words = [dictionary(language) for language in languages]
    pairs = []
    for _ in range(count):
        concepts = [int(_CONCEPTS * draw.random() ** 2) for _ in range(draw.randint(4, 14))]
        number = str(draw.randint(100, 9999)) if draw.random() < 0.4 else ""
        name = draw.randrange(6) if draw.random() < 0.2 else None
        sides = []
        for language, own in zip(languages, words, strict=True):
            said = [own[concept] for concept in concepts]
            if number:
                said.insert(draw.randint(1, len(said)), number)
            if name is not None:
                said.insert(draw.randint(1, len(said)), _NAMES[language][name])
            sides.append(" ".join([said[0].capitalize(), *said[1:]]) + _ENDS[language])
        pairs.append((sides[0], sides[1]))
    return pairs


def read_pair(source: Sequence[str], target: Sequence[str], languages: tuple[str, str] = ("en", "fr")) -> Pair:
    """Two texts, read."""
    return SentenceAligner().reader(*languages).pair(source, target)
