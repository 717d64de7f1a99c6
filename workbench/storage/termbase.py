"""The concepts of a termbase as one compact file of plain columns, so that a large one opens in a second.

The file is a cache: it is named by the content it was made from, can be thrown away at any time, and is never trusted
further than its shape (a damaged one reads as none). Layout, all numbers little-endian: the magic, the length of a JSON
header, the header, then each column with the length the header says. Text columns are joined by U+0000, which no term
holds; number columns are `array`s.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

from workbench.core.term import Concept, Term, TermStatus

MAGIC = b"workbench-termbase-1\n"
"""Changes with the layout and with whatever reading a glossary gives, so that older files are made again."""

_KEPT_FILES = 32
_SEPARATOR = "\0"
_CONCEPT_TEXTS = ("id", "domain", "definition", "note")
_WORDS = ("language", "part_of_speech", "gender", "term_type")
_STATUSES = tuple(TermStatus)


class TermbaseCache:
    """A folder of such files.

    Args:
        folder: made when something is kept; where it cannot be written, nothing is kept and nothing fails.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, key: str) -> tuple[list[Concept], dict[str, Any]] | None:
        """The concepts kept under a key and what was said of them; None if there are none."""
        content = self.kept(f"{key}.concepts")
        with suppress(ValueError, KeyError, IndexError, TypeError, OverflowError, StopIteration), no_collection():
            return _unpacked(content) if content is not None else None
        return None

    def save(self, key: str, concepts: Sequence[Concept], about: dict[str, Any]) -> bool:
        """Keep concepts, and what is to be told of them, under a key; whether it could be done."""
        try:
            content = _packed(concepts, about)
        except (UnicodeEncodeError, ValueError):
            return False
        return self.keep(f"{key}.concepts", content)

    def kept(self, name: str) -> bytes | None:
        """The bytes kept under a name; None if there are none."""
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            return None

    def keep(self, name: str, content: bytes) -> bool:
        """Keep bytes under a name, whole or not at all; whether it could be done. The oldest files go."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=self.folder, suffix=".part")
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
            Path(temporary).replace(self.folder / name)
            files = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in files[_KEPT_FILES:]:
                path.unlink(missing_ok=True)
        except OSError:
            return False
        return True


def _packed(concepts: Sequence[Concept], about: dict[str, Any]) -> bytes:
    terms = [term for concept in concepts for term in concept.terms]
    tables = {name: sorted({getattr(term, name) for term in terms}) for name in _WORDS}
    columns: list[tuple[str, bytes]] = []
    for name in _CONCEPT_TEXTS:
        columns.append((name, _joined(getattr(concept, name) for concept in concepts)))
    columns.append(("text", _joined(term.text for term in terms)))
    columns.append(("term_note", _joined(term.note for term in terms)))
    columns.append(("count", _numbers("I", (len(concept.terms) for concept in concepts))))
    columns.append(("status", _numbers("B", (_STATUSES.index(term.status) for term in terms))))
    columns.append(("case", _numbers("B", (term.case_sensitive for term in terms))))
    for name, table in tables.items():
        places = {word: at for at, word in enumerate(table)}
        columns.append((name, _numbers("I", (places[getattr(term, name)] for term in terms))))
    header = {
        "concepts": len(concepts),
        "terms": len(terms),
        "tables": tables,
        "columns": [[name, len(content)] for name, content in columns],
        "about": about,
    }
    head = json.dumps(header, ensure_ascii=False).encode()
    return b"".join([MAGIC, len(head).to_bytes(4, "little"), head, *(content for _, content in columns)])


def _joined(texts: Iterable[str]) -> bytes:
    listed = list(texts)
    if any(_SEPARATOR in text for text in listed):
        raise ValueError("a text holds U+0000")
    return _SEPARATOR.join(listed).encode()


def _numbers(kind: str, values: Iterable[int]) -> bytes:
    numbers = array(kind, values)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _unpacked(content: bytes) -> tuple[list[Concept], dict[str, Any]]:
    """Raises: ValueError, KeyError and the like where the shape is not right."""
    if not content.startswith(MAGIC):
        raise ValueError("another layout")
    at = len(MAGIC) + 4
    size = int.from_bytes(content[at - 4 : at], "little")
    header = json.loads(content[at : at + size])
    at += size
    columns: dict[str, bytes] = {}
    for name, length in header["columns"]:
        columns[name] = content[at : at + length]
        at += length
    if at != len(content):
        raise ValueError("cut short or too long")
    terms = iter(_terms(columns, header))
    texts = [_split(columns[name], header["concepts"]) for name in _CONCEPT_TEXTS]
    counts = _array("I", columns["count"], header["concepts"])
    if sum(counts) != header["terms"]:
        raise ValueError("counts and terms do not agree")
    concepts = [
        Concept(id_, tuple(islice(terms, count)), domain, definition, note)
        for id_, domain, definition, note, count in zip(*texts, counts, strict=True)
    ]
    return concepts, header["about"]


def _terms(columns: dict[str, bytes], header: dict[str, Any]) -> list[Term]:
    """All terms in order; the arguments are in the order of `Term`'s fields, the quickest way to make one."""
    number = header["terms"]
    words = []
    for name in _WORDS:
        table = header["tables"][name]
        words.append([table[at] for at in _array("I", columns[name], number)])
    language, part_of_speech, gender, term_type = words
    status = [_STATUSES[at] for at in _array("B", columns["status"], number)]
    case = [bool(value) for value in _array("B", columns["case"], number)]
    text, note = _split(columns["text"], number), _split(columns["term_note"], number)
    return list(map(Term, text, language, status, part_of_speech, gender, term_type, note, case))


def _split(column: bytes, number: int) -> list[str]:
    texts = column.decode().split(_SEPARATOR) if number else []
    if len(texts) != number:
        raise ValueError("a column has another length than the header says")
    return texts


def _array(kind: str, column: bytes, number: int) -> array[int]:
    values = array(kind)
    values.frombytes(column)
    if sys.byteorder == "big":
        values.byteswap()
    if len(values) != number:
        raise ValueError("a column has another length than the header says")
    return values


@contextmanager
def no_collection() -> Iterator[None]:
    """No garbage collection inside: hundreds of thousands of small objects that all stay would be looked at again and
    again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
