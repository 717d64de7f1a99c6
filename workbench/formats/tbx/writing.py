"""TBX-Basic (version 3, data categories as attributes) written from concepts, one term a line.

What the dialect cannot carry is written as near as it allows and counted; the counts are the loss report. `forbidden`
and `case-sensitive` stand at the head of a term's note, as the reader expects them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from workbench.core.term import Concept, Term, TermStatus
from workbench.formats.glossary import words
from workbench.formats.glossary.report import MAX_TERM_CHARS, MAX_TEXT_CHARS
from workbench.formats.tbx.entry import CASE_WORD, FORBIDDEN_WORD, SHORT_TYPES
from workbench.formats.tbx.rules import PICKLISTS

_STATUS = {
    TermStatus.PREFERRED: "preferredTerm-admn-sts",
    TermStatus.ADMITTED: "admittedTerm-admn-sts",
    TermStatus.DEPRECATED: "deprecatedTerm-admn-sts",
    TermStatus.FORBIDDEN: "deprecatedTerm-admn-sts",
}
_NEAREST = {
    "partOfSpeech": {"properNoun": "noun"},
    "grammaticalGender": {"m": "masculine", "f": "feminine", "n": "neuter"},
    "termType": {"initialism": "acronym", "fullform": "fullForm", "entryTerm": "", "synonym": ""},
}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_ID = re.compile(r"[^\w.\-]")


@dataclass(frozen=True, slots=True)
class TbxHeader:
    """What the header of the file says; a publication and several lines of it are optional."""

    title: str = "Termbase"
    publication: str = ""
    source: str = "Written by the statement workbench."
    language: str = "en"


def write_tbx(concepts: Iterable[Concept], stream: BinaryIO, header: TbxHeader | None = None) -> Counter[str]:
    """Write a termbase; ids come out such that XML allows them.

    Args:
        stream: open for writing bytes; not closed here.
    Returns: what could not be written as it is, with counts; empty if reading gives the same concepts again.
    """
    losses: Counter[str] = Counter()
    taken: set[str] = set()
    stream.write(_head(header or TbxHeader()).encode("utf-8"))
    for concept in concepts:
        stream.write(_concept(concept, losses, taken).encode("utf-8"))
    stream.write(b"    </body>\n  </text>\n</tbx>\n")
    return losses


def safe_id(wanted: str) -> str:
    """An id that XML allows, the same one where it already does: `10027_15` → `c-10027_15`."""
    cleaned = _NOT_IN_ID.sub("_", wanted.strip())
    return cleaned if cleaned[:1].isalpha() or cleaned.startswith("_") else f"c-{cleaned}"


def _head(header: TbxHeader) -> str:
    publication = (
        f"      <publicationStmt>\n        <p>{_xml(header.publication)}</p>\n      </publicationStmt>\n"
        if header.publication
        else ""
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<tbx type="TBX-Basic" style="dca" xml:lang={quoteattr(header.language)} '
        'xmlns="urn:iso:std:iso:30042:ed-2">\n'
        "  <tbxHeader>\n    <fileDesc>\n      <titleStmt>\n"
        f"        <title>{_xml(header.title)}</title>\n"
        "      </titleStmt>\n"
        f"{publication}"
        "      <sourceDesc>\n"
        f"        <p>{_xml(header.source)}</p>\n"
        "      </sourceDesc>\n    </fileDesc>\n  </tbxHeader>\n  <text>\n    <body>\n"
    )


def _concept(concept: Concept, losses: Counter[str], taken: set[str]) -> str:
    """One `conceptEntry`; empty where no term can be written."""
    by_language: dict[str, list[str]] = {}
    written: set[tuple[str, str]] = set()
    for term in concept.terms:
        text = _flat(term.text, losses)
        if not text or len(text) > MAX_TERM_CHARS or (term.language, text) in written:
            losses["term left out (empty, too long or there twice)"] += 1
            continue
        written.add((term.language, text))
        by_language.setdefault(term.language, []).append(_term(term, text, losses))
    if not by_language:
        losses["concept without a term left out"] += 1
        return ""
    lines = [f"      <conceptEntry id={quoteattr(_id(concept.id, losses, taken))}>"]
    for element, value in (
        ('descrip type="subjectField"', concept.domain),
        ('descrip type="definition"', concept.definition),
        ("note", concept.note),
    ):
        if text := _long(value, losses):
            lines.append(f"        <{element}>{escape(text)}</{element.partition(' ')[0]}>")
    for language, terms in by_language.items():
        lines += [f"        <langSec xml:lang={quoteattr(language)}>", *terms, "        </langSec>"]
    return "\n".join([*lines, "      </conceptEntry>", ""])


def _id(wanted: str, losses: Counter[str], taken: set[str]) -> str:
    """The id, made fit for XML and unique; a change is a loss."""
    chosen = unique = safe_id(wanted)
    number = 1
    while unique in taken:
        number += 1
        unique = f"{chosen}-{number}"
    taken.add(unique)
    if unique != wanted:
        losses["id changed, since XML does not allow it or it is taken"] += 1
    return unique


def _term(term: Term, text: str, losses: Counter[str]) -> str:
    notes = [
        ("partOfSpeech", _picked("partOfSpeech", words.part_of_speech(term.part_of_speech), losses)),
        ("grammaticalGender", _picked("grammaticalGender", term.gender, losses)),
        ("administrativeStatus", _STATUS[term.status]),
        ("termType", _picked("termType", term.term_type, losses)),
    ]
    written = "".join(f'<termNote type="{name}">{value}</termNote>' for name, value in notes if value)
    written += "".join(f"<note>{escape(note)}</note>" for note in _notes(term, dict(notes)["termType"], losses))
    return f"          <termSec><term>{escape(text)}</term>{written}</termSec>"


def _notes(term: Term, written_type: str, losses: Counter[str]) -> Iterator[str]:
    """The term's note, and what TBX-Basic has no category for, in words that the reader knows."""
    note = _long(term.note, losses)
    if note.startswith((FORBIDDEN_WORD, CASE_WORD)):
        losses["note that begins with a word of ours, put in brackets"] += 1
        note = f"({note})"
    if term.status is TermStatus.FORBIDDEN:
        yield f"{FORBIDDEN_WORD}: {note}" if note else FORBIDDEN_WORD
    elif note:
        yield note
    is_short = written_type in SHORT_TYPES
    if term.case_sensitive and not is_short:
        yield CASE_WORD
    elif is_short and not term.case_sensitive:
        losses["abbreviation that is not case-sensitive"] += 1


def _picked(name: str, value: str, losses: Counter[str]) -> str:
    """A value of the picklist, or the nearest one; empty where there is none."""
    allowed = PICKLISTS[name]
    if not value or value in allowed:
        return value
    nearest = _NEAREST[name].get(value, "" if name == "termType" else "other")
    losses[f"{name} {value!r} written as {nearest!r}" if nearest else f"{name} {value!r} left out"] += 1
    return nearest


def _flat(text: str, losses: Counter[str]) -> str:
    """Text as the reader gives it again: no forbidden characters, white space as one space."""
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    flat = " ".join(_FORBIDDEN.sub(" ", text).split())
    if flat != text:
        losses["white space or control characters made one space"] += 1
    return flat


def _long(text: str, losses: Counter[str]) -> str:
    flat = _flat(text, losses)
    if len(flat) > MAX_TEXT_CHARS:
        losses[f"text over {MAX_TEXT_CHARS:,} characters left out"] += 1
        return ""
    return flat


def _xml(text: str) -> str:
    return escape(_FORBIDDEN.sub(" ", text))
