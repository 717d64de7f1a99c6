"""Names across scripts: transliteration, consonant skeletons that meet across languages, and what looks like a name.

A skeleton keeps the consonants of a name as classes of sounds, since vowels, voice and endings differ most between
languages: `Washington`, `Vaşinqton` and `Վաշինգտոն` have the same. It is evidence that two names may be one, no proof.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from workbench.core.language import base
from workbench.text.languages import table, words
from workbench.text.normalize import fold, is_shouted, lower, nfc
from workbench.text.script import main_script
from workbench.text.tokenizer import WORD, Token, tokens

_NO_MARKS = {ord(mark): None for mark in "՛՜՞’'ʼ"}
_LATIN_FOLD = str.maketrans(
    {"ə": "e", "ı": "i", "ğ": "gh", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss"}
)


def transliterated(text: str, language: str) -> str:
    """`text` in plain Latin letters: Armenian and Cyrillic by their tables, Latin without marks; case is kept.

    The Armenian scheme is the common one for readers (`խ` kh, `ղ` gh, `ծ` ts, `ջ` j); it cannot be turned back.
    """
    text = nfc(text)
    pieces = [
        _letters().get(letter) or _letters().get(letter.lower(), "").capitalize() or letter
        for letter in _armenian_start(text)
    ]
    latin = "".join(pieces)
    return "".join(_without_marks(letter, language) for letter in latin)


def _armenian_start(text: str) -> str:
    """Armenian with the digraph `ու` as one letter and initial `ե`, `ո` as they sound, so that letters go singly."""
    text = text.replace("ու", "ꭎ").replace("Ու", "Ꞟ").replace("ՈՒ", "Ꞟ")
    text = re.sub(r"\bե(?!վ)", "յե", text)
    text = re.sub(r"\bԵ(?!վ|Վ)", "Յե", text)
    return re.sub(r"\bո(?!վ)", "վո", re.sub(r"\bՈ(?!վ)", "Վո", text))


@cache
def _letters() -> dict[str, str]:
    letters: dict[str, str] = {"ꭎ": "u", "Ꞟ": "U"}
    for language in ("hy", "default"):
        letters.update(table(language).get("transliteration", {}))
    return letters


@lru_cache(maxsize=4096)
def _without_marks(letter: str, language: str) -> str:
    if letter.isascii():
        return letter
    small = lower(letter, language)
    plain = small.translate(_LATIN_FOLD)
    plain = "".join(part for part in unicodedata.normalize("NFD", plain) if not unicodedata.combining(part))
    return plain if letter == small else plain.capitalize()


def skeleton(name: str, language: str = "") -> str:
    """The consonants of `name` as sound classes in capitals, doubles once: `Geneva`, `Genève` and `Ժնև` are `JNF`.

    Args:
        language: how Latin letters sound (`c` is a `j` in Azerbaijani); by default Azerbaijani where one of its own
            letters stands, else English. Armenian and Cyrillic letters sound the same in any case.
    """
    name = nfc(name).translate(_NO_MARKS)
    code = base(language)
    if main_script(name) != "Latn":
        code, latin = "default", transliterated(name, language).lower()
    else:
        if not code:
            code = "az" if re.search("[əğıƏĞİ]", name) else "en"
        latin = lower(name, code)
    for pattern, sound in _sounds(code):
        latin = pattern.sub(sound, latin)
    plain = "".join(_without_marks(letter, code) for letter in latin)
    classes = "".join(letter if letter.isupper() else _CLASSES.get(letter, "") for letter in plain)
    return re.sub(r"(.)\1+", r"\1", classes)


_CLASSES = {
    **dict.fromkeys("bp", "P"),
    **dict.fromkeys("fvw", "F"),
    **dict.fromkeys("dt", "T"),
    **dict.fromkeys("cgkq", "K"),
    **dict.fromkeys("sz", "S"),
    **dict.fromkeys("j", "J"),
    **{letter: letter.upper() for letter in "lmnr"},
}


@cache
def _sounds(language: str) -> list[tuple[re.Pattern[str], str]]:
    rules = table(language).get("sounds", {}).get("rules", [])
    return [(re.compile(pattern), sound) for pattern, sound in rules]


def name_similarity(left: str, right: str, left_language: str = "", right_language: str = "") -> float:
    """How alike two names sound, 0–1; an ending that one of them has more (`Bakıda`, `Երևանում`) costs little."""
    one, other = sorted((skeleton(left, left_language), skeleton(right, right_language)), key=len)
    if not one:
        return 0.0
    whole = float(Levenshtein.normalized_similarity(one, other))
    start = float(Levenshtein.normalized_similarity(one, other[: len(one)])) - 0.1 if len(one) > 1 else 0.0
    return max(whole, start)


@dataclass(frozen=True, slots=True)
class Name:
    """Capitalised words in a row that may be a name; offsets in code points, half-open."""

    start: int
    end: int
    text: str


def name_candidates(sentence: str, language: str) -> list[Name]:
    """Runs of capitalised words of a sentence, in order; none in a sentence that is all in capitals.

    The first word of the sentence counts only if another capitalised word follows it or it is in capitals itself;
    words that usually begin sentences never count there.
    """
    if is_shouted(sentence):
        return []
    found = tokens(sentence, language)
    first = next((token for token in found if token.kind == WORD), None)
    starters = _starters(base(language))
    names: list[Name] = []
    run: list[Token] = []
    for token in found:
        if run and token.text == ".":
            continue
        capital = token.kind == WORD and token.text[0].isupper()
        names_on = capital and not (token == first and fold(token.text, language) in starters)
        if run and not (names_on and _adjacent(sentence, run[-1], token)):
            names += _named(run, sentence, first)
            run = []
        if names_on:
            run.append(token)
    return names + _named(run, sentence, first)


def _adjacent(sentence: str, left: Token, right: Token) -> bool:
    return sentence[left.end : right.start].strip(" \u00a0\u202f.") == ""


@cache
def _starters(language: str) -> frozenset[str]:
    return frozenset(fold(word, language) for word in words(language, "segmentation", "starters"))


def _named(run: list[Token], sentence: str, first: Token | None) -> list[Name]:
    if not run or (len(run) == 1 and run[0] == first and not run[0].text.isupper()):
        return []
    return [Name(run[0].start, run[-1].end, sentence[run[0].start : run[-1].end])]
