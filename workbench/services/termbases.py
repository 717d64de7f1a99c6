"""Termbases from their files, and from the cache of what those files held.

A glossary is read once; what it gave is kept under a hash of its bytes, so that a large one opens in a second and a
changed one is read again. The cache can be thrown away at any time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.config import cache_dir
from workbench.core.errors import FormatError, InputError, TermbaseError, WorkbenchError
from workbench.core.term import Concept
from workbench.formats.glossary.report import GlossaryReport
from workbench.formats.glossary.sniff import read_glossary
from workbench.services.termmerge import has_common_term, joined
from workbench.storage.termbase import TermbaseCache, no_collection

_SMALL_BYTES = 1 << 16
"""A file up to this size is read faster than its cache is kept."""


@dataclass(frozen=True, slots=True)
class Termbase:
    """A termbase that is open.

    Attributes:
        path: its file.
        key: a hash of the file's bytes; what is made from the concepts can be kept under it.
        concepts: in the order of the file.
        told: what a person should know of it, in one line; empty if all of it was used.
    """

    path: Path
    key: str
    concepts: tuple[Concept, ...]
    told: str = ""


def read_termbase(path: Path, report: GlossaryReport) -> list[Concept]:
    """All concepts of a glossary file, as far as they are sound.

    Raises: InputError, FormatError if it cannot be read at all; where it breaks off, `report.broken` says so.
    """
    try:
        with path.open("rb") as stream, no_collection():
            concepts = list(read_glossary(stream, str(path), report))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    report.problems.sort(key=lambda problem: problem.line)
    return concepts


def open_termbase(path: Path, cache: TermbaseCache | None = None) -> Termbase:
    """The termbase of a file, from the cache if its bytes are known there.

    Raises: InputError, FormatError if it cannot be read, breaks off or holds nothing that can be used.
    """
    key = key_of(path)
    cache = cache or default_cache()
    if (kept := cache.load(key)) is not None:
        concepts, about = kept
        return Termbase(path, key, tuple(concepts), str(about.get("told", "")).replace("{path}", str(path)))
    report = GlossaryReport()
    concepts = read_termbase(path, report)
    if report.broken:
        raise FormatError(report.broken)
    if not concepts:
        raise TermbaseError(f"{path}: holds no concept that can be used")
    told = _told(report)
    if path.stat().st_size > _SMALL_BYTES:
        cache.save(key, concepts, {"told": told})
    return Termbase(path, key, tuple(concepts), told.replace("{path}", str(path)))


def default_cache() -> TermbaseCache:
    """The cache of this user."""
    return TermbaseCache(cache_dir() / "termbases")


def key_of(path: Path) -> str:
    """A hash of a file's bytes.

    Raises: InputError if it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=20)).hexdigest()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error


def _told(report: GlossaryReport) -> str:
    """What was left out, in one line; `{path}` stands for the file, which may be another with the same bytes."""
    concepts, terms = report.skipped_of("concept"), report.skipped_of("term")
    if not concepts and not terms:
        return ""
    return (
        f"{{path}}: {concepts} of {report.entries} concepts and {terms} of {report.terms_read} terms cannot be used; "
        "`workbench terms import --dry-run {path}` says why"
    )


def open_termbases(paths: Sequence[Path]) -> tuple[list[Termbase], list[str]]:
    """The termbases of these files, and what is wrong with the ones left out; a broken one stops nothing."""
    opened, problems = [], []
    for path in paths:
        try:
            termbase = open_termbase(path)
        except WorkbenchError as error:
            problems.append(f"{error}; this termbase is left out")
            continue
        opened.append(termbase)
        if termbase.told:
            problems.append(termbase.told)
    return opened, problems


def united(termbases: Iterable[Termbase]) -> list[Concept]:
    """The concepts of several termbases, the earlier before the later.

    A concept with the id of an earlier one and a term in common adds its terms to it. Without, it gets another id: ids
    made up for files that state none would otherwise hold different concepts for one.
    """
    taken: dict[str, Concept] = {}
    for termbase in termbases:
        for concept in termbase.concepts:
            there = taken.setdefault(concept.id, concept)
            if there is concept:
                continue
            if has_common_term(there, concept):
                taken[concept.id] = joined(there, concept)
            else:
                name = _free(f"{termbase.path.stem}.{concept.id}", taken)
                taken[name] = replace(concept, id=name)
    return list(taken.values())


def _free(wanted: str, taken: dict[str, Concept]) -> str:
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name
