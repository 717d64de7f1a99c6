"""CSV and TSV glossaries written from concepts, such that `table` reads the same concepts again.

A concept takes as many rows as it has terms in one language; its first row has its texts. Columns that would be empty
are left out. No cell can be computed by a spreadsheet: see `formats.cells`.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import BinaryIO

from workbench.core.term import Concept, Term
from workbench.formats.cells import guarded
from workbench.formats.glossary import words
from workbench.formats.glossary.report import MAX_TERM_CHARS, MAX_TEXT_CHARS
from workbench.formats.glossary.table import SHORT_TYPES

_TEXTS = ("domain", "definition", "note")
_FIELDS = ("status", "pos", "gender", "type", "note", "case")


def write_table(concepts: Sequence[Concept], stream: BinaryIO, *, delimiter: str = ",") -> Counter[str]:
    """Write a glossary as UTF-8 with a byte order mark for CSV, which Excel needs, and without one for TSV.

    Args:
        stream: open for writing bytes; not closed here.
    Returns: what could not be written as it is, with counts; empty if reading gives the same concepts again.
    """
    losses: Counter[str] = Counter()
    by_language = [_sound_terms(concept, losses) for concept in concepts]
    languages = tuple(dict.fromkeys(tag for terms in by_language for tag in terms))
    used = {
        (tag, name)
        for terms in by_language
        for tag, listed in terms.items()
        for term in listed
        for name, value in zip(_FIELDS, _fields(term), strict=True)
        if value
    }
    texts = [name for name in _TEXTS if any(getattr(concept, name) for concept in concepts)]
    fields = [(tag, name) for tag in languages for name in ("", *_FIELDS) if not name or (tag, name) in used]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(["concept", *texts, *(_heading(tag, name) for tag, name in fields)])
    for concept, terms in zip(concepts, by_language, strict=True):
        if not terms:
            losses["concept without a term left out"] += 1
        for at in range(max(map(len, terms.values()), default=0)):
            shown = [_flat(getattr(concept, name), losses) if at == 0 else "" for name in texts]
            cells = [_cell(terms.get(tag, []), at, name, losses) for tag, name in fields]
            writer.writerow(map(guarded, [_flat(concept.id, losses), *shown, *cells]))
    stream.write(buffer.getvalue().encode("utf-8-sig" if delimiter == "," else "utf-8", "replace"))
    return losses


def _sound_terms(concept: Concept, losses: Counter[str]) -> dict[str, list[Term]]:
    """The terms that can be written, by language."""
    found: dict[str, list[Term]] = {}
    for term in concept.terms:
        listed = found.setdefault(term.language, [])
        text = " ".join(term.text.split())
        if not text or len(text) > MAX_TERM_CHARS or any(text == " ".join(other.text.split()) for other in listed):
            losses["term left out (empty, too long or there twice)"] += 1
        else:
            listed.append(term)
        if words.part_of_speech(term.part_of_speech) != term.part_of_speech:
            losses[f"part of speech {term.part_of_speech!r} read as the usual word"] += 1
    return {tag: listed for tag, listed in found.items() if listed}


def _heading(tag: str, name: str) -> str:
    usual = words.heading_language(tag) == tag
    return f"{tag} {name}".strip() if usual else f"{name or 'term'}:{tag}"


def _cell(terms: Sequence[Term], at: int, name: str, losses: Counter[str]) -> str:
    if at >= len(terms):
        return ""
    if not name:
        return _flat(terms[at].text, losses).replace("|", "\\|")
    return _flat(_fields(terms[at])[_FIELDS.index(name)], losses)


def _fields(term: Term) -> tuple[str, ...]:
    """A term's values in the order of `_FIELDS`; case only where the type does not imply it."""
    implied = term.term_type in SHORT_TYPES
    case = "" if term.case_sensitive == implied else "yes" if term.case_sensitive else "no"
    return term.status.value, term.part_of_speech, term.gender, term.term_type, term.note, case


def _flat(text: str, losses: Counter[str]) -> str:
    flat = " ".join(text.replace("\x00", " ").split())
    if flat != text:
        losses["white space made one space"] += 1
    if len(flat) > MAX_TEXT_CHARS:
        losses[f"text over {MAX_TEXT_CHARS:,} characters left out"] += 1
        return ""
    return flat
