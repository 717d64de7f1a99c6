"""What the heading of a glossary's column means: a concept's field, the terms of a language, or a field of those.

`en`, `English`, `Terme (français)` are terms, and so is `term:ast`, where the language is not a usual one;
`en status`, `fr:pos`, `note_az` are fields of a language's terms, `en forbidden` terms of that status; `concept`,
`domain`, `definition`, `note` are the concept's. A field without a language (`status`, `part of speech`) goes to all
terms of the row; beside a column `language`, a column `term` has terms in the language of each row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from workbench.core.term import TermStatus
from workbench.formats.glossary import words

ID, DOMAIN, DEFINITION, NOTE = "id", "domain", "definition", "note"
LANGUAGE = "language"
TERM, STATUS, POS, GENDER, TYPE, CASE = "term", "status", "pos", "gender", "type", "case"
UNKNOWN = "unknown"

_FIELDS = {
    ID: "concept id conceptid entry entryid termid conceptname identifier number nr no",
    DOMAIN: "domain subject subjectfield field domaine fachgebiet topic category saha ոլորտ",
    DEFINITION: "definition def description explanation erklarung beschreibung tərif սահմանում",
    NOTE: "note notes comment comments remark remarks remarque commentaire bemerkung qeyd նշում",
    TERM: "term terms terme termes begriff benennung termin տերմին word text value source target src tgt translation",
    LANGUAGE: "language lang locale langue sprache dil լեզու languagecode",
    STATUS: "status termstatus usage usagestatus administrativestatus statut normativeauthorization",
    POS: "pos partofspeech wordclass grammar categoriegrammaticale wortart",
    GENDER: "gender grammaticalgender genre genus",
    TYPE: "type termtype",
    CASE: "case casesensitive casesensitivity",
}
_BY_KEY = {words.key(word): field for field, listed in _FIELDS.items() for word in listed.split()}
_OF_CONCEPT = frozenset({ID, DOMAIN, DEFINITION, LANGUAGE})
_LONGEST_HEADING = 120
_SPLIT = re.compile(r"[\s:._/()\[\]|-]+")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        field: one of the names above; UNKNOWN if the heading says nothing known.
        language: tag of the terms it is about; empty for a concept's field and for one of all terms.
        status: of the terms in this column, where the heading says one.
        heading: as it stands.
    """

    field: str
    language: str = ""
    status: TermStatus | None = None
    heading: str = ""


def column_of(heading: str) -> Column:
    """What a heading means."""
    text = heading.strip().strip("\ufeff#").strip()
    if len(text) > _LONGEST_HEADING:
        return Column(UNKNOWN, heading=text)
    if field := _BY_KEY.get(words.key(text)):
        return Column(field, heading=text)
    if tag := words.heading_language(text):
        return Column(TERM, tag, heading=text)
    word, _, label = text.partition(":")
    if (known := _field_of(word, words.language_of(label)[0], text)) is not None and known.language:
        return known
    parts = [part for part in _SPLIT.split(text) if part]
    for cut in range(1, len(parts)):
        for tagged, rest in ((parts[:cut], parts[cut:]), (parts[cut:], parts[:cut])):
            tag = words.heading_language("-".join(tagged)) or words.heading_language(" ".join(tagged))
            found = _field_of(" ".join(rest), tag, text) if tag else None
            if found is not None:
                return found
    return Column(UNKNOWN, heading=text)


def _field_of(word: str, tag: str, heading: str) -> Column | None:
    """The column of a language that `word` names."""
    field = _BY_KEY.get(words.key(word))
    if field is not None:
        return Column(field, "" if field in _OF_CONCEPT else tag, heading=heading)
    status, _ = words.status_of(word)
    return Column(TERM, tag, status, heading) if status is not None else None


def columns_of(headings: list[str]) -> tuple[Column, ...]:
    """The columns of a table, in order."""
    return tuple(column_of(heading) for heading in headings)


def has_terms(columns: tuple[Column, ...]) -> bool:
    """Whether a table can be a glossary: columns of terms by language, or one of terms and one of their languages."""
    fields = {column.field for column in columns}
    return bool(languages_of(columns)) or {TERM, LANGUAGE} <= fields


def languages_of(columns: tuple[Column, ...]) -> tuple[str, ...]:
    """Languages that the headings name."""
    return tuple(dict.fromkeys(column.language for column in columns if column.field == TERM and column.language))
