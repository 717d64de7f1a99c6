"""What reading a glossary met: how much was read, kept and skipped, and which rule was broken where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

MAX_PROBLEMS = 1_000
"""Problems that are kept with their place; beyond it they are only counted, by rule."""

MAX_CONCEPTS = 1_000_000
MAX_TERM_CHARS = 1_000
MAX_TEXT_CHARS = 20_000
"""The longest definition or note."""

RULES = {
    "xml": "the file is well-formed XML to its end",
    "encoding": "the bytes are what the file says they are",
    "character": "no character that XML forbids",
    "reference": "no bare & and no reference but those of XML",
    "root": "the root element is <tbx> or <martif>",
    "namespace": "TBX version 3 is in its namespace",
    "dialect": "the root names its dialect in `type`",
    "style": "TBX version 3 says `dca` or `dct`",
    "header": "there is a header",
    "structure": "elements are those of the file's version, one term in each term section",
    "id": "ids are unique",
    "language": "terms are in a section that names its language in xml:lang",
    "term": "a term has text, of a bearable length, without damaged characters",
    "twice": "a term is there once in its concept",
    "no-term": "a concept has a term that can be used",
    "status": "the status is a known word",
    "picklist": "values are those that the dialect allows",
    "place": "a data category is at its level: concept, language or term",
    "length": "definitions and notes are of a bearable length",
    "cells": "a row has no more cells than there are headings",
    "row": "rows of one concept agree on it",
}
"""What each rule asks for."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule that the file breaks; `line` from 1, 0 where it is not known.

    Attributes:
        rule: stable name, one of `RULES`.
    """

    line: int
    concept: str
    rule: str
    message: str


@dataclass(slots=True)
class GlossaryReport:
    """What reading has met so far; the same for every format.

    Attributes:
        format: as a person would call it (`TBX v3 TBX-Basic (dca)`, `CSV with ;`).
        dialect, style: as a TBX file names them (`TBX-Basic`, `dca`).
        entries: concepts that the file has; in a table, rows with the same id are one.
        concepts, terms: how many were given; `terms_read` is how many there were.
        skipped: what was left out and why, as (`row`, `concept` or `term`; reason).
        problems: broken rules in the order of the file, the first thousand; `rules` counts them all.
        ignored: data categories without a place in the termbase, with their counts.
        read_as: what was read as something else that is near, with counts (`superseded read as deprecated`).
        broken: why reading stopped before the end of the file; empty if it did not.
    """

    format: str = ""
    dialect: str = ""
    style: str = ""
    entries: int = 0
    concepts: int = 0
    terms_read: int = 0
    terms: int = 0
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    rules: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)
    read_as: Counter[str] = field(default_factory=Counter)
    broken: str = ""

    def problem(self, line: int, concept: str, rule: str, message: str) -> None:
        """Note a broken rule."""
        self.rules[rule] += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(line, concept, rule, message))

    def skip(self, kind: str, reason: str) -> None:
        """Count something that is left out."""
        self.skipped[kind, reason] += 1

    def skipped_of(self, kind: str) -> int:
        """How many of a kind were left out."""
        return sum(count for (which, _), count in self.skipped.items() if which == kind)
