"""The article or preposition before a noun, fitted to another noun: `de la` to `du`, `l’` to `le`, `a` to `an`."""

from __future__ import annotations

import re
from functools import cache

from workbench.core.language import base
from workbench.text.morphology import inflection
from workbench.text.normalize import capitalized, fold

_ENGLISH = re.compile(r"(?<!\w)([Aa])n?(\s+)$")
_VOWEL_LETTERS = "aefhilmnorsx"
"""Letters whose English names begin with a vowel: `an EU`, which is read as one word, aside."""
_CONSONANT_SOUND = re.compile(r"(?:eu|one\b|uni(?!n)|us[aeiu]|u[nks]\b|ur[aeiou]|ut[aeiou])")


def fitted(head: str, noun: str, language: str, gender: str = "") -> str:
    """A text that stands before a noun with its last article fitted to that noun; the same where nothing is to fit.

    Args:
        gender: `feminine` or `masculine` of a French noun; guessed from its ending where it is empty.
    """
    if not noun:
        return head
    match base(language):
        case "en":
            return _ENGLISH.sub(lambda found: found[1] + ("n" if _opens_with_vowel(noun) else "") + found[2], head)
        case "fr":
            return _french(head, noun, gender or gender_of(noun))
    return head


def _opens_with_vowel(noun: str) -> bool:
    if len(noun) > 1 and noun[:2].isupper():
        return noun[0].lower() in _VOWEL_LETTERS
    word = noun.lower()
    return word[0] in "aeiou" and not _CONSONANT_SOUND.match(word)


def gender_of(noun: str) -> str:
    """`feminine` or `masculine` where the ending of a French noun tells, else empty."""
    first = fold(noun.split()[0], "fr") if noun.split() else ""
    endings, words = _genders()
    if first in words:
        return words[first]
    fitting = [ending for ending in endings if first.endswith(ending)]
    return endings[max(fitting, key=len)] if fitting and not noun.isupper() else ""


@cache
def _genders() -> tuple[dict[str, str], dict[str, str]]:
    table = inflection("fr")["gender"]["of_nouns"]
    endings = {end: gender for gender in ("feminine", "masculine") for end in table[gender].split()}
    words = {word: gender for gender in ("feminine", "masculine") for word in table[f"{gender}_words"].split()}
    return endings, words


@cache
def _french_table() -> tuple[re.Pattern[str], dict[str, dict[str, str]]]:
    """A pattern for the articles that fit a noun, and for each its forms by `masculine`, `feminine` and `elided`."""
    rows: list[dict[str, str]] = inflection("fr")["phrase"]["determiners"]
    forms: dict[str, dict[str, str]] = {}
    for row in rows:
        for written in row.values():
            forms.setdefault(written, row)
    either = "|".join(re.escape(each) for each in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![\w’'])({either.replace('’', '[’' + chr(39) + ']')})(\s*)$", re.IGNORECASE), forms


def _french(head: str, noun: str, gender: str) -> str:
    pattern, forms = _french_table()
    found = pattern.search(head)
    if not found:
        return head
    article, space = found[1], found[2]
    if (not space) is not article.endswith(("’", "'")):
        return head
    written = fold(article, "fr").replace("'", "’")
    elides = fold(noun[0], "fr") in inflection("fr")["phrase"]["vowels"] and not _aspirated(noun)
    form = _by_gender(forms[written], written, gender, "_vowel" if elides else "")
    form = capitalized(form, "fr") if article[0].isupper() else form
    return head[: found.start()] + form + ("" if form.endswith("’") else space or " ")


def _by_gender(row: dict[str, str], there: str, gender: str, sound: str) -> str:
    """The form for a noun; where its gender is not known the gender of what stands there, if that tells."""
    if not gender:
        gender = next((name for name in ("masculine", "feminine") if there in (row[name], row[f"{name}_vowel"])), "")
    return row[f"{gender or 'masculine'}{sound}"]


@cache
def _aspirated(noun: str) -> bool:
    """Whether a French word begins with an h that nothing elides before: `le Haut-Commissariat`."""
    first = fold(noun.split()[0], "fr")
    return first.startswith(tuple(inflection("fr")["phrase"]["aspirated"].split()))
