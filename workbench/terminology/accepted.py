"""The forms of a term that the matcher takes for it, so that a linguist sees what it does.

Forms are made from the tables of the language, nouns by number, case and possessive, verbs by their endings; then each
is given to the matcher alone, and only what it takes is told, with its grade. In a text its neighbours may speak
against a form; and of a verb the matcher reads more forms than are made here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.core.language import base
from workbench.core.term import Concept, Grade, Term
from workbench.terminology.forms import forms, in_form
from workbench.terminology.lookup import TermFinder
from workbench.terminology.verbs import conjugated
from workbench.text.morphology import Form, inflection
from workbench.text.normalize import fold

_VERB, _CITED = "verb", ""
_LAST = ("az", "hy")
"""Languages in which the last word of a verb phrase takes the endings; in others it is the first."""

_WRITTEN_OUT = str.maketrans({"A": "ə", "I": "i", "Q": "k"})
"""One letter for each that vowel harmony chooses; the verb then asks for its own."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A form that is found.

    Attributes:
        text: as it is written.
        form: which one it is, in words (`plural genitive`, `verb`); empty for the term as it is cited.
        grade: how sure a hit of it alone is.
    """

    text: str
    form: str
    grade: Grade


def accepted(term: Term) -> list[Accepted]:
    """The forms of a term that the matcher takes for it, as cited first, each once."""
    finder = TermFinder([Concept("term", (term,))])
    found: dict[str, Accepted] = {}
    for text, form in _made(term):
        if text in found:
            continue
        hits = finder.find(text, term.language)
        if len(hits) == 1 and (hits[0].start, hits[0].end) == (0, len(text)):
            found[text] = Accepted(text, form, hits[0].grade)
    return list(found.values())


def _made(term: Term) -> Iterator[tuple[str, str]]:
    """Forms that there may be; what is none is left for the matcher to refuse."""
    yield term.text, _CITED
    if term.part_of_speech == _VERB:
        yield from ((text, _VERB) for text in _verb_forms(term.text, base(term.language)))
        return
    for form in forms(term.language):
        yield in_form(term.text, term.language, form), _in_words(form)
    if base(term.language) == "fr" and term.part_of_speech == "adjective":
        for form in (Form(gender="feminine"), Form("plural", gender="feminine")):
            yield in_form(term.text, "fr", form), _in_words(form)


def _in_words(form: Form) -> str:
    """`plural genitive`, `third possessive`; what is unmarked is not said."""
    plain = Form()
    told = [
        form.number if form.number != plain.number else "",
        form.gender,
        f"possessive {form.possessive}".replace("_", " ") if form.possessive else "",
        "definite" if form.definite else "",
        form.case if form.case != plain.case else "",
    ]
    return " ".join(filter(None, told))


def _verb_forms(citation: str, language: str) -> Iterator[str]:
    words = citation.split()
    at = -1 if language in _LAST else 0
    if language not in ("en", "fr", "az", "hy") or not words:
        return
    table = inflection(language)["verbs"]
    made = _irregular(table, fold(words[at], language), language)
    if not made or language == "en":
        made = [*made, *_regular(table, words[at], language)]
    for form in made:
        yield " ".join([*words[:at], form] if at else [form, *words[1:]])


def _regular(table: dict[str, object], verb: str, language: str) -> Iterator[str]:
    """Forms of one verb; where no rule says how it is spelt, its endings are put in place of the infinitive's."""
    mark = "" if language == "en" else "~"
    for ending in _endings(table, verb, language):
        made = conjugated(verb, mark + ending, language)
        if made is not None:
            yield made
        elif language == "fr":
            yield re.sub("(?:er|ir|oir|re)$", ending, verb)


def _irregular(table: dict[str, object], verb: str, language: str) -> list[str]:
    listed = table.get("irregular", {})
    assert isinstance(listed, dict)
    return next((str(written).split() for cited, written in listed.items() if fold(cited, language) == verb), [])


def _endings(table: dict[str, object], verb: str, language: str) -> list[str]:
    """The endings that verbs like this one take."""
    if language == "hy":
        return f"{table['finite']} {table['nominal']}".split()
    if language == "az":
        plain = re.sub(r"\(.\)", "", str(table["tenses"])).translate(_WRITTEN_OUT)
        return [ending for ending in plain.split() if len(ending) > 1]  # `r` and `z` stand after vowels only
    if language == "en":
        return ["s", "ed", "ing"]
    endings = table["endings"]
    assert isinstance(endings, dict)
    return next((str(listed).split() for cited, listed in endings.items() if verb.endswith(cited)), [])
