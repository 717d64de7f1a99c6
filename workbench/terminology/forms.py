"""Which form a term stands in, and the same form of another term.

A form is read by writing: the surface is compared with every form that the citation form has. Where two forms look
alike (an Azerbaijani accusative and a possessive after a consonant), the less marked one is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import product

from workbench.core.language import base
from workbench.core.term import Grade
from workbench.text.morphology import CASES, Form, analyse, inflect
from workbench.text.normalize import capitalized, comparable, fold, is_shouted, upper

_REMEMBERED = 20_000
_NUMBERS = ("singular", "plural")
_POSSESSIVES = {"az": ("", "third", "first_plural", "second_plural", "first"), "hy": ("", "first")}
_PLURALS = {
    "az": re.compile("l[aə]r(?:[ıi])?$"),
    "hy": re.compile("[^՝ ]{2}(?:ներ|եր)$"),
    "en": re.compile("(?:[^suinpw]|ion|ent|ng|er)s$"),
    "fr": re.compile("(?:[^suiapoèy]s|eaux|aux|eux|ées|ions|ités)$"),
}
"""Terms that are cited in the plural."""
_TAG, _LETTER = re.compile("<[^<>]*>"), re.compile(r"[^\W\d_]")
_OPENING, _ENDS = ' «“"(\u00a0\u202f', ".!?…։:"
_WORD = re.compile(r"[^\W_]+(?:[՛՜՞]+[^\W_]*)*")
_SHORTEST_STEM = 3

Known = Callable[[str], bool]
"""Tells whether a folded word is a word in citation form."""


def forms(language: str) -> Iterator[Form]:
    """Every form that a noun of a language has, the least marked first."""
    code = base(language)
    cases = CASES if code in ("az", "hy") else CASES[:2] if code == "en" else CASES[:1]
    definite = (False, True) if code == "hy" else (False,)
    for number, possessive, article, case in product(_NUMBERS, _POSSESSIVES.get(code, ("",)), definite, cases):
        if not (possessive and article):
            yield Form(number, case, possessive, article)


@lru_cache(maxsize=_REMEMBERED)
def written(citation: str, language: str) -> dict[str, Form]:
    """The forms of a term by how they are written, as `comparable` gives it; shared, not to be changed."""
    found: dict[str, Form] = {}
    for form in forms(language):
        if form.number == "plural" and _is_plural(citation, language):
            continue
        found.setdefault(comparable(inflect(citation, language, form), language), form)
    return found


def form_of(citation: str, surface: str, language: str) -> Form | None:
    """The form that a term stands in; None if this is none of its forms."""
    found = written(citation, language).get(comparable(" ".join(surface.split()), language))
    return replace(found, number="plural") if found and _is_plural(citation, language) else found


def in_form(citation: str, language: str, form: Form) -> str:
    """A term in a form; one that is cited in the plural stays in it."""
    cited = replace(form, number="singular") if _is_plural(citation, language) else form
    return inflect(citation, language, cited)


def _is_plural(citation: str, language: str) -> bool:
    code = base(language)
    pattern = _PLURALS.get(code)
    if pattern is None or not citation.islower():
        return False
    head = citation.split()[0] if code == "fr" else citation
    return pattern.search(fold(head, code)) is not None


def form_of_word(word: str, language: str, known: Known) -> Form | None:
    """The form that the endings of a noun say it stands in, where its citation form is not given.

    Args:
        word: as a text has it; of several words the last (az, hy).
        known: prefers readings whose citation form is a word.
    Returns: None where neither the ending nor the list of words tells.
    """
    words = _WORD.findall(word)
    if not words:
        return None
    word = words[-1]
    citations = dict.fromkeys(
        each.citation for each in analyse(word, language, "n") if each.grade is not Grade.UNCERTAIN
    )
    told = [(citation, form) for citation in citations if (form := form_of(citation, word, language))]
    sure = [each for each in told if known(each[0])]
    if sure:
        return min(sure, key=lambda each: len(each[0]))[1]
    likely = [each for each in told if len(each[0]) >= _SHORTEST_STEM and each[0] != fold(word, language)]
    return max(likely, key=lambda each: len(each[0]))[1] if likely else None


def in_place(text: str, head: str, standing: str, tail: str, language: str) -> str:
    """A term with the capitals of its place: at the beginning of a sentence, or among capitals.

    Args:
        head, tail: what stands before and after it; standing: what it replaces.
    """
    if is_shouted(standing) and is_shouted(head + tail if _LETTER.search(head + tail) else standing):
        return upper(text, language)
    before = _TAG.sub("", head).rstrip(_OPENING)
    opens = not before or before[-1] in _ENDS
    return capitalized(text, language) if opens and standing[:1].isupper() else text
