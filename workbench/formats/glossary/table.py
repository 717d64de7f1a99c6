"""Rows of a table to concepts, whatever the table came from.

A row is a concept; rows with the same id are one, so that a second row can hold a second term with its own status, or
a term in another language where a column names the language of each row.
Several terms in one cell are separated by `|` (a bar of the term itself is written `\\|`). An apostrophe that guards a
cell against being taken for a formula is taken off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from workbench.core.errors import FormatError
from workbench.core.term import Concept, Term, TermStatus
from workbench.formats.cells import unguarded
from workbench.formats.glossary import headings, words
from workbench.formats.glossary.headings import Column, columns_of, has_terms
from workbench.formats.glossary.report import MAX_CONCEPTS, MAX_TERM_CHARS, MAX_TEXT_CHARS, GlossaryReport
from workbench.formats.glossary.statuses import settled

Row = tuple[int, list[str]]
"""A line's number from 1, and its cells."""

_BAR = re.compile(r"(?<!\\)\|")
SHORT_TYPES = frozenset({"abbreviation", "acronym", "initialism"})
_TEXTS = (headings.DOMAIN, headings.DEFINITION, headings.NOTE)
_ADVICE = "write the languages in the first line, for example: concept,en,fr"


@dataclass(slots=True)
class _Draft:
    """A concept as its rows come in."""

    id: str
    line: int
    texts: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[Term, bool]] = field(default_factory=list)


def concepts_of(rows: Iterable[Row], name: str, report: GlossaryReport) -> Iterator[Concept]:
    """The concepts of a table whose first row has the headings, in the order of the table.

    Raises: FormatError if no heading names a language.
    """
    lines = iter(rows)
    _, heading = next(lines, (1, []))
    columns = columns_of(heading)
    if not has_terms(columns):
        shown = ", ".join(cell for cell in heading[:6] if cell) or "nothing"
        raise FormatError(f"no heading names a language (there is {shown[:80]}); {_ADVICE}", path=name, line=1)
    by_row = any(column.field == headings.LANGUAGE for column in columns)
    for column in columns:
        homeless = column.field == headings.TERM and not column.language and not by_row
        if (column.field == headings.UNKNOWN or homeless) and column.heading:
            report.ignored[f"column {column.heading[:40]!r}"] += 1
    for draft in _drafts(lines, columns, report).values():
        concept = _finished(draft, report)
        if concept is not None:
            report.concepts += 1
            report.terms += len(concept.terms)
            yield concept


def _drafts(rows: Iterable[Row], columns: tuple[Column, ...], report: GlossaryReport) -> dict[str, _Draft]:
    """Concepts by id; a row without one gets the number of the concept."""
    drafts: dict[str, _Draft] = {}
    seen: set[tuple[str, ...]] = set()
    id_at = next((at for at, column in enumerate(columns) if column.field == headings.ID), None)
    for line, raw in rows:
        cells = [unguarded(cell.strip()) for cell in raw]
        if not any(cells):
            report.skip("row", "empty")
            continue
        if (same := tuple(cells)) in seen:
            report.skip("row", "there twice")
            continue
        seen.add(same)
        if len(cells) > len(columns):
            report.problem(line, "", "cells", f"{len(cells)} cells under {len(columns)} headings; the rest is left out")
        wanted = " ".join(cells[id_at].split()) if id_at is not None and id_at < len(cells) else ""
        identity = wanted or f"concept-{len(drafts) + 1}"
        while not wanted and identity in drafts:
            identity += "-2"
        if len(drafts) > MAX_CONCEPTS:
            raise FormatError(f"more than {MAX_CONCEPTS:,} concepts; split the termbase", line=line)
        draft = drafts.setdefault(identity, _Draft(identity, line))
        _add_row(draft, line, cells, columns, report)
    report.entries += len(drafts)
    return drafts


def _add_row(draft: _Draft, line: int, cells: list[str], columns: tuple[Column, ...], report: GlossaryReport) -> None:
    """Take the cells of one row into a concept."""
    values: dict[tuple[str, str], str] = {}
    texts: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if not cell or column.field in (headings.ID, headings.TERM, headings.UNKNOWN):
            continue
        text = " ".join(cell.split())
        if len(text) > MAX_TEXT_CHARS:
            report.problem(line, draft.id, "length", f"{column.heading} of {len(cell):,} characters left out")
        elif column.language or column.field not in _TEXTS:
            values[column.language, column.field] = text
        elif texts.setdefault(column.field, text) != text:
            report.ignored[f"{column.field} beyond the first"] += 1
    for name, text in texts.items():
        if draft.texts.setdefault(name, text) != text:
            report.problem(line, draft.id, "row", f"another {name} for the same concept; the first is kept")
    row_language = _row_language(values.get(("", headings.LANGUAGE), ""), draft, line, report)
    for column, cell in zip(columns, cells, strict=False):
        language = column.language or row_language
        if column.field == headings.TERM and language:
            about = {name: value for (tag, name), value in values.items() if not tag}
            about.pop(headings.NOTE, "")
            about |= {name: value for (tag, name), value in values.items() if tag == language}
            for text in _BAR.split(cell) if cell else ():
                _add_term(
                    draft, line, " ".join(text.replace("\\|", "|").split()), language, column.status, about, report
                )


def _row_language(label: str, draft: _Draft, line: int, report: GlossaryReport) -> str:
    tag = words.language_of(label)[0] if label else ""
    if label and not tag:
        report.problem(line, draft.id, "language", f"{label!r} is not a language; the row's term is left out")
    return tag


def _add_term(
    draft: _Draft,
    line: int,
    text: str,
    language: str,
    status: TermStatus | None,
    about: dict[str, str],
    report: GlossaryReport,
) -> None:
    """Add one term; `about` has the values of its other columns by field, `status` that of its column."""
    if not text:
        return
    report.terms_read += 1
    if any(term.text == text and term.language == language for term, _ in draft.terms):
        report.skip("term", "there already in its concept")  # usual where several rows are one concept
        return
    if len(text) > MAX_TERM_CHARS:
        report.problem(line, draft.id, "term", f"{text[:60]!r}…: over {MAX_TERM_CHARS:,} characters; left out")
        report.skip("term", f"over {MAX_TERM_CHARS:,} characters")
        return
    if status is None and (word := about.get(headings.STATUS, "")):
        status, read_as = words.status_of(word)
        if status is None:
            report.problem(line, draft.id, "status", f"unknown status {word!r}; read as none")
        elif read_as:
            report.read_as[read_as] += 1
    kind, case = about.get(headings.TYPE, ""), about.get(headings.CASE, "")
    term = Term(
        text=text,
        language=language,
        status=status or TermStatus.PREFERRED,
        part_of_speech=words.part_of_speech(about.get(headings.POS, "")),
        gender=about.get(headings.GENDER, ""),
        term_type=kind,
        note=about.get(headings.NOTE, ""),
        case_sensitive=words.is_true(case) if case else kind in SHORT_TYPES,
    )
    draft.terms.append((term, status is not None))


def _finished(draft: _Draft, report: GlossaryReport) -> Concept | None:
    """The concept; of terms without a status the first of its language is preferred, the others are admitted."""
    if not draft.terms:
        report.problem(draft.line, draft.id, "no-term", "no term that can be used; left out")
        report.skip("concept", "no term that can be used")
        return None
    terms = settled(draft.terms)
    order = {language: at for at, language in enumerate(dict.fromkeys(term.language for term in terms))}
    terms.sort(key=lambda term: order[term.language])
    return Concept(draft.id, tuple(terms), **{name: draft.texts.get(name, "") for name in _TEXTS})
