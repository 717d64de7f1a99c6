"""A verb in the form in which another one stands, as far as that is regular: what follows the stem is carried over.

No paradigm is written here: of two verbs of one conjugation the endings are the same, but for vowel harmony
(Azerbaijani) and spelling (English, French). What is irregular on either side is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.core.language import base
from workbench.text.endings import VERB
from workbench.text.harmony import shape_of
from workbench.text.morphology import inflection, morphology
from workbench.text.normalize import comparable, fold
from workbench.text.tokenizer import words_of

_HARMONIC = {"a": ("a", "ə"), "ə": ("a", "ə"), **{vowel: ("ı", "i", "u", "ü") for vowel in "ıiuü"}}
_AZ_VOWELS = "aıoueəiöü"
_SILENT = frozenset({"e", "es", "ent", "era", "eront", "erait", "eraient", "erai"})
_ENGLISH = ("", "s", "ed", "ing")
_LAST = frozenset({"az", "hy"})
_CAUSATIVE = "ցնել"


def ending_of(citation: str, surface: str, language: str) -> str | None:
    """What a form of a verb has after its stem, for `conjugated`; None if it is no regular form of that verb.

    Args:
        citation: the infinitive, of a phrase the whole phrase; surface: as a text has it, the same number of words.
    """
    code = base(language)
    cited, there = comparable(citation, code).split(), comparable(surface, code).split()
    at = _conjugating(code)
    if len(cited) != len(there) or not cited or not _is_regular(cited[at], code):
        return None
    others = [
        (one, other) for number, (one, other) in enumerate(zip(cited, there, strict=True)) if number != at % len(cited)
    ]
    if any(one != other for one, other in others):
        return None
    if code == "en":
        return next((ending for ending in _ENGLISH if _english(cited[at], ending) == there[at]), None)
    for stem in _stems(cited[at], code):
        for prefix in ("", "չ") if code == "hy" else ("",):
            if there[at].startswith(prefix + stem) and _is_form(there[at], cited[at], code):
                return prefix + "~" + there[at][len(prefix + stem) :]
    return None


def conjugated(citation: str, ending: str, language: str) -> str | None:
    """A verb with an ending of another one; None where its conjugation is another, or the spelling would change."""
    code = base(language)
    words = citation.split()
    if not words:
        return None
    at = _conjugating(code)
    verb = fold(words[at], code)
    if code == "en" and verb in inflection("en")["verbs"]["irregular"] and ending == "ed":
        past = inflection("en")["verbs"]["irregular"][verb].split()
        return " ".join([past[0], *words[1:]]) if len(past) == 1 else None
    if code != "en" and not _is_regular(verb, code):
        return None
    prefix, _, suffix = ending.rpartition("~")
    form = {"en": _english, "fr": _french, "az": _azerbaijani, "hy": _armenian}[code](verb, suffix)
    if form is None:
        return None
    words[at] = prefix + form.replace("եւ", "և") if code == "hy" else form
    return " ".join(words)


def verb_spans(text: str, citation: str, language: str) -> Iterator[tuple[int, int]]:
    """Where a text has a regular form of a verb; code points, half-open."""
    words, size = words_of(text, language), len(citation.split())
    for first in range(len(words) - size + 1):
        start, end = words[first].start, words[first + size - 1].end
        if ending_of(citation, text[start:end], language) is not None:
            yield start, end


def _conjugating(code: str) -> int:
    """Which word of a verb phrase takes endings: the last, or the first."""
    return -1 if code in _LAST else 0


def _is_regular(verb: str, code: str) -> bool:
    if code not in ("en", "fr", "az", "hy"):
        return False
    irregular = inflection(code)["verbs"].get("irregular", {})
    if verb in {fold(each, code) for each in irregular}:
        return False
    match code:
        case "fr":
            return verb.endswith("er") and len(verb) > 3
        case "hy":
            return verb.endswith(("ել", "ալ")) and not verb.endswith(_CAUSATIVE)
        case "az":
            return verb.endswith(("maq", "mək")) and len(verb) > 4
    return verb.isalpha()


def _stems(verb: str, code: str) -> list[str]:
    stem = verb[:-3] if code == "az" else verb[:-2]
    voiced = inflection("az")["verbs"]["voiced"].get(stem) if code == "az" else None
    return [stem, voiced] if voiced else [stem]


def _is_form(word: str, verb: str, code: str) -> bool:
    return word == verb or any(morphology(code).candidates(word, VERB, {VERB + verb}))


def _english(verb: str, ending: str) -> str | None:
    """A regular form: `agreed`, `reaffirms`, `supplies`; verbs that double their consonant are left alone."""
    if not ending:
        return verb
    if re.search(r"[^aeiou][aeiou][bdgklmnprt]$", verb) and len(verb) < 6 and ending in ("ed", "ing"):
        return None
    if re.search(r"[^aeiou]y$", verb) and ending in ("s", "ed"):
        return verb[:-1] + ("ies" if ending == "s" else "ied")
    if ending == "s":
        return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if verb.endswith("e") and not (ending == "ing" and verb.endswith(("ee", "oe", "ye"))):
        return verb[:-1] + ending
    return verb + ending


def _french(verb: str, suffix: str) -> str | None:
    stem = verb[:-2]
    if (
        suffix in _SILENT
        and re.search("[eé][^aeiouy]{1,2}$", stem)
        and not re.search("[eé](?:rr|ss|ll|tt|r[a-z]|n[a-z])$", stem)
    ):
        return None  # `rejette`, `appelle`, `complète`
    if suffix in _SILENT and stem.endswith("y"):
        stem = stem[:-1] + "i"
    if suffix[:1] in ("a", "o", "â"):
        stem = stem + "e" if stem.endswith("g") else stem[:-1] + "ç" if stem.endswith("c") else stem
    return stem + suffix


def _armenian(verb: str, suffix: str) -> str | None:
    is_same = (verb[-2:] == "ել") is not suffix.startswith(("աց", "ա"))
    return verb[:-2] + suffix if is_same or suffix in ("ած", "ան") else None


def _azerbaijani(verb: str, suffix: str) -> str | None:
    stem = verb[:-3]
    ends_in_vowel = stem[-1] in _AZ_VOWELS
    if suffix[:1] == "y" and suffix[1:2] in _AZ_VOWELS and not ends_in_vowel:
        suffix = suffix[1:]
    elif suffix[:1] in _AZ_VOWELS and suffix and ends_in_vowel:
        suffix = "y" + suffix
    if suffix[:1] in _AZ_VOWELS and suffix:
        stem = inflection("az")["verbs"]["voiced"].get(stem, stem)
    return stem + _harmonised(suffix, stem)


def _harmonised(suffix: str, stem: str) -> str:
    """An ending with the vowels, and the k or q, that a stem asks for."""
    said = stem
    for letter in suffix:
        harmony = shape_of(said)[0]  # 0 ı, 1 i, 2 u, 3 ü
        choice = _HARMONIC.get(letter)
        if choice:
            letter = choice[harmony] if len(choice) == 4 else choice[harmony % 2]
        elif letter in "qk" and said[-1] in _AZ_VOWELS:
            letter = "k" if harmony % 2 else "q"
        elif letter == "ğ" and harmony % 2:
            letter = "y"
        said += letter
    return said[len(stem) :]
